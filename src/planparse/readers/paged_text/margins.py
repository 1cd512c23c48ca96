"""Margins of the columns in which lines of prose stand, told by where full lines begin and end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import nan
from typing import NamedTuple

from planparse.readers.pages.lines import TextLine

# Lengths are in characters of the line (em, its font size) where nothing else is said.

# So many lines above and below a line say how wide its column is.
_AROUND = 3

# With fewer lines on the left or right pages, those of both tell the margins.
_FEW_LINES = 8

# Lines of one size differ by less, rounding and raised marks included.
_SAME_SIZE = 0.15

# A line is of the column at whose margin it stands indented by up to so many characters, or that
# begins so far to the right of it (a paragraph that is indented as a whole).
_INDENTED = 4.5
_OUTDENTED = 3

# Left ends are counted in steps of two points. The margin is the leftmost step where enough of
# the lines begin: two of them, and more than a few stray ones.
_STEP = 2
_LEAST_AT_MARGIN = 2
_MARGIN_SHARE = 0.08
_BESIDE_MARGIN = 0.6

# The right margin is where the longest lines end, apart from some that stand out beyond it; it is
# one only if so many lines end near to it.
_RIGHT_END = 0.95
_NEAR_RIGHT = 2
_LEAST_AT_RIGHT = 3

# Share of the lines that end at one place so far before the margin, from which on that place is
# the right end of a narrower column (text beside a picture).
_BEFORE_MARGIN = 6
_COLUMN_SHARE = 0.3
_BESIDE_COLUMN = 0.5


class Margins(NamedTuple):
    """Left and right end of a full line, in points; `right` is not a number where none is known."""

    left: float
    right: float


class _ColumnEnds(NamedTuple):
    """Ends of full lines that begin at one place: `narrow` is the right end of a column that is
    narrower than the page (0 where there is none), `wide` that of the page's own lines."""

    left: float
    narrow: float
    wide: float


class _LineExtent(NamedTuple):
    """Size and ends of a line."""

    size: float
    x0: float
    x1: float


def right_ends(lines: Sequence[TextLine]) -> dict[int, float]:
    """By the `id` of each line how far to the right it and its neighbours in its column go."""
    reaches: dict[int, float] = {}
    for i, line in enumerate(lines):
        first = max(0, i - _AROUND)
        rights: list[float] = []
        for other in lines[first : i + _AROUND + 1]:
            if _is_of_column(other.bbox[0], line):
                rights.append(other.bbox[2])
        reaches[id(line)] = max(rights)
    return reaches


def _is_of_column(x0: float, line: TextLine) -> bool:
    """Whether lines that begin at `x0` may be of the column in which `line` stands."""
    left = -_INDENTED * line.size
    right = _OUTDENTED * line.size
    return left <= x0 - line.bbox[0] <= right


class PageSide:
    """Ends of full lines on the left or on the right pages.

    `lines` are the prose on these pages, `others` that on the opposite ones, which stand in where
    there are too few.
    """

    def __init__(self, lines: Iterable[TextLine], others: Iterable[TextLine]) -> None:
        self.lines = [_extent(line) for line in lines]
        self.others = [_extent(line) for line in others]
        self.known: dict[tuple[int, int], _ColumnEnds] = {}

    def margins(self, line: TextLine, reach: float) -> Margins:
        """Ends of the full lines of the column where `line` stands, indented by four characters
        or less.

        The right end is not a number where too few lines end there to make it a margin. Where
        lines of the page's width and those of a column begin at one place, `reach` (the right end
        of `line` and its neighbours) tells which `line` is.
        """
        ends = self._ends(line)
        is_narrow = reach <= ends.narrow + _BESIDE_COLUMN * line.size
        right = ends.narrow if is_narrow else ends.wide
        return Margins(ends.left, right)

    def _ends(self, line: TextLine) -> _ColumnEnds:
        """`_ends` of the lines about `line`, worked out once for all that begin at its place."""
        key = round(line.size), round(line.bbox[0])
        known = self.known.get(key)
        if known is not None:
            return known
        near = _near(line, self.lines)
        if len(near) < _FEW_LINES:
            near += _near(line, self.others)
        ends = _ends(line, near)
        self.known[key] = ends
        return ends


def _extent(line: TextLine) -> _LineExtent:
    return _LineExtent(line.size, line.bbox[0], line.bbox[2])


def _near(line: TextLine, lines: Sequence[_LineExtent]) -> list[_LineExtent]:
    """Those of about the same size that begin about where `line` does."""
    near: list[_LineExtent] = []
    for other in lines:
        is_same_size = abs(other.size - line.size) < _SAME_SIZE * line.size
        if is_same_size and _is_of_column(other.x0, line):
            near.append(other)
    return near


def _ends(line: TextLine, near: Sequence[_LineExtent]) -> _ColumnEnds:
    """Ends of the full lines among those `near` to `line`."""
    em = line.size
    rights = sorted(other.x1 for other in near)
    right = nan
    if rights:
        right = rights[int(len(rights) * _RIGHT_END)]
    narrow = _narrow_end(rights, right, em)
    at_right = [x1 for x1 in rights if abs(x1 - right) <= _NEAR_RIGHT * em]
    if len(at_right) < _LEAST_AT_RIGHT:
        right = nan
    return _ColumnEnds(_left_end(line, near), narrow, right)


def _left_end(line: TextLine, near: Sequence[_LineExtent]) -> float:
    """Where the margin to the left of `line` is."""
    x = line.bbox[0]
    places: Counter[int] = Counter()
    for other in near:
        if other.x0 - x <= _BESIDE_MARGIN * line.size:
            places[round(other.x0 / _STEP)] += 1
    most = max(places.values(), default=0)
    least = max(min(_LEAST_AT_MARGIN, most), _MARGIN_SHARE * len(near))
    margins = [place for place, count in places.items() if count >= least]
    left = min(margins, default=round(x / _STEP))
    return float(_STEP * left)


def _narrow_end(
    rights: Sequence[float],
    right: float,
    em: float,
) -> float:
    """Right end of a column that is narrower than the page, of which `right` is the end.

    0 where not enough of the lines, which end at `rights`, end at one place before it.
    """
    inner: Counter[int] = Counter()
    for x1 in rights:
        if x1 < right - _BEFORE_MARGIN * em:
            inner[round(x1 / em)] += 1
    # Also where no line is near: a line is not always one of those that its own column is told by.
    if not inner:
        return 0.0
    column, count = inner.most_common(1)[0]
    if count < _COLUMN_SHARE * len(rights):
        return 0.0
    return max(x1 for x1 in rights if round(x1 / em) == column)
