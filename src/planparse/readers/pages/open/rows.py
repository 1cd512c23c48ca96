"""Rows of a table without lines between them, told by the heights of the printed lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from planparse.readers.pages.lines import GlyphRun
from planparse.readers.pages.open.centred import centred_cells

Piece = list[GlyphRun]
"""The words of one line in one column."""

# A line that fills this part of the columns, and two at least, is a row's main line.
_FULL_SHARE = 2
_LEAST_FULL = 2

# A line belongs to the nearest row that is nearer than this part of the distance of rows.
_NEAR_ROW = 0.8

# A line that ends within so many font sizes of its column's right end may have been wrapped.
_WRAPPED = 1.2


class ColumnSpan(NamedTuple):
    """Left and right end of a column's words."""

    x0: float
    x1: float


def length_of(piece: Piece) -> int:
    """How many characters `piece` has."""
    return sum(len(run.glyphs) for run in piece)


@dataclass(slots=True)
class OpenRow:
    """Lines of one row: for each column its pieces, from the top.

    `y` is the baseline of its main line, `full` tells that words of enough columns stand there.
    """

    y: float
    full: bool
    cells: dict[int, list[Piece]]

    @property
    def top(self) -> float:
        """Upper end of its words."""
        return min(run.top for piece in self.pieces for run in piece)

    @property
    def bottom(self) -> float:
        """Lower end of its words."""
        return max(run.bottom for piece in self.pieces for run in piece)

    @property
    def pieces(self) -> list[Piece]:
        """The pieces of all its columns."""
        pieces: list[Piece] = []
        for inside in self.cells.values():
            pieces += inside
        return pieces


def is_full(cells: int, columns: int) -> bool:
    """Whether words in so many `cells` of so many `columns` are a row, not what is left of one."""
    return cells >= max(_LEAST_FULL, columns / _FULL_SHARE)


def column_of(piece: Piece, columns: Sequence[ColumnSpan]) -> int:
    """Number of the column that `piece` shares most with, the first of several."""
    x0 = piece[0].x0
    x1 = piece[-1].x1
    best = 0
    most: float | None = None
    for number, column in enumerate(columns):
        left = max(x0, column.x0)
        right = min(x1, column.x1)
        shared = right - left
        if most is None or shared > most:
            best = number
            most = shared
    return best


def rows_of(
    lines: Sequence[list[Piece]],
    columns: Sequence[ColumnSpan],
) -> list[OpenRow]:
    """Rows of `lines`, from the top: each line with enough cells is one, the others go to the
    nearest, or stand alone."""
    rows = [_row(line, columns) for line in lines if line]
    anchors = [row for row in rows if row.full]
    if len(anchors) <= 1:
        return [_merged(rows)] if rows else []
    if len(anchors) < len(rows):
        centred = _centred_rows(rows, anchors, len(columns))
        if centred is not None:
            return centred
    pitch = min(below.y - above.y for above, below in pairwise(anchors))
    groups: list[list[OpenRow]] = [[anchor] for anchor in anchors]
    before: OpenRow | None = None
    for row in rows:
        if not row.full:
            nearest = _nearest(row, anchors)
            distance = abs(anchors[nearest].y - row.y)
            if distance < _NEAR_ROW * pitch or _wraps(row, before, columns):
                groups[nearest].append(row)
            else:
                groups.append([row])
        before = row
    merged = [_merged(group) for group in groups]
    merged.sort(key=lambda row: row.y)
    return merged


def _centred_rows(
    rows: Sequence[OpenRow],
    anchors: Sequence[OpenRow],
    count: int,
) -> list[OpenRow] | None:
    """The lines `rows` by the main lines on which their cells are centred, None where they aren't."""
    columns: list[list[Piece]] = [[] for _ in range(count)]
    for row in sorted(rows, key=lambda row: row.y):
        for col, pieces in row.cells.items():
            columns[col] += pieces
    heights = [anchor.y for anchor in anchors]
    cells = centred_cells(columns, heights)
    if cells is None:
        return None
    return [OpenRow(y, True, inside) for y, inside in zip(heights, cells, strict=True)]


def _row(line: Sequence[Piece], columns: Sequence[ColumnSpan]) -> OpenRow:
    cells: dict[int, list[Piece]] = {}
    for piece in line:
        column = column_of(piece, columns)
        cells.setdefault(column, []).append(piece)
    full = is_full(len(cells), len(columns))
    return OpenRow(line[0][0].base, full, cells)


def _nearest(row: OpenRow, anchors: Sequence[OpenRow]) -> int:
    distances = [abs(anchor.y - row.y) for anchor in anchors]
    return distances.index(min(distances))


def _wraps(
    row: OpenRow,
    before: OpenRow | None,
    columns: Sequence[ColumnSpan],
) -> bool:
    """Whether the line `before` fills the column up to its end, so that `row` goes on with it."""
    if before is None or len(row.cells) > 1:
        return False
    column = next(iter(row.cells))
    pieces = before.cells.get(column)
    if pieces is None:
        return False
    last = pieces[-1][-1]
    return last.x1 > columns[column].x1 - _WRAPPED * last.size


def _merged(rows: Sequence[OpenRow]) -> OpenRow:
    """One row of `rows`, of which at most one is its main line."""
    downwards = sorted(rows, key=lambda row: row.y)
    cells: dict[int, list[Piece]] = {}
    for row in downwards:
        for column, pieces in row.cells.items():
            cells.setdefault(column, []).extend(pieces)
    for row in downwards:
        if row.full:
            return OpenRow(row.y, True, cells)
    return OpenRow(downwards[0].y, False, cells)
