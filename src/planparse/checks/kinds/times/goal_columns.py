"""prose-contradicts-table of years: a plan of 2021—2025 whose goals stand in a column for 2026.

Or in one for 2015, which is before the year that the same table sets out from.
"""

from __future__ import annotations

from collections.abc import Iterator

from planparse.checks.kinds.times.plan_years import period_of_title
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.grammar.five_years import last_year_of
from planparse.model.plan import Finding, Period, Table

ROUND_YEAR = 5
"""Plans that look beyond their period look to 2030, 2035 and so on."""

YEARS_OFF = 2
"""A year that is farther from the end of the plan is no slip of it."""

SHORTEST_PLAN = 3
"""Years of a plan that is surely known by its last one."""

WRONG_DIGITS = 1
"""Digits of a year in which a slip differs from what was meant: 2015 for 2025."""

GOALS = ("target", "goal")
BASES = ("baseline", "actual")
"""Roles of columns; goals before what there is look like those of the last plan, under review."""


@check("prose-contradicts-table")
def goal_columns(matter: Matter) -> Iterator[Finding]:
    """Tables whose only goals are for a year beside the plan's last one, which the text never names."""
    period = period_of_title(matter)
    if period is None or period.end - period.start + 1 < SHORTEST_PLAN:
        return
    for table in matter.draft.tables:
        year = _wrong_year(table, period, matter)
        # What a sentence or a caption names is meant.
        if year is None or f"{year}年" in matter.prose.text:
            continue
        if matter.sureness.of_table(table) != "grave":
            yield _finding(table, year, period, matter)


def _wrong_year(table: Table, period: Period, matter: Matter) -> int | None:
    """The year of the table's only goals, where it is a slip of the plan's last one."""
    year = _year_of_goals(table)
    if year is not None and _is_beside(year, period):
        return year
    year = _year_before_base(table, period, matter)
    if year is None or _wrong_digits(year, period.end) > WRONG_DIGITS:
        return None
    return None if _is_of_last_plan(table, period, matter) else year


def _year_of_goals(table: Table) -> int | None:
    """The year of the table's only column of goals; None where there are several, or none."""
    if table.kind != "indicators":
        return None
    years = {column.year for column in table.columns if column.role == "target"}
    return years.pop() if len(years) == 1 else None


def _is_beside(year: int, period: Period) -> bool:
    """Whether it may be a slip of the plan's last year."""
    if year == period.end or abs(year - period.end) > YEARS_OFF:
        return False
    return year > period.start and year % ROUND_YEAR != 0


def _year_before_base(table: Table, period: Period, matter: Matter) -> int | None:
    """The year of the only goals, where the table sets out from a later one: from that of the plan."""
    goals = {column.year for column in table.columns if column.role in GOALS}
    bases = {
        column.year
        for column in table.columns
        if column.role in BASES and matter.grammar.find("checks.base-of-plan", column.path[-1])
    }
    if len(goals) != 1 or bases != {period.start - 1}:
        return None
    goal = goals.pop()
    return goal if goal is not None and goal < period.start - 1 else None


def _wrong_digits(year: int, meant: int) -> int:
    return sum(a != b for a, b in zip(str(year), str(meant), strict=True))


def _is_of_last_plan(table: Table, period: Period, matter: Matter) -> bool:
    """Whether its caption or its chapter says that it looks back on goals of the plan before."""
    section = matter.sections.get(table.section or "")
    titles = f"{table.caption or ''}\n{section.title if section is not None else ''}"
    if matter.grammar.find("checks.over-last-goals", titles):
        return True
    fives = matter.grammar.pattern("checks.title-of-five").finditer(titles)
    return any(last_year_of(five[0]) != period.end for five in fives)


def _finding(table: Table, year: int, period: Period, matter: Matter) -> Finding:
    where = matter.places.table(table)
    return finding(
        "prose-contradicts-table",
        "warning",
        f"{year}年",
        f"规划期为{period.start}—{period.end}年，而{where}的目标为{year}年的。",
        records=[table.id],
        span=table.span,
        page=table.page,
    )
