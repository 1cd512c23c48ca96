"""The pieces of a stack to rows: of all ways to cut them into cells the one that costs least.

Cells come in the order of their columns, some are left out, and each takes one piece or several.
Between rows a word may stand that names the rows below it. The least cost of the first pieces is
found from that of fewer, so that twice the pieces cost twice the time.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from planparse.tables.raw_cells import EMPTY, RawRow
from planparse.tables.recover.readings.stack.costs import CellCosts, PieceCosts
from planparse.tables.recover.readings.stack.pieces import Stack
from planparse.tables.recover.tokens import VALUES, ColumnLayout, merge

# Pieces of one cell at most: a name in a column of five characters takes as many.
MOST_IN_CELL = 8

# Pieces of a word that names the rows below: its number and its words, wrapped twice.
MOST_IN_GROUP = 4

# Rows before pieces are a table.
LEAST_ROWS = 2

# For each piece behind the last row: what follows a table reads worse than this as rows of it.
LEFT_OVER = 0.7

_NO_COLUMN = -1
"""The column of a word that names the rows below it."""

_FAR = float("inf")

# Sums of the same costs, added in another order, differ by less than this.
_TIE = 1e-9


class CutCell(Struct, frozen=True):
    """The pieces `[start, end)` as the cell of a column."""

    start: int
    end: int
    column: int


class StackRows(Struct, frozen=True):
    """Rows of a stack."""

    rows: list[RawRow]
    last: int
    """Index of the line of the page where they end."""
    strain: float
    """How badly the pieces fit together, whatever the cells say."""
    held: int
    """Values that are left empty where a blank line holds their place."""
    cost: float
    """All that speaks against the rows, and the pieces behind them."""


def rows_of_pieces(pieces: PieceCosts, layout: ColumnLayout) -> StackRows | None:
    """The rows of a stack; None where hardly any are found."""
    stack = pieces.stack
    if len(stack.pieces) < LEAST_ROWS * 2:
        return None
    widths = _widths_of_pieces(stack, layout)
    cutting = _Cutting(CellCosts(pieces, layout, widths))
    cells = cutting.cells()
    # what was read says how wide each column is
    again = {**widths, **_widths_of_cells(cells, stack)}
    if again != widths:
        costs = CellCosts(pieces, layout, again)
        # The cells that were found are one way to cut the pieces, and a dearer one is not sought.
        cutting = _Cutting(costs, cutting.cost + _dearer(cells, cutting.costs, costs))
        cells = cutting.cells()
    if not cells:
        return None
    return _rows(cells, cutting.costs, cutting.cost)


# ---------------------------------------------------------------------- widths


def _widths_of_pieces(stack: Stack, layout: ColumnLayout) -> dict[int, int]:
    """How wide each column is, before anything is known: as wide as the second widest words.

    The widest may be a sentence that follows the table, or the only name that was not wrapped.
    """
    widths = sorted(piece.width for piece in stack.pieces if piece.kind == "text")
    wide = 0
    if len(widths) > 1:
        wide = widths[-2]
    found = dict.fromkeys(range(len(layout.roles)), 0)
    found[layout.name] = wide
    return found


def _widths_of_cells(cells: Sequence[CutCell], stack: Stack) -> dict[int, int]:
    """The widest piece of each column."""
    found: dict[int, int] = {}
    for cell in cells:
        if cell.column == _NO_COLUMN:
            continue
        for piece in stack.pieces[cell.start : cell.end]:
            found[cell.column] = max(found.get(cell.column, 0), piece.width)
    return found


def _dearer(cells: Sequence[CutCell], before: CellCosts, now: CellCosts) -> float:
    """By how much the same cells are dearer where the columns are of other widths."""
    return sum(
        now.join(cell.start, cell.end, cell.column) - before.join(cell.start, cell.end, cell.column)
        for cell in cells
        if cell.column != _NO_COLUMN
    )


# --------------------------------------------------------------------- cutting


class _Cutting:
    """The cheapest way to cut the pieces.

    A state is a number of pieces that are read and the column whose cell comes next: column 0
    begins a row, and behind the last column it is whole.
    """

    def __init__(self, costs: CellCosts, known: float = _FAR) -> None:
        """`known` is what some way costs that is known already."""
        self.costs = costs
        self.pieces = costs.pieces
        self.count = len(costs.pieces.stack.pieces)
        self.width = costs.width
        states = self.count + 1
        self.best = [[_FAR] * (self.width + 1) for _ in range(states)]
        self.step: list[list[CutCell | None]] = [[None] * (self.width + 1) for _ in range(states)]
        self.best[0][0] = 0.0
        self.most = min(LEFT_OVER * self.count, known + _TIE)
        """What the cheapest way costs at most."""
        self.cost = 0.0
        """Of the way that was found, with what it leaves."""

    def cells(self) -> list[CutCell]:
        """The cells in printed order, up to the last row that is whole."""
        for at, best in enumerate(self.best):
            self._leave_empty(at)
            if self._close_row(at):
                self._leave_empty(at)
            if best[0] <= self.most and not self.costs.is_labelled:
                self._groups_from(at)
            for column in range(self.width):
                if best[column] <= self.most:
                    self._cells_from(at, column)
        ends = [(row[0] + LEFT_OVER * (self.count - at), at) for at, row in enumerate(self.best)]
        self.cost, end = min(ends)
        return self._back_from(end)

    def _leave_empty(self, at: int) -> None:
        """From each column to the next without a cell."""
        best = self.best[at]
        most = self.most
        for column, empty in enumerate(self.costs.empty(at)):
            if best[column] > most:
                continue
            cost = best[column] + empty
            if cost < best[column + 1]:
                best[column + 1] = cost
                self.step[at][column + 1] = CutCell(at, at, column)

    def _close_row(self, at: int) -> bool:
        """Whether behind the last column a row begins; nothing can be read without a cell.

        What is dearer than to end here is on no cheapest way, as no step costs less than nothing.
        """
        best = self.best[at]
        closes = at > 0 and best[self.width] < best[0]
        if closes:
            best[0] = best[self.width]
            self.step[at][0] = CutCell(at, at, self.width)
        self.most = min(self.most, best[0] + LEFT_OVER * (self.count - at))
        return closes

    def _cells_from(self, at: int, column: int) -> None:
        """All cells of a column that begin with the piece `at`."""
        so_far = self.best[at][column]
        pieces = self.pieces
        words = self.costs.words[column]
        short = self.costs.short[column]
        joined = 0.0
        for end in range(at + 1, min(self.count, at + MOST_IN_CELL) + 1):
            last = end - 1
            if last > at:
                joined = joined + pieces.joins[last] + short[last] + pieces.clashes[last]
                # with more pieces it is no cheaper
                if so_far + joined > self.most:
                    break
            cost = so_far + (joined + words[at, end]) + pieces.ends[last]
            there = self.best[end]
            if cost < there[column + 1]:
                there[column + 1] = cost
                self.step[end][column + 1] = CutCell(at, end, column)
            # a value goes on in no further piece
            if pieces.ends_cell[last]:
                break

    def _groups_from(self, at: int) -> None:
        """Words that name the rows below them, where a row begins."""
        so_far = self.best[at][0]
        groups = self.pieces.groups
        for end in range(at + 1, min(self.count, at + MOST_IN_GROUP) + 1):
            cost = so_far + groups[at, end]
            if cost < self.best[end][0]:
                self.best[end][0] = cost
                self.step[end][0] = CutCell(at, end, _NO_COLUMN)

    def _back_from(self, end: int) -> list[CutCell]:
        """The cells on the way to a state between two rows, in printed order."""
        found: list[CutCell] = []
        at, column = end, 0
        while at > 0 or column > 0:
            step = self.step[at][column]
            if step is None:
                break
            if step.end > step.start:
                found.append(step)
            at = step.start
            # a row begins where the one above is whole
            column = 0 if step.column == _NO_COLUMN else step.column
        return found[::-1]


# ------------------------------------------------------------------------ rows


def _rows(cells: Sequence[CutCell], costs: CellCosts, cost: float) -> StackRows | None:
    """Cells as rows: one begins where the column does not go on to the right."""
    pieces = costs.pieces.stack.pieces
    rows: list[RawRow] = []
    last_column = costs.width
    strain = 0.0
    whole = 0
    for cell in cells:
        taken = pieces[cell.start : cell.end]
        printed = merge([piece.token for piece in taken]).raw()
        if cell.column == _NO_COLUMN:
            rows.append([printed])
            last_column = costs.width
            continue
        if cell.column <= last_column:
            rows.append([EMPTY] * costs.width)
            whole += 1
        rows[-1] = [*rows[-1][: cell.column], printed, *rows[-1][cell.column + 1 :]]
        last_column = cell.column
        strain += costs.join(cell.start, cell.end, cell.column)
    if whole < LEAST_ROWS:
        return None
    last = pieces[cells[-1].end - 1].token.line
    return StackRows(rows, last, strain, _held_values(cells, costs), cost)


def _held_values(cells: Sequence[CutCell], costs: CellCosts) -> int:
    """How many values are left empty in front of a piece that blank lines stand above."""
    roles = costs.layout.roles
    found = 0
    column = costs.width
    for cell in cells:
        # the columns that were passed since the cell before
        passed = range(column + 1, cell.column)
        if cell.column <= column:
            passed = range(column + 1, costs.width)
        empty = sum(roles[at] in VALUES for at in passed)
        if costs.pieces.holds_place[cell.start]:
            found += empty
        column = cell.column if cell.column != _NO_COLUMN else costs.width
    return found
