"""Rows of a table that should add up.

A sum row (合计) is checked as it stands. Rows under 其中, and rows for the whole
area (全区) over its parts, name a whole without saying that the parts are all
there: these are checked only where other columns show that they add up.
"""

from __future__ import annotations

from collections.abc import Iterator

from planparse.checks.places import Places
from planparse.checks.sums.findings import row_exceeds, rows_mismatch
from planparse.checks.sums.ledger import Ledger, SumRow, likely_rounding
from planparse.checks.sums.numbered_rows import numbered_readings
from planparse.checks.sums.parts import find_ends, inner
from planparse.checks.sums.readings import (
    Ends,
    SumReading,
    area_over_earlier,
    area_over_later,
    best,
    best_if_shown,
    total_readings,
    unmarked_readings,
)
from planparse.checks.sums.states import is_state
from planparse.grammar import Grammar
from planparse.model.plan import Finding

# One row below 合计 is an example of what it counts, and not all of it.
FEWEST_PARTS = 2


def check_rows(ledger: Ledger, grammar: Grammar, places: Places) -> Iterator[Finding]:
    """Sum rows, rows of a whole area, rows under 其中 and heads of rows that do not add up."""
    ends = find_ends(ledger)
    for row in ledger.rows:
        if row.covers_others:
            yield from _mismatches(ledger, _outer_reading(ledger, row, ends), grammar, places)
    for start, end in ends.items():
        yield from _check_parts(ledger, start, end, grammar, places)
    for reading in numbered_readings(ledger, ends):
        yield from _mismatches(ledger, reading, grammar, places)


def _outer_reading(
    ledger: Ledger,
    row: SumRow,
    ends: Ends,
) -> SumReading | None:
    """What a sum row, or the row of a whole area, is the sum of; None where that is not shown."""
    if row.rank == 0:
        over_later = area_over_later(ledger, row, ends)
        over_earlier = area_over_earlier(ledger, row, ends)
        return best_if_shown(ledger, [over_later, over_earlier])
    # A marked sum must come out; without a right way to take it, the numbers may show another.
    readings = total_readings(ledger, row, ends)
    if not any(reading.is_right for reading in readings):
        readings += unmarked_readings(ledger, row, ends)
    return best(ledger, readings)


def _check_parts(
    ledger: Ledger,
    start: int,
    end: int,
    grammar: Grammar,
    places: Places,
) -> Iterator[Finding]:
    """The sums under 其中, where they are shown to be sums, and parts larger than their whole."""
    reading = best_if_shown(ledger, [inner(ledger, start, end)])
    yield from _mismatches(ledger, reading, grammar, places)
    # Where nothing shows how many rows are parts, the one that says 其中 surely is.
    parts = [ledger.rows[start]] if reading is None else reading.parts
    whole = ledger.rows[start - 1]
    for part in parts:
        for column in ledger.columns:
            if _is_larger(part, whole, column):
                yield row_exceeds(
                    ledger,
                    whole=whole,
                    part=part,
                    column=column,
                    places=places,
                )


def _is_larger(
    part: SumRow,
    whole: SumRow,
    column: int,
) -> bool:
    number = part.numbers.get(column)
    total = whole.numbers.get(column)
    return number is not None and total is not None and number > total


def _mismatches(
    ledger: Ledger,
    reading: SumReading | None,
    grammar: Grammar,
    places: Places,
) -> Iterator[Finding]:
    """A finding for each column that does not come out; rates only where most of them do."""
    if reading is None:
        return
    if len(reading.parts) < FEWEST_PARTS and reading.whole.kind != "subtotal":
        return
    wrong = [column for column in reading.wrong if not is_state(ledger, reading, column, grammar)]
    amounts = [column for column in wrong if column in ledger.amounts]
    rates = [column for column in wrong if column in ledger.rates]
    right_rates = [column for column in reading.right if column in ledger.rates]
    # Rates add up only where all rows share one population, which most columns then show.
    if len(rates) > len(right_rates):
        rates = []
    for column in amounts + rates:
        yield rows_mismatch(ledger, reading, column, places)
    if not wrong:
        for column in _hardly_rounded(ledger, reading):
            yield rows_mismatch(ledger, reading, column, places, is_sure=False)


def _hardly_rounded(ledger: Ledger, reading: SumReading) -> list[int]:
    """The columns that rounding explains only if it goes one way in most rows.

    The others have to come out to the last digit, so that the numbers seem not to be rounded at all.
    """
    off = [column for column in reading.right if ledger.gap(reading.whole, reading.parts, column)]
    others = [column for column in reading.right if column not in off and ledger.decimals[column]]
    if len(off) > 1 or not others:
        return []
    return [column for column in off if _is_too_far(ledger, reading, column)]


def _is_too_far(ledger: Ledger, reading: SumReading, column: int) -> bool:
    likely = likely_rounding(len(reading.parts), ledger.decimals[column])
    return ledger.gap(reading.whole, reading.parts, column) > likely
