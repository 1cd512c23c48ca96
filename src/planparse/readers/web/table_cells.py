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
_NUMBER = re.compile(r"\s{0,20}(\d{1,6})")


@dataclass(frozen=True, slots=True)
class CellPlace:
    """Where a cell stands: `index` is its number in reading order."""

    index: int
    row: int
    col: int
    rowspan: int
    colspan: int


def span_of(text: str | None) -> int:
    """The number of a rowspan or colspan attribute; 1 where it is missing or nonsense."""
    found = _NUMBER.match(text or "")
    return int(found[1]) if found else 1


def places(rows: Iterable[Iterable[tuple[int, int]]], canvas: Canvas) -> list[CellPlace]:
    """Places of the cells of `rows`, each given as (rowspan, colspan).

    A rowspan of 0 runs to the last row, a longer one than there are rows is cut. Takes time
    in proportion to the grid places, which count against the limit of cells.
    """
    all_rows = [list(row) for row in rows]
    found: list[CellPlace] = []
    taken: dict[int, int] = {}
    for number, row in enumerate(all_rows):
        col = 0
        for down, right in row:
            while taken.get(col, 0) > number:
                col += 1
            left = len(all_rows) - number
            down, right = min(down or left, left), min(max(right, 1), _MAX_COLSPAN)
            canvas.count_cells(right)
            found.append(CellPlace(len(found), number, col, down, right))
            for covered in range(col, col + right):
                taken[covered] = number + down
            col += right
    return found


def own_rows(table: Element) -> list[Element]:
    """The rows of `table` in the order they are shown, without those of nested tables; tfoot last."""
    rows = list(_below(table, "tr"))
    feet = [row for row in rows if _parent_tag(row) == "tfoot"]
    return [row for row in rows if _parent_tag(row) != "tfoot"] + feet


def own_cells(row: Element) -> list[Element]:
    """The cells of `row`, without those of nested tables."""
    return [cell for cell in row if cell.tag in ("td", "th")]


def header_rows(rows: list[Element]) -> int | None:
    """How many first rows are header: those of thead, or all of th cells; None where none, or all, are."""
    marks = [_parent_tag(row) == "thead" or all(cell.tag == "th" for cell in own_cells(row)) for row in rows]
    count = marks.index(False) if False in marks else 0
    return count or None


def _below(parent: Element, tag: str) -> Iterator[Element]:
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
    return None if parent is None else parent.tag
