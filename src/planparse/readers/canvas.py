"""What a reader writes on: lines and tables in reading order become one `Source`."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from planparse.errors import ReadError
from planparse.model.furniture import Furniture
from planparse.model.signs import Sign, moved, raised_signs, shown
from planparse.model.source import BBox, Cell, Grid, Line, Notice, Source, Span
from planparse.readers.limits import DEFAULT, Limits

_RAISE = "\ufdd0"
_LOWER = "\ufdd1"
"""Stand around raised text until it is written: noncharacters, which no document may use."""
_RAISED_TEXT = re.compile(f"{_RAISE}([^{_RAISE}{_LOWER}]*){_LOWER}")


def raised(text: str) -> str:
    """The text as one that is printed raised; a canvas writes it and keeps its place."""
    return f"{_RAISE}{text}{_LOWER}" if text.strip() else text


class _MarkedText(NamedTuple):
    """A text as it is written, and the signs that its raised characters are."""

    text: str
    signs: list[Sign]


def _without_raising(text: str) -> _MarkedText:
    """The text without what stands around its raised parts, and the signs that these are."""
    if _RAISE not in text:  # nearly all lines
        return _MarkedText(text, [])
    parts: list[str] = []
    signs: list[Sign] = []
    length = behind = 0
    for found in _RAISED_TEXT.finditer(text):
        before = text[behind : found.start()]
        length += len(before)
        signs += raised_signs(found[1], length)
        length += len(found[1])
        parts += (before, found[1])
        behind = found.end()
    parts.append(text[behind:])
    return _MarkedText("".join(parts), signs)


@dataclass(slots=True)
class WrittenCell:
    """A cell before it is written; places count from 0, spans from 1."""

    row: int
    col: int
    paragraphs: Sequence[str]
    """The lines that the cell prints, top first."""
    rowspan: int = 1
    colspan: int = 1
    page: int | None = None
    bbox: BBox | None = None


def _indent(paragraphs: Sequence[str]) -> float | None:
    """By how many characters blanks indent the first line of a cell; None where there are none."""
    first = next((text for text in paragraphs if text.strip()), "")
    blanks = first[: len(first) - len(first.lstrip())]
    # A no-break space is half as wide as a character; plain ones are markup's own, mostly.
    width = blanks.count("\u3000") + blanks.count("\xa0") / 2
    return width or None


@dataclass(slots=True)
class Canvas:
    """Collects the text of one document; every line and cell knows its span at once.

    White space around a line is left out, line ends inside one become blanks, an empty
    line is not written.
    """

    where: str
    """The input's name in errors."""
    limits: Limits = DEFAULT
    frame: int = 0
    """The text box or one-cell table that holds the next lines; 0 is none."""
    furniture: Furniture | None = None
    """Why the next lines are no content, where they give no reason of their own."""
    _texts: list[str] = field(default_factory=list)
    """The text of each of `_lines`."""
    _signs: list[Sign] = field(default_factory=list)
    """What raised characters are, in order."""
    _length: int = 0
    """Code points written so far, line ends included."""
    _lines: list[Line] = field(default_factory=list)
    _grids: list[Grid] = field(default_factory=list)
    _frames: int = 0
    """How many frames were opened."""
    _places: int = 0
    """How many grid places were counted against the limit of cells."""
    _gathered: int = 0
    """Characters that were read to be written later."""

    def line(
        self,
        text: str,
        *,
        heading: int = 0,
        furniture: Furniture | None = None,
        page: int | None = None,
        bbox: BBox | None = None,
    ) -> Span | None:
        """Write one line and return its span; None where there is nothing but white space."""
        # A format's lines are its paragraphs: a line end inside one would cut it in two.
        text, signs = _without_raising(" ".join(text.splitlines()))
        indent = len(text) - len(text.lstrip())
        text = text.strip()
        if not text:
            return None
        start = self._length
        if self._texts:
            start += 1  # the line end that `source` puts between two lines
        end = start + len(text)
        self.limits.check("characters", self.where, end)
        self._texts.append(text)
        self._signs += moved(signs, start - indent)
        self._length = end
        line = Line(
            start,
            end,
            page=page,
            bbox=bbox,
            heading=heading,
            furniture=furniture or self.furniture,
            frame=self.frame,
        )
        self._lines.append(line)
        return (start, end)

    def table(
        self,
        cells: Iterable[WrittenCell],
        shape: str,
        header_rows: int | None = None,
    ) -> Grid | None:
        """Write the cells, each paragraph on its line, and claim those lines by one grid.

        None where no cell prints anything.
        """
        written = tuple(self._cell(cell) for cell in cells)
        spans = [span for cell in written for span in cell.spans]
        if not spans:
            return None
        first, last = spans[0], spans[-1]
        grid = Grid((first[0], last[1]), written, shape, header_rows)
        # A table that is furniture stays lines: no later stage may read it as data.
        if not self.furniture:
            self._grids.append(grid)
        return grid

    def _cell(self, raw: WrittenCell) -> Cell:
        self.count_cells(raw.rowspan * raw.colspan)
        # The cell's text is taken from what was written, so that it says what its spans print.
        first_line = len(self._lines)
        first_sign = len(self._signs)
        spans: list[Span] = []
        for paragraph in raw.paragraphs:
            span = self.line(paragraph, page=raw.page)
            if span is not None:
                spans.append(span)
        text = "\n".join(self._texts[first_line:])
        signs = self._signs[first_sign:]
        if signs:
            text = shown(text, moved(signs, -spans[0][0]))
        return Cell(
            row=raw.row,
            col=raw.col,
            text=text,
            spans=tuple(spans),
            rowspan=raw.rowspan,
            colspan=raw.colspan,
            page=raw.page,
            bbox=raw.bbox,
            indent=_indent(raw.paragraphs),
        )

    def count_cells(self, places: int) -> None:
        """Note `places` more grid places; raises `ReadError` beyond the limit."""
        # Places, not cells: one cell with a span of thousands costs the later stages as much.
        self._places += places
        if self._places > self.limits.cells:
            raise self.limits.refuse("cells", self.where, self._places)

    def gathered(self, text: str) -> str:
        """Note `text`, which is kept to be written later, and hand it on.

        A table is written when all of its cells are read: what they print is bounded before that.
        """
        self._gathered += len(text)
        self.limits.check("characters", self.where, self._gathered)
        return text

    def open_frame(self) -> int:
        """Begin a text box or one-cell table; returns the enclosing frame for `close_frame`."""
        outer = self.frame
        # Numbered on and never given again, so that two boxes in a row stay two.
        self._frames += 1
        self.frame = self._frames
        return outer

    def close_frame(self, outer: int) -> None:
        """End the frame; `outer` is what `open_frame` returned."""
        self.frame = outer

    def source(
        self,
        data: bytes,
        media_type: str,
        *,
        encoding: str | None = None,
        pages: int | None = None,
        paragraphs_known: bool = True,
        notices: Iterable[Notice] = (),
        meta: dict[str, str] | None = None,
    ) -> Source:
        """The finished source of the input `data`; `ReadError` where no text was written."""
        if not self._texts:
            remedy = "if its pages are pictures, give it as PDF and install planparse[ocr]"
            raise ReadError(self.where, "the document holds no text", remedy)
        return Source(
            text="\n".join(self._texts),
            lines=tuple(self._lines),
            grids=tuple(self._grids),
            name=self.where,
            media_type=media_type,
            encoding=encoding,
            sha256=hashlib.sha256(data).hexdigest(),
            bytes=len(data),
            pages=pages,
            paragraphs_known=paragraphs_known,
            notices=tuple(notices),
            signs=tuple(self._signs),
            meta=meta or {},
        )


def compact(cells: list[WrittenCell]) -> list[WrittenCell]:
    """Renumber columns in place so that each begins some cell, and return the cells.

    Programs draw tables on finer grids than they print.
    """
    starts = sorted({cell.col for cell in cells})
    for cell in cells:
        col = bisect_left(starts, cell.col)
        # A cell reaches to the first column that begins at its right edge or beyond.
        end = bisect_left(starts, cell.col + cell.colspan)
        cell.col = col
        cell.colspan = end - col
    return cells
