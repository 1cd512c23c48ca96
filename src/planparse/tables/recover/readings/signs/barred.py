"""Rows with a bar between their cells and none around them, as programs join the cells of a Word table."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.tables.header_words import role_of
from planparse.tables.raw_cells import EMPTY, RawCell, RawRow, clean
from planparse.tables.recover.proposal import Proposal
from planparse.tables.recover.text_page import TextPage, joined

# Bars of a row, and rows, before lines are such a table.
LEAST_BARS = 2
LEAST_ROWS = 3

# Lines of one row at most: each paragraph of a cell has one.
MOST_LINES = 8

# Characters of a line that only goes on with a cell.
LONGEST_PARAGRAPH = 60


class BarredRows(Struct, frozen=True):
    """序号 | 指标 | 2025年: as many bars in every row, which may go on over lines."""

    name: str = "bars between cells alone"
    shape: str = "pipe table"
    signs: str = "|"
    divider: str = "|"
    only_wrapped: bool = False
    """Asked only where the header goes on over lines: else another reading knows more."""
    only_headed: bool = False
    """Asked only under a row of known heads: the divider stands in other lines too (水库 / 塘坝)."""
    is_flattened: bool = False
    needs_caption: bool = False

    @property
    def marks(self) -> tuple[str, ...]:
        """The divider, which every row prints."""
        return (self.divider,)

    def propose(self, page: TextPage, first: int) -> Iterator[Proposal]:
        """The rows from line `first` on that have as many bars as most."""
        bars = self._usual_bars(page, first)
        if bars < LEAST_BARS:
            return
        if self.only_headed and not self._is_header(page, first):
            return
        rows: list[RawRow] = []
        line = first
        while line < len(page.texts):
            found = self._row(page, line, bars)
            if found is None:
                break
            row, line = found
            if self.only_wrapped and not rows and line == first + 1:
                return
            if len(rows) == 1:
                rows[0], row = _whole_header(rows[0], row, page.grammar)
            rows.append(row)
        if len(rows) >= LEAST_ROWS:
            yield Proposal(rows, line, certain=True)

    def _is_header(self, page: TextPage, line: int) -> bool:
        """Whether each cell of a line is a known head."""
        heads = page.words[line].split(self.divider)
        return all(role_of(clean(head), page.grammar) for head in heads)

    def _usual_bars(self, page: TextPage, first: int) -> int:
        """How many bars a row has: the most on one line near the first, where that has one itself."""
        text = page.words[first]
        if self.divider not in text or text.startswith(self.divider):
            return 0
        near = page.texts[first : first + MOST_LINES * LEAST_ROWS]
        return max(text.count(self.divider) for text in near)

    def _row(
        self,
        page: TextPage,
        first: int,
        bars: int,
    ) -> tuple[RawRow, int] | None:
        """The row that begins on a line, and the first line behind it; None where none does."""
        cells: list[RawCell] = [EMPTY]
        for line in range(first, min(len(page.texts), first + MOST_LINES)):
            text = page.texts[line]
            if page.taken[line] or (not text.strip() and line == first):
                return None
            if self.divider not in text and len(text) > LONGEST_PARAGRAPH:
                return None
            start = 0
            while (at := text.find(self.divider, start)) >= 0:
                cells[-1] = joined(cells[-1], page.cell(line, start, at))
                cells.append(EMPTY)
                start = at + len(self.divider)
            cells[-1] = joined(cells[-1], page.cell(line, start))
            if len(cells) > bars + 1:
                return None
            if len(cells) == bars + 1:
                return cells, line + 1
        return None


def _whole_header(
    header: RawRow,
    row: RawRow,
    grammar: Grammar,
) -> tuple[RawRow, RawRow]:
    """The header with the paragraph of its last cell that stands before the row below: 指标 / 性质."""
    *front, last = header
    first, *behind = row
    if len(first.spans) < 2:
        return header, row
    own, _, rest = first.text.partition("\n")
    whole = RawCell(f"{last.text}\n{own}", (*last.spans, first.spans[0]))
    if role_of(clean(whole.text), grammar) is None:
        return header, row
    return [*front, whole], [RawCell(rest, first.spans[1:]), *behind]
