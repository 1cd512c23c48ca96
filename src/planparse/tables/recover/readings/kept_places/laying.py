"""The words of a line laid over columns, in order, each as near as possible.

No place needs to be exact: converters move words aside where those before them take more room than
on the page. What the words are helps: a number goes to no column of words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from planparse.grammar.engines import compiled
from planparse.tables.recover.name_ends import begins_numbered_name
from planparse.tables.recover.readings.kept_places.column import (
    NUMBERS,
    PlacedColumn,
    kind_of_words,
)
from planparse.tables.recover.readings.kept_places.words import PlacedWord

# What it costs that words make a column of their own: as much as being so many places off.
NEW_COLUMN = 5.0

# For a wide gap inside of a cell.
GAP_INSIDE = 9.0

# For two words in one cell that a single blank divides, where both are whole cells by their look.
TWO_CELLS = 6.0

# For a whole cell and other words in one, divided by a single blank: 20 农村生活污水治理率.
CELL_AND_WORDS = 2.0

# For a number and its unit: 1450 万吨标煤.
NUMBER_AND_UNIT = 0.4

# For two words of Chinese characters that a blank divides: a little more than a column of its own.
WORDS_OF_HAN = 6.0

# For a bound of columns where a single blank stands.
NARROW_BOUND = 0.5

# For each column beyond one over whose middle a head stands.
HEAD_OVER_COLUMN = 4.0

# More than this is never worth looking at.
TOO_MUCH = 30.0

_HAN = compiled(r"\p{Han}")

Words = tuple[PlacedWord, ...]
Part = tuple[int | None, Words]
"""Words of a line and the number of their column, None for a new one."""

Judge = Callable[[Sequence[PlacedWord], PlacedColumn], float]
"""How badly words of a header read as the head of a column."""


class LaidWords(NamedTuple):
    """Which words go where, and what it costs."""

    cost: float
    parts: list[Part]


class _LayingStep(NamedTuple):
    """The cheapest way to lay the first words over the first columns."""

    cost: float
    first: int
    """The first of the words that go to its last column."""
    column: int | None
    """That column; None for a new one."""


def laid_over(
    words: Sequence[PlacedWord],
    columns: Sequence[PlacedColumn],
    *,
    may_add: bool = False,
    shift: float = 0.0,
    judge: Judge | None = None,
) -> LaidWords:
    """What it costs to lay words over columns, and which go where; `shift` moves the columns.

    Heads are of other kinds than the cells below them and may be wider: of those `judge` says how
    badly words read as a head of a column.
    """
    steps: list[list[_LayingStep]] = [[_LayingStep(0.0, 0, None)] * (len(columns) + 1)]
    for end in range(1, len(words) + 1):
        ways = _ends(words, end, columns, shift, judge)
        row: list[_LayingStep] = []
        for taken in range(len(columns) + 1):
            # the last of these columns stays empty, or it takes the last words
            step = row[-1] if row else _LayingStep(float("inf"), 0, None)
            for first, inside, costs in ways:
                if taken:
                    cost = steps[first][taken - 1].cost + inside + costs[taken - 1]
                    if cost < step.cost:
                        step = _LayingStep(cost, first, taken - 1)
                if may_add and steps[first][taken].cost + inside + NEW_COLUMN < step.cost:
                    step = _LayingStep(steps[first][taken].cost + inside + NEW_COLUMN, first, None)
            row.append(step)
        steps.append(row)
    return LaidWords(steps[-1][-1].cost, _parts(words, steps))


def _ends(
    words: Sequence[PlacedWord],
    end: int,
    columns: Sequence[PlacedColumn],
    shift: float,
    judge: Judge | None,
) -> list[tuple[int, float, list[float]]]:
    """The words before `end` that may stand in one cell: their first one, what it costs that they
    do, and what it costs to lay them over each column.
    """
    ways: list[tuple[int, float, list[float]]] = []
    inside = 0.0
    for first in range(end - 1, -1, -1):
        if first < end - 1:
            inside += _join(words[first], words[first + 1], is_head=judge is not None)
        if inside > TOO_MUCH:
            break
        is_free = words[first].is_apart or (first and _are_han(words[first - 1], words[first]))
        bound = 0.0 if is_free else NARROW_BOUND
        costs = _costs(words[first:end], columns, shift, judge)
        ways.append((first, inside + bound, costs))
    return ways


def _costs(
    words: Sequence[PlacedWord], columns: Sequence[PlacedColumn], shift: float, judge: Judge | None
) -> list[float]:
    """What it costs to lay the words of one cell over each column."""
    x0, x1 = words[0].x0 - shift, words[-1].x1 - shift
    if judge is None:
        kind = kind_of_words(words)
        return [column.distance(x0, x1) + column.strangeness(kind) for column in columns]
    over = sum(x0 < column.middle < x1 for column in columns)
    wide = HEAD_OVER_COLUMN * max(0, over - 1)
    return [column.off(x0, x1) + wide + judge(words, column) for column in columns]


def _parts(words: Sequence[PlacedWord], steps: Sequence[Sequence[_LayingStep]]) -> list[Part]:
    """Which words go where, from the last ones back."""
    parts: list[Part] = []
    end, taken = len(words), len(steps[0]) - 1
    while end > 0:
        step = steps[end][taken]
        parts.append((step.column, tuple(words[step.first : end])))
        end = step.first
        if step.column is not None:
            taken = step.column
    parts.reverse()
    return parts


def _join(left: PlacedWord, right: PlacedWord, *, is_head: bool) -> float:
    """What it costs that two words that follow one another stand in one cell."""
    if right.is_apart:
        return GAP_INSIDE
    words = WORDS_OF_HAN if _are_han(left, right) else 0.0
    if is_head:
        return words
    if left.kind in NUMBERS and right.kind == "unit":
        return NUMBER_AND_UNIT
    wholes = (left.kind != "text") + (right.kind != "text")
    if wholes == 2 or begins_numbered_name(right.token.text):
        return TWO_CELLS
    return CELL_AND_WORDS if wholes else words


def _are_han(left: PlacedWord, right: PlacedWord) -> bool:
    """Whether Chinese characters stand on both sides of a blank: none stands inside of a cell, but
    between the single characters of one that is spaced out.
    """
    before, behind = left.token.text, right.token.text
    if min(len(before), len(behind)) < 2:
        return False
    return _HAN.match(before[-1]) is not None and _HAN.match(behind[0]) is not None
