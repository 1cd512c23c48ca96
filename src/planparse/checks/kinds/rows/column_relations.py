"""Rows whose numbers do not hang together as those of the others: 14 + 16 = 32, 92.4 to 95.0 by 3.6."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planparse.checks.kinds.values.table_sums import own_area, sums_of_table
from planparse.checks.matter import Matter, check
from planparse.checks.relations.findings import relation_finding
from planparse.checks.relations.kept import KeptRelation, kept_relations
from planparse.checks.relations.number_rows import read_number_rows
from planparse.checks.relations.prices import is_at_other_prices
from planparse.checks.relations.rows_of_tables import RowOfTable
from planparse.checks.sums.row_kinds import read_labels
from planparse.model.plan import Finding, Table


@check("stock-mismatch", "sum-mismatch", "prose-contradicts-table")
def column_relations(matter: Matter) -> Iterator[Finding]:
    """What most rows show three columns to be (sum, growth, product), and what a row does not bear out."""
    for table in matter.draft.tables:
        if matter.sureness.of_table(table) == "grave":
            continue
        rows, columns = read_number_rows(table, matter.grammar)
        if not columns:
            continue
        kept = kept_relations(table, rows, columns, matter.grammar, matter.draft.head.period)
        if kept:
            yield from _findings(table, kept, matter)


def _findings(table: Table, kept: Sequence[KeptRelation], matter: Matter) -> Iterator[Finding]:
    """A finding for each row that breaks a relation; none where a sum of the table tells of it already."""
    indicators = {row.row: row for row in matter.draft.indicators if row.table == table.id}
    labels = read_labels(table, matter.grammar, own_area(matter.draft))
    told: dict[int, Finding] = {}
    for one in kept:
        for row in one.wrong:
            label = labels[row.index]
            indicator = indicators.get(row.index)
            if row.index in told or label.kind not in ("item", "part"):
                continue
            if indicator is not None and matter.sureness.of_row(indicator) == "grave":
                continue
            place = RowOfTable(table, row, label.name, indicator)
            if not is_at_other_prices(place, one.relation, matter):
                told[row.index] = relation_finding(place, one.relation, matter)
    # A wrong number breaks the sum of its column besides: it is told once.
    if told and not list(sums_of_table(table, matter)):
        yield from told.values()
