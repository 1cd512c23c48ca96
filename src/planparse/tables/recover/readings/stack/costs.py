"""What speaks against pieces being one cell of a column, in the unit of `doubt`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from planparse.grammar import Grammar
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.recover.doubt import is_balanced, name_doubt
from planparse.tables.recover.name_ends import has_unit
from planparse.tables.recover.readings.stack.pieces import Piece, Stack
from planparse.tables.recover.tokens import VALUES, ColumnLayout, kind_of, merge

# A cell of a kind that its column never holds: as bad as a row without a name.
WRONG_KIND = 8.0

# Words in a column of values (保持稳定) or of units that nobody knows: they are rare, and may be
# right. More than a word in the wrong place would cost elsewhere makes names of them.
WORDS_FOR_VALUE = 1.0
UNKNOWN_UNIT = 1.0

# Words in the column of natures: 指导性. Case: “A cell on each line, wrapped: …”.
UNKNOWN_NATURE = 2.0

_NUMBERS = {"value": 0.0, "serial": 0.0, "missing": 0.0, "text": WORDS_FOR_VALUE, "unit": 2.0}
_WORDS = {"text": 0.0, "unit": 0.5}
_KINDS: Mapping[str, Mapping[str, float]] = {
    "number": {"serial": 0.0},
    "name": _WORDS,
    "entity": _WORDS,
    "category": _WORDS,
    "unit": {"unit": 0.0, "missing": 0.1, "text": UNKNOWN_UNIT},
    "nature": {"nature": 0.0, "missing": 0.5, "text": UNKNOWN_NATURE},
    **dict.fromkeys(VALUES, _NUMBERS),
}
"""What each kind of cell costs in a column of a role; kinds that are left out are wrong there."""

# Cells of a column of which nothing is known. Words cost a little: there they would cost nothing
# where they are names.
_ANYTHING = {"nature": 1.0, "text": 0.5}

# Each piece that is put to the one before it.
JOIN = 0.15

# For each half-width unit by which a piece that is no cell's last falls short of its column:
# a converter breaks a line only where it is full.
SHORT = 0.15

# Half-width units that count, and those that a character may leave free.
MOST_SHORT = 12
SLACK = 2

# A value, a serial number or a mark of nature that is put to other pieces: each is a cell.
JOINED_VALUE = 4.0

# A cell that goes on behind a blank line, where these divide cells.
OVER_BLANK = 1.5

# A cell that begins without one there: converters forget some.
NO_BLANK = 0.4

# A cell that goes on on the same line: a space inside it.
OVER_SPACE = 0.8

# A merged label: there are far fewer labels than names.
LABEL = 0.5

# What no label is: words with a unit, torn brackets.
NO_LABEL = 6.0

# For each half-width unit of a label beyond the widest usual one.
WIDE_LABEL = 0.15
WIDEST_LABEL = 24

# A column that is left empty. A label is merged over its rows; a name is always there.
EMPTY: Mapping[str, float] = {
    "category": 0.05,
    "number": 1.5,
    "name": WRONG_KIND,
    "entity": WRONG_KIND,
    "unit": 1.0,
    "nature": 2.0,
    "note": 0.1,
    **dict.fromkeys(VALUES, 1.0),
}
EMPTY_OTHER = 1.0

# For each column to the right of one that is left empty: what is missing stands rather at the end.
EARLIER = 0.01

# The first row without a label: where a table has a column of them, they begin with its rows.
FIRST_LABEL = 2.0

# The share of this that a column costs whose place blank lines hold.
HELD_EMPTY = 0.1

# A word that names the rows below it though no rule knows it as such.
UNKNOWN_GROUP = 0.6

_OWN_CELLS = ("value", "serial", "nature", "missing")


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
            return cost + self.label(token.text)
        kind = pieces[0].kind
        if len(pieces) > 1:
            kind = kind_of(token, self.layout, self.grammar)
        return cost + _KINDS.get(role, _ANYTHING).get(kind, _default(role))

    def join(self, pieces: Sequence[Piece], column: int) -> float:
        """What speaks against putting pieces together, whatever they say."""
        cost = self.begin(pieces[0])
        full = self.widths.get(column, 0) - SLACK
        for upper, lower in pairwise(pieces):
            cost += JOIN + self._over(lower)
            cost += SHORT * min(MOST_SHORT, max(0, full - upper.width))
            if upper.kind in _OWN_CELLS or lower.kind in _OWN_CELLS:
                cost += JOINED_VALUE
        return cost

    def begin(self, piece: Piece) -> float:
        """What speaks against a cell that begins with a piece."""
        if self.stack.blank_divides and piece.gap == 0:
            return NO_BLANK
        return 0.0

    def _over(self, piece: Piece) -> float:
        """What speaks against a cell that goes on with a piece."""
        if piece.gap < 0:
            return OVER_SPACE
        if self.stack.blank_divides and piece.gap > 0:
            return OVER_BLANK
        return 0.0

    def label(self, text: str) -> float:
        """What speaks against words being a merged label."""
        cost = LABEL + WIDE_LABEL * max(0, 2 * len(text) - WIDEST_LABEL)
        if cell_kind(text, self.grammar) != "text":
            cost += WRONG_KIND
        if has_unit(text) or not is_balanced(text):
            cost += NO_LABEL
        return cost

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
        return piece.kind in _OWN_CELLS and not piece.token.text.startswith(("（", "("))

    def group(self, pieces: Sequence[Piece]) -> float:
        """What speaks against pieces being a row that names those below it."""
        text = "".join(piece.token.text for piece in pieces)
        cost = self.label(text) + JOIN * (len(pieces) - 1)
        # only its number may stand before it: 一 / 经济发展
        cost += WRONG_KIND * sum(piece.kind in _OWN_CELLS for piece in pieces[1:])
        if not self.grammar.pattern("grids.spanning-label").fullmatch(text):
            cost += UNKNOWN_GROUP
        return cost

    def empty(self, column: int, at: int) -> float:
        """What speaks against an empty cell in front of the piece `at`."""
        role = self.layout.roles[column]
        cost = EMPTY.get(role, EMPTY_OTHER)
        if role == "category" and at <= column:
            cost = FIRST_LABEL
        if at < len(self.stack.pieces) and self.stack.empty_cells(at):
            cost *= HELD_EMPTY
        # of equals the last value is missing
        return cost + EARLIER * (self.width - column)


def _default(role: str) -> float:
    """What a cell costs whose kind is not listed for its role."""
    return WRONG_KIND if role in _KINDS else 0.0
