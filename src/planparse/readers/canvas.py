"""What a reader writes on: lines and tables in reading order become one `Source`."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from planparse.errors import ReadError
from planparse.model.furniture import Furniture
from planparse.model.source import BBox, Cell, Grid, Line, Notice, Source, Span
from planparse.readers.limits import DEFAULT, Limits

Paragraphs = Sequence[str]


@dataclass(slots=True)
class WrittenCell:
    """A cell before it is written: `paragraphs` are its lines; places count from 0, spans from 1."""

    row: int
    col: int
    paragraphs: Paragraphs
    rowspan: int = 1
    colspan: int = 1
    page: int | None = None
    bbox: BBox | None = None


@dataclass(slots=True)
class Canvas:
    """Collects the text of one document; every line and cell knows its span at once.

    White space around a line is left out, line ends inside one become blanks, an empty
    line is not written. `frame` and `furniture` hold for every line that is written
    while they are set.
    """

    where: str
    limits: Limits = DEFAULT
    frame: int = 0
    furniture: Furniture | None = None
    _parts: list[str] = field(default_factory=list)
    _at: int = 0
    _lines: list[Line] = field(default_factory=list)
    _grids: list[Grid] = field(default_factory=list)
    _frames: int = 0
    _cells: int = 0

    def line(self, text: str, *, heading: int = 0, furniture: Furniture | None = None, page: int | None = None,
             bbox: BBox | None = None) -> Span | None:
        """Write one line and return its span; None where there is nothing but white space."""
        text = " ".join(text.splitlines()).strip()
        if not text:
            return None
        if self._parts:
            self._parts.append("\n")
            self._at += 1
        span = (self._at, self._at + len(text))
        self._parts.append(text)
        self._at = span[1]
        self._lines.append(Line(*span, page, bbox, heading, furniture or self.furniture, self.frame))
        return span

    def table(self, cells: Iterable[WrittenCell], shape: str, header_rows: int | None = None) -> Grid | None:
        """Write the cells, each paragraph on its line, and claim those lines by one grid."""
        written = [self._cell(cell) for cell in cells]
        spans = [span for cell in written for span in cell.spans]
        if not spans:
            return None
        grid = Grid((spans[0][0], spans[-1][1]), tuple(written), shape, header_rows)
        if not self.furniture:
            self._grids.append(grid)
        return grid

    def _cell(self, raw: WrittenCell) -> Cell:
        self.count_cells(raw.rowspan * raw.colspan)
        spans = [span for span in (self.line(text, page=raw.page) for text in raw.paragraphs) if span]
        text = "\n".join(self._parts[2 * i] for i in range(len(self._lines) - len(spans), len(self._lines)))
        return Cell(raw.row, raw.col, text, tuple(spans), raw.rowspan, raw.colspan, raw.page, raw.bbox)

    def count_cells(self, places: int) -> None:
        """Note `places` more grid places; raises `ReadError` beyond the limit."""
        self._cells += places
        if self._cells > self.limits.cells:
            raise self.limits.refuse("cells", self.where, self._cells)

    def open_frame(self) -> int:
        """Begin a text box or one-cell table; returns the enclosing frame for `close_frame`."""
        outer, self._frames = self.frame, self._frames + 1
        self.frame = self._frames
        return outer

    def close_frame(self, outer: int) -> None:
        """End the frame; `outer` is what `open_frame` returned."""
        self.frame = outer

    def source(self, data: bytes, media_type: str, *, encoding: str | None = None, pages: int | None = None,
               paragraphs_known: bool = True, notices: Iterable[Notice] = (),
               meta: dict[str, str] | None = None) -> Source:
        """The finished source of the input `data`; raises `ReadError` where no text was written."""
        if not self._parts:
            raise ReadError(self.where, "the document holds no text",
                            "if its pages are pictures, give it as PDF and install planparse[ocr]")
        return Source(
            "".join(self._parts), tuple(self._lines), tuple(self._grids), self.where, media_type, encoding,
            hashlib.sha256(data).hexdigest(), len(data), pages, paragraphs_known, tuple(notices), meta or {})


def compact(cells: list[WrittenCell]) -> list[WrittenCell]:
    """Renumber columns so that each begins some cell: programs draw tables on finer grids than they print."""
    edges = {edge: index for index, edge in enumerate(sorted({c.col for c in cells}))}
    last = len(edges)
    ends = sorted(edges)
    for cell in cells:
        end = cell.col + cell.colspan
        stop = edges[ends[bisect_left(ends, end)]] if bisect_left(ends, end) < last else last
        cell.col = edges[cell.col]
        cell.colspan = stop - cell.col
    return cells
