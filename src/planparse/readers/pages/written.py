"""Laid-out pages to one text with lines and grids; for every reader whose format knows places."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from planparse.model.furniture import Furniture
from planparse.model.source import BBox, Grid, Line, Span
from planparse.readers.pages.furniture import find_furniture
from planparse.readers.pages.grids import GridDraft
from planparse.readers.pages.layout import Aside, Block, Frame, LaidTable, PageLayout
from planparse.readers.pages.lines import TextLine
from planparse.readers.pages.paragraphs import mark_starts

"""Furniture of a header row that is printed again where its table goes on."""


@dataclass(frozen=True, slots=True)
class Written:
    """The one text of all pages, with its lines and grids; spans point into `text`."""

    text: str
    lines: tuple[Line, ...]
    grids: tuple[Grid, ...]

    def span_of(self, pages: Collection[int]) -> Span:
        """From the first to the last line on `pages`, (0, 0) where they have none."""
        lines = [line for line in self.lines if line.page in pages]
        return (lines[0].start, lines[-1].end) if lines else (0, 0)


def write_pages(layouts: list[PageLayout]) -> Written:
    """Write `layouts` as one text, a printed line each line; the lines of a cell follow one another.

    Each is taken out of the list when it is written, so that no page is held twice.
    """
    furniture = find_furniture(layouts)
    mark_starts(layouts, furniture)
    writer = _PageWriter(furniture)
    layouts.reverse()
    while layouts:
        writer.page(layouts.pop())
    writer.close()
    grids = tuple(sorted(writer.grids, key=lambda g: g.span))
    return Written("".join(writer.pages), tuple(writer.lines), grids)


@dataclass(slots=True)
class _PageWriter:
    furniture: dict[int, Furniture]
    pages: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    at: int = 0
    lines: list[Line] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    frames: int = 0
    last: GridDraft | None = None
    """The grid that ended the page before, while nothing but furniture has followed it."""
    last_frame: tuple[int, BBox] | None = None

    def page(self, layout: PageLayout) -> None:
        """Write the blocks of one page."""
        for block in layout.blocks:
            self.block(block, layout, 0)
        self.pages.append("".join(self.parts))
        self.parts.clear()

    def close(self) -> None:
        """End the last grid: nothing goes on with it any more."""
        if self.last is not None:
            self.grids.append(self.last.grid())
            self.last = None

    def block(self, block: Block, layout: PageLayout, frame: int) -> None:
        """Write one block, in the frame numbered `frame` (0 for none)."""
        match block:
            case Aside():
                self.line(block.line, layout.number, furniture=block.why)
            case TextLine():
                why = self.furniture.get(id(block))
                self.line(block, layout.number, furniture=why, frame=frame)
                if not why:
                    self.close()
                    self.last_frame = None
            case Frame():
                self._frame(block, layout)
            case LaidTable():
                self._table(block, layout, frame)

    def line(self, line: TextLine, page: int, *, furniture: Furniture | None = None, frame: int = 0) -> Span:
        """Write one line and its end; gives the span without the end."""
        start, end = self.at, self.at + len(line.text)
        self.lines.append(Line(start, end, page, _rounded(line.bbox), 0, furniture, frame, line.starts))
        self.parts += (line.text, "\n")
        self.at = end + 1
        return start, end

    def _frame(self, block: Frame, layout: PageLayout) -> None:
        if self.last_frame is not None and _same_sides(self.last_frame[1], block.bbox):
            number = self.last_frame[0]
        else:
            self.frames += 1
            number = self.frames
        for inner in block.blocks:
            self.block(inner, layout, number)
        self.last_frame = (number, block.bbox)

    def _table(self, block: LaidTable, layout: PageLayout, frame: int) -> None:
        part = GridDraft(block.ruled.xs, layout.number, layout.shape)
        for cell, lines in zip(block.ruled.cells, block.lines, strict=True):
            part.add(cell, lines)
        joins = self.last is not None and self.last.page == layout.number - 1 and self.last.goes_on(part)
        head = self.last.repeated_rows(part) if joins and self.last else 0
        for place in part.cells:
            why = Furniture.REPEATED_HEADER if place.row < head else None
            place.spans = [self.line(line, layout.number, furniture=why, frame=frame) for line in place.lines]
        if joins and self.last:
            self.last.join(part, head)
        else:
            self.close()
            self.last = part


def _same_sides(box: BBox, other: BBox) -> bool:
    return abs(box[0] - other[0]) <= 3 and abs(box[2] - other[2]) <= 3


def _rounded(box: BBox) -> BBox:
    return round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)


def lines_of(block: Block) -> Iterator[TextLine]:
    """Every printed line inside `block`."""
    match block:
        case Aside():
            yield block.line
        case TextLine():
            yield block
        case Frame():
            for inner in block.blocks:
                yield from lines_of(inner)
        case LaidTable():
            for cell in block.lines:
                yield from cell
