"""Where each field of an indicator stands in the rows of a table, by the roles of its columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from planparse.grammar import Grammar
from planparse.model.plan import Basis, Column, Nature, Period, Role, Table, Unit
from planparse.quantity.units import find_unit
from planparse.tables.columns import unit_of_note
from planparse.tables.columns.heads import REVIEWED, VALUES, ColumnHead, read_head

_MAY_GROW = ("target", "goal", "actual", "change")
"""Roles of columns that may hold a change over years; what was reached before is a state."""


class Slot(Struct, frozen=True):
    """One value column: its index in the row, and what its header says."""

    index: int
    column: Column
    label: str
    """The header's words without white space, each cell of its path once."""
    year: int | None
    growth: bool = False
    """The column holds a change over the period (年均增速, 五年累计), not a state."""
    basis: Basis | None = None
    either: bool = False
    """Whether a growth may be yearly as well as a total (年均/累计), which only its cell can say."""
    """Of a growth: annual or cumulative."""
    years: Period | None = None
    """The span of years that the header prints: 2016—2020年累计, “十三五”累计."""
    share: bool = False
    """The column says which part of a whole it is (占比), beside one that says how much."""


class RowSlots(Struct, frozen=True):
    """Where each field of an indicator stands in a row; None where the table has no such column."""

    name: int
    category: int | None
    subcategory: int | None
    number: int | None
    qualifier: int | None
    unit: int | None
    nature: int | None
    ticks: tuple[tuple[int, Nature], ...]
    """The columns 约束性 and 预期性, where a tick in one of them is the nature of a row."""
    notes: tuple[int, ...]
    baselines: tuple[Slot, ...]
    """The plan's own baselines, by year."""
    targets: tuple[Slot, ...]
    """The plan's own goals, by year."""
    growths: tuple[Slot, ...]
    further: tuple[Slot, ...]
    """Values of other scopes (全省), of other periods, and of years between."""
    period: int | None
    """The column that says for each row by when its goal is to be met (预计完成时间)."""
    met: int | None
    """The column of verdicts on the goals of an earlier period."""

    @property
    def values(self) -> tuple[Slot, ...]:
        """Every value column."""
        return (
            *self.baselines,
            *self.targets,
            *self.growths,
            *self.further,
        )

    def of_role(self, *roles: Role) -> tuple[Slot, ...]:
        """The plan's own columns of some roles, by year."""
        return _by_year(
            slot for slot in self.values if slot.column.role in roles and slot.column.scope is None
        )


def columns_by_role(table: Table) -> dict[str, list[int]]:
    """The indexes of a table's columns, left to right, by what they hold."""
    found: dict[str, list[int]] = {}
    for index, column in enumerate(table.columns):
        found.setdefault(column.role, []).append(index)
    return found


def layout_of(
    table: Table,
    grammar: Grammar,
    period: Period | None,
    past: Period | None = None,
) -> RowSlots:
    """The layout of an indicator table.

    `period` dates goals and baselines whose headers print no year, `past` those of the period before.
    """
    where = columns_by_role(table)
    slots = [
        _slot(index, column, grammar, _undated(column.role, period, past))
        for index, column in enumerate(table.columns)
        if column.role in VALUES
    ]
    slots = _amounts_first(slots)
    # 全省 beside 全市: another level's values are no goals of this plan.
    own = [slot for slot in slots if slot.column.scope is None]
    # Nor is 年均增速 a value of its last year; it may stand in for one that is not printed.
    states = [slot for slot in own if not slot.growth]
    baselines = [slot for slot in states if slot.column.role == "baseline"]
    targets = [slot for slot in states if slot.column.role == "target"]
    targets = _dated_first(_within(targets, period), period)
    growths = [slot for slot in own if slot.growth and slot.column.role == "target"]
    used = {slot.index for slot in (*baselines, *targets, *growths)}
    category, subcategory = _groups(table, where)
    return RowSlots(
        name=_first(where, "name", "entity", "category") or 0,
        category=category,
        subcategory=subcategory,
        number=_first(where, "number"),
        qualifier=_first(where, "qualifier"),
        unit=_first(where, "unit"),
        nature=_first(where, "nature"),
        ticks=tuple(_ticked(table.columns, grammar)),
        notes=tuple(where.get("note", [])),
        baselines=_by_year(baselines),
        targets=_by_year(targets),
        growths=tuple(growths),
        further=tuple(_undated_norm(slot) for slot in slots if slot.index not in used),
        period=_first(where, "period"),
        met=_first(where, "met"),
    )


def _groups(table: Table, where: dict[str, list[int]]) -> tuple[int | None, int | None]:
    """The columns of groups. One under the head of the names (指标) stands inside of what other groups
    there are: each row says for itself whether the label there is its group or its name."""
    category = _first(where, "category")
    subcategory = _first(where, "subcategory")
    name = _first(where, "name")
    is_told = subcategory is not None or "qualifier" in where
    if category is None or name is None or is_told:
        return category, subcategory
    if table.columns[category].path == table.columns[name].path:
        return None, category
    return category, None


