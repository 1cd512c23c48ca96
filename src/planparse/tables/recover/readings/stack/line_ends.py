"""How the lines of a stack end: a word processor's PDF prints a space where a paragraph ends.

Converters that keep it write `碳发展 ` for the last line of a cell and `绿色低` for one that goes on
below, so that a line without a space is rarely the end of a cell. Where a table's values and marks
of nature, which are whole cells, mostly lack the space, it tells nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from planparse.grammar.engines import compiled

# Whole cells that are looked at before their ends tell anything.
LEAST_CELLS = 6

# Tenths of the whole cells that end in a space where a space tells the end of a paragraph.
NEARLY_ALL = 9

_CLOSES = compiled(r"\n?[^\S\n\r\f]")
"""White space behind the words, or alone on the next line, where the words fill theirs."""


class LineEnd(Enum):
    """What the end of a piece says of the one below it."""

    UNKNOWN = "unknown"
    """The converter says nothing."""
    PARAGRAPH = "paragraph"
    """A paragraph ends: mostly the cell, too."""
    BROKEN = "broken"
    """The line was full, and the cell goes on below."""


def line_ends(ends: Sequence[int], are_whole: Sequence[bool], text: str) -> list[LineEnd]:
    """What the end of each piece says; `ends` are offsets in `text`, the last character excluded.

    `are_whole` says which pieces are a cell by their look.
    """
    closed = [_CLOSES.match(text, end) is not None for end in ends]
    whole = [closed[at] for at, is_whole in enumerate(are_whole) if is_whole]
    if len(whole) < LEAST_CELLS or sum(whole) * 10 < NEARLY_ALL * len(whole):
        return [LineEnd.UNKNOWN] * len(ends)
    return [LineEnd.PARAGRAPH if is_closed else LineEnd.BROKEN for is_closed in closed]
