"""Values with what was wrapped below them, where each has a line of its own: 120.14 / 平方公里, and
36 / （2021年-2025年）, 完成市级 / 下达目标.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from planparse.grammar import Grammar
from planparse.quantity.units import known
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.header_words import plain
from planparse.tables.recover.line_cells import NUMBERS
from planparse.tables.recover.tokens import Token, merge

FEWEST_PAIRS = 2
"""Pairs that follow one another: one alone may be a value and the unit of the next row."""


LONGEST_UNIT = 10
"""Characters of such a unit at most: 吨标准煤/万元."""


def has_wrapped_values(words: Sequence[str], grammar: Grammar) -> bool:
    """Whether any line of a text is right below a number and belongs to it; in most texts none is."""
    is_below_number = False
    begins = grammar.rule("tables.value.words-begin").begins
    is_unit = grammar.memory(known)
    for printed in filter(None, words):
        is_short = len(printed) <= LONGEST_UNIT
        if is_below_number and (_is_aside(printed, grammar) or (is_short and is_unit[printed])):
            return True
        # Most lines are prose, and no more is asked of them.
        if not is_short:
            is_below_number = False
            continue
        if begins[printed[0]] and _begins_goal(printed, grammar):
            return True
        # A cell of letters alone is told in one call.
        is_below_number = not printed.isalpha() and any(map(str.isdigit, printed))
    return False


def whole_values(lines: Sequence[list[Token]], grammar: Grammar) -> list[list[Token]]:
    """The lines with numbers and what belongs to them put together."""
    firsts = {
        *_pairs_in_runs(lines, grammar),
        *_asides(lines, grammar),
        *_goals_in_words(lines, grammar),
    }
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
        unit = _below_number(lines, n, grammar)
        if not _is_unit(unit, grammar):
            n += 1
            continue
        run = [n]
        while _below_number(lines, run[-1] + 2, grammar) == unit:
            run.append(run[-1] + 2)
        if len(run) >= FEWEST_PAIRS:
            yield from run
        n = run[-1] + 2


def _asides(lines: Sequence[list[Token]], grammar: Grammar) -> Iterator[int]:
    """The line of each number that has its years in brackets on the line below."""
    for n in range(len(lines)):
        if _is_aside(_below_number(lines, n, grammar), grammar):
            yield n


def _goals_in_words(lines: Sequence[list[Token]], grammar: Grammar) -> Iterator[int]:
    """The line of each goal in words that goes on below: neither half is one, both together are."""
    for n, (line, below) in enumerate(pairwise(lines)):
        if len(line) != 1 or len(below) != 1 or not _begins_goal(line[0].text, grammar):
            continue
        halves = (line[0].text, below[0].text)
        is_one = cell_kind("".join(halves), grammar) == "value"
        if is_one and all(cell_kind(half, grammar) == "text" for half in halves):
            yield n


def _begins_goal(text: str, grammar: Grammar) -> bool:
    if len(text) > LONGEST_UNIT:
        return False
    return grammar.pattern("tables.value.words-begin").match(text) is not None


def _below_number(lines: Sequence[list[Token]], n: int, grammar: Grammar) -> str:
    """What stands alone on the line below a number that is alone on line `n`; "" where that is not so."""
    pair = lines[n : n + 2]
    if len(pair) < 2 or any(len(line) != 1 for line in pair):
        return ""
    number, below = (line[0].text for line in pair)
    # （2025年） / （2030年） are heads
    is_number = cell_kind(number, grammar) in NUMBERS and not number.startswith(("（", "("))
    return below if is_number else ""


def _is_unit(text: str, grammar: Grammar) -> bool:
    return 0 < len(text) <= LONGEST_UNIT and known(text, grammar)


def _is_aside(text: str, grammar: Grammar) -> bool:
    """Whether words say of which years the number above them is: （2021年-2025年）."""
    if not text.startswith(("（", "(")):
        return False
    return grammar.pattern("tables.value.aside").fullmatch(plain(text)) is not None
