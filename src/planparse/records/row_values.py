"""The values of one indicator's row, told apart by column into baseline, target and others."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, structs

from planparse.grammar import Grammar
from planparse.model.plan import Basis, Per, Period, Unit, Value
from planparse.model.source import Span
from planparse.quantity.brackets import BracketNotes
from planparse.quantity.cell_values import read_cell, reading_of
from planparse.quantity.holding import Holding
from planparse.quantity.measures import Sense, is_share, names_share, said_by, says_difference
from planparse.quantity.units import find_unit, points_of, split_unit
from planparse.records.footnotes import Footnotes
from planparse.records.printed_rows import PrintedRow
from planparse.records.slots import RowSlots, Slot
from planparse.tables.columns.when import period_that_ends
from planparse.tables.header_words import plain

NUMBERS = ("number", "range", "relative")
"""Kinds of values that may be a total or an average over years."""


class Figure(Struct, frozen=True):
    """One value cell of a row, and its footnote marks."""

    value: Value
    marks: tuple[str, ...]

    def with_year(self, year: int) -> Figure:
        """The figure as one of another year."""
        value = self.value.model_copy(update={"year": year})
        return Figure(value, self.marks)

    def with_basis(self, basis: Basis) -> Figure:
        """The figure over several years, or in each of them, where it is a number without a basis."""
        value = self.value
        if value.kind not in ("number", "range") or value.basis is not None:
            return self
        said: dict[str, str] = {"basis": basis}
        if basis == "cumulative":
            said["measure"] = "total"
        return Figure(value.model_copy(update=said), self.marks)

    @property
    def is_missing(self) -> bool:
        """Whether the cell is empty or a dash."""
        return self.value.kind == "missing"


Figures = dict[int, Figure]
"""By the index of the column."""


class Choice(Struct, frozen=True):
    """Which value is which. A column that the table lacks gives None."""

    baseline: Value | None
    target: Value | None
    others: tuple[Value, ...]


# ------------------------------------------------------------------ reading the cells


class ValueColumn(Struct, frozen=True):
    """A value column, with what its header says of all the cells below it."""

    slot: Slot
    said: Sense
    """What the header says of its numbers."""
    prints_unit: bool
    """Whether the header itself prints a unit: that of a 单位： line yields to the name's."""
    unit: Unit | None
    """That unit."""
    period: Period | None
    """The years over which a total is summed up."""
    says_difference: bool
    """Whether the header tells of a difference, of shares if its rows are of shares."""

    @property
    def is_yearly_rate(self) -> bool:
        """Whether the header tells of a yearly growth; 年均 alone may be people as well as percent."""
        slot = self.slot
        return slot.growth and slot.basis == "annual" and self.said.measure == "growth"


