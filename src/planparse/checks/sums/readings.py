"""The ways in which a row may be meant as a sum, and which of them the numbers bear out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from planparse.checks.sums.ledger import NOTHING, Ledger, SumRow, rounding

# More rows than this are not tried as the parts of a row that nothing marks as their sum.
MOST_PARTS = 12

# Longer tables are not tried as groups of rows with their sums below.
MOST_OVER_FEET = 60

Ends = Mapping[int, int]
"""For each stretch of rows under 其中, the index of its first row and the one after its last."""


class SumReading(Struct, frozen=True):
    """One way to take a row as the sum of others, and the columns in which it comes out."""

    whole: SumRow
    parts: list[SumRow]
    right: list[int]
    wrong: list[int]

    @property
    def is_right(self) -> bool:
        """Whether it comes out in every column that can be told."""
        return bool(self.right) and not self.wrong


# ---------------------------------------------------------------- trying and choosing


def tried(
    ledger: Ledger,
    whole: SumRow,
    parts: list[SumRow],
) -> SumReading:
    """The row taken as the sum of these parts."""
    right = []
    wrong = []
    results = ledger.results(whole, parts)
    for column, adds_up in zip(ledger.columns, results, strict=True):
        if adds_up:
            right.append(column)
        elif adds_up is False:
            wrong.append(column)
    return SumReading(whole, parts, right=right, wrong=wrong)


def best(ledger: Ledger, readings: Sequence[SumReading]) -> SumReading | None:
    """The reading that comes out in most columns; of equals the one nearest to the printed sum."""
    most = max((len(reading.right) for reading in readings), default=0)
    of_most = [reading for reading in readings if len(reading.right) == most]
    # How far one is off is only asked where several are as good.
    if len(of_most) <= 1:
        return of_most[0] if of_most else None
    return min(of_most, key=lambda reading: _off(ledger, reading))


def best_if_shown(ledger: Ledger, readings: Sequence[SumReading]) -> SumReading | None:
    """The best reading, where the columns show that the parts are meant to add up."""
    reading = best(ledger, readings)
    if reading is None or not reading.right:
        return None
    return reading if len(reading.right) >= len(reading.wrong) else None


def _off(ledger: Ledger, reading: SumReading) -> float:
    """How far the parts are from the printed sums, as a share of these."""
    off = 0.0
    for column in reading.wrong:
        total = float(reading.whole.amount(column))
        added = float(ledger.sum(reading.parts, column))
        # Where the sum prints 0, nothing is a share of it.
        off += abs(added - total) / (abs(total) or 1.0)
    return off


# ---------------------------------------------------------------- the whole of an area


def leaves(
    ledger: Ledger,
    start: int,
    end: int,
    ends: Ends,
) -> list[SumRow]:
    """The rows of a stretch that stand for themselves: no sums, and none under 其中."""
    under: set[int] = set()
    for first, after in ends.items():
        under.update(range(first, after))
    return [
        row
        for row in ledger.rows[start:end]
        if row.kind in ("item", "part") and row.index not in under
    ]


def area_over_later(
    ledger: Ledger,
    whole: SumRow,
    ends: Ends,
) -> SumReading:
    """The row of an area over those after it, up to the next sum."""
    end = len(ledger.rows)
    for row in ledger.rows[whole.index + 1 :]:
        if row.covers_others:
            end = row.index
            break
    parts = leaves(ledger, whole.index + 1, end, ends)
    return tried(ledger, whole, parts)


def area_over_earlier(
    ledger: Ledger,
    whole: SumRow,
    ends: Ends,
) -> SumReading:
    """The row of an area over those above it, where it is the last of the table."""
    # Further up, the rows above it belong to the area or sum before it.
    if whole.index < len(ledger.rows) - 1:
        return tried(ledger, whole, [])
    start = 0
    for row in ledger.rows[: whole.index]:
        if row.covers_others:
            start = row.index + 1
    parts = leaves(ledger, start, whole.index, ends)
    return tried(ledger, whole, parts)


# ---------------------------------------------------------------- sum rows


def total_readings(
    ledger: Ledger,
    total: SumRow,
    ends: Ends,
) -> list[SumReading]:
    """The ways a sum row may be meant: over rows before or after it, over subtotals or groups."""
    readings = []
    for start, end in _stretches(ledger, total):
        items = leaves(ledger, start, end, ends)
        subtotals = _lower_sums(ledger.rows[start:end], total)
        for parts in (items, subtotals, *_by_style(items)):
            if parts:
                readings.append(tried(ledger, total, parts))
    # 总投资 that is printed once for each source is the sum of that source's rows.
    alike = _of_same_label(ledger, total, ends)
    if len(alike) > 1:
        readings.append(tried(ledger, total, alike))
    # Subtotals may stand on both sides of their total.
    everywhere = _lower_sums(ledger.rows, total)
    if everywhere:
        readings.append(tried(ledger, total, everywhere))
    return readings


def _of_same_label(
    ledger: Ledger,
    total: SumRow,
    ends: Ends,
) -> list[SumRow]:
    """The rows that print the words of a sum row besides those that make it one (地方投资)."""
    rows = leaves(ledger, 0, len(ledger.rows), ends)
    words = _words_beside(ledger, total)
    return [
        row
        for row in rows
        if row.label == total.label or (words and _words_beside(ledger, row) == words)
    ]


def _words_beside(ledger: Ledger, row: SumRow) -> list[str]:
    """What a row prints in columns that are neither labels nor numbers."""
    return [
        cell
        for column, cell in zip(ledger.table.columns, ledger.table.rows[row.index], strict=False)
        if column.role == "other" and any(character.isalpha() for character in cell)
    ]


def _stretches(ledger: Ledger, total: SumRow) -> tuple[tuple[int, int], tuple[int, int]]:
    """The rows before and after a sum row, each up to the next sum of its rank or above."""
    start = 0
    end = len(ledger.rows)
    for row in ledger.rows:
        if row is total or row.rank < total.rank:
            continue
        if row.index < total.index:
            start = row.index + 1
        else:
            end = row.index
            break
    return (start, total.index), (total.index + 1, end)


def _lower_sums(rows: Sequence[SumRow], total: SumRow) -> list[SumRow]:
    return [row for row in rows if 0 < row.rank < total.rank]


def _by_style(rows: Sequence[SumRow]) -> list[list[SumRow]]:
    """The rows of each style of numbering (一 and 1), where there are several.

    Those of one style are the sums of those of the other.
    """
    by_style: dict[str, list[SumRow]] = {}
    for row in rows:
        by_style.setdefault(row.style, []).append(row)
    return list(by_style.values()) if len(by_style) > 1 else []


# ---------------------------------------------------------------- sums that only the numbers show


def unmarked_readings(
    ledger: Ledger,
    total: SumRow,
    ends: Ends,
) -> list[SumReading]:
    """Ways that nothing but the numbers shows.

    A subtotal may be of the last few rows only (小学, 初中, 义务教育小计). A group's
    row (市级机构) may stand above its rows without a word that it is their sum.
    """
    stretch_before, stretch_after = _stretches(ledger, total)
    before = leaves(ledger, *stretch_before, ends)
    after = leaves(ledger, *stretch_after, ends)
    ways = [_heads(ledger, before), _heads(ledger, after)]
    if total.kind != "subtotal":
        ways.append(_feet(ledger, before))
    else:
        # All the rows before it were tried as what the sum row is marked to be of.
        most = min(len(before) - 1, MOST_PARTS)
        ways += [before[-count:] for count in range(1, most + 1)]
    return [tried(ledger, total, parts) for parts in ways if parts]


def _heads(ledger: Ledger, rows: list[SumRow]) -> list[SumRow]:
    """The rows without those that a row before them adds up, in all columns.

    [] where there are none such.
    """
    # One column rules most ends out; the others are asked only of those that are left.
    column = ledger.columns[0]
    amounts = [row.amount(column) for row in rows]
    heads = []
    at = 0
    while at < len(rows):
        heads.append(rows[at])
        ends = _ends_by_amounts(amounts, at, ledger.decimals.get(column, 0))
        at = _end_of_group(ledger, rows, at, ends)
    return heads if len(heads) < len(rows) else []


def _feet(ledger: Ledger, rows: list[SumRow]) -> list[SumRow]:
    """The rows without those that a row below them adds up, in all columns; [] where there are none such."""
    kept: list[SumRow] = []
    open_rows: list[SumRow] = []
    for row in rows[-MOST_OVER_FEET:]:
        if len(open_rows) > 1 and tried(ledger, row, open_rows).is_right:
            kept.append(row)
            open_rows = []
        else:
            open_rows.append(row)
    return kept + open_rows if kept else []


def _end_of_group(
    ledger: Ledger,
    rows: list[SumRow],
    at: int,
    ends: Iterable[int],
) -> int:
    """Which of some ends is that of the rows that a row is the sum of; the next row where it is no sum."""
    for end in ends:
        parts = rows[at + 1 : end]
        if tried(ledger, rows[at], parts).is_right:
            return end
    return at + 1


def _ends_by_amounts(amounts: Sequence[Decimal], at: int, decimals: int) -> Iterator[int]:
    """Where two amounts or more after one make it up."""
    whole = amounts[at]
    if not whole:
        return
    added = NOTHING
    for count, amount in enumerate(amounts[at + 1 : at + 1 + MOST_PARTS], 1):
        added += amount
        if count > 1 and abs(added - whole) <= rounding(count, decimals):
            yield at + 1 + count
