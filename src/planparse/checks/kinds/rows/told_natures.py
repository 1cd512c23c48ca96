"""prose-contradicts-table of natures: 森林覆盖率为约束性指标 in the text, 预期性 in the table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding, full_name
from planparse.model.plan import Finding, Indicator
from planparse.model.source import Span
from planparse.quantity.units import read_per


class ToldNature(NamedTuple):
    """A name that a sentence lists among the 约束性 or the 预期性 indicators."""

    name: str
    nature: str
    place: tuple[int, int]
    """Where the name stands in the running text."""


@check("prose-contradicts-table")
def told_natures(matter: Matter) -> Iterator[Finding]:
    """Indicators that a sentence calls 约束性, and the table 预期性, or the other way round."""
    seen = set()
    for told in _all_told(matter):
        name = matter.namer.name(told.name, read_per(told.name, matter.grammar))
        rows = [row for row in matter.rows.near(name) if matter.namer.same(name, row.name)]
        natures = {row.indicator.nature for row in rows}
        # Rows of one name may be of one nature each.
        if len(natures) != 1 or natures & {None, told.nature}:
            continue
        row = rows[0].indicator
        if row.id not in seen:
            seen.add(row.id)
            yield _finding(told, row, matter)


FORMS = (
    "checks.names-of-nature",
    "checks.more-names-of-nature",
    "checks.names-that-are",
    "checks.nature-of-names",
    "checks.name-of-this-nature",
    "checks.name-with-its-nature",
)


def _all_told(matter: Matter) -> Iterator[ToldNature]:
    grammar = matter.grammar
    words = grammar.words("checks.natures")
    for form in FORMS:
        for found in matter.prose.finditer_with(words, grammar.pattern(form)):
            before = matter.prose.sentence_before(found.start("names"))
            if grammar.pattern("checks.indicators-of-others").search(before + found["names"]):
                continue
            yield from _listed(found, matter)


def _listed(found: regex.Match[str], matter: Matter) -> Iterator[ToldNature]:
    """Each name of a list, without what stands before and behind the list."""
    grammar = matter.grammar
    begun = grammar.pattern("checks.before-names").match(found["names"])
    first = begun.end() if begun is not None else 0
    listed = found["names"][first:]
    behind = grammar.pattern("checks.count-of-names")
    valued = grammar.pattern("checks.value-of-name")
    at = found.start("names") + first
    for printed in grammar.pattern("checks.between-names").split(listed):
        name = valued.sub("", behind.sub("", printed.strip()))
        if name:
            yield ToldNature(name, found["nature"], (at, at + len(name)))
        at += len(printed) + 1


def _finding(told: ToldNature, row: Indicator, matter: Matter) -> Finding:
    places = matter.places
    span: Span = matter.prose.span_of(*told.place)
    name = full_name(row)
    return finding(
        "prose-contradicts-table",
        "warning",
        name,
        f"“{name}”的属性前后不一：正文{places.line(span)}说是{told.nature}，而{places.row(row)}印为{row.nature}。",
        records=[row.id],
        sides=[span],
        span=span,
    )
