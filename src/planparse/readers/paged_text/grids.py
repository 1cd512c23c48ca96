"""Grids while they are put together: one table's parts from page to page, joined into one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from planparse.model.source import Cell, Flaw, Grid
from planparse.readers.paged_text.draft_cells import DraftCell, find_indents
from planparse.readers.pages.lines import TextLine
from planparse.readers.pages.ruled_cells import RuledCell

# Points by which the bounds of a column may differ from page to page.
_NEAR = 4.0

# The same where it is words that tell them: the middle between those of two columns.
_NEAR_WORDS = 30.0

# A header that is printed again has fewer rows than this.
_HEADER = 8

# What may stand alone in the first column and be no rest of a word: the number of a row.
_NUMERALS = "一二三四五六七八九十"


@dataclass(slots=True)
class GridDraft:
    """A table so far: bounds of its columns, and cells by rows.

    `last` are the cells that end in the last of the `n_rows` rows, `labels` those that are merged
    over rows: a table of a thousand pages is not gone through for each of them.
    """

    xs: tuple[float, ...]
    page: int
    shape: str = "pdf"
    cells: list[DraftCell] = field(default_factory=list)
    n_rows: int = 0
    last: list[DraftCell] = field(default_factory=list)
    labels: list[DraftCell] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)
    by_words: bool = False
    """Whether words tell the bounds of its columns, so that other pages may have them elsewhere."""

    def add(self, cell: RuledCell, lines: Sequence[TextLine]) -> None:
        """Add a cell with the lines in it; where they are written is told later."""
        draft = DraftCell(
            row=cell.row,
            col=cell.col,
            rowspan=cell.rowspan,
            colspan=cell.colspan,
            page=self.page,
            bbox=cell.bbox,
            lines=list(lines),
        )
        self._add(draft)

    def _add(self, cell: DraftCell) -> None:
        self.cells.append(cell)
        self._note(cell)

    def _note(self, cell: DraftCell) -> None:
        """Keep `last`, `labels` and `n_rows` after `cell` was added or has grown."""
        if cell.end > self.n_rows:
            self.n_rows = cell.end
            self.last = []
        if cell.end == self.n_rows:
            self.last.append(cell)
        if cell.rowspan > 1:
            self.labels.append(cell)

    def grid(self) -> Grid:
        """The grid as it now stands."""
        spans = [span for cell in self.cells for span in cell.spans]
        start = min(start for start, _ in spans)
        end = max(end for _, end in spans)
        indents = find_indents(self.cells)
        cells = [draft.cell(indents.get(id(draft))) for draft in self.cells]
        cells.sort(key=_place)
        return Grid((start, end), tuple(cells), self.shape, flaws=tuple(self.flaws))

    def goes_on(self, part: GridDraft) -> bool:
        """Whether `part`, first on the next page, has the columns of this table.

        One of the two may have more: where no cell of a page ends, its column has no bound.
        """
        offsets = [self._offsets(), part._offsets()]
        few, many = sorted(offsets, key=len)
        same_width = abs(few[-1] - many[-1]) <= _NEAR
        if self.by_words and part.by_words:
            near = [abs(x - y) <= _NEAR_WORDS for x, y in zip(few, many, strict=False)]
            return same_width and len(few) == len(many) and all(near)
        return same_width and all(_is_among(x, many) for x in few)

    def _offsets(self) -> list[float]:
        # Left and right pages may have mirrored margins: only distances count.
        left = self.xs[0]
        return [x - left for x in self.xs]

    def repeated_rows(self, part: GridDraft) -> int:
        """How many first rows of `part` repeat this table's first rows, word by word."""
        own_rows = self._first_rows()
        rows = 0
        for own, other in zip(own_rows, part._first_rows(), strict=False):
            if own != other:
                break
            rows += 1
        # A part that is the same throughout is no header, but rows that happen to be alike.
        if not 0 < rows < min(part.n_rows, _HEADER):
            return 0
        has_words = any(own_rows[0])
        is_cut = any(cell.row < rows < cell.end for cell in part.cells)
        if is_cut or not has_words:
            return 0
        return rows

    def _first_rows(self) -> list[list[str]]:
        """The words of the first rows, cell by cell."""
        n_rows = min(self.n_rows, _HEADER)
        rows: list[list[str]] = [[] for _ in range(n_rows)]
        for cell in takewhile(lambda cell: cell.row < n_rows, self.cells):
            words = "".join([line.text for line in cell.lines])
            rows[cell.row].append(words)
        return rows

    def join(self, part: GridDraft, head: int) -> None:
        """Go on with `part` of the next page; its first `head` rows repeat the header and go."""
        self._same_columns(part)
        above = {cell.col: cell for cell in self.last}
        first = [cell for cell in part.cells if cell.row == head]
        is_cut = self._is_row_cut(above, first)
        merged = {cell.col for cell in self.labels + part.labels if cell.row >= head}
        # The two halves of a row that the page cut are one row.
        shared = 1 if is_cut else 0
        shift = self.n_rows - head - shared
        for cell in part.cells:
            if cell.row < head:
                continue
            top = above.get(cell.col) if cell.row == head else None
            is_label = cell.col in merged
            if top is not None and _is_one_cell(
                top,
                cell,
                is_cut=is_cut,
                is_label=is_label,
            ):
                top.take(cell)
                top.rowspan += cell.rowspan - shared
                self._note(top)
            else:
                cell.row += shift
                self._add(cell)
        self.page = part.page
        self.flaws += part.flaws

    def _same_columns(self, part: GridDraft) -> None:
        """Give both parts the finer one's columns."""
        coarse, fine = self, part
        if len(self.xs) >= len(part.xs):
            coarse, fine = part, self
        offsets = fine._offsets()
        places = [_nearest(x, offsets) for x in coarse._offsets()]
        for cell in coarse.cells:
            end = places[cell.col + cell.colspan]
            cell.col = places[cell.col]
            cell.colspan = end - cell.col
        left = coarse.xs[0]
        coarse.xs = tuple([left + x for x in offsets])

    def _is_row_cut(
        self,
        above: Mapping[int, DraftCell],
        first: Sequence[DraftCell],
    ) -> bool:
        """Whether the page cut a row in two: what follows goes on some cells and leaves the others
        empty. `above` are the cells of the last row by column, `first` those of the next page.

        That no line closes the row says nothing: some programs leave it out between whole rows.
        """
        labels = {cell.col for cell in self.labels if cell.lines}
        filled = [cell for cell in first if cell.lines]
        empty: list[DraftCell] = []
        for cell in first:
            top = above.get(cell.col)
            # A label stands once for all its rows: that it is empty further down is no sign.
            if top is None or cell.lines or cell.col in labels:
                continue
            if top.lines:
                empty.append(cell)
        if not filled or not empty:
            return False
        tops: list[DraftCell] = []
        for cell in filled:
            top = above.get(cell.col)
            if top is None or not top.lines or top.colspan != cell.colspan:
                return False
            tops.append(top)
        # A row of its own would have words in its first columns, and in most of them.
        is_mostly_empty = len(filled) < len(empty)
        if is_mostly_empty and empty[0].col < filled[0].col:
            return True
        return all(top.is_full() for top in tops)


