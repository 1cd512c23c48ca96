"""Values: what one cell of a table prints, as a `Value` that stands alone.

A cell is taken apart from outside in: footnote marks and remarks (`cell_asides`), then
what `cell_numbers` reads, else the words and the several values of `cell_phrases`.
Whatever is left over makes the cell `text`: a number is claimed only where every
character has been read.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from planparse.grammar import Grammar
from planparse.grammar.engines import compiled
from planparse.model.plan import Normalized, Per, Period, Unit, Value, maker
from planparse.model.source import Span
from planparse.quantity.brackets import Brackets
from planparse.quantity.cell_asides import AsideReader
from planparse.quantity.cell_numbers import LONGEST, CellReading, NumberReader
from planparse.quantity.cell_phrases import CellPart, PhraseReader
from planparse.quantity.holding import NOTHING_HOLDS, Holding
from planparse.quantity.joint_units import units_of_parts
from planparse.quantity.measures import NOTHING_SAID, is_share, measured
from planparse.quantity.units import normalize, normalize_ratio, scaled_by

_new_value = maker(Value)

WORDS = ("text", "missing", "delegated", "unchanged")
"""Kinds of values without a number."""

_BARE_NUMBER = compiled(r"[0-9]{1,15}(?:\.[0-9]{1,12})?")

_MOST_CUTS = 5
"""Marks, remarks and stops around one number, together."""
_TOO_LONG_TO_JOIN = 4 * LONGEST
"""Characters of a cell that is words, however its white space is taken."""


class MarkedReading(Struct, frozen=True):
    """What a cell says, and the footnote marks behind it."""

    reading: CellReading
    marks: tuple[str, ...] = ()
    parts: tuple[CellPart, ...] = ()
    """Of a `compound`."""
    label: str | None = None
    """Whose value it is, as printed before it."""


_WORDS = MarkedReading(CellReading())


class _ReadCell(Struct, frozen=True):
    """A cell without white space, and what it says by itself."""

    shown: str
    marked: MarkedReading


def read_cell(
    text: str,
    grammar: Grammar,
    *,
    year: int | None = None,
    unit: Unit | None = None,
    per: Per | None = None,
    holding: Holding | None = None,
    span: Span | None = None,
) -> tuple[Value, tuple[str, ...]]:
    """The value that a cell prints, and the footnote marks behind its number.

    `year`, `unit` and `per` are those of the cell's column and row; `holding` says the same and
    more, and stands in the place of all three. `span` is where the cell is printed.
    Never raises. `Value.text` is the cell without white space; unit, year and basis are the cell's
    own, else those that hold for it. `normalized` is set for numbers, ratios and changes whose
    unit is known.
    """
    if holding is None:
        is_bare = year is None and unit is None and per is None
        holding = NOTHING_HOLDS if is_bare else Holding(year, unit, per)
    cell = grammar.remembered(_read, text)
    shown = cell.shown
    marked = cell.marked
    if marked.parts:
        return _compound(shown, marked.parts, holding, grammar, span), marked.marks
    value = _value(shown, marked.reading, holding, grammar, span)
    if marked.label is not None:
        value = value.model_copy(update={"label": marked.label})
    return value, marked.marks


def reading_of(text: str, grammar: Grammar) -> CellReading:
    """What a cell says by itself: what is asked before its column and row are known."""
    return grammar.remembered(_read, text).marked.reading


# ------------------------------------------------------------------ from readings to values


def _value(
    shown: str,
    reading: CellReading,
    holding: Holding,
    grammar: Grammar,
    span: Span | None,
) -> Value:
    kind = reading.kind
    if kind in WORDS:
        basis = holding.basis if kind != "missing" else None
        return _new_value(
            text=shown,
            kind=kind,
            year=holding.year,
            basis=basis,
            remark=reading.remark,
            span=span,
        )
    if reading.brackets is not None:
        reading, holding = _as_noted(reading, reading.brackets, holding)
    first, *more = map(float, reading.numbers)
    is_bare = reading.unit is None and kind != "ratio"
    unit = holding.unit if is_bare else _unit(reading, holding, grammar)
    per = holding.per if holding.per is None else _per(unit, holding)
    basis = reading.basis or holding.basis
    what = measured(kind, first, unit, basis, holding.said)
    year = reading.year or holding.year
    # pydantic checks each key that it is given, and these stay null in most values.
    rare: dict[str, Any] = {}
    if kind == "ratio":
        rare["ratio"] = (first, *more)
    elif more:
        rare["low"], rare["high"] = first, *more
    if basis is not None:
        period = _period(reading, holding)
        rare.update(basis=basis, period=period)
        if year is None and period:
            year = period.end
    if reading.reference is not None or reading.remark is not None:
        rare.update(reference=reading.reference, remark=reading.remark)
    if what.direction is not None:
        rare["direction"] = what.direction
    if per is not None:
        rare["per"] = per
    return _new_value(
        text=shown,
        kind=kind,
        comparator=reading.comparator or "=",
        value=None if more else first,
        year=year,
        measure=what.measure,
        unit=unit,
        normalized=_normalized(reading, unit, per, grammar),
        span=span,
        **rare,
    )


def _as_noted(
    reading: CellReading, brackets: Brackets, holding: Holding
) -> tuple[CellReading, Holding]:
    """What brackets mean for the number in them, by the notes under the table, else by the header."""
    note = holding.brackets.of(brackets)
    if note is None or note.meaning == "unknown":
        # Square ones are a total by themselves, round ones where 累计 stands above or beside them.
        is_total = reading.basis is None and holding.said.measure == "total"
        return (replace(reading, basis="cumulative") if is_total else reading), holding
    if note.turns(holding.said):
        below_zero = sorted(-abs(number) for number in reading.numbers)
        reading = replace(reading, numbers=tuple(below_zero))
    own = reading.basis if brackets == "round" else None
    reading = replace(reading, basis=note.basis or own, year=reading.year or note.year)
    if note.meaning == "level":
        is_total = holding.said.measure == "total"
        said = NOTHING_SAID if is_total else holding.said
        return reading, replace(holding, basis=None, said=said)
    tells_way = note.meaning in ("rise", "fall") and holding.said.direction is None
    return reading, replace(holding, said=note.said if tells_way else holding.said)


def _compound(
    shown: str,
    parts: Sequence[CellPart],
    holding: Holding,
    grammar: Grammar,
    span: Span | None,
) -> Value:
    """Several values in one cell; each part stands alone, with the label that is printed before it."""
    made: list[Value] = []
    units = units_of_parts(holding.unit, len(parts), shown, grammar)
    for part, unit in zip(parts, units, strict=True):
        own = replace(holding, unit=unit)
        value = _value(part.text, part.reading, own, grammar, None)
        made.append(value.model_copy(update={"label": part.label}) if part.label else value)
    return Value(
        text=shown,
        kind="compound",
        parts=tuple(made),
        year=holding.year,
        basis=holding.basis,
        unit=_unit_of_all(holding.unit, units),
        per=holding.per,
        span=span,
    )


def _unit_in_all(parts: Sequence[CellPart]) -> Unit | None:
    """The unit that each of several levels prints: 0.7人/1.6人. Behind a word it may be another one's
    (下降5%、8% of a load in tonnes).
    """
    are_levels = all(part.label is None and part.reading.kind == "number" for part in parts)
    first, *others = [part.reading.unit for part in parts]
    return first if are_levels and all(unit == first for unit in others) else None


def _unit_of_all(unit: Unit | None, units: Sequence[Unit | None]) -> Unit | None:
    """The unit over several values: words only, where each of them has another one or none."""
    if unit is None or all(own == unit for own in units):
        return unit
    return Unit(text=unit.text)


def _unit(reading: CellReading, holding: Holding, grammar: Grammar) -> Unit | None:
    """The cell's own unit, else the one that holds for it; a ratio has only its own."""
    if reading.unit is not None:
        return scaled_by(reading.unit, holding.unit, grammar)
    return None if reading.kind == "ratio" else holding.unit


