"""Cells on lines of their own, in rows of unequal length: merged labels or empty cells are missing.

Serial numbers say where rows begin, marks of nature where they end.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.raw_cells import EMPTY, RawCell, RawRow
from planparse.tables.recover.line_cells import EXPECTED, NUMBERS
from planparse.tables.recover.row import build_row, joined
from planparse.tables.recover.tokens import VALUES, ColumnLayout, Token, kind_of

# Rows before cells are a table.
LEAST_ROWS = 2

# Serial numbers, or marks of nature, before they divide anything.
LEAST_STRETCHES = 3

# Cells from one serial number to the next, of a table with so many columns behind the name.
LEAST_APART = 3


def uneven_rows(
    cells: Sequence[Token],
    layout: ColumnLayout,
    grammar: Grammar,
) -> tuple[list[RawRow], int] | None:
    """Rows whose merged labels or empty cells are missing, and how many cells they take."""
    reader = _StretchReader(layout, grammar)
    bounds = reader.bounds(cells)
    if len(bounds) < LEAST_STRETCHES:
        return None
    return reader.read(cells, bounds)


class _NumberedStretch(Struct, frozen=True):
    """The rows that one stretch of cells holds."""

    rows: list[RawRow]
    labels: list[Token]
    """Labels of the rows that follow, at the stretch's end."""
    taken: int
    """Cells that the rows take, labels in front of them included."""