class FigureReader:
    """Reads the value cells of one table."""

    def __init__(
        self,
        at: RowSlots,
        note_unit: str | None,
        grammar: Grammar,
        period: Period | None,
        brackets: BracketNotes,
    ) -> None:
        self.note_unit = note_unit
        """The unit of the table's 单位： line."""
        self.grammar = grammar
        self.period = period
        """The plan's, over which totals are summed up."""
        self.brackets = brackets
        """What the table's notes say of numbers in brackets."""
        self.columns = [self._column(slot) for slot in at.values]
        self.levels = [slot for slot in at.values if _is_level(slot)]
        """The columns that count what their rows count."""

    def _column(self, slot: Slot) -> ValueColumn:
        prints_unit = self._prints_unit(slot)
        return ValueColumn(
            slot=slot,
            said=said_by(slot.label, self.grammar),
            prints_unit=prints_unit,
            unit=find_unit(slot.column.unit or "", self.grammar) if prints_unit else None,
            period=self._period_of(slot),
            says_difference=says_difference(slot.label, self.grammar),
        )

    def unit_of(self, row: PrintedRow) -> Unit | None:
        """The unit of a row whose name and unit cell print none: from cells, header or note line."""
        return self._unit_in_cells(row) or self._unit_of_headers()

    def read(self, row: PrintedRow, name: str, unit: Unit | None, per: Per | None) -> Figures:
        """The row's values, in the unit that each prints, else its column's, else the row's."""
        figures: Figures = {}
        for column in self.columns:
            holding = self._holding(row, column, name, unit, per)
            figures[column.slot.index] = self._figure(row, column, holding)
        return figures

    def _unit_in_cells(self, row: PrintedRow) -> Unit | None:
        """The first unit that a value prints, that of a level before that of a change."""
        of_change: Unit | None = None
        for slot in self.levels:
            reading = reading_of(row.text(slot.index), self.grammar)
            if reading.unit is None:
                continue
            # 翻一番 is 100 % more, but prints no unit that the row could be counted in.
            if reading.kind == "relative" and reading.unit.text not in row.text(slot.index):
                continue
            # 提高2个百分点 beside 35%: the row is counted in what its levels are.
            if reading.kind != "relative":
                return reading.unit
            of_change = of_change or reading.unit
        return of_change

    def _unit_of_headers(self) -> Unit | None:
        text = self.note_unit
        for slot in self.levels:
            if slot.column.unit:
                text = slot.column.unit
                break
        if not text:
            return None
        return find_unit(text, self.grammar)

    def _holding(
        self,
        row: PrintedRow,
        column: ValueColumn,
        name: str,
        unit: Unit | None,
        per: Per | None,
    ) -> Holding:
        """What holds for the cell of a row in a column, whatever it prints."""
        slot = column.slot
        own = self._unit_of_column(column, row.text(slot.index), unit)
        if own is not None and column.says_difference and self._is_of_share(row, name, own):
            own = points_of(own, self.grammar)
        return Holding(
            year=slot.year,
            unit=own,
            # A share has no base, whatever its row counts per.
            per=None if own is not unit and is_share(own) else per,
            basis=slot.basis if slot.growth and not slot.either else None,
            period=column.period,
            said=said_in(column.said, name, self.grammar),
            brackets=self.brackets,
        )

    def _is_of_share(self, row: PrintedRow, name: str, unit: Unit) -> bool:
        """Whether a difference in % is by how much a share is more or less, not how fast a thing grows.

        能耗 is no share; its 13.5 under 下降 is a rate of change, unless the row prints it in % besides.
        """
        if not is_share(unit):
            return False
        levels = (reading_of(row.text(slot.index), self.grammar) for slot in self.levels)
        return names_share(name, self.grammar) or any(level.kind == "number" for level in levels)

    def _figure(self, row: PrintedRow, column: ValueColumn, holding: Holding) -> Figure:
        index = column.slot.index
        text = row.text(index)
        span = row.span(index)
        if span and _length(span) < len(text):
            # Printed in pieces that other cells stand between: no one place slices to it.
            span = None
        value, marks = read_cell(text, self.grammar, holding=holding, span=span)
        if column.prints_unit:
            value = _of_whole_growth(value, column.said)
        return Figure(self._without_raised(value, marks), marks)

    def _without_raised(self, value: Value, marks: Sequence[str]) -> Value:
        """The value without a raised mark in its text: 560¹ would read as another number."""
        if not marks:
            return value
        mark = marks[-1]
        is_raised = self.grammar.pattern("reflow.raised").fullmatch(mark)
        if is_raised is None or not value.text.endswith(mark):
            return value
        text = value.text.removesuffix(mark)
        span = value.span
        if span and _length(span) == len(value.text):
            start, end = span
            span = (start, end - len(mark))
        return value.model_copy(update={"text": text, "span": span})

    def _unit_of_column(self, column: ValueColumn, text: str, unit: Unit | None) -> Unit | None:
        """The unit of the column's header, which holds before that of the name; else the row's."""
        if column.prints_unit:
            return column.unit
        if not column.is_yearly_rate:
            return unit
        # Under 年均[累计] brackets are a total in the row's unit, the rest a yearly rate.
        reading = reading_of(text, self.grammar)
        if reading.basis == "cumulative" or reading.brackets is not None:
            return unit
        return find_unit("%", self.grammar)

    def _prints_unit(self, slot: Slot) -> bool:
        """Whether the header itself prints a unit: that of a 单位： line yields to the name's."""
        unit = slot.column.unit
        if not unit:
            return False
        return unit != self.note_unit or unit in slot.label

    def _period_of(self, slot: Slot) -> Period | None:
        """The years over which a total of this column is summed up: those that its header names,
        else the plan's, where it ends with them.
        """
        if slot.years is not None:
            return slot.years
        if self.period is None or slot.year not in (None, self.period.end):
            return None
        return self.period

    def dated(self, figures: Figures, *, totals_told: bool) -> Figures:
        """The figures with the years of those that are totals or averages, and have none yet.

        A total in the column of the baseline is one over the period before, where the header or the
        notes (`totals_told`) say that numbers are totals: brackets alone may be anything there.
        """
        return {
            column.slot.index: self._dated(figures[column.slot.index], column, totals_told)
            for column in self.columns
        }

    def _dated(self, figure: Figure, column: ValueColumn, totals_told: bool) -> Figure:
        value = figure.value
        is_open = value.basis is not None and value.period is None and value.kind in NUMBERS
        if not is_open or value.year not in (None, column.slot.year):
            return figure
        period = column.period
        is_told = totals_told or column.said.measure == "total"
        if period is None and value.basis == "cumulative" and is_told:
            period = self._period_before(column.slot)
        return Figure(value.model_copy(update={"period": period}), figure.marks)

    def _period_before(self, slot: Slot) -> Period | None:
        """The period that ends where the plan's own begins, for the column of its last year."""
        if self.period is None or slot.year != self.period.start - 1:
            return None
        return period_that_ends(slot.year, self.period)