def _per(unit: Unit | None, holding: Holding) -> Per | None:
    """The base that the row counts per, unless the cell prints a share: that counts per nothing."""
    if unit is not holding.unit and is_share(unit) and not is_share(holding.unit):
        return None
    return holding.per


def _period(reading: CellReading, holding: Holding) -> Period | None:
    """The years of a total or an average, where the cell names no year of its own."""
    return holding.period if reading.year is None else None


def _normalized(
    reading: CellReading,
    unit: Unit | None,
    per: Per | None,
    grammar: Grammar,
) -> Normalized | None:
    """A number or ratio in its base unit; None for a range."""
    if reading.kind == "ratio":
        first, second = reading.numbers
        return normalize_ratio(first, second)
    if len(reading.numbers) != 1:
        return None
    return normalize(reading.numbers[0], unit, per, grammar)


# ------------------------------------------------------------------ reading a cell


def _read(text: str, grammar: Grammar) -> _ReadCell:
    """What a cell says; nothing where its white space may divide two numbers.

    A cell is asked for again once its row's unit is known, and many cells print the same.
    """
    cells = grammar.derived(_Cells)
    shown = "".join(text.split())
    is_whole = len(shown) == len(text)
    # What is too long for a value is not searched for gaps: `read` knows that it is words.
    is_long = len(text) > _TOO_LONG_TO_JOIN
    if is_whole or is_long or cells.may_join(text):
        return _ReadCell(shown, cells.read(shown))
    return _ReadCell(shown, _WORDS)


