"""The columns of a table, told by the words that stand under one another.

The fullest lines are laid over one another first; a word that is far from all columns makes one of
its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from planparse.tables.recover.readings.kept_places.column import PlacedColumn
from planparse.tables.recover.readings.kept_places.laying import Part, laid_over
from planparse.tables.recover.readings.kept_places.words import LineOfWords

# Places between two columns of values, and of others, that may be one.
NEAR_VALUES = 6
NEAR_COLUMN = 1

# Kinds of columns that hold nothing else.
CLOSED = ("serial", "unit", "nature")

# Words of a line that is laid over columns.
MOST_WORDS = 40

# Lines with words in a column: one alone is no column.
LEAST_CELLS = 2

# Places by which the columns of one page may stand aside of those of another, and the lines of it
# that are looked at for this.
MOST_SHIFT = 30
LINES_LOOKED_AT = 16


def columns_of(lines: Sequence[LineOfWords]) -> list[PlacedColumn]:
    """The columns of some lines of one page, from the left."""
    fullest_first = sorted(lines, key=lambda line: -line.pieces)
    columns: list[PlacedColumn] = []
    for line in fullest_first:
        if 0 < len(line.words) <= MOST_WORDS and not _is_across(line, columns):
            columns = _grown(columns, laid_over(line.words, columns, may_add=True).parts)
    return _supported(lines, columns)


def _grown(columns: Sequence[PlacedColumn], parts: Sequence[Part]) -> list[PlacedColumn]:
    """The columns with the words of one more line, and those that it adds."""
    grown = list(columns)
    for at, words in parts:
        column = PlacedColumn() if at is None else columns[at]
        column.add(words)
        if at is None:
            grown.append(column)
    grown.sort(key=lambda column: column.middle)
    return grown


def _is_across(line: LineOfWords, columns: Sequence[PlacedColumn]) -> bool:
    """Whether the only words of a line reach into several columns: the name of a group."""
    if line.pieces > 1:
        return False
    x0, x1 = line.words[0].x0, line.words[-1].x1
    return sum(x0 < column.right and column.left < x1 for column in columns) > 1


def _supported(lines: Sequence[LineOfWords], columns: Sequence[PlacedColumn]) -> list[PlacedColumn]:
    """The columns that more than one line has words in, told by all lines anew."""
    counts = [0] * len(columns)
    for line in lines:
        for at, _ in laid_over(line.words, columns).parts:
            counts[at or 0] += 1
    kept = [column for column, count in zip(columns, counts, strict=True) if count >= LEAST_CELLS]
    again = [PlacedColumn() for _ in kept]
    for line in lines:
        for at, words in laid_over(line.words, kept).parts if kept else ():
            again[at or 0].add(words)
    return [column for column in again if column.lefts]


def shift_of(lines: Sequence[LineOfWords], columns: Sequence[PlacedColumn]) -> int:
    """By how much the columns of the page of some lines stand aside of these."""
    fullest = sorted(lines, key=lambda line: -line.pieces)[:LINES_LOOKED_AT]

    def cost(shift: int) -> tuple[float, int]:
        costs = (laid_over(line.words, columns, shift=shift).cost for line in fullest)
        return sum(costs), abs(shift)

    return min(range(-MOST_SHIFT, MOST_SHIFT + 1), key=cost)


def merged_columns(
    lines: Sequence[LineOfWords],
    columns: Sequence[PlacedColumn],
    shifts: Mapping[int, int],
    told_apart: Collection[tuple[int, int]],
) -> list[PlacedColumn]:
    """The columns with those put together that are one: side by side, and never both filled.

    A column whose cells are set to the left, to the right and in the middle has three places. Those
    that the header has `told_apart` are two.
    """
    filled: list[set[int]] = [set() for _ in columns]
    parts = [laid_over(line.words, columns, shift=shifts[line.sheet]).parts for line in lines]
    for n, line_parts in enumerate(parts):
        for at, _ in line_parts:
            filled[at or 0].add(n)
    owner = list(range(len(columns)))
    for at in range(1, len(columns)):
        before = owner[at - 1]
        if filled[at] & filled[before] or (at - 1, at) in told_apart:
            continue
        if _may_be_one(columns[before], columns[at]):
            owner[at] = before
            filled[before] |= filled[at]
    merged = {at: PlacedColumn() for at in owner}
    for line, line_parts in zip(lines, parts, strict=True):
        for at, words in line_parts:
            merged[owner[at or 0]].add(words, shifts[line.sheet])
    return [merged[at] for at in sorted(merged)]


def _may_be_one(left: PlacedColumn, right: PlacedColumn) -> bool:
    """Whether two columns side by side may be one by their kinds and places."""
    if left.main in CLOSED or right.main in CLOSED:
        return left.main == right.main and right.first <= left.last + NEAR_COLUMN
    if left.main == right.main == "text":
        shared = min(left.last, right.last) - max(left.first, right.first)
        return 2 * shared > min(left.last - left.first, right.last - right.first)
    near = NEAR_VALUES if left.holds_values and right.holds_values else NEAR_COLUMN
    return right.first <= left.last + near
