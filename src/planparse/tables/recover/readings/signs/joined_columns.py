"""Pages of a table on which a converter has missed the bound between two columns.

Then the cells of both stand in one, each on lines of its own: 供水能力（万吨） above 120.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from planparse.grammar import Grammar
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.raw_cells import EMPTY, RawCell, RawRow
from planparse.tables.recover.name_ends import is_open

VALUES = ("value", "serial", "missing")
"""Kinds of cells that stand in columns of values."""

# Share of a column's cells that must be words above a value.
MOSTLY = 0.6

# Rows of a page at least: what one cell looks like is no evidence.
LEAST_ROWS = 2


def whole_pages(pages: Sequence[Sequence[RawRow]], grammar: Grammar) -> list[list[RawRow]]:
    """The rows of each page; those with fewer columns than the first page has have theirs divided."""
    width = max((len(row) for row in pages[0]), default=0)
    found: list[list[RawRow]] = []
    for page in pages:
        rows = list(page)
        at = _joined_column(rows, width, grammar)
        if at is not None:
            usual = max(map(len, rows))
            filled = ([*row] + [EMPTY] * (usual - len(row)) for row in rows)
            divided = (_divided(row, at, grammar) for row in filled)
            # What is still missing are the labels at the left, whose words are in the names.
            rows = [[EMPTY] * (width - len(row)) + [*row] for row in divided]
        found.append(rows)
    return found


def _joined_column(rows: Sequence[RawRow], width: int, grammar: Grammar) -> int | None:
    """The column that holds names and values, on a page that has too few of them."""
    lengths = Counter(map(len, rows))
    if len(rows) < LEAST_ROWS:
        return None
    [(usual, _)] = lengths.most_common(1)
    if usual >= width:
        return None
    for at in range(usual):
        cells = [row[at] for row in rows if len(row) == usual and row[at].text]
        joined = sum(_value_from(cell, grammar) is not None for cell in cells)
        if len(cells) >= LEAST_ROWS and joined > MOSTLY * len(cells):
            return at
    return None


def _divided(row: RawRow, at: int, grammar: Grammar) -> RawRow:
    """A row with one cell as two: the words, and the value below them."""
    cell = row[at]
    first = _value_from(cell, grammar)
    if first is None:
        return [*row[: at + 1], EMPTY, *row[at + 1 :]]
    lines = cell.text.split("\n")
    name = RawCell("\n".join(lines[:first]), cell.spans[:first])
    value = RawCell("\n".join(lines[first:]), cell.spans[first:])
    return [*row[:at], name, value, *row[at + 1 :]]


def _value_from(cell: RawCell, grammar: Grammar) -> int | None:
    """From which line on a cell of words prints a value; None where it prints none below them."""
    lines = cell.text.split("\n")
    if len(lines) != len(cell.spans):
        return None
    for first in range(1, len(lines)):
        name, value = "".join(lines[:first]), "".join(lines[first:])
        # 15.94（较2015年）: whatever a value says behind its number stands in brackets.
        number = value.partition("（")[0]
        is_value = cell_kind(number, grammar) in VALUES and not is_open(value)
        if is_value and cell_kind(name, grammar) == "text" and not is_open(name):
            return first
    return None
