"""Number formats of sheets: a stored number as it is shown (ECMA-376 part 1, 18.8.30)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    # From 27 on: those of a Chinese Excel.
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    36: 'yyyy"年"m"月"',
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
"""Codes of the formats that a file names by number only."""

_TOKEN = re.compile(
    r"""
      "(?P<quoted>[^"]*)"
    | \\(?P<escaped>.)
    | _. | \*.                           # room as wide as a character; a character that fills
    | \[(?P<bracket>[^\]]*)\]            # colour, condition, currency with locale
    | (?P<date>AM/PM|[yY]+|[mM]+|[dD]+|[hH]+|[sS]+|a{3,4})
    | (?P<number>[0\#?][0\#?,]*(?:\.[0\#?]*)?,*|\.[0\#?]+)
    | (?P<exponent>E[+-]0+)
    | (?P<other>.)
    """,
    re.S | re.X,
)
# A semicolon that is not quoted separates the parts for positive, negative and zero.
_SECTION_END = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')

# Characters of a format code that is read; programs write up to 255.
_LONGEST_CODE = 400
# Powers of ten up to which a number is shown; a float ends at 308.
_LARGEST_EXPONENT = 300
# Significant digits that the format General shows.
_GENERAL_DIGITS = 11
# Whole numbers below this are stored exactly and shown in full.
_EXACT = Decimal(10) ** 15
# Numbers below this keep their exponent; written out they would be a row of zeros.
_TINY = Decimal("1e-9")
# Days from which on there is no date: 1 January 10000.
_DATE_END = 2_958_466
_DAY = 86_400  # seconds

Tokens = list[re.Match[str]]


def shown(
    number: str,
    code: str,
    *,
    from_1904: bool = False,
) -> str:
    """The stored `number` as the format `code` shows it; as General where the code says nothing.

    `from_1904` says that the workbook counts its days from 1904, as old ones of the Mac do.
    """
    try:
        value = Decimal(number)
    except InvalidOperation:
        return number
    if not value.is_finite() or abs(value.adjusted()) > _LARGEST_EXPONENT:
        return number
    if _is_general(code):
        return general(value)
    is_below_zero = value < 0
    section, value = _section(code, value)
    tokens = list(_TOKEN.finditer(section))
    if any(token["date"] for token in tokens):
        return _date(value, tokens, from_1904=from_1904) or general(value)
    printed = _number(value, tokens)
    return _with_minus(printed) if is_below_zero and value >= 0 else printed


def _with_minus(printed: str) -> str:
    """A number below zero that is shown in brackets or by its colour alone: (12.5) is -12.5.

    Brackets mean a total in a plan's tables, and a colour is no character.
    """
    if printed.startswith("(") and printed.endswith(")"):
        return "-" + printed[1:-1].strip()
    return "-" + printed if printed[:1].isdecimal() else printed


def _is_general(code: str) -> bool:
    if code.lower() in ("", "@", "general"):
        return True
    return len(code) > _LONGEST_CODE


def general(value: Decimal) -> str:
    """The number in up to eleven digits, as a cell of the General format shows it."""
    if value == value.to_integral_value() and abs(value) < _EXACT:
        return str(int(value))
    text = f"{float(value):.{_GENERAL_DIGITS}g}"
    if "e" in text and abs(value) > _TINY:
        return format(Decimal(text), "f")
    return text


def _section(code: str, value: Decimal) -> tuple[str, Decimal]:
    """The part of the code for the number's sign, and the number that it prints."""
    parts = _SECTION_END.split(code)
    if value < 0 and len(parts) > 1:
        return parts[1], -value  # it prints a sign of its own, if any
    if value == 0 and len(parts) > 2:
        return parts[2], value
    return parts[0], value


def _number(value: Decimal, tokens: Tokens) -> str:
    """The value at the first digits of the code, and the signs and words around them."""
    if any(token["exponent"] for token in tokens):
        return general(value)
    percents = [token for token in tokens if token[0] == "%"]
    scaled = value * Decimal(100) ** len(percents)
    out = ""
    is_printed = False
    for token in tokens:
        if token["number"] and not is_printed:
            out += _digits(scaled, token["number"])
            is_printed = True
        elif token["bracket"] is not None:
            out += _currency(token["bracket"])
        else:
            out += _literal(token)
    if is_printed or _is_only_words(tokens):
        return out.strip()
    return general(value)


def _currency(bracket: str) -> str:
    """The sign in a bracket such as $¥-804; colours and conditions print nothing."""
    if not bracket.startswith("$"):
        return ""
    return bracket[1:].split("-")[0]


def _literal(token: re.Match[str]) -> str:
    """What a token prints that stands for no number or date."""
    return token["quoted"] or token["escaped"] or token["other"] or ""


def _is_only_words(tokens: Tokens) -> bool:
    """Whether the code prints quoted words instead of the number, such as "无" for zero."""
    has_quoted = any(token["quoted"] for token in tokens)
    return has_quoted and not any(token["other"] for token in tokens)


def _digits(value: Decimal, picture: str) -> str:
    """The value by a picture such as #,##0.0#, rounded half up."""
    # Each comma behind the digits divides by a thousand.
    bare = picture.rstrip(",")
    thousands = len(picture) - len(bare)
    value = value / Decimal(1000) ** thousands
    whole, _, fraction = bare.partition(".")
    last_place = Decimal(1).scaleb(-len(fraction))
    rounded = value.quantize(last_place, ROUND_HALF_UP)
    is_grouped = "," in whole
    text = format(rounded, ",f" if is_grouped else "f")
    text = _without_optional_zeros(text, fraction)
    zeros = whole.count("0")
    if zeros > 1 and not is_grouped:
        return _padded(text, zeros)
    return text


def _without_optional_zeros(text: str, fraction: str) -> str:
    """`text` without the zeros at its end that stand at # or ? of the fraction's picture."""
    least = len(fraction.rstrip("#?"))
    if len(fraction) == least:
        return text
    head, _, tail = text.partition(".")
    tail = tail[:least] + tail[least:].rstrip("0")
    if not tail:
        return head
    return f"{head}.{tail}"


def _padded(text: str, zeros: int) -> str:
    """`text` with at least so many digits before its point."""
    sign = ""
    if text.startswith("-"):
        sign = "-"
    whole, point, fraction = text.removeprefix("-").partition(".")
    return sign + whole.rjust(zeros, "0") + point + fraction


def _date(
    value: Decimal,
    tokens: Tokens,
    *,
    from_1904: bool,
) -> str:
    """The day that `value` counts to, "" where it is none."""
    if not 0 <= value < _DATE_END:
        return ""
    start = datetime(1899, 12, 30)
    if from_1904:
        start = datetime(1904, 1, 1)
    seconds = (value * _DAY).to_integral_value(ROUND_HALF_UP)
    moment = start + timedelta(seconds=int(seconds))
    dates = [token["date"].lower() for token in tokens if token["date"]]
    out = ""
    at = 0
    for token in tokens:
        if token["date"]:
            out += _date_part(moment, dates, at)
            at += 1
        elif token["bracket"] is None:
            out += _literal(token) or token["number"] or ""
    return out.strip()


def _date_part(
    moment: datetime,
    dates: list[str],
    at: int,
) -> str:
    """What the part `dates[at]` of a date prints; its neighbours tell minutes from months."""
    name = dates[at]
    kind = name[0]
    if name == "am/pm":
        return "AM" if moment.hour < 12 else "PM"
    if kind == "y":
        return _year(moment.year, len(name))
    if kind == "m":
        return _minute_or_month(moment, dates, at)
    numbers = {
        "d": moment.day,
        "h": moment.hour,
        "s": moment.second,
    }
    number = numbers.get(kind)
    # Three letters and more stand for names of days, which are not shown.
    if number is None or len(name) > 2:
        return ""
    return _two_places(number, len(name))


def _year(year: int, letters: int) -> str:
    if letters > 2:
        return f"{year:04d}"
    return f"{year % 100:02d}"


def _minute_or_month(
    moment: datetime,
    dates: list[str],
    at: int,
) -> str:
    letters = len(dates[at])
    if _is_minute(dates, at):
        return _two_places(moment.minute, letters)
    if letters > 2:
        return moment.strftime("%b")
    return _two_places(moment.month, letters)


def _is_minute(dates: list[str], at: int) -> bool:
    """Whether m stands for minutes: behind hours or before seconds."""
    behind_hours = at > 0 and dates[at - 1].startswith("h")
    before_seconds = at + 1 < len(dates) and dates[at + 1].startswith("s")
    return behind_hours or before_seconds


def _two_places(number: int, letters: int) -> str:
    if letters > 1:
        return f"{number:02d}"
    return str(number)
