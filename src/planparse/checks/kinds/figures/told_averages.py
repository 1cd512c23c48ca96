"""Averages and densities against the two amounts of their sentence: 路网密度7.2公里/平方公里, 人均公园绿地14.6平方米."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from planparse.checks.kinds.prose.told_ratios import (
    MOST_NEAR,
    OTHER_PEOPLE,
    Reckoned,
    amounts_with,
    reckoned_finding,
)
from planparse.checks.matching.extents import amount, base_unit
from planparse.checks.matching.names import Name
from planparse.checks.matter import Matter, check
from planparse.model.plan import Finding, Mention

SQUARE_METRES = "m2"
"""The base unit of areas."""


MU = 2000 / 3
"""Square metres of a 亩."""

FARTHEST = 1.5
"""A density that is off by a larger factor is one of something else."""


class Average(NamedTuple):
    """What an average is of, and what it is for each of: the rules of the names."""

    word: str
    """What its name begins with."""
    whole: str
    """The rule of what it is for each of."""


AVERAGES = (
    Average("checks.for-each-person", "checks.people-told"),
    Average("checks.for-each-household", "checks.households-told"),
    Average("checks.for-each-area", "checks.area-told"),
)


@check("prose-contradicts-prose")
def told_averages(matter: Matter) -> Iterator[Finding]:
    """Averages that do not follow from the two amounts that their sentence tells with them."""
    is_average = matter.grammar.pattern("checks.average-name").search
    for at, rate in enumerate(matter.draft.mentions):
        # Few numbers are averages.
        if not rate.subject or not is_average(rate.subject):
            continue
        if rate.value.kind != "number" or rate.value.normalized is None:
            continue
        if rate.value.measure in ("change", "growth") or rate.value.comparator == "≈":
            continue
        for reckoned in _reckoned(at, rate, matter):
            if not reckoned.comes_out:
                yield reckoned_finding(reckoned, matter)
                break


def _reckoned(at: int, rate: Mention, matter: Matter) -> Iterator[Reckoned]:
    grammar = matter.grammar
    over = base_unit(rate).partition("/")[2]
    if over == SQUARE_METRES and grammar.find("checks.density", rate.subject or ""):
        yield from _density(at, rate, matter)
        return
    for average in AVERAGES:
        named = grammar.pattern(average.word).search(rate.subject or "")
        if named is not None:
            yield from _average(at, rate, named["what"], average, matter)
    if grammar.find("checks.yield-of-land", rate.subject or ""):
        yield from _yield(at, rate, matter)


def _near(at: int, rate: Mention, matter: Matter) -> Sequence[Mention]:
    """The exact amounts that the sentence tells before the rate or behind it, for the same year."""
    beside = matter.draft.mentions[max(0, at - MOST_NEAR) : at + MOST_NEAR + 1]
    return amounts_with(rate, beside, matter)


def _density(at: int, rate: Mention, matter: Matter) -> Iterator[Reckoned]:
    """Length over area: the sentence tells one of each."""
    over = base_unit(rate).partition("/")[0]
    near = _near(at, rate, matter)
    parts = [part for part in near if base_unit(part) == over]
    wholes = [whole for whole in near if base_unit(whole) == SQUARE_METRES]
    word = matter.grammar.pattern("checks.density").search(rate.subject or "")
    if word is None:
        return
    # 公路 and 管网 have densities of their own.
    own = [part for part in parts if set(word["of"]) & set(part.subject or "")]
    told = [_about(whole, rate, part) for whole, part in product(wholes, own) if amount(whole) > 0]
    # Another area or another network may be the one that is meant.
    if not any(reckoned.comes_out for reckoned in told):
        yield from (reckoned for reckoned in told if _is_near(reckoned))


def _is_near(reckoned: Reckoned) -> bool:
    """Whether the rate is nearly what the two amounts come to."""
    printed = amount(reckoned.rate)
    return reckoned.low / FARTHEST <= printed <= reckoned.high * FARTHEST


def _yield(at: int, rate: Mention, matter: Matter) -> Iterator[Reckoned]:
    """粮食播种面积82万亩，总产量36.9万吨，平均亩产450公斤: for each 亩, whatever its unit says."""
    near = _near(at, rate, matter)
    wholes = [one for one in near if matter.grammar.find("checks.land-of-crops", one.subject or "")]
    parts = [one for one in near if matter.grammar.find("checks.crops", one.subject or "")]
    parts = [one for one in parts if base_unit(one) == base_unit(rate).partition("/")[0]]
    if len(wholes) != 1 or len(parts) != 1 or amount(wholes[0]) <= 0:
        return
    told = _about(wholes[0], rate, parts[0])
    if rate.per is None and "/" not in base_unit(rate):
        told = told._replace(low=told.low * MU, high=told.high * MU)
    yield told


def _average(
    at: int, rate: Mention, what: str, average: Average, matter: Matter
) -> Iterator[Reckoned]:
    near = _near(at, rate, matter)
    name = matter.namer.name(what)
    wholes = [one for one in near if matter.grammar.find(average.whole, _words(one, matter))]
    parts = [
        part
        for part in near
        if base_unit(part) == base_unit(rate).partition("/")[0]
        and (
            matter.namer.alike(name, matter.namer.name(part.subject or ""))
            or _is_needed_in_all(name, part, matter)
        )
    ]
    if len(wholes) == len(parts) == 1 and amount(wholes[0]) > 0 and wholes[0] is not parts[0]:
        yield _about(wholes[0], rate, parts[0])


def _is_needed_in_all(name: Name, part: Mention, matter: Matter) -> bool:
    """户均补助2.5万元，共需补助资金2600万元: all that is needed, of the name and a word more."""
    clause = matter.prose.clause_up_to(part.span[0])
    in_all = matter.grammar.find("checks.needed-in-all", clause) is not None
    return in_all and name.plain in matter.namer.name(part.subject or "").plain


def _words(mention: Mention, matter: Matter) -> str:
    """The name of an amount, and its unit: 4.2万户 needs no other words."""
    unit = mention.unit.text if mention.unit is not None else ""
    return f"{mention.subject or ''}|{unit}"


def _about(whole: Mention, rate: Mention, part: Mention) -> Reckoned:
    quotient = amount(part) / amount(whole)
    return Reckoned(whole, rate, part, quotient * (1 - OTHER_PEOPLE), quotient * (1 + OTHER_PEOPLE))
