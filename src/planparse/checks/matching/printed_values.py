"""The values of a row that a mention may speak of, by its role, its year, and what it counts."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import structs

from planparse.checks.matching.comparable import Pair, of_mention, of_row, on_one_scale
from planparse.checks.matching.counted import is_rate
from planparse.checks.matching.extents import both_hold, keeps
from planparse.checks.matching.names import Name
from planparse.checks.matching.said import NUMBERS, Said
from planparse.checks.matter import Matter
from planparse.grammar import Grammar
from planparse.model.plan import Indicator, Mention, MentionRole, Value

# Roles of mentions that are compared with goals; the others are with what is reached.
PROMISES: frozenset[MentionRole] = frozenset({"target", "standard"})


def agree(mention: Mention, pair: Pair) -> bool:
    """Whether mention and printed value can both hold: a promise kept, or two facts true."""
    said, printed = pair
    if mention.role in PROMISES:
        return keeps(said, printed)
    return both_hold(said, printed)


FEWEST_YEARS = 3
"""Years that items begin with, in order, where each tells of its own."""


def values(mention: Mention, year: int | None, indicator: Indicator) -> Iterator[Value]:
    """The indicator's values of a mention's role, and of the year that it is told for.

    A higher level's goal is never meant.
    """
    main = indicator.target if mention.role in PROMISES else indicator.baseline
    numbers = [
        number
        for number in _of_role(mention, indicator, main)
        if not _is_growth_beside(mention, number)
    ]
    # Goals for several years, or a sum beside a level, and nothing says which is meant.
    if year is None and len({(number.year, number.basis) for number in numbers}) > 1:
        return
    for number in numbers:
        if year is None:
            if number is main:
                yield number
        elif number.year == year or (number.year is None and number is main):
            yield number


def _is_growth_beside(mention: Mention, number: Value) -> bool:
    """Whether it is the growth that a table prints beside the level that is told: 360 | 7.5."""
    return number.measure == "growth" and mention.value.measure != "growth"


def _of_role(
    mention: Mention,
    indicator: Indicator,
    main: Value | None,
) -> list[Value]:
    """The numbers that a row prints in the mention's role, the main one first."""
    role = "target" if mention.role in PROMISES else "baseline"
    numbers = []
    if main is not None and main.kind in NUMBERS:
        numbers.append(main)
    for other in indicator.others:
        is_own = other.role == role and not other.scope
        if is_own and other.kind in NUMBERS:
            numbers.append(other)
    return numbers


def pair_of(
    mention: Mention,
    indicator: Indicator,
    value: Value,
    grammar: Grammar,
) -> Pair | None:
    """Both values on one scale; None where they cannot be compared."""
    said = of_mention(mention)
    if value.basis == "cumulative":
        # `counts_alike` says whether the number is such a sum.
        as_sum = mention.value.model_copy(update={"basis": value.basis, "measure": value.measure})
        said = structs.replace(said, value=as_sum)
    return on_one_scale(said, of_row(indicator, value), grammar)


def counts_alike(
    said: Said,
    name: Name,
    indicator: Indicator,
    value: Value,
    *,
    matter: Matter,
) -> bool:
    """Whether number and printed value count in one way: both what there is, or both what is added.

    `name` is the one under which the row was found.
    """
    tally = said.tally
    year = said.year
    # 由65%提高到80% starts from a state of an unknown year; 由2020年的65% tells which.
    if tally.kind == "yearly" or (tally.kind == "start" and year is None):
        return False
    if year is None and tally.year not in (None, value.year):
        return False  # the sentence speaks of another year, and may still do so here
    if value.basis == "cumulative":
        if _is_of_one_year(said, matter):
            return False
        return tally.kind == "added" or (tally.kind == "state" and tally.period)
    if tally.kind == "added":
        # Only a row of that very name is of what is added, and for no span of years.
        return not tally.period and tally.word in indicator.name and name == said.added
    if tally.kind == "part":
        return _is_part_of_parent(said, indicator, matter)
    return not said.is_part_of_added


def _is_of_one_year(said: Said, matter: Matter) -> bool:
    """Whether a list goes through the years, and the number is of the one that its item begins with."""
    opens = matter.grammar.pattern("checks.year-opens")
    sentence = matter.prose.sentence_up_to(said.mention.span[0])
    if said.tally.period or opens.match(sentence) is None:
        return False
    begun = {found["year"] for found in matter.prose.finditer(opens)}
    return len(begun) >= FEWEST_YEARS


def _is_part_of_parent(
    said: Said,
    indicator: Indicator,
    matter: Matter,
) -> bool:
    """Whether the row breaks down what the 其中 before a mention does."""
    parent = matter.rows.parent(indicator)
    if parent is None:
        # A rate of a part (其中农村覆盖率) may well have a row of its own.
        return is_rate(said.mention)
    whole = said.whole
    return whole is not None and matter.namer.contains(parent, whole)
