"""The number of a cell with the words around it, each character of it accounted for.

The order is that of `grammars/values.toml`: a year of its own, the brackets around all of it,
the words before the number, the number itself, its unit, the words after it.
A number is claimed only where nothing is left over; else the reading is `text`.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from planparse.grammar import Grammar
from planparse.grammar.engines import compiled
from planparse.model.plan import Basis, Comparator, Unit, ValueKind
from planparse.quantity.brackets import Brackets
from planparse.quantity.cell_words import comparators_after, words_before
from planparse.quantity.spellings import decimal_of, one_spelling
from planparse.quantity.unit_table import one_of
from planparse.quantity.units import find_unit, known

LONGEST = 48
"""Characters of a cell that may be a value; a longer one is words. Bounds the work on one cell."""

_MOST_WORDS = 8
"""Words before one number; with a comparison, a basis and a comparator plans print four."""

_DIGIT = compiled(r"\d")


class CellReading(Struct, frozen=True):
    """What a cell says, before its row and column are known. Kinds of words say no more."""

    kind: ValueKind = "text"
    numbers: tuple[Decimal, ...] = ()
    """One number; two of a range or a ratio, and of a change that is a range."""
    comparator: Comparator | None = None
    sign: int = 0
    """1 for a rise, -1 for a fall, 0 for a level."""
    negative: bool = False
    """A word before the number is its sign: 负3.5, 零下12."""
    basis: Basis | None = None
    brackets: Brackets | None = None
    """What stands around the number: by itself a total over years only where they are square."""
    reference: str | None = None
    """What a change is measured against, as printed: 2015年."""
    year: int | None = None
    """The cell's own, not its column's."""
    unit: Unit | None = None
    """The cell's own."""
    remark: str | None = None
    """What stands aside of the number, as printed: （新增5.8）, 预计."""


class _CellText(Struct, frozen=True):
    """A part of a cell as printed, and with one spelling for each sign; offsets are the same."""

    text: str
    plain: str

    def part(self, start: int, end: int | None = None) -> _CellText:
        return _CellText(self.text[start:end], self.plain[start:end])

    def without(self, first: int, second: int) -> _CellText:
        """The stretch without two of its characters."""
        return _CellText(
            _without(self.text, first, second),
            _without(self.plain, first, second),
        )


def _without(text: str, first: int, second: int) -> str:
    before = text[:first]
    between = text[first + 1 : second]
    after = text[second + 1 :]
    return before + between + after


class _LeadStep(NamedTuple):
    """What is known when the words up to `end` are read."""

    reading: CellReading
    end: int


class _Number(Struct, frozen=True):
    """A printed number, range or ratio."""

    kind: ValueKind
    numbers: tuple[Decimal, ...]
    unit: str
    """The unit of a range's first number, as printed; "" where it has none."""
    end: int


class _Ending(Struct, frozen=True):
    """What follows a number: both None where nothing does."""

    unit: Unit | None
    comparator: Comparator | None


class _UnitPlace(Struct, frozen=True):
    """Where the unit in an ending may stand, and the comparator that stands beside it."""

    start: int
    end: int
    comparator: Comparator | None


_SHAPES: dict[ValueKind, tuple[str, ...]] = {
    "ratio": ("first", "second"),
    "range": ("low", "high"),
    "number": ("number",),
}
"""The shapes of numbers in the order in which they are tried, and the groups of their patterns."""


