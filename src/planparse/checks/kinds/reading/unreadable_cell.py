"""unreadable-cell: a cell of numbers with broken characters, or not surely recognised."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from planparse.checks.matter import Matter, check
from planparse.checks.places import Places, finding
from planparse.grammar import Grammar
from planparse.model.plan import Finding, Role, Table
from planparse.records.recognition import doubtful_cells
from planparse.tables.columns.heads import VALUES

VALUE_ROLES: frozenset[Role] = frozenset({*VALUES, "investment"})

NO_NUMBER = "不能读作数值"
NOT_SURE = "识别没有把握，请对照原件"


class PrintedCell(Struct, frozen=True):
    """A cell of a table's body that is not empty."""

    row: int
    column: int
    text: str


@check("unreadable-cell")
def unreadable_cell(matter: Matter) -> Iterator[Finding]:
    """Cells of value columns that hold broken characters or are not surely recognised."""
    # Tables print the same small numbers again and again.
    is_broken = matter.grammar.memory(_is_broken)
    doubtful = doubtful_cells(matter.draft)
    for table in matter.draft.tables:
        # Hardly a table has a broken cell, so that few are looked at one by one.
        if any(is_broken[value] for value in _values(table)):
            for cell in _value_cells(table):
                if is_broken[cell.text]:
                    yield _cell_finding(table, cell, NO_NUMBER, matter.places)
        # Only a scan has cells that are read with doubt; broken ones are told already.
        if not doubtful:
            continue
        for cell in _value_cells(table):
            span = table.cell_span(cell.row, cell.column)
            if span is None or span[0] not in doubtful:
                continue
            if not is_broken[cell.text]:
                yield _cell_finding(table, cell, NOT_SURE, matter.places)


def _is_broken(cell: str, grammar: Grammar) -> bool:
    """Whether a cell holds characters that no number has."""
    return grammar.find("checks.unreadable", cell) is not None


def _value_columns(table: Table) -> list[int]:
    return [at for at, column in enumerate(table.columns) if column.role in VALUE_ROLES]


def _values(table: Table) -> list[str]:
    """What the columns print that should hold numbers."""
    columns = _value_columns(table)
    return [row[column] for row in table.rows for column in columns if column < len(row)]


def _value_cells(table: Table) -> Iterator[PrintedCell]:
    """The cells of the columns that should hold numbers, row by row."""
    columns = _value_columns(table)
    for index, row in enumerate(table.rows):
        for column in columns:
            if column < len(row) and row[column]:
                yield PrintedCell(index, column, row[column])


def _cell_finding(
    table: Table,
    cell: PrintedCell,
    why: str,
    places: Places,
) -> Finding:
    head = "".join(table.columns[cell.column].path[-1:])
    where = places.cell(table, cell.row, cell.column)
    return finding(
        "unreadable-cell",
        "warning",
        places.table(table),
        f"{places.table(table)}“{_row_name(table, cell.row)}”的“{head}”一格{where}"
        f"印作“{cell.text}”，{why}。",
        records=[table.id],
        span=table.cell_span(cell.row, cell.column) or table.span,
        page=table.page,
    )


def _row_name(table: Table, row: int) -> str:
    """What stands in the first column that names the rows; "" where none does."""
    for at, column in enumerate(table.columns):
        if column.role in ("name", "entity"):
            return table.rows[row][at]
    return ""