class _Cells:
    """The reader of cells that one grammar describes."""

    def __init__(self, grammar: Grammar) -> None:
        self._pattern = grammar.pattern
        self.numbers = NumberReader(grammar)
        self.asides = AsideReader(grammar)
        self.phrases = PhraseReader(grammar, lambda piece: self._number(piece).reading)

    def may_join(self, text: str) -> bool:
        """Whether white space may be taken out of `text` without making one number of two."""
        if self._pattern("values.gap").search(text) is None:
            return True
        # 1 234 is one number in some statistics, 85 70 are two.
        thousands = self._pattern("values.spaced-thousands")
        return thousands.fullmatch(text.strip()) is not None

    def read(self, shown: str) -> MarkedReading:
        """What `shown` says, and the marks that had to be taken off for it."""
        if not shown:
            return MarkedReading(CellReading("missing"))
        if _BARE_NUMBER.fullmatch(shown):  # most cells of most tables
            number = CellReading("number", (Decimal(shown),))
            return MarkedReading(number)
        marked = self._number(shown)
        if marked.reading.kind != "text":
            return marked
        parts = self.phrases.parts(shown)
        if parts:
            several = CellReading("compound", unit=_unit_in_all(parts))
            return MarkedReading(several, marked.marks, parts)
        labelled = self.phrases.labelled(shown)
        if labelled is not None:
            return MarkedReading(labelled.reading, marked.marks, label=labelled.label)
        return marked

    def _number(self, shown: str) -> MarkedReading:
        """The one number of a cell with its asides taken off, else what its words say."""
        marks: list[str] = []
        remarks: list[str] = []
        rest = shown
        for _ in range(_MOST_CUTS + 1):
            reading = self.numbers.read(rest)
            if reading.kind != "text":
                said = self.asides.with_remarks(reading, remarks)
                return MarkedReading(said, tuple(marks))
            words = self.phrases.words(rest)
            if words.kind != "text":
                said = self.asides.with_remarks(words, remarks)
                return MarkedReading(said, tuple(marks))
            cut = self.asides.cut(rest)
            if cut is None or not cut.rest:
                break
            rest, aside = cut
            if aside.what == "mark":
                marks.insert(0, aside.text)
            elif aside.what == "remark":
                remarks.insert(0, aside.text)
        # In words a remark is part of the text; a mark still points to its note.
        return MarkedReading(CellReading(), tuple(marks))
