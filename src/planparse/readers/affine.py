"""Affine matrices as PDF (ISO 32000-1, 8.3.3) and OFD (GB/T 33190, CTM) write them.

A matrix `(a, b, c, d, e, f)` leads a point from one coordinate system into another:
x' = a·x + c·y + e, y' = b·x + d·y + f.
"""

from __future__ import annotations

from planparse.model.source import BBox

Affine = tuple[float, float, float, float, float, float]
Point = tuple[float, float]

SAME: Affine = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
"""Leaves every point where it is."""

UNIT_SQUARE: tuple[Point, ...] = (
    (0, 0),
    (1, 0),
    (0, 1),
    (1, 1),
)
"""Corners of the square that a picture fills in its own coordinates, in both formats."""


def chained(first: Affine, then: Affine) -> Affine:
    """The matrix that applies `first`, and `then` to what comes out."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def moved(
    x: float,
    y: float,
    by: Affine,
) -> Point:
    """Where the point (x, y) comes to lie."""
    a, b, c, d, e, f = by
    return x * a + y * c + e, x * b + y * d + f


def box_around(points: list[Point]) -> BBox:
    """The smallest upright box (x0, top, x1, bottom) that holds all `points`."""
    xs = [x for x, _ in points]
    ys = [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
