"""Chinese numerals as integers: 十二, 二十三, 一百零五, 二〇三五, ③, and digits of either width."""

from __future__ import annotations

_DIGIT = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}
_DIGIT |= {"零": 0, "○": 0, "O": 0, "Ｏ": 0, "◯": 0, "两": 2}
_SCALE = {"十": 10, "百": 100, "千": 1000}
_GREAT_SCALE = {"万": 10_000, "亿": 100_000_000}
"""What multiplies all that stands before it: 二十三万 is 23 times 10,000."""
_CIRCLED = {chr(ord("①") + n): n + 1 for n in range(20)}

NUMERALS = frozenset(_DIGIT) | frozenset(_SCALE) | frozenset(_GREAT_SCALE)
"""Every character that Chinese numerals of several characters are written with."""


def read_integer(text: str) -> int | None:
    """The integer that `text` writes, in Chinese numerals or digits; None where it writes none."""
    text = text.strip()
    if not text:
        return None
    if text.isdecimal():
        return int(text)
    if text in _CIRCLED:
        return _CIRCLED[text]
    if text in _DIGIT:
        return _DIGIT[text]
    if _DIGIT.keys() >= set(text):
        return _digit_by_digit(text)
    return _counted(text)


def _digit_by_digit(text: str) -> int:
    """二〇三五 is 2035."""
    digits = "".join(str(_DIGIT[c]) for c in text)
    return int(digits)


def _counted(text: str) -> int | None:
    """三千零五 is 3,005: each digit counts the scale behind it; None where another sign stands."""
    total = 0
    section = 0
    digit = 0
    scale = 0
    for c in text:
        if c in _DIGIT:
            digit = _DIGIT[c]
        elif c in _SCALE:
            section += (digit or 1) * _SCALE[c]  # 十二 is 12, without a 一 before 十
            digit = 0
        elif c in _GREAT_SCALE:
            # 三亿五千万: what a greater scale has multiplied already stays as it is.
            over = total if scale > _GREAT_SCALE[c] else 0
            scale = _GREAT_SCALE[c]
            total = over + (total - over + section + digit) * scale
            section = 0
            digit = 0
        else:
            return None
    return total + section + digit
