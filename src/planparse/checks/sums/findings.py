"""The findings about sums in a table, in words."""

from __future__ import annotations

from decimal import Decimal

from planparse.checks.places import Places, finding
from planparse.checks.sums.ledger import Ledger, SumRow
from planparse.checks.sums.readings import SumReading
from planparse.model.plan import Finding, FindingKind, Role, Severity, Table
from planparse.model.source import Span

# Rows with such labels are of groups, which may each have a sum that nothing marks.
LABELS_OF_GROUPS: frozenset[Role] = frozenset({"category", "subcategory", "qualifier"})


def rows_mismatch(
    ledger: Ledger,
    reading: SumReading,
    column: int,
    places: Places,
    *,
    is_sure: bool = True,
) -> Finding:
    """A sum row that prints another number than its parts have together."""
    added = ledger.sum(reading.parts, column)
    return _finding(
        "sum-mismatch",
        ledger.table,
        f"{_cell(ledger.table, reading.whole, column, places)}，"
        f"而所含{len(reading.parts)}行相加为{_shown(added)}。",
        _span(ledger.table, reading.whole, column),
        places,
        severity="error" if is_sure and _is_plain(ledger, reading, column) else "warning",
    )


def _is_plain(ledger: Ledger, reading: SumReading, column: int) -> bool:
    """Whether it is sure what the sum is of: other columns come out, or all rows are of one kind.

    Rounded shares may miss their whole by chance.
    """
    if column in ledger.shares:
        return False
    if reading.right:
        return True
    labels = [at.role for at in ledger.table.columns if at.role in LABELS_OF_GROUPS]
    is_only_column = len(reading.wrong) == 1
    return is_only_column and not labels


def columns_mismatch(
    ledger: Ledger,
    row: SumRow,
    column: int,
    parts: int,
    added: Decimal,
    *,
    places: Places,
) -> Finding:
    """A cell of a sum column that prints another number than its parts have together."""
    return _finding(
        "sum-mismatch",
        ledger.table,
        f"{_cell(ledger.table, row, column, places)}，而同行所含{parts}列相加为{_shown(added)}。",
        _span(ledger.table, row, column),
        places,
    )


def row_exceeds(
    ledger: Ledger,
    whole: SumRow,
    part: SumRow,
    column: int,
    *,
    places: Places,
) -> Finding:
    """A row under 其中 that is larger than the row it breaks down."""
    table = ledger.table
    where = places.cell(table, part.index, column)
    return _finding(
        "part-exceeds-whole",
        table,
        f"{places.table(table)}的“{_head(table, column)}”中，"
        f"“{part.label}”{where}为{_shown(part.numbers[column])}，"
        f"大于其所属“{whole.label}”的{_shown(whole.numbers[column])}。",
        _span(table, part, column),
        places,
    )


def column_exceeds(
    ledger: Ledger,
    row: SumRow,
    column: int,
    whole: int,
    *,
    places: Places,
) -> Finding:
    """A cell under 其中 that is larger than the one of the column which it breaks down."""
    table = ledger.table
    return _finding(
        "part-exceeds-whole",
        table,
        f"{places.in_row(table, row.label, row.index, column)}的“{_head(table, column)}”"
        f"为{_shown(row.numbers[column])}，"
        f"大于其所属“{_head(table, whole)}”的{_shown(row.numbers[whole])}。",
        _span(table, row, column),
        places,
    )


def _finding(
    kind: FindingKind,
    table: Table,
    message: str,
    span: Span,
    places: Places,
    severity: Severity = "error",
) -> Finding:
    return finding(
        kind,
        severity,
        places.table(table),
        message,
        records=[table.id],
        span=span,
        page=table.page,
    )


def _cell(
    table: Table,
    row: SumRow,
    column: int,
    places: Places,
) -> str:
    """What a cell prints, and where."""
    return (
        f"{places.in_row(table, row.label, row.index, column)}的"
        f"“{_head(table, column)}”印为{_shown(row.numbers[column])}"
    )


def _span(
    table: Table,
    row: SumRow,
    column: int,
) -> Span:
    return table.cell_span(row.index, column) or table.span


def _head(table: Table, column: int) -> str:
    """The words over a column, from the top."""
    return "·".join(words for words in table.columns[column].path if words)


def _shown(number: Decimal | None) -> str:
    """A number as it is read, without grouping; "" for none."""
    if number is None:
        return ""
    return f"{number:f}"
