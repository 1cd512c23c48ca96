"""Ruling lines to tables: edges in, rectangular cells out. Knows nothing of any format.

`find_tables` goes by named steps: edges are joined into long lines, lines that touch make
a lattice, the lattice's places that no line parts make one cell.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from planparse.model.source import BBox
from planparse.readers.groups import Groups
from planparse.readers.pages.page import Edge
from planparse.readers.pages.ruled_cells import RuledCell, Segment, cells_between

NEAR = 3.0
"""Lines closer than this many points are one line; ends this close to a line touch it."""

# A row or column narrower than this is the gap of a double line.
_TRACK = 4.0

# A lattice of more places than this is a drawing, not a table on one page.
_MANY = 4000

# So many crossings for each place are still looked into: lines may be drawn double, both ways.
_CROSSINGS = 4 * _MANY

# A stroke drawn again lies within this distance of the first, however many are drawn.
_GHOST = 1.0

# What is not longer than this is a stub, and what stands out so far is no row or column.
_STUB = 2 * NEAR


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table's lines: bounds of its columns and rows, ascending, and its cells by row."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[RuledCell, ...]
    by_words: bool = False
    """Whether words tell the bounds of the columns, so that each page may have them elsewhere."""

    @property
    def bbox(self) -> BBox:
        """Outer box."""
        return (
            self.xs[0],
            self.ys[0],
            self.xs[-1],
            self.ys[-1],
        )


class _Lattice(NamedTuple):
    """Lines that touch one another."""

    flat: list[Edge]
    upright: list[Edge]


def find_tables(
    edges: Iterable[Edge],
    *,
    rules_apart: float = 32.0,
) -> list[RuledTable]:
    """Tables that `edges` draw, from the top; a lone box is a table of one cell.

    Lines of the same extent that no vertical ties to a table, but that stand within
    `rules_apart` points of it, belong to it (a category row of a table without outer lines).
    """
    flat, upright = join_edges(edges)
    tables: list[RuledTable] = []
    for lattice in _lattices(flat, sorted(upright), rules_apart):
        table = _table(lattice)
        if table is not None:
            tables.append(table)
    tables.sort(key=_from_top)
    return tables


def _from_top(table: RuledTable) -> tuple[float, float]:
    x0, top, _, _ = table.bbox
    return top, x0


def table_of_both(outer: RuledTable, inner: RuledTable) -> RuledTable:
    """`outer` and `inner`, which stands inside it, as one table: all lines of both."""
    flat: list[Edge] = []
    upright: list[Edge] = []
    for cell in (*outer.cells, *inner.cells):
        x0, top, x1, bottom = cell.bbox
        flat += (Edge(x0, top, x1, top), Edge(x0, bottom, x1, bottom))
        upright += (Edge(x0, top, x0, bottom), Edge(x1, top, x1, bottom))
    xs = tuple(_tracks((*outer.xs, *inner.xs)))
    ys = tuple(_tracks((*outer.ys, *inner.ys)))
    return RuledTable(xs, ys, cells_between(xs, ys, flat=flat, upright=upright))


def loose_rules(edges: Iterable[Edge], tables: Iterable[RuledTable]) -> list[Edge]:
    """Horizontal lines that are no part of `tables`."""
    # The rules above and below a lone cell may be those of an open table.
    boxes = [table.bbox for table in tables if len(table.cells) > 1]
    flat, _ = join_edges(edges)
    loose: list[Edge] = []
    for rule in flat:
        if not any(_is_in(rule, box) for box in boxes):
            loose.append(rule)
    return loose


def _is_in(rule: Edge, box: BBox) -> bool:
    x0, top, x1, bottom = box
    middle = (rule.x0 + rule.x1) / 2
    is_beside = x0 - NEAR <= middle <= x1 + NEAR
    return is_beside and top - NEAR <= rule.top <= bottom + NEAR


def join_edges(edges: Iterable[Edge]) -> tuple[list[Edge], list[Edge]]:
    """Horizontal and vertical lines that `edges` add up to.

    Collinear pieces are joined, ghosts of double drawing merged, stubs dropped.
    """
    level: list[Segment] = []
    upright: list[Segment] = []
    for x0, top, x1, bottom in edges:
        if top == bottom and x1 > x0:
            level.append(Segment(top, x0, x1))
        if x0 == x1 and bottom > top:
            upright.append(Segment(x0, top, bottom))
    rules: list[Edge] = []
    for at, start, end in _join(level):
        rules.append(Edge(start, at, end, at))
    walls: list[Edge] = []
    for at, start, end in _join(upright):
        walls.append(Edge(at, start, at, end))
    return rules, walls


def _join(pieces: list[Segment]) -> list[Segment]:
    """Join `pieces`: near positions snap together, then overlapping ends."""
    joined: list[Segment] = []
    beside: list[Segment] = []
    for piece in sorted(pieces):
        if beside and not _is_ghost(piece, beside):
            joined += _chain(beside)
            beside = []
        beside.append(piece)
    if beside:
        joined += _chain(beside)
    return [line for line in joined if line.end - line.start > _STUB]


def _is_ghost(piece: Segment, beside: Sequence[Segment]) -> bool:
    """Whether `piece` is one line with those `beside` it, which ascend."""
    from_first = piece.at - beside[0].at
    from_last = piece.at - beside[-1].at
    return from_last <= _GHOST and from_first <= NEAR


def _chain(pieces: Sequence[Segment]) -> list[Segment]:
    """Lines that `pieces` of one position make where they touch or overlap."""
    positions = [piece.at for piece in pieces]
    at = sum(positions) / len(positions)
    ends = sorted((piece.start, piece.end) for piece in pieces)
    chained: list[Segment] = []
    start, end = ends[0]
    for next_start, next_end in ends[1:]:
        if next_start - end <= NEAR:
            end = max(end, next_end)
            continue
        chained.append(Segment(at, start, end))
        start = next_start
        end = next_end
    chained.append(Segment(at, start, end))
    return chained


def _lattices(
    flat: list[Edge],
    upright: list[Edge],
    rules_apart: float,
) -> list[_Lattice]:
    """Groups of lines that touch one another; `upright` is sorted, so goes from the left."""
    groups = _touching(flat, upright)
    _tie_loose(flat, upright, groups, rules_apart)
    lattices: dict[int, _Lattice] = {}

    def lattice_of(number: int) -> _Lattice:
        return lattices.setdefault(groups.root(number), _Lattice([], []))

    for i, rule in enumerate(flat):
        lattice_of(i).flat.append(rule)
    for j, wall in enumerate(upright, start=len(flat)):
        lattice_of(j).upright.append(wall)
    return [lattice for lattice in lattices.values() if _may_be_table(lattice)]


def _touching(flat: list[Edge], upright: list[Edge]) -> Groups:
    """Groups of lines that touch; the horizontal ones have the first numbers."""
    groups = Groups(len(flat) + len(upright))
    lefts = [wall.x0 for wall in upright]
    for i, rule in enumerate(flat):
        first = bisect_left(lefts, rule.x0 - NEAR)
        end = bisect_left(lefts, rule.x1 + NEAR)
        for j in range(first, end):
            if _reaches(upright[j], rule):
                groups.tie(i, len(flat) + j)
    return groups


def _reaches(wall: Edge, rule: Edge) -> bool:
    return wall.top - NEAR <= rule.top <= wall.bottom + NEAR


def _may_be_table(lattice: _Lattice) -> bool:
    crossings = len(lattice.flat) * len(lattice.upright)
    return 0 < crossings <= _CROSSINGS


def _tie_loose(
    flat: list[Edge],
    upright: list[Edge],
    groups: Groups,
    rules_apart: float,
) -> None:
    """Tie neighbouring horizontals of one extent where one is loose, or both have like columns."""
    # Places of the vertical lines in each group that has any; what has none is loose.
    columns: dict[int, set[int]] = {}
    for j, wall in enumerate(upright, start=len(flat)):
        root = groups.root(j)
        columns.setdefault(root, set()).add(round(wall.x0))
    downwards = sorted(range(len(flat)), key=lambda i: flat[i].top)
    for position, i in enumerate(downwards):
        for j in downwards[position + 1 :]:
            if flat[j].top - flat[i].top > rules_apart:
                break
            a = groups.root(i)
            b = groups.root(j)
            if a == b or not _is_same_extent(flat[i], flat[j]):
                continue
            if _goes_with(columns.get(a), columns.get(b)):
                groups.tie(i, j)
                both = columns.get(a, set()) | columns.get(b, set())
                columns[groups.root(i)] = both


def _is_same_extent(rule: Edge, other: Edge) -> bool:
    left = abs(rule.x0 - other.x0)
    right = abs(rule.x1 - other.x1)
    return left <= NEAR and right <= NEAR


def _goes_with(columns: set[int] | None, others: set[int] | None) -> bool:
    """Whether two groups of lines are one table by their `columns`, None for loose lines."""
    if columns is None or others is None:
        # Two loose lines are tied to nothing: they may be the rules of an open table.
        return columns is not others
    if len(columns) != len(others):
        return False
    return all(_is_near_any(x, others) for x in columns)


def _is_near_any(x: int, others: Iterable[int]) -> bool:
    return any(abs(x - other) <= NEAR for other in others)


def _table(lattice: _Lattice) -> RuledTable | None:
    """The table of one lattice; None where it bounds no place."""
    flat, upright = lattice
    xs = _bounds(
        [line.x0 for line in upright],
        first=min(rule.x0 for rule in flat),
        last=max(rule.x1 for rule in flat),
    )
    ys = _bounds(
        [rule.top for rule in flat],
        first=min(line.top for line in upright),
        last=max(line.bottom for line in upright),
    )
    n_cols = len(xs) - 1
    n_rows = len(ys) - 1
    if not n_cols or not n_rows or n_cols * n_rows > _MANY:
        return None
    cells = cells_between(
        xs,
        ys,
        flat=flat,
        upright=upright,
    )
    return RuledTable(tuple(xs), tuple(ys), cells)


def _bounds(
    positions: Iterable[float],
    *,
    first: float,
    last: float,
) -> list[float]:
    """Bounds of columns or rows from the `positions` of the lines between them.

    Where the lines across them stand out to `first` or `last`, that is a bound too: a table
    without outer lines.
    """
    bounds = _tracks(positions)
    if bounds[0] - first > _STUB:
        bounds.insert(0, first)
    if last - bounds[-1] > _STUB:
        bounds.append(last)
    return bounds


def _tracks(positions: Iterable[float]) -> list[float]:
    """Ascending positions with those of double lines merged."""
    tracks: list[list[float]] = []
    for at in sorted(positions):
        if tracks and at - tracks[-1][0] < _TRACK:
            tracks[-1].append(at)
        else:
            tracks.append([at])
    return [median(track) for track in tracks]
