"""The values of one indicator's row, told apart by column into baseline, target and others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from planparse.grammar import Grammar
from planparse.model.plan import Per, Unit, Value
from planparse.quantity.cell_values import read_cell
from planparse.quantity.units import find_unit
from planparse.records.footnotes import Footnotes
from planparse.records.printed_rows import PrintedRow
from planparse.records.slots import RowSlots, Slot


class Figure(NamedTuple):
    """One value cell of a row, and its footnote marks."""

    value: Value
    marks: tuple[str, ...]

    def with_year(self, year: int) -> Figure:
        """The figure as one of another year."""
        return Figure(self.value.model_copy(update={"year": year}), self.marks)

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
        """The row's values and its unit: as given, else from the cells, the header, the note line."""
        figures = self._figures(row, unit, per)
        if unit is not None:
            return figures, unit
        found = self._unit_in_cells(figures) or self._unit_of_headers()
        if found is not None:  # read again, as the unit decides what the numbers are in its base
            figures = self._figures(row, found, per)
        return figures, found

    def _unit_in_cells(self, figures: Figures) -> Unit | None:
        """The first unit that a value prints; that of a change (个百分点) only where no level has one."""
        own = [figures[slot.index].value for slot in self.at.values if not slot.growth]
        with_unit = [value for value in own if value.unit is not None]
        levels = [value for value in with_unit if value.kind != "relative"]
        first = [*levels, *with_unit][:1]
        return first[0].unit if first else None

    def _unit_of_headers(self) -> Unit | None:
        text = self.note_unit
        for slot in self.at.values:
            if slot.column.unit and not slot.growth:
                text = slot.column.unit
                break
        if not text:
            return None
        return find_unit(text, self.grammar)

    def _figures(self, row: PrintedRow, unit: Unit | None, per: Per | None) -> Figures:
        return {slot.index: self._figure(row, slot, unit, per) for slot in self.at.values}

    def _figure(self, row: PrintedRow, slot: Slot, unit: Unit | None, per: Per | None) -> Figure:
        text = row.text(slot.index)
        span = row.span(slot.index)
        if span and span[1] - span[0] < len(text):
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

    def _growth(self, text: str, slot: Slot, value: Value, unit: Unit | None) -> Value:
        """A value of a 年均/累计 column.

        Brackets are a total in the row's unit, the rest a yearly rate.
        """
        basis = value.basis or slot.basis
        counted = slot.column.unit
        if not counted and basis == "annual":
            counted = "%"
        if counted and value.unit is None:
            own = find_unit(counted, self.grammar)
            value, _ = read_cell(text, self.grammar, year=slot.year, unit=own, span=value.span)
            if own != unit:
                value = value.model_copy(update={"unit": own})
        return value.model_copy(update={"basis": basis})


# ------------------------------------------------------------------ dating them by footnotes


def date_by_notes(
    figures: Figures,
    marks: Sequence[str],
    at: RowSlots,
    notes: Footnotes,
    grammar: Grammar,
) -> None:
    """Sets the years that footnotes give: on the value with the mark, on the baseline for a name's mark."""
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


# ------------------------------------------------------------------ which value is which


def choose(figures: Figures, at: RowSlots) -> Choice:
    """The last filled of the plan's own baselines and goals; others are the rest.

    A growth stands in for a goal that is not printed.
    """
    baseline = _last(at.baselines, figures)
    target = _last(at.targets, figures)
    if target is None or figures[target.index].is_missing:
        target = _first_growth(at, figures) or target
    chosen = {slot.index for slot in (baseline, target) if slot is not None}
    rest = [slot for slot in at.values if slot.index not in chosen]
    rest.sort(key=lambda slot: slot.index)
    return Choice(
        baseline=figures[baseline.index].value if baseline else None,
        target=_goal(target, figures[target.index].value, at) if target else None,
        others=tuple(_other(slot, figures[slot.index].value) for slot in rest),
    )


def _last(slots: Sequence[Slot], figures: Figures) -> Slot | None:
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


def _goal(slot: Slot, value: Value, at: RowSlots) -> Value:
    """A growth that stands for the last year's value belongs to that year."""
    if not slot.growth:
        return value
    year = value.year
    if not year and at.targets:
        year = at.targets[-1].year
    return value.model_copy(update={"year": year, "label": slot.label})


def _other(slot: Slot, value: Value) -> Value:
    said = {
        "label": slot.label,
        "role": slot.column.role,
        "scope": slot.column.scope,
    }
    return value.model_copy(update=said)
