"""Cells as a workbook holds them: what XML and Excel cannot hold is replaced by a mark, and nothing is run."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import regex

MOST_UNITS = 32_767
"""UTF-16 units that a cell holds."""
CUT = "…"
"""Ends a text that was cut."""
BETWEEN_ITEMS = "; "
"""What stands between the items of a list."""
MARK = "\ufffd"
"""Stands for a character that a workbook cannot hold."""
MOST_EXACT = 2**53
"""Excel has floats only: a larger integer is written as text, with every digit."""

_UNWRITABLE = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = regex.compile(r"\r\n?")
_MARGIN = 2
"""Digits at the end of a line that a character or a word may not fit into."""
_WIDEST_UNIT = 2
"""UTF-16 units that a character takes at most."""


def writable(text: str) -> str:
    """The text as a cell can hold it; one that is too long is cut, and ends in an ellipsis."""
    if not text.isprintable():
        text = _UNWRITABLE.sub(MARK, _LINE_ENDS.sub("\n", text))
    if len(text) * _WIDEST_UNIT > MOST_UNITS:
        return _cut(text)
    return text


def joined(items: Sequence[object]) -> str:
    """A list in one cell."""
    return BETWEEN_ITEMS.join(str(item) for item in items)


def columns_of(text: str) -> int:
    """How many columns of a terminal, or digits of a cell, the longest line takes: a Chinese character takes two."""
    line = text if "\n" not in text else max(text.split("\n"), key=len)
    # GB 18030 has two bytes for a Chinese character, and this is a tenth of the time of asking for each.
    return len(line.encode("gb18030", "replace"))


def lines_of(text: str, width: int) -> int:
    """How many lines a text takes in a column of a width in digits: no less, as words are kept whole."""
    # Most texts fit: two columns for each character is the most that they take.
    if 2 * len(text) <= width and "\n" not in text:
        return 1
    return sum(max(1, ceil(columns_of(line) / (width - _MARGIN))) for line in text.split("\n"))


def _cut(text: str) -> str:
    raw = text.encode("utf-16-le")
    if len(raw) <= 2 * MOST_UNITS:
        return text
    kept = raw[: 2 * (MOST_UNITS - len(CUT))]
    # The last unit may be half a pair.
    return kept.decode("utf-16-le", "ignore") + CUT
