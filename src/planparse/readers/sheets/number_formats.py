"""Number formats of spreadsheets: a stored number as the sheet shows it (ECMA-376 part 1, 18.8.30)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 14: "yyyy/m/d",
    15: "d-mmm-yy", 17: "mmm-yy", 18: "h:mm AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    36: 'yyyy"年"m"月"', 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 57: 'yyyy"年"m"月"',
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 58: 'm"月"d"日"',
}
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<date>AM/PM|[yY]+|[mM]+|[dD]+|[hH]+|[sS]+|a{3,4})"
    r"|(?P<number>[0#?][0#?,]*(?:\.[0#?]*)?,*|\.[0#?]+)|(?P<exponent>E[+-]0+)|(?P<other>.)", re.S)
_MOST = 400


def shown(number: str, code: str, *, from_1904: bool = False) -> str:
    """The stored `number` as the format `code` shows it; as General where the code says nothing."""
    try:
        value = Decimal(number)
    except InvalidOperation:
        return number
    if not value.is_finite() or abs(value.adjusted()) > 300:
        return number
    if not code or code.lower() == "general" or code == "@" or len(code) > _MOST:
        return general(value)
    section, value = _section(code, value)
    tokens = list(_TOKEN.finditer(section))
    if any(token["date"] for token in tokens):
        return _date(value, tokens, from_1904) or general(value)
    return _number(value, tokens)


def general(value: Decimal) -> str:
    """The number in up to eleven digits, as a cell of the General format shows it."""
    if value == value.to_integral_value() and abs(value) < 10**15:
        return str(int(value))
    text = f"{float(value):.11g}"
    return format(Decimal(text), "f") if "e" in text and abs(value) > Decimal("1e-9") else text


def _section(code: str, value: Decimal) -> tuple[str, Decimal]:
    """The part of the code for the number's sign; a negative part prints the number without its sign."""
    parts = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)
    if value < 0 and len(parts) > 1:
        return parts[1], -value
    if value == 0 and len(parts) > 2:
        return parts[2], value
    return parts[0], value


def _number(value: Decimal, tokens: list[re.Match[str]]) -> str:
    out, printed = "", False
    scaled = value * Decimal(100) ** sum(token[0] == "%" for token in tokens)
    if any(token["exponent"] for token in tokens):
        return general(value)
    for token in tokens:
        if token["number"] and not printed:
            out += _digits(scaled, token["number"])
            printed = True
        elif token["bracket"] is not None:
            out += token["bracket"][1:].split("-")[0] if token["bracket"].startswith("$") else ""
        else:
            out += token["quoted"] or token["escaped"] or token["other"] or ""
    literal = any(token["quoted"] for token in tokens) and not any(token["other"] for token in tokens)
    return out.strip() if printed or literal else general(value)


def _digits(value: Decimal, picture: str) -> str:
    whole, _, fraction = picture.rstrip(",").partition(".")
    value = value / Decimal(1000) ** (len(picture) - len(picture.rstrip(",")))
    places, least = len(fraction), len(fraction.rstrip("#?"))
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = format(rounded, ",f" if "," in whole else "f")
    if places > least:
        head, _, tail = text.partition(".")
        tail = tail[:least] + tail[least:].rstrip("0")
        text = f"{head}.{tail}" if tail else head
    zeros = whole.count("0")
    sign, body = ("-", text[1:]) if text.startswith("-") else ("", text)
    if zeros > 1 and "," not in whole:
        body = body.rjust(zeros + len(body) - len(body.partition(".")[0]), "0")
    return sign + body


def _date(value: Decimal, tokens: list[re.Match[str]], from_1904: bool) -> str:
    if not 0 <= value < 2_958_466:
        return ""
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
    moment = start + timedelta(seconds=int((value * 86_400).to_integral_value(ROUND_HALF_UP)))
    dates = [token["date"] for token in tokens if token["date"]]
    out, at = "", 0
    for token in tokens:
        if token["date"]:
            out += _date_part(moment, dates, at)
            at += 1
        elif token["bracket"] is None:
            out += token["quoted"] or token["escaped"] or token["other"] or token["number"] or ""
    return out.strip()


def _date_part(moment: datetime, dates: list[str], at: int) -> str:
    name = dates[at].lower()
    before, after = dates[at - 1].lower() if at else "", dates[at + 1].lower() if at + 1 < len(dates) else ""
    if name[0] == "y":
        return f"{moment.year:04d}" if len(name) > 2 else f"{moment.year % 100:02d}"
    if name[0] == "m" and (before.startswith("h") or after.startswith("s")):
        return f"{moment.minute:02d}" if len(name) > 1 else str(moment.minute)
    if name == "am/pm":
        return "AM" if moment.hour < 12 else "PM"
    number = {"m": moment.month, "d": moment.day, "h": moment.hour, "s": moment.second}.get(name[0])
    if number is None or len(name) > 2:
        return moment.strftime("%b") if name[0] == "m" else ""
    return f"{number:02d}" if len(name) == 2 else str(number)
