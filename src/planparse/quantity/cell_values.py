"""Values: what one cell of a table prints, as a `Value`.

A cell is taken apart from outside in: footnote marks and remarks, then what
`cell_numbers` reads. Whatever is left over makes the cell `text`: a number is
claimed only where every character has been read.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

import regex

from planparse.grammar import Grammar
from planparse.model.plan import Basis, Normalized, Per, Unit, Value
from planparse.model.source import Span
from planparse.quantity.cell_numbers import LONGEST, CellReading, NumberReader, one_spelling
from planparse.quantity.units import normalize, normalize_ratio, scaled_by

_BASES: tuple[Basis, ...] = ("annual", "cumulative")
_MAY_HAVE_BASIS = ("number", "range", "relative")
_STOPS = frozenset("。；;，,、")
_DIGIT = regex.compile(r"\d")
_BARE_NUMBER = regex.compile(r"[0-9]{1,15}(?:\.[0-9]{1,12})?")

_MOST_CUTS = 5
"""Marks, remarks and stops around one number, together."""
_LONGEST_MARK = 6
"""Characters of the longest footnote mark, with room: [注12]."""
_MOST_REMEMBERED = 20_000
"""Cells that are remembered: more than a long plan has different ones."""
_TOO_LONG_TO_JOIN = 4 * LONGEST
"""Characters of a cell that is words, however its white space is taken."""


class _MarkedReading(NamedTuple):
    """What a cell says, and the footnote marks and remarks behind it."""

    reading: CellReading
    marks: tuple[str, ...] = ()


_WORDS = _MarkedReading(CellReading())


class _Numbers(NamedTuple):
    """The fields of a `Value` that hold its numbers."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    ratio: tuple[float, float] | None = None


def read_cell(
    text: str,
    grammar: Grammar,
    *,
    year: int | None = None,
    unit: Unit | None = None,
    per: Per | None = None,
    span: Span | None = None,
) -> tuple[Value, tuple[str, ...]]:
    """The value that a cell prints, and the footnote marks and remarks behind its number.

    `year`, `unit` and `per` are those of the cell's row and column, `span` is where it is printed.
    Never raises. `Value.text` is the cell without white space, `Value.unit` only what
    the cell itself prints, `Value.year` the cell's own year before the column's.
    `normalized` is set for numbers, ratios and changes whose unit is known.
    """
    shown = "".join(text.split())
    reading, marks = _reading_of(text, shown, grammar)
    if reading.kind in ("text", "missing"):
        words = Value(text=shown, kind=reading.kind, year=year, span=span)
        return words, marks
    numbers = _numbers_of(reading)
    value = Value(
        text=shown,
        kind=reading.kind,
        comparator=reading.comparator or "=",
        value=numbers.value,
        low=numbers.low,
        high=numbers.high,
        ratio=numbers.ratio,
        year=reading.year or year,
        basis=reading.basis,
        reference=reading.reference,
        unit=reading.unit,
        normalized=_normalized(reading, unit, per, grammar),
        span=span,
    )
    return value, marks


def _reading_of(text: str, shown: str, grammar: Grammar) -> _MarkedReading:
    """What the cell says; nothing where its white space may divide two numbers.

    `shown` is its text without white space.
    """
    cells = grammar.derived(_Cells)
    is_whole = len(shown) == len(text)
    # What is too long for a value is not searched for gaps: `read` knows that it is words.
    is_long = len(text) > _TOO_LONG_TO_JOIN
    if is_whole or is_long or cells.may_join(text):
        return cells.read(shown)
    return _WORDS


def _numbers_of(reading: CellReading) -> _Numbers:
    """One number, the two ends of a range, or the two terms of a ratio."""
    first = float(reading.numbers[0])
    if len(reading.numbers) == 1:
        return _Numbers(value=first)
    second = float(reading.numbers[1])
    if reading.kind == "ratio":
        return _Numbers(ratio=(first, second))
    return _Numbers(low=first, high=second)


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
    if reading.unit is not None:
        unit = scaled_by(reading.unit, unit, grammar)
    return normalize(reading.numbers[0], unit, per, grammar)


