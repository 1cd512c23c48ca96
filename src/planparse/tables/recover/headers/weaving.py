"""Cells of a header out of pieces: of all ways to put them together, the one that costs least.

The pieces stand on some lines, each line in its order. A cell takes some of the next pieces
of each line; the cells come from left to right, those in front of the values first. The
costs are compared with one another only: 2 is a whole column that is missing, 0.3 a cell
that reads a little oddly, 0.01 decides between equals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product
from operator import add, sub
from typing import NamedTuple

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.tables.header_words import is_word, role_of
from planparse.tables.recover.doubt import is_balanced
from planparse.tables.recover.tokens import VALUES, Lines, Token

LETTER_OF_ROLE = dict.fromkeys(VALUES, "V") | {"nature": "N", "unit": "U"}
"""What the rows print under a column behind the name."""

_NAMES = frozenset({"name", "entity"})
# Roles of the columns in front of the values.
_FRONT = ("category", "number", "name", "entity")

# Columns of a woven header that a further one may follow at most.
_MOST_COLUMNS = 12

# Pieces that a cell takes of each of several lines at most: its lines stand above each other.
_PIECES_OF_A_LINE = 1

# The same where all pieces stand one after the other: 指标 / 属 / 性.
_PIECES_OF_ONE_LINE = 3

_YEAR_INSIDE = re.compile("20[0-9][0-9]")

# A column that the rows print and the header has not.
_MISSING = 2.0

# A column that holds something else than the rows print there; worse than one that is missing.
_UNLIKE = 3.0

# A label or serial number behind the name: it stands in front in nearly all tables. Pinned by
# “A header in pieces above and below its middle line”.
_BEHIND_NAME = 1.5

# A column behind those that the rows print: 备注, which may be empty.
_SURPLUS = 0.5

# A year before the one at its left: years stand in order, but 2025年 may come before 2020年实际.
# Pinned by the same case.
_EARLIER_YEAR = 0.4

# Words that only a pattern takes for a header, and no word list.
_UNKNOWN_WORDS = 0.3

# A beginning that mostly ends a cell: （实际值）, or words before a year.
_ODD_BEGINNING = 0.3

# A piece that is the head of another column, in words that only a pattern knows. Pinned by “A unit
# above and below its row”.
_STRANGER = 0.5

# A bracket that is opened and not closed: its other half is left for another cell.
_UNBALANCED = 0.6

# Pieces that lie on neither the middle line nor evenly around it, and don't begin on the first
# line.
_OFF_CENTRE = 0.1

# Pieces that begin on the first line, as those of other tables do.
_FROM_THE_TOP = 0.02

# A line between two pieces of a cell that holds none, where the cell is not centred.
_HOLE = 0.3

# Each further piece: of equals the cells in fewer pieces.
_PIECE = 0.01

_NEVER = float("inf")

Take = tuple[int, ...]
"""How many of the next pieces of each line a cell takes."""


class Woven(Struct, frozen=True):
    """The cells of a header, each the pieces that it is made of, and what they cost."""

    cost: float
    cells: list[list[Token]]


class _Point(Struct, frozen=True):
    """How far a header is woven."""

    at: tuple[int, ...]
    """The next piece of each line."""
    seen: frozenset[str]
    """Roles of the columns in front of the values."""
    behind: int
    """Number of columns behind the name."""
    year: str
    """The last year that was read."""


class _NextColumn(Struct, frozen=True):
    """A further column: what it costs by its role, and what stands there with it,
    as in `_Point`.
    """

    cost: float
    seen: frozenset[str]
    behind: int


class _Rest(NamedTuple):
    """The cheapest cells from a point on."""

    cost: float
    takes: tuple[Take, ...]


def woven(
    lines: Lines,
    tail: str,
    grammar: Grammar,
) -> Woven | None:
    """The cells that some lines of pieces make up at the least cost; None where they make up none.

    `tail` is what the rows print behind the name, a letter a cell.
    """
    weaver = _Weaver(lines, tail, grammar)
    at: tuple[int, ...] = (0,) * len(lines)
    nothing = _Point(at, seen=frozenset(), behind=0, year="")
    cost, takes = weaver.rest(nothing)
    if not takes:
        return None
    cells: list[list[Token]] = []
    for take in takes:
        cells.append(_taken(lines, at, take))
        at = _behind(at, take)
    return Woven(cost, cells)


class _Weaver:
    """Weaves the pieces of some lines; what was found for a point is kept."""

    def __init__(
        self,
        lines: Lines,
        tail: str,
        grammar: Grammar,
    ) -> None:
        self.lines = lines
        self.ends = tuple(len(line) for line in lines)
        self.tail = tail
        self.grammar = grammar
        self.most = _PIECES_OF_ONE_LINE if len(lines) == 1 else _PIECES_OF_A_LINE
        self._found: dict[_Point, _Rest] = {}

    def rest(self, point: _Point) -> _Rest:
        """The cheapest way to make cells of all pieces from a point on."""
        if point not in self._found:
            self._found[point] = self._cheapest(point)
        return self._found[point]

    def _cheapest(self, point: _Point) -> _Rest:
        if point.at == self.ends:
            return _Rest(self._cost_of_end(point), ())
        best = _Rest(_NEVER, ())
        if len(point.seen) + point.behind > _MOST_COLUMNS:
            return best
        for take in self._takes(point):
            pieces = _taken(self.lines, point.at, take)
            text = "".join(piece.text for piece in pieces)
            role = role_of(text, self.grammar)
            step = self._step(role, point)
            if step.cost == _NEVER:
                continue
            year = _year_of(text) or point.year
            at = _behind(point.at, take)
            after = self.rest(_Point(at, step.seen, step.behind, year))
            oddness = self._oddness(text, is_earlier=year < point.year)
            oddness += self._strangeness(pieces, text, role)
            cost = step.cost + after.cost + _lopsidedness(take) + oddness
            if cost < best.cost:
                best = _Rest(cost, (take, *after.takes))
        return best

    def _cost_of_end(self, point: _Point) -> float:
        """What it costs to have no further column."""
        if not point.seen & _NAMES:
            return _NEVER
        return _MISSING * (len(self.tail) - point.behind)

    def _takes(self, point: _Point) -> Iterator[Take]:
        """The pieces that the next cell may be made of."""
        choices: list[range] = []
        for n_left in map(sub, self.ends, point.at):
            most = min(self.most, n_left)
            choices.append(range(most + 1))
        for take in product(*choices):
            if any(take):
                yield take

    def _step(self, role: str | None, point: _Point) -> _NextColumn:
        """A column of this role as the next one."""
        seen = point.seen
        behind = point.behind
        if role in _FRONT:
            return _NextColumn(_cost_in_front(role, point), seen | {role}, behind)
        if role is None or not seen & _NAMES:
            # Before the name a value is out of place, and other words make no column at all.
            is_out_of_place = role == "unit" or role in VALUES
            return _NextColumn(_UNLIKE if is_out_of_place else _NEVER, seen, behind)
        if behind >= len(self.tail):
            return _NextColumn(_SURPLUS, seen, behind)
        letter = LETTER_OF_ROLE.get(role)
        if letter is None:  # a note amid the values holds none of them
            return _NextColumn(_UNLIKE, seen, behind)
        cost = 0.0 if letter == self.tail[behind] else _UNLIKE
        return _NextColumn(cost, seen, behind + 1)

    def _oddness(self, text: str, *, is_earlier: bool) -> float:
        """What speaks against the words of a cell;
        `is_earlier` says that its year is before the last one.
        """
        cost = 0.0
        if is_earlier:
            cost += _EARLIER_YEAR
        if not is_word(text, self.grammar):
            cost += _UNKNOWN_WORDS
        if text[:1] in "（(" or _YEAR_INSIDE.search(text, 1):
            cost += _ODD_BEGINNING
        if not is_balanced(text):
            cost += _UNBALANCED
        return cost

    def _strangeness(
        self,
        pieces: Sequence[Token],
        text: str,
        role: str | None,
    ) -> float:
        """What speaks against words with a piece that heads another column by itself: 序 / 属性."""
        if len(pieces) == 1 or is_word(text, self.grammar):
            return 0.0
        strangers = 0
        for piece in pieces:
            is_head = is_word(piece.text, self.grammar)
            strangers += is_head and role_of(piece.text, self.grammar) != role
        return _STRANGER * strangers


def is_year(text: str) -> bool:
    """Whether a word is a year of our time, in digits alone."""
    is_number = len(text) == 4 and text.isdecimal()
    return is_number and text.startswith(("19", "20"))


def _year_of(text: str) -> str:
    """The year with which the words of a cell begin, "" where there is none."""
    begin = text[:4]
    return begin if is_year(begin) else ""


def _behind(at: tuple[int, ...], take: Take) -> tuple[int, ...]:
    """The next piece of each line once a cell has taken some."""
    return tuple(map(add, at, take))


def _taken(
    lines: Lines,
    at: tuple[int, ...],
    take: Take,
) -> list[Token]:
    """The pieces of a cell: of each line as many as it takes, from the next one on."""
    pieces: list[Token] = []
    for line, begin, end in zip(lines, at, _behind(at, take), strict=True):
        pieces += line[begin:end]
    return pieces


def _cost_in_front(role: str, point: _Point) -> float:
    """What a label, serial number or name costs as the next column."""
    if role in point.seen:
        return _NEVER
    if point.behind > 0:
        return _NEVER
    return _BEHIND_NAME if point.seen & _NAMES else 0.0


def _lopsidedness(take: Take) -> float:
    """Pieces of a centred cell stand as far above the middle line as below it;
    those of others begin on the first.
    """
    lines = [i for i, n in enumerate(take) if n]
    first = lines[0]
    last = lines[-1]
    is_centred = first + last == len(take) - 1
    if is_centred:
        cost = 0.0
    elif first == 0:
        cost = _FROM_THE_TOP
    else:
        cost = _OFF_CENTRE
    has_holes = last - first + 1 > len(lines)
    if has_holes and not is_centred:
        cost += _HOLE
    return cost + _PIECE * (sum(take) - 1)
