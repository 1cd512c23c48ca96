"""The values of one indicator's row, told apart by column into baseline, target and others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planparse.grammar import Grammar
from planparse.model.plan import Per, Unit, Value
from planparse.model.source import Span
from planparse.quantity.cell_values import read_cell
from planparse.quantity.units import find_unit
from planparse.records.footnotes import Footnotes
from planparse.records.slots import RowSlots, Slot, cell

Figures = dict[int, tuple[Value, tuple[str, ...]]]
"""Value and footnote marks by the index of the column."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which value is which. A column that the table lacks gives None."""

    baseline: Value | None
    target: Value | None
    others: tuple[Value, ...]


def read_figures(
    row: Sequence[str],
    spans: Sequence[Span | None],
    at: RowSlots,
    unit: Unit | None,
    per: Per | None,
    note_unit: str | None,
    grammar: Grammar,
) -> tuple[Figures, Unit | None]:
    """The row's values and its unit: as given, else from the cells, the header, the 单位： line."""
    figures = {s.index: _figure(row, spans, s, unit, per, grammar) for s in at.values}
    if unit is not None:
        return figures, unit
    own = [v for s in at.values if not s.growth and (v := figures[s.index][0]).unit is not None]
    found = next((v.unit for v in own if v.kind != "relative"), own[0].unit if own else None)
    if found is None:
        heads = [s.column.unit for s in at.values if s.column.unit and not s.growth]
        text = heads[0] if heads else note_unit
        found = find_unit(text, grammar) if text else None
    if found is not None:
        figures = {s.index: _figure(row, spans, s, found, per, grammar) for s in at.values}
    return figures, found


def _figure(
    row: Sequence[str], spans: Sequence[Span | None], slot: Slot, unit: Unit | None, per: Per | None,
    grammar: Grammar,
) -> tuple[Value, tuple[str, ...]]:
    text = cell(row, slot.index)
    span = spans[slot.index] if slot.index < len(spans) else None
    if span and span[1] - span[0] < len(text):
        span = None  # printed in pieces that other cells stand between: no one place slices to it
    value, marks = read_cell(text, grammar, year=slot.year, unit=unit, per=per, span=span)
    if slot.growth and value.kind not in ("text", "missing"):
        value = _growth(text, slot, value, unit, grammar)
    return value, marks


def _growth(text: str, slot: Slot, value: Value, unit: Unit | None, grammar: Grammar) -> Value:
    """A value of a 年均/累计 column: brackets are a total in the row's unit, the rest a yearly rate."""
    basis = value.basis or slot.basis
    counted = slot.column.unit or ("%" if basis == "annual" else None)
    if counted and value.unit is None:
        own = find_unit(counted, grammar)
        value, _ = read_cell(text, grammar, year=slot.year, unit=own, span=value.span)
        if own != unit:
            value = value.model_copy(update={"unit": own})
    return value.model_copy(update={"basis": basis})


def date_by_notes(
    figures: Figures, marks: Sequence[str], at: RowSlots, notes: Footnotes, grammar: Grammar
) -> None:
    """Set the years that footnotes give: on the value with the mark, on the baseline for a name's mark."""
    for index, (value, own) in figures.items():
        for mark in own:
            if (year := notes.year(notes.text(mark) or "", grammar)) is not None:
                figures[index] = value.model_copy(update={"year": year}), own
    last = at.targets[-1].year if at.targets else None
    for mark in marks if at.baselines else ():
        year = notes.year(notes.text(mark) or "", grammar)
        if year is not None and (last is None or year < last):
            value, own = figures[at.baselines[-1].index]
            figures[at.baselines[-1].index] = value.model_copy(update={"year": year}), own


def choose(figures: Figures, at: RowSlots) -> Choice:
    """The last filled of the plan's own baselines and goals; a growth stands in; others are the rest."""
    baseline, target = _last(at.baselines, figures), _last(at.targets, figures)
    if target is None or figures[target.index][0].kind == "missing":
        target = next((s for s in at.growths if figures[s.index][0].kind != "missing"), target)
    used = {s.index for s in (baseline, target) if s is not None}
    rest = sorted((s for s in at.values if s.index not in used), key=lambda s: s.index)
    return Choice(
        figures[baseline.index][0] if baseline else None,
        _target(target, figures[target.index][0], at) if target else None,
        tuple(_other(s, figures[s.index][0]) for s in rest),
    )


def _last(slots: Sequence[Slot], figures: Figures) -> Slot | None:
    filled = [s for s in slots if figures[s.index][0].kind != "missing"]
    return filled[-1] if filled else slots[-1] if slots else None


def _target(slot: Slot, value: Value, at: RowSlots) -> Value:
    """A growth that stands for the last year's value belongs to that year."""
    if not slot.growth:
        return value
    year = value.year or (at.targets[-1].year if at.targets else None)
    return value.model_copy(update={"year": year, "label": slot.label})


def _other(slot: Slot, value: Value) -> Value:
    return value.model_copy(
        update={"label": slot.label, "role": slot.column.role, "scope": slot.column.scope}
    )
