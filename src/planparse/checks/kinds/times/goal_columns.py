"""prose-contradicts-table of years: a plan of 2021—2025 whose goals stand in a column for 2026."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.checks.kinds.times.plan_years import period_of_title
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Period, Table

ROUND_YEAR = 5
"""Plans that look beyond their period look to 2030, 2035 and so on."""

YEARS_OFF = 2
"""A year that is farther from the end of the plan is no slip of it."""

SHORTEST_PLAN = 3
"""Years of a plan that is surely known by its last one."""


@check("prose-contradicts-table")
def goal_columns(matter: Matter) -> Iterator[Finding]:
    """Tables whose only goals are for a year beside the plan's last one, which the text never names."""
    period = period_of_title(matter)
    if period is None or period.end - period.start + 1 < SHORTEST_PLAN:
        return
    for table in matter.draft.tables:
        year = _year_of_goals(table)
        # What a sentence or a caption names is meant.
        if year is None or not _is_beside(year, period) or f"{year}年" in matter.prose.text:
            continue
        if matter.sureness.of_table(table) != "grave":
            yield _finding(table, year, period, matter)


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