def _ticked(columns: Iterable[Column], grammar: Grammar) -> Iterator[tuple[int, Nature]]:
    one_nature = grammar.pattern("tables.column.one-nature").fullmatch
    for index, column in enumerate(columns):
        found = one_nature(column.path[-1]) if column.role == "nature" and column.path else None
        if found:
            yield index, "约束性" if found["binding"] else "预期性"


def _within(targets: list[Slot], period: Period | None) -> list[Slot]:
    """The goals without an outlook (2035年展望) beyond the plan's period; all where none is inside."""
    if period is None:
        return targets
    inside = [slot for slot in targets if slot.year is None or slot.year <= period.end]
    return inside or targets


def _dated_first(targets: list[Slot], period: Period | None) -> list[Slot]:
    """The goals without a column that prints no year, beside one that prints the plan's last year:
    指标值 | 2025年 are what a norm asks for, and what this plan aims at."""
    dated = [slot for slot in targets if slot.column.year is not None]
    last = max((slot.column.year or 0 for slot in dated), default=0)
    is_last = period is None or last == period.end
    return dated if dated and is_last else targets


def _undated_norm(slot: Slot) -> Slot:
    """A further goal whose header prints no year: it has none."""
    if slot.column.role == "target" and slot.column.year is None and not slot.growth:
        return replace(slot, year=None)
    return slot


def _amounts_first(slots: list[Slot]) -> list[Slot]:
    """Shares count as such only beside amounts; in a table of shares alone they are the values."""
    if any(not slot.share for slot in slots if not slot.growth):
        return slots
    return [replace(slot, share=False) for slot in slots]


def unit_of_column(table: Table, column: Column, grammar: Grammar) -> Unit | None:
    """The unit of a column's header, else of the table's 单位： line, else None."""
    text = column.unit or unit_of_note(table.unit_note, grammar)
    if not text:
        return None
    return find_unit(text, grammar)


def _first(where: dict[str, list[int]], *roles: str) -> int | None:
    """The first column of the first of these roles that the table has."""
    for role in roles:
        if role in where:
            return where[role][0]
    return None


def _by_year(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """Some columns by year, the last one first asked; of one year an amount goes before its share, what
    is printed for a whole period before what is for a part of it, and the first column before those
    that count the same in another way.
    """

    def rank(slot: Slot) -> tuple[int, bool, int, int]:
        start = slot.years.start if slot.years else 0
        return slot.year or 0, not slot.share, -start, -slot.index

    return tuple(sorted(slots, key=rank))


def _slot(
    index: int,
    column: Column,
    grammar: Grammar,
    undated: int | None,
) -> Slot:
    """The slot of a column; `undated` is the year of its values where its header prints none."""
    # A header that was merged over several rows stands in the path once for each.
    cells = dict.fromkeys(column.path)
    label = "".join(cells)
    label = "".join(label.split())
    head = read_head(column.path, grammar)
    years = _span_of_years(head)
    if head.growth and column.role in _MAY_GROW:
        basis = _growth_basis(head, grammar)
        either = grammar.pattern("tables.value.growth-of-either").search(head.text) is not None
        return Slot(
            index,
            column,
            label,
            column.year,
            growth=True,
            basis=basis,
            either=either,
            years=years,
        )
    year = undated if column.year is None else column.year
    is_share = grammar.pattern("tables.value.share").search(head.text) is not None
    return Slot(index, column, label, year, share=is_share, years=years)


def _span_of_years(head: ColumnHead) -> Period | None:
    if head.first is None or head.until is None or head.first > head.until:
        return None
    return Period(start=head.first, end=head.until)


def _undated(role: Role, period: Period | None, past: Period | None) -> int | None:
    """The year of a goal or of what was reached, where the header prints none."""
    if role in REVIEWED:
        return past.end if past else None
    if period is None:
        return None
    if role == "target":
        return period.end
    if role == "baseline":  # 现状 is what the last period reached
        return period.start - 1
    return None


def _growth_basis(head: ColumnHead, grammar: Grammar) -> Basis | None:
    """Whether a column of growths is yearly or a total; None where it holds what a period adds."""

    def says(rule: str) -> bool:
        return grammar.pattern(f"tables.value.{rule}").search(head.text) is not None

    if says("growth-annual"):
        return "annual"
    if says("growth-cumulative"):
        return "cumulative"
    # 增速 and 增长率 alone are yearly in statistics; 新增 and 增长, in whatever unit, say nothing of years.
    is_rate = says("growth-rate") or head.unit is not None
    return "annual" if is_rate and not says("increase") else None
