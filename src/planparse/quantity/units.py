"""Units: from the printed words to UCUM codes, and from a printed number to the base unit.

Codes are UCUM (https://ucum.org); what is counted stands in braces, money has its
ISO 4217 code. Names and headers print their unit at the end: `split_unit` takes it
off, `read_per` reads the base that the name counts per.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.grammar.engines import compiled
from planparse.grammar.rules import Answers
from planparse.model.plan import Normalized, Per, Unit
from planparse.quantity.unit_table import LONGEST, Scale, UnitTable

# ------------------------------------------------------------------ a unit by its words


def find_unit(text: str, grammar: Grammar) -> Unit | None:
    """The unit that `text` prints; None where it prints none (empty, —, /).

    `Unit.text` is the text without white space and without 余 or 多 (万余元 is 万元, 余人 is 人);
    code and dimension are null where the unit is unknown.
    """
    # A plan prints the same few units in all its tables, and a record can be shared.
    return grammar.remembered(_find_unit, text)


def _find_unit(text: str, grammar: Grammar) -> Unit | None:
    table = grammar.derived(UnitTable)
    shown = _close_up(text)
    if shown in table.none:
        return None
    shown = _without_lead(shown, table)
    entry = table.entry(shown)
    # Printed, though nobody knows what it is, or what could be measured in it.
    if entry is None or not entry.dimension:
        return Unit(text=shown)
    return Unit(
        text=table.exactly(shown),
        code=entry.code,
        dimension=entry.dimension,
    )


def known(text: str, grammar: Grammar) -> bool:
    """Whether `text` is a unit that the grammar lists or can put together."""
    table = grammar.derived(UnitTable)
    return table.entry(_close_up(text)) is not None


def measures_nothing(unit: Unit, grammar: Grammar) -> bool:
    """Whether a unit is put together of known ones that make no sense together: μm/m³."""
    entry = grammar.derived(UnitTable).entry(unit.text)
    return entry is not None and not entry.dimension


def scaled_by(own: Unit, column: Unit | None, grammar: Grammar) -> Unit:
    """The unit of a cell that prints only a multiple: 万 in a column of 人 or of 万人 is 万人."""
    table = grammar.derived(UnitTable)
    entry = table.entry(own.text)
    if entry is None or not entry.bare or column is None:
        return own
    head = table.entry(column.text)
    # Of 万人 the 人: the cell's multiple takes the place of the column's.
    root = column.text if head is None else head.root
    whole = own.text + root
    if table.entry(whole) is None:
        return own
    return find_unit(whole, grammar) or own


def points_of(share: Unit, grammar: Grammar) -> Unit:
    """What a difference of two such shares is counted in: of % in points, of ‰ in tenths of them.

    The text stays as printed. A share of another kind (1/10万) keeps its unit.
    """
    table = grammar.derived(UnitTable)
    point = table.points.get(share.code or "")
    return share if point is None else share.model_copy(update={"code": point.code})


def _close_up(text: str) -> str:
    """The text without white space, which converters put anywhere."""
    return "".join(text.split())


def _without_lead(words: str, table: UnitTable) -> str:
    """亿元 of 单位：亿元."""
    note = table.note.fullmatch(words)
    return words if note is None else note["unit"]


# ------------------------------------------------------------------ a number in its base unit


def normalize(
    number: Decimal,
    unit: Unit | None,
    per: Per | None,
    grammar: Grammar,
) -> Normalized | None:
    """`number` of `unit` in the base unit, the count of `per` divided out.

    None where the unit is unknown. A unit that prints its own base (件/万人 of a 每万人口…
    indicator, %) is not divided twice. Without a unit but per a base, the result is a pure
    number per person.
    """
    if unit is None and per is None:
        return None
    if not number.is_finite():
        return None
    count = 1 if per is None or per.count <= 0 else per.count
    # Tables and prose of a plan print the same figures, and a record can be shared.
    known = grammar.derived(_Bases)
    if unit is None:
        return known[number, None, None, count]
    return known[number, unit.text, unit.code, count]


_Figure = tuple[Decimal, str | None, str | None, int]
"""A number, the text and the code of its unit, and the count of what it is counted per."""


class _Bases(Answers[_Figure, Normalized | None]):
    """Numbers in their base units, each worked out once for all plans read with a grammar."""

    def __init__(self, grammar: Grammar) -> None:
        super().__init__(self._in_base)
        self._units = grammar.derived(UnitTable)

    def _in_base(self, figure: _Figure) -> Normalized | None:
        number, text, code, count = figure
        scale: Scale | None = Scale(1, count, "1")
        if text is not None:
            scale = self._units.scale(text, code, count)
        if scale is None:
            return None
        # Whole numbers, so that the one division rounds once.
        above, below = number.as_integer_ratio()
        return _normalized(above * scale.above, below * scale.below, scale.base)


def normalize_ratio(first: Decimal, second: Decimal) -> Normalized | None:
    """first ÷ second as a pure number; None where the second is zero."""
    if not first.is_finite() or not second.is_finite():
        return None
    if second == 0:
        return None
    exact = Fraction(first) / Fraction(second)
    return _normalized(exact.numerator, exact.denominator, "1")


def _normalized(above: int, below: int, unit: str) -> Normalized | None:
    try:
        return Normalized(value=above / below, unit=unit)
    except OverflowError:
        return None


# ------------------------------------------------------------------ the unit at the end of a name

_COMMA = compiled("[,，、;；]")
_BEFORE_UNIT = "/／,，"
"""What may stand between a name and a unit without parentheses."""
_BARE_UNITS = "%％‰"
"""Units that may follow a name with nothing between."""
_LONGEST_MARK = 6
"""Characters of the longest footnote mark, with room: [注12]."""
_MOST_MARKS = 4
"""Marks behind one name; more are an enumeration or noise."""


class _Brackets(Struct, frozen=True):
    """One pair of brackets in all its widths: （ may be closed by )."""

    opening: str
    closing: str


_PAIRS = (
    _Brackets("（(", "）)"),
    _Brackets("【", "】"),
    _Brackets("[［", "]］"),
    _Brackets("〔", "〕"),
)
_CLOSED_BY = {closing: pair for pair in _PAIRS for closing in pair.closing}


Marks = tuple[str, ...]
"""Footnote marks in printed order."""


class Split(NamedTuple):
    """An indicator's name taken apart: `unit` and footnote `marks` are no longer in `name`."""

    name: str
    unit: str | None
    marks: Marks


