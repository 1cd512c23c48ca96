"""Tables of HTML: rows with rowspan and colspan to cells with places (HTML Standard, 4.9.12)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planparse.readers.canvas import Canvas

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MAX_COLSPAN = 1000
"""The standard's own bound."""
_NUMBER = re.compile(r"\s{0,20}(\d{1,6})")


@dataclass(frozen=True, slots=True)
class CellPlace:
    """Where a cell stands: row and column count from 0."""

    index: int
    """The cell's number in reading order, from 0."""
    row: int
    col: int
    rowspan: int
    colspan: int


def span_of(text: str | None) -> int:
    """The number of a rowspan or colspan attribute; 1 where it is missing or nonsense."""
    found = _NUMBER.match(text or "")
    if found is None:
        return 1
    return int(found[1])


def places(rows: Iterable[Iterable[tuple[int, int]]], canvas: Canvas) -> list[CellPlace]:
    """Places of the cells of `rows`, each given as (rowspan, colspan).

    A rowspan of 0 runs to the last row, a longer one than there are rows is cut. Takes time
    in proportion to the grid places, which count against the limit of cells.
    """
    all_rows = [list(row) for row in rows]
    found: list[CellPlace] = []
    free_from: dict[int, int] = {}  # by column, the first row that no cell above reaches
    for number, row in enumerate(all_rows):
        rows_left = len(all_rows) - number
        col = 0
        for rowspan, colspan in row:
            while free_from.get(col, 0) > number:
                col += 1
            down = min(rowspan or rows_left, rows_left)
            right = min(max(colspan, 1), _MAX_COLSPAN)
            # Counted before the places are taken, so that the limit also bounds the work.
            canvas.count_cells(right)
            place = CellPlace(len(found), row=number, col=col, rowspan=down, colspan=right)
            found.append(place)
            for covered in range(col, col + right):
                free_from[covered] = number + down
            col += right
    return found


def own_rows(table: Element) -> list[Element]:
    """The rows of `table` in the order they are shown, without those of nested tables."""
    rows: list[Element] = []
    feet: list[Element] = []
    for row in _below(table, "tr"):
        # A tfoot may be written before the body, and is shown behind it.
        if _parent_tag(row) == "tfoot":
            feet.append(row)
        else:
            rows.append(row)
    return rows + feet


def own_cells(row: Element) -> list[Element]:
    """The cells of `row`, without those of nested tables."""
    return [cell for cell in row if cell.tag in ("td", "th")]


def header_rows(rows: list[Element]) -> int | None:
    """How many first rows are header; None where none, or all, are."""
    for count, row in enumerate(rows):
        if not _is_header(row):
            return count or None
    # A table of th cells alone has no body: the page uses them for their looks.
    return None


def _is_header(row: Element) -> bool:
    """Whether the row stands in thead, or has th cells only."""
    if _parent_tag(row) == "thead":
        return True
    return all(cell.tag == "th" for cell in own_cells(row))


def _below(parent: Element, tag: str) -> Iterator[Element]:
    """Elements `tag` below `parent` and outside of nested tables, in order."""
    stack = [iter(parent)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag == tag:
            yield child
        elif child.tag != "table":
            stack.append(iter(child))


def _parent_tag(row: Element) -> object:
    parent = row.getparent()
    if parent is None:
        return None
    return parent.tag
