"""Numbers as Word's number formats print them (ECMA-376 part 1, 17.18.59)."""

from __future__ import annotations

from typing import NamedTuple

_DIGITS = "零一二三四五六七八九"
_UNITS = "十百千"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_UNITS = "拾佰仟"
_PLACE_DIGITS = "〇一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")

_COUNTING = frozenset(
    (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
    )
)
_LEGAL = frozenset(("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"))
_DIGIT_BY_DIGIT = frozenset(("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"))

_COUNTING_END = 10_000
"""Numbers from here on are printed in digits: no list of a plan counts so far."""
_ROMAN_END = 4000
"""Roman numerals have no sign for 5000."""
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


class _SignRun(NamedTuple):
    """Ready-made numbers that follow each other in Unicode."""

    first: int
    """Code point of the first sign."""
    length: int


_CIRCLED = (
    _SignRun(0x2460, 20),  # ① to ⑳
    _SignRun(0x3251, 15),  # ㉑ to ㉟
    _SignRun(0x32B1, 15),  # ㊱ to ㊿
)
_ENCLOSED = {
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedParen": (_SignRun(0x2474, 20),),  # ⑴
    "decimalEnclosedFullstop": (_SignRun(0x2488, 20),),  # ⒈
    "ideographEnclosedCircle": (_SignRun(0x3280, 10),),  # ㊀
}


def render(number: int, fmt: str) -> str:
    """`number` (from 0) in the format that numFmt names.

    Decimal where the format is unknown or has no sign for the number.
    """
    if fmt in _COUNTING:
        return counting(number, _DIGITS, _UNITS)
    if fmt in _LEGAL:
        return counting(number, _LEGAL_DIGITS, _LEGAL_UNITS)
    if fmt in _DIGIT_BY_DIGIT:
        return "".join(_PLACE_DIGITS[int(digit)] for digit in str(number))
    if fmt in _ENCLOSED:
        return _enclosed(number, _ENCLOSED[fmt])
    if fmt == "decimalFullWidth":
        return str(number).translate(_FULL_WIDTH)
    if fmt == "decimalZero":
        return f"{number:02d}"
    if fmt == "numberInDash":
        return f"- {number} -"
    return _from_one(number, fmt)


def counting(number: int, digits: str, units: str) -> str:
    """Chinese counting numeral of `number` below 10000; 10 to 19 open with the ten itself."""
    if number == 0:
        return digits[0]
    if not 0 < number < _COUNTING_END:
        return str(number)
    text = ""
    gap = False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit == 0:
            gap = True
            continue
        # One 零 for any number of empty places between two digits, none before the first.
        if gap and text:
            text += digits[0]
        text += digits[digit]
        if power > 0:
            text += units[power - 1]
        gap = False
    # 十二, not 一十二; the legal numerals, which must not be forged, keep their one: 壹拾贰.
    if digits == _DIGITS and text.startswith("一十"):
        return text[1:]
    return text


def _enclosed(number: int, runs: tuple[_SignRun, ...]) -> str:
    place = number
    for run in runs:
        if 1 <= place <= run.length:
            return chr(run.first + place - 1)
        place -= run.length
    return str(number)


def _from_one(number: int, fmt: str) -> str:
    """Formats that begin at one; decimal for zero, and for a format that is not known."""
    if number <= 0:
        return str(number)
    match fmt:
        case "lowerLetter":
            return _letters(number)
        case "upperLetter":
            return _letters(number).upper()
        case "lowerRoman":
            return _roman(number).lower()
        case "upperRoman":
            return _roman(number)
        case "ideographTraditional":
            return _STEMS[(number - 1) % len(_STEMS)]
        case "ideographZodiac":
            return _BRANCHES[(number - 1) % len(_BRANCHES)]
        case _:
            return str(number)


def _letters(number: int) -> str:
    """a to z, then aa, bb, … as Word goes on (not aa, ab as in a spreadsheet)."""
    rounds, place = divmod(number - 1, len(_LETTERS))
    return _LETTERS[place] * (rounds + 1)


def _roman(number: int) -> str:
    if number >= _ROMAN_END:
        return str(number)
    text = ""
    for amount, sign in _ROMAN:
        text += sign * (number // amount)
        number %= amount
    return text
