"""Ranks, and how many parts the area has, told in two ways: 居全省第3位 and 第5位, 辖12个乡镇 and 全县14个乡镇."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import regex

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Finding

SHORTEST_NAME = 4
"""Characters of what is ranked: 总量 may be any."""

Told = dict[tuple[str, str], list[tuple[int, regex.Match[str]]]]
"""By what is told and when, the numbers and where they stand."""


@check("prose-contradicts-prose")
def told_places(matter: Matter) -> Iterator[Finding]:
    """Ranks of one thing in one year, and numbers of 乡镇 or 行政村 of the whole area, that differ."""
    yield from _differing(_ranks(matter), "位次", matter)
    yield from _differing(_divisions(matter), "数量", matter)


def _ranks(matter: Matter) -> Told:
    grammar = matter.grammar
    told: Told = defaultdict(list)
    words = grammar.words("checks.rank-words")
    for found in matter.prose.finditer_with(words, grammar.pattern("checks.rank-told")):
        number = read_integer(found["number"])
        before = matter.prose.sentence_before(found.start()) + found[0]
        year = grammar.pattern("checks.year-before").search(before)
        if number is not None and year is not None:
            clause = matter.prose.clause_before(found.start())
            what = grammar.pattern("checks.up-to-the-year").sub("", clause)
            name = matter.namer.name(what).plain
            if len(name) < SHORTEST_NAME:
                continue
            told[f"{name}·{found['scope']}", year["year"]].append((number, found))
    return told


def _divisions(matter: Matter) -> Told:
    grammar = matter.grammar
    told: Told = defaultdict(list)
    words = grammar.words("checks.division-words")
    for found in matter.prose.finditer_with(words, grammar.pattern("checks.divisions-told")):
        behind = matter.prose.sentence_behind(found.end())
        before = matter.prose.sentence_before(found.start())
        if grammar.find("checks.some-divisions", before + "|" + behind):
            continue
        for what, number in (("what", "number"), ("next_what", "next_number")):
            if found[what] is not None:
                told[found[what], ""].append((int(found[number]), found))
    return told


def _differing(told: Told, what: str, matter: Matter) -> Iterator[Finding]:
    for (name, _), places in told.items():
        number, first = places[0]
        other = next((found for one, found in places if one != number), None)
        if other is None:
            continue
        spans = [matter.prose.span_of(*found.span()) for found in (first, other)]
        yield finding(
            "prose-contradicts-prose",
            "warning",
            name,
            f"“{name}”的{what}前后不一：正文{matter.places.line(spans[0])}为“{first[0]}”，"
            f"而正文{matter.places.line(spans[1])}为“{other[0]}”。",
            sides=spans,
            span=spans[1],
        )
