"""Chinese numerals as integers: 十二, 二十三, 一百零五, 二〇三五, and digits of either width."""

from __future__ import annotations

_DIGIT = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "○": 0, "O": 0, "Ｏ": 0, "◯": 0}
_SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}

NUMERALS = frozenset(_DIGIT) | frozenset(_SCALE)
"""Every character of Chinese numerals."""


def read_integer(text: str) -> int | None:
    """The integer that `text` writes in Chinese numerals or in digits of either width; None otherwise."""
    text = text.strip()
    if not text:
        return None
    if text.isdecimal():
        return int(text)
    if text in _DIGIT:
        return _DIGIT[text]
    if _DIGIT.keys() >= set(text):  # 二〇三五: digit by digit
        return int("".join(str(_DIGIT[c]) for c in text))
    total = section = digit = 0
    for c in text:
        if c in _DIGIT:
            digit = _DIGIT[c]
        elif c not in _SCALE:
            return None
        elif _SCALE[c] < 10_000:
            section, digit = section + (digit or 1) * _SCALE[c], 0
        else:
            total, section, digit = (total + section + digit) * _SCALE[c], 0, 0
    return total + section + digit
