"""Tables of which lines are missing: cells are divided where the words of their neighbours stand.

Programs that read pictures of print keep the lines that they see clearly, and drop the others: a
row stands there as one wide cell, or the ruled part of a table lies loose in a frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from planparse.model.source import BBox
from planparse.readers.pages.held_runs import FilledCell, HeldTable
from planparse.readers.pages.lines import GlyphRun, group_lines
from planparse.readers.pages.open.rows import ColumnSpan, Piece, column_of, length_of
from planparse.readers.pages.ruled_cells import RuledCell
from planparse.readers.pages.rulings import NEAR, RuledTable, table_of_both

# Lengths are in font sizes.

# A gap of so much is one between two columns, if the bound of a column goes through it.
_GAP = 0.9

# Words may reach over the bound of their column by so much.
_STICKS_OUT = 0.5

# Words that begin so near to the left bound, end so near to the right one, or whose middle is so
# near to that of their column, stand as the words of the column do.
_AT_LEFT = 1.5
_AT_RIGHT = 1.2
_CENTRED = 0.6

# Words in so many columns, and in this part of them, are a row and no caption with a gap in it.
_LEAST_COLUMNS = 2
_FILLED = 0.5

# Words of one row stand at one height within this.
_SAME_HEIGHT = 0.35


def with_loose_part(
    outer: RuledTable,
    inner: Sequence[RuledTable],
    runs: Iterable[GlyphRun],
) -> RuledTable | None:
    """`outer` with the lines of the tables inside it, where these are parts of it; else None.

    A table that is no more than a part has words beside it, at the height of its rows. One that
    stands in a frame of its own has not.
    """
    words = [run for run in runs if not run.blank]
    whole: RuledTable | None = None
    for part in inner:
        around = _cell_around(part, outer)
        if len(part.cells) == 1 or around is None:
            continue
        if any(_is_beside(run, part.bbox, around.bbox) for run in words):
            whole = table_of_both(whole or outer, part)
    return whole


def _cell_around(part: RuledTable, outer: RuledTable) -> RuledCell | None:
    """The cell of `outer` in which `part` lies, None where it lies across several."""
    for cell in outer.cells:
        is_left = cell.bbox[0] <= part.bbox[0] + NEAR and cell.bbox[1] <= part.bbox[1] + NEAR
        is_right = part.bbox[2] <= cell.bbox[2] + NEAR and part.bbox[3] <= cell.bbox[3] + NEAR
        if is_left and is_right:
            return cell
    return None


def _is_beside(run: GlyphRun, part: BBox, around: BBox) -> bool:
    """Whether `run` stands to the left or the right of `part`, both of them in the box `around`."""
    x0, top, x1, bottom = part
    reach = _STICKS_OUT * run.size
    is_left = run.x1 < x0 + reach and run.x0 > around[0] - reach
    is_right = run.x0 > x1 - reach and run.x1 < around[2] + reach
    return (is_left or is_right) and top < run.middle < bottom


def divided(table: HeldTable) -> HeldTable:
    """`table` with its wide cells divided at the columns, and its torn ones at the rows, in which
    their words stand."""
    placed: list[FilledCell] = []
    for cell, runs in zip(table.ruled.cells, table.held, strict=True):
        for part in _by_rows(FilledCell(cell, runs), table):
            placed += _by_columns(part, table.ruled.xs)
    if len(placed) == len(table.held):
        return table
    placed.sort(key=_place)
    ruled = replace(table.ruled, cells=tuple([filled.cell for filled in placed]))
    return HeldTable(ruled, [filled.runs for filled in placed])


def _place(filled: FilledCell) -> tuple[int, int]:
    return filled.cell.row, filled.cell.col


def _by_rows(filled: FilledCell, table: HeldTable) -> list[FilledCell]:
    """The cell for each of its rows, where lines are missing and its words stand in the rows."""
    cell, runs = filled
    if not cell.torn or cell.rowspan == 1:
        return [filled]
    ys = table.ruled.ys
    parts: list[FilledCell] = []
    for row in range(cell.row, cell.row + cell.rowspan):
        top, bottom = ys[row], ys[row + 1]
        inside = [run for run in runs if top <= run.middle < bottom]
        x0, _, x1, _ = cell.bbox
        part = replace(cell, row=row, rowspan=1, bbox=(x0, top, x1, bottom))
        parts.append(FilledCell(part, inside))
    with_words = [part for part in parts if part.runs]
    is_each = all(_is_level(part, table) for part in with_words)
    return parts if is_each and len(with_words) > 1 else [filled]


def _is_level(part: FilledCell, table: HeldTable) -> bool:
    """Whether the words of `part` stand at the height of those in the other cells of its row."""
    heights: list[float] = []
    for cell, runs in zip(table.ruled.cells, table.held, strict=True):
        if cell.row == part.cell.row and cell.rowspan == 1 and runs:
            heights.append(_height(runs))
    own = _height(part.runs)
    near = _SAME_HEIGHT * part.runs[0].size
    return any(abs(height - own) <= near for height in heights)


def _height(runs: Iterable[GlyphRun]) -> float:
    """Half way between the highest and the lowest of `runs`."""
    middles = [run.middle for run in runs]
    return (min(middles) + max(middles)) / 2


class _PlacedPiece(NamedTuple):
    """Words of one line, and the column in which they stand."""

    col: int
    piece: Piece


def _by_columns(filled: FilledCell, xs: Sequence[float]) -> list[FilledCell]:
    """The cell for each of its columns, where its words stand in them as in a row."""
    cell, runs = filled
    if cell.colspan == 1:
        return [filled]
    bounds = xs[cell.col : cell.col + cell.colspan + 1]
    columns = [ColumnSpan(left, right) for left, right in pairwise(bounds)]
    placed: list[_PlacedPiece] = []
    for line in group_lines(runs):
        for piece in _pieces(line, bounds):
            placed.append(_PlacedPiece(column_of(piece, columns), piece))
    if not _is_row(placed, columns):
        return [filled]
    _, top, _, bottom = cell.bbox
    parts: list[FilledCell] = []
    for number, (left, right) in enumerate(columns):
        part = replace(
            cell,
            col=cell.col + number,
            colspan=1,
            bbox=(left, top, right, bottom),
            torn=True,
        )
        inside = [run for place in placed if place.col == number for run in place.piece]
        parts.append(FilledCell(part, inside))
    return parts


def _pieces(line: Sequence[GlyphRun], bounds: Sequence[float]) -> list[Piece]:
    """The words of `line` between its gaps: the wide ones, through which a bound goes."""
    pieces: list[Piece] = []
    for run in line:
        if run.blank:
            continue
        last = pieces[-1][-1] if pieces else None
        if last is None or _is_gap(last, run, bounds):
            pieces.append([run])
        else:
            pieces[-1].append(run)
    return pieces


def _is_gap(last: GlyphRun, run: GlyphRun, bounds: Sequence[float]) -> bool:
    if run.x0 - last.x1 < _GAP * run.size:
        return False
    reach = _STICKS_OUT * run.size
    return any(last.x1 - reach <= bound <= run.x0 + reach for bound in bounds)


def _is_row(placed: Sequence[_PlacedPiece], columns: Sequence[ColumnSpan]) -> bool:
    """Whether pieces are the cells of a row: all in one column, and as its words stand there."""
    filled = {place.col for place in placed}
    if len(filled) < max(_LEAST_COLUMNS, _FILLED * len(columns)):
        return False
    # Two characters that a wide space sets apart (指　标) are one word.
    if all(length_of(place.piece) == 1 for place in placed):
        return False
    return all(_stands_in(place, columns) for place in placed)


def _stands_in(place: _PlacedPiece, columns: Sequence[ColumnSpan]) -> bool:
    left, right = columns[place.col]
    size = place.piece[0].size
    x0 = place.piece[0].x0
    x1 = place.piece[-1].x1
    if x0 < left - _STICKS_OUT * size or x1 > right + _STICKS_OUT * size:
        return False
    # Names are indented as they like.
    if place.col == 0:
        return True
    off = abs((x0 + x1) - (left + right)) / 2
    if off <= _CENTRED * size:
        return True
    return x0 - left <= _AT_LEFT * size or right - x1 <= _AT_RIGHT * size
