"""The numbers that a printed value allows, and whether two values can both hold.

Two questions are asked of two extents. `both_hold` is for facts (超过90% and 93.4% may
both be true), `keeps` for promises (不低于60% is not the promise of 100).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from math import inf

from msgspec import Struct

from planparse.model.plan import Mention, Unit, Value

# How far 约 and 左右 reach, as a share of the number.
ABOUT = 0.05

NEAR_BOUND = 0.15
"""A goal that is better than a promised bound by a larger share is hardly the same goal."""

# Numbers that differ by a smaller share were the same before they became binary fractions.
CLOSE = 1e-9

# A last digit worth so many times another is of a larger one: steps on one scale differ by 10 or
# more.
COARSER = 1.5

# A quotient is taken to hold to so many digits, more than plans print.
EXACT_DIGITS = 6

# Digits of a value whose text shows none (翻一番): it was not rounded.
UNKNOWN_DIGITS = 9

# A number of fewer digits is a round one, and not another one rounded; a promise is taken at its
# word for longer.
FEWEST_ROUNDED = 2
FEWEST_ROUNDED_PROMISE = 3

_DIGITS = re.compile(r"\d[\d,，]*(?:\.(\d+))?")
_MARKS = dict.fromkeys(map(ord, ",，."))


class Extent(Struct, frozen=True):
    """The numbers that a value allows, `low` to `high`, both included."""

    low: float
    high: float
    number: float
    """The printed one; of a range the middle."""
    sign: str
    """Its comparator, "=" where it prints none, or "range"."""
    step: float
    """The worth of its last printed digit on the same scale."""
    digits: int
    """How many of its digits count."""

    @property
    def slack(self) -> float:
        """Tolerance for binary fractions."""
        return CLOSE * max(1.0, abs(self.number))


# ---------------------------------------------------------------- from values to extents


def extent(value: Value, factor: float = 1.0) -> Extent | None:
    """The printed number as an extent, times `factor`; None for words and for changes."""
    if value.kind == "ratio" and value.ratio and value.ratio[1]:
        number = value.ratio[0] / value.ratio[1]
        step = abs(number) * 10**-EXACT_DIGITS
        return bounded(
            number,
            sign=value.comparator or "=",
            step=step,
            digits=EXACT_DIGITS,
        )
    if value.kind == "range":
        return _range(value, factor)
    if value.kind == "number" and value.value is not None:
        step, digits = _precision(value, factor)
        return bounded(
            value.value * factor,
            sign=value.comparator or "=",
            step=step,
            digits=digits,
        )
    return None


def bounded(
    number: float,
    *,
    sign: str,
    step: float,
    digits: int,
) -> Extent:
    """The extent that a comparator leaves open."""
    low = -inf
    high = inf
    if sign in "=≥>":
        low = number
    if sign in "=≤<":
        high = number
    if sign == "≈":
        low = number - abs(number) * ABOUT
        high = number + abs(number) * ABOUT
    return Extent(
        low=low,
        high=high,
        number=number,
        sign=sign,
        step=step,
        digits=digits,
    )


def normalized_extent(value: Value) -> Extent | None:
    """The value as an extent in the base unit of its dimension; None where that is not known."""
    norm = value.normalized
    if norm is None:
        return None
    if value.kind == "number" and value.value:
        return extent(value, norm.value / value.value)
    if value.kind == "range":
        # Its ends are printed, and their factor is that of either end.
        end = value.high if value.low is None else value.low
        return extent(value, norm.value / end) if end else None
    # Of a ratio the printed digits say nothing: it is taken as exact.
    return bounded(
        norm.value,
        sign=value.comparator or "=",
        step=CLOSE,
        digits=EXACT_DIGITS,
    )


def _range(value: Value, factor: float) -> Extent | None:
    if value.low is None and value.high is None:
        return None
    low = -inf if value.low is None else value.low * factor
    high = inf if value.high is None else value.high * factor
    # An open range is known by the end that it prints.
    middle = (low + high) / 2
    if high == inf:
        middle = low
    elif low == -inf:
        middle = high
    step, digits = _precision(value, factor)
    return Extent(
        low=low,
        high=high,
        number=middle,
        sign="range",
        step=step,
        digits=digits,
    )


def _precision(value: Value, factor: float) -> tuple[float, int]:
    """Worth of the last printed digit, and how many digits count."""
    decimals, digits = _digits_of(value.text)
    return abs(factor) * float(10**-decimals), digits


# A value is compared with several others.
@lru_cache(maxsize=4096)
def _digits_of(text: str) -> tuple[int, int]:
    """How many decimals a printed number has, and how many of its digits count."""
    found = _DIGITS.search(unicodedata.normalize("NFKC", text))
    if found is None:
        return 0, UNKNOWN_DIGITS
    # Zeros before the first other digit (0.05) only say where the point is.
    figures = found[0].translate(_MARKS)
    return len(found[1] or ""), len(figures.lstrip("0"))


# ---------------------------------------------------------------- two extents


def both_hold(a: Extent, b: Extent) -> bool:
    """Whether two facts can both be true, the coarser one being rounded to its last digit."""
    fine, coarse = _by_step(a, b)
    half = 0.0
    if coarse.digits >= FEWEST_ROUNDED and _is_coarser(coarse, fine):
        half = coarse.step / 2
    slack = max(a.slack, b.slack)
    if fine.sign == coarse.sign == "=":
        gap = fine.number - coarse.number
        # Half a step above was rounded up, so it is no longer this number.
        is_rounded = -half - slack <= gap < half - slack
        return abs(gap) <= slack or is_rounded
    # Bounds only need to leave one number open to both.
    room = half + slack
    return fine.low <= coarse.high + room and coarse.low - room <= fine.high


def keeps(promise: Extent, goal: Extent) -> bool:
    """Whether who keeps the promise reaches the goal: the same number, or one within its bound."""
    if _are_opposed(promise.sign, goal.sign):
        return False
    slack = max(promise.slack, goal.slack)
    if abs(promise.number - goal.number) <= slack:
        return True
    if _is_rounded(promise, goal, slack):
        return True
    # 突破800家 is said of 810, and 不低于94% of 95.
    if goal.sign == "=" and promise.sign in "≥>≤<":
        is_near = abs(goal.number - promise.number) <= NEAR_BOUND * promise.number
        return is_near and promise.low <= goal.number <= promise.high
    # A promised range (60%—65%) holds the goal, though its lower end falls short of it.
    if promise.sign == "range" and goal.sign == "=":
        return promise.low - slack <= goal.number <= promise.high + slack
    return goal.low - slack <= promise.low and promise.high <= goal.high + slack


def are_apart(a: Extent, b: Extent) -> bool:
    """Whether no number at all lies in both."""
    return a.low > b.high or b.low > a.high


def bounds_differ(a: Extent, b: Extent) -> bool:
    """Whether two bounds on one side are of different numbers, neither being the other rounded."""
    if not any(a.sign in side and b.sign in side for side in ("≥>", "≤<")):
        return False
    slack = max(a.slack, b.slack)
    return abs(a.number - b.number) > slack and not _is_rounded(a, b, slack)


def _by_step(a: Extent, b: Extent) -> tuple[Extent, Extent]:
    """The finer and the coarser one; of equals the first is the finer."""
    if b.step < a.step:
        return b, a
    return a, b


def _is_coarser(coarse: Extent, fine: Extent) -> bool:
    return coarse.step > fine.step * COARSER


def _is_rounded(
    a: Extent,
    b: Extent,
    slack: float,
) -> bool:
    """Whether one is the other in a larger unit with three digits or more (1.25万 for 12486)."""
    fine, coarse = _by_step(a, b)
    if coarse.digits < FEWEST_ROUNDED_PROMISE or not _is_coarser(coarse, fine):
        return False
    half = coarse.step / 2
    return abs(a.number - b.number) < half + slack


def _are_opposed(a: str, b: str) -> bool:
    """Whether one is a floor and the other a ceiling."""
    if a in "≥>":
        return b in "≤<"
    return a in "≤<" and b in "≥>"


# ---------------------------------------------------------------- amounts that are reckoned with

LEVELS = (None, "level", "share", "total")
"""Measures of what there is: 累计装机 is a total."""

MONEY = "CNY"
"""The unit that amounts of money are brought to."""

SHARE = "1"
"""The unit that shares are brought to."""

WORKDAY = "{workday}"
"""In UCUM a thing that is counted, as it is of another length everywhere."""


def is_exact(value: Value) -> bool:
    """Whether a value is one number without a bound, in a known unit."""
    return (
        value.kind == "number" and value.comparator in (None, "=") and value.normalized is not None
    )


def base_unit(mention: Mention) -> str:
    """The unit that the mention's number is brought to; "" where it has none."""
    normalized = mention.value.normalized
    return normalized.unit if normalized is not None else ""


