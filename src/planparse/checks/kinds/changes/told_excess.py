"""stock-mismatch of more that comes new than a stock grows by: 新增绿色工厂37家, where a table goes from 15 to 43.

Some of the old may be given up, so that this is only worth a look, unless a table prints by how much
the stock grows.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from planparse.checks.kinds.changes.change_years import YearsOfChange, years_of_change
from planparse.checks.kinds.changes.told_levels import (
    ToldLevel,
    ToldLevels,
    are_in_one_unit,
    core_of,
)
from planparse.checks.kinds.stocks.shortfall import ROUND_NUMBERS
from planparse.checks.matching.counted import tally_of
from planparse.checks.matching.extents import CLOSE, is_exact
from planparse.checks.matching.unclear import is_of_another_area
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Mention, Severity, Value

FEWEST_YEARS = 2
"""Years from the first level to the last: of one year more is told in other ways (在建, 结转)."""

MOST_REPLACED = 1.0
"""So much of the old stock may be given up: where more would have to be, another thing came new."""

FEWEST_TELLING = 10
"""A smaller rise may stand in a column of any table by chance."""


class NewThings(NamedTuple):
    """What is said to come new between two years."""

    mention: Mention
    core: str
    years: YearsOfChange


class Excess(NamedTuple):
    """The levels between which less lies than comes new."""

    start: ToldLevel
    end: ToldLevel
    records: frozenset[str]
    """The records that tell of both years."""


@check("stock-mismatch")
def told_excess(matter: Matter) -> Iterator[Finding]:
    """More that comes new than lies between the levels of the first year and the last."""
    news = list(_news(matter))
    if not news:
        return
    levels = ToldLevels(matter)
    for new in news:
        excess = _excess(new, levels)
        if excess is not None and not is_of_another_area(new.mention, matter):
            yield _finding(new, excess, matter)


def _news(matter: Matter) -> Iterator[NewThings]:
    for at in matter.prose.mentions_beside("checks.come-new"):
        mention = matter.draft.mentions[at]
        if mention.value.measure != "change":
            continue  # as most numbers
        if not mention.subject or not is_exact(mention.value) or mention.status != "planned":
            continue
        tally = tally_of(mention, matter.draft, matter.grammar)
        # Parts, rates and what each year brings are not told as added.
        if tally.word not in matter.grammar.words("checks.come-new"):
            continue
        if not _comes_on_top(mention, matter):
            continue
        years = years_of_change(mention, of_period=tally.period, matter=matter)
        core = core_of(matter.namer.name(mention.subject, mention.per), matter)
        if core and years is not None and years.until - years.since >= FEWEST_YEARS:
            yield NewThings(mention, core, years)


def _comes_on_top(mention: Mention, matter: Matter) -> bool:
    """Whether it comes on top of all there was: its sentence says of nothing that is given up or rebuilt."""
    grammar = matter.grammar
    sentence = matter.prose.sentence_of(mention.span[0])
    if grammar.find("checks.nothing-given-up", sentence) is not None:
        return False  # then so much more there is, of which another check tells
    if any(word in sentence for word in grammar.words("checks.giving-up")):
        return False
    clause = matter.prose.clause_up_to(mention.span[0])
    return grammar.find("checks.new-for-old", clause) is None


# ---------------------------------------------------------------- against the levels


def _excess(new: NewThings, levels: ToldLevels) -> Excess | None:
    """The first two levels between which less lies than comes new; None where it does between any two."""
    after = levels.of(new.core, new.years.until)
    before = levels.of(new.core, new.years.since) if after else []
    if after and not before:
        before = list(_in_the_row_of(after, levels, new.years.since))
    found = None
    for start, end in product(before, after):
        exceeds = _exceeds(new.mention.value, start, end)
        if exceeds is False:
            return None
        if exceeds and found is None:
            records = frozenset(level.record for level in (*before, *after))
            found = Excess(start, end, records)
    return found


def _exceeds(told: Value, start: ToldLevel, end: ToldLevel) -> bool | None:
    """Whether more comes new than lies between two levels; None where they cannot be compared."""
    first, last, added = (one.normalized for one in (start.value, end.value, told))
    if first is None or last is None or added is None or not are_in_one_unit((start, end)):
        return None
    if added.unit != first.unit:
        return None
    rise = last.value - first.value
    if rise <= 0 or added.value - rise > MOST_REPLACED * first.value:
        return None
    return added.value > rise * (1 + ROUND_NUMBERS)


def _in_the_row_of(after: list[ToldLevel], levels: ToldLevels, year: int) -> Iterator[ToldLevel]:
    """The first level of the one row that prints a level of prose, under a longer name.

    So 绿色工厂达到43家 tells that it is the row 省级以上绿色工厂数量.
    """
    matter = levels.matter
    told = {(one.value.value, one.value.year) for one in after}
    rows = [
        row
        for row in matter.draft.indicators
        if row.target is not None and (row.target.value, row.target.year) in told
    ]
    names = {one.record for one in after}
    for mention in matter.draft.mentions:
        if mention.id not in names:
            continue
        core = matter.namer.name(mention.subject or "", mention.per)
        alike = [row for row in rows if matter.namer.contains(matter.rows.full_name(row), core)]
        if len(alike) == 1:
            yield from levels.first_of(alike[0], year)
            return


# ---------------------------------------------------------------- what is told of it


def _finding(new: NewThings, excess: Excess, matter: Matter) -> Finding:
    places = matter.places
    is_printed = _is_rise_printed(excess, matter)
    severity: Severity = "warning" if is_printed else "info"
    start, end = excess.start, excess.end
    hedge = "表中所列增量也与此不同。" if is_printed else "如有撤并、报废则无碍。"
    subject = new.mention.subject or ""
    return finding(
        "stock-mismatch",
        severity,
        subject,
        f"{places.prose(new.mention)}说“{subject}”新增{places.quantity(new.mention)}，"
        f"多于{start.where}至{end.where}的增量，{hedge}",
        records=[new.mention.id, start.record, end.record],
        span=new.mention.span,
        page=new.mention.page,
    )


def _is_rise_printed(excess: Excess, matter: Matter) -> bool:
    """Whether a table prints by how much the stock grows, in a column of what is added."""
    first, last = excess.start.value, excess.end.value
    if first.value is None or last.value is None:
        return False
    rise = last.value - first.value
    rows = (row for row in matter.draft.indicators if row.id in excess.records)
    if any(_is_number(value, rise) for row in rows for value in row.others):
        return True
    if rise < FEWEST_TELLING:
        return False
    added = matter.grammar.pattern("checks.column-of-added")
    return any(
        _is_number(cell.value, rise) and added.search(cell.metric) is not None
        for cell in matter.draft.observations
    )


def _is_number(value: Value, number: float) -> bool:
    return value.value is not None and abs(value.value - number) <= CLOSE * max(1.0, abs(number))