class NumberReader:
    """Reads cells with the words and patterns of one grammar."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self._pattern = grammar.pattern
        self.words = words_before(grammar)
        self.before = compiled(one_of(self.words))
        self.after = comparators_after(grammar)
        self.level = compiled(one_of(grammar.words("values.level")))
        scales = [word for rule in grammar.group("scale") for word in rule.words]
        self.multiple = compiled(one_of(scales))

    def read(self, text: str) -> CellReading:
        """The reading of a cell without white space, marks and remarks."""
        cell = _CellText(text, one_spelling(text))
        if self._pattern("values.missing").fullmatch(cell.plain):
            return CellReading("missing")
        if not self._may_be_value(cell):
            return CellReading()
        # The year first: the brackets of a total must close what is left, 〔18〕（2020年）.
        year, rest = self._year(cell)
        box = self._pattern("values.bracketed").fullmatch(rest.plain)
        if box is None:
            return replace(self._phrase(rest), year=year)
        opening = box.end("before")
        closing = box.start("after") - 1
        inside = self._phrase(rest.without(opening, closing))
        if box["inside"] is None:
            return replace(inside, year=year, brackets="round")
        # 〔13.5〕: the total over the plan's years, by a convention of national plans.
        return replace(inside, year=year, basis="cumulative", brackets="square")

    def _may_be_value(self, cell: _CellText) -> bool:
        """Whether it is short, has a digit and is no date."""
        if len(cell.text) > LONGEST:
            return False
        if not _DIGIT.search(cell.plain):
            return False
        date = self._pattern("values.date").fullmatch(cell.plain)
        return date is None

    def _year(self, cell: _CellText) -> tuple[int | None, _CellText]:
        """The cell's own year, behind or before its number, and the rest of the cell."""
        behind = self._pattern("values.year-after").search(cell.plain)
        if behind:
            rest = cell.part(0, behind.start())
            return int(behind["year"]), rest
        before = self._pattern("values.year-before").match(cell.plain)
        if before:
            rest = cell.part(before.end())
            return int(before["year"]), rest
        return None, cell

    def _phrase(self, cell: _CellText) -> CellReading:
        """The words before a number, one by one, then the number."""
        reading = CellReading()
        at = 0
        for _ in range(_MOST_WORDS):
            step = self._against(cell, at, reading)
            if step is None:
                step = self._word(cell, at, reading)
            if step is None:
                break
            reading, at = step
        return self._number(cell, at, reading)

    # ------------------------------------------------------------------ before the number

    def _against(
        self,
        cell: _CellText,
        at: int,
        reading: CellReading,
    ) -> _LeadStep | None:
        """比…, 较…: what a change is measured against; 高于… and 低于… when words follow."""
        if reading.reference is not None:  # one change has one base
            return None
        found = self._pattern("values.reference").match(cell.plain, at)
        sign = 0  # the word of direction is still to come
        if found is None:
            found = self._pattern("values.above").match(cell.plain, at)
            if found is None:
                return None
            sign = 1 if found["rise"] else -1
        # As printed, not as spelled for comparing.
        start, end = found.span("reference")
        reference = cell.text[start:end]
        compared = replace(reading, reference=reference, sign=sign)
        return _LeadStep(compared, found.end())

    def _word(
        self,
        cell: _CellText,
        at: int,
        reading: CellReading,
    ) -> _LeadStep | None:
        """One word before the number."""
        found = self.before.match(cell.plain, at)
        if found is None:
            return None
        word = self.words[found[0]]
        end = found.end()
        match word.what:
            case "lead":
                said = reading
            case "comparator":
                said = replace(reading, comparator=reading.comparator or word.comparator)
            case "basis":
                said = replace(reading, basis=word.basis)
            case "aside":
                said = replace(reading, remark=cell.text[at:end])
            case "minus":
                said = replace(reading, negative=True)
            case "degree" if reading.reference is None:
                return None
            case _:
                level = self.level.match(cell.plain, end)
                if level is None:
                    said = replace(reading, sign=word.sign)
                else:  # 提高到35% names the level that is reached, not a change
                    said = replace(reading, sign=0, reference=None)
                    end = level.end()
        return _LeadStep(said, end)

    # ------------------------------------------------------------------ the number and what follows

    def _number(
        self,
        cell: _CellText,
        at: int,
        reading: CellReading,
    ) -> CellReading:
        """The number at `at`; the empty reading where more follows than can be read."""
        number = self._shape(cell, at)
        if number is None:
            return CellReading()
        # Unit and comparator together: 起 may be either (5起, 100元起).
        ending = self._ending(cell.part(number.end))
        if ending is None:
            return CellReading()
        unit = ending.unit
        if number.unit:
            if not known(number.unit, self.grammar):
                return CellReading()
            unit = unit or find_unit(number.unit, self.grammar)
        numbers = number.numbers
        if reading.negative:
            if number.kind != "number":
                return CellReading()
            numbers = (-numbers[0],)
        numbered = replace(
            reading,
            kind=number.kind,
            numbers=numbers,
            unit=unit,
            comparator=_joined(reading.comparator, ending.comparator),
        )
        return _directed(numbered)

    def _shape(self, cell: _CellText, at: int) -> _Number | None:
        """The ratio, range or number at `at`; None where there is none."""
        for kind, groups in _SHAPES.items():
            found = self._pattern(f"values.{kind}").match(cell.plain, at)
            if found is None:
                continue
            numbers = tuple(decimal_of(found[group]) for group in groups)
            if kind != "range":
                return _Number(kind, numbers, "", found.end())
            start, end = found.span("unit")
            unit = cell.text[start:end]
            low, high = numbers
            if low > high:
                # 60.6-58.5 runs down; of 8000-1.2万 nobody knows that 1.2万 is the larger one.
                if self.multiple.match(cell.plain, found.end()):
                    return None
                numbers = (high, low)
            return _Number(kind, numbers, unit, found.end())
        return None

    def _ending(self, cell: _CellText) -> _Ending | None:
        """Unit and comparator that follow a number; None where anything else does."""
        for place in self._unit_places(cell.plain):
            body = cell.part(place.start, place.end)
            printed = _unwrapped(body)
            if not printed:
                return _Ending(None, place.comparator)
            if not known(printed, self.grammar):
                continue  # a shorter word, or one at the other side, may leave a unit
            unit = find_unit(printed, self.grammar)
            comparator = place.comparator
            has_about = unit is not None and unit.text != printed  # 万余元 is read as 万元
            if has_about and comparator is None:
                comparator = ">"
            return _Ending(unit, comparator)
        return None

    def _unit_places(self, plain: str) -> Iterator[_UnitPlace]:
        """All of an ending, then what a comparator at either side leaves; longest word first."""
        end = len(plain)
        yield _UnitPlace(0, end, None)
        if not plain:
            return
        places: list[_UnitPlace] = []
        for word, comparator in self.after.items():
            if plain.endswith(word):
                places.append(_UnitPlace(0, end - len(word), comparator))
            elif plain.startswith(word):
                places.append(_UnitPlace(len(word), end, comparator))
        places.sort(key=lambda place: place.end - place.start)
        yield from places


def _unwrapped(unit: _CellText) -> str:
    """The printed unit without parentheses around it."""
    plain = unit.plain
    wrapped = plain.startswith("(") and plain.endswith(")")
    if wrapped and len(plain) > 2:
        return unit.text[1:-1]
    return unit.text


def _joined(before: Comparator | None, after: Comparator | None) -> Comparator | None:
    """One comparator of two: 约 gives way to 以上, any other word before the number holds."""
    if before in (None, "≈"):
        return after or before
    return before


def _directed(reading: CellReading) -> CellReading:
    """A number with a direction is a change: its sign is the direction's."""
    if not reading.sign:
        # Compared with something, and no word says which way: not understood.
        return reading if reading.reference is None else CellReading()
    if reading.kind == "ratio":
        return CellReading()
    # A range of falls runs the other way: 下降2—3 is from -3 to -2.
    changes = [abs(number) * reading.sign for number in reading.numbers]
    changes.sort()
    return replace(reading, kind="relative", numbers=tuple(changes))
