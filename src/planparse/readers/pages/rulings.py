"""Ruling lines to tables: edges in, rectangular cells out. Knows nothing of any format.

`find_tables` goes by named steps: edges are joined into long lines, lines that touch make
a lattice, the lattice's places that no line parts make one cell.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from planparse.model.source import BBox
from planparse.readers.pages.page import Edge

NEAR = 3.0
"""Lines closer than this many points are one line; ends this close to a line touch it."""
TRACK = 4.0
"""A row or column narrower than this is the gap of a double line."""
MANY = 4000
"""A lattice of more places than this is a drawing, not a table on one page."""


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell of a ruled table: place from 0, spans, and its box between the lines."""

    row: int
    col: int
    rowspan: int
    colspan: int
    bbox: BBox


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table's lines: positions of its columns' and rows' bounds, ascending, and its cells by row."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[RuledCell, ...]

    @property
    def bbox(self) -> BBox:
        """Outer box."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


def find_tables(edges: Iterable[Edge], *, rules_apart: float = 32.0) -> list[RuledTable]:
    """Tables that `edges` draw, from the top; a lone box is a table of one cell.

    Lines of the same extent that no vertical ties to a table, but that stand within
    `rules_apart` points of it, belong to it (a category row of a table without outer lines).
    """
    flat, upright = join_edges(edges)
    return sorted((table for lines in _lattices(flat, upright, rules_apart)
                   if (table := _table(*lines)) is not None), key=lambda t: (t.bbox[1], t.bbox[0]))


def loose_rules(edges: Iterable[Edge], tables: Iterable[RuledTable]) -> list[Edge]:
    """Horizontal lines that are no part of `tables`."""
    boxes = [t.bbox for t in tables if len(t.cells) > 1]
    return [h for h in join_edges(edges)[0]
            if not any(x0 - NEAR <= (h.x0 + h.x1) / 2 <= x1 + NEAR and top - NEAR <= h.top <= bottom + NEAR
                       for x0, top, x1, bottom in boxes)]


def join_edges(edges: Iterable[Edge]) -> tuple[list[Edge], list[Edge]]:
    """Horizontal and vertical lines that `edges` add up to: collinear pieces joined, ghosts of
    double drawing merged, stubs dropped."""
    edges = list(edges)
    flat = [(e.top, e.x0, e.x1) for e in edges if e.top == e.bottom and e.x1 > e.x0]
    upright = [(e.x0, e.top, e.bottom) for e in edges if e.x0 == e.x1 and e.bottom > e.top]
    return ([Edge(a, at, b, at) for at, a, b in _join(flat)],
            [Edge(at, a, at, b) for at, a, b in _join(upright)])


def _join(pieces: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Join `(position, start, end)` pieces: near positions snap together, then overlapping ends."""
    pieces.sort()
    joined: list[tuple[float, float, float]] = []
    i = 0
    while i < len(pieces):
        j = i + 1
        while (j < len(pieces) and pieces[j][0] - pieces[j - 1][0] <= 1.0
               and pieces[j][0] - pieces[i][0] <= NEAR):
            j += 1
        joined += _chain(pieces[i:j])
        i = j
    return [line for line in joined if line[2] - line[1] > 2 * NEAR]