class _Cells:
    """The reader of cells that one grammar describes."""

    def __init__(self, grammar: Grammar) -> None:
        self._pattern = grammar.pattern
        self.numbers = NumberReader(grammar)
        self.seen: dict[str, _MarkedReading] = {}

    def may_join(self, text: str) -> bool:
        """Whether white space may be taken out of `text` without making one number of two."""
        if self._pattern("values.gap").search(text) is None:
            return True
        # 1 234 is one number in some statistics, 85 70 are two.
        thousands = self._pattern("values.spaced-thousands")
        return thousands.fullmatch(text.strip()) is not None

    def read(self, shown: str) -> _MarkedReading:
        """What `shown` says, and the marks and remarks that had to be taken off for it.

        A cell is asked for again once its row's unit is known, and many cells print the same.
        """
        if shown not in self.seen:
            if len(self.seen) >= _MOST_REMEMBERED:
                self.seen.clear()
            self.seen[shown] = self._read(shown)
        return self.seen[shown]

    def _read(self, shown: str) -> _MarkedReading:
        if not shown:
            return _MarkedReading(CellReading("missing"))
        if _BARE_NUMBER.fullmatch(shown):  # most cells of most tables
            number = CellReading("number", (Decimal(shown),))
            return _MarkedReading(number)
        off: list[str] = []
        rest = shown
        while rest and len(off) < _MOST_CUTS:
            reading = self.numbers.read(rest)
            if reading.kind != "text":
                marks = tuple(mark for mark in off if mark not in _STOPS)
                return _MarkedReading(self._with_basis(reading, off), marks)
            cut = self._cut(rest)
            if cut is None:
                break
            rest, mark = cut
            off.insert(0, mark)
        # In words a remark is part of the text; a mark still points to its note.
        is_mark = self._pattern("units.mark").fullmatch
        marks = tuple(mark for mark in off if is_mark(mark))
        return _MarkedReading(CellReading(), marks)

    def _with_basis(self, reading: CellReading, remarks: list[str]) -> CellReading:
        """The reading with the basis that a remark gives: 6%（年均）."""
        if reading.basis is not None or reading.kind not in _MAY_HAVE_BASIS:
            return reading
        for basis in _BASES:
            says = self._pattern(f"values.{basis}").search
            if any(says(remark) for remark in remarks):
                return replace(reading, basis=basis)
        return reading

    # ------------------------------------------------------------------ what stands around a number

    def _cut(self, text: str) -> tuple[str, str] | None:
        """`text` without the mark, remark or stop at its end or the mark at its start, and that."""
        start = self._mark_at_end(text)
        # A mark in parentheses (（注）) would pass for a remark, so marks come first.
        if start is None:
            start = self._remark_at_end(text)
        if start is not None:
            return text[:start], text[start:]
        if len(text) == 1:
            return None
        if text[-1] in _STOPS:
            return text[:-1], text[-1]
        if self._pattern("units.mark").fullmatch(text, 0, 1):
            return text[1:], text[0]
        return None

    def _mark_at_end(self, text: str) -> int | None:
        """Where the footnote mark begins that `text` ends in; None where it ends in none."""
        if text[-1].isalpha():  # no mark ends in a letter
            return None
        if self._pattern("units.power").search(text):
            return None
        mark = self._pattern("units.mark")
        farthest = max(1, len(text) - _LONGEST_MARK)
        for start in range(farthest, len(text)):
            # A digit behind a digit goes on with the number, whatever a pack calls a mark.
            two_digits = text[start - 1 : start + 1]
            if not two_digits.isdecimal() and mark.fullmatch(text, start):
                return start
        return None

    def _remark_at_end(self, text: str) -> int | None:
        """Where words in parentheses begin that say whose the number is: 50（全市）."""
        aside = self._pattern("values.aside").search(one_spelling(text))
        if aside is None or aside.start() == 0:
            return None
        # （五年13.5） is another value, and nobody knows which one counts.
        if _DIGIT.search(aside["aside"]):
            return None
        return aside.start()
