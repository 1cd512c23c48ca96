"""Bringing two printed values on one scale, by their units and the bases of their rates."""

from __future__ import annotations

import unicodedata

from msgspec import Struct

from planparse.checks.matching.extents import Extent, extent, normalized_extent
from planparse.grammar import Grammar
from planparse.model.plan import Indicator, Mention, Per, Unit, Value

# UCUM annotations of words that count: 个 counts anything but people; 家, 所, 处 and 座 one another.
PIECE = "{item}"
PLACES_COUNTED = frozenset({"{institution}", "{site}", "{structure}", PIECE})
PEOPLE_COUNTED = frozenset({"{person}", "{person-time}", "{household}"})

# One spelling for 人, 名 and 位.
PERSON = "人"

STATE = "state"

Pair = tuple[Extent, Extent]
"""Two values on one scale."""


class Measure(Struct, frozen=True):
    """A value with the unit and base that it counts in."""

    value: Value
    unit: Unit | None
    per: Per | None

    @property
    def base(self) -> int:
        """How many make the base of the rate: 1000 of 每千人口; 0 where it is no rate."""
        return self.per.count if self.per is not None else 0


def of_mention(mention: Mention) -> Measure:
    """What a mention prints."""
    return Measure(mention.value, mention.unit, mention.per)


def of_row(indicator: Indicator, value: Value) -> Measure:
    """What an indicator's row prints as one of its values."""
    return Measure(value, indicator.unit, indicator.per)


def on_one_scale(
    a: Measure,
    b: Measure,
    grammar: Grammar,
) -> Pair | None:
    """Both values as extents on one scale; None where they cannot be compared.

    Printed numbers are compared as printed where unit and base are the same, or
    where one side prints no unit; else by their normalized values.
    """
    if a.value.basis != b.value.basis or not measure_alike(a.value, b.value):
        return None
    if not _have_one_base(a.per, b.per, grammar):
        return None
    # What stands in print is compared where it can be: normalizing rounds.
    if a.base == b.base and _print_one_unit(a, b, grammar):
        return _pair(extent(a.value), extent(b.value))
    if not _are_commensurable(a, b):
        return None
    return _pair(normalized_extent(a.value), normalized_extent(b.value))


def measure_alike(a: Value, b: Value) -> bool:
    """Whether both are of one kind: a state is no rate of change, and no sum over years."""
    return a.measure == b.measure or _kind_of_figure(a) == _kind_of_figure(b)


def _kind_of_figure(value: Value) -> str:
    # A share is a state as well; where nothing is known, a state is meant.
    return STATE if value.measure in (None, "level", "share") else value.measure


def same_base(
    a: Per,
    b: Per,
    grammar: Grammar,
) -> bool:
    """Whether two rates count per the same things: 每万人 and 每千常住人口 do, 每千儿童 does not."""
    if a.of == b.of:
        return True
    if _without_classifier(a.of, grammar) == _without_classifier(b.of, grammar):
        return True
    people = grammar.pattern("checks.population")
    return bool(people.fullmatch(a.of) and people.fullmatch(b.of))


def _without_classifier(of: str, grammar: Grammar) -> str:
    """What a rate counts per, without the 张 of 张床位; the 位 of 床位 is a part of the word."""
    classifier = grammar.pattern("checks.base-classifier").match(of)
    return of[classifier.end() :] if classifier else of


def _have_one_base(
    a: Per | None,
    b: Per | None,
    grammar: Grammar,
) -> bool:
    """Whether both are rates per the same things, or neither is a rate."""
    if a is None or b is None:
        return a is b
    return same_base(a, b, grammar)


def _print_one_unit(
    a: Measure,
    b: Measure,
    grammar: Grammar,
) -> bool:
    one, other = a.value.unit or a.unit, b.value.unit or b.unit
    # A table may leave out a unit that is plain from the name, and prose from the table.
    if one is None or other is None or one.text == other.text:
        return True
    left = _unit_text(a, grammar)
    right = _unit_text(b, grammar)
    return left == right or not left or not right


def _unit_text(measure: Measure, grammar: Grammar) -> str:
    """The printed unit, in which all ways to count people are one; "" for none."""
    unit = measure.value.unit or measure.unit
    if unit is None or measure.value.kind == "ratio":
        return ""
    return grammar.remembered(_in_one_spelling, unit.text)


def _in_one_spelling(printed: str, grammar: Grammar) -> str:
    text = unicodedata.normalize("NFKC", printed).strip()
    if grammar.pattern("checks.person-classifier").fullmatch(text):
        return PERSON
    return text.removeprefix("1")  # 1/10万


def _are_commensurable(a: Measure, b: Measure) -> bool:
    """Whether base units can be compared.

    They are the same, or two words that count the same things (个, 家, 处).
    """
    if a.value.normalized is None or b.value.normalized is None:
        return False
    left = a.value.normalized.unit
    right = b.value.normalized.unit
    if left == right:
        return True
    # Words that count are units of their own in UCUM, so that 120家 and 120个 differ there.
    if not (_counts(a.unit) and _counts(b.unit)):
        return False
    pair = {left, right}
    return pair <= PLACES_COUNTED or (PIECE in pair and pair.isdisjoint(PEOPLE_COUNTED))


def _counts(unit: Unit | None) -> bool:
    return unit is not None and unit.dimension == "count"


def _pair(a: Extent | None, b: Extent | None) -> Pair | None:
    if a is None or b is None:
        return None
    return a, b
