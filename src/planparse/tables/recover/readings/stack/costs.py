"""What speaks against pieces of a stack being one cell, and against what lies between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from planparse.grammar import Grammar
from planparse.tables.recover.doubt import name_doubt
from planparse.tables.recover.readings.cell_costs import (
    EARLIER,
    FIRST_LABEL,
    JOIN,
    JOINED_VALUE,
    WRONG_KIND,
    cost_of_empty,
    cost_of_group,
    cost_of_kind,
    cost_of_label,
    cost_of_short,
    cost_of_unit,
)
from planparse.tables.recover.readings.stack.pieces import Piece, Stack
from planparse.tables.recover.tokens import ColumnLayout, kind_of, merge

# A cell that goes on behind a blank line, where these divide cells.
OVER_BLANK = 1.5

# A cell that goes on on the same line: a space inside it.
OVER_SPACE = 0.8

# A cell that goes on behind a line which no column is as wide as, in half-width units: what printed
# it whole would have printed the rest with it.
WIDEST_COLUMN = 60
OVER_WIDE = 1.0

# The share of this that a column costs whose place blank lines hold.
HELD_EMPTY = 0.1


class PieceWords:
    """What the pieces of a stack say where they are put together.

    It is the same in all columns of a role, however wide the columns are, and is worked out once.
    """

    def __init__(self, stack: Stack, layout: ColumnLayout, grammar: Grammar) -> None:
        self._pieces = stack.pieces
        self._layout = layout
        self._grammar = grammar
        self._known: dict[tuple[int, int, str], float] = {}

    def cost(self, start: int, end: int, role: str) -> float:
        """What speaks against the words of the pieces `[start, end)` in a column of a role."""
        key = (start, end, role)
        if key not in self._known:
            self._known[key] = self._cost(self._pieces[start:end], role)
        return self._known[key]

    def _cost(self, pieces: Sequence[Piece], role: str) -> float:
        text = "".join(piece.token.text for piece in pieces)
        if role in ("name", "entity"):
            return name_doubt(text, self._grammar)
        if role == "category":
            return self._grammar.remembered(cost_of_label, text)
        kind = pieces[0].kind
        if len(pieces) > 1:
            token = merge([piece.token for piece in pieces])
            kind = kind_of(token, self._layout, self._grammar)
        if role == "unit":
            return cost_of_unit(text, kind)
        return cost_of_kind(role, kind)


class CellCosts:
    """Costs of the cells of one stack under one header."""

    def __init__(
        self,
        stack: Stack,
        layout: ColumnLayout,
        grammar: Grammar,
        widths: Mapping[int, int],
        words: PieceWords | None = None,
    ) -> None:
        """`words` are those of other costs of the same stack and header, if there are any."""
        self.stack = stack
        self.layout = layout
        self.grammar = grammar
        self.widths = widths
        """Of each column of words, in half-width units."""
        self.words = words or PieceWords(stack, layout, grammar)
        pieces = stack.pieces
        # Each piece is asked for in every column, and together with those before it.
        self.ends_cell = [_ends_cell(piece) for piece in pieces]
        """For each piece whether it is a cell of its own by its look."""
        self._is_whole = [piece.is_whole for piece in pieces]
        self._holds_place = [stack.empty_cells(at) > 0 for at in range(len(pieces))]

    def goes_on(self, before: float, at: int, column: int) -> float:
        """What speaks against putting pieces together: `before` without the piece `at`, now with it."""
        pieces = self.stack.pieces
        cost = before + (JOIN + self._over(pieces[at]))
        cost += _cost_of_break(pieces[at - 1], self.widths.get(column, 0))
        if self._is_whole[at - 1] or self._is_whole[at]:
            cost += JOINED_VALUE
        return cost

    def join(self, pieces: Sequence[Piece], column: int) -> float:
        """What speaks against putting pieces together, whatever they say."""
        cost = 0.0
        full = self.widths.get(column, 0)
        for upper, lower in pairwise(pieces):
            cost += JOIN + self._over(lower)
            cost += _cost_of_break(upper, full)
            if upper.is_whole or lower.is_whole:
                cost += JOINED_VALUE
        return cost

    def _over(self, piece: Piece) -> float:
        """What speaks against a cell that goes on with a piece."""
        if piece.gap < 0:
            return OVER_SPACE
        if self.stack.blank_divides and piece.gap > 0:
            return OVER_BLANK
        return 0.0

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.layout.roles)

    @property
    def is_labelled(self) -> bool:
        """Whether merged labels have a column of their own."""
        return self.layout.column("category") is not None

    def group(self, pieces: Sequence[Piece]) -> float:
        """What speaks against pieces being a row that names those below it."""
        text = "".join(piece.token.text for piece in pieces)
        cost = self.grammar.remembered(cost_of_group, text)
        cost += sum(JOIN + self._over(piece) for piece in pieces[1:])
        # only its number may stand before it: 一 / 经济发展
        return cost + WRONG_KIND * sum(piece.is_whole for piece in pieces[1:])

    def empty(self, column: int, at: int) -> float:
        """What speaks against an empty cell in front of the piece `at`."""
        role = self.layout.roles[column]
        cost = cost_of_empty(role)
        if role == "category" and at <= column:
            cost = FIRST_LABEL
        if at < len(self._holds_place) and self._holds_place[at]:
            cost *= HELD_EMPTY
        # of equals the last value is missing
        return cost + EARLIER * (self.width - column)


def _cost_of_break(upper: Piece, full: int) -> float:
    """What speaks against a cell that is broken behind a piece, in a column as wide as `full`."""
    wide = OVER_WIDE if upper.width > WIDEST_COLUMN else 0.0
    return wide + cost_of_short(upper.width, full)


def _ends_cell(piece: Piece) -> bool:
    return piece.is_whole and not piece.token.text.startswith(("（", "("))
