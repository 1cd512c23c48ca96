"""The cells of a header that was found in text, with the columns and rows that each covers.

Text doesn't print how far a merged cell reaches. The last row of a header stands over the
columns; each row above is spread over the row below it, evenly or where the labels under
it begin again (2020年、2025年、2020年、2025年 under two heads).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from planparse.grammar import Grammar
from planparse.model.source import Cell
from planparse.tables.header_words import role_of
from planparse.tables.raw_cells import EMPTY, RawCell, RawRow, clean
from planparse.tables.recover.alignment import Profile, place

# What the cells under a header of a role look like; words under all others.
_KIND_OF_ROLE = {
    "number": "serial",
    "baseline": "value",
    "target": "value",
    "value": "value",
    "investment": "value",
    "nature": "nature",
    "unit": "unit",
}


class PlacedRow(NamedTuple):
    """The cells of a header row, and the first column of each."""

    cells: Sequence[RawCell]
    starts: Sequence[int]


def header_cells(
    header: Sequence[RawRow],
    n_cols: int,
    profile: Profile,
    grammar: Grammar,
) -> list[Cell]:
    """Header cells with their spans, rows counted from 0; `profile` is of the body below."""
    if not header:
        return []
    if len(header) == 1:
        return _single(header[0], n_cols, profile, grammar)
    return _stacked(header, n_cols)


def fitted(row: RawRow, n_cols: int) -> RawRow:
    """A row that is no longer than the table:
    empty cells at its end go, a surplus joins the last cell.
    """
    row = list(row)
    while len(row) > n_cols and not row[-1].text.strip():
        row.pop()
    if len(row) > n_cols:
        rest = row[n_cols - 1 :]
        text = "\n".join(cell.text for cell in rest)
        spans = tuple(span for cell in rest for span in cell.spans)
        row[n_cols - 1 :] = [RawCell(text, spans)]
    return row


def _single(
    row: RawRow,
    n_cols: int,
    profile: Profile,
    grammar: Grammar,
) -> list[Cell]:
    """The cells of a header of one row, each over the columns up to the next one."""
    row = fitted(row, n_cols)
    if len(row) == n_cols:
        starts = list(range(n_cols))
    else:
        roles = [role_of(clean(cell.text), grammar) for cell in row]
        starts = place([_KIND_OF_ROLE.get(str(role), "text") for role in roles], profile)
        starts[0] = 0  # no column is without a head
    ends = [*starts[1:], n_cols]
    return [
        Cell(0, start, cell.text, cell.spans, 1, end - start)
        for cell, start, end in zip(row, starts, ends, strict=True)
    ]


def _stacked(header: Sequence[RawRow], n_cols: int) -> list[Cell]:
    """Several header rows: an empty cell under a printed one is merged with it,
    the rest is shared out.
    """
    lowest = fitted(header[-1], n_cols)
    # Where columns have their head in a row above, these stand mostly at the left.
    padding = [EMPTY] * (n_cols - len(lowest))
    rows = [PlacedRow([*padding, *lowest], range(n_cols))]
    for row in reversed(header[:-1]):
        rows.insert(0, _shared(row, rows[0], n_cols))
    cells: list[Cell] = []
    for r, row_with_places in enumerate(rows):
        starts = row_with_places.starts
        ends = [*starts[1:], n_cols]
        for cell, start, end in zip(row_with_places.cells, starts, ends, strict=False):
            if cell.text.strip():
                rowspan = 1 + _empty_below(rows[r + 1 :], start, end)
                cells.append(Cell(r, start, cell.text, cell.spans, rowspan, end - start))
    return cells


def _empty_below(
    rows: Sequence[PlacedRow],
    start: int,
    end: int,
) -> int:
    """How many of the first rows print nothing in the columns from `start` up to `end`."""
    for n, row in enumerate(rows):
        for cell, at in zip(row.cells, row.starts, strict=False):
            if start <= at < end and cell.text.strip():
                return n
    return len(rows)


def _shared(
    row: RawRow,
    below: PlacedRow,
    n_cols: int,
) -> PlacedRow:
    """A header row with the first column of each of its cells,
    `below` being the row that it stands over.
    """
    if len(row) == len(below.cells):
        return _one_over_one(row, below)
    firsts = _first_labels([cell.text for cell in below.cells], len(row))
    starts = [below.starts[i] for i in firsts[: len(row)]]
    surplus = len(row) - len(starts)
    return PlacedRow(list(row), starts + [n_cols] * surplus)


def _one_over_one(row: RawRow, below: PlacedRow) -> PlacedRow:
    """A row of as many cells as the one below:
    an empty cell over a printed one is the rest of the cell at its left.
    """
    kept: list[RawCell] = []
    starts: list[int] = []
    for n, (cell, start, under) in enumerate(zip(row, below.starts, below.cells, strict=True)):
        is_rest = n > 0 and not cell.text.strip() and under.text.strip()
        if not is_rest:
            kept.append(cell)
            starts.append(start)
    return PlacedRow(kept, starts)


def _first_labels(labels: Sequence[str], n_cells: int) -> list[int]:
    """The first of the labels under each of the `n_cells` cells of a header row.

    An empty label has a cell above it for its own. The printed ones are shared among the
    other cells where the first label comes again, else in runs of equal length.
    """
    printed = [i for i, label in enumerate(labels) if label.strip()]
    empty = {i for i, label in enumerate(labels) if not label.strip()}
    cuts = _cuts(labels, printed, wanted=n_cells - len(empty))
    return [i for i in range(len(labels)) if i == 0 or i in cuts or i in empty or i - 1 in empty]


def _cuts(
    labels: Sequence[str],
    printed: Sequence[int],
    *,
    wanted: int,
) -> set[int]:
    """Where printed labels are cut into `wanted` runs."""
    again = [i for i in printed if clean(labels[i]) == clean(labels[printed[0]])]
    if len(again) == wanted:
        return set(again)
    wanted = max(1, wanted)
    length = max(1, len(printed) // wanted)
    return set(printed[::length][:wanted])
