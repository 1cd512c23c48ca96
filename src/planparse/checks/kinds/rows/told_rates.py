"""prose-contradicts-table of growth: 固定资产投资增长6.5% in the text, 固定资产投资增速 6.0 in the table."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.checks.matching.comparable import Measure, on_one_scale
from planparse.checks.matching.counted import is_part, words_before
from planparse.checks.matching.extents import both_hold, keeps
from planparse.checks.matching.unclear import is_of_another_area
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding, full_name
from planparse.model.plan import Finding, Indicator, Mention, Value

LONGEST_HOPE = 6
"""Characters right before a number that may say that it is hoped for: 力争增长."""


@check("prose-contradicts-table")
def told_rates(matter: Matter) -> Iterator[Finding]:
    """Rates of growth in prose that a row of growth prints for the same year with another number."""
    seen = set()
    for mention in matter.draft.mentions:
        if mention.value.measure != "growth" or not _is_plain(mention, matter):
            continue
        for row, value in _printed(mention, matter):
            if row.id in seen or _agree(mention, row, value, matter):
                continue
            if not is_of_another_area(mention, matter):
                seen.add(row.id)
                yield _finding(mention, row, value, matter)


def _is_plain(mention: Mention, matter: Matter) -> bool:
    """Whether it says by how much a thing grows in a year, and not against another year or in part."""
    value = mention.value
    if _is_hoped_for(mention, matter):
        return False
    if not mention.subject or value.year is None or value.reference or value.direction == "down":
        return False
    return value.kind == "number" and not is_part(mention, matter.draft, matter.grammar)


def _is_hoped_for(mention: Mention, matter: Matter) -> bool:
    """Whether it is more than is promised: 增长6%、力争6.5%."""
    before = words_before(mention.span[0], LONGEST_HOPE, matter.draft)
    return matter.grammar.pattern("checks.hoped-for").search(before) is not None


def _printed(mention: Mention, matter: Matter) -> Iterator[tuple[Indicator, Value]]:
    """The values of the mention's year in rows of that growth."""
    is_average = mention.value.basis == "annual"
    rule = "checks.rows-of-average-growth" if is_average else "checks.rows-of-growth"
    for ending in matter.grammar.words(rule):
        name = matter.namer.name((mention.subject or "") + ending)
        for row in matter.rows.near(name):
            if not matter.namer.same(name, row.name):
                continue
            indicator = row.indicator
            main = indicator.target if mention.status == "planned" else indicator.baseline
            if main is not None and main.year == mention.value.year and main.kind == "number":
                yield indicator, main


def _agree(mention: Mention, row: Indicator, value: Value, matter: Matter) -> bool:
    printed = value.model_copy(
        update={"measure": mention.value.measure, "basis": mention.value.basis}
    )
    pair = on_one_scale(
        Measure(mention.value, mention.unit, None), Measure(printed, row.unit, None), matter.grammar
    )
    if pair is None or (value.basis is not None and value.basis != mention.value.basis):
        return True
    return keeps(*pair) if mention.status == "planned" else both_hold(*pair)


def _finding(mention: Mention, row: Indicator, value: Value, matter: Matter) -> Finding:
    places = matter.places
    name = full_name(row)
    return finding(
        "prose-contradicts-table",
        "warning",
        name,
        f"“{name}”前后不一：{places.prose(mention)}为{places.quantity(mention)}，"
        f"而{places.row(row)}为{places.printed(value, row.unit)}。",
        records=[mention.id, row.id],
        span=mention.span,
        page=mention.page,
    )
