"""The 合计 of a table that breaks an indicator down: 46 and 80 among the indicators, 46 and 85 below."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from planparse.checks.matching.extents import both_hold, is_exact, reach
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding, full_name
from planparse.checks.sums.row_kinds import is_total
from planparse.model.plan import Finding, Indicator, Observation, Table

FEWEST_DIGITS = 2
"""Digits that a start has in common with a 合计: 5 and 5 may be of any two things."""

SHORTEST_THING = 2
"""Characters of an indicator's name that the caption prints, so that the table is of the same thing."""

Totals = dict[int, Observation]
"""By the year, what the 合计 of a column is."""


@check("prose-contradicts-table")
def broken_down(matter: Matter) -> Iterator[Finding]:
    """Goals that are not the 合计 of the table that breaks them down, where the starts are the same."""
    for table, totals in _broken_down(matter):
        for row in matter.draft.indicators:
            if row.table == table.id or not _is_of(row, table, next(iter(totals.values())), matter):
                continue
            goal = _missed(row, totals)
            if goal is not None and matter.sureness.of_row(row) != "grave":
                yield _finding(row, goal, table, matter)
                break


def _broken_down(matter: Matter) -> Iterator[tuple[Table, Totals]]:
    """Tables with a 合计 of one measure for several years."""
    tables = {table.id: table for table in matter.draft.tables}
    totals: dict[tuple[str, str], Totals] = defaultdict(dict)
    for cell in matter.draft.observations:
        year = cell.value.year
        if year is None or not is_exact(cell.value) or not is_total(cell.entity, matter.grammar):
            continue
        totals[cell.table, cell.metric][year] = cell
    for (table, _), by_year in totals.items():
        if len(by_year) > 1 and matter.sureness.of_table(tables[table]) != "grave":
            yield tables[table], by_year


def _is_of(row: Indicator, table: Table, total: Observation, matter: Matter) -> bool:
    """Whether an indicator ends in what the 合计 counts, and the caption names the thing before it."""
    grammar = matter.grammar
    thing, found, rest = row.name.partition(total.metric)
    thing = grammar.pattern("checks.word-of-whole").sub("", thing)
    if not found or len(thing) < SHORTEST_THING:
        return False
    if rest and grammar.pattern("checks.counting-word").fullmatch(rest) is None:
        return False
    return thing in "".join((table.caption or "").split())


def _missed(row: Indicator, totals: Totals) -> Observation | None:
    """The 合计 of the goal's year that is another number, where that of the start is the same."""
    if row.baseline is None or row.target is None:
        return None
    start, goal = totals.get(row.baseline.year or 0), totals.get(row.target.year or 0)
    if start is None or goal is None or start is goal:
        return None
    if not all(is_exact(value) for value in (row.baseline, row.target)):
        return None
    own, printed = reach(row.baseline), reach(start.value)
    if own.digits < FEWEST_DIGITS or abs(own.number - printed.number) > own.slack:
        return None
    return None if both_hold(reach(row.target), reach(goal.value)) else goal


def _finding(row: Indicator, goal: Observation, table: Table, matter: Matter) -> Finding:
    places = matter.places
    name = full_name(row)
    return finding(
        "prose-contradicts-table",
        "warning",
        name,
        f"{places.row(row)}“{name}”的目标值为{places.printed(row.target, row.unit)}，"
        f"而{places.table(table)}“{goal.entity}”一行（{places.line(goal.span)}）"
        f"为{places.printed(goal.value, goal.unit)}，二者的基期值相同。",
        records=[row.id, goal.id],
        span=goal.span,
        page=goal.page,
    )
