"""One block of lines as one row: which column each word stands in.

The words of a line stand in the order of their columns. The line that prints most of the row is
laid over the columns first; the words of the others go where they fit what is there: above and
below 2 新增仓库面积 预期性 42 stand 万平 and 方米, which are its unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, islice, pairwise
from typing import NamedTuple

from planparse.grammar import Grammar
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.recover.doubt import is_balanced, name_doubt
from planparse.tables.recover.readings.cell_costs import (
    EARLIER,
    JOIN,
    JOINED_VALUE,
    OWN_CELLS,
    cost_of_empty,
    cost_of_kind,
    cost_of_label,
    cost_of_short,
    cost_of_unit,
)
from planparse.tables.recover.tokens import ColumnLayout, Token, kind_of, merge, width


class BlockPiece(NamedTuple):
    """A word of a row, and how many lines it stands below the row's main line."""

    below: int
    token: Token


# A bracket that is open in a cell other than the name: its other half is elsewhere.
TORN = 4.0

# For each line by which the middle of a cell lies off the main line: cells are centred in their
# rows. Where they begin on its first line instead, for each line that is missing above a piece.
OFF_CENTRE = 0.8

# A main line without a name, which may stand on the other lines.
NAME_AROUND = 0.5

# A piece that only a name goes on with, in another cell: 市教育局 / 的百分点. Case: “A name that goes on
# with 的, in a table without serial numbers”.
OF_NAME = 2.0

# Ways to lay the words of a line over the columns that are tried at most.
MOST_WAYS = 200


Cells = tuple[tuple[BlockPiece, ...], ...]
"""For each column the pieces of its cell, from the top down."""


class LineBlock(NamedTuple):
    """A row, as the lines of a block make it up."""

    cost: float
    cells: Cells


class BlockReader:
    """Reads blocks of lines under one header."""

    def __init__(
        self,
        layout: ColumnLayout,
        grammar: Grammar,
        full: int,
        *,
        centred: bool,
        groups: bool,
    ) -> None:
        self.layout = layout
        self.grammar = grammar
        self.full = full
        """Width of the names' column, in half-width units."""
        self.centred = centred
        """The main line stands in the middle of its block; else it is the first."""
        self.groups = groups
        """Words on a line of their own may name the rows below it."""
        self.columns = len(layout.roles)
        self.costs: dict[tuple[int, tuple[tuple[int, str], ...]], float] = {}

    def read(self, lines: Sequence[Sequence[Token]], main: int) -> LineBlock | None:
        """The row that some lines make up, of which `main` prints most; None where none fits."""
        cells = self._first_cells(lines[main])
        for n, line in enumerate(lines):
            if n != main and cells is not None:
                ways = self._ways(cells, line, n - main)
                cells = min(ways, key=self._row_cost, default=None)
        if cells is None:
            return None
        return LineBlock(self._row_cost(cells), cells)

    # ------------------------------------------------------------------ lines

    def _first_cells(self, line: Sequence[Token]) -> Cells | None:
        """The words of the main line in their columns."""
        nothing: Cells = ((),) * self.columns

        def cost(cells: Cells) -> float:
            found = self._row_cost(cells)
            if not cells[self.layout.name]:
                # it may be printed around this line
                found += NAME_AROUND - self._cell_cost(self.layout.name, ())
            return found

        return min(self._ways(nothing, line, 0), key=cost, default=None)

    def _ways(
        self,
        cells: Cells,
        line: Sequence[Token],
        below: int,
    ) -> list[Cells]:
        """The cells with the words of a line in all ways that keep their order."""
        if len(line) > self.columns:
            return []
        found: list[Cells] = []
        for columns in islice(combinations(range(self.columns), len(line)), MOST_WAYS):
            now = list(cells)
            for column, word in zip(columns, line, strict=True):
                pieces = [*now[column], BlockPiece(below, word)]
                # the main line is read first, and stands between the others
                pieces.sort(key=lambda piece: piece.below)
                now[column] = tuple(pieces)
            found.append(tuple(now))
        return found

    # ------------------------------------------------------------------ costs

    def _row_cost(self, cells: Cells) -> float:
        return sum(self._cell_cost(column, pieces) for column, pieces in enumerate(cells))

    def _cell_cost(self, column: int, pieces: Sequence[BlockPiece]) -> float:
        key = (column, tuple((piece.below, piece.token.text) for piece in pieces))
        if key not in self.costs:
            self.costs[key] = self._cost_of(column, pieces)
        return self.costs[key]

    def _cost_of(self, column: int, pieces: Sequence[BlockPiece]) -> float:
        """What speaks against pieces, from the top down, being the cell of a column."""
        role = self.layout.roles[column]
        if not pieces:
            return cost_of_empty(role) + EARLIER * (self.columns - column)
        tokens = [piece.token for piece in pieces]
        cost = JOIN * (len(pieces) - 1) + self._off_place(pieces)
        for upper, lower in pairwise(tokens):
            if self._is_whole(upper) or self._is_whole(lower):
                cost += JOINED_VALUE
        return cost + self._says(role, tokens)

    def _says(self, role: str, tokens: Sequence[Token]) -> float:
        """What the words of a cell say against it."""
        cell = merge(tokens)
        if role in ("name", "entity"):
            short = sum(cost_of_short(width(token.text), self.full) for token in tokens[:-1])
            return short + name_doubt(cell.text, self.grammar)
        if role == "category":
            return cost_of_label(cell.text, self.grammar)
        kind = kind_of(cell, self.layout, self.grammar)
        cost = 0.0 if is_balanced(cell.text) else TORN
        goes_on = self.grammar.pattern("grids.goes-on")
        cost += OF_NAME * sum(goes_on.match(token.text) is not None for token in tokens)
        if role == "unit":
            return cost + cost_of_unit(cell.text, kind)
        return cost + cost_of_kind(role, kind)

    def _is_whole(self, piece: Token) -> bool:
        """Whether a word is a cell by its look."""
        kind = cell_kind(piece.text, self.grammar)
        if kind == "value":
            return any(sign.isdigit() for sign in piece.text)
        # [确保完成省下达任务]
        if piece.text[0] in "[［〔【" and is_balanced(piece.text):
            return True
        return kind in OWN_CELLS

    def _off_place(self, pieces: Sequence[BlockPiece]) -> float:
        """What it costs that a cell stands elsewhere around the main line than it should."""
        first = pieces[0].below
        last = pieces[-1].below
        if self.centred:
            return OFF_CENTRE * abs(first + last) / 2
        return OFF_CENTRE * abs(first)
