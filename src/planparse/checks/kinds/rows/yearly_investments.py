"""part-exceeds-whole in a table of works: a year's planned investment that is larger than the 总投资."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planparse.checks.kinds.values.table_sums import ledger_of
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.checks.sums.ledger import SumRow
from planparse.model.plan import Finding, Table

FEWEST_ROWS = 3
"""Rows with both numbers; with fewer the two columns may be in two units."""

MOST_WRONG = 0.25
"""Share of the rows that may be slips; where more seem so, the year's column is of something else."""


@check("part-exceeds-whole")
def yearly_investments(matter: Matter) -> Iterator[Finding]:
    """Rows of works that plan to spend more in one year than they cost in all."""
    for table in matter.draft.tables:
        whole, years = _columns(table, matter)
        if whole is None or not years or matter.sureness.of_table(table) == "grave":
            continue
        rows = [row for row in ledger_of(table, matter).rows if not row.covers_others]
        for year in years:
            for row in _too_large(rows, year, whole):
                yield _finding(table, row, year, whole, matter)


def _columns(table: Table, matter: Matter) -> tuple[int | None, Sequence[int]]:
    """The one column of what works cost in all, and those of a year's plan in the same unit."""
    grammar = matter.grammar
    heads = ["".join("".join(column.path).split()) for column in table.columns]
    wholes = [at for at, head in enumerate(heads) if grammar.find("checks.head-of-cost", head)]
    if len(wholes) != 1:
        return None, ()
    unit = table.columns[wholes[0]].unit
    years = [
        at
        for at, head in enumerate(heads)
        if table.columns[at].unit == unit and grammar.find("checks.head-of-year-plan", head)
    ]
    return wholes[0], years


def _too_large(rows: Sequence[SumRow], year: int, whole: int) -> Sequence[SumRow]:
    both = [row for row in rows if row.numbers.get(year) and row.numbers.get(whole)]
    wrong = [row for row in both if row.amount(year) > row.amount(whole)]
    is_sure = len(both) >= FEWEST_ROWS and len(wrong) <= max(1, MOST_WRONG * len(both))
    return wrong if is_sure else ()


def _finding(table: Table, row: SumRow, year: int, whole: int, matter: Matter) -> Finding:
    places = matter.places
    unit = table.columns[whole].unit or ""
    span = table.cell_span(row.index, year) or table.span
    head = "".join("".join(table.columns[year].path).split())
    return finding(
        "part-exceeds-whole",
        "warning",
        row.label,
        f"{places.table(table)}“{row.label}”一行（{places.line(span)}）的“{head}”"
        f"{row.amount(year):f}{unit}大于总投资{row.amount(whole):f}{unit}。",
        records=[table.id],
        sides=[span],
        span=span,
    )
