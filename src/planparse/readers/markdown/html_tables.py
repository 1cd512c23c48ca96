"""HTML tables inside a text that stays as it is: grids whose cells point at the words in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from planparse.model.source import Cell, Grid, Span
from planparse.readers.canvas import Canvas, WrittenCell, compact
from planparse.readers.markdown.cell_words import marks_in, trimmed
from planparse.readers.markdown.signs import Writing
from planparse.readers.web.table_cells import places, span_of

_TAG = re.compile(
    r"<(?P<closing>/?)"
    r"(?P<name>table|thead|tbody|tfoot|tr|td|th|br|p|div|li|caption)\b"
    r"(?P<attributes>[^<>]{0,400})>",
    re.I,
)
_ATTRIBUTE = re.compile(r"\b(rowspan|colspan)\s{0,5}=\s{0,5}[\"']?(\d{1,6})", re.I)


@dataclass(slots=True)
class MarkupTable:
    """A table found in text."""

    span: Span
    """From the first tag to the last, both included."""
    grid: Grid | None
    """None where no row has two cells: then the table is a box of ordinary lines."""
    frame: list[Span]
    """The lines of that box, or those of the caption where there is a grid."""


@dataclass(slots=True)
class _MarkupCell:
    """A cell while its tags are read."""

    rowspan: int
    colspan: int
    lines: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class _MarkupRow:
    """A row while its tags are read."""

    in_head: bool
    cells: list[_MarkupCell] = field(default_factory=list)

    @property
    def spans(self) -> list[tuple[int, int]]:
        """(rowspan, colspan) of its cells."""
        return [(cell.rowspan, cell.colspan) for cell in self.cells]


@dataclass(slots=True)
class _OpenMarkup:
    """A table while its tags are read."""

    start: int
    """Offset of its first tag."""
    rows: list[_MarkupRow] = field(default_factory=list)
    caption: list[Span] = field(default_factory=list)
    """Lines before the first cell."""
    depth: int = 1
    """How many tables are open, this one included."""
    in_head: bool = False

    def take(self, lines: Iterator[Span]) -> None:
        """Keep the words between two tags as lines of the open cell, or as the caption."""
        if self.rows and self.rows[-1].cells:
            self.rows[-1].cells[-1].lines += lines
        else:
            self.caption += lines

    def structure(self, tag: re.Match[str]) -> None:
        """Take a tag of the table's own that is not <table>."""
        name = tag["name"].lower()
        opens = not tag["closing"]
        if name == "thead":
            self.in_head = opens
        elif name == "tr" and opens:
            self.rows.append(_MarkupRow(self.in_head))
        elif name in ("td", "th") and opens:
            # Browsers, too, begin a row for a cell that stands in none.
            if not self.rows:
                self.rows.append(_MarkupRow(self.in_head))
            cell = _cell(tag["attributes"])
            self.rows[-1].cells.append(cell)


def find_tables(writing: Writing, canvas: Canvas) -> Iterator[MarkupTable]:
    """The outermost HTML tables of a text, in order, in time linear in the text.

    A nested table is flattened into its cell. Tables that nothing closes end with the text.
    `canvas` counts the grid places against the limits.
    """
    text = writing.text
    table: _OpenMarkup | None = None
    at = 0  # where the words behind the last tag begin
    for tag in _TAG.finditer(text):
        is_table = tag["name"].lower() == "table"
        if table is None:
            if is_table and not tag["closing"]:
                table = _OpenMarkup(tag.start())
                at = tag.end()
            continue
        table.take(_lines(text, at, tag.start()))
        at = tag.end()
        if is_table:
            if tag["closing"]:
                table.depth -= 1
            else:
                table.depth += 1
            if table.depth == 0:
                yield _finished(table, at, writing, canvas)
                table = None
        # What divides a nested table divides no cell of this one.
        elif table.depth == 1:
            table.structure(tag)
    if table is not None:
        table.take(_lines(text, at, len(text)))
        yield _finished(table, len(text), writing, canvas)


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    """Stretches of `text[start:end]` on one line each, without outer white space and marks."""
    for line in text[start:end].splitlines(keepends=True):
        first, last = trimmed(text, start, start + len(line))
        if first < last:
            yield first, last
        start += len(line)


def _cell(attributes: str) -> _MarkupCell:
    spans = {"rowspan": 1, "colspan": 1}
    for key, number in _ATTRIBUTE.findall(attributes):
        spans[key.lower()] = span_of(number)
    return _MarkupCell(spans["rowspan"], spans["colspan"])


def _finished(table: _OpenMarkup, end: int, writing: Writing, canvas: Canvas) -> MarkupTable:
    """The table that ends at the offset `end`."""
    span = (table.start, end)
    # A table of one column is a drawn box: its lines stay lines.
    if all(len(row.cells) < 2 for row in table.rows):
        boxed = list(table.caption)
        for cell in _in_order(table.rows):
            boxed += cell.lines
        return MarkupTable(span, grid=None, frame=boxed)
    cells = tuple(_placed(table.rows, writing, canvas))
    header_rows = _header_rows(table.rows)
    grid = Grid(span, cells, "html in markdown", header_rows)
    return MarkupTable(span, grid, frame=table.caption)


def _in_order(rows: list[_MarkupRow]) -> Iterator[_MarkupCell]:
    for row in rows:
        yield from row.cells


def _placed(rows: list[_MarkupRow], writing: Writing, canvas: Canvas) -> Iterator[Cell]:
    """The cells with their places in the grid."""
    spans = (row.spans for row in rows)
    raw: list[WrittenCell] = []
    for place in places(spans, canvas):
        # Without words: they stand in the text already, and nothing is written.
        cell = WrittenCell(
            row=place.row,
            col=place.col,
            paragraphs=(),
            rowspan=place.rowspan,
            colspan=place.colspan,
        )
        raw.append(cell)
    compacted = compact(raw)
    for markup in _in_order(rows):
        for line in markup.lines:
            writing.mark_between(marks_in(writing.text, line))
    for cell, markup in zip(compacted, _in_order(rows), strict=True):
        words = [writing.shown(span).strip() for span in markup.lines]
        yield Cell(
            row=cell.row,
            col=cell.col,
            text="\n".join(words),
            spans=tuple(markup.lines),
            rowspan=cell.rowspan,
            colspan=cell.colspan,
        )


def _header_rows(rows: list[_MarkupRow]) -> int | None:
    """How many first rows stand in thead; None where none, or all, do."""
    for count, row in enumerate(rows):
        if not row.in_head:
            return count or None
    # Converters that cannot tell put the whole table into thead.
    return None
