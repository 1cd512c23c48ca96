"""Cells of a lattice of ruling lines: the places that no line parts make one cell."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from planparse.model.source import BBox
from planparse.readers.groups import Groups
from planparse.readers.pages.page import Edge

# A line parts two places where it runs along so much of them: it may end a little short of the
# crossing line, but a stub beside a corner parts nothing.
_ALONG = 0.6

_Place = tuple[int, int]
"""Row and column from 0 in the lattice."""


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell of a ruled table: place from 0, spans, and its box between the lines."""

    row: int
    col: int
    rowspan: int
    colspan: int
    bbox: BBox
    torn: bool = False
    """Whether lines at its sides are missing, so that words alone tell where it ends."""


class Segment(NamedTuple):
    """A straight line: its position across its direction, and its ends along it."""

    at: float
    start: float
    end: float


class _Block(NamedTuple):
    """A rectangle of places; its ends are the first row and column after it."""

    row: int
    col: int
    row_end: int
    col_end: int


def cells_between(
    xs: Sequence[float],
    ys: Sequence[float],
    *,
    flat: Iterable[Edge],
    upright: Iterable[Edge],
) -> tuple[RuledCell, ...]:
    """Cells by row of the lattice with bounds `xs` and `ys` (ascending), of which the lines `flat`
    and `upright` draw a part."""
    n_cols = len(xs) - 1
    n_places = n_cols * (len(ys) - 1)
    groups = _joined_places(
        xs,
        ys,
        flat=flat,
        upright=upright,
    )
    places: dict[int, list[_Place]] = {}
    for number in range(n_places):
        place = divmod(number, n_cols)
        places.setdefault(groups.root(number), []).append(place)
    cells: list[RuledCell] = []
    for group in places.values():
        blocks = _rectangles(group)
        for block in blocks:
            cells.append(_cell(block, xs, ys, torn=len(blocks) > 1))
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return tuple(cells)


def _cell(
    block: _Block,
    xs: Sequence[float],
    ys: Sequence[float],
    *,
    torn: bool,
) -> RuledCell:
    row, col, row_end, col_end = block
    return RuledCell(
        row,
        col,
        rowspan=row_end - row,
        colspan=col_end - col,
        bbox=(xs[col], ys[row], xs[col_end], ys[row_end]),
        torn=torn,
    )


def _joined_places(
    xs: Sequence[float],
    ys: Sequence[float],
    *,
    flat: Iterable[Edge],
    upright: Iterable[Edge],
) -> Groups:
    """Groups of places without a line between them; places are numbered row by row."""
    n_rows = len(ys) - 1
    n_cols = len(xs) - 1
    left_walls = _walls([Segment(v.x0, v.top, v.bottom) for v in upright], xs, ys)
    upper_walls = _walls([Segment(h.top, h.x0, h.x1) for h in flat], ys, xs)
    groups = Groups(n_rows * n_cols)
    for row in range(n_rows):
        for col in range(n_cols):
            place = row * n_cols + col
            if col and (col, row) not in left_walls:
                groups.tie(place, place - 1)
            if row and (row, col) not in upper_walls:
                groups.tie(place, place - n_cols)
    return groups


def _walls(
    lines: Iterable[Segment],
    bounds: Sequence[float],
    across: Sequence[float],
) -> set[tuple[int, int]]:
    """`(bound, place)` pairs where a line lies on `bounds[bound]` along most of `across[place]`."""
    walls: set[tuple[int, int]] = set()
    for at, start, end in lines:
        bound = _nearest(at, bounds)
        first = max(0, bisect_left(across, start) - 1)
        for place in range(first, len(across) - 1):
            place_start = across[place]
            place_end = across[place + 1]
            if place_start >= end:
                break
            shared = min(end, place_end) - max(start, place_start)
            if shared > _ALONG * (place_end - place_start):
                walls.add((bound, place))
    return walls


def _nearest(at: float, bounds: Sequence[float]) -> int:
    """Index of the bound nearest to `at`, the first of two as near; `bounds` ascend."""
    above = bisect_left(bounds, at)
    if above == 0:
        return 0
    below = above - 1
    if above == len(bounds):
        return below
    is_nearer = at - bounds[below] <= bounds[above] - at
    return below if is_nearer else above


def _rectangles(group: Sequence[_Place]) -> list[_Block]:
    """Rectangles that cover `group`, places row by row; one where the group is a rectangle.

    An area that is none (a line between two cells is missing in part) is cut into its rows'
    stretches, equal ones of neighbouring rows joined.
    """
    around = _around(group)
    height = around.row_end - around.row
    width = around.col_end - around.col
    if height * width == len(group):
        return [around]
    done: list[_Block] = []
    # First row of each stretch of columns that has been the same since then.
    running: dict[tuple[int, int], int] = {}
    # The row after the last one has no stretches: there all that still run are done.
    for row in range(around.row, around.row_end + 1):
        stretches = _stretches([c for r, c in group if r == row])
        for stretch, first_row in running.items():
            if stretch not in stretches:
                col, col_end = stretch
                done.append(_Block(first_row, col, row, col_end))
        running = {stretch: running.get(stretch, row) for stretch in stretches}
    return done


def _around(group: Sequence[_Place]) -> _Block:
    """The smallest rectangle around `group`."""
    rows = [row for row, _ in group]
    cols = [col for _, col in group]
    return _Block(
        min(rows),
        min(cols),
        row_end=max(rows) + 1,
        col_end=max(cols) + 1,
    )


def _stretches(columns: Iterable[int]) -> list[tuple[int, int]]:
    """First and end of each run of neighbouring numbers in `columns`, which ascend."""
    stretches: list[tuple[int, int]] = []
    for col in columns:
        if stretches and stretches[-1][1] == col:
            first, _ = stretches[-1]
            stretches[-1] = (first, col + 1)
        else:
            stretches.append((col, col + 1))
    return stretches
