"""Laid-out pages to one text with lines and grids; for every reader whose format knows places."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from planparse.model.furniture import Furniture
from planparse.model.signs import Sign, moved
from planparse.model.source import BBox, Grid, Line, Span
from planparse.readers.paged_text.furniture import find_furniture
from planparse.readers.paged_text.grids import GridDraft
from planparse.readers.paged_text.paragraphs import mark_starts
from planparse.readers.pages.blocks import Aside, Block, Frame, LaidTable
from planparse.readers.pages.layout import PageLayout
from planparse.readers.pages.lines import TextLine

# Points by which the sides of a box may differ where it goes on over the page.
_SAME_SIDE = 3

# Points above a table in which its header may stand.
_HEADER_ABOVE = 20

# Boxes are written with so many digits after the point: a hundredth of a point is finer than print.
_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Written:
    """The one text of all pages, with its lines and grids; spans point into `text`."""

    text: str
    lines: tuple[Line, ...]
    grids: tuple[Grid, ...]
    signs: tuple[Sign, ...] = ()
    """What raised figures are."""

    def span_of(self, pages: Collection[int]) -> Span:
        """From the first to the last line on `pages`, (0, 0) where they have none."""
        lines = [line for line in self.lines if line.page in pages]
        if not lines:
            return 0, 0
        return lines[0].start, lines[-1].end


def write_pages(layouts: list[PageLayout]) -> Written:
    """Write `layouts` as one text, a line for each printed line; those of a cell stand together.

    Each layout is taken out of the list when it is written, so that no page is held twice.
    """
    furniture = find_furniture(layouts)
    mark_starts(layouts, furniture)
    writer = _PageWriter(furniture)
    layouts.reverse()
    while layouts:
        writer.page(layouts.pop())
    writer.close()
    grids = sorted(writer.grids, key=lambda grid: grid.span)
    return Written(
        text="".join(writer.pages),
        lines=tuple(writer.lines),
        grids=tuple(grids),
        signs=tuple(writer.signs),
    )


class _NumberedFrame(NamedTuple):
    number: int
    bbox: BBox


@dataclass(slots=True)
class _PageWriter:
    """Text, lines and grids as far as they are written."""

    furniture: dict[int, Furniture]
    """Why a line is furniture, by the `id` of its `TextLine`."""
    pages: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    """Pieces of the text of the page that is being written."""
    at: int = 0
    """Offset in the whole text at which the next line begins."""
    lines: list[Line] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)
    frames: int = 0
    """How many frames there are so far; they are numbered from 1."""
    last: GridDraft | None = None
    """The grid that ended the page before, while nothing but furniture has followed it."""
    last_frame: _NumberedFrame | None = None
    """The frame that ended the page before, likewise."""

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

    def block(
        self,
        block: Block,
        layout: PageLayout,
        frame: int,
    ) -> None:
        """Write one block, in the frame numbered `frame` (0 for none)."""
        match block:
            case Aside():
                self.line(block.line, layout.number, furniture=block.why)
            case TextLine():
                self._text_line(block, layout, frame)
            case Frame():
                self._frame(block, layout)
            case LaidTable():
                self._table(block, layout, frame)

    def line(
        self,
        line: TextLine,
        page: int,
        *,
        furniture: Furniture | None = None,
        frame: int = 0,
    ) -> Span:
        """Write one line and its end; gives the span without the end."""
        start = self.at
        end = start + len(line.text)
        written = Line(
            start,
            end,
            page=page,
            bbox=_rounded(line.bbox),
            furniture=furniture,
            frame=frame,
            starts_paragraph=line.starts,
        )
        self.lines.append(written)
        self.parts += (line.text, "\n")
        if line.signs:
            self.signs += moved(line.signs, start)
        self.at = end + 1
        return start, end

    def _text_line(
        self,
        line: TextLine,
        layout: PageLayout,
        frame: int,
    ) -> None:
        why = self.furniture.get(id(line))
        self.line(
            line,
            layout.number,
            furniture=why,
            frame=frame,
        )
        if why is None:
            self.close()
            self.last_frame = None

    def _frame(self, block: Frame, layout: PageLayout) -> None:
        last = self.last_frame
        if last is not None and _same_sides(last.bbox, block.bbox):
            number = last.number
        else:
            self.frames += 1
            number = self.frames
        for inner in block.blocks:
            self.block(inner, layout, number)
        # Its own lines have just ended the frame before, as they are text and no furniture.
        self.last_frame = _NumberedFrame(number, block.bbox)

    def _table(
        self,
        block: LaidTable,
        layout: PageLayout,
        frame: int,
    ) -> None:
        part = GridDraft(block.ruled.xs, layout.number, layout.shape)
        part.by_words = block.ruled.by_words
        part.flaws += [flaw for flaw in layout.flaws if _concerns(flaw.bbox, block.bbox)]
        for cell, lines in zip(block.ruled.cells, block.lines, strict=True):
            part.add(cell, [line for line in lines if id(line) not in self.furniture])
            for line in lines:
                if id(line) in self.furniture:
                    self._text_line(line, layout, frame)
        whole = self._continued_by(part)
        head = whole.repeated_rows(part) if whole is not None else 0
        for place in part.cells:
            why = Furniture.REPEATED_HEADER if place.row < head else None
            for line in place.lines:
                span = self.line(
                    line,
                    layout.number,
                    furniture=why,
                    frame=frame,
                )
                place.spans.append(span)
        if whole is not None:
            whole.join(part, head)
        else:
            self.close()
            self.last = part

    def _continued_by(self, part: GridDraft) -> GridDraft | None:
        """The table of the page before that `part` goes on with, None where it is a new one."""
        last = self.last
        if last is None or last.page != part.page - 1:
            return None
        if not last.goes_on(part):
            return None
        return last


def _concerns(flaw: BBox, table: BBox) -> bool:
    """Whether a flaw lies in a table, or where the header of one without outer lines would."""
    x0, top, x1, bottom = flaw
    is_beside = x0 < table[2] and x1 > table[0]
    return is_beside and top < table[3] and bottom > table[1] - _HEADER_ABOVE


def _same_sides(box: BBox, other: BBox) -> bool:
    left = abs(box[0] - other[0])
    right = abs(box[2] - other[2])
    return left <= _SAME_SIDE and right <= _SAME_SIDE


def _rounded(box: BBox) -> BBox:
    x0, top, x1, bottom = box
    return (
        round(x0, _DIGITS),
        round(top, _DIGITS),
        round(x1, _DIGITS),
        round(bottom, _DIGITS),
    )
