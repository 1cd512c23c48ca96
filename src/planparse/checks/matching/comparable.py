"""Comparing two printed values: on one scale, with their bounds, to the digits printed.

A value is an `Extent`: the interval that its comparator leaves open, and the
number printed. Two questions are asked of two extents. `both_hold` is for facts
(超过90% and 93.4% may both be true), `keeps` for promises (不低于60% is not the
promise of 100).
"""

from __future__ import annotations

import re
import unicodedata
from math import inf
from typing import NamedTuple

from planparse.grammar import Grammar
from planparse.model.plan import Per, Unit, Value

_DIGITS = re.compile(r"\d[\d,，]*(?:\.(\d+))?")
_MARKS = dict.fromkeys(map(ord, ",，."))
_EPS = 1e-9
_PIECE = "{item}"
_PLACES = frozenset({"{institution}", "{site}", "{structure}", _PIECE})
_PEOPLE = frozenset({"{person}", "{person-time}", "{household}"})
"""UCUM annotations of words that count: 个 counts anything but people; 家, 所, 处 and 座 one another."""
_ABOUT = 0.05
"""How far 约 and 左右 reach, as a share of the number."""


class Extent(NamedTuple):
    """The numbers that a value allows, `low` to `high`, both included.

    `number` is the printed one (of a range the middle), `step` the worth of its
    last printed digit on the same scale, `digits` how many digits count.
    """

    low: float
    high: float
    number: float
    sign: str
    step: float
    digits: int

    @property
    def slack(self) -> float:
        """Tolerance for binary fractions."""
        return _EPS * max(1.0, abs(self.number))


class Measure(NamedTuple):
    """A value with the unit and base that it counts in."""

    value: Value
    unit: Unit | None
    per: Per | None


def on_one_scale(a: Measure, b: Measure, grammar: Grammar) -> tuple[Extent, Extent] | None:
    """Both values as extents on one scale; None where they cannot be compared.

    Printed numbers are compared as printed where unit and base are the same, or
    where one side prints no unit; else by their normalized values.
    """
    if (a.per is None) != (b.per is None) or a.value.basis != b.value.basis:
        return None
    if a.per and b.per and not same_base(a.per, b.per, grammar):
        return None
    left, right = _unit_text(a, grammar), _unit_text(b, grammar)
    same_count = (a.per.count if a.per else 0) == (b.per.count if b.per else 0)
    if same_count and (left == right or not left or not right):
        return _pair(extent(a.value), extent(b.value))
    m, n = a.value.normalized, b.value.normalized
    if m is None or n is None or not _commensurable(m.unit, n.unit, a.unit, b.unit):
        return None
    return _pair(_normalized(a.value), _normalized(b.value))


def both_hold(a: Extent, b: Extent) -> bool:
    """Whether two facts can both be true, the coarser one being rounded to its last digit."""
    fine, coarse = sorted((a, b), key=lambda e: e.step)
    half = coarse.step / 2 if coarse.digits > 1 and coarse.step > fine.step * 1.5 else 0.0
    slack = max(a.slack, b.slack)
    if fine.sign == coarse.sign == "=":
        gap = fine.number - coarse.number
        return abs(gap) <= slack or -half - slack <= gap < half - slack
    return fine.low <= coarse.high + half + slack and coarse.low - half - slack <= fine.high


def keeps(promise: Extent, goal: Extent) -> bool:
    """Whether who keeps the promise reaches the goal: it is the same number, or one within its bound."""
    if _opposed(promise.sign, goal.sign):
        return False
    slack = max(promise.slack, goal.slack)
    if abs(promise.number - goal.number) <= slack or _rounded(promise, goal, slack):
        return True
    if promise.sign == "range" and goal.sign == "=":
        return promise.low - slack <= goal.number <= promise.high + slack
    return goal.low - slack <= promise.low and promise.high <= goal.high + slack


