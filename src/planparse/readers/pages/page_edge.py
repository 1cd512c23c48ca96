"""Tables that the edge of their page cuts: the words beyond it, to the left and the right.

A page is often cut out of a larger sheet, or a wide table is printed past the margin. What stands
beyond the edge is in the file, but on no print.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from planparse.model.source import BBox
from planparse.readers.pages.page import DrawnPage, Glyph
from planparse.readers.pages.rulings import RuledTable

# Points by which a table stands out over the edge that is cut there.
_CUT = 3.0

# Words beyond the edge at so many heights, at which words stand on the page too, are the column of
# a table; fewer are notes of the press.
_LEAST_HEIGHTS = 3

# Words are at one height within this part of their size.
_LEVEL = 0.5

# A table of at least so many columns is meant to hold words in each.
_LEAST_COLUMNS = 3


class BeyondEdge(NamedTuple):
    """Glyphs beyond the edge that stand in tables of the page, and the places of the lost ones."""

    held: list[Glyph]
    lost: list[BBox]


def beyond_edge(page: DrawnPage, tables: Iterable[RuledTable]) -> BeyondEdge:
    """What belongs to `tables` of the page and stands beyond its edge."""
    cut = [table for table in tables if _is_cut(table.bbox, page)]
    held: list[Glyph] = []
    loose: list[Glyph] = []
    for glyph in page.beyond:
        if glyph.text.isspace():
            continue
        inside = any(_holds(table.bbox, glyph) for table in cut)
        (held if inside else loose).append(glyph)
    lost = _lost_lines(loose, page)
    lost += [table.bbox for table in cut if _is_empty_beyond(table, held, page)]
    return BeyondEdge(held, lost)


def _is_cut(box: BBox, page: DrawnPage) -> bool:
    """Whether a table stands on the page and beyond its left or right edge."""
    x0, _, x1, _ = box
    is_on_page = x0 < page.width and x1 > 0
    return is_on_page and (x0 < -_CUT or x1 > page.width + _CUT)


def _holds(box: BBox, glyph: Glyph) -> bool:
    x0, top, x1, bottom = box
    middle = (glyph.x0 + glyph.x1) / 2
    return x0 <= middle <= x1 and top <= glyph.base <= bottom


def _is_empty_beyond(table: RuledTable, held: Sequence[Glyph], page: DrawnPage) -> bool:
    """Whether a column of `table` lies beyond the edge, and none of its words are in the file."""
    if len(table.xs) - 1 < _LEAST_COLUMNS:
        return False
    beyond: list[BBox] = []
    for cell in table.cells:
        middle = (cell.bbox[0] + cell.bbox[2]) / 2
        if not 0 <= middle <= page.width:
            beyond.append(cell.bbox)
    return bool(beyond) and not any(_holds(box, glyph) for box in beyond for glyph in held)


def _lost_lines(loose: Sequence[Glyph], page: DrawnPage) -> list[BBox]:
    """Stripes of the page beside which words stand beyond its edge, where they are a column."""
    heights: list[Glyph] = []
    for glyph in sorted(loose, key=lambda glyph: glyph.base):
        if not heights or glyph.base - heights[-1].base > _LEVEL * glyph.size:
            heights.append(glyph)
    if len(heights) < _LEAST_HEIGHTS:
        return []
    printed = {round(glyph.base) for glyph in page.glyphs}
    level = [glyph for glyph in heights if _is_level(glyph, printed)]
    if len(level) < _LEAST_HEIGHTS:
        return []
    return [(0.0, glyph.base - glyph.size, page.width, glyph.base) for glyph in level]


def _is_level(glyph: Glyph, printed: set[int]) -> bool:
    """Whether words of the page stand at the height of `glyph`; `printed` are their baselines."""
    base = round(glyph.base)
    return not printed.isdisjoint((base - 1, base, base + 1))
