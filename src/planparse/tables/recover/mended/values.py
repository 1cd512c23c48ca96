"""Values whose unit was wrapped below them: 120.14 / 平方公里, where each has a line of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planparse.grammar import Grammar
from planparse.quantity.units import known
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.recover.line_cells import NUMBERS
from planparse.tables.recover.tokens import Token, merge

FEWEST_PAIRS = 2
"""Pairs that follow one another: one alone may be a value and the unit of the next row."""


LONGEST_UNIT = 10
"""Characters of such a unit at most: 吨标准煤/万元."""


def has_wrapped_units(words: Sequence[str], grammar: Grammar) -> bool:
    """Whether any line of a text is a unit right below a number; of most texts none is."""
    above = ""
    for printed in words:
        if not printed:
            continue
        if above[-1:].isdigit() and len(printed) <= LONGEST_UNIT and known(printed, grammar):
            return True
        above = printed if len(printed) <= LONGEST_UNIT else ""
    return False


def whole_values(lines: Sequence[list[Token]], grammar: Grammar) -> list[list[Token]]:
    """The lines with number and unit put together, where a row has several such pairs."""
    firsts = set(_pairs_in_runs(lines, grammar))
    mended: list[list[Token]] = []
    for n, line in enumerate(lines):
        if n in firsts:
            mended.append([merge([line[0], lines[n + 1][0]])])
        elif n - 1 not in firsts:
            mended.append(line)
    return mended


def _pairs_in_runs(lines: Sequence[list[Token]], grammar: Grammar) -> Iterator[int]:
    """The first line of each pair of a number and a unit, of those in runs of one unit."""
    n = 0
    while n < len(lines):
        unit = _unit_below(lines, n, grammar)
        if unit is None:
            n += 1
            continue
        run = [n]
        while _unit_below(lines, run[-1] + 2, grammar) == unit:
            run.append(run[-1] + 2)
        if len(run) >= FEWEST_PAIRS:
            yield from run
        n = run[-1] + 2


def _unit_below(lines: Sequence[list[Token]], n: int, grammar: Grammar) -> str | None:
    """The unit alone on the line below a number that is alone on line `n`."""
    pair = lines[n : n + 2]
    if len(pair) < 2 or any(len(line) != 1 for line in pair):
        return None
    number, unit = (line[0].text for line in pair)
    if cell_kind(number, grammar) not in NUMBERS or not known(unit, grammar):
        return None
    return unit
