"""What speaks against pieces of a stack being one cell, and against what lies between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from weakref import proxy

from planparse.grammar import Grammar
from planparse.grammar.rules import Answers
from planparse.tables.recover.doubt import name_doubt
from planparse.tables.recover.name_ends import begins_numbered_name
from planparse.tables.recover.readings.cell_costs import (
    EARLIER,
    FIRST_LABEL,
    JOIN,
    JOINED_VALUE,
    WORDS_FOR_VALUE,
    WRONG_KIND,
    cost_of_empty,
    cost_of_group,
    cost_of_kind,
    cost_of_label,
    cost_of_short,
    cost_of_unit,
)
from planparse.tables.recover.readings.stack.line_ends import LineEnd
from planparse.tables.recover.readings.stack.pieces import Piece, Stack, without_aside
from planparse.tables.recover.tokens import VALUES, ColumnLayout, kind_of

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


# A cell that goes on though a paragraph ends: authors break lines of narrow columns by hand.
OVER_PARAGRAPH = 0.2

# A cell that ends where a line was broken. Not much more, as a full line loses the space that
# would end its paragraph.
ENDS_BROKEN = 1.2


# A mark of nature over the rows that it holds for: rarer than a label.
NATURE_OF_ROWS = 1.0


Cut = tuple[int, int]
"""The pieces `[start, end)` of a stack."""


class PieceCosts:
    """What the pieces of a stack cost, whatever the columns are.

    It holds under all headers that leave these pieces to the body, and is worked out once.
    """

    def __init__(self, stack: Stack, layout: ColumnLayout, grammar: Grammar) -> None:
        """Of `layout` only counts whether it has a column of units."""
        self.stack = stack
        self._layout = layout
        self._grammar = grammar
        pieces = stack.pieces
        numbers = range(len(pieces))
        self._texts = [piece.token.text for piece in pieces]
        self._is_aside = _asides(pieces)
        # Looked up once: a member of an enumeration takes as long to get as a sum of costs.
        broken, paragraph = LineEnd.BROKEN, LineEnd.PARAGRAPH
        self._is_broken = [end is broken for end in stack.ends]
        self._ends_paragraph = [end is paragraph for end in stack.ends]
        self.holds_place = [*(stack.empty_cells(at) > 0 for at in numbers), False]
        """For each piece whether blank lines hold the place of an empty cell in front of it."""
        self.ends_cell = [
            piece.is_whole and not follows and not is_broken
            for piece, follows, is_broken in zip(
                pieces, [*self._is_aside, False][1:], self._is_broken, strict=True
            )
        ]
        """For each piece whether it is a cell of its own by its look, with nothing in brackets below."""
        self.ends = [self._cost_of_end(at) for at in numbers]
        """What speaks against a cell that ends with each piece."""
        self.joins = [JOIN + self._cost_over(at) for at in numbers]
        """What speaks against putting each piece to the one before it, whatever it says."""
        self.clashes = [JOINED_VALUE if self._are_values(at) else 0.0 for at in numbers]
        """The same, where either of the two is a cell by itself."""
        # A proxy, for else this would be garbage that is only found when all of a document is read.
        own = proxy(self)
        self.short = Answers[int, list[float]](partial(PieceCosts._costs_short, own))
        """The same by the width of a column, of which the piece before may fall short."""
        self.words = Answers[str, Answers[Cut, float]](partial(PieceCosts._words_in, own))
        """By role of a column and pieces what speaks against their words as a cell there."""
        self.groups = Answers[Cut, float](partial(PieceCosts._cost_of_group, own))
        """What speaks against pieces being a row that names those below it."""

    def _words_in(self, role: str) -> Answers[Cut, float]:
        return Answers(lambda cut: self._cost_of_words(cut, role))

    def _cost_of_words(self, cut: Cut, role: str) -> float:
        """What speaks against the words of some pieces in a column of a role."""
        start, end = cut
        text = "".join(self._texts[start:end])
        if role in ("name", "entity"):
            return name_doubt(text, self._grammar)
        if role == "category":
            return self._grammar.remembered(cost_of_label, text)
        first = self.stack.pieces[start]
        kind = first.kind
        if end - start > 1:
            words = without_aside(text) if first.is_whole else text
            kind = kind_of(words, self._layout, self._grammar)
        if role == "unit":
            return cost_of_unit(text, kind)
        # √ and × say whether a goal was met; 约束性 is never a value
        if role in VALUES and kind == "nature" and not text.isalpha():
            return WORDS_FOR_VALUE
        return cost_of_kind(role, kind)

    def _are_values(self, at: int) -> bool:
        """Whether a piece, or the one above it, is a cell by itself, and nothing says that it goes on."""
        if at == 0 or self._is_aside[at] or self._is_broken[at - 1]:
            return False
        pieces = self.stack.pieces
        return pieces[at - 1].is_whole or pieces[at].is_whole

    def _cost_of_end(self, last: int) -> float:
        """What speaks against a cell that ends with the piece `last`."""
        if self._is_broken[last] and not self.stack.pieces[last].is_whole:
            return ENDS_BROKEN
        return 0.0

    def _cost_over(self, at: int) -> float:
        """What speaks against a cell that goes on with the piece `at`."""
        gap = self.stack.pieces[at].gap
        if gap < 0:
            return OVER_SPACE
        cost = 0.0
        if self._ends_paragraph[at - 1]:
            cost = OVER_PARAGRAPH
        if self.stack.blank_divides and gap > 0:
            cost += OVER_BLANK
        return cost

    def _costs_short(self, full: int) -> list[float]:
        """For each piece what speaks against the one before it being no cell's last, in a column
        of a width.
        """
        is_aside = self._is_aside
        costs = [0.0]
        for at in range(1, len(self._texts)):
            # A piece may open a bracket, before which authors break lines that are not full.
            opens = is_aside[at] and not is_aside[at - 1]
            costs.append(0.0 if opens else self._cost_short(at - 1, full))
        return costs

    def _cost_short(self, upper: int, full: int) -> float:
        """What speaks against the piece `upper` being no cell's last, in a column of a width."""
        if self._is_broken[upper]:
            return 0.0
        width = self.stack.pieces[upper].width
        wide = OVER_WIDE if width > WIDEST_COLUMN else 0.0
        return wide + cost_of_short(width, full)

    def _cost_of_group(self, cut: Cut) -> float:
        start, end = cut
        text = "".join(self._texts[start:end])
        pieces = self.stack.pieces
        # 约束性, but not the √ of a column
        is_alone = end - start == 1
        if is_alone and pieces[start].kind == "nature" and text.isalpha():
            return NATURE_OF_ROWS
        cost = self._grammar.remembered(cost_of_group, text)
        cost += sum(self.joins[start + 1 : end]) + self.ends[end - 1]
        # only its number may stand before it: 一 / 经济发展
        return cost + WRONG_KIND * sum([piece.is_whole for piece in pieces[start + 1 : end]])


