"""The body of a table that is ruled only across: its rows, and labels that stand for several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from planparse.readers.pages.open.header import OpenCell
from planparse.readers.pages.open.labels import SpanningLabel, label_spans, part_labels
from planparse.readers.pages.open.rows import ColumnSpan, OpenRow, Piece, rows_of

# The label of a group is centred on the table within so many font sizes.
_CENTRED = 2

_PrintedLine = list[Piece]
"""The pieces of a line, from the left."""


class OpenBody(NamedTuple):
    """Rows between two rules, their lower bounds, and the labels of several rows, counted from
    the first of them."""

    rows: list[OpenRow]
    ends: list[float]
    labels: list[tuple[range, SpanningLabel]]


def body_of(
    zone: Sequence[_PrintedLine],
    top: float,
    bottom: float,
    columns: Sequence[ColumnSpan],
    inner: Sequence[float],
) -> OpenBody:
    """The rows of the lines between the heights of two rules, with labels that stand for several
    of them; `inner` are heights of rules between the rows."""
    for parted in part_labels(zone, columns):
        rows, ends = _rows(parted.lines, top, bottom, columns, inner)
        spans = label_spans(parted.labels, [top, *ends])
        if spans is not None:
            return OpenBody(rows, ends, list(zip(spans, parted.labels, strict=True)))
    rows, ends = _rows(zone, top, bottom, columns, inner)
    return OpenBody(rows, ends, [])


def _rows(
    lines: Sequence[_PrintedLine],
    upper: float,
    lower: float,
    columns: Sequence[ColumnSpan],
    inner: Iterable[float],
) -> tuple[list[OpenRow], list[float]]:
    """Rows of `lines`, and their lower bounds; `inner` are heights of rules between them."""
    rows: list[OpenRow] = []
    ends: list[float] = []
    for top, bottom in pairwise([upper, *sorted(inner), lower]):
        inside = [line for line in lines if top <= line[0][0].middle < bottom]
        found = rows_of(inside, columns)
        if found:
            ends += [(row.bottom + following.top) / 2 for row, following in pairwise(found)]
            ends.append(bottom)
            rows += found
    return rows, ends


def label_cell(rows: range, label: SpanningLabel, first: int) -> OpenCell:
    """The cell of a label; `first` is the number of the row from which its rows are counted."""
    return OpenCell(
        first + rows.start,
        0,
        rowspan=len(rows),
        colspan=1,
        pieces=label.pieces,
    )


def row_cells(
    row: OpenRow,
    number: int,
    columns: Sequence[ColumnSpan],
    *,
    is_labelled: bool,
) -> list[OpenCell]:
    """Cells of a body row; one across all columns where it holds nothing but a label. The first
    cell is left out where the row `is_labelled` with others."""
    if not is_labelled and _is_label(row, columns):
        (pieces,) = row.cells.values()
        return [
            OpenCell(
                number,
                0,
                rowspan=1,
                colspan=len(columns),
                pieces=pieces,
            )
        ]
    cells: list[OpenCell] = []
    for col in range(1 if is_labelled else 0, len(columns)):
        pieces = row.cells.get(col, [])
        cells.append(
            OpenCell(
                number,
                col,
                rowspan=1,
                colspan=1,
                pieces=pieces,
            )
        )
    return cells


def _is_label(row: OpenRow, columns: Sequence[ColumnSpan]) -> bool:
    """Whether `row` holds nothing but a label: words of one column, which are not what is left of
    a cell in another one than the first."""
    if len(row.cells) != 1 or row.full:
        return False
    ((col, pieces),) = row.cells.items()
    left = min(piece[0].x0 for piece in pieces)
    right = max(piece[-1].x1 for piece in pieces)
    size = pieces[0][0].size
    middle = (columns[0].x0 + columns[-1].x1) / 2
    is_centred = abs((left + right) / 2 - middle) < _CENTRED * size
    sticks_out = left < columns[col].x0 - size or right > columns[col].x1 + size
    return col == 0 or is_centred or sticks_out
