"""The cells of a header that was found in text, with the columns and rows that each covers.

Text doesn't print how far a merged cell reaches. The last row of a header stands over the
columns; each row above is spread over the row below it, evenly or where the labels under
it begin again (2020年、2025年、2020年、2025年 under two heads).
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.model.source import Cell
from planparse.tables.header_words import role_of
from planparse.tables.raw_cells import EMPTY, REST, RawCell, RawRow, clean
from planparse.tables.recover.alignment import Profile, place

# What the cells under a header of a role look like; words under all others.
_KIND_OF_ROLE = {
    "number": "serial",
    "baseline": "value",
    "target": "value",
    "value": "value",
    "change": "value",
    "investment": "value",
    "nature": "nature",
    "unit": "unit",
}


class PlacedRow(Struct, frozen=True):
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
    if any(cell.columns > 1 for row in header for cell in row):
        return _told(header, n_cols)
    if len(header) == 1:
        return _single(header[0], n_cols, profile, grammar)
    return _stacked(header, n_cols)


def _told(header: Sequence[RawRow], n_cols: int) -> list[Cell]:
    """The cells of a header whose rows are whole, and say themselves how far each cell reaches."""
    cells: list[Cell] = []
    for r, row in enumerate(header):
        below = [PlacedRow(other, range(n_cols)) for other in header[r + 1 :]]
        for start, cell in enumerate(row):
            if not _is_printed(cell):
                continue
            end = start + cell.columns
            rowspan = 1 + _empty_below(below, start, end)
            cells.append(Cell(r, start, cell.text, cell.spans, rowspan, cell.columns))
    return cells


def fitted(row: RawRow, n_cols: int) -> RawRow:
    """A row that is no longer than the table:
    empty cells at its end go, a surplus joins the last cell.
    """
    row = list(row)
    while len(row) > n_cols and not _is_printed(row[-1]):
        row.pop()
    if len(row) <= n_cols:
        return row
    kept = row[: n_cols - 1]
    surplus = row[n_cols - 1 :]
    text = "\n".join(cell.text for cell in surplus)
    spans = tuple(span for cell in surplus for span in cell.spans)
    return [*kept, RawCell(text, spans)]


def _is_printed(cell: RawCell) -> bool:
    return bool(cell.text.strip())


def _single(
    row: RawRow,
    n_cols: int,
    profile: Profile,
    grammar: Grammar,
) -> list[Cell]:
    """The cells of a header of one row, each over the columns up to the next one."""
    row = fitted(row, n_cols)
    if len(row) == n_cols:
        starts = [n for n, cell in enumerate(row) if cell is not REST]
        row = [row[n] for n in starts]
    else:
        kinds = [_kind_below(cell, grammar) for cell in row]
        starts = place(kinds, profile)
        starts[0] = 0  # no column is without a head
    return _cells_of_row(0, PlacedRow(row, starts), below=(), n_cols=n_cols)


def _kind_below(cell: RawCell, grammar: Grammar) -> str:
    """The kind of cells under a header cell."""
    role = role_of(clean(cell.text), grammar)
    return _KIND_OF_ROLE.get(str(role), "text")


def _stacked(header: Sequence[RawRow], n_cols: int) -> list[Cell]:
    """Several header rows: an empty cell under a printed one is merged with it,
    the rest is shared out.
    """
    lowest = fitted(header[-1], n_cols)
    # Where columns have their head in a row above, these stand mostly at the left.
    padding = [EMPTY] * (n_cols - len(lowest))
    bottom = PlacedRow([*padding, *lowest], range(n_cols))
    rows = [bottom]
    for row in reversed(header[:-1]):
        above = _shared(row, rows[0], n_cols)
        rows.insert(0, above)
    cells: list[Cell] = []
    for r, placed in enumerate(rows):
        below = rows[r + 1 :]
        for cell in _cells_of_row(r, placed, below=below, n_cols=n_cols):
            if cell.text.strip():
                cells.append(cell)
    return cells


def _cells_of_row(
    r: int,
    row: PlacedRow,
    *,
    below: Sequence[PlacedRow],
    n_cols: int,
) -> list[Cell]:
    """The cells of row `r`: each reaches up to the next cell, and down to what is printed."""
    cells: list[Cell] = []
    ends = [*row.starts[1:], n_cols]
    for cell, start, end in zip(row.cells, row.starts, ends, strict=False):
        rowspan = 1 + _empty_below(below, start, end)
        cells.append(
            Cell(
                row=r,
                col=start,
                text=cell.text,
                spans=cell.spans,
                rowspan=rowspan,
                colspan=end - start,
            )
        )
    return cells


def _empty_below(
    rows: Sequence[PlacedRow],
    start: int,
    end: int,
) -> int:
    """How many of the first rows print nothing in the columns from `start` up to `end`."""
    for n, row in enumerate(rows):
        for cell, at in zip(row.cells, row.starts, strict=False):
            if start <= at < end and _is_printed(cell):
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
    labels = [cell.text for cell in below.cells]
    firsts = _first_labels(labels, n_cells=len(row))
    starts = [below.starts[i] for i in firsts]
    # Cells that no label is left for stand behind the last column.
    surplus = len(row) - len(starts)
    starts += [n_cols] * surplus
    return PlacedRow(row, starts[: len(row)])


def _one_over_one(row: RawRow, below: PlacedRow) -> PlacedRow:
    """A row of as many cells as the one below:
    an empty cell over a printed one is the rest of the cell at its left.
    """
    kept: list[RawCell] = []
    starts: list[int] = []
    for cell, start, under in zip(row, below.starts, below.cells, strict=True):
        is_rest = not _is_printed(cell) and _is_printed(under)
        if is_rest and kept:
            continue
        kept.append(cell)
        starts.append(start)
    return PlacedRow(kept, starts)


def _first_labels(labels: Sequence[str], n_cells: int) -> list[int]:
    """The first of the labels under each of the `n_cells` cells of a header row.

    An empty label has a cell above it for its own. The printed ones are shared among the
    other cells where the first label comes again, else in runs of equal length.
    """
    printed: list[int] = []
    empty: set[int] = set()
    for i, label in enumerate(labels):
        if label.strip():
            printed.append(i)
        else:
            empty.add(i)
    cuts = _cuts(labels, printed, wanted=n_cells - len(empty))
    behind_empty = {i + 1 for i in empty}
    firsts = {0} | cuts | empty | behind_empty
    return [i for i in range(len(labels)) if i in firsts]


def _cuts(
    labels: Sequence[str],
    printed: Sequence[int],
    *,
    wanted: int,
) -> set[int]:
    """Where printed labels are cut into `wanted` runs."""
    if printed:
        first = clean(labels[printed[0]])
        again = {i for i in printed if clean(labels[i]) == first}
        if len(again) == wanted:
            return again
    wanted = max(1, wanted)
    length = max(1, len(printed) // wanted)
    return set(printed[::length][:wanted])
