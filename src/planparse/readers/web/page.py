"""A web page on a canvas: its lines, its tables as grids or frames, and what only lays out."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planparse.model.furniture import Furniture
from planparse.readers.canvas import Canvas, WrittenCell, compact
from planparse.readers.web.elements import chars_below
from planparse.readers.web.flow import Flow, collapse
from planparse.readers.web.table_cells import header_rows, own_cells, own_rows, places, span_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_LAYOUT_CHARS = 300
"""A table with less text than this lays out nothing: it is a small table of data, or a box."""
_BLANKS = " \t\r\n\f\v"
"""White space of the markup; wide and no-break blanks are shown."""

_LAYOUT_ROWS = 4
"""Most rows of a table that arranges a page: head, middle, foot, and one to spare."""
_STORY_PERCENT = 70
"""A cell with more of a table's text than this is the page's story."""
_STORY_LINES = 5
"""Fewest lines of such a story; a long cell of a table of data has fewer."""
_COLONS = ("：", ":")
_LEAST_PAIRED_CELLS = 4
"""Two pairs: a row of one header cell and one value is also how plain tables begin."""


@dataclass(slots=True)
class WebPage:
    """Writes a tree on a canvas: content and, marked as such, navigation."""

    canvas: Canvas
    total: int = 0
    """Characters of the whole page."""

    def write(self, root: Element, outside: Set[Element]) -> None:
        """Write all that `root` shows; what is below an element of `outside` becomes furniture."""
        self.total = chars_below(root)
        Flow(self._line, self._table, outside).walk(root)

    def _line(self, text: str, heading: int, furniture: Furniture | None) -> None:
        # A headline of a menu heads no section.
        if furniture:
            heading = 0
        self.canvas.line(text, heading=heading, furniture=furniture)

    def _table(self, table: Element, outside: bool) -> bool:
        """Write a table as a grid or a frame; False for one that only lays out the page."""
        # A table of links outside of the content stays lines of navigation.
        if outside or table.get("role") == "presentation":
            return False
        rows = own_rows(table)
        if not rows:
            return False
        one_column = all(len(own_cells(row)) < 2 for row in rows)
        if one_column:
            if self._holds_page(table):
                return False
            self._frame(table)
            return True
        if _lays_out(table, rows):
            return False
        # Number, issuer and date of the document: what reads a cover reads them from lines.
        lines = _labelled_values(rows)
        for line in lines:
            self.canvas.line(line)
        if not lines:
            self._grid(table, rows)
        return True

    def _holds_page(self, table: Element) -> bool:
        """Whether a table of one column is the page itself: it holds most of the page's text."""
        chars = chars_below(table)
        if chars * 2 <= self.total:
            return False
        # A short page may be nothing but a box, which has no tables inside.
        return chars > _LAYOUT_CHARS or bool(_nested(table))

    def _frame(self, table: Element) -> None:
        outer = self.canvas.open_frame()
        Flow(self._line, self._table).walk(table)
        self.canvas.close_frame(outer)

    def _grid(self, table: Element, rows: list[Element]) -> None:
        for caption in table.iterchildren("caption"):
            for text in cell_lines(caption):
                self.canvas.line(text)
        spans: list[list[tuple[int, int]]] = []
        in_order: list[Element] = []
        for row in rows:
            cells = own_cells(row)
            spans.append([_cell_spans(cell) for cell in cells])
            in_order += cells
        raw: list[WrittenCell] = []
        for place in places(spans, self.canvas):
            cell = WrittenCell(
                row=place.row,
                col=place.col,
                paragraphs=cell_lines(in_order[place.index]),
                rowspan=place.rowspan,
                colspan=place.colspan,
            )
            raw.append(cell)
        self.canvas.table(
            compact(raw),
            shape="html",
            header_rows=header_rows(rows),
        )


def _cell_spans(cell: Element) -> tuple[int, int]:
    """(rowspan, colspan) of a cell, as its attributes say."""
    down = span_of(cell.get("rowspan"))
    right = span_of(cell.get("colspan"))
    return down, right


def cell_lines(cell: Element) -> list[str]:
    """The lines that a cell shows; nested tables are flattened into it.

    Wide blanks before a line stay: they indent what is a part of the row above.
    """
    lines: list[str] = []

    def keep(text: str, _heading: int, _furniture: Furniture | None) -> None:
        lines.append(text.strip(_BLANKS))

    def flatten(_table: Element, _outside: bool) -> bool:
        return False

    if len(cell):
        Flow(keep, flatten).walk(cell)
        return lines
    # Most cells hold nothing but text, and need no walk.
    text = collapse(cell.text or "").strip(_BLANKS)
    if text.strip():
        lines.append(text)
    return lines


def _lays_out(table: Element, rows: list[Element]) -> bool:
    """Whether a table of several columns only arranges the page.

    It does where it wraps real tables, or one long story with something beside it.
    """
    chars = chars_below(table)
    inner = _nested(table)
    if inner:
        inner_chars = sum(chars_below(nested) for nested in inner)
        # Many rows around small tables: a table of data whose cells are divided once more.
        if len(rows) <= _LAYOUT_ROWS or inner_chars * 2 > chars:
            return True
    if len(rows) > _LAYOUT_ROWS or chars < _LAYOUT_CHARS:
        return False
    cells = [cell for row in rows for cell in own_cells(row)]
    longest = max(cells, key=chars_below)
    if chars_below(longest) * 100 <= _STORY_PERCENT * chars:
        return False
    return len(cell_lines(longest)) >= _STORY_LINES


def _labelled_values(rows: list[Element]) -> list[str]:
    """The lines of a table that only lists labels with their values (索引号：…); [] for others."""
    labels: list[str] = []
    values: list[str] = []
    for row in rows:
        texts = [" ".join(cell_lines(cell)) for cell in own_cells(row)]
        # A cell without a partner: whatever the table is, it is no list of pairs.
        if len(texts) % 2:
            return []
        labels += texts[::2]
        values += texts[1::2]
    by_colon = all(label.rstrip().endswith(_COLONS) for label in labels)
    by_header_cells = all(_is_paired(own_cells(row)) for row in rows)
    if not by_colon and not by_header_cells:
        return []
    pairs = zip(labels, values, strict=True)
    return [f"{label} {value}" for label, value in pairs]


def _is_paired(cells: list[Element]) -> bool:
    """Whether the cells of a row are two pairs or more of a header cell and its value."""
    if len(cells) < _LEAST_PAIRED_CELLS:
        return False
    labels = cells[::2]
    values = cells[1::2]
    if any(cell.tag != "th" for cell in labels):
        return False
    return all(cell.tag != "th" for cell in values)


def _nested(table: Element) -> list[Element]:
    """All tables inside of a table."""
    return [inner for inner in table.iter("table") if inner is not table]
