"""prose-contradicts-table of growth: 固定资产投资增长6.5% in the text, 固定资产投资增速 6.0 in the table.

What grows or falls is named in the row with its change (增速, 单位GDP能耗降低), or without it where the
row is in % and no share (地区生产总值（%）), or has a column of its own beside a level (360 | 7.5).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct

from planparse.checks.matching.comparable import Measure, on_one_scale
from planparse.checks.matching.counted import is_part, tally_of, words_before
from planparse.checks.matching.extents import both_hold, bounds_differ, keeps
from planparse.checks.matching.names import Name
from planparse.checks.matching.unclear import is_compared_with, is_of_another_area
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding, full_name
from planparse.model.plan import Finding, Indicator, Mention, Value
from planparse.quantity.measures import is_share

LONGEST_HOPE = 6
"""Characters right before a number that may say that it is hoped for: 力争增长."""


class GrowthRow(Struct, frozen=True):
    """A row that prints by how much something grows or falls."""

    indicator: Indicator
    name: Name
    """The name of what grows."""
    direction: str | None
    """Where to, by the row's name; None where it does not say."""
    is_average: bool
    """Whether the row's name says that a year is meant."""
    is_level: bool
    """Whether the row is of the level, and only a column beside it of its growth."""


@check("prose-contradicts-table")
def told_rates(matter: Matter) -> Iterator[Finding]:
    """Rates of growth in prose that a row of growth prints for the same year with another number."""
    seen = set()
    rows: dict[str, list[GrowthRow]] | None = None
    for mention in matter.draft.mentions:
        if mention.value.measure != "growth" or not _is_plain(mention, matter):
            continue
        if rows is None:
            rows = _growth_rows(matter)
        for row, value in _printed(mention, rows, matter):
            if row.id in seen or _agree(mention, row, value, matter):
                continue
            if not (is_of_another_area(mention, matter) or is_compared_with(mention, matter)):
                seen.add(row.id)
                yield _finding(mention, row, value, matter)


# ---------------------------------------------------------------- what prose tells


def _is_plain(mention: Mention, matter: Matter) -> bool:
    """Whether it says by how much a thing grows or falls, and not in part or against any other year."""
    value = mention.value
    if not mention.subject or value.kind != "number" or _is_hoped_for(mention, matter):
        return False
    if value.reference and not _is_against_last_period(value, matter):
        return False
    return not is_part(mention, matter.draft, matter.grammar)


def _is_against_last_period(value: Value, matter: Matter) -> bool:
    """Whether it is measured against the year that the tables of its plan count from: 比2020年下降15%."""
    period = matter.draft.head.period
    named = matter.grammar.find("tables.year", value.reference or "")
    if named is None or period is None or value.direction != "down":
        return False
    length = period.end - period.start + 1
    return int(named["year"]) + length == (value.year or period.end)


def _is_hoped_for(mention: Mention, matter: Matter) -> bool:
    """Whether it is more than is promised: 增长6%、力争6.5%."""
    before = words_before(mention.span[0], LONGEST_HOPE, matter.draft)
    return matter.grammar.pattern("checks.hoped-for").search(before) is not None


# ---------------------------------------------------------------- what tables print


def _growth_rows(matter: Matter) -> dict[str, list[GrowthRow]]:
    """The rows that print a growth, by the key of the name of what grows."""
    rows: dict[str, list[GrowthRow]] = defaultdict(list)
    for indicator in matter.rows.readable:
        row = _growth_row(indicator, matter)
        if row is not None:
            rows[row.name.key].append(row)
    return rows


def _growth_row(indicator: Indicator, matter: Matter) -> GrowthRow | None:
    name = indicator.name + (indicator.qualifier or "")
    change = matter.grammar.pattern("checks.growth-in-name").search(name)
    what = matter.namer.name(name[: change.start()] if change else name)
    if change is None and _is_rate(indicator, what, matter):
        return None
    return GrowthRow(
        indicator=indicator,
        name=what,
        direction=None if change is None else "down" if change["down"] else "up",
        is_average=change is not None and bool(change["average"]),
        is_level=change is None and not is_share(indicator.unit),
    )


def _is_rate(indicator: Indicator, name: Name, matter: Matter) -> bool:
    """Whether a row in % is of a share or a rate, and not of what grows by so much."""
    if indicator.per is not None:
        return True
    patterns = ("checks.rate-name", "checks.share-suffix")
    return any(matter.grammar.pattern(one).search(name.plain) for one in patterns)


def _printed(
    mention: Mention, rows: dict[str, list[GrowthRow]], matter: Matter
) -> Iterator[tuple[Indicator, Value]]:
    """The values of the mention's year in rows of that growth."""
    name = matter.namer.name(mention.subject or "")
    for row in rows.get(name.key, ()):
        if not _is_one_way(mention, row) or not matter.namer.alike(name, row.name):
            continue
        for value in _values(mention, row):
            if _is_of_year(mention, value, matter):
                yield row.indicator, value


def _is_one_way(mention: Mention, row: GrowthRow) -> bool:
    """Whether both rise or both fall, and both in a year or neither."""
    told = mention.value.direction
    if row.direction is not None and told is not None and told != row.direction:
        return False
    is_average = mention.value.basis == "annual"
    # 增速 of a goal's year may be the average; what falls is counted over the period.
    return is_average or not row.is_average


def _values(mention: Mention, row: GrowthRow) -> Sequence[Value]:
    """The growth that a row prints as a goal, or as a state, in the way that the mention is told."""
    indicator = row.indicator
    is_goal = mention.status == "planned"
    main, role = (indicator.target, "target") if is_goal else (indicator.baseline, "baseline")
    others = [one for one in indicator.others if one.role == role and not one.scope]
    values = [value for value in (main, *others) if value is not None and value.kind == "number"]
    if row.is_level:
        values = [value for value in values if value.measure == "growth"]
    return values


def _is_of_year(mention: Mention, value: Value, matter: Matter) -> bool:
    """Whether both are of one year; a goal without one is of the end of the plan's period."""
    if mention.value.year is not None:
        return mention.value.year == value.year
    period = matter.draft.head.period
    if mention.status != "planned" or period is None or value.year != period.end:
        return False
    return tally_of(mention, matter.draft, matter.grammar).year in (None, value.year)


def _agree(mention: Mention, row: Indicator, value: Value, matter: Matter) -> bool:
    printed = value.model_copy(
        update={"measure": mention.value.measure, "basis": mention.value.basis}
    )
    pair = on_one_scale(
        Measure(mention.value, mention.unit, None), Measure(printed, row.unit, None), matter.grammar
    )
    if pair is None or not _are_counted_alike(mention, value):
        return True
    if mention.status != "planned":
        return both_hold(*pair)
    return keeps(*pair) and not bounds_differ(*pair)


def _are_counted_alike(mention: Mention, value: Value) -> bool:
    """Whether neither is of one year where the other is of the whole period."""
    told, printed = mention.value.basis, value.basis
    if "annual" in (told, printed):
        return told == printed or printed is None
    return True


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
