"""Where each field of an indicator stands in the rows of a table, by the roles of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planparse.grammar import Grammar
from planparse.model.plan import Column, Period, Table
from planparse.tables.header_words import plain


@dataclass(frozen=True, slots=True)
class Slot:
    """One value column: its index in the row, and what its header says."""

    index: int
    column: Column
    label: str
    year: int | None
    growth: bool = False
    basis: str | None = None


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
    targets: tuple[Slot, ...]
    growths: tuple[Slot, ...]
    further: tuple[Slot, ...]

    @property
    def values(self) -> tuple[Slot, ...]:
        """Every value column."""
        return (*self.baselines, *self.targets, *self.growths, *self.further)


def layout_of(table: Table, grammar: Grammar, period: Period | None) -> RowSlots:
    """The layout of an indicator table; `period` dates goals and baselines whose headers print no year."""
    where: dict[str, list[int]] = {}
    for i, c in enumerate(table.columns):
        where.setdefault(c.role, []).append(i)

    def first(*roles: str) -> int | None:
        return next((where[r][0] for r in roles if r in where), None)

    slots = [_slot(i, c, grammar, period) for i, c in enumerate(table.columns)
             if c.role in ("baseline", "target", "value")]
    own = [s for s in slots if s.column.scope is None and not s.growth]
    return RowSlots(
        first("name", "entity", "category") or 0, first("category"), first("number"),
        first("qualifier"), first("unit"), first("nature"), tuple(where.get("note", ())),
        _by_year([s for s in own if s.column.role == "baseline"]),
        _by_year([s for s in own if s.column.role == "target"]),
        tuple(s for s in slots if s.growth and s.column.scope is None),
        tuple(s for s in slots if s.column.scope is not None or (not s.growth and s.column.role == "value")),
    )


def _by_year(slots: Sequence[Slot]) -> tuple[Slot, ...]:
    return tuple(sorted(slots, key=lambda s: (s.year or 0, s.index)))


def _slot(index: int, column: Column, grammar: Grammar, period: Period | None) -> Slot:
    label = "".join("".join(p.split()) for p in dict.fromkeys(column.path))
    basis = _growth_basis(plain(label), column, grammar)
    if basis is not None:
        return Slot(index, column, label, column.year, True, basis)
    year = column.year
    if year is None and period is not None and column.role in ("baseline", "target"):
        year = period.end if column.role == "target" else period.start - 1
    return Slot(index, column, label, year)


def _growth_basis(text: str, column: Column, grammar: Grammar) -> str | None:
    """`annual` or `cumulative` where a column holds a growth over the period; None where it holds a state."""

    def says(rule: str) -> bool:
        return grammar.pattern(f"tables.value.{rule}").search(text) is not None

    if column.role != "target" or not says("growth"):
        return None
    if column.year is not None:  # 2025年[累计] is the year's own column, 2021-2025年年均增速 is not
        return "annual" if says("growth-annual") else None
    return "cumulative" if says("growth-cumulative") and not says("growth-annual") else "annual"


def cell(row: Sequence[str], index: int | None) -> str:
    """The cell of a row at `index`; "" where the table has no such column."""
    return row[index] if index is not None and index < len(row) else ""
