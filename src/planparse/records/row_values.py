"""The values of one indicator's row, told apart by column into baseline, target and others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from planparse.grammar import Grammar
from planparse.model.plan import Per, Unit, Value
from planparse.model.source import Span
from planparse.quantity.cell_values import read_cell
from planparse.quantity.units import find_unit
from planparse.records.footnotes import Footnotes
from planparse.records.printed_rows import PrintedRow
from planparse.records.slots import RowSlots, Slot
from planparse.tables.header_words import plain


class Figure(NamedTuple):
    """One value cell of a row, and its footnote marks."""

    value: Value
    marks: tuple[str, ...]

    def with_year(self, year: int) -> Figure:
        """The figure as one of another year."""
        value = self.value.model_copy(update={"year": year})
        return Figure(value, self.marks)

    @property
    def is_missing(self) -> bool:
        """Whether the cell is empty or a dash."""
        return self.value.kind == "missing"


Figures = dict[int, Figure]
"""By the index of the column."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which value is which. A column that the table lacks gives None."""

    baseline: Value | None
    target: Value | None
    others: tuple[Value, ...]


# ------------------------------------------------------------------ reading the cells


@dataclass(frozen=True, slots=True)
class FigureReader:
    """Reads the value cells of one table."""

    at: RowSlots
    note_unit: str | None
    """The unit of the table's 单位： line."""
    grammar: Grammar

    def read(
        self, row: PrintedRow, unit: Unit | None, per: Per | None
    ) -> tuple[Figures, Unit | None]:
        """The row's values and its unit: as given, else from cells, header or note line."""
        figures = self._figures(row, unit, per)
        if unit is not None:
            return figures, unit
        found = self._unit_in_cells(figures) or self._unit_of_headers()
        if found is not None:  # read again, as the unit decides what the numbers are in its base
            figures = self._figures(row, found, per)
        return figures, found

    def _unit_in_cells(self, figures: Figures) -> Unit | None:
        """The first unit that a value prints, that of a level before that of a change."""
        of_change: Unit | None = None
        for slot in self.at.values:
            value = figures[slot.index].value
            if not _is_level(slot) or value.unit is None:
                continue
            # 提高2个百分点 beside 35%: the row is counted in what its levels are.
            if value.kind != "relative":
                return value.unit
            of_change = of_change or value.unit
        return of_change

    def _unit_of_headers(self) -> Unit | None:
        text = self.note_unit
        for slot in self.at.values:
            if slot.column.unit and _is_level(slot):
                text = slot.column.unit
                break
        if not text:
            return None
        return find_unit(text, self.grammar)

    def _figures(
        self,
        row: PrintedRow,
        unit: Unit | None,
        per: Per | None,
    ) -> Figures:
        figures: Figures = {}
        for slot in self.at.values:
            figures[slot.index] = self._figure(row, slot, unit, per)
        return figures

    def _figure(
        self,
        row: PrintedRow,
        slot: Slot,
        unit: Unit | None,
        per: Per | None,
    ) -> Figure:
        text = row.text(slot.index)
        span = row.span(slot.index)
        if span and _length(span) < len(text):
            # Printed in pieces that other cells stand between: no one place slices to it.
            span = None
        value, marks = read_cell(
            text,
            self.grammar,
            year=slot.year,
            unit=unit,
            per=per,
            span=span,
        )
        if slot.growth and value.kind not in ("text", "missing"):
            value = self._growth(text, slot, value, unit)
        return Figure(value, marks)

    def _growth(
        self,
        text: str,
        slot: Slot,
        value: Value,
        unit: Unit | None,
    ) -> Value:
        """A value of a 年均/累计 column.

        Brackets are a total in the row's unit, the rest a yearly rate.
        """
        basis = value.basis or slot.basis
        counted = slot.column.unit
        if not counted and basis == "annual":
            counted = "%"
        if counted and value.unit is None:
            own = find_unit(counted, self.grammar)
            value, _ = read_cell(
                text,
                self.grammar,
                year=slot.year,
                unit=own,
                span=value.span,
            )
            # The cell itself prints no unit, but its column counts in another one than the row.
            if own != unit:
                value = value.model_copy(update={"unit": own})
        return value.model_copy(update={"basis": basis})


def _is_level(slot: Slot) -> bool:
    """Whether a column counts what its row counts: no growth, no share of it, no difference."""
    return not (slot.growth or slot.share or slot.column.role == "change")


def _length(span: Span) -> int:
    start, end = span
    return end - start


# ------------------------------------------------------------------ dating them by footnotes


def date_by_notes(
    figures: Figures,
    marks: Sequence[str],
    at: RowSlots,
    notes: Footnotes,
    grammar: Grammar,
) -> None:
    """Sets the years that footnotes give to their values; a mark at the name dates the baseline."""
    for index, figure in figures.items():
        for mark in figure.marks:
            year = notes.year(mark, grammar)
            if year is not None:
                figures[index] = figures[index].with_year(year)
    if not at.baselines:
        return
    baseline = at.baselines[-1].index
    goal_year = at.targets[-1].year if at.targets else None
    for mark in marks:
        year = notes.year(mark, grammar)
        # A note about the goal's own year says nothing of the baseline.
        if year is not None and (goal_year is None or year < goal_year):
            figures[baseline] = figures[baseline].with_year(year)


def date_by_schedule(
    figures: Figures,
    row: PrintedRow,
    at: RowSlots,
    grammar: Grammar,
) -> None:
    """Sets the year by which the row's own cell says that its goal is to be met (2024年底)."""
    years = list(grammar.pattern("tables.year").finditer(plain(row.text(at.period))))
    if not years:
        return
    for slot in at.targets:
        if slot.column.year is None:
            figures[slot.index] = figures[slot.index].with_year(int(years[-1]["year"]))


# ------------------------------------------------------------------ which value is which


def choose(figures: Figures, at: RowSlots) -> Choice:
    """The last filled of the plan's own baselines and goals; others are the rest.

    A growth stands in for a goal that is not printed.
    """
    baseline = last_filled(at.baselines, figures)
    target = last_filled(at.targets, figures)
    if target is None or figures[target.index].is_missing:
        target = _first_growth(at, figures) or target
    chosen = {slot.index for slot in (baseline, target) if slot is not None}
    rest = [slot for slot in at.values if slot.index not in chosen]
    rest.sort(key=lambda slot: slot.index)
    last = at.targets[-1].year if at.targets else None
    return Choice(
        baseline=value_of(baseline, figures, None),
        target=value_of(target, figures, last),
        others=tuple(other_value(slot, figures) for slot in rest),
    )


def last_filled(slots: Sequence[Slot], figures: Figures) -> Slot | None:
    """The last slot with a value, else the last one."""
    for slot in reversed(slots):
        if not figures[slot.index].is_missing:
            return slot
    return slots[-1] if slots else None


def _first_growth(at: RowSlots, figures: Figures) -> Slot | None:
    for slot in at.growths:
        if not figures[slot.index].is_missing:
            return slot
    return None


def value_of(slot: Slot | None, figures: Figures, last: int | None) -> Value | None:
    """The value in a column. A growth that stands for the value of the `last` year belongs to it."""
    if slot is None:
        return None
    value = figures[slot.index].value
    if not slot.growth:
        return value
    said = {"year": value.year or last, "label": slot.label}
    return value.model_copy(update=said)


def other_value(slot: Slot, figures: Figures) -> Value:
    """A value with what its header says, as it has no field of its own."""
    value = figures[slot.index].value
    said = {
        "label": slot.label,
        "role": slot.column.role,
        "scope": slot.column.scope,
    }
    return value.model_copy(update=said)
