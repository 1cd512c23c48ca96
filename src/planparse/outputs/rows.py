"""Indicators and outcomes as tables for people, a row each; what is doubtful bears a mark."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from rich import box
from rich.console import RenderableType
from rich.table import Table as Grid

from planparse.model.plan import Indicator, Outcome, Per, Plan, Unit, Value
from planparse.outputs.page import many, plain, say

_SHOWN = {"unit", "per", "baseline", "target", "nature"}
"""Fields of an indicator in which its row can bear a question mark."""
INDENT = "  "
"""Of one level of the outline, and of a part under its whole."""
_MET = {True: "yes", False: "no", None: ""}

Row = Indicator | Outcome


def indicator_rows(plan: Plan) -> Iterator[RenderableType]:
    """The table of the indicators, and what its marks mean."""
    yield say()
    if not plan.indicators:
        yield say(("Indicators  ", "bold"), "none found in a table")
        return
    yield _counted("Indicators", plan.indicators)
    doubted = _doubted(plan, plan.indicators)
    yield _grid(plan.indicators, doubted)
    # A parent that was concluded bears no mark in the table, and so needs no key.
    concluded = any(_SHOWN.intersection(row.inferred) for row in plan.indicators)
    yield from _key(concluded=concluded, doubted=bool(doubted))


def outcome_rows(plan: Plan) -> Iterator[RenderableType]:
    """A short table of how an earlier period's goals were met; nothing where no table tells that."""
    if not plan.outcomes:
        return
    yield say()
    yield _counted("Outcomes", plan.outcomes)
    doubted = _doubted(plan, plan.outcomes)
    yield _grid_of_outcomes(plan.outcomes, doubted)
    concluded = any("met" in row.inferred for row in plan.outcomes)
    yield from _key(concluded=concluded, doubted=bool(doubted))


def _counted(name: str, rows: Sequence[Row]) -> RenderableType:
    tables = {row.table for row in rows}
    return say((f"{name}  ", "bold"), f"{len(rows)} in {many(len(tables), 'table')}")


def _doubted(plan: Plan, rows: Iterable[Row]) -> frozenset[str]:
    """The ids of the rows that bear a doubt, or stand in a table that bears a grave one."""
    tables = {
        table.id
        for table in plan.tables
        if any(doubt.severity == "grave" for doubt in table.doubts)
    }
    return frozenset(row.id for row in rows if row.doubts or row.table in tables)


def _key(*, concluded: bool, doubted: bool) -> Iterator[RenderableType]:
    """What the marks in a table mean, where it has some."""
    if concluded:
        yield say(("  ? not printed there, but concluded", "dim"))
    if doubted:
        yield say(("  ! doubtful: compare it with the page", "dim"))


def _grid_of_outcomes(outcomes: Sequence[Outcome], doubted: Collection[str]) -> Grid:
    goal_year = _year(outcome.goal for outcome in outcomes)
    actual_year = _year(outcome.actual for outcome in outcomes)
    grid = _empty_grid("outcome", "unit", f"goal {goal_year}", f"actual {actual_year}", "met")
    for outcome in outcomes:
        grid.add_row(
            plain(_name(outcome)) + _doubt(outcome.id in doubted),
            plain(_unit(outcome.unit, outcome.per)),
            plain(_value(outcome.goal, goal_year)),
            plain(_value(outcome.actual, actual_year)),
            _MET[outcome.met] + _mark("met" in outcome.inferred),
        )
    return grid


def _empty_grid(*heads: str) -> Grid:
    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False)
    for head in heads:
        # "baseline " without a year, where its values have several.
        grid.add_column(head.strip(), overflow="fold")
    return grid


def _grid(indicators: Sequence[Indicator], doubted: Collection[str]) -> Grid:
    """The table of indicators, with a line for each category before its first one."""
    baseline_year = _year(indicator.baseline for indicator in indicators)
    target_year = _year(indicator.target for indicator in indicators)
    grid = _empty_grid(
        "no.",
        "indicator",
        "unit",
        f"baseline {baseline_year}",
        f"target {target_year}",
        "nature",
    )
    category = None
    for indicator in indicators:
        if indicator.category != category:
            category = indicator.category
            grid.add_row("", say((category or "", "bold")))
        is_doubted = indicator.id in doubted
        grid.add_row(*_row(indicator, baseline_year, target_year, is_doubted))
    return grid


def _row(
    indicator: Indicator, baseline_year: str, target_year: str, is_doubted: bool
) -> Iterator[str]:
    """The cells of one indicator; what is not printed but concluded bears a question mark."""
    inferred = indicator.inferred
    yield plain(indicator.number or "")
    yield plain(_name(indicator)) + _doubt(is_doubted)
    unit = _unit(indicator.unit, indicator.per)
    yield plain(unit) + _mark("unit" in inferred or "per" in inferred)
    baseline = _value(indicator.baseline, baseline_year)
    yield plain(baseline) + _mark("baseline" in inferred)
    target = _value(indicator.target, target_year)
    yield plain(target) + _mark("target" in inferred)
    nature = indicator.nature or ""
    yield nature + _mark("nature" in inferred)


def _doubt(is_doubted: bool) -> str:
    return " !" if is_doubted else ""


def _mark(guessed: bool) -> str:
    return " ?" if guessed else ""


def _name(row: Row) -> str:
    name = row.name
    if row.qualifier:
        name = f"{name}（{row.qualifier}）"
    if row.parent:
        name = INDENT + name
    return name


def _unit(unit: Unit | None, per: Per | None) -> str:
    text = ""
    if unit is not None:
        text = unit.text
    if per is not None:
        text += f" / {per.count} {per.of}"
    return text


def _year(values: Iterable[Value | None]) -> str:
    """The one year of a column, for its header; "" where the values have several."""
    years = {value.year for value in values if value is not None}
    years.discard(None)
    if len(years) != 1:
        return ""
    return str(years.pop())


def _value(value: Value | None, column_year: str) -> str:
    """A value as printed, with its year where the column has none."""
    if value is None:
        return ""
    # A dash has the year of its column only.
    if column_year or not value.year or value.kind == "missing":
        return value.text
    return f"{value.text}（{value.year}）"
