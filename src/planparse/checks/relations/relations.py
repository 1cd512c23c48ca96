"""The relations that three columns may be in, and what a row says of each."""

from __future__ import annotations

from math import log10
from typing import Literal, Protocol

from msgspec import Struct

from planparse.checks.relations.number_rows import NumberRow, PrintedNumber

Outcome = Literal["sharp", "right", "near", "open", "wrong"]
"""What a row says: `sharp` is right, and not by chance; `near` may be either, and `open` says nothing.

Only a row is asked that is filled in all the relation's columns: any other says nothing.
"""

SHARP = 10.0
"""Steps of the smallest number of a row that is right from which on that is hardly chance: 1 + 2 = 3 is."""

SHARP_PRODUCT = 30.0
"""The same of the number that comes out of the other two: of rates between 9 and 11 many are right by chance."""

FLOATS = 1e-9
"""Tolerance for binary fractions, as a share of the number."""

PER_CENT = 100.0

FAR_GROWTH = 1.0
"""Points: growth of levels that are rounded besides, or not the year's last, is as near as this."""

CLOSE_YEARLY = 0.25
"""Points: yearly growth is printed for levels that are round, and is as near as this."""

FAR_PRODUCT = 0.02
"""A product that misses by less is of an average or of a rounded rate."""


class Relation(Protocol):
    """How three columns hang together."""

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns, the one that is reckoned from the others last."""

    def outcome(self, row: NumberRow) -> Outcome:
        """Whether a row keeps it that is filled in its columns."""


class SumRelation(Struct, frozen=True):
    """Two columns make up the third: 2020年 + 新增 = 2025年."""

    columns: tuple[int, int, int]

    def outcome(self, row: NumberRow) -> Outcome:
        """Whole numbers are counted, and add up exactly; others as far as rounding lets one tell."""
        first, second, whole = numbers = row.numbers_of(self.columns)
        gap = abs(first.number + second.number - whole.number)
        slack = FLOATS * abs(whole.number)
        if (
            gap > slack + first.step + second.step + whole.step
        ):  # as in most columns, which are no sum
            return "wrong"
        steps = [one.step for one in numbers]
        if min(steps) < 1.0:  # of numbers with decimals each may be half a digit off
            slack += sum(steps) / 2
        if gap > slack:
            return "wrong"
        smallest = min(abs(one.number) for one in numbers)
        return "sharp" if smallest >= SHARP * max(steps) else "right"


class BalanceRelation(Struct, frozen=True):
    """What there was, with what is added and without what is given up: 2020年 + 新增 - 淘汰 = 2025年."""

    start: int
    added: tuple[int, ...]
    lost: tuple[int, ...]
    end: int

    @property
    def columns(self) -> tuple[int, ...]:
        """All of them, the end last."""
        return (self.start, *self.added, *self.lost, self.end)

    def outcome(self, row: NumberRow) -> Outcome:
        """As of a sum; that nothing is added or given up is printed as 0."""
        if self.start not in row.filled or not row.numbers.keys() >= set(self.columns):
            return "open"
        numbers = row.numbers_of(self.columns)
        signs = (1, *(1 for _ in self.added), *(-1 for _ in self.lost), -1)
        gap = abs(sum(sign * one.number for sign, one in zip(signs, numbers, strict=True)))
        slack = FLOATS * abs(numbers[-1].number)
        if min(one.step for one in numbers) < 1.0:
            slack += sum(one.half for one in numbers)
        return "wrong" if gap > slack else "right"


class GrowthRelation(Struct, frozen=True):
    """By how many per cent the second column is more than the first, in all or a year."""

    columns: tuple[int, int, int]
    falls: bool = False
    """Whether the rate is by how much it is less."""
    years: int = 0
    """How many years the rate is the mean of; 0 where it is that of all."""

    def real(self, before: float, after: float) -> float:
        """The growth from one level to the other in per cent, or the fall."""
        growth = PER_CENT * float((after / before) ** (1 / (self.years or 1))) - PER_CENT
        return -growth if self.falls else growth

    def outcome(self, row: NumberRow) -> Outcome:
        """The levels may each be half a digit off, and the rate by a point besides."""
        before, after, rate = row.numbers_of(self.columns)
        if min(before.number - before.half, after.number - after.half) <= 0:
            return "open"
        gap = abs(self.real(before.number, after.number) - rate.number)
        if gap <= max(rate.step, CLOSE_YEARLY if self.years else 0.0):
            return "sharp" if rate.steps >= SHARP else "right"
        ends = self._ends(before, after)
        low, high = min(ends) - rate.half, max(ends) + rate.half
        is_far = gap > FAR_GROWTH and not low <= rate.number <= high
        return "wrong" if is_far else "near"

    def _ends(self, before: PrintedNumber, after: PrintedNumber) -> tuple[float, float]:
        """The least and the most growth that levels rounded to these may have."""
        least = self.real(before.number + before.half, after.number - after.half)
        most = self.real(before.number - before.half, after.number + after.half)
        return least, most


class ProductRelation(Struct, frozen=True):
    """Two columns multiplied are the third, times a power of ten: 户数 * 户均补助 = 补助资金."""

    columns: tuple[int, int, int]
    tens: int
    """The product is so many powers of ten of the third column's number: 2 where a factor is in %."""

    def outcome(self, row: NumberRow) -> Outcome:
        """Right where one of the three is the others' reckoned and rounded, wrong where no rounding helps."""
        first, second, product = numbers = row.numbers_of(self.columns)
        if not all(one.number > 0 for one in numbers):
            return "open"
        power = 10.0**self.tens
        reckoned = (
            (first, product.number * power / second.number),
            (second, product.number * power / first.number),
            (product, first.number * second.number / power),
        )
        tight = [
            one
            for one, real in reckoned
            if abs(real - one.number) <= one.half * (1 + FLOATS) + FLOATS
        ]
        if any(one.steps >= SHARP_PRODUCT for one in tight):
            # 100 * 2.5 = 250 are the same digits, whatever the two are.
            return "right" if any(_is_power_of_ten(one.number) for one in numbers) else "sharp"
        off = abs(first.number * second.number / power / product.number - 1.0)
        slack = sum(one.half / one.number for one in numbers)
        return "wrong" if off > max(slack, FAR_PRODUCT) else "near"


TripleRelation = SumRelation | GrowthRelation | ProductRelation
"""A relation of three columns."""


def _is_power_of_ten(number: float) -> bool:
    tens = log10(number)
    return abs(tens - round(tens)) <= FLOATS


def tens_of(row: NumberRow, columns: tuple[int, int, int]) -> int | None:
    """The power of ten that comes nearest between a filled row's factors and its product.

    None where a number is below 0.
    """
    first, second, product = numbers = row.numbers_of(columns)
    if not all(one.number > 0 for one in numbers):
        return None
    return round(log10(first.number * second.number / product.number))