def _place(cell: Cell) -> tuple[int, int]:
    return cell.row, cell.col


def _is_among(x: float, places: Sequence[float]) -> bool:
    return any(abs(x - place) <= _NEAR for place in places)


def _nearest(x: float, places: Sequence[float]) -> int:
    """Index of the place nearest to `x`, the first of two as near."""
    distances = [abs(place - x) for place in places]
    return distances.index(min(distances))


def _is_one_cell(
    top: DraftCell,
    cell: DraftCell,
    *,
    is_cut: bool,
    is_label: bool,
) -> bool:
    """Whether `cell` at the top of a page goes on with `top`, the last one in its column before.

    So it is where the page cut the row, and with a label that is merged over rows on both pages:
    that is printed in one of its parts, and the other is empty, or the page cut its words.
    """
    if top.colspan != cell.colspan:
        return False
    if is_cut or _is_rest_of_label(top, cell):
        return True
    return is_label and not (cell.lines and top.lines)


def _is_rest_of_label(top: DraftCell, cell: DraftCell) -> bool:
    """推广应 | 用: one character alone is no label, and the line above it had no room for it."""
    words = cell.text.strip()
    is_letter = len(words) == 1 and words.isalpha() and words not in _NUMERALS
    above = top.lines[-1].text if top.lines else ""
    return is_letter and cell.col == 0 and len(above) > 1 and top.is_full()
