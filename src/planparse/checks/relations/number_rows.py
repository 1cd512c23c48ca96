"""The rows of a table as plain numbers by column: bounds, words and merged cells are none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from planparse.checks.sums.table_numbers import NUMBER_ROLES
from planparse.grammar import Grammar
from planparse.model.plan import Table
from planparse.quantity.units import known

FEWEST_COLUMNS = 3
"""Columns of numbers that a relation is between."""

FEWEST_ROWS = 3
"""Two rows that keep a relation, and one that does not."""

FEWEST_NUMBERS = 3
"""Numbers of a column: with fewer no row can be told from the others."""

SIGNS = str.maketrans("＋－﹣−", "+---")


class PrintedNumber(Struct, frozen=True):
    """A number of a cell, and the worth of its last digit; of a range the middle, and how wide it is."""

    number: float
    step: float
    printed: str
    """The cell as printed, without white space."""

    @property
    def is_whole(self) -> bool:
        """Whether it prints no decimals."""
        return self.step >= 1.0

    @property
    def half(self) -> float:
        """How far it may be from the number that was rounded to it."""
        return self.step / 2

    @property
    def steps(self) -> float:
        """How many numbers of its size there are up to it: of small ones any two may be alike."""
        return abs(self.number) / self.step


class NumberRow(Struct, frozen=True):
    """A body row and its numbers by column."""

    index: int
    numbers: Mapping[int, PrintedNumber]


def numbers_of(row: NumberRow, columns: Sequence[int]) -> list[PrintedNumber] | None:
    """The row's numbers in these columns; None where one is wanting."""
    numbers = [row.numbers[at] for at in columns if at in row.numbers]
    return numbers if len(numbers) == len(columns) else None


def read_number_rows(table: Table, grammar: Grammar) -> tuple[list[NumberRow], list[int]]:
    """The rows that print numbers, and the columns that hold enough of them; none where these are too few."""
    columns = [at for at, column in enumerate(table.columns) if column.role in NUMBER_ROLES]
    if len(columns) < FEWEST_COLUMNS or len(table.rows) < FEWEST_ROWS:
        return [], []
    read = {at: _read_column(table, at, grammar) for at in columns}
    full = [at for at in columns if len(read[at]) >= FEWEST_NUMBERS]
    if len(full) < FEWEST_COLUMNS:
        return [], []
    rows = [
        NumberRow(index, {at: read[at][index] for at in columns if index in read[at]})
        for index in range(len(table.rows))
    ]
    return [row for row in rows if len(row.numbers) >= FEWEST_COLUMNS], full


def _read_column(table: Table, column: int, grammar: Grammar) -> dict[int, PrintedNumber]:
    """The numbers of a column by row; one printed in several rows at once stands for none of them."""
    numbers = {}
    for index, row in enumerate(table.rows):
        number = _read_cell(row[column], grammar)
        if number is not None and not _is_merged(table, index, column):
            numbers[index] = number
    return numbers


def _is_merged(table: Table, row: int, column: int) -> bool:
    span = table.cell_span(row, column)
    if span is None:
        return False
    return span in (
        table.cell_span(row - 1, column) if row else None,
        table.cell_span(row + 1, column),
    )


def _read_cell(cell: str, grammar: Grammar) -> PrintedNumber | None:
    printed = "".join(cell.split())
    if not printed:
        return None
    bare = printed.translate(SIGNS).lstrip("+")
    found = grammar.pattern("checks.plain-number").fullmatch(bare)
    if found is not None:
        # 约20 and 20以上 are bounds, 20① bears a note.
        is_bare = not found["unit"] or known(found["unit"], grammar)
        return PrintedNumber(*_read_digits(found["number"]), printed) if is_bare else None
    found = grammar.pattern("checks.plain-range").fullmatch(bare)
    if found is None:
        return None
    low, step = _read_digits(found["low"])
    high, _ = _read_digits(found["high"])
    return PrintedNumber((low + high) / 2, abs(high - low) + step, printed)


def _read_digits(printed: str) -> tuple[float, float]:
    """A number, and the worth of its last digit."""
    digits = printed.replace(",", "").replace("，", "")
    return float(digits), 10.0 ** -len(digits.partition(".")[2])
