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

import regex

from planparse.grammar import Grammar
from planparse.model.plan import Normalized, Per, Unit
from planparse.quantity.unit_table import LONGEST, UnitTable

_COMMA = regex.compile("[,，、;；]")
_PAIRS = {"）": "（(", ")": "（(", "】": "【", "]": "[［", "］": "[［", "〕": "〔"}


class Split(NamedTuple):
    """An indicator's name taken apart: `unit` and footnote `marks` are no longer in `name`."""

    name: str
    unit: str | None
    marks: tuple[str, ...]


def find_unit(text: str, grammar: Grammar) -> Unit | None:
    """The unit that `text` prints; None where it prints none (empty, —, /).

    `Unit.text` is the text without white space and without 余 or 多 (万余元 is 万元, 余人 is 人);
    code and dimension are null where the unit is unknown.
    """
    table = grammar.derived(UnitTable)
    shown = "".join(text.split())
    if shown in table.none:
        return None
    if note := table.note.fullmatch(shown):
        shown = note["unit"]
    entry = table.entry(shown)
    if entry is None:
        return Unit(text=shown)
    return Unit(text=table.exactly(shown), code=entry.code, dimension=entry.dimension)


def known(text: str, grammar: Grammar) -> bool:
    """Whether `text` is a unit that the grammar lists or can put together."""
    return grammar.derived(UnitTable).entry("".join(text.split())) is not None


def unit_pattern(grammar: Grammar) -> str:
    """A pattern source, longest first, of the units that may follow a number in prose; no groups."""
    return grammar.derived(UnitTable).fragment


def unit_after_number(grammar: Grammar) -> regex.Pattern[str]:
    """`unit_pattern` compiled, white space before the unit allowed; the group `unit` is the unit."""
    return grammar.derived(UnitTable).after


def normalize(
    number: Decimal, unit: Unit | None, per: Per | None, grammar: Grammar
) -> Normalized | None:
    """`number` of `unit` in the base unit, the count of `per` divided out; None where the unit is unknown.

    A unit that prints its own base (件/万人 of a 每万人口… indicator, %) is not divided twice.
    Without a unit but per a base, the result is a pure number per person.
    """
    entry = grammar.derived(UnitTable).entry(unit.text) if unit is not None else None
    if entry is None and (unit is not None or per is None):
        return None
    if not number.is_finite():
        return None
    counted = entry is not None and (entry.over or entry.dimension == "fraction")
    count = per.count if per is not None and per.count > 0 and not counted else 1
    above, below = number.as_integer_ratio()  # whole numbers, so that the one division rounds once
    if entry is None:
        return _normalized(above, below * count, "1")
    return _normalized(above * entry.factor.numerator, below * entry.factor.denominator * count, entry.base)


def normalize_ratio(first: Decimal, second: Decimal) -> Normalized | None:
    """first ÷ second as a pure number; None where the second is zero."""
    if not (first.is_finite() and second.is_finite() and second):
        return None
    exact = Fraction(first) / Fraction(second)
    return _normalized(exact.numerator, exact.denominator, "1")


def scaled_by(own: Unit, column: Unit | None, grammar: Grammar) -> Unit:
    """The unit of a cell that prints only a multiple: 万 in a column of 人 or of 万人 is 万人."""
    table = grammar.derived(UnitTable)
    entry = table.entry(own.text)
    if entry is None or not entry.bare or column is None:
        return own
    head = table.entry(column.text)
    whole = own.text + (head.root if head else column.text)
    return find_unit(whole, grammar) or own if table.entry(whole) else own


