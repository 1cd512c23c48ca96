"""Columns of a table that should add up: 合计 beside its parts, 其中 behind its whole.

Nothing says for sure which columns a sum is of. So a row is compared with the others:
only where most rows come out is one that does not a slip.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from planparse.checks.places import Places
from planparse.checks.sums.findings import column_exceeds, columns_mismatch
from planparse.checks.sums.ledger import NOTHING, Ledger, SumRow, rounding
from planparse.grammar import Grammar
from planparse.model.plan import Finding, Table

# So many rows, and so large a share of them, must come out before another is said not to.
FEWEST_RIGHT = 3
SHARE_RIGHT = 0.75

SHARE_RIGHT_OF_YEARS = 0.5
"""The same where the columns are years, of which 合计 can be nothing but the sum."""

FEWEST_RIGHT_OF_ALL = 2
SHARE_RIGHT_OF_ALL = 0.6
"""The same where money is told by its sources, and all columns of it are added up."""

MONEY = "元"

FEWEST_PARTS = 2

Outcomes = Mapping[int, bool]
"""Whether a row comes out, by its index; rows that lack a number are left out."""


def check_columns(
    ledger: Ledger,
    grammar: Grammar,
    places: Places,
) -> Iterator[Finding]:
    """Rows whose 合计 is not the sum of its columns, or whose 其中 is more than its whole."""
    for column in ledger.amounts:
        if _is_headed(ledger, column, "checks.sum-column", grammar):
            yield from _check_sum(ledger, column, places)
        elif _is_headed(ledger, column, "checks.part-column", grammar):
            yield from _check_part(
                ledger,
                column,
                grammar,
                places,
            )


def _is_headed(
    ledger: Ledger,
    column: int,
    rule: str,
    grammar: Grammar,
) -> bool:
    """Whether one of the header cells above a column begins with the rule's words."""
    pattern = grammar.pattern(rule)
    path = ledger.table.columns[column].path
    return any(pattern.match(words) for words in path)


def _comes_out(outcomes: Outcomes, *, are_years: bool = False, are_all: bool = False) -> bool:
    """Whether most rows show that the columns are meant to be compared."""
    right = sum(outcomes.values())
    if are_years:
        return right > 0 and right >= SHARE_RIGHT_OF_YEARS * len(outcomes)
    if are_all:
        return right >= FEWEST_RIGHT_OF_ALL and right >= SHARE_RIGHT_OF_ALL * len(outcomes)
    return right >= FEWEST_RIGHT and right >= SHARE_RIGHT * len(outcomes)


def has_sum_column(table: Table, grammar: Grammar) -> bool:
    """Whether the head of a column says that it is a sum."""
    pattern = grammar.pattern("checks.sum-column")
    return any(pattern.match(words) for column in table.columns for words in column.path)


def _unit(ledger: Ledger, column: int) -> str:
    return ledger.table.columns[column].unit or ""


def _is_merged(
    ledger: Ledger,
    row: SumRow,
    column: int,
) -> bool:
    """Whether the cell is one with that above, where its number is counted."""
    if row.numbers.get(column) != NOTHING:
        return False
    printed = ledger.table.rows[row.index][column]
    return any(character in "123456789" for character in printed)


# ---------------------------------------------------------------- a column that is a sum


def _check_sum(
    ledger: Ledger,
    column: int,
    places: Places,
) -> Iterator[Finding]:
    """The rows that do not come out in the way in which most of them do."""
    chosen: Sequence[int] = ()
    outcomes: Outcomes = {}
    for parts in _ways(ledger, column):
        tried = _outcomes(ledger, column, parts)
        is_better = sum(tried.values()) > sum(outcomes.values())
        are_years = _are_years(ledger, parts)
        are_all = MONEY in _unit(ledger, column) and len(parts) == len(ledger.amounts) - 1
        if is_better and _comes_out(tried, are_years=are_years, are_all=are_all):
            chosen = parts
            outcomes = tried
    for row in ledger.rows:
        if outcomes.get(row.index) is False:
            added = _added(row, chosen)
            yield columns_mismatch(
                ledger=ledger,
                row=row,
                column=column,
                parts=len(chosen),
                added=added,
                places=places,
            )


def _ways(ledger: Ledger, column: int) -> Iterator[list[int]]:
    """Columns in one unit right behind a sum column, or right before it, that may be its parts."""
    at = ledger.amounts.index(column)
    behind = ledger.amounts[at + 1 :]
    # Nearest first: a sum is of its neighbours, and other figures may follow them.
    before = ledger.amounts[:at][::-1]
    unit = _unit(ledger, column)
    for side in (behind, before):
        alike = [part for part in side if _unit(ledger, part) == unit]
        # A year that has too few numbers for a column of its own still adds to the sum.
        if alike and _leaves_out_a_year(ledger, column, alike[0]):
            continue
        for count in range(FEWEST_PARTS, len(alike) + 1):
            yield alike[:count]


def _leaves_out_a_year(ledger: Ledger, column: int, nearest: int) -> bool:
    low, high = sorted((column, nearest))
    between = ledger.table.columns[low + 1 : high]
    return any(other.year is not None for other in between)


def _are_years(ledger: Ledger, columns: Sequence[int]) -> bool:
    """Whether each column is of a year of its own, and no year between them is left out."""
    years = [year for column in columns if (year := ledger.table.columns[column].year) is not None]
    if len(years) < len(columns):
        return False
    return sorted(years) == list(range(min(years), min(years) + len(columns)))


def _outcomes(
    ledger: Ledger,
    column: int,
    parts: Sequence[int],
) -> Outcomes:
    """Whether the parts make up the sum, for each row."""
    columns = (column, *parts)
    decimals = max(ledger.decimals.get(part, 0) for part in columns)
    tolerance = rounding(len(parts), decimals)
    outcomes = {}
    for row in ledger.rows:
        total = row.numbers.get(column)
        # A row of dashes shows nothing either way.
        if total is None or not any(row.amount(part) for part in parts):
            continue
        if not any(_is_merged(ledger, row, part) for part in columns):
            off = abs(_added(row, parts) - total)
            outcomes[row.index] = not off or off < tolerance
    return outcomes


def _added(row: SumRow, parts: Sequence[int]) -> Decimal:
    return sum((row.amount(part) for part in parts), NOTHING)


# ---------------------------------------------------------------- a column that is a part


def _check_part(
    ledger: Ledger,
    column: int,
    grammar: Grammar,
    places: Places,
) -> Iterator[Finding]:
    """Rows whose part is more than the whole, where it is no more in most."""
    whole = _whole_before(ledger, column, grammar)
    if whole is None:
        return
    outcomes = {}
    for row in ledger.rows:
        part = row.numbers.get(column)
        total = row.numbers.get(whole)
        if part is None or total is None:
            continue
        if not _is_merged(ledger, row, whole):
            outcomes[row.index] = part <= total
    if not _comes_out(outcomes):
        return
    for row in ledger.rows:
        if outcomes.get(row.index) is False:
            yield column_exceeds(
                ledger,
                row,
                column=column,
                whole=whole,
                places=places,
            )


def _whole_before(
    ledger: Ledger,
    column: int,
    grammar: Grammar,
) -> int | None:
    """The column that a part's column breaks down: the last before it that is no part."""
    before = [
        other
        for other in ledger.amounts
        if other < column and not _is_headed(ledger, other, "checks.part-column", grammar)
    ]
    if not before:
        return None
    whole = before[-1]
    if _unit(ledger, whole) != _unit(ledger, column):
        return None
    return whole
