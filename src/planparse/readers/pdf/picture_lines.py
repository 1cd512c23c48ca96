"""Ruling lines in a picture of a page: found as edges, and painted over (numpy, OpenCV)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2

from planparse.model.source import BBox
from planparse.readers.pages.page import Edge
from planparse.readers.pages.rulings import NEAR, RuledTable, find_tables
from planparse.readers.pdf.picture_ink import Image, dark

# Points from which on a stroke may be a ruling line.
_SHORT = 20.0
# Points from which on a stroke is no character's.
_LONG = 40.0
# Points from which on a stroke is a ruling line even if no other meets it.
_SURELY_LONG = 2.5 * _LONG
# The same as `_SHORT` at a very low resolution.
_SHORTEST_PIXELS = 12
# Points that a ruling line is thick at most; a bar in a chart is thicker.
_THICKEST = 3
_THICKEST_PIXELS = 6
# A line is at least so many times as long as it is thick; the body of a character isn't.
_SLENDER = 4
# Closes gaps of two pixels, as scanning leaves them.
_GAP_KERNEL = 3

# Points of height below which a row may have verticals that are too short to be found by length.
_LOW_ROW = 1.5 * _SHORT
# Points to both sides of a column's bound in which its vertical is looked for.
_WALL_REACH = 1.2
# Share of a vertical's height that has ink: characters leave more out above and below.
_WALL_INK = 0.95

# Points of width that are painted over: a line with its blurred sides.
_PAINT = 1.8
_PAINT_PIXELS = 3
_WHITE = (255, 255, 255)


def find_edges(image: Image, scale: float) -> list[Edge]:
    """Ruling lines in points: long thin strokes that meet others, unlike those of characters.

    `scale` is pixels per point.
    """
    ink = dark(image)
    shortest = max(_SHORTEST_PIXELS, int(_SHORT * scale))
    level = _strokes(_long(ink, shortest, 1), scale, level=True)
    upright = _strokes(_long(ink, 1, shortest), scale, level=False)
    edges = [edge for edge in level if _is_rule(edge, upright)]
    edges += [edge for edge in upright if _is_rule(edge, level)]
    return edges + _short_walls(ink, edges, scale)


def _short_walls(
    ink: Image,
    edges: list[Edge],
    scale: float,
) -> list[Edge]:
    """Verticals of a single low row: ink all along a column's bound.

    They are as short as strokes of characters, so that `_strokes` does not find them.
    """
    walls: list[Edge] = []
    for table in find_tables(edges):
        for cell in table.cells:
            _, top, _, bottom = cell.bbox
            for x in _bounds_inside(cell.bbox, table):
                if _is_inked(ink, x, top, bottom, scale):
                    walls.append(Edge(x, top, x, bottom))
    return walls


def _bounds_inside(box: BBox, table: RuledTable) -> Iterator[float]:
    """Bounds of the table's columns that a low cell goes across."""
    x0, top, x1, bottom = box
    if bottom - top >= _LOW_ROW:
        return
    for x in table.xs:
        if x0 + NEAR < x < x1 - NEAR:
            yield x


def _is_inked(
    ink: Image,
    x: float,
    top: float,
    bottom: float,
    scale: float,
) -> bool:
    """Whether there is ink at `x` nearly all the way from `top` to `bottom`."""
    # A point short of both ends, where the level lines are.
    first_row = round((top + 1) * scale)
    last_row = round((bottom - 1) * scale)
    first_col = max(0, round((x - _WALL_REACH) * scale))
    last_col = round((x + _WALL_REACH) * scale) + 1
    strip = ink[first_row:last_row, first_col:last_col]
    if not strip.size:
        return False
    has_ink = strip.max(axis=1) > 0
    return float(has_ink.mean()) > _WALL_INK


def _long(
    ink: Image,
    wide: int,
    high: int,
) -> Image:
    """The ink that belongs to strokes of at least so many pixels, gaps of two pixels closed."""
    gap = (min(_GAP_KERNEL, wide), min(_GAP_KERNEL, high))
    closing = cv2.getStructuringElement(cv2.MORPH_RECT, gap)
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, closing)
    opening = cv2.getStructuringElement(cv2.MORPH_RECT, (wide, high))
    return cv2.morphologyEx(closed, cv2.MORPH_OPEN, opening)


def _strokes(
    mask: Image,
    scale: float,
    *,
    level: bool,
) -> list[Edge]:
    """The thin strokes of a mask as edges in points, each along its middle."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    thickest = max(_THICKEST_PIXELS, _THICKEST * scale)
    edges: list[Edge] = []
    for x, y, wide, high, _ in stats[1:count].tolist():
        long, thick = wide, high
        if not level:
            long, thick = high, wide
        if thick > thickest or long < _SLENDER * thick:
            continue
        x0 = x / scale
        x1 = (x + wide) / scale
        top = y / scale
        bottom = (y + high) / scale
        if level:
            middle = (top + bottom) / 2
            edges.append(Edge(x0, middle, x1, middle))
        else:
            middle = (x0 + x1) / 2
            edges.append(Edge(middle, top, middle, bottom))
    return edges


@dataclass(slots=True)
class _Met:
    """Whether lines of more than a character's length meet an edge, and where."""

    at_start: bool = False
    at_end: bool = False
    anywhere: bool = False


def _is_rule(edge: Edge, across: Iterable[Edge]) -> bool:
    """Whether a stroke is a ruling line, by its length and by those `across` that meet it."""
    length = _length(edge)
    if length >= _SURELY_LONG:
        return True
    met = _met(edge, across)
    if length >= _LONG and met.anywhere:
        return True
    return met.at_start and met.at_end


def _length(edge: Edge) -> float:
    return max(edge.x1 - edge.x0, edge.bottom - edge.top)


def _met(edge: Edge, across: Iterable[Edge]) -> _Met:
    met = _Met()
    for other in across:
        if _length(other) < _LONG or not _meet(edge, other):
            continue
        from_start = other.top - edge.top
        to_end = edge.bottom - other.top
        if edge.top == edge.bottom:
            from_start = other.x0 - edge.x0
            to_end = edge.x1 - other.x0
        met.anywhere = True
        met.at_start = met.at_start or abs(from_start) < NEAR
        met.at_end = met.at_end or abs(to_end) < NEAR
    return met


def _meet(edge: Edge, other: Edge) -> bool:
    side_by_side = edge.x0 - NEAR <= other.x1 and other.x0 <= edge.x1 + NEAR
    at_one_height = edge.top - NEAR <= other.bottom and other.top <= edge.bottom + NEAR
    return side_by_side and at_one_height


def without(
    image: Image,
    edges: Iterable[Edge],
    scale: float,
) -> Image:
    """`image` with its ruling lines painted over."""
    cleared = image.copy()
    width = max(_PAINT_PIXELS, round(_PAINT * scale))
    for edge in edges:
        start = [round(edge.x0 * scale), round(edge.top * scale)]
        end = [round(edge.x1 * scale), round(edge.bottom * scale)]
        cv2.line(cleared, start, end, _WHITE, width)
    return cleared
