"""What speaks against pieces of a stack being one cell, and against what lies between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planparse.grammar import Grammar
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
from planparse.tables.recover.tokens import VALUES, ColumnLayout, kind_of, merge

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


class PieceWords:
    """What the pieces of a stack say where they are put together.

    It is the same in all columns of a role, however wide the columns are, and is worked out once.
    """

    def __init__(self, stack: Stack, layout: ColumnLayout, grammar: Grammar) -> None:
        self._pieces = stack.pieces
        self._texts = [piece.token.text for piece in stack.pieces]
        self._layout = layout
        self._grammar = grammar
        self._known: dict[tuple[int, int, str], float] = {}

    def cost(self, start: int, end: int, role: str) -> float:
        """What speaks against the words of the pieces `[start, end)` in a column of a role."""
        key = (start, end, role)
        if key not in self._known:
            self._known[key] = self._cost(start, end, role)
        return self._known[key]

    def _cost(self, start: int, end: int, role: str) -> float:
        text = "".join(self._texts[start:end])
        if role in ("name", "entity"):
            return name_doubt(text, self._grammar)
        if role == "category":
            return self._grammar.remembered(cost_of_label, text)
        pieces = self._pieces[start:end]
        kind = pieces[0].kind
        if len(pieces) > 1:
            token = merge([piece.token for piece in pieces])
            if pieces[0].is_whole:
                token = without_aside(token)
            kind = kind_of(token, self._layout, self._grammar)
        if role == "unit":
            return cost_of_unit(text, kind)
        # √ and × say whether a goal was met; 约束性 is never a value
        if role in VALUES and kind == "nature" and not text.isalpha():
            return WORDS_FOR_VALUE
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
        self.width = len(layout.roles)
        """Number of columns."""
        self.is_labelled = layout.column("category") is not None
        """Whether merged labels have a column of their own."""
        pieces = stack.pieces
        # Each piece is asked for in every column, and together with those before it.
        self._is_aside = _asides(pieces)
        self.ends_cell = [
            piece.is_whole and not follows and end is not LineEnd.BROKEN
            for piece, follows, end in zip(
                pieces, [*self._is_aside[1:], False], stack.ends, strict=True
            )
        ]
        """For each piece whether it is a cell of its own by its look, with nothing in brackets below."""
        self._texts = [piece.token.text for piece in pieces]
        self._is_whole = [piece.is_whole for piece in pieces]
        self._holds_place = [stack.empty_cells(at) > 0 for at in range(len(pieces))]
        numbers = range(len(pieces))
        self._over = [self._cost_over(at) for at in numbers]
        self.ends = [self._cost_of_end(at) for at in numbers]
        """What speaks against a cell that ends with each piece."""
        self._joins_values = [at > 0 and self._are_values(at) for at in numbers]
        # Few columns are of words, and so of a width.
        by_width = {
            full: [self._cost_short(at, full) for at in numbers] for full in {0, *widths.values()}
        }
        self._short = [by_width[widths.get(column, 0)] for column in range(self.width)]
        self._empty = [self._cost_of_empty(column, held=False) for column in range(self.width)]
        self._held = [self._cost_of_empty(column, held=True) for column in range(self.width)]

    def goes_on(self, before: float, at: int, column: int) -> float:
        """What speaks against putting pieces together: `before` without the piece `at`, now with it."""
        cost = before + (JOIN + self._over[at])
        # A piece may open a bracket, before which authors break lines that are not full.
        if not self._is_aside[at] or self._is_aside[at - 1]:
            cost += self._short[column][at - 1]
        if self._joins_values[at]:
            cost += JOINED_VALUE
        return cost

    def _are_values(self, at: int) -> bool:
        """Whether a piece, or the one above it, is a cell by itself, and nothing says that it goes on."""
        may_go_on = self._is_aside[at] or self.stack.ends[at - 1] is LineEnd.BROKEN
        return (self._is_whole[at - 1] or self._is_whole[at]) and not may_go_on

    def join(self, start: int, end: int, column: int) -> float:
        """What speaks against putting the pieces `[start, end)` together, whatever they say."""
        cost = 0.0
        for at in range(start + 1, end):
            cost = self.goes_on(cost, at, column)
        return cost

    def _cost_of_end(self, last: int) -> float:
        """What speaks against a cell that ends with the piece `last`."""
        if self.stack.ends[last] is LineEnd.BROKEN and not self._is_whole[last]:
            return ENDS_BROKEN
        return 0.0

    def _cost_over(self, at: int) -> float:
        """What speaks against a cell that goes on with the piece `at`."""
        gap = self.stack.pieces[at].gap
        if gap < 0:
            return OVER_SPACE
        cost = 0.0
        if self.stack.ends[at - 1] is LineEnd.PARAGRAPH:
            cost = OVER_PARAGRAPH
        if self.stack.blank_divides and gap > 0:
            cost += OVER_BLANK
        return cost

    def _cost_short(self, upper: int, full: int) -> float:
        """What speaks against the piece `upper` being no cell's last, in a column of a width."""
        if self.stack.ends[upper] is LineEnd.BROKEN:
            return 0.0
        width = self.stack.pieces[upper].width
        wide = OVER_WIDE if width > WIDEST_COLUMN else 0.0
        return wide + cost_of_short(width, full)

    def group(self, start: int, end: int) -> float:
        """What speaks against the pieces `[start, end)` being a row that names those below it."""
        text = "".join(self._texts[start:end])
        # 约束性, but not the √ of a column
        is_alone = end - start == 1
        if is_alone and self.stack.pieces[start].kind == "nature" and text.isalpha():
            return NATURE_OF_ROWS
        cost = self.grammar.remembered(cost_of_group, text)
        cost += sum([JOIN + over for over in self._over[start + 1 : end]]) + self.ends[end - 1]
        # only its number may stand before it: 一 / 经济发展
        return cost + WRONG_KIND * sum(self._is_whole[start + 1 : end])

    def empty(self, column: int, at: int) -> float:
        """What speaks against an empty cell in front of the piece `at`."""
        held = at < len(self._holds_place) and self._holds_place[at]
        if at <= column and self.layout.roles[column] == "category":
            return self._with_place(FIRST_LABEL, column, held=held)
        return self._held[column] if held else self._empty[column]

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
