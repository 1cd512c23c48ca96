"""Indicators and outcomes as tables for people, a row each; what is doubtful bears a mark."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from rich import box
from rich.console import RenderableType
from rich.table import Table as Grid

from planparse.labels import ENGLISH, Labels
from planparse.model.plan import Indicator, Outcome, Per, Plan, Unit, Value
from planparse.outputs.page import plain, say

_SHOWN = {"unit", "per", "baseline", "target", "nature"}
"""Fields of an indicator in which its row can bear a question mark."""
INDENT = "  "
"""Of one level of the outline, and of a part under its whole."""

Row = Indicator | Outcome


def indicator_rows(plan: Plan, words: Labels = ENGLISH) -> Iterator[RenderableType]:
    """The table of the indicators, and what its marks mean."""
    yield say()
    if not plan.indicators:
        title = words.say("summary.indicators") + "  "
        yield say((title, "bold"), words.say("summary.no-indicators"))
        return
    yield _counted("indicators", plan.indicators, words)
    doubted = _doubted(plan, plan.indicators)
    yield _grid(plan.indicators, doubted, words)
    # A parent that was concluded bears no mark in the table, and so needs no key.
    concluded = any(_SHOWN.intersection(row.inferred) for row in plan.indicators)
    yield from _key(words, concluded=concluded, doubted=bool(doubted))


def outcome_rows(plan: Plan, words: Labels = ENGLISH) -> Iterator[RenderableType]:
    """A short table of how an earlier period's goals were met; nothing where no table tells that."""
    if not plan.outcomes:
        return
    yield say()
    yield _counted("outcomes", plan.outcomes, words)
    doubted = _doubted(plan, plan.outcomes)
    yield _grid_of_outcomes(plan.outcomes, doubted, words)
    concluded = any("met" in row.inferred for row in plan.outcomes)
    yield from _key(words, concluded=concluded, doubted=bool(doubted))


def _counted(name: str, rows: Sequence[Row], words: Labels) -> RenderableType:
    tables = words.many(len({row.table for row in rows}), "table")
    title = words.say(f"summary.{name}") + "  "
    return say((title, "bold"), words.say("summary.rows-in-tables", n=len(rows), tables=tables))


def _doubted(plan: Plan, rows: Iterable[Row]) -> frozenset[str]:
    """The ids of the rows that bear a doubt, or stand in a table that bears a grave one."""
    tables = {
        table.id
        for table in plan.tables
        if any(doubt.severity == "grave" for doubt in table.doubts)
    }
    return frozenset(row.id for row in rows if row.doubts or row.table in tables)


def _key(words: Labels, *, concluded: bool, doubted: bool) -> Iterator[RenderableType]:
    """What the marks in a table mean, where it has some."""
    if concluded:
        yield say((words.say("summary.key-concluded"), "dim"))
    if doubted:
        yield say((words.say("summary.key-doubtful"), "dim"))


def _grid_of_outcomes(outcomes: Sequence[Outcome], doubted: Collection[str], words: Labels) -> Grid:
    goal_year = _year(outcome.goal for outcome in outcomes)
    actual_year = _year(outcome.actual for outcome in outcomes)
    grid = _empty_grid(
        words.say("head.outcome"),
        words.say("head.unit"),
        _dated("goal", goal_year, words),
        _dated("actual", actual_year, words),
        words.say("head.met"),
    )
    for outcome in outcomes:
        grid.add_row(
            plain(_name(outcome)) + _doubt(outcome.id in doubted),
            plain(_unit(outcome.unit, outcome.per)),
            plain(_value(outcome.goal, goal_year)),
            plain(_value(outcome.actual, actual_year)),
            _met(outcome, words) + _mark("met" in outcome.inferred),
        )
    return grid


def _met(outcome: Outcome, words: Labels) -> str:
    if outcome.met is None:
        return ""
    return words.name("truth", str(outcome.met).lower())


def _empty_grid(*heads: str) -> Grid:
    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False)
    for head in heads:
        grid.add_column(head, overflow="fold")
    return grid


def _dated(head: str, year: str, words: Labels) -> str:
    """The head of a column of values with their year, if they have one in common."""
    told = words.say("head.year", n=year) if year else ""
    return words.say(f"head.{head}", year=told).strip()


def _grid(indicators: Sequence[Indicator], doubted: Collection[str], words: Labels) -> Grid:
    """The table of indicators, with a line for each category before its first one."""
    baseline_year = _year(indicator.baseline for indicator in indicators)
    target_year = _year(indicator.target for indicator in indicators)
    grid = _empty_grid(
        words.say("head.serial"),
        words.say("head.indicator"),
        words.say("head.unit"),
        _dated("baseline", baseline_year, words),
        _dated("target", target_year, words),
        words.say("head.nature"),
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
