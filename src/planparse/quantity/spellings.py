"""One spelling for each sign of a cell, and the number that its digits print."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

from planparse.grammar.engines import compiled

_FULL_WIDTH = range(0xFF01, 0xFF5F)
_TO_HALF = 0xFEE0
_HALF_WIDTH = {code: code - _TO_HALF for code in _FULL_WIDTH}
_SPELLINGS = {
    "-": "‐‑‒–—―−─━﹣－⸺⸻",
    "~": "〜∼˜～",
    "[": "〔【［",
    "]": "〕】］",
    ":": "∶︰：",
    "≥": "≧⩾",
    "≤": "≦⩽",
    ">": "﹥",
    "<": "﹤",
    "%": "﹪",
    "·": "•・",
    "×": "✕✖⨯╳",
    "⁻": "¯",
}
_ONE_SPELLING = _HALF_WIDTH | {
    ord(spelling): ord(sign) for sign, many in _SPELLINGS.items() for spelling in many
}
"""Each character for one character, so that offsets stay those of the printed text."""

_POWER = compiled(r"(?:[×xX*]10|(?P<ten>(?<=10)\^))\^?|[eE]")
"""What stands between a number and the power of ten that it is multiplied by: ×10^, e, the ^ of 10^8."""


def one_spelling(text: str) -> str:
    """The text with one spelling for each sign, as long as before."""
    return text.translate(_ONE_SPELLING)


def decimal_of(digits: str) -> Decimal:
    """The number that is printed as 1,234.5, 2.5×10^8, 1.3×10⁵ or 1e4."""
    plain = digits.replace(",", "")
    power = _POWER.search(plain)
    if power is None:
        return Decimal(plain)
    mantissa = plain[: power.start()]
    # NFKC lowers the digits of 10⁵; the sign of 10⁻³ becomes that of a subtraction.
    raised = unicodedata.normalize("NFKC", plain[power.end() :]).replace("\u2212", "-").strip("()")
    if power["ten"]:
        mantissa = mantissa[: -len("10")] + "1"
    return Decimal(f"{mantissa}e{raised}")
