"""Which rows each merged cell of a column stands for, told by where its words are printed.

Words stand in the middle of their cell. So a cell that covers certain rows prints its lines at
certain heights, and a converter that knows rows alone puts each line into the row it lies in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

# Pieces of one cell at most: its words are printed in so many rows.
MOST_PIECES = 4

# What it costs that a line lies outside of the row in which it is printed, by as much as it is high.
OUTSIDE = 4.0

# What it costs that the words lie off the middle of the rows in which they are printed, by a line.
# It decides between equals only.
OFF_MIDDLE = 0.05

# What rows are higher than their lines, in lines: the white space above and below them. Tables are
# set in many ways; the likeliest comes first.
PADDINGS = (0.5, 0.2, 1.0)

# Costs by which one division must be better than another before that one is out of the question:
# a line that lies a third of its height outside of its row.
CLEAR = 0.4

# What a row that no cell covers costs.
UNCOVERED = 1.5

# What speaks at most against the last cell of a page, which may go on on the next one: its middle
# is not known.
OPEN = 0.5

# By how much a line must lie outside of its row for its cell to be doubted.
MISPLACED = 0.5

# From which cost of a cell on its words are not where they should be.
MISFIT = 1.0


class PrintedPiece(NamedTuple):
    """The words of one column in one row."""

    row: int
    lines: int
    """How many lines they take."""


class RowShare(NamedTuple):
    """The pieces `[first, behind)` as one cell, and its rows `[begin, end)`."""

    first: int
    behind: int
    begin: int
    end: int


class RowDivision(NamedTuple):
    """The likeliest cells of a column."""

    shares: tuple[RowShare, ...]
    unsure: frozenset[int]
    """Rows that may as well belong to another cell, or to none."""
    cost: float
    misfits: int
    """Cells whose words stand elsewhere than in their middle."""


class PrintedColumn(NamedTuple):
    """A column as it is divided."""

    pieces: Sequence[PrintedPiece]
    heights: Sequence[float]
    """How high each row is, in lines."""
    cost_of_joint: Callable[[int, int], float]
    """What it costs that the pieces `[first, behind)` are one cell; infinite where they are not."""
    uncovered: Sequence[float]
    """What it costs that a row belongs to no cell."""
    is_single: Sequence[bool]
    """For each piece whether it stands for its own row alone."""
    closed: frozenset[int] = frozenset()
    """Rows that no cell covers but the one that is printed there."""
    is_open: bool = False
    """Whether the last cell may go on on the next page: then its words stand anywhere in its rows."""


_Places = Mapping[tuple[int, int], float]
"""The least cost up to so many pieces and rows, or from there on."""


def divided(column: PrintedColumn) -> RowDivision | None:
    """The likeliest cells, whatever white space the rows have: the way that fits best.

    The rows on which another way that fits as well gives another cell are unsure.
    """
    lines = column.heights
    usual = sum(lines) / len(lines)
    ways = [[height + more for height in lines] for more in PADDINGS]
    ways.append([usual + PADDINGS[0]] * len(lines))
    found = [divide(column._replace(heights=way)) for way in ways]
    divisions = [division for division in found if division is not None]
    if not divisions:
        return None
    least = min(division.cost for division in divisions)
    best, *others = [division for division in divisions if division.cost <= least + CLEAR]
    owners = _owners(best.shares)
    unsure = set(best.unsure)
    for division in others:
        differs = _owners(division.shares)
        unsure |= division.unsure
        unsure.update(row for row in owners.keys() | differs if owners.get(row) != differs.get(row))
    return best._replace(unsure=frozenset(unsure))


def _owners(shares: Sequence[RowShare]) -> dict[int, tuple[int, int]]:
    """For each row that is covered the pieces of its cell."""
    return {
        row: (share.first, share.behind)
        for share in shares
        for row in range(share.begin, share.end)
    }


def divide(column: PrintedColumn) -> RowDivision | None:
    """The likeliest cells; None where there is no way to divide the rows."""
    shares = list(_shares(column))
    edges = [0.0, *accumulate(column.heights)]
    costs = {share: _cost(share, column, edges) for share in shares}
    ends = (len(column.pieces), len(column.heights))
    before = _forward(column, costs)
    if ends not in before:
        return None
    after = _backward(column, costs, ends)
    best = before[ends]
    chosen = _walk(column, costs, before, ends)
    unsure = set(_unsure(column, costs, before, after, best, chosen))
    misfits = [
        share
        for share in chosen
        if _outside(share, column, edges) > MISPLACED and not _goes_on(share, column)
    ]
    for share in misfits:
        unsure.update(range(share.begin, share.end))
    return RowDivision(chosen, frozenset(unsure), best, len(misfits))


def _shares(column: PrintedColumn) -> Iterator[RowShare]:
    """All cells that may be: between the piece above and the one below."""
    pieces = column.pieces
    rows = len(column.heights)
    for first in range(len(pieces)):
        above = pieces[first - 1].row + 1 if first else 0
        for behind in range(first + 1, min(len(pieces), first + MOST_PIECES) + 1):
            if column.cost_of_joint(first, behind) == float("inf"):
                continue
            last = pieces[behind - 1].row
            below = pieces[behind].row if behind < len(pieces) else rows
            if column.is_single[first]:
                yield RowShare(first, behind, pieces[first].row, last + 1)
                continue
            for begin in range(above, pieces[first].row + 1):
                for end in range(last + 1, below + 1):
                    if column.closed.isdisjoint(
                        {*range(begin, pieces[first].row), *range(last + 1, end)}
                    ):
                        yield RowShare(first, behind, begin, end)


def _cost(share: RowShare, column: PrintedColumn, edges: Sequence[float]) -> float:
    """What speaks against a cell: its lines would be printed in other rows."""
    joint = column.cost_of_joint(share.first, share.behind)
    rows = _rows_of_lines(share, column)
    middle = (edges[share.begin] + edges[share.end]) / 2
    printed = sum((edges[row] + edges[row + 1]) / 2 for row in rows) / len(rows)
    outside = _outside(share, column, edges)
    placed = OUTSIDE * outside**2 + OFF_MIDDLE * (middle - printed) ** 2
    if _goes_on(share, column):
        placed = min(placed, OPEN + OUTSIDE * _apart(rows, edges) ** 2)
    return joint + placed


def _apart(rows: Sequence[int], edges: Sequence[float]) -> float:
    """By how much, in lines, some line would stand outside of its row wherever the first one stands."""
    highest = max(edges[row] - n for n, row in enumerate(rows))
    lowest = min(edges[row + 1] - n for n, row in enumerate(rows))
    return max(0.0, (highest - lowest) / 2)


def _goes_on(share: RowShare, column: PrintedColumn) -> bool:
    """Whether a cell may be cut by the end of its page."""
    return column.is_open and share.end == len(column.heights)


def _outside(share: RowShare, column: PrintedColumn, edges: Sequence[float]) -> float:
    """By how much, in lines, some line of a cell would stand outside of the row that prints it."""
    rows = _rows_of_lines(share, column)
    middle = (edges[share.begin] + edges[share.end]) / 2
    top = middle - (len(rows) - 1) / 2
    outside = 0.0
    for n, row in enumerate(rows):
        at = top + n
        outside = max(outside, edges[row] - at, at - edges[row + 1])
    return outside


def _rows_of_lines(share: RowShare, column: PrintedColumn) -> list[int]:
    """For each line of a cell the row that prints it."""
    pieces = column.pieces[share.first : share.behind]
    return [piece.row for piece in pieces for _ in range(piece.lines)]


def _forward(
    column: PrintedColumn, costs: Mapping[RowShare, float]
) -> dict[tuple[int, int], float]:
    rows = len(column.heights)
    best = {(0, 0): 0.0}
    by_start: dict[tuple[int, int], list[RowShare]] = {}
    for share in costs:
        by_start.setdefault((share.first, share.begin), []).append(share)
    # pieces and rows both only grow
    for row in range(rows + 1):
        for taken in range(len(column.pieces) + 1):
            if (taken, row) not in best:
                continue
            so_far = best[taken, row]
            if row < rows:
                _lower(best, (taken, row + 1), so_far + column.uncovered[row])
            for share in by_start.get((taken, row), ()):
                _lower(best, (share.behind, share.end), so_far + costs[share])
    return best


def _backward(
    column: PrintedColumn,
    costs: Mapping[RowShare, float],
    ends: tuple[int, int],
) -> dict[tuple[int, int], float]:
    best = {ends: 0.0}
    by_end: dict[tuple[int, int], list[RowShare]] = {}
    for share in costs:
        by_end.setdefault((share.behind, share.end), []).append(share)
    for row in range(ends[1], -1, -1):
        for taken in range(ends[0], -1, -1):
            if (taken, row) not in best:
                continue
            so_far = best[taken, row]
            if row > 0:
                _lower(best, (taken, row - 1), so_far + column.uncovered[row - 1])
            for share in by_end.get((taken, row), ()):
                _lower(best, (share.first, share.begin), so_far + costs[share])
    return best


def _lower(best: dict[tuple[int, int], float], place: tuple[int, int], cost: float) -> None:
    if cost < best.get(place, float("inf")):
        best[place] = cost


def _walk(
    column: PrintedColumn,
    costs: Mapping[RowShare, float],
    before: _Places,
    ends: tuple[int, int],
) -> tuple[RowShare, ...]:
    """The cells of the cheapest division, from the last one back."""
    chosen: list[RowShare] = []
    place = ends
    while place != (0, 0):
        taken, row = place
        for share, cost in costs.items():
            if (share.behind, share.end) != place:
                continue
            if _is_step(before, (share.first, share.begin), cost, place):
                chosen.append(share)
                place = (share.first, share.begin)
                break
        else:
            place = (taken, row - 1)
    return tuple(reversed(chosen))


def _is_step(
    before: _Places,
    start: tuple[int, int],
    cost: float,
    place: tuple[int, int],
) -> bool:
    return start in before and abs(before[start] + cost - before[place]) < 1e-9


def _unsure(
    column: PrintedColumn,
    costs: Mapping[RowShare, float],
    before: _Places,
    after: _Places,
    best: float,
    chosen: Sequence[RowShare],
) -> frozenset[int]:
    """Rows that another division, hardly worse, gives to other pieces or to none."""
    owner = _owners(chosen)
    most = best + CLEAR
    found: set[int] = set()
    for share, cost in costs.items():
        start = before.get((share.first, share.begin))
        rest = after.get((share.behind, share.end))
        if start is None or rest is None or start + cost + rest > most:
            continue
        for row in range(share.begin, share.end):
            if owner.get(row) != (share.first, share.behind):
                found.add(row)
    for row, cost in enumerate(column.uncovered):
        for taken in range(len(column.pieces) + 1):
            start = before.get((taken, row))
            rest = after.get((taken, row + 1))
            if start is None or rest is None or row not in owner:
                continue
            if start + cost + rest <= most:
                found.add(row)
    return frozenset(found)
