"""What is drawn in a picture of a page: its skew, its ruling lines (numpy, OpenCV)."""

from __future__ import annotations

from collections.abc import Iterable
from math import cos, radians, sin
from typing import Any

import cv2
import numpy as np

from planparse.readers.pages.page import Edge
from planparse.readers.pages.rulings import NEAR, find_tables

_SHORT, _LONG = 20.0, 40.0
"""Points from which on a stroke may be a ruling line, and from which on it is no character's."""

Image = Any
"""A picture as numpy array, rows by columns by blue, green, red."""


def set_straight(image: Image) -> Image:
    """`image` turned back by its skew, up to five degrees, where that is more than a twentieth of one."""
    angle = find_skew(image)
    if abs(angle) < 0.05:
        return image
    high, wide = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
    return cv2.warpAffine(image, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def find_skew(image: Image) -> float:
    """Degrees by which lines fall to the right: the turn that makes rows of ink stand out most."""
    ink = (dark(image) > 0).astype(np.uint8)
    factor = 1000 / max(ink.shape)
    small = cv2.resize(ink, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) if factor < 1 else ink
    ys, xs = np.nonzero(small)
    if len(ys) < 50:
        return 0.0
    best = _best_turn(xs, ys, np.arange(-5, 5.01, 0.25))
    return _best_turn(xs, ys, best + np.arange(-0.25, 0.26, 0.05))


def _best_turn(xs: Any, ys: Any, angles: Any) -> float:
    scores = []
    for angle in angles:
        rows = ys * cos(radians(angle)) - xs * sin(radians(angle))
        counts = np.bincount((rows - rows.min()).astype(int)).astype(float)
        scores.append(float(((counts[1:] - counts[:-1]) ** 2).sum()))
    return float(angles[int(np.argmax(scores))])


def dark(image: Image) -> Image:
    """255 where there is ink, 0 where there is paper, by the light around each place."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY) if image.ndim == 3 else image
    return cv2.adaptiveThreshold(cv2.GaussianBlur(grey, (3, 3), 0), 255, cv2.ADAPTIVE_THRESH_MEAN_C,
                                 cv2.THRESH_BINARY_INV, 31, 15)


# ------------------------------------------------------------------ ruling lines

def find_edges(image: Image, scale: float) -> list[Edge]:
    """Ruling lines in points: long thin strokes that meet others, so that those of characters stay out."""
    ink = dark(image)
    shortest = max(12, int(_SHORT * scale))
    flat = _edges(_long(ink, (shortest, 1)), scale, level=True)
    upright = _edges(_long(ink, (1, shortest)), scale, level=False)
    edges = [*(e for e in flat if _is_rule(e.x1 - e.x0, _met(e, upright))),
             *(e for e in upright if _is_rule(e.bottom - e.top, _met(e, flat)))]
    return edges + _short_walls(ink, edges, scale)


def _short_walls(ink: Image, edges: list[Edge], scale: float) -> list[Edge]:
    """Verticals of a single low row, which are as short as a character's: ink all along a column's bound."""
    walls: list[Edge] = []
    for table in find_tables(edges):
        for cell in table.cells:
            x0, top, x1, bottom = cell.bbox
            for x in (x for x in table.xs if x0 + NEAR < x < x1 - NEAR and bottom - top < 1.5 * _SHORT):
                strip = ink[round((top + 1) * scale):round((bottom - 1) * scale),
                            max(0, round((x - 1.2) * scale)):round((x + 1.2) * scale) + 1]
                if strip.size and float((strip.max(axis=1) > 0).mean()) > 0.95:
                    walls.append(Edge(x, top, x, bottom))
    return walls


def _long(ink: Image, size: tuple[int, int]) -> Image:
    """The ink that belongs to strokes of at least `size` (width, height), gaps of two pixels closed."""
    closing = cv2.getStructuringElement(cv2.MORPH_RECT, (min(3, size[0]), min(3, size[1])))
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, closing)
    return cv2.morphologyEx(closed, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))


def _edges(mask: Image, scale: float, *, level: bool) -> list[Edge]:
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    edges: list[Edge] = []
    for x, y, wide, high, _ in stats[1:count].tolist():
        long, thick = (wide, high) if level else (high, wide)
        if thick > max(6, 3 * scale) or long < 4 * thick:
            continue
        x0, top, x1, bottom = x / scale, y / scale, (x + wide) / scale, (y + high) / scale
        if level:
            edges.append(Edge(x0, (top + bottom) / 2, x1, (top + bottom) / 2))
        else:
            edges.append(Edge((x0 + x1) / 2, top, (x0 + x1) / 2, bottom))
    return edges


def _met(edge: Edge, across: Iterable[Edge]) -> tuple[bool, bool, bool]:
    """Whether lines of more than a character's length meet `edge` at its start, at its end, anywhere."""
    level = edge.top == edge.bottom
    start = end = anywhere = False
    for other in across:
        long = max(other.x1 - other.x0, other.bottom - other.top) >= _LONG
        if long and _meet(edge, other):
            at = other.x0 - edge.x0 if level else other.top - edge.top
            rest = edge.x1 - other.x0 if level else edge.bottom - other.top
            start, end, anywhere = start or abs(at) < NEAR, end or abs(rest) < NEAR, True
    return start, end, anywhere


def _meet(edge: Edge, other: Edge) -> bool:
    return (edge.x0 - NEAR <= other.x1 and other.x0 <= edge.x1 + NEAR
            and edge.top - NEAR <= other.bottom and other.top <= edge.bottom + NEAR)


def _is_rule(length: float, met: tuple[bool, bool, bool]) -> bool:
    return length >= 2.5 * _LONG or (length >= _LONG and met[2]) or (met[0] and met[1])


def without(image: Image, edges: Iterable[Edge], scale: float) -> Image:
    """`image` with its ruling lines painted over."""
    cleared = image.copy()
    for e in edges:
        start, end = [round(e.x0 * scale), round(e.top * scale)], [round(e.x1 * scale), round(e.bottom * scale)]
        cv2.line(cleared, start, end, (255, 255, 255), max(3, round(1.8 * scale)))
    return cleared
