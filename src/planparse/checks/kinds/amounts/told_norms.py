"""One norm of money told twice: 护理补贴标准为每人每月260元, and further down 按每人每月180元的护理补贴标准."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

import regex

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding
from planparse.quantity.units import find_unit, normalize

SHORTEST_PEOPLE = 3
"""Characters that say whose norm it is: 老人 may be any."""

LONGEST_BEFORE = 60
"""Characters of the sentence before a norm that say whose it is."""


class Norm(NamedTuple):
    """An amount for each person and month or year."""

    name: str
    people: str
    """Whose it is, by the words that stand nearest before it."""
    per: str
    amount: float
    """In yuan."""
    printed: str
    years: frozenset[str]
    """The years that its sentence names."""
    place: tuple[int, int]
    """Where it stands in the running text."""


@check("prose-contradicts-prose")
def told_norms(matter: Matter) -> Iterator[Finding]:
    """Norms of one name, for the same people and the same time, that are two amounts."""
    told: set[str] = set()
    for first, second in combinations(_norms(matter), 2):
        if first.name in told or first.amount == second.amount:
            continue
        if _are_one(first, second) and _stand_apart(first, second, matter):
            told.add(first.name)
            yield _finding(first, second, matter)


def _norms(matter: Matter) -> Iterator[Norm]:
    for rule in ("checks.norm-behind-name", "checks.norm-before-name"):
        pattern = matter.grammar.pattern(rule)
        for found in matter.prose.finditer_beside("checks.norm-words", pattern):
            norm = _norm(found, matter)
            if norm is not None:
                yield norm


def _norm(found: regex.Match[str], matter: Matter) -> Norm | None:
    grammar = matter.grammar
    at = found.start("name")
    sentence = matter.prose.sentence_before(at) + found.string[at : found.end()]
    sentence += matter.prose.sentence_behind(found.end())
    # What it was, what it will be, and what is paid of it by whom are other amounts.
    if grammar.find("checks.norm-of-other-kind", sentence):
        return None
    before = matter.prose.sentence_before(found.start())[-LONGEST_BEFORE:]
    people = grammar.pattern("checks.people-of-a-norm").findall(before + found["name"])
    amount = _amount(found, matter)
    if amount is None:
        return None
    return Norm(
        name=found["name"],
        people=people[-1] if people else "",
        per=found["per"],
        amount=amount,
        printed=f"每人每{found['per']}{found['number']}{found['unit']}",
        years=frozenset(grammar.pattern("checks.any-year").findall(sentence)),
        place=found.span(),
    )


def _amount(found: regex.Match[str], matter: Matter) -> float | None:
    number = Decimal(found["number"].replace(",", ""))
    norm = normalize(number, find_unit(found["unit"], matter.grammar), None, matter.grammar)
    return norm.value if norm is not None else None


def _are_one(a: Norm, b: Norm) -> bool:
    """Whether both are of the same name, people and time; the people must be said.

    One that is told with a year may be what it was, or what it will be.
    """
    if a.per != b.per or a.people != b.people or len(a.people) < SHORTEST_PEOPLE:
        return False
    return a.name == b.name and a.years == b.years


def _stand_apart(a: Norm, b: Norm, matter: Matter) -> bool:
    """Whether the two stand in two sentences."""
    first, last = sorted((a.place, b.place))
    return any(mark in matter.prose.text[first[1] : last[0]] for mark in "。\n")


def _finding(a: Norm, b: Norm, matter: Matter) -> Finding:
    first, last = sorted((a, b), key=lambda norm: norm.place)
    spans = [matter.prose.span_of(*norm.place) for norm in (first, last)]
    here, there = (matter.places.line(span) for span in spans)
    return finding(
        "prose-contradicts-prose",
        "warning",
        a.name,
        f"“{a.name}”的标准前后不一：正文{here}为{first.printed}，而正文{there}为{last.printed}。",
        sides=spans,
        span=spans[1],
    )
