"""Rows whose numbers say that others are theirs: 一 over （一）, 1 over 1.1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from planparse.checks.sums.ledger import Ledger, SumRow
from planparse.checks.sums.readings import Ends, SumReading, leaves, tried

FEWEST_PARTS = 2

# For each column that does not come out, so many must, where only the numbers of the rows make
# one a sum.
RIGHT_FOR_EACH_WRONG = 2

Levels = Mapping[str, int]
"""The styles of numbering of a table, from the outermost (0), as they first appear."""


def numbered_readings(ledger: Ledger, ends: Ends) -> Iterator[SumReading]:
    """Heads of numbered rows, where most columns show them to be sums, from the innermost out.

    Where a row is wrong, the row above it need not be reported too.
    """
    levels = _levels(ledger)
    if len(levels) < 2:
        return
    known_wrong: set[tuple[int, int]] = set()
    for row in reversed(ledger.rows):
        if row.kind != "item" or not row.style:
            continue
        reading = tried(ledger, row, _one_level_below(ledger, row, ends, levels))
        if not _is_shown(reading):
            continue
        wrong = [
            column
            for column in reading.wrong
            if not any((part.index, column) in known_wrong for part in reading.parts)
        ]
        # The row above is off by as much in these columns.
        known_wrong.update((row.index, column) for column in reading.wrong)
        yield replace(reading, wrong=wrong)


def _levels(ledger: Ledger) -> Levels:
    styles = dict.fromkeys(row.style for row in ledger.rows if row.style)
    return {style: level for level, style in enumerate(styles)}


def _is_shown(reading: SumReading) -> bool:
    if len(reading.parts) < FEWEST_PARTS:
        return False
    wrong = max(1, len(reading.wrong))
    return len(reading.right) >= RIGHT_FOR_EACH_WRONG * wrong


def _one_level_below(
    ledger: Ledger,
    row: SumRow,
    ends: Ends,
    levels: Levels,
) -> list[SumRow]:
    """The rows after one that are numbered one level below it, up to one of its own level."""
    end = _end_of_level(ledger, row, levels)
    items = leaves(ledger, row.index + 1, end, ends)
    numbered = [part for part in items if part.style]
    if not numbered:
        return []
    # Levels further down are already in the sums of those above them.
    below = min(levels[part.style] for part in numbered)
    return [part for part in numbered if levels[part.style] == below]


def _end_of_level(
    ledger: Ledger,
    row: SumRow,
    levels: Levels,
) -> int:
    for later in ledger.rows[row.index + 1 :]:
        if later.covers_others:
            return later.index
        if later.style and levels[later.style] <= levels[row.style]:
            return later.index
    return len(ledger.rows)
