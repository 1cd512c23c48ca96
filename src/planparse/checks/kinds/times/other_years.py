"""prose-contradicts-table of years: 到2027年 in the text, and the very number in the table for 2025."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from planparse.checks.matching.extents import extent
from planparse.checks.matching.said import Said
from planparse.checks.matching.unclear import is_unclear
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding, full_name
from planparse.checks.sureness import at_most
from planparse.model.plan import Finding, Indicator

FEWEST_DIGITS = 2
"""Digits of a number that two years do not have in common by chance (100, 5)."""

LATEST_YEARS = 5
"""Years that end in 0 or 5 are those of visions, which may keep a goal."""


@check("prose-contradicts-table")
def other_years(matter: Matter) -> Iterator[Finding]:
    """Goals of prose for a year that nothing else is for, whose number is that of the table's year."""
    goals = [said for said in matter.said if said.mention.role == "target"]
    years = Counter(said.mention.value.year for said in goals)
    for said in goals:
        year = said.mention.value.year
        if year is None or years[year] > 1 or year % LATEST_YEARS == 0:
            continue
        for row in matter.rows.near(said.name):
            indicator = row.indicator
            is_of_it = matter.namer.same(said.name, row.name)
            if is_of_it and _is_for_another_year(said, indicator, year):
                if not is_unclear(said.mention, matter):
                    yield _finding(said, indicator, matter)
                break


def _is_for_another_year(said: Said, indicator: Indicator, year: int) -> bool:
    """Whether the row prints the very number for a year before, and nothing for the year that is told."""
    goal = indicator.target
    if goal is None or goal.year is None or goal.year >= year:
        return False
    if any(other.year == year for other in indicator.others):
        return False
    own = said.mention.value
    printed, told = extent(goal), extent(own)
    if printed is None or told is None or min(printed.digits, told.digits) < FEWEST_DIGITS:
        return False
    return goal.value == own.value and (own.unit or said.mention.unit or goal.unit) == (
        goal.unit or indicator.unit
    )


def _finding(said: Said, indicator: Indicator, matter: Matter) -> Finding:
    places = matter.places
    mention = said.mention
    goal = indicator.target
    name = full_name(indicator)
    return finding(
        "prose-contradicts-table",
        at_most("warning", matter.sureness.of_row(indicator)),
        name,
        f"“{name}”的目标年份前后不一：{places.prose(mention)}为{mention.value.year}年"
        f"{places.quantity(mention)}，而{places.row(indicator)}的{goal.year if goal else ''}年"
        f"目标值即为{places.printed(goal, indicator.unit)}。",
        records=[mention.id, indicator.id],
        span=mention.span,
        page=mention.page,
    )
