"""sum-mismatch and part-exceeds-whole across the columns of a table: 合计 beside its parts, 其中 behind its whole.

Nothing says for sure which columns a sum is of. So a row is held against the others:
only where most rows come out is one that does not a slip.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from planparse.checks.places import Places, finding
from planparse.checks.sum_rows import Ledger, SumRow, cell_line, head, shown
from planparse.grammar import Grammar
from planparse.model.plan import Finding

_SHOWN = 3
"""So many rows must come out before another is said not to, and three in four."""
_SHARE = 0.75


def across(ledger: Ledger, grammar: Grammar, places: Places) -> Iterator[Finding]:
    """Rows whose 合计 is not what its columns add up to, and rows whose 其中 is more than the column before."""
    for column in ledger.amounts:
        if _says(ledger, column, grammar, "checks.sum-column"):
            yield from _sums(ledger, column, places)
        elif _says(ledger, column, grammar, "checks.part-column"):
            yield from _parts(ledger, column, grammar, places)


def _says(ledger: Ledger, column: int, grammar: Grammar, rule: str) -> bool:
    return any(grammar.pattern(rule).match(p) for p in ledger.table.columns[column].path)


def _sums(ledger: Ledger, column: int, places: Places) -> Iterator[Finding]:
    ways = [parts for parts in _ways(ledger, column) if _mostly(_added(ledger, column, parts))]
    if not ways:
        return
    parts = max(ways, key=lambda w: sum(_added(ledger, column, w).values()))
    for row in ledger.rows:
        if _added(ledger, column, parts).get(row.index) is False:
            yield _mismatch(ledger, row, column, parts, places)


def _ways(ledger: Ledger, column: int) -> Iterator[list[int]]:
    """Columns in one unit right behind a sum column, or right before it, that may be its parts."""
    at = ledger.amounts.index(column)
    behind, before = ledger.amounts[at + 1 :], ledger.amounts[:at][::-1]
    for side in (behind, before):
        alike = [c for c in side if _unit(ledger, c) == _unit(ledger, column)]
        yield from (alike[:n] for n in range(2, len(alike) + 1))


def _unit(ledger: Ledger, column: int) -> str:
    return ledger.table.columns[column].unit or ""


def _added(ledger: Ledger, column: int, parts: list[int]) -> dict[int, bool]:
    """Whether the parts make up the sum, by row; rows that lack a number are left out."""
    places = max(ledger.decimals.get(c, 0) for c in (column, *parts))
    slack = Decimal(len(parts) + 1) / 2 * Decimal(1).scaleb(-places) if places else Decimal(0)
    results = {}
    for row in ledger.rows:
        total, numbers = row.numbers.get(column), [row.numbers.get(c) for c in parts]
        merged = any(_is_merged(ledger, row, c) for c in (column, *parts))
        if total is not None and any(numbers) and not merged:
            results[row.index] = abs(sum((n or Decimal(0) for n in numbers), Decimal(0)) - total) <= slack
    return results


def _is_merged(ledger: Ledger, row: SumRow, column: int) -> bool:
    """Whether the cell is one with that above, where its number is counted."""
    printed = ledger.table.rows[row.index][column]
    return row.numbers.get(column) == 0 and any(c in "123456789" for c in printed)


def _mostly(results: dict[int, bool]) -> bool:
    right = sum(results.values())
    return right >= _SHOWN and right >= _SHARE * len(results)


def _parts(ledger: Ledger, column: int, grammar: Grammar, places: Places) -> Iterator[Finding]:
    """Rows whose part is more than the whole, where it is no more in most."""
    before = [c for c in ledger.amounts if c < column and not _says(ledger, c, grammar, "checks.part-column")]
    if not before or _unit(ledger, before[-1]) != _unit(ledger, column):
        return
    whole = before[-1]
    pairs = [(r, r.numbers.get(column), r.numbers.get(whole)) for r in ledger.rows]
    known = [
        (r, part, total) for r, part, total in pairs
        if part is not None and total is not None and not _is_merged(ledger, r, whole)
    ]
    if _mostly({r.index: part <= total for r, part, total in known}):
        for row, part, total in known:
            if part > total:
                yield _exceeds(ledger, row, column, whole, places)


def _mismatch(ledger: Ledger, row: SumRow, column: int, parts: list[int], places: Places) -> Finding:
    table = ledger.table
    added = sum((row.numbers.get(c) or Decimal(0) for c in parts), Decimal(0))
    return finding(
        "sum-mismatch", "error", places.table(table),
        f"{places.table(table)}“{row.label}”一行{cell_line(table, row, column, places)}的“{head(table, column)}”"
        f"印为{shown(row.numbers.get(column))}，而同行所含{len(parts)}列相加为{shown(added)}。",
        records=[table.id], span=table.cell_span(row.index, column) or table.span, page=table.page,
    )


def _exceeds(ledger: Ledger, row: SumRow, column: int, whole: int, places: Places) -> Finding:
    table = ledger.table
    return finding(
        "part-exceeds-whole", "error", places.table(table),
        f"{places.table(table)}“{row.label}”一行{cell_line(table, row, column, places)}的“{head(table, column)}”"
        f"为{shown(row.numbers.get(column))}，大于其所属“{head(table, whole)}”的{shown(row.numbers.get(whole))}。",
        records=[table.id], span=table.cell_span(row.index, column) or table.span, page=table.page,
    )
