"""What the reader saw on the page: words of a table that it could not read, or not surely."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planparse.model.doubt import Cause
from planparse.model.plan import RecordDoubt, Table
from planparse.model.source import Cell, Flaw, Grid
from planparse.records.doubts.labels import Row, grave, light


def doubts_of_flaws(grids: Sequence[Grid], table: Table) -> Iterator[RecordDoubt]:
    """What was not read, or not surely, of a table."""
    first = _first_body_offset(table)
    for grid in grids:
        for flaw in grid.flaws:
            if flaw.cause is Cause.OFF_PAGE or _is_lost(flaw, grid, first):
                yield grave(flaw.cause)
            else:
                yield light(flaw.cause)


def flawed_cells(grids: Sequence[Grid], table: Table) -> frozenset[int]:
    """Offsets at which cells begin whose rows have drawn letters: all, where the header has."""
    if not any(grid.flaws for grid in grids):  # as in most tables
        return frozenset()
    first = _first_body_offset(table)
    found: set[int] = set()
    for grid in grids:
        flaws = [flaw for flaw in grid.flaws if flaw.cause is Cause.DRAWN_LETTERS]
        if not flaws:
            continue
        rows: set[int] = set()
        for flaw in flaws:
            rows.update(_rows_of(flaw, grid, first))
        for cell in grid.cells:
            # A label beside other rows as well says nothing of these.
            if cell.spans and rows.issuperset(range(cell.row, cell.row + cell.rowspan)):
                found.add(_start(cell))
    return frozenset(found)


def doubts_of_drawn(row: Row, table: Table, flawed: frozenset[int]) -> Iterator[RecordDoubt]:
    """A doubt of a row one of whose cells begins at one of the `flawed` offsets."""
    for index in range(len(table.columns)):
        span = table.cell_span(row.row, index)
        if span is not None and span[0] in flawed:
            yield grave(Cause.DRAWN_LETTERS)
            return


def _is_lost(flaw: Flaw, grid: Grid, first: int) -> bool:
    """Whether drawn letters are words of the header, or the only ones of their cell."""
    if flaw.cause is not Cause.DRAWN_LETTERS:
        return False
    cell = _cell_at(flaw, grid)
    return cell is None or not cell.spans or _start(cell) < first


def _rows_of(flaw: Flaw, grid: Grid, first: int) -> range:
    """The rows of a grid to which the words at a flaw belong."""
    cell = _cell_at(flaw, grid)
    if cell is None or _is_header(cell, grid, first):
        return range(grid.n_rows)
    return range(cell.row, cell.row + cell.rowspan)


def _is_header(cell: Cell, grid: Grid, first: int) -> bool:
    body = [other.row for other in grid.cells if other.spans and _start(other) >= first]
    return cell.row < min(body, default=0)


def _cell_at(flaw: Flaw, grid: Grid) -> Cell | None:
    """The cell in which the middle of a flaw lies, None where it lies above the table."""
    x0, top, x1, bottom = flaw.bbox
    x = (x0 + x1) / 2
    y = (top + bottom) / 2
    for cell in grid.cells:
        if cell.page != flaw.page or cell.bbox is None:
            continue
        left, upper, right, lower = cell.bbox
        if left <= x <= right and upper <= y <= lower:
            return cell
    return None


def _start(cell: Cell) -> int:
    start, _ = cell.spans[0]
    return start


def _first_body_offset(table: Table) -> int:
    """Where the words of a table's body begin."""
    starts: list[int] = []
    for index in range(len(table.columns)):
        span = table.cell_span(0, index)
        if span is not None:
            starts.append(span[0])
    return min(starts, default=table.span[0])
