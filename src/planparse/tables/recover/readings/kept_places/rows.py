"""Printed lines to rows: the cheapest division, by what the cells of each row then say.

A row's cells are wrapped over lines that follow one another. Where one row ends and the next one
begins is not printed; it is told by what would stand in one cell: two units or two values are two
rows, half a bracket is half a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from planparse.grammar import Grammar
from planparse.quantity.units import known
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.recover.doubt import SHORT_PIECE, is_balanced, name_doubt
from planparse.tables.recover.readings.kept_places.body_lines import Cells
from planparse.tables.recover.tokens import VALUES

# Lines of one row at most.
MOST_LINES = 9

# For each value, unit, nature or serial number beyond one in a cell: these are two rows.
TWO_IN_CELL = 6.0

# For a cell whose brackets do not close, and that is no name.
TORN_VALUE = 3.0

# For words in a column of values, or something else than a unit in that of units.
OTHER_KIND = 0.7

# For an empty cell in a column that is filled in all rows; less where it is often empty.
EMPTY_CELL = 1.5

# The same for a serial number: parts of an indicator have none.
NO_NUMBER = 0.5

# For a row that names the rows below it: more than nothing, less than a torn name.
GROUP = 1.5

# For a group that the grammar doesn't know as one.
UNKNOWN_GROUP = 1.5

# For lines that hold no cell behind the name.
NO_CELLS = 8.0

# What is impossible.
NEVER = 99.0

# For each line by which the middle of a cell stands off the middle of its row.
OFF_MIDDLE = 0.4

# For a blank line inside of a row.
BLANK_INSIDE = 0.4

# The same where blank lines stand between all lines, on top of that.
BLANKS_DIVIDE = 2.0

# Characters that a line's shortfall counts for at most.
MOST_SHORT = 6

_HARD = ("missing", "nature", "serial", "value")


class LineRow(NamedTuple):
    """Lines `[first, end)` of a table, as a row of cells or as the name of a group."""

    first: int
    end: int
    is_group: bool


class LineDivision(NamedTuple):
    """All rows, and what speaks against them."""

    rows: list[LineRow]
    cost: float
    is_top: bool
    """The cells of a row begin on its first line; else they are centred."""


class LinesToRows:
    """Finds the cheapest division of lines into rows."""

    def __init__(
        self,
        lines: Sequence[Cells],
        after_blank: Sequence[bool],
        roles: Sequence[str],
        name: int,
        grammar: Grammar,
    ) -> None:
        self.lines = lines
        self.after_blank = after_blank
        self.roles = roles
        self.name = name
        self.grammar = grammar
        self.is_top = False
        self.labels = [at for at, role in enumerate(roles) if role == "category"]
        self.longest = self._longest()
        # Where blank lines stand between most lines, they stand between rows.
        share = sum(after_blank) / max(1, len(after_blank))
        self.blank_inside = BLANK_INSIDE + BLANKS_DIVIDE * share
        self.filled = self._filled()

    def divide(self) -> LineDivision:
        """The division of all lines, with cells that are centred or that begin on one line."""
        ways: list[LineDivision] = []
        for self.is_top in (False, True):
            ways.append(self._divide())
        centred, at_top = ways
        if centred.cost == at_top.cost and self._labels_lead():
            return at_top
        return min(ways, key=lambda way: way.cost)

    def _labels_lead(self) -> bool:
        """Whether a label stands on the first line, and nowhere two of them on lines side by side, as
        the pieces of one would: then each stands before the first of its rows.
        """
        if not any(at in self.lines[0] for at in self.labels):
            return False
        lines = pairwise(self.lines)
        return not any(at in above and at in below for above, below in lines for at in self.labels)

    def _divide(self) -> LineDivision:
        count = len(self.lines)
        best = [0.0] + [float("inf")] * count
        back = [LineRow(0, 0, is_group=False)] * (count + 1)
        for end in range(1, count + 1):
            for first in range(end - 1, max(-1, end - 1 - MOST_LINES), -1):
                for is_group in (False, True):
                    row = LineRow(first, end, is_group)
                    cost = best[first] + self.cost(row)
                    if cost < best[end]:
                        best[end] = cost
                        back[end] = row
        rows: list[LineRow] = []
        end = count
        while end > 0:
            rows.append(back[end])
            end = back[end].first
        rows.reverse()
        return LineDivision(rows, best[count], self.is_top)

    # ------------------------------------------------------------ what is known of all lines

    def _pieces(self, first: int, end: int, column: int) -> list[tuple[int, str]]:
        """The words of a column on some lines."""
        found: list[tuple[int, str]] = []
        for n in range(first, end):
            words = self.lines[n].get(column)
            if words:
                found.append((n, "".join(word.token.text for word in words)))
        return found

    def _longest(self) -> int:
        """Characters of the longest piece of a name."""
        pieces = self._pieces(0, len(self.lines), self.name)
        return max((len(text) for _, text in pieces), default=0)

    def _filled(self) -> list[float]:
        """For each column how often a row fills it, one that is filled most counting 1."""
        counts: list[int] = []
        for column, role in enumerate(self.roles):
            pieces = self._pieces(0, len(self.lines), column)
            if role in ("unit",):
                counts.append(sum(known(text, self.grammar) for _, text in pieces))
            else:
                counts.append(sum(cell_kind(text, self.grammar) in _HARD for _, text in pieces))
        most = max(
            [count for at, count in enumerate(counts) if at != self.name and at not in self.labels],
            default=1,
        )
        return [count / max(1, most) for count in counts]

    # ------------------------------------------------------------ one row

    def cost(self, row: LineRow) -> float:
        """What speaks against some lines as one row."""
        cost = self.blank_inside * sum(self.after_blank[row.first + 1 : row.end])
        if row.is_group:
            return cost + self._group(row)
        pieces = [self._pieces(row.first, row.end, at) for at in range(len(self.roles))]
        names = pieces[self.name]
        cost += self._name(names)
        filled: list[Sequence[tuple[int, str]]] = []
        for column, role in enumerate(self.roles):
            if column == self.name or column in self.labels:
                continue
            cost += self._cell(pieces[column], column, role)
            if pieces[column]:
                filled.append(pieces[column])
        if not filled:
            return cost + NO_CELLS
        if names:
            filled.append(names)
        return cost + OFF_MIDDLE * self._off(filled)

    def _off(self, filled: Sequence[Sequence[tuple[int, str]]]) -> float:
        """By how many lines the cells of a row stand beside one another."""
        if self.is_top:
            firsts = [cell[0][0] for cell in filled]
            return float(sum(first - min(firsts) for first in firsts))
        middles = sorted((cell[0][0] + cell[-1][0]) / 2 for cell in filled)
        middle = middles[len(middles) // 2]
        return sum(max(0.0, abs(at - middle) - 0.5) for at in middles)

    def _group(self, row: LineRow) -> float:
        """A group's name stands alone on its line."""
        if row.end - row.first > 1:
            return NEVER
        cells = self.lines[row.first]
        outside = [at for at in cells if self.roles[at] in (*VALUES, "nature", "unit")]
        if len(outside) > 1 or len(cells) > 2:
            return NEVER
        if outside and len(cells) > 1:
            return NEVER
        if not outside and all(at in self.labels for at in cells):
            return 0.0  # a piece of a label that no row stands beside
        text = "".join(word.token.text for words in cells.values() for word in words)
        if cell_kind(text, self.grammar) in ("value", "missing", "nature"):
            return NEVER
        cost = GROUP
        is_numbered = any(self.roles[at] == "number" for at in cells) and self.name in cells
        if not is_numbered and not self.grammar.pattern("grids.spanning-label").fullmatch(text):
            cost += UNKNOWN_GROUP
        return cost + (0.0 if is_balanced(text) else TORN_VALUE)

    def _name(self, pieces: Sequence[tuple[int, str]]) -> float:
        cost = name_doubt("".join(text for _, text in pieces), self.grammar)
        for _, text in pieces[:-1]:
            short = self.longest - 1 - len(text)
            cost += SHORT_PIECE * min(MOST_SHORT, max(0, short))
        # （三）良好生态系统 amid the lines of a name is that of a group.
        heading = self.grammar.pattern("grids.heading")
        groups = sum(heading.match(text) is not None for _, text in pieces[1:])
        return cost + TWO_IN_CELL * groups

    def _cell(self, pieces: Sequence[tuple[int, str]], column: int, role: str) -> float:
        if not pieces:
            return (NO_NUMBER if role == "number" else EMPTY_CELL) * self.filled[column]
        text = "".join(piece for _, piece in pieces)
        if role == "unit":
            if known(text, self.grammar) or cell_kind(text, self.grammar) == "missing":
                return 0.0
            units = sum(known(piece, self.grammar) for _, piece in pieces)
            return OTHER_KIND + TWO_IN_CELL * max(0, units - 1)
        kind = cell_kind(text, self.grammar)
        if kind in _HARD and len(pieces) == 1:
            return 0.0
        hard = sum(cell_kind(piece, self.grammar) in _HARD for _, piece in pieces)
        cost = TWO_IN_CELL * max(0, hard - 1)
        if not is_balanced(text):
            cost += TORN_VALUE
        if role in (*VALUES, "nature", "number") and kind not in _HARD:
            cost += OTHER_KIND
        return cost