def split_unit(name: str, grammar: Grammar) -> Split:
    """Takes the unit and the footnote marks off the end of an indicator's name or a column's header.

    White space goes. The unit stands in closing parentheses, alone or before a
    comma (亿元，五年累计), or after a stroke or comma at the end (出生率/‰, 死亡率/10万).
    Parentheses that hold no unit belong to the name.
    """
    table = grammar.derived(UnitTable)
    rest, marks = _cut_marks("".join(name.split()), table)
    if inner := _closing(rest):
        start, words = inner
        words, more = (words, ()) if table.entry(words) else _cut_marks(words, table)
        if start and (unit := _unit_in(words, table)):
            rest, again = _cut_marks(rest[:start], table)
            return Split(rest, unit, (*again, *more, *marks))
    for end, start in _tails(rest):
        if end and table.entry(rest[start:]):
            return Split(rest[:end], rest[start:], marks)
    return Split(rest, None, marks)


def unit_aside(name: str, grammar: Grammar) -> str | None:
    """What stands beside the unit in closing parentheses: 五年累计 of 投资（亿元，五年累计）; else None."""
    table = grammar.derived(UnitTable)
    rest, _ = _cut_marks("".join(name.split()), table)
    inner = _closing(rest)
    if not inner or not _unit_in(inner[1], table):
        return None
    first, comma, other = _at_comma(inner[1])
    return other if comma and table.entry(first) and not table.entry(other) else None


def read_per(name: str, grammar: Grammar) -> Per | None:
    """The base of a rate in a name, a header or a unit (每千人口…, …（每万人）); None where there is none.

    人均 and 户均 are words of the name and give none.
    """
    if "每" not in name:
        return None
    match = grammar.derived(UnitTable).per.search("".join(name.split()))
    if match is None:
        return None
    if match["count"] is None:
        return Per(count=1, of=match["one"])
    count = grammar.derived(UnitTable).count(match["count"])
    return Per(count=count, of=match["of"]) if count else None


def _normalized(above: int, below: int, unit: str) -> Normalized | None:
    try:
        return Normalized(value=above / below, unit=unit)
    except OverflowError:
        return None


def _cut_marks(text: str, table: UnitTable) -> tuple[str, tuple[str, ...]]:
    """`text` without the footnote marks at its end, and the marks in printed order."""
    marks: list[str] = []
    while text and not text[-1].isalpha() and len(marks) < 4:  # no mark ends in a letter
        start = next((i for i in range(max(0, len(text) - 6), len(text)) if table.mark.fullmatch(text, i)), 0)
        if not start or table.entry(text[start:].strip("（）()[]")):
            break
        marks.insert(0, text[start:])
        text = text[:start]
    return text, tuple(marks)


def _closing(text: str) -> tuple[int, str] | None:
    """Where the parentheses that close `text` open, and what they hold; None where it ends otherwise."""
    opening = _PAIRS.get(text[-1:])
    if opening is None:
        return None
    depth = 0
    for i in range(len(text) - 1, max(-1, len(text) - 2 - LONGEST), -1):
        depth += (text[i] in _PAIRS and _PAIRS[text[i]] == opening) - (text[i] in opening)
        if depth == 0:
            return i, text[i + 1 : -1]
    return None


def _unit_in(words: str, table: UnitTable) -> str | None:
    """The unit that parentheses hold: all of them, or what stands before or after a comma."""
    if note := table.note.fullmatch(words):
        words = note["unit"]
    if table.entry(words):
        return words
    first, comma, other = _at_comma(words)
    if comma and table.entry(first):
        return first
    return other if comma and table.entry(other) else None


def _at_comma(words: str) -> tuple[str, str, str]:
    comma = _COMMA.search(words)
    return (words[:comma.start()], comma[0], words[comma.end():]) if comma else (words, "", "")


def _tails(text: str) -> Iterator[tuple[int, int]]:
    """Where a name may end and its unit begin without parentheses: 出生率/‰, 死亡率/10万, 城镇化率，%."""
    for i in range(max(1, len(text) - LONGEST), len(text)):
        if text[i] in "/／,，":
            yield i, i + 1
            yield i, i
    if text.endswith(("%", "％", "‰")):
        yield len(text) - 1, len(text) - 1
