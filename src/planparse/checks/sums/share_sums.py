"""Shares that should make up the 100 printed below them: 合计 100 over parts that sum to 102."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from math import sqrt

from planparse.checks.places import Places
from planparse.checks.sums.findings import rows_mismatch
from planparse.checks.sums.ledger import Ledger, SumRow
from planparse.checks.sums.parts import find_ends
from planparse.checks.sums.readings import SumReading, leaves
from planparse.model.plan import Finding

WHOLE = Decimal(100)

# Parts that miss the whole by more are no parts of it: shares of something else, or not all of them.
FARTHEST = Decimal(15)

FEWEST_PARTS = 3

# Three standard deviations of a rounded number, in units of its last digit: sqrt(1/12) * 3.
ROUNDING = 0.87

# The same of two and a half: shares without decimals are mostly set, and not reckoned.
ROUNDING_OF_WHOLE = 0.72


def check_shares(ledger: Ledger, places: Places) -> Iterator[Finding]:
    """A 合计 of 100 % whose rows add up to something else than rounding explains."""
    for row in ledger.rows:
        if row.kind not in ("total", "grand"):
            continue
        for column in ledger.shares:
            if row.numbers.get(column) == WHOLE:
                parts = _parts(ledger, row)
                if _miss(ledger, parts, column):
                    reading = SumReading(row, parts, right=[], wrong=[column])
                    yield rows_mismatch(ledger, reading, column, places)


def _parts(ledger: Ledger, total: SumRow) -> list[SumRow]:
    """The rows above the sum row, or below it where it is the first."""
    ends = find_ends(ledger)
    if total.index == 0:
        return leaves(ledger, 1, len(ledger.rows), ends)
    return leaves(ledger, 0, total.index, ends)


def _miss(
    ledger: Ledger,
    parts: list[SumRow],
    column: int,
) -> bool:
    if len(parts) < FEWEST_PARTS or any(part.is_unknown(column) for part in parts):
        return False
    off = abs(ledger.sum(parts, column) - WHOLE)
    decimals = ledger.decimals.get(column, 0)
    rounding = ROUNDING if decimals else ROUNDING_OF_WHOLE
    slack = Decimal(str(rounding * sqrt(len(parts)) * 10.0**-decimals))
    return slack < off <= FARTHEST
