"""So many things, so much for each, and what all of it comes to: 2000户、每户1.5万元，共需4500万元."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from planparse.checks.matching.extents import is_exact
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Mention
from planparse.quantity.units import normalize

LONGEST_APART = 40
"""Characters of the source from one of the three numbers to the next."""

ROUNDED = 0.03
"""A product of round numbers may be off by such a share."""


@check("prose-contradicts-prose")
def told_products(matter: Matter) -> Iterator[Finding]:
    """Totals that are not what so many things come to at so much for each."""
    mentions = matter.draft.mentions
    for at in range(1, len(mentions) - 1):
        count, each, total = mentions[at - 1 : at + 2]
        if count.unit is None or not _is_of_each(each, count.unit.text, matter):
            continue  # as of most numbers
        if _is_told(count, each, total, matter) and not _comes_out(count, each, total, matter):
            yield _finding(count, each, total, matter)


def _is_of_each(each: Mention, unit: str, matter: Matter) -> bool:
    """Whether 每 and the unit of what is counted stand before a number: 每户补助1.5万元."""
    if each.per is not None:
        return each.per.count == 1 and each.per.of == unit
    place = matter.prose.place_of(each.span[0])
    if place is None:
        return False
    words = matter.prose.clause_before(place)
    return any(f"{word}{unit}" in words for word in matter.grammar.words("checks.for-each"))


def _is_told(count: Mention, each: Mention, total: Mention, matter: Matter) -> bool:
    if not all(is_exact(one.value) for one in (count, each, total)) or total.per is not None:
        return False
    gaps = (each.span[0] - count.span[1], total.span[0] - each.span[1])
    if max(gaps) > LONGEST_APART:
        return False
    before = matter.prose.between(count.span, each.span)
    behind = matter.prose.between(each.span, total.span)
    if before is None or behind is None or any(mark in before + behind for mark in "。；;"):
        return False
    return matter.grammar.find("checks.comes-to", behind) is not None


def _comes_out(count: Mention, each: Mention, total: Mention, matter: Matter) -> bool:
    # What it comes to for each is no rate of the whole, so that nothing is divided by its base.
    one = normalize(Decimal(str(each.value.value)), each.unit, None, matter.grammar)
    whole = total.value.normalized
    if one is None or whole is None or one.unit != whole.unit:
        return True
    expected = (count.value.value or 0.0) * one.value
    return abs(expected - whole.value) <= ROUNDED * max(expected, whole.value)


def _finding(count: Mention, each: Mention, total: Mention, matter: Matter) -> Finding:
    places = matter.places
    name = total.subject or each.subject or ""
    return finding(
        "prose-contradicts-prose",
        "warning",
        name,
        f"{places.prose(total)}“{name}”的{places.quantity(total)}，与{places.quantity(count)}、"
        f"每{count.unit.text if count.unit else ''}{places.quantity(each)}之积不符。",
        records=[count.id, each.id, total.id],
        span=total.span,
        page=total.page,
    )
