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

# The share of this that a column costs whose place blank lines hold.
HELD_EMPTY = 0.1


class CellCosts:
    """Costs of the cells of one stack under one header."""

    def __init__(
        self,
        stack: Stack,
        layout: ColumnLayout,
        grammar: Grammar,
        widths: Mapping[int, int],
    ) -> None:
        self.stack = stack
        self.layout = layout
        self.grammar = grammar
        self.widths = widths
        """Of each column of words, in half-width units."""

    def cell(
        self,
        pieces: Sequence[Piece],
        column: int,
    ) -> float:
        """What speaks against some pieces being the cell of a column."""
        role = self.layout.roles[column]
        cost = self.join(pieces, column)
        token = merge([piece.token for piece in pieces])
        if role in ("name", "entity"):
            return cost + name_doubt(token.text, self.grammar)
        if role == "category":
            return cost + cost_of_label(token.text, self.grammar)
        kind = pieces[0].kind
        if len(pieces) > 1:
            kind = kind_of(token, self.layout, self.grammar)
        if role == "unit":
            return cost + cost_of_unit(token.text, kind)
        return cost + cost_of_kind(role, kind)

    def join(self, pieces: Sequence[Piece], column: int) -> float:
        """What speaks against putting pieces together, whatever they say."""
        cost = 0.0
        full = self.widths.get(column, 0)
        for upper, lower in pairwise(pieces):
            cost += JOIN + self._over(lower)
            cost += cost_of_short(upper.width, full)
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

    def ends_cell(self, piece: Piece) -> bool:
        """Whether a piece is a cell of its own by its look."""
        return piece.is_whole and not piece.token.text.startswith(("（", "("))

    def group(self, pieces: Sequence[Piece]) -> float:
        """What speaks against pieces being a row that names those below it."""
        text = "".join(piece.token.text for piece in pieces)
        cost = cost_of_group(text, self.grammar)
        cost += sum(JOIN + self._over(piece) for piece in pieces[1:])
        # only its number may stand before it: 一 / 经济发展
        return cost + WRONG_KIND * sum(piece.is_whole for piece in pieces[1:])

    def empty(self, column: int, at: int) -> float:
        """What speaks against an empty cell in front of the piece `at`."""
        role = self.layout.roles[column]
        cost = cost_of_empty(role)
        if role == "category" and at <= column:
            cost = FIRST_LABEL
        if at < len(self.stack.pieces) and self.stack.empty_cells(at):
            cost *= HELD_EMPTY
        # of equals the last value is missing
        return cost + EARLIER * (self.width - column)
