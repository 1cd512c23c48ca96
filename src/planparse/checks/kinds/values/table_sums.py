"""sum-mismatch and part-exceeds-whole in tables: rows and columns that should add up."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.checks.matter import Matter, check
from planparse.checks.sums.column_sums import check_columns, has_sum_column
from planparse.checks.sums.ledger import Ledger
from planparse.checks.sums.row_sums import check_rows
from planparse.checks.sums.share_sums import check_shares
from planparse.checks.sums.table_numbers import read_ledger
from planparse.checks.sureness import at_most
from planparse.model.draft import Draft
from planparse.model.plan import BoxKind, Finding, Table

# Rows of such tables are of different things: only their columns are added up.
NOT_SUMMED: frozenset[BoxKind] = frozenset({"indicators", "measures"})

FEWEST_ROWS = 2


@check("sum-mismatch", "part-exceeds-whole")
def table_sums(matter: Matter) -> Iterator[Finding]:
    """Every sum of every allocation and project table, row by row.

    Where these are right, across the columns.
    """
    for table in matter.draft.tables:
        yield from sums_of_table(table, matter)


def sums_of_table(table: Table, matter: Matter) -> Iterator[Finding]:
    """What one table's sums do not bear out."""
    if len(table.rows) < FEWEST_ROWS:
        return
    if table.kind in NOT_SUMMED and not has_sum_column(table, matter.grammar):
        return
    standing = matter.sureness.of_table(table)
    if standing == "grave":
        return
    ledger = ledger_of(table, matter)
    for found in _mismatches(ledger, matter):
        severity = at_most(found.severity, standing)
        yield found.model_copy(update={"severity": severity})


def _mismatches(ledger: Ledger, matter: Matter) -> Iterator[Finding]:
    if ledger.table.kind in NOT_SUMMED:
        yield from check_columns(ledger, matter.grammar, matter.places)
        return
    yield from check_shares(ledger, matter.places)
    if not ledger.columns:
        return
    found = list(check_rows(ledger, matter.grammar, matter.places))
    if not found:
        # A wrong number breaks the sum of its column and that of its row: it is told once.
        found = list(check_columns(ledger, matter.grammar, matter.places))
    yield from found


def ledger_of(table: Table, matter: Matter) -> Ledger:
    """The table as a ledger, read once for all checks."""
    if table.id not in matter.ledgers:
        matter.ledgers[table.id] = read_ledger(table, matter.grammar, own_area(matter.draft))
    return matter.ledgers[table.id]


def own_area(draft: Draft) -> str:
    """The last word of the region's name, which 全区 and 全市 end in; "" where no region is known."""
    if draft.head.region is None:
        return ""
    return draft.head.region.name[-1:]