def split_unit(name: str, grammar: Grammar) -> Split:
    """Takes the unit and the footnote marks off the end of a name or a column's header.

    White space goes. The unit stands in closing parentheses, alone or before a
    comma (亿元，五年累计), or after a stroke or comma at the end (出生率/‰, 死亡率/10万).
    Parentheses that hold no unit belong to the name.
    """
    # The header of a column is asked for at each of its cells.
    return grammar.remembered(_split_unit, name)


def _split_unit(name: str, grammar: Grammar) -> Split:
    table = grammar.derived(UnitTable)
    rest, marks = _cut_marks(_close_up(name), table)
    inside = _split_parentheses(rest, marks, table) or _split_before_remark(rest, marks, table)
    if inside is not None:
        return inside
    for end, start in _tails(rest):
        if table.entry(rest[start:]):
            return Split(rest[:end], rest[start:], marks)
    return Split(rest, None, marks)


def cut_marks(text: str, grammar: Grammar) -> tuple[str, Marks]:
    """A cell without white space and without the footnote marks at its end, and these."""
    return grammar.remembered(_cut_marks_of_cell, text)


def _cut_marks_of_cell(text: str, grammar: Grammar) -> tuple[str, Marks]:
    return _cut_marks(_close_up(text), grammar.derived(UnitTable))


