"""Which runs of glyphs stand in which cell of a ruled table."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from planparse.readers.pages.lines import GlyphRun, find_runs
from planparse.readers.pages.page import Glyph
from planparse.readers.pages.ruled_cells import RuledCell
from planparse.readers.pages.rulings import RuledTable

# A run may touch the lines of its column, and stick out by less than half a character.
_STICKS_OUT = 0.5


class HeldTable(NamedTuple):
    """A ruled table and, for each of its cells, the runs inside."""

    ruled: RuledTable
    held: list[list[GlyphRun]]


class FilledCell(NamedTuple):
    """A cell and the runs inside."""

    cell: RuledCell
    runs: list[GlyphRun]


def runs_by_cell(ruled: RuledTable, runs: Iterable[GlyphRun]) -> list[list[GlyphRun]]:
    """For each cell of `ruled` the runs that stand in it."""
    cell_at = _cell_numbers(ruled)
    held: list[list[GlyphRun]] = [[] for _ in ruled.cells]
    for run in runs:
        row = _index(ruled.ys, run.middle)
        first = _index(ruled.xs, run.x0 + _STICKS_OUT * run.size)
        last = _index(ruled.xs, run.x1 - _STICKS_OUT * run.size)
        # A run narrower than a character may have its ends crossed: it stands in one cell.
        cell = cell_at[row, first]
        if cell == cell_at[row, last] or first > last:
            held[cell].append(run)
            continue
        for glyphs in _parts(run, ruled.xs):
            middle = (glyphs[0].x0 + glyphs[-1].x1) / 2
            col = _index(ruled.xs, middle)
            held[cell_at[row, col]] += find_runs(glyphs)
    return held


def _cell_numbers(ruled: RuledTable) -> dict[tuple[int, int], int]:
    """Number of the cell at each row and column."""
    numbers: dict[tuple[int, int], int] = {}
    for number, cell in enumerate(ruled.cells):
        for row in range(cell.row, cell.row + cell.rowspan):
            for col in range(cell.col, cell.col + cell.colspan):
                numbers[row, col] = number
    return numbers


def _index(bounds: Sequence[float], at: float) -> int:
    """Number of the row or column that holds `at`; what is outside counts to the outermost."""
    number = bisect_right(bounds, at) - 1
    last = len(bounds) - 2
    return min(max(number, 0), last)


def _parts(run: GlyphRun, xs: Sequence[float]) -> list[list[Glyph]]:
    """Glyphs of a run that is drawn across column lines, by column."""
    parts: dict[int, list[Glyph]] = {}
    for glyph in run.glyphs:
        middle = (glyph.x0 + glyph.x1) / 2
        column = bisect_right(xs, middle)
        parts.setdefault(column, []).append(glyph)
    return list(parts.values())