def _of_whole_growth(value: Value, header: Sense) -> Value:
    """五年累计增长（%） is how fast a thing grows over all the years, and no sum of them."""
    if value.measure != "total" or header.measure != "growth" or not is_share(value.unit):
        return value
    said = {"measure": "growth", "direction": header.direction}
    return value.model_copy(update=said)


def said_in(header: Sense, name: str, grammar: Grammar) -> Sense:
    """What a header says of its numbers, else what the row's name says."""
    if header.measure is not None and header.direction is not None:
        return header
    beside = said_by(name, grammar)
    if header.measure is None:
        return beside
    # 累计 does not say which way; 能耗降低 does.
    return structs.replace(header, direction=beside.direction)


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
    """Sets the years and bases that footnotes give to their values.

    A mark in a header holds for its column; one at the name dates the baseline.
    """
    if not notes.texts:
        return
    for slot in at.values:
        figure = figures[slot.index]
        # Each row of the table asks for the marks of its header.
        for mark in (*grammar.remembered(_marks_in, slot.column.path), *figure.marks):
            figure = _told_by(figure, mark, notes, grammar)
        figures[slot.index] = figure
    for mark in marks:
        _told_of_row(figures, mark, at, notes, grammar)


def _marks_in(path: tuple[str, ...], grammar: Grammar) -> list[str]:
    """The marks behind the words of a header."""
    return [mark for word in path for mark in split_unit(word, grammar).marks]


def _told_by(figure: Figure, mark: str, notes: Footnotes, grammar: Grammar) -> Figure:
    """The figure with the year or the basis that the note to its own mark gives."""
    year = notes.year(mark, grammar)
    if year is not None:
        figure = figure.with_year(year)
    basis = notes.basis(mark, grammar)
    return figure if basis is None else figure.with_basis(basis)


def _told_of_row(
    figures: Figures,
    mark: str,
    at: RowSlots,
    notes: Footnotes,
    grammar: Grammar,
) -> None:
    """Sets what the note to a mark at the name says of the row's values."""
    basis = notes.basis(mark, grammar)
    if basis is not None:
        # 年均增速 is that of the years to come; the baseline is a year's own.
        slots = at.targets if basis == "annual" else (*at.baselines, *at.targets)
        for slot in slots:
            figures[slot.index] = figures[slot.index].with_basis(basis)
    year = notes.year(mark, grammar)
    if year is None or not at.baselines:
        return
    goal_year = at.targets[-1].year if at.targets else None
    # A note about the goal's own year says nothing of the baseline.
    if goal_year is None or year < goal_year:
        baseline = at.baselines[-1].index
        figures[baseline] = figures[baseline].with_year(year)


def date_by_schedule(
    figures: Figures,
    row: PrintedRow,
    at: RowSlots,
    grammar: Grammar,
) -> None:
    """Sets the year by which the row's own cell says that its goal is to be met (2024年底)."""
    period = row.text(at.period)
    years = list(grammar.pattern("tables.year").finditer(plain(period))) if period else []
    if not years:
        return
    for slot in at.targets:
        if slot.column.year is None:
            figures[slot.index] = figures[slot.index].with_year(int(years[-1]["year"]))


# ------------------------------------------------------------------ which value is which


def choose(figures: Figures, at: RowSlots, unit: Unit | None) -> Choice:
    """The last filled of the plan's own baselines and goals; others are the rest.

    `unit` is the row's: amount and share side by side are two things, and the share is no goal of
    a row that is counted in tonnes. A growth stands in for a goal that is not printed.
    """
    baseline = last_filled(_in_unit(at.baselines, figures, unit), figures)
    target = last_filled(_in_unit(at.targets, figures, unit), figures)
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


def _in_unit(slots: Sequence[Slot], figures: Figures, unit: Unit | None) -> Sequence[Slot]:
    """The columns whose header prints no other unit than the row's; all where that leaves none."""
    own = [slot for slot in slots if not slot.column.unit or _has_unit(figures[slot.index], unit)]
    return own or slots


def _has_unit(figure: Figure, unit: Unit | None) -> bool:
    own = figure.value.unit
    # Mostly they are one record, and records are slow to compare.
    return own is None or own is unit or own == unit


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
