"""Cells of a grid while it is put together, and how far the words in them are indented."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from planparse.model.source import BBox, Cell, Span
from planparse.readers.pages.lines import TextLine

# A line that ends so near to the right side of its cell, in characters and in points of padding,
# had no room for one character more: it may have been wrapped.
_FULL = 1.4
_PADDING = 6

# Boxes are kept with so many digits after the point: a hundredth of a point is finer than print.
_DIGITS = 2

# Words that begin within so many characters of one place begin there. In a column that is centred
# two such are equally wide, to within twice as much: one that is not is set to the left.
_SAME_PLACE = 0.25
_OTHER_WIDTH = 0.6


@dataclass(slots=True)
class DraftCell:
    """A cell that may still grow."""

    row: int
    col: int
    rowspan: int
    colspan: int
    page: int
    bbox: BBox
    lines: list[TextLine]
    spans: list[Span] = field(default_factory=list)

    @property
    def end(self) -> int:
        """The row below it."""
        return self.row + self.rowspan

    @property
    def text(self) -> str:
        """Its lines, one under the other."""
        texts = [line.shown for line in self.lines]
        return "\n".join(texts)

    def cell(self, indent: float | None) -> Cell:
        """The cell as it now stands."""
        sures = [line.sure for line in self.lines if line.sure is not None]
        x0, top, x1, bottom = self.bbox
        return Cell(
            self.row,
            self.col,
            text=self.text,
            spans=tuple(self.spans),
            rowspan=self.rowspan,
            colspan=self.colspan,
            page=self.page,
            bbox=(
                round(x0, _DIGITS),
                round(top, _DIGITS),
                round(x1, _DIGITS),
                round(bottom, _DIGITS),
            ),
            confidence=min(sures, default=None),
            indent=indent,
        )

    def is_full(self) -> bool:
        """Whether the last line goes up to the right side, so that it may have been wrapped."""
        if not self.lines:
            return False
        last = self.lines[-1]
        room = self.bbox[2] - last.bbox[2]
        return room < _FULL * last.size + _PADDING

    def take(self, other: DraftCell) -> None:
        """Go on with the cell `other` of the next page, which is the same cell."""
        if not self.lines:
            self.page = other.page
            self.bbox = other.bbox
        self.lines += other.lines
        self.spans += other.spans


def find_indents(cells: Iterable[DraftCell]) -> dict[int, float]:
    """By the `id` of each cell by how many characters its words are indented, in columns that are
    set to the left."""
    columns: dict[tuple[int, int], list[DraftCell]] = defaultdict(list)
    for cell in cells:
        if cell.lines:
            columns[cell.col, cell.colspan].append(cell)
    indents: dict[int, float] = {}
    for column in columns.values():
        start = _usual_start(column)
        if start is None:
            continue
        for cell in column:
            indents[id(cell)] = max(0.0, round(_start(cell) - start, 1))
    return indents


def _start(cell: DraftCell) -> float:
    """Characters from the left side of `cell` to its words."""
    first = cell.lines[0]
    return (first.bbox[0] - cell.bbox[0]) / first.size


def _usual_start(column: Sequence[DraftCell]) -> float | None:
    """Where the words of `column` begin that are not indented; None where they may be centred."""
    placed = sorted((_start(cell), _width(cell)) for cell in column)
    for number, (start, width) in enumerate(placed):
        for other_start, other_width in placed[number + 1 :]:
            if other_start - start > _SAME_PLACE:
                break
            if abs(other_width - width) > _OTHER_WIDTH:
                return start
    return None


def _width(cell: DraftCell) -> float:
    first = cell.lines[0]
    return (first.bbox[2] - first.bbox[0]) / first.size