def is_money(mention: Mention) -> bool:
    """Whether what is told is an amount of money."""
    return base_unit(mention) == MONEY


def counts_things(mention: Mention) -> bool:
    """Whether what is told is a number of things, whose units UCUM writes in braces: {person}, {bed}."""
    return base_unit(mention).startswith("{")


def amount(mention: Mention) -> float:
    """The mention's number in `base_unit`; 0 where it has none."""
    normalized = mention.value.normalized
    return normalized.value if normalized is not None else 0.0


def reach(value: Value) -> Extent:
    """An exact value as an extent in its base unit: `number`, and `step` of its last digit."""
    found = normalized_extent(value)
    assert found is not None  # numbers that were normalized have one
    return found


def half_a_step(value: Value) -> float:
    """How far from the printed number the one may be that was rounded to it, in the base unit."""
    extent = reach(value)
    return extent.step / 2 + extent.slack


def gap_to_sum(total: Mention, parts: Sequence[Mention]) -> float:
    """How far parts are from their total, in `base_unit`."""
    return abs(sum(map(amount, parts)) - amount(total))


def adds_up(total: Mention, parts: Sequence[Mention]) -> bool:
    """Whether parts make up their total, but for rounding; what is told without decimals was not rounded."""
    numbers = (total, *parts)
    slack = sum(half_a_step(number.value) for number in numbers)
    if all(float(number.value.value or 0).is_integer() for number in numbers):
        slack = half_a_step(total.value)
    return gap_to_sum(total, parts) <= slack


def takes_time(unit: Unit) -> bool:
    """Whether what is told in this unit is how long something takes, in working days too."""
    return unit.dimension == "time" or unit.code == WORKDAY
