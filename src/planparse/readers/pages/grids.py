"""Grids while they are put together: one table's parts from page to page, joined into one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from planparse.model.source import BBox, Cell, Grid, Span
from planparse.readers.pages.lines import TextLine
from planparse.readers.pages.rulings import RuledCell

_NEAR = 4.0
_HEADER = 8
"""A header that is printed again has fewer rows than this."""


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

    def cell(self) -> Cell:
        """The cell as it now stands."""
        sures = [line.sure for line in self.lines if line.sure is not None]
        x0, top, x1, bottom = self.bbox
        return Cell(self.row, self.col, "\n".join([line.text for line in self.lines]), tuple(self.spans),
                    self.rowspan, self.colspan, self.page,
                    (round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)), min(sures, default=None))

    def is_full(self) -> bool:
        """Whether the last line goes up to the right side, so that it may have been wrapped."""
        return bool(self.lines) and self.bbox[2] - self.lines[-1].bbox[2] < 1.4 * self.lines[-1].size + 6

    def take(self, other: DraftCell) -> None:
        """Go on with the cell `other` of the next page, which is the same cell."""
        if not self.lines:
            self.page, self.bbox = other.page, other.bbox
        self.lines += other.lines
        self.spans += other.spans


@dataclass(slots=True)
class GridDraft:
    """A table so far: bounds of its columns, and cells by rows.

    `last` are the cells that end in the last of the `n_rows` rows, `labels` those that are merged
    over rows and not empty: a table of a thousand pages is not gone through for each of them.
    """

    xs: tuple[float, ...]
    page: int
    shape: str = "pdf"
    cells: list[DraftCell] = field(default_factory=list)
    n_rows: int = 0
    last: list[DraftCell] = field(default_factory=list)
    labels: list[DraftCell] = field(default_factory=list)

    def add(self, cell: RuledCell, lines: Sequence[TextLine]) -> None:
        """Add a cell with the lines in it; where they are written is told later."""
        self._add(DraftCell(cell.row, cell.col, cell.rowspan, cell.colspan, self.page, cell.bbox, list(lines)))

    def _add(self, cell: DraftCell) -> None:
        self.cells.append(cell)
        self._note(cell)

    def _note(self, cell: DraftCell) -> None:
        """Keep `last`, `labels` and `n_rows` after `cell` was added or has grown."""
        end = cell.row + cell.rowspan
        if end > self.n_rows:
            self.n_rows, self.last = end, []
        if end == self.n_rows:
            self.last.append(cell)
        if cell.rowspan > 1:
            self.labels.append(cell)

    def grid(self) -> Grid:
        """The grid as it now stands."""
        spans = [s for c in self.cells for s in c.spans]
        span = (min(s[0] for s in spans), max(s[1] for s in spans))
        cells = sorted((c.cell() for c in self.cells), key=lambda c: (c.row, c.col))
        return Grid(span, tuple(cells), self.shape)

    def goes_on(self, part: GridDraft) -> bool:
        """Whether `part`, first on the next page, has the columns of this table."""
        few, many = sorted((self._offsets(), part._offsets()), key=len)
        return all(any(abs(x - y) <= _NEAR for y in many) for x in few) and (
            abs(few[-1] - many[-1]) <= _NEAR)

    def _offsets(self) -> list[float]:
        # Left and right pages may have mirrored margins: only distances count.
        return [x - self.xs[0] for x in self.xs]

    def join(self, part: GridDraft, head: int) -> None:
        """Go on with `part` of the next page, whose first `head` rows repeat the header and are left out."""
        self._same_columns(part)
        above = {c.col: c for c in self.last}
        first = [c for c in part.cells if c.row == head]
        cut = self._cut_row(above, first)
        self._append(part, head, above, cut)
        self.page = part.page

    def _same_columns(self, part: GridDraft) -> None:
        """Give both parts the finer one's columns."""
        coarse, fine = (self, part) if len(self.xs) < len(part.xs) else (part, self)
        offsets = fine._offsets()
        places = [min(range(len(offsets)), key=lambda i: abs(offsets[i] - x)) for x in coarse._offsets()]
        for cell in coarse.cells:
            end = places[cell.col + cell.colspan]
            cell.col = places[cell.col]
            cell.colspan = end - cell.col
        coarse.xs = tuple(coarse.xs[0] + x for x in offsets)

    def repeated_rows(self, part: GridDraft) -> int:
        """How many first rows of `part` repeat this table's first rows, word by word."""
        rows = 0
        for own, other in zip(self._first_rows(), part._first_rows(), strict=False):
            if own != other:
                break
            rows += 1
        whole = all(c.row >= rows or c.row + c.rowspan <= rows for c in part.cells)
        few = 0 < rows < min(part.n_rows, _HEADER)
        return rows if few and whole and any(self._first_rows()[0]) else 0

    def _first_rows(self) -> list[list[str]]:
        """The words of the first rows, cell by cell."""
        rows: list[list[str]] = [[] for _ in range(min(self.n_rows, _HEADER))]
        for cell in takewhile(lambda c: c.row < len(rows), self.cells):
            rows[cell.row].append("".join(line.text for line in cell.lines))
        return rows

    def _cut_row(self, above: dict[int, DraftCell], first: list[DraftCell]) -> bool:
        """Whether the page cut a row in two: what follows goes on some cells and leaves the others empty.

        That no line closes the row says nothing: some programs leave it out between whole rows.
        """
        filled = [(above.get(c.col), c) for c in first if c.lines]
        labels = {c.col for c in self.labels if c.lines}
        empty = [c for c in first if not c.lines and above.get(c.col, c).lines and c.col not in labels]
        if not filled or not empty:
            return False
        if not all(top is not None and top.colspan == c.colspan and top.lines for top, c in filled):
            return False
        few = len(filled) < len(empty) and empty[0].col < filled[0][1].col
        return few or all(top is not None and top.is_full() for top, _ in filled)

    def _append(self, part: GridDraft, head: int, above: dict[int, DraftCell], cut: bool) -> None:
        """Add the rows of `part`; cells that the page cut become one with those above them."""
        shift = self.n_rows - cut - head
        merged = {c.col for c in self.labels + part.labels if c.row >= head}
        for cell in part.cells:
            if cell.row < head:
                continue
            top = above.get(cell.col) if cell.row == head else None
            if top is not None and top.colspan == cell.colspan and (
                    cut or (cell.col in merged and not (cell.lines and top.lines))):
                top.take(cell)
                top.rowspan += cell.rowspan - cut
                self._note(top)
            else:
                cell.row += shift
                self._add(cell)
