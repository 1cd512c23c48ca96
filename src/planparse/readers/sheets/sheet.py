"""What one sheet shows, written as tables and the lines around them.

Rows of a single cell above and below a table (caption, unit, notes) are ordinary lines.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from planparse.readers.canvas import Canvas, WrittenCell, compact

# A cell that prints a value and no words; a year alone is the head of a column.
_VALUE = re.compile(r"(?!(?:19|20)\d\d$)[\d.,%‰≥≤<>=+\[\]()〔〕（）/—–－-]{1,40}")
# Cells that a row has at least to be the header of another table; two may be a name and its note.
_HEADER_CELLS = 3
# A merge that reaches further than so many times the table's rows is taken as the file has it.
_MANY_ROWS = 2


class Merge(NamedTuple):
    """A merged stretch of cells: its first row and column from 0, and how many it covers."""

    row: int
    col: int
    rows: int
    cols: int


@dataclass(slots=True)
class Sheet:
    """What one sheet shows: text by (row, column) from 0, and merged stretches."""

    name: str
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)

    @property
    def has_title(self) -> bool:
        """Whether a line stands above the first table: then the sheet's name is only its name."""
        rows = [row for row, _ in self.texts]
        if not rows:
            return False
        return rows.count(min(rows)) == 1


def write_sheet(
    canvas: Canvas,
    sheet: Sheet,
    shape: str,
) -> None:
    """Write a sheet's tables, as grids of the given `shape`, and the lines around them."""
    written = _WrittenSheet(canvas, sheet, shape)
    block: list[int] = []
    has_values = False
    for row in written.cols:
        if block and written.begins_anew(row, block[-1], has_values=has_values):
            written.write_block(block)
            block = []
            has_values = False
        block.append(row)
        if written.prints_value(row):
            has_values = True
    written.write_block(block)


class _WrittenSheet:
    """A sheet on its way to the canvas; `cols` has the filled columns of each filled row."""

    def __init__(
        self,
        canvas: Canvas,
        sheet: Sheet,
        shape: str,
    ) -> None:
        self.canvas = canvas
        self.sheet = sheet
        self.shape = shape
        self.cols: dict[int, list[int]] = {}
        for row, col in sorted(sheet.texts):
            self.cols.setdefault(row, []).append(col)
        self._merges = {(merge.row, merge.col): merge for merge in sheet.merges}
        self._starts = sorted({merge.row for merge in sheet.merges})
        self._reach = _reach(sheet.merges, self._starts)

    def texts(self, row: int) -> list[str]:
        """What the filled cells of the row show."""
        return [self.sheet.texts[row, col] for col in self.cols[row]]

    def prints_value(self, row: int) -> bool:
        """Whether a cell of the row shows a value and no words."""
        return any(_VALUE.fullmatch(text) for text in self.texts(row))

    def begins_anew(
        self,
        row: int,
        before: int,
        *,
        has_values: bool,
    ) -> bool:
        """Whether another table or its caption begins in `row`, which follows the row `before`.

        A blank row stands before a caption. Below a blank row, a note or a caption, a row of
        words alone is a header where the rows above print values (`has_values`).
        """
        if self._is_merged_into(row):
            return False
        after_blank = row > before + 1
        cells = self.cols[row]
        if len(cells) == 1:
            return after_blank
        after_line = len(self.cols[before]) == 1
        if not has_values or not (after_blank or after_line):
            return False
        return len(cells) >= _HEADER_CELLS and not self.prints_value(row)

    def _is_merged_into(self, row: int) -> bool:
        above = bisect_left(self._starts, row)
        return above > 0 and row < self._reach[above - 1]

    def write_block(self, block: list[int]) -> None:
        """Write rows that belong together: the table between the first full row and the last."""
        full = [row for row in block if len(self.cols[row]) > 1]
        if not full:
            self._write_lines(block)
            return
        first, last = full[0], full[-1]
        self._write_lines([row for row in block if row < first])
        table = [row for row in block if first <= row <= last]
        cells = compact(self._cells(table))
        self.canvas.table(cells, self.shape)
        self._write_lines([row for row in block if row > last])

    def _write_lines(self, rows: list[int]) -> None:
        for row in rows:
            for text in self.texts(row):
                for line in text.splitlines():
                    self.canvas.line(line)

    def _cells(self, table: list[int]) -> list[WrittenCell]:
        """The printed cells of the table's rows, numbered anew without blank rows.

        Empty places have no cell.
        """
        numbers = {row: number for number, row in enumerate(table)}
        cells: list[WrittenCell] = []
        for row in table:
            for col in self.cols[row]:
                merge = self._merges.get(
                    (row, col),
                    Merge(
                        row,
                        col,
                        rows=1,
                        cols=1,
                    ),
                )
                cells.append(
                    WrittenCell(
                        numbers[row],
                        col,
                        self.sheet.texts[row, col].splitlines(),
                        rowspan=_rowspan(merge, numbers, table),
                        colspan=merge.cols,
                    )
                )
        return cells


def _reach(merges: list[Merge], starts: list[int]) -> list[int]:
    """For each of the rows `starts`, behind which row the merges that begin there or above end."""
    ends: dict[int, int] = {}
    for merge in merges:
        ends[merge.row] = max(ends.get(merge.row, 0), merge.row + merge.rows)
    return list(accumulate((ends[start] for start in starts), max))


def _rowspan(merge: Merge, numbers: dict[int, int], table: list[int]) -> int:
    """How many rows of the table a merged stretch covers; `numbers` has the new numbers of its rows."""
    covered = merge.rows
    # A merge over a whole sheet has a million rows, which need not be counted one by one.
    if merge.rows <= len(numbers) * _MANY_ROWS:
        first = numbers[merge.row]
        covered = bisect_left(table, merge.row + merge.rows, first) - first
    left = len(numbers) - numbers[merge.row]
    return max(1, min(covered, left))
