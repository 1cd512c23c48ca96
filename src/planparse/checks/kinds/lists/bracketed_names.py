"""count-mismatch of names in brackets: 新建学校8所（…小学、…中学、…）, of which seven are named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Finding

FEWEST_NAMES = 3
"""Names of a list; two stand in brackets for many reasons."""

BEFORE = 28
"""Characters before the brackets that hold the number of what they name."""

FARTHEST = 2
"""Lists that miss their number by more are examples, or name something else."""

SHORTEST_NAME, LONGEST_NAME = 2, 14

ALIKE = 0.6
"""Share of the names that must end in a character of others (区, 县; 小学, 中学), as names of one kind do."""

LONGEST_PLACE = 4
"""Characters of a place's bare name: 平沙, 永定塘."""


@check("count-mismatch")
def bracketed_names(matter: Matter) -> Iterator[Finding]:
    """Numbers of things right before brackets that name more or fewer of them."""
    grammar = matter.grammar
    (mark,) = grammar.words("checks.listing-marks")
    counted_before = grammar.pattern("checks.counted-before")
    brackets = grammar.words("checks.opening-brackets")
    for match in matter.prose.begun_with(brackets, grammar.pattern("checks.named-in-brackets")):
        names = match["names"].split(mark)
        if len(names) < FEWEST_NAMES:
            continue  # as most brackets
        counted = counted_before.search(match.string, max(0, match.start() - BEFORE), match.start())
        announced = read_integer(counted["count"]) if counted else None
        if counted is None or announced is None or not _are_names(names, matter):
            continue
        if not _are_alike(names) and not _are_places(names, counted[0], matter):
            continue
        if 0 < abs(len(names) - announced) <= FARTHEST:
            span = matter.prose.span_of(counted.start("count"), match.end())
            told = counted["count"] + counted["unit"]
            yield finding(
                "count-mismatch",
                "warning",
                told,
                f"正文{matter.places.line(span)}说“{told}”，而括号内列有{len(names)}个。",
                sides=[span],
                span=span,
            )


def _are_names(names: Sequence[str], matter: Matter) -> bool:
    if len(set(names)) < len(names):
        return False
    if any(not SHORTEST_NAME <= len(name) <= LONGEST_NAME for name in names):
        return False
    return not any(matter.grammar.find("checks.no-name-of-a-list", name) for name in names)


def _are_alike(names: Sequence[str]) -> bool:
    ends = [name[-1] for name in names]
    return sum(ends.count(end) > 1 for end in ends) >= ALIKE * len(names)


def _are_places(names: Sequence[str], counted: str, matter: Matter) -> bool:
    """Whether what is counted has one at each place, and bare names of places may stand for it."""
    functions = matter.grammar.words("checks.functions-of-a-center")
    if any(len(name) > LONGEST_PLACE or name in functions for name in names):
        return False
    return matter.grammar.find("checks.counted-by-places", counted) is not None