def _chain(pieces: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    at = sum(p[0] for p in pieces) / len(pieces)
    ends = sorted((p[1], p[2]) for p in pieces)
    chained: list[tuple[float, float, float]] = []
    start, end = ends[0]
    for a, b in ends[1:]:
        if a - end <= NEAR:
            end = max(end, b)
        else:
            chained.append((at, start, end))
            start, end = a, b
    chained.append((at, start, end))
    return chained


def _lattices(flat: list[Edge], upright: list[Edge],
              rules_apart: float) -> list[tuple[list[Edge], list[Edge]]]:
    """Groups of lines that touch one another, horizontal and vertical ones."""
    upright = sorted(upright)
    at = [v.x0 for v in upright]
    roots = list(range(len(flat) + len(upright)))
    for i, h in enumerate(flat):
        for j in range(bisect_left(at, h.x0 - NEAR), bisect_left(at, h.x1 + NEAR)):
            if upright[j].top - NEAR <= h.top <= upright[j].bottom + NEAR:
                _unite(roots, i, len(flat) + j)
    _unite_loose(flat, upright, roots, rules_apart)
    groups: dict[int, tuple[list[Edge], list[Edge]]] = {}
    for i, line in enumerate(flat + upright):
        groups.setdefault(_root(roots, i), ([], []))[i >= len(flat)].append(line)
    return [g for g in groups.values() if g[0] and g[1] and len(g[0]) * len(g[1]) <= 4 * MANY]


def _unite_loose(flat: list[Edge], upright: list[Edge], roots: list[int], rules_apart: float) -> None:
    """Tie neighbouring horizontals of one extent together where one is loose, or both have like columns."""
    columns: dict[int, set[int]] = {}
    for j, v in enumerate(upright):
        columns.setdefault(_root(roots, len(flat) + j), set()).add(round(v.x0))
    tied = set(columns)
    order = sorted(range(len(flat)), key=lambda i: flat[i].top)
    for position, i in enumerate(order):
        for j in order[position + 1:]:
            if flat[j].top - flat[i].top > rules_apart:
                break
            same = abs(flat[i].x0 - flat[j].x0) <= NEAR and abs(flat[i].x1 - flat[j].x1) <= NEAR
            a, b = _root(roots, i), _root(roots, j)
            like = (a in tied) != (b in tied) or (a in tied and _alike(columns[a], columns[b]))
            if same and a != b and like:
                _unite(roots, i, j)
                tied.add(_root(roots, i))
                columns[_root(roots, i)] = columns.get(a, set()) | columns.get(b, set())


def _alike(some: set[int], others: set[int]) -> bool:
    return all(any(abs(x - y) <= NEAR for y in others) for x in some) and len(some) == len(others)


def _root(roots: list[int], i: int) -> int:
    while roots[i] != i:
        roots[i] = roots[roots[i]]
        i = roots[i]
    return i


def _unite(roots: list[int], i: int, j: int) -> None:
    roots[_root(roots, i)] = _root(roots, j)


def _tracks(positions: Iterable[float]) -> list[float]:
    """Ascending positions with those of double lines merged."""
    tracks: list[list[float]] = []
    for at in sorted(positions):
        if tracks and at - tracks[-1][0] < TRACK:
            tracks[-1].append(at)
        else:
            tracks.append([at])
    return [median(t) for t in tracks]


def _table(flat: list[Edge], upright: list[Edge]) -> RuledTable | None:
    """The table of one lattice; None where it bounds no place."""
    left, right = min(h.x0 for h in flat), max(h.x1 for h in flat)
    top, bottom = min(v.top for v in upright), max(v.bottom for v in upright)
    ys = _tracks(h.top for h in flat)
    xs = _tracks(v.x0 for v in upright)
    ys = [top] * (ys[0] - top > 2 * NEAR) + ys + [bottom] * (bottom - ys[-1] > 2 * NEAR)
    xs = [left] * (xs[0] - left > 2 * NEAR) + xs + [right] * (right - xs[-1] > 2 * NEAR)
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > MANY:
        return None
    cells = _cells(xs, ys, flat, upright)
    return RuledTable(tuple(xs), tuple(ys), cells)


def _cells(xs: Sequence[float], ys: Sequence[float], flat: list[Edge],
           upright: list[Edge]) -> tuple[RuledCell, ...]:
    n_rows, n_cols = len(ys) - 1, len(xs) - 1
    beside = _walls([(v.x0, v.top, v.bottom) for v in upright], xs, ys)
    above = _walls([(h.top, h.x0, h.x1) for h in flat], ys, xs)
    roots = list(range(n_rows * n_cols))
    for row in range(n_rows):
        for col in range(n_cols):
            if col and (col, row) not in beside:
                _unite(roots, row * n_cols + col, row * n_cols + col - 1)
            if row and (row, col) not in above:
                _unite(roots, row * n_cols + col, (row - 1) * n_cols + col)
    places: dict[int, list[tuple[int, int]]] = {}
    for i in range(n_rows * n_cols):
        places.setdefault(_root(roots, i), []).append(divmod(i, n_cols))
    blocks = [block for group in places.values() for block in _rectangles(group)]
    return tuple(RuledCell(r0, c0, r1 - r0, c1 - c0, (xs[c0], ys[r0], xs[c1], ys[r1]))
                 for r0, c0, r1, c1 in sorted(blocks))


def _walls(lines: list[tuple[float, float, float]], bounds: Sequence[float],
           across: Sequence[float]) -> set[tuple[int, int]]:
    """`(bound, place)` pairs where a line lies on `bounds[bound]` along most of `across[place]`."""
    walls: set[tuple[int, int]] = set()
    for at, start, end in lines:
        nearest = _nearest(at, bounds)
        for place in range(max(0, bisect_left(across, start) - 1), len(across) - 1):
            if across[place] >= end:
                break
            shared = min(end, across[place + 1]) - max(start, across[place])
            if shared > 0.6 * (across[place + 1] - across[place]):
                walls.add((nearest, place))
    return walls


def _nearest(at: float, bounds: Sequence[float]) -> int:
    """Index of the bound nearest to `at`, the first of two as near; `bounds` ascend."""
    above = bisect_left(bounds, at)
    if above == len(bounds) or (above and at - bounds[above - 1] <= bounds[above] - at):
        return above - 1
    return above


def _rectangles(group: list[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """`(row, col, row end, col end)` blocks that cover `group`; one where the group is a rectangle.

    An area that is none (a line between two cells is missing in part) is cut into its rows'
    stretches, equal ones of neighbouring rows joined.
    """
    if len(group) == 1:
        row, col = group[0]
        return [(row, col, row + 1, col + 1)]
    rows, cols = [r for r, _ in group], [c for _, c in group]
    r0, r1, c0, c1 = min(rows), max(rows) + 1, min(cols), max(cols) + 1
    if (r1 - r0) * (c1 - c0) == len(group):
        return [(r0, c0, r1, c1)]
    done: list[tuple[int, int, int, int]] = []
    running: dict[tuple[int, int], int] = {}
    for row in range(r0, r1 + 1):
        stretches = _stretches(sorted(c for r, c in group if r == row))
        done += [(start, a, row, b) for (a, b), start in running.items() if (a, b) not in stretches]
        running = {s: running.get(s, row) for s in stretches}
    return done


def _stretches(columns: list[int]) -> list[tuple[int, int]]:
    stretches: list[tuple[int, int]] = []
    for col in columns:
        if stretches and stretches[-1][1] == col:
            stretches[-1] = (stretches[-1][0], col + 1)
        else:
            stretches.append((col, col + 1))
    return stretches