def _split_parentheses(text: str, marks: Marks, table: UnitTable) -> Split | None:
    """The name before closing parentheses that hold a unit; None where they hold none."""
    start = _opening(text)
    if not start:  # none, or nothing is left to be the name
        return None
    words = text[start + 1 : -1]
    if words in table.none:
        return Split(text[:start], None, marks)
    inner: Marks = ()
    if table.entry(words) is None:  # m² as a whole is no m with a mark behind it
        words, inner = _cut_marks(words, table)
    unit = _unit_in(words, table)
    if not unit:
        return None
    rest, before = _cut_marks(text[:start], table)
    return Split(rest, unit, (*before, *inner, *marks))


def _split_before_remark(text: str, marks: Marks, table: UnitTable) -> Split | None:
    """The same where a remark follows the unit, and stays in the name: 床位数（张）（不含在建）."""
    start = _opening(text)
    if not start:
        return None
    before = _split_parentheses(text[:start], marks, table)
    if before is None:
        return None
    return Split(before.name + text[start:], before.unit, before.marks)


def _opening(text: str) -> int | None:
    """Where the brackets open that close at the end of `text`; None where it ends otherwise."""
    pair = _CLOSED_BY.get(text[-1:])
    if pair is None:
        return None
    depth = 0
    farthest = max(-1, len(text) - 2 - LONGEST)
    for i in range(len(text) - 1, farthest, -1):
        if text[i] in pair.closing:
            depth += 1
        elif text[i] in pair.opening:
            depth -= 1
        if depth == 0:
            return i
    return None


def _unit_in(words: str, table: UnitTable) -> str | None:
    """The unit that parentheses hold: all of them, or what stands before or after a comma."""
    words = _without_lead(words, table)
    if table.entry(words):
        return words
    comma = _COMMA.search(words)
    if comma is None:
        return None
    before = words[: comma.start()]
    if table.entry(before):
        return before
    after = words[comma.end() :]
    return after if table.entry(after) else None


def _tails(text: str) -> Iterator[tuple[int, int]]:
    """Where a name may end and its unit begin without parentheses: 出生率/‰, 死亡率/10万."""
    nearest = max(1, len(text) - LONGEST)
    for i in range(nearest, len(text)):
        if text[i] in _BEFORE_UNIT:
            yield i, i + 1
            yield i, i  # /10万 is a unit with its stroke
    last = len(text) - 1
    if last > 0 and text[last] in _BARE_UNITS:
        yield last, last


def _cut_marks(text: str, table: UnitTable) -> tuple[str, Marks]:
    """`text` without the footnote marks at its end, and the marks in printed order."""
    marks: list[str] = []
    while text and len(marks) < _MOST_MARKS:
        start = _mark_at_end(text, table)
        if not start:
            break
        # What the grammar lists as a unit is none, whatever it looks like.
        inside = text[start:].strip("（）()[]")
        if table.entry(inside):
            break
        marks.insert(0, text[start:])
        text = text[:start]
    return text, tuple(marks)


def _mark_at_end(text: str, table: UnitTable) -> int | None:
    """Where the footnote mark begins that `text` ends in; None where it ends in none."""
    if text[-1].isalpha():  # no mark ends in a letter
        return None
    if table.power.search(text):
        return None
    farthest = max(0, len(text) - _LONGEST_MARK)
    for i in range(farthest, len(text)):
        if table.mark.fullmatch(text, i):
            return i
    return None


# ------------------------------------------------------------------ the base of a rate


def read_per(name: str, grammar: Grammar) -> Per | None:
    """The base of a rate in a name, a header or a unit (每千人口…, …（每万人）); None without one.

    人均 and 户均 are words of the name and give none.
    """
    return grammar.remembered(_read_per, name)


def _read_per(name: str, grammar: Grammar) -> Per | None:
    table = grammar.derived(UnitTable)
    words = _close_up(name)
    match = table.per.search(words)
    if match is not None and match["count"] is None:
        return Per(count=1, of=match["one"])
    match = match or grammar.pattern("units.per-owned").search(words)
    if match is None:
        return None
    count = table.count(match["count"])
    if not count:
        return None
    return Per(count=count, of=match["of"])
