"""Facts of one year that are told twice, with two digits swapped: 386万人次, and further down 368万人次."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from planparse.checks.matching.counted import SENTENCE_ENDS, is_part, is_rate
from planparse.checks.matching.extents import base_unit, is_exact
from planparse.checks.matching.unclear import are_measured_alike, is_unclear
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Mention

FEWEST_DIGITS = 3
"""Digits of numbers that are hardly alike by chance."""

FEWEST_UNDATED = 4
"""Digits of a number that is told without its year, and is hardly alike by chance."""

MOST_DIGITS = 12
"""More are not printed."""

SWAPPED = 2
"""Places in which two numbers differ when two digits were swapped."""


@check("prose-contradicts-prose")
def swapped_digits(matter: Matter) -> Iterator[Finding]:
    """Pairs of facts of one name and unit, and of no two years, whose numbers are each other's with two digits swapped."""
    by_digits: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in matter.draft.mentions:
        if mention.role != "baseline" or mention.status != "reached":
            continue
        if not is_exact(mention.value) or not mention.subject:
            continue
        figures = _digits(mention)
        if len(figures) >= FEWEST_DIGITS:
            by_digits["".join(sorted(figures)), base_unit(mention)].append(mention)
    for mentions in by_digits.values():
        for first, second in combinations(mentions, 2):
            if not _is_swapped(_digits(first), _digits(second)):
                continue
            if _are_of_one_year(first, second) and _are_one(first, second, matter):
                yield _finding(first, second, matter)


def _digits(mention: Mention) -> str:
    return f"{mention.value.value:.{MOST_DIGITS}g}"


def _is_swapped(a: str, b: str) -> bool:
    """Whether two neighbouring digits stand the other way round, and nothing else is another."""
    if len(a) != len(b):
        return False
    other = [at for at, (one, two) in enumerate(zip(a, b, strict=True)) if one != two]
    return len(other) == SWAPPED and other[1] - other[0] == 1


def _are_of_one_year(a: Mention, b: Mention) -> bool:
    """Whether both are of one year, or one is told without any, and has more digits to be known by."""
    years = {a.value.year, b.value.year}
    if len(years) == 1:
        return None not in years
    return None in years and len(_digits(a)) >= FEWEST_UNDATED


def _are_one(a: Mention, b: Mention, matter: Matter) -> bool:
    names = [matter.namer.name(mention.subject or "", mention.per) for mention in (a, b)]
    if not matter.namer.alike(*names) or is_rate(a) != is_rate(b):
        return False
    text = matter.draft.source.text
    if not any(text.find(mark, a.span[1], b.span[0]) >= 0 for mark in SENTENCE_ENDS):
        return False
    for mention in (a, b):
        if is_unclear(mention, matter) or is_part(mention, matter.draft, matter.grammar):
            return False
    return are_measured_alike(a, b, matter)


def _finding(a: Mention, b: Mention, matter: Matter) -> Finding:
    places = matter.places
    name = max(a.subject or "", b.subject or "", key=len)
    return finding(
        "prose-contradicts-prose",
        "warning",
        name,
        f"“{name}”前后不一：{places.prose(a)}为{places.quantity(a)}，"
        f"而{places.prose(b)}为{places.quantity(b)}。",
        records=[a.id, b.id],
        span=b.span,
        page=b.page,
    )
