"""One block of lines as one row: which column each word stands in.

The words of a line stand in the order of their columns. The line that prints most of the row is
laid over the columns first; the words of the others go where they fit what is there: above and
below 2 新增仓库面积 预期性 42 stand 万平 and 方米, which are its unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, islice, pairwise

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.model.source import Span
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


class BlockPiece(Struct, frozen=True):
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


class LineBlock(Struct, frozen=True):
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
        self._main_lines: dict[Span, Cells | None] = {}
        """Lines as the main ones of their rows, by where they begin: blocks are tried around each."""

    def read(self, lines: Sequence[Sequence[Token]], main: int) -> LineBlock | None:
        """The row that some lines make up, of which `main` prints most; None where none fits."""
        cells = self._main_line(lines[main])
        for n, line in enumerate(lines):
            if n != main and cells is not None:
                cells = self._laid(cells, line, n - main)
        if cells is None:
            return None
        return LineBlock(self._row_cost(cells), cells)

    # ------------------------------------------------------------------ lines

    def _main_line(self, line: Sequence[Token]) -> Cells | None:
        """The words of the main line in their columns."""
        first = line[0].span
        if first not in self._main_lines:
            nothing: Cells = ((),) * self.columns
            self._main_lines[first] = self._laid(nothing, line, 0)
        return self._main_lines[first]

    def _laid(
        self,
        cells: Cells,
        line: Sequence[Token],
        below: int,
    ) -> Cells | None:
        """The cells with the words of a line, laid over the columns in the cheapest way that keeps
        their order; None where they are too many.
        """
        if len(line) > self.columns:
            return None
        room = self.columns - len(line)
        without = [self._cell_cost(column, pieces) for column, pieces in enumerate(cells)]
        # What a word costs in a column is the same wherever the others stand.
        laid: list[dict[int, tuple[BlockPiece, ...]]] = []
        costs: list[dict[int, float]] = []
        for first, word in enumerate(line):
            piece = BlockPiece(below, word)
            # those before and behind it need a column each
            columns = range(first, first + room + 1)
            of_word = {column: _with(cells[column], piece) for column in columns}
            laid.append(of_word)
            costs.append({column: self._cell_cost(column, of_word[column]) for column in columns})
        name = self.layout.name
        best: tuple[int, ...] | None = None
        least = float("inf")
        for way in islice(combinations(range(self.columns), len(line)), MOST_WAYS):
            of_columns = without[:]
            for nth, column in enumerate(way):
                of_columns[column] = costs[nth][column]
            cost = sum(of_columns)
            # around the main line the name may be printed
            if not below and name not in way:
                cost += NAME_AROUND - without[name]
            if best is None or cost < least:
                best, least = way, cost
        found = list(cells)
        for nth, column in enumerate(best or ()):
            found[column] = laid[nth][column]
        return tuple(found)

    # ------------------------------------------------------------------ costs

    def _row_cost(self, cells: Cells) -> float:
        return sum([self._cell_cost(column, pieces) for column, pieces in enumerate(cells)])

    def _cell_cost(self, column: int, pieces: Sequence[BlockPiece]) -> float:
        key = (column, tuple([(piece.below, piece.token.text) for piece in pieces]))
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
        kind = kind_of(cell.text, self.layout, self.grammar)
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


def _with(pieces: Sequence[BlockPiece], piece: BlockPiece) -> tuple[BlockPiece, ...]:
    """The pieces of a cell with another one, from the top down."""
    # the main line is read first, and stands between the others
    return tuple(sorted([*pieces, piece], key=_lines_below)) if pieces else (piece,)


def _lines_below(piece: BlockPiece) -> int:
    return piece.below
