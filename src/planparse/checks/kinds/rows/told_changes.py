"""A change against the two levels that plan or table tell: 达到64%，比2020年提高5个百分点, of 58.4%."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from planparse.checks.matching.counted import is_part, tally_of
from planparse.checks.matching.extents import half_a_step, is_exact, reach
from planparse.checks.matching.names import Name
from planparse.checks.matching.unclear import is_of_another_area
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Indicator, Mention, Value

POINTS = "{pp}"
SHARE = "1"
PER_CENT = 100.0

MONEY = "CNY"
"""Of money growth is told at comparable prices."""

FLOATS = 1e-6
"""Tolerance for binary fractions."""

ROUND_POINTS = 0.006
"""Growth printed without decimals may be so far from that of rounded levels."""


class ToldLevel(NamedTuple):
    """What is told of a thing for one year."""

    value: Value
    record: str
    where: str
    is_goal: bool

    @property
    def slack(self) -> float:
        """How far it may be from the number that was rounded to it: a goal is what it says."""
        return 0.0 if self.is_goal else half_a_step(self.value)


Levels = dict[tuple[str, int], list[ToldLevel]]
"""By the name's bag and the year."""


@check("stock-mismatch")
def told_changes(matter: Matter) -> Iterator[Finding]:
    """Changes against a named year that are not the difference of the levels of both years."""
    changes = list(_changes(matter))
    if not changes:
        return
    levels = _levels(matter)
    for mention, name, since in changes:
        year = _year(mention, matter)
        before = levels.get((name.bag, since), [])
        after = levels.get((name.bag, year or 0), [])
        found = _contradicted(mention, before, after)
        if found is not None and not is_of_another_area(mention, matter):
            yield _finding(mention, *found, matter)


def _changes(matter: Matter) -> Iterator[tuple[Mention, Name, int]]:
    """Mentions that say by how much a thing changes since which year."""
    since = matter.grammar.pattern("checks.since-year")
    for mention in matter.draft.mentions:
        value = mention.value
        if value.measure not in ("change", "growth") or value.basis or not is_exact(value):
            continue
        place = matter.prose.place_of(mention.span[0])
        year = _year(mention, matter)
        if place is None or not mention.subject or year is None:
            continue
        found = since.search(matter.prose.clause_before(place))
        if found is None or int(found["year"]) >= year:
            continue
        if not is_part(mention, matter.draft, matter.grammar):
            name = matter.namer.name(mention.subject, mention.per)
            yield mention, name, int(found["year"])


def _year(mention: Mention, matter: Matter) -> int | None:
    """The year of a change; what a plan of some years wants without one it wants at its end."""
    period = matter.draft.head.period
    if mention.value.year is None and mention.status == "planned" and period is not None:
        return period.end
    return mention.value.year


def _levels(matter: Matter) -> Levels:
    levels: Levels = defaultdict(list)
    for row in matter.draft.indicators:
        if matter.sureness.of_row(row) != "grave":
            for level, name, year in _of_row(row, matter):
                levels[name.bag, year].append(level)
    for mention in matter.draft.mentions:
        value = mention.value
        if mention.role not in ("baseline", "target") or not is_exact(value) or value.year is None:
            continue
        if tally_of(mention, matter.draft, matter.grammar).kind not in ("state", "start"):
            continue
        name = matter.namer.name(mention.subject or "", mention.per)
        if name.territory is None and not is_of_another_area(mention, matter):
            where = f"{matter.places.prose(mention)}的{matter.places.quantity(mention)}"
            level = ToldLevel(value, mention.id, where, is_goal=mention.role == "target")
            levels[name.bag, value.year].append(level)
    return levels


def _of_row(row: Indicator, matter: Matter) -> Iterator[tuple[ToldLevel, Name, int]]:
    for value in (row.baseline, row.target):
        if value is None or not is_exact(value) or value.year is None or value.basis:
            continue
        printed = matter.places.printed(value, row.unit)
        where = f"{matter.places.row(row)}的{printed}"
        name = matter.namer.name(row.name + (row.qualifier or ""), row.per)
        yield ToldLevel(value, row.id, where, is_goal=value is row.target), name, value.year


def _contradicted(
    mention: Mention, before: Sequence[ToldLevel], after: Sequence[ToldLevel]
) -> tuple[ToldLevel, ToldLevel] | None:
    """The two levels that the change is not the difference of; None where it is that of any two."""
    pairs = [(start, end) for start in before for end in after if start.record != ""]
    fit = partial(_fits, mention)
    comparable = [(start, end, fit(start, end)) for start, end in pairs]
    told = [pair for pair in comparable if pair[2] is not None]
    if not told or any(is_fit for *_, is_fit in told):
        return None
    start, end, _ = told[0]
    return start, end


def _fits(mention: Mention, start: ToldLevel, end: ToldLevel) -> bool | None:
    """Whether the change leads from one level to the other; None where they cannot be compared."""
    first, last = reach(start.value), reach(end.value)
    units = {
        level.value.normalized.unit for level in (start, end) if level.value.normalized is not None
    }
    own = mention.value.normalized
    if len(units) != 1 or own is None or start.value.per != end.value.per:
        return None
    unit = units.pop()
    slack = start.slack + end.slack
    half = half_a_step(mention.value)
    if not any("." in value.text for value in (mention.value, start.value, end.value)):
        slack = half = FLOATS  # whole numbers are reckoned with as they are printed
    gap = last.number - first.number
    told = abs(own.value)
    if own.unit == POINTS and unit == SHARE:
        return abs(abs(gap) * PER_CENT - told) <= slack * PER_CENT + half + FLOATS
    if own.unit == unit and mention.value.measure == "change" and unit != SHARE:
        return abs(abs(gap) - told) <= slack + half
    is_growth = own.unit == SHARE and mention.value.measure == "growth"
    if is_growth and unit not in (SHARE, MONEY) and first.number > 0:
        return abs(abs(gap) / first.number - told) <= ROUND_POINTS + 2 * slack / first.number
    return None


def _finding(mention: Mention, start: ToldLevel, end: ToldLevel, matter: Matter) -> Finding:
    places = matter.places
    name = mention.subject or ""
    return finding(
        "stock-mismatch",
        "warning",
        name,
        f"{places.prose(mention)}说“{name}”变化{places.quantity(mention)}，与{start.where}、{end.where}不符。",
        records=[mention.id, start.record, end.record],
        span=mention.span,
        page=mention.page,
    )