class CellCosts:
    """Costs of the cells of one stack under one header."""

    def __init__(self, pieces: PieceCosts, layout: ColumnLayout, widths: Mapping[int, int]) -> None:
        """`widths` are those of the columns of words, in half-width units."""
        self.pieces = pieces
        self.layout = layout
        self.width = len(layout.roles)
        """Number of columns."""
        self.is_labelled = layout.column("category") is not None
        """Whether merged labels have a column of their own."""
        columns = range(self.width)
        self.words = [pieces.words[role] for role in layout.roles]
        """For each column what speaks against the words of pieces in it."""
        self.short = [pieces.short[widths.get(column, 0)] for column in columns]
        """For each column what speaks against each piece going on in it, as its width says."""
        self._empty = [self._cost_of_empty(column, held=False) for column in columns]
        self._held = [self._cost_of_empty(column, held=True) for column in columns]

    def join(self, start: int, end: int, column: int) -> float:
        """What speaks against putting the pieces `[start, end)` together, whatever they say."""
        pieces = self.pieces
        short = self.short[column]
        cost = 0.0
        for at in range(start + 1, end):
            cost = cost + pieces.joins[at] + short[at] + pieces.clashes[at]
        return cost

    def empty(self, at: int) -> list[float]:
        """For each column what speaks against an empty cell in front of the piece `at`."""
        held = self.pieces.holds_place[at]
        costs = self._held if held else self._empty
        if at >= self.width:
            return costs
        return [
            self._with_place(FIRST_LABEL, column, held=held)
            if role == "category" and at <= column
            else costs[column]
            for column, role in enumerate(self.layout.roles)
        ]

    def _cost_of_empty(self, column: int, *, held: bool) -> float:
        return self._with_place(cost_of_empty(self.layout.roles[column]), column, held=held)

    def _with_place(self, cost: float, column: int, *, held: bool) -> float:
        if held:
            cost *= HELD_EMPTY
        # of equals the last value is missing
        return cost + EARLIER * (self.width - column)


def _asides(pieces: Sequence[Piece]) -> list[bool]:
    """For each piece whether it stands in brackets that go on in the cell above: 200 / （修复 / 滩涂）."""
    found: list[bool] = []
    is_open = False
    for piece in pieces:
        text = piece.token.text
        if not is_open:
            is_aside = text.startswith(("（", "(")) and not begins_numbered_name(text)
        found.append(is_open or is_aside)
        is_open = found[-1] and not text.endswith(("）", ")")) and not piece.is_whole
    return found
