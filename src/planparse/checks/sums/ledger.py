"""A table's numbers as a ledger: which rows are sums or parts, and which columns add up."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from msgspec import Struct, field

from planparse.model.plan import Table

RowKind = Literal["item", "part", "whole", "subtotal", "total", "grand", "note"]
"""What a row is: `part` stands under 其中, `whole` is of an area (全区), `note` adds nothing."""

# A sum is made up of items or of sums of a lower rank; 0 is none.
RANK: dict[RowKind, int] = {
    "item": 0,
    "part": 0,
    "whole": 0,
    "note": 0,
    "subtotal": 1,
    "total": 2,
    "grand": 3,
}

NOTHING = Decimal(0)

_ROUNDINGS_KEPT = 1024


class SumRow(Struct, frozen=True):
    """A body row of a table."""

    index: int
    """Its place among the table's rows, from 0."""
    label: str
    """What it is called."""
    kind: RowKind
    style: str
    """How it is numbered: "（一）", "1"; "" where it is not."""
    numbers: dict[int, Decimal | None]
    """Its numbers by column.

    None: there should be one, but it is not known. No entry: the cell says that there is none (—).
    """

    @property
    def rank(self) -> int:
        """Its rank among sums; 0 where it is none."""
        return RANK[self.kind]

    @property
    def covers_others(self) -> bool:
        """Whether it is marked as the sum of other rows, or is of the whole area."""
        return self.rank > 0 or self.kind == "whole"

    def amount(self, column: int) -> Decimal:
        """What it adds to a sum."""
        return self.numbers.get(column) or NOTHING

    def is_unknown(self, column: int) -> bool:
        """Whether its number is not known, so that nothing can be said of a sum with it."""
        return self.numbers.get(column, NOTHING) is None


class Ledger(Struct, frozen=True):
    """The rows of a table with the columns that can be added."""

    table: Table
    rows: list[SumRow]
    amounts: list[int]
    """Columns of numbers that add up wherever they are of different things."""
    rates: list[int]
    """Columns of numbers per head (每千人口…), which add up only within one population."""
    shares: list[int]
    """Columns of shares in %, which add up to nothing but the 100 of a whole."""
    decimals: dict[int, int]
    """Most decimals that a number of a column prints."""
    _known: dict[tuple[int, ...], list[bool | None]] = field(default_factory=dict)
    """Answers of `results`, by the indexes of the whole and its parts."""

    @property
    def columns(self) -> tuple[int, ...]:
        """All columns that can be added, amounts first."""
        return (*self.amounts, *self.rates)

    def results(self, whole: SumRow, parts: Sequence[SumRow]) -> list[bool | None]:
        """Whether the parts make up the whole, for each of `columns`; worked out once.

        None where a number is wanting.
        """
        key = (whole.index, *[part.index for part in parts])
        # The same rows are tried for every end that a 其中 may have.
        known = self._known.get(key)
        if known is None:
            known = [self._adds_up(whole, parts, column) for column in self.columns]
            self._known[key] = known
        return known

    def _adds_up(
        self,
        whole: SumRow,
        parts: Sequence[SumRow],
        column: int,
    ) -> bool | None:
        total = whole.numbers.get(column)
        numbers = [part.numbers.get(column, NOTHING) for part in parts]
        known = [number for number in numbers if number is not None]
        if total is None or len(known) < len(numbers):
            return None
        # Parts that are all nothing were not filled in.
        if not any(known):
            return None
        off = abs(sum(known, NOTHING) - total)
        # All halves of a digit at once do not explain a gap.
        return not off or off < self.tolerance(len(parts), column)

    def sum(self, parts: Sequence[SumRow], column: int) -> Decimal:
        """The parts of a column added up."""
        return sum([part.amount(column) for part in parts], NOTHING)

    def gap(self, whole: SumRow, parts: Sequence[SumRow], column: int) -> Decimal:
        """By how much a printed sum misses its parts."""
        return abs(self.sum(parts, column) - whole.amount(column))

    def tolerance(self, parts: int, column: int) -> Decimal:
        """How far a sum of so many parts may be off in a column."""
        return rounding(parts, self.decimals.get(column, 0))


SIGMAS = 3.0
"""So many standard deviations from its mean a sum of rounded numbers hardly ever is."""

ERROR_OF_DIGIT = 12.0**-0.5
"""The standard deviation of what rounding takes from a number or adds to it, in its last digit."""


def likely_rounding(parts: int, decimals: int) -> Decimal:
    """How far a sum may well be off by rounding: half a digit of each would have to go one way to be more."""
    digits = SIGMAS * ERROR_OF_DIGIT * (parts + 1) ** 0.5
    return Decimal(digits) * Decimal(1).scaleb(-decimals)


# Tables ask again and again for sums of few parts with few decimals.
@lru_cache(maxsize=_ROUNDINGS_KEPT)
def rounding(parts: int, decimals: int) -> Decimal:
    """How far a sum may be off because its parts and itself were each rounded.

    Whole numbers are counted and add up exactly.
    """
    if decimals == 0:
        return NOTHING
    last_digit = Decimal(1).scaleb(-decimals)
    return Decimal(parts + 1) / 2 * last_digit