def extent(value: Value, factor: float = 1.0) -> Extent | None:
    """The printed number as an extent, times `factor`; None for words and for changes."""
    if value.kind == "ratio" and value.ratio and value.ratio[1]:
        number = value.ratio[0] / value.ratio[1]
        return _bounded(number, value.comparator or "=", abs(number) * 1e-6, 6)
    if value.kind == "range" and (value.low is not None or value.high is not None):
        low = -inf if value.low is None else value.low * factor
        high = inf if value.high is None else value.high * factor
        middle = low if high == inf else high if low == -inf else (low + high) / 2
        return Extent(low, high, middle, "range", *_precision(value, factor))
    if value.kind == "number" and value.value is not None:
        return _bounded(value.value * factor, value.comparator or "=", *_precision(value, factor))
    return None


def same_base(a: Per, b: Per, grammar: Grammar) -> bool:
    """Whether two rates count per the same things: 每万人 and 每千常住人口 do, 每千儿童 does not."""
    if a.of == b.of:
        return True
    people, classifier = grammar.pattern("checks.population"), grammar.pattern("checks.base-classifier")
    left, right = classifier.sub("", a.of, count=1), classifier.sub("", b.of, count=1)
    return left == right or bool(people.fullmatch(a.of) and people.fullmatch(b.of))


def _normalized(value: Value) -> Extent | None:
    norm = value.normalized
    if norm is None:
        return None
    if value.kind == "number" and value.value:
        return extent(value, norm.value / value.value)
    if value.kind == "range":  # its ends are printed, and their factor is that of either end
        end = value.low if value.low is not None else value.high
        return extent(value, norm.value / end) if end else None
    return _bounded(norm.value, value.comparator or "=", _EPS, 6)


def _bounded(number: float, sign: str, step: float, digits: int) -> Extent:
    low = number if sign in "=≥>" else number - abs(number) * _ABOUT if sign == "≈" else -inf
    high = number if sign in "=≤<" else number + abs(number) * _ABOUT if sign == "≈" else inf
    return Extent(low, high, number, sign, step, digits)


def _precision(value: Value, factor: float) -> tuple[float, int]:
    """Worth of the last printed digit, and how many digits count."""
    found = _DIGITS.search(unicodedata.normalize("NFKC", value.text))
    if not found:
        return abs(factor), 9
    decimals = len(found[1] or "")
    digits = len(found[0].translate(_MARKS).lstrip("0"))
    return abs(factor) * float(10**-decimals), digits


def _pair(a: Extent | None, b: Extent | None) -> tuple[Extent, Extent] | None:
    return None if a is None or b is None else (a, b)


def _rounded(a: Extent, b: Extent, slack: float) -> bool:
    """Whether one is the other in a larger unit with three digits or more (1.25万 for 12486)."""
    fine, coarse = sorted((a, b), key=lambda e: e.step)
    gap = abs(a.number - b.number)
    return coarse.digits > 2 and coarse.step > fine.step * 1.5 and gap < coarse.step / 2 + slack


def _opposed(a: str, b: str) -> bool:
    return (a in "≥>" and b in "≤<") or (a in "≤<" and b in "≥>")


def _unit_text(m: Measure, grammar: Grammar) -> str:
    unit = m.value.unit or m.unit
    if unit is None or m.value.kind == "ratio":
        return ""
    text = unicodedata.normalize("NFKC", unit.text).strip()
    return "人" if grammar.pattern("checks.person-classifier").fullmatch(text) else text.removeprefix("1")


def _commensurable(a: str, b: str, left: Unit | None, right: Unit | None) -> bool:
    """Whether base units can be compared: the same, or two words that count the same things (个, 家, 处)."""
    if a == b or left is None or right is None or not left.dimension == right.dimension == "count":
        return a == b
    pair = {a, b}
    return pair <= _PLACES or (_PIECE in pair and pair.isdisjoint(_PEOPLE))
