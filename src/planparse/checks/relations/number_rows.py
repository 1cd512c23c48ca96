"""The rows of a table as plain numbers by column: bounds, words and merged cells are none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from planparse.checks.sums.table_numbers import NUMBER_ROLES, column_spans
from planparse.grammar import Grammar
from planparse.model.plan import Table
from planparse.model.source import Span
from planparse.quantity.units import known as is_unit

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
    filled: frozenset[int]
    """The columns in which it prints another number than 0."""

    def numbers_of(self, columns: Sequence[int]) -> list[PrintedNumber]:
        """Its numbers in these columns, in each of which it has one."""
        numbers = self.numbers
        return [numbers[at] for at in columns]


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
        _row(index, {at: read[at][index] for at in columns if index in read[at]})
        for index in range(len(table.rows))
    ]
    return [row for row in rows if len(row.numbers) >= FEWEST_COLUMNS], full


def _row(index: int, numbers: dict[int, PrintedNumber]) -> NumberRow:
    return NumberRow(index, numbers, frozenset(at for at, one in numbers.items() if one.number))


def _read_column(table: Table, column: int, grammar: Grammar) -> dict[int, PrintedNumber]:
    """The numbers of a column by row; one printed in several rows at once stands for none of them."""
    spans = column_spans(table, column)
    # Tables print the same small numbers again and again.
    known = grammar.memory(_read_cell)
    numbers = {}
    for index, row in enumerate(table.rows):
        number = known[row[column]]
        if number is not None and not _is_merged(spans, index):
            numbers[index] = number
    return numbers


def _is_merged(spans: Sequence[Span | None], row: int) -> bool:
    """Whether the cell of a row is one with that above or below it."""
    span = spans[row]
    if span is None:
        return False
    is_one_above = row > 0 and span == spans[row - 1]
    return is_one_above or (row + 1 < len(spans) and span == spans[row + 1])


def _read_cell(cell: str, grammar: Grammar) -> PrintedNumber | None:
    printed = "".join(cell.split())
    if not printed:
        return None
    bare = printed.translate(SIGNS).lstrip("+")
    found = grammar.pattern("checks.plain-number").fullmatch(bare)
    if found is not None:
        # 约20 and 20以上 are bounds, 20① bears a note.
        is_bare = not found["unit"] or is_unit(found["unit"], grammar)
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
