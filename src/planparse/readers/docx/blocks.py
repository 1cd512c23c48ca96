"""What stands below what in a Word document: blocks, rows, cells, and what their properties say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from planparse.readers.docx.styles import flag, value, w

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

PARAGRAPH = w("p")
TABLE = w("tbl")
CONTENT_CONTROL = w("sdt")
_BLOCKS = (PARAGRAPH, TABLE, CONTENT_CONTROL)
_WRAPPERS = frozenset(
    (
        w("ins"),
        w("moveTo"),
        w("customXml"),
        w("smartTag"),
        w("sdtContent"),
        w("sdt"),
    )
)
"""Elements that only stand around blocks, rows or cells, such as a tracked insertion."""
_CHARACTER = 200
"""Twentieths of a point: no column is narrower than a character. One that is lies between two places
where a border was dragged to, in some rows a little further than in others."""
_LONGEST_NUMBER = 5
"""Digits of a span or a skipped column that count; what is longer is damage."""


def blocks(parent: Element) -> Iterator[Element]:
    """Paragraphs, tables and content controls right below `parent`, through what wraps them."""
    for child in parent:
        if child.tag in _BLOCKS:
            yield child
        elif child.tag in _WRAPPERS:
            # Not below a content control itself: what kind it is tells what its blocks are.
            yield from blocks(child)


def rows(table: Element) -> Iterator[Element]:
    """The rows of a table, deleted ones included."""
    return _below(table, w("tr"))


def cells(row: Element) -> Iterator[Element]:
    """The cells of a row."""
    return _below(row, w("tc"))


def _below(parent: Element, tag: str) -> Iterator[Element]:
    """Elements `tag` below `parent`, through content controls and tracked insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _below(child, tag)


def is_deleted(row: Element) -> bool:
    """Whether a tracked change deleted the row of a table."""
    properties = row.find(w("trPr"))
    if properties is None:
        return False
    return properties.find(w("del")) is not None


def is_mark_deleted(properties: Element | None) -> bool:
    """Whether a tracked change deleted the end of the paragraph with these w:pPr."""
    mark = mark_properties(properties)
    if mark is None:
        return False
    if mark.find(w("del")) is not None:
        return True
    return mark.find(w("moveFrom")) is not None


def mark_properties(properties: Element | None) -> Element | None:
    """How the paragraph's mark looks, by its w:pPr; a number before it looks the same."""
    if properties is None:
        return None
    return properties.find(w("rPr"))


def header_rows(marked: Iterable[Element]) -> int | None:
    """How many first rows are marked as header; None where none, or all, are."""
    for count, row in enumerate(marked):
        properties = row.find(w("trPr"))
        if not flag(properties, "tblHeader"):
            return count or None
    # A table of header rows alone has no body: the mark was set without thought.
    return None


def continues_above(cell: Element) -> bool:
    """Whether the cell goes on with the one above it (vMerge)."""
    return _is_continued(cell, "vMerge")


def continues_left(cell: Element) -> bool:
    """Whether the cell goes on with the one on its left (hMerge, which old programs write)."""
    return _is_continued(cell, "hMerge")


def _is_continued(cell: Element, tag: str) -> bool:
    properties = cell.find(w("tcPr"))
    if properties is None:
        return False
    merge = properties.find(w(tag))
    if merge is None:
        return False
    # The element alone goes on; only "restart" begins a merged cell.
    return merge.get(w("val"), "continue") == "continue"


def width(cell: Element) -> int:
    """How many columns of the table's grid the cell covers."""
    properties = cell.find(w("tcPr"))
    return _count(properties, "gridSpan") or 1


def skipped_columns(row: Element) -> int:
    """How many columns of the grid the row leaves out before its first cell."""
    properties = row.find(w("trPr"))
    return _count(properties, "gridBefore")


def column_places(
    table: Element, rows_of_cells: Iterable[tuple[Element, list[Element]]]
) -> list[int]:
    """For each line of the table's grid, left to right, the column that begins there.

    Where a border was dragged the grid has two lines close to each other, which count as one. Lines
    that are not listed are as far from each other as the grid says.
    """
    grid = table.find(w("tblGrid"))
    columns = [] if grid is None else [_count_of(column, "w") for column in grid.iter(w("gridCol"))]
    slivers = {number for number, wide in enumerate(columns) if 0 < wide < _CHARACTER}
    if slivers:
        for row, cells_of_row in rows_of_cells:
            slivers -= _cells_of_their_own(row, cells_of_row, slivers)
    places = [0]
    for number in range(len(columns)):
        places.append(places[-1] + (number not in slivers))
    return places


def _cells_of_their_own(row: Element, cells_of_row: list[Element], slivers: set[int]) -> set[int]:
    """The narrow columns of the grid in which a row has a cell and nothing beside them."""
    found: set[int] = set()
    start = skipped_columns(row)
    for cell in cells_of_row:
        covered = range(start, start + width(cell))
        if slivers.issuperset(covered):
            found.update(covered)
        start = covered.stop
    return found


def _count_of(element: Element, name: str) -> int:
    """The number in an attribute; 0 where it is none, or nonsense."""
    text = element.get(w(name), "")
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_NUMBER else 0


def _count(properties: Element | None, tag: str) -> int:
    """The number that the child `tag` sets; 0 where it sets none, or nonsense."""
    text = value(properties, tag)
    if len(text) > _LONGEST_NUMBER or not text.isdecimal():
        return 0
    return int(text)
