"""Reads a table into a ledger: its rows by their labels, and its columns of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct, field

from planparse.checks.sums.ledger import NOTHING, Ledger, SumRow
from planparse.checks.sums.row_kinds import RowMeaning, read_labels
from planparse.grammar import Grammar
from planparse.model.plan import Column, Role, Table
from planparse.model.source import Span
from planparse.tables.columns.heads import VALUES

NUMBER_ROLES: frozenset[Role] = frozenset({*VALUES, "investment", "other"})

# A column of fewer numbers has no sum.
FEWEST_NUMBERS = 2


class Amount(Struct, frozen=True):
    """The number that a cell prints."""

    number: Decimal
    decimals: int
    unit: str
    """What is printed behind it; "" for nothing."""


class NumberColumn(Struct):
    """The numbers of one column."""

    numbers: dict[int, Decimal | None] = field(default_factory=dict)
    """By row, in the way of `SumRow.numbers`."""
    units: set[str] = field(default_factory=set)
    """Units that are printed beside them in their cells."""
    decimals: int = 0
    printed: int = 0

    def add(self, row: int, amount: Amount) -> None:
        """Takes up the number of a row."""
        self.numbers[row] = amount.number
        self.printed += 1
        self.decimals = max(self.decimals, amount.decimals)
        if amount.unit:
            self.units.add(amount.unit)

    @property
    def can_be_added(self) -> bool:
        """Whether these are several numbers in one unit."""
        return self.printed >= FEWEST_NUMBERS and len(self.units) <= 1


def read_ledger(
    table: Table,
    grammar: Grammar,
    area: str,
) -> Ledger:
    """The rows of a table as numbers. A column with words where a number should be is left out."""
    labels = read_labels(table, grammar, area)
    per_head = grammar.pattern("checks.per-column")
    columns: dict[int, NumberColumn] = {}
    amounts: list[int] = []
    rates: list[int] = []
    shares: list[int] = []
    for at, column in enumerate(table.columns):
        is_share = _is_share(column, grammar)
        if not is_share and not _may_be_summed(column, grammar):
            continue
        numbers = _read_column(
            table,
            at,
            labels,
            grammar,
        )
        if numbers is None:
            continue
        columns[at] = numbers
        if is_share:
            shares.append(at)
        # Their sums come out only where all rows share one population.
        elif per_head.search(_head(column)):
            rates.append(at)
        else:
            amounts.append(at)
    decimals = {at: column.decimals for at, column in columns.items()}
    return Ledger(
        table=table,
        rows=_rows(labels, columns),
        amounts=amounts,
        rates=rates,
        shares=shares,
        decimals=decimals,
    )


def _head(column: Column) -> str:
    return "".join(column.path) + (column.unit or "")


def _is_share(column: Column, grammar: Grammar) -> bool:
    """Whether a column holds the shares of the rows in a whole (占比（%）)."""
    if column.role not in NUMBER_ROLES:
        return False
    return grammar.pattern("checks.share-of-whole").search(_head(column)) is not None


def _may_be_summed(column: Column, grammar: Grammar) -> bool:
    """Whether a column holds amounts by its role and head: no years, ranks, shares or means."""
    if column.role not in NUMBER_ROLES:
        return False
    own_head = "".join(column.path[-1:])
    if grammar.pattern("checks.not-summed").search(own_head):
        return False
    return grammar.pattern("checks.share-column").search(_head(column)) is None


def _read_column(
    table: Table,
    column: int,
    labels: Sequence[RowMeaning],
    grammar: Grammar,
) -> NumberColumn | None:
    """The numbers of a column; None where it holds words, several units, or hardly a number."""
    # Tables print the same small numbers again and again, and several checks read a table.
    amounts = grammar.memory(_amount_in)
    nothing = grammar.pattern("checks.nothing")
    read = NumberColumn()
    last: Span | None = None
    rows = table.rows
    spans = column_spans(table, column)
    for row, label in enumerate(labels):
        span = spans[row]
        if span is not None and span == last:
            read.numbers[row] = NOTHING  # merged with the cell above, and counted there
            continue
        last = span
        cell = rows[row][column]
        amount = amounts[cell]
        if amount is not None:
            read.add(row, amount)
        elif label.kind == "note":
            read.numbers[row] = None
        elif not nothing.fullmatch("".join(cell.split())):
            return None  # words: what the column adds up to cannot be told
        elif label.kind != "item":
            read.numbers[row] = None  # a sum that is left open is not known to be nothing
    if not read.can_be_added:
        return None
    return read


def _amount_in(cell: str, grammar: Grammar) -> Amount | None:
    """The number of a cell, with its thousands in groups or not; None where it prints something else."""
    found = grammar.pattern("checks.plain-number").fullmatch("".join(cell.split()))
    if found is None:
        return None
    digits = found["number"].replace(",", "").replace("，", "")
    _, _, decimals = digits.partition(".")
    return Amount(Decimal(digits), len(decimals), found["unit"] or "")


def column_spans(table: Table, column: int) -> list[Span | None]:
    """Where the cells of a column are printed, as `Table.cell_span` says, row by row."""
    known = table.cell_spans
    spans = [row[column] if column < len(row) else None for row in known]
    return spans + [None] * (len(table.rows) - len(spans))


def _rows(labels: Sequence[RowMeaning], columns: dict[int, NumberColumn]) -> list[SumRow]:
    rows = []
    for index, label in enumerate(labels):
        numbers = {}
        for at, column in columns.items():
            if index in column.numbers:
                numbers[at] = column.numbers[index]
        rows.append(
            SumRow(
                index=index,
                label=label.name,
                kind=label.kind,
                style=label.style,
                numbers=numbers,
            )
        )
    return rows
