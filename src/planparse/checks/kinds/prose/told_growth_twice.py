"""prose-contradicts-prose of what was reached: 全年地区生产总值增长5.2% here, 增长5.8% there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from planparse.checks.kinds.figures.what_grows import what_grows
from planparse.checks.matching.comparable import of_mention, on_one_scale
from planparse.checks.matching.extents import both_hold, is_exact
from planparse.checks.matching.unclear import are_measured_alike, is_of_another_area
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Mention
from planparse.records.canonical import canonical_of

GROWTH = "-growth"
"""Ends the id of an indicator's growth, before which its own stands."""

ThingThatGrew = tuple[str, int, str | None, str]
"""A well-known indicator, the year, whether each year is meant, and the direction."""


@check("prose-contradicts-prose")
def told_growth_twice(matter: Matter) -> Iterator[Finding]:
    """Rates of growth of one indicator in one whole year that cannot both be right."""
    told: dict[ThingThatGrew, list[Mention]] = defaultdict(list)
    for mention in matter.draft.mentions:
        value = mention.value
        if mention.status != "reached" or value.measure != "growth" or not is_exact(value):
            continue
        if not value.year or value.reference:
            continue
        thing = _thing_that_grew(mention, matter)
        if thing is not None:
            # 增长5.8% is of the growth, the number of 6.3%的增速 of the level.
            thing = thing.removesuffix(GROWTH)
            # 6.3%的增速 says no direction, and means that of 增长.
            told[thing, value.year, value.basis, value.direction or "up"].append(mention)
    for mentions in told.values():
        plain = [mention for mention in mentions if _is_of_a_year(mention, matter)]
        for first, second in combinations(plain, 2):
            if _contradict(first, second, matter):
                yield _finding(first, second, matter)
                break


def _thing_that_grew(mention: Mention, matter: Matter) -> str | None:
    """The id of what grows, known by its name without who has done it: 全县完成地区生产总值."""
    thing = what_grows(mention, matter.grammar)
    if thing is not None or not mention.subject:
        return thing
    return canonical_of(matter.namer.name(mention.subject).plain, matter.grammar)


def _is_of_a_year(mention: Mention, matter: Matter) -> bool:
    """Whether it is of a whole year and the whole area, and no average of several years."""
    if is_of_another_area(mention, matter):
        return False
    place = matter.prose.place_of(mention.span[0])
    if place is None:
        return False
    # What comes behind its clause is of other things: 增长4.2%，居民收入分别增长5.1%、6.3%.
    behind = matter.prose.sentence_behind(place).partition("，")[0]
    # 6.3%的增速高于全省: what it is compared with is another number.
    behind = matter.grammar.pattern("checks.better-than").sub("", behind)
    words = matter.prose.sentence_before(place) + behind
    return matter.grammar.find("checks.part-of-a-year", words) is None


def _contradict(a: Mention, b: Mention, matter: Matter) -> bool:
    name = matter.namer.same
    names = [matter.namer.name(mention.subject or "") for mention in (a, b)]
    pair = on_one_scale(of_mention(a), of_mention(b), matter.grammar)
    if pair is None or not name(*names) or not are_measured_alike(a, b, matter):
        return False
    # Two numbers of one sentence are of two things.
    text = matter.draft.source.text[a.span[1] : b.span[0]]
    return any(mark in text for mark in "。；;") and not both_hold(*pair)


def _finding(a: Mention, b: Mention, matter: Matter) -> Finding:
    places = matter.places
    name = a.subject or ""
    return finding(
        "prose-contradicts-prose",
        "warning",
        name,
        f"“{name}”{a.value.year}年的增速前后不一：{places.prose(a)}为{places.quantity(a)}，"
        f"而{places.prose(b)}为{places.quantity(b)}。",
        records=[a.id, b.id],
        span=b.span,
        page=b.page,
    )
