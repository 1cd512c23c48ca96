"""Where each field of an indicator stands in the rows of a table, by the roles of its columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from planparse.grammar import Grammar
from planparse.model.plan import Basis, Column, Period, Table, Unit
from planparse.quantity.units import find_unit
from planparse.tables.columns import unit_of_note
from planparse.tables.header_words import plain

_VALUE_ROLES = ("baseline", "target", "value")


@dataclass(frozen=True, slots=True)
class Slot:
    """One value column: its index in the row, and what its header says."""

    index: int
    column: Column
    label: str
    """The header's words without white space, each cell of its path once."""
    year: int | None
    growth: bool = False
    """The column holds a change over the period (年均增速, 五年累计), not a state."""
    basis: Basis | None = None
    """Of a growth: annual or cumulative."""


@dataclass(frozen=True, slots=True)
class RowSlots:
    """Where each field of an indicator stands in a row; None where the table has no such column."""

    name: int
    category: int | None
    number: int | None
    qualifier: int | None
    unit: int | None
    nature: int | None
    notes: tuple[int, ...]
    baselines: tuple[Slot, ...]
    """The plan's own baselines, by year."""
    targets: tuple[Slot, ...]
    """The plan's own goals, by year."""
    growths: tuple[Slot, ...]
    further: tuple[Slot, ...]
    """Values of other scopes (全省) and of years between."""

    @property
    def values(self) -> tuple[Slot, ...]:
        """Every value column."""
        return (
            *self.baselines,
            *self.targets,
            *self.growths,
            *self.further,
        )


def columns_by_role(table: Table) -> dict[str, list[int]]:
    """The indexes of a table's columns, left to right, by what they hold."""
    found: dict[str, list[int]] = {}
    for index, column in enumerate(table.columns):
        found.setdefault(column.role, []).append(index)
    return found


def layout_of(table: Table, grammar: Grammar, period: Period | None) -> RowSlots:
    """The layout of an indicator table.

    `period` dates goals and baselines whose headers print no year.
    """
    where = columns_by_role(table)
    slots = [
        _slot(index, column, grammar, period)
        for index, column in enumerate(table.columns)
        if column.role in _VALUE_ROLES
    ]
    # 全省 beside 全市: another level's values are no goals of this plan.
    own = [slot for slot in slots if slot.column.scope is None]
    # Nor is 年均增速 a value of its last year; it may stand in for one that is not printed.
    states = [slot for slot in own if not slot.growth]
    baselines = [slot for slot in states if slot.column.role == "baseline"]
    targets = [slot for slot in states if slot.column.role == "target"]
    growths = [slot for slot in own if slot.growth]
    used = {slot.index for slot in (*baselines, *targets, *growths)}
    return RowSlots(
        name=_first(where, "name", "entity", "category") or 0,
        category=_first(where, "category"),
        number=_first(where, "number"),
        qualifier=_first(where, "qualifier"),
        unit=_first(where, "unit"),
        nature=_first(where, "nature"),
        notes=tuple(where.get("note", [])),
        baselines=_by_year(baselines),
        targets=_by_year(targets),
        growths=tuple(growths),
        further=tuple(slot for slot in slots if slot.index not in used),
    )


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
    in_order = sorted(slots, key=lambda slot: (slot.year or 0, slot.index))
    return tuple(in_order)


def _slot(
    index: int,
    column: Column,
    grammar: Grammar,
    period: Period | None,
) -> Slot:
    # A header that was merged over several rows stands in the path once for each.
    cells = dict.fromkeys(column.path)
    label = "".join(cells)
    label = "".join(label.split())
    basis = _growth_basis(plain(label), column, grammar)
    if basis is None:
        year = _year(column, period)
        return Slot(index, column, label, year)
    return Slot(
        index,
        column,
        label,
        year=column.year,
        growth=True,
        basis=basis,
    )


def _year(column: Column, period: Period | None) -> int | None:
    """The year of a header, else what the period says of a goal or a baseline."""
    if column.year is not None or period is None:
        return column.year
    if column.role == "target":
        return period.end
    if column.role == "baseline":  # 现状 is what the last period reached
        return period.start - 1
    return None


def _growth_basis(text: str, column: Column, grammar: Grammar) -> Basis | None:
    """`annual` or `cumulative` where a column holds a growth; None where it holds a state."""
    if column.role != "target":
        return None
    if not _says("growth", text, grammar):
        return None
    if _says("growth-annual", text, grammar):
        return "annual"
    # 2025年[累计] is the year's own column, 2021-2025年年均增速 is not.
    if column.year is not None:
        return None
    if _says("growth-cumulative", text, grammar):
        return "cumulative"
    # 增速 and 增长率 alone are yearly in statistics.
    return "annual"


def _says(what: str, header: str, grammar: Grammar) -> bool:
    return grammar.pattern(f"tables.value.{what}").search(header) is not None
