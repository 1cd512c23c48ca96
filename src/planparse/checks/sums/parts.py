"""Rows under 其中: where they end, which nothing marks, and whether they make up a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, product

from planparse.checks.sums.ledger import Ledger, SumRow
from planparse.checks.sums.readings import (
    Ends,
    SumReading,
    area_over_later,
    best,
    total_readings,
    tried,
)

# No more ways than this are tried to say where the rows under 其中 end.
MOST_ENDS = 200

# A column of the parts counts for less than any of the sums around them, which are marked as
# sums.
INNER_WEIGHT = 0.01

# No more rows than this are tried as the breakdown of one of the parts.
MOST_NESTED = 4


def find_ends(ledger: Ledger) -> Ends:
    """Where the rows under each 其中 end: the ends with which most columns add up."""
    starts = _starts(ledger)
    if not starts:
        return {}
    choices = []
    for start in starts:
        limit = _limit(ledger, start, starts)
        choices.append(range(start + 1, limit + 1))
    ways = [dict(zip(starts, ends, strict=True)) for ends in islice(product(*choices), MOST_ENDS)]
    if len(ways) == 1:
        return ways[0]
    # Of equals the first is taken: where nothing shows it, one row stands under each 其中.
    return max(ways, key=lambda ends: _score(ledger, ends))


def _starts(ledger: Ledger) -> list[int]:
    """The first rows of all stretches of rows that are labelled 其中."""
    # A part in the first row has no whole before it.
    later = ledger.rows[1:]
    parts = {row.index for row in later if row.kind == "part"}
    return [index for index in sorted(parts) if index - 1 not in parts]


def _limit(
    ledger: Ledger,
    start: int,
    starts: Sequence[int],
) -> int:
    """The index after the last row that may stand under the 其中 at `start`."""
    for row in ledger.rows[start + 1 :]:
        if row.covers_others:
            return row.index
        if row.index in starts:
            return row.index - 1  # the row before a 其中 is its whole
    return len(ledger.rows)


def _score(ledger: Ledger, ends: Ends) -> float:
    """How many columns come out with these ends, of the outer sums before the parts."""
    outer_columns = 0
    for row in ledger.rows:
        reading = _outer(ledger, row, ends) if row.covers_others else None
        if reading is not None:
            outer_columns += len(reading.right)
    inner_columns = 0
    for start, end in ends.items():
        inner_columns += len(inner(ledger, start, end).right)
    return outer_columns + inner_columns * INNER_WEIGHT


def _outer(
    ledger: Ledger,
    row: SumRow,
    ends: Ends,
) -> SumReading | None:
    if row.rank > 0:
        return best(ledger, total_readings(ledger, row, ends))
    return area_over_later(ledger, row, ends)


def inner(
    ledger: Ledger,
    start: int,
    end: int,
) -> SumReading:
    """The row before 其中 over the rows under it: all, or without a few that break down another."""
    whole = ledger.rows[start - 1]
    rows = ledger.rows[start:end]
    readings = []
    for parts in _ways(rows):
        # A single row under 其中 is a part among others that are not printed.
        if len(parts) > 1:
            readings.append(tried(ledger, whole, parts))
    reading = best(ledger, readings)
    if reading is None:
        return SumReading(whole, rows, right=[], wrong=[])
    return reading


def _ways(rows: list[SumRow]) -> Iterator[list[SumRow]]:
    """All the rows, and all but a few after the first that may break down the one before them."""
    yield rows
    for first in range(1, len(rows)):
        end = min(len(rows), first + MOST_NESTED + 1)
        for after in range(first + 1, end):
            yield rows[:first] + rows[after:]