class _StretchReader:
    """Reads the cells from one serial number, or behind one mark of nature, to the next."""

    def __init__(self, layout: ColumnLayout, grammar: Grammar) -> None:
        self.layout = layout
        self.grammar = grammar
        self.numbered = layout.column("number") is not None
        self.width = 1 + len(layout.tail)
        """Cells of a row from its name on."""

    def _kind(self, cell: Token) -> str:
        return kind_of(
            cell.text,
            self.layout,
            self.grammar,
        )

    # ------------------------------------------------------------------- bounds

    def bounds(self, cells: Sequence[Token]) -> list[int]:
        """Where stretches begin; none where nothing in the table says so."""
        if self.numbered:
            return self._serials(cells)
        if self.layout.roles[-1] != "nature":
            return []
        starts = [0]
        for n, cell in enumerate(cells):
            if self._kind(cell) == "nature":
                starts.append(n + 1)
        return starts

    def _serials(self, cells: Sequence[Token]) -> list[int]:
        """Where serial numbers stand: one up each time (or the same again), with words behind."""
        found: list[int] = []
        last = 0
        apart = min(LEAST_APART, len(self.layout.tail))
        for n, cell in enumerate(cells[:-1]):
            # a small value of the same row
            if found and n - found[-1] < apart:
                continue
            if not self._may_be_serial(cells, n):
                continue
            # 一, 二, 三 are taken as they come
            number = last + 1
            if cell.text.isdecimal():
                number = int(cell.text)
            if number in (last, last + 1, last + 2):
                found.append(n)
                last = number
        return found

    def _may_be_serial(self, cells: Sequence[Token], n: int) -> bool:
        number = cells[n].text
        if cell_kind(number, self.grammar) != "serial":
            return False
        if self._kind(cells[n + 1]) not in ("text", "unit"):
            return False
        if number.isdecimal() or n + 2 >= len(cells):
            return True
        # 一 / 基础设施 / 1: the number of a group, whose first row follows
        return not cells[n + 2].text.isdecimal()

    # --------------------------------------------------------------------- rows

    def read(self, cells: Sequence[Token], bounds: list[int]) -> tuple[list[RawRow], int] | None:
        """The rows of all stretches, and the number of cells that they take."""
        labels: list[Token] = []
        if self.numbered:
            labels = list(cells[: bounds[0]])
        rows: list[RawRow] = []
        if any(self._kind(cell) in NUMBERS for cell in labels[1:]):
            # 合计 stands above the first row
            total = self._row(labels, serial=None, labels=())
            rows.append(total)
            labels = []
        used = 0
        for start, end in pairwise([*bounds, len(cells)]):
            is_last = end == len(cells)
            if is_last and not self.numbered and start == bounds[-1]:
                # behind the last mark of nature nothing belongs to the table
                break
            part = list(cells[start:end])
            serial: Token | None = None
            if self.numbered:
                serial = part.pop(0)
                start += 1
            stretch = self._stretch(part, serial, labels, is_last=is_last)
            rows += stretch.rows
            labels = stretch.labels
            used = start + stretch.taken
        if len(rows) < LEAST_ROWS:
            return None
        return rows, used

    def _stretch(
        self,
        part: list[Token],
        serial: Token | None,
        labels: list[Token],
        *,
        is_last: bool,
    ) -> _NumberedStretch:
        """The rows of one stretch; `labels` stand in front of it."""
        rows: list[RawRow] = []
        taken = self._labels_in_front(part, serial)
        if taken:
            labels = part[:taken]
            part = part[taken:]
        size = self._first_size(part)
        while size:
            if labels and self.layout.column("category") is None:
                rows.append(self._category_row(labels))
            row = self._row(part[:size], serial, labels)
            rows.append(row)
            part = part[size:]
            taken += size
            serial = None
            labels = []
            size = self._next_size(part)
        # behind the last row stands what follows the table
        if is_last:
            part = []
        return _NumberedStretch(rows, part, taken)

    def _labels_in_front(self, part: Sequence[Token], serial: Token | None) -> int:
        """How many cells of a stretch are labels before its first name."""
        if serial is None and len(part) > self.width:
            # without serial numbers a surplus in front is a label
            return len(part) - self.width
        # 序号, 类别, 指标: the label stands behind the number
        return int(self._label_comes_first(part))

    def _label_comes_first(self, part: Sequence[Token]) -> bool:
        """Whether the first cell is a label: the cells behind the second one fit better."""
        category = self.layout.column("category")
        number = self.layout.column("number")
        if category is None or number is None or category < number:
            return False
        if len(part) <= self.width:
            return False
        with_label = self._fits(part[2 : self.width + 1])
        without_label = self._fits(part[1 : self.width])
        return with_label > without_label

    def _fits(self, tail: Sequence[Token]) -> int:
        """How many cells behind a name are of the kind that their columns hold."""
        fitting = 0
        for cell, role in zip(
            tail,
            self.layout.tail,
            strict=False,
        ):
            expected = EXPECTED.get(role, ("text",))
            if self._kind(cell) in expected:
                fitting += 1
        return fitting

    def _first_size(self, part: Sequence[Token]) -> int:
        """Cells of the first row: up to its mark of nature, or all that it has columns for."""
        if self.layout.roles[-1] == "nature":
            for n, cell in enumerate(part[: self.width + 1]):
                if self._kind(cell) == "nature":
                    return n + 1
        return min(self.width, len(part))

    def _next_size(self, part: Sequence[Token]) -> int:
        """The same for a row without serial number: 0 where the cells are labels, or no table's."""
        size = self._first_size(part)
        columns = sum(role in VALUES for role in self.layout.tail)
        found = sum(self._kind(cell) in NUMBERS for cell in part[1:size])
        # at least half of its values must be there
        if found == 0 or found * 2 < columns:
            return 0
        return size

    def _category_row(self, labels: Sequence[Token]) -> RawRow:
        """A row that spans the table; its number has a cell of its own where one is printed."""
        may_have_number = len(labels) == 2 and len(self.layout.roles) > 2
        if may_have_number and cell_kind(labels[0].text, self.grammar) == "serial":
            return [label.raw() for label in labels]
        return [joined(labels)]

    def _row(
        self,
        part: Sequence[Token],
        serial: Token | None,
        labels: Sequence[Token],
    ) -> RawRow:
        label: RawCell | None = None
        if labels:
            label = joined(labels)
        name = EMPTY
        if part:
            name = part[0].raw()
        return build_row(
            self.layout,
            self.grammar,
            label=label,
            serial=serial,
            name=name,
            values=part[1:],
        )
