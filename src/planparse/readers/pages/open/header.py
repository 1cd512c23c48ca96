"""The header of a table that is ruled only across: one row, or two where some span columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from planparse.readers.pages.open.rows import ColumnSpan, Piece, column_of
from planparse.readers.pages.page import Edge

# A short rule belongs to the words of the header that end so many font sizes above it at most.
_UNDER = 2

# A header stands over a column with which it shares more than this part of the narrower one.
_OVER = 0.5


class OpenCell(NamedTuple):
    """Place of a cell from 0, its spans, and its words."""

    row: int
    col: int
    rowspan: int
    colspan: int
    pieces: list[Piece]


class OpenHeader(NamedTuple):
    """Cells of a header; `middle` is the bound between its two rows, None where it has one."""

    cells: list[OpenCell]
    middle: float | None = None


def header_of(
    zone: Sequence[list[Piece]],
    columns: Sequence[ColumnSpan],
    under: Sequence[Edge],
) -> OpenHeader:
    """Cells of the header whose lines are `zone`; `under` are the short rules in it.

    It has one row, or two where a piece stands over several columns, with or without a rule
    under it.
    """
    spanning: list[OpenCell] = []
    plain: dict[int, list[Piece]] = {}
    for line in zone:
        for piece in line:
            over = _columns_under(piece, columns, under)
            if len(over) > 1:
                spanning.append(_spanning_cell(piece, over))
            else:
                plain.setdefault(column_of(piece, columns), []).append(piece)
    if not spanning:
        return OpenHeader(_plain_cells(plain, range(len(columns)), row=0, rowspan=1))
    covered: set[int] = set()
    for cell in spanning:
        covered.update(range(cell.col, cell.col + cell.colspan))
    beside = [col for col in range(len(columns)) if col not in covered]
    above = [*spanning, *_plain_cells(plain, beside, row=0, rowspan=2)]
    above.sort(key=lambda cell: cell.col)
    below = _plain_cells(plain, sorted(covered), row=1, rowspan=1)
    upper = max(cell.pieces[0][0].base for cell in spanning)
    lower = max(line[0][0].base for line in zone)
    return OpenHeader(above + below, middle=(upper + lower) / 2)


def _spanning_cell(piece: Piece, over: Sequence[int]) -> OpenCell:
    """The cell of a piece that stands `over` several columns."""
    first = over[0]
    last = over[-1]
    return OpenCell(
        0,
        first,
        rowspan=1,
        colspan=last - first + 1,
        pieces=[piece],
    )


def _plain_cells(
    plain: Mapping[int, list[Piece]],
    columns: Iterable[int],
    *,
    row: int,
    rowspan: int,
) -> list[OpenCell]:
    """Cells of one column each in `columns`, with the `plain` pieces that stand there."""
    cells: list[OpenCell] = []
    for col in columns:
        cell = OpenCell(
            row,
            col,
            rowspan=rowspan,
            colspan=1,
            pieces=plain.get(col, []),
        )
        cells.append(cell)
    return cells


def _columns_under(
    piece: Piece,
    columns: Sequence[ColumnSpan],
    under: Sequence[Edge],
) -> list[int]:
    """Numbers of the columns over which a header piece, or the short rule below it, stands."""
    size = piece[0].size
    base = piece[0].base
    header = ColumnSpan(piece[0].x0, piece[-1].x1)
    for rule in under:
        middle = (header.x0 + header.x1) / 2
        is_right_below = 0 < rule.top - base < _UNDER * size
        if is_right_below and rule.x0 < middle < rule.x1:
            header = ColumnSpan(rule.x0, rule.x1)
    return [number for number, column in enumerate(columns) if _is_over(header, column)]


def _is_over(header: ColumnSpan, column: ColumnSpan) -> bool:
    shared = min(header.x1, column.x1) - max(header.x0, column.x0)
    narrower = min(column.x1 - column.x0, header.x1 - header.x0)
    return shared > _OVER * narrower
