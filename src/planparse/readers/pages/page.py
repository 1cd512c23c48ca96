"""What a page shows, whatever backend saw it: glyphs, ruling edges, pictures.

All coordinates are points from the upper left corner of the page as it is displayed
(the page's own rotation applied), x to the right, y down.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from math import hypot
from typing import NamedTuple

from planparse.model.source import BBox

THIN = 3.5
"""A filled rectangle up to this many points across is a drawn line, not an area."""
ASCENT, DESCENT = 0.86, 0.14
"""Height above and depth below the baseline that a character's box is given, in font sizes."""


class Glyph(NamedTuple):
    """One printed character: text, left and right end, baseline (y), font size."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    sure: float | None = None
    """How sure OCR is of it, 0 to 1; None where it was read."""


class Edge(NamedTuple):
    """A horizontal (`top == bottom`) or vertical (`x0 == x1`) stretch of a ruling line."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(slots=True)
class DrawnPage:
    """One page as its backend saw it.

    `turned` maps the direction of writing (0, 90, 180, 270 degrees counter-clockwise; -1 is
    aslant) to its glyphs, each in the frame in which that writing runs left to right (see
    `turn`). `curves` counts painted paths that are no ruling lines: a page without text that
    has many of them shows text as outlines.
    """

    number: int
    width: float
    height: float
    turned: dict[int, list[Glyph]] = field(default_factory=lambda: {0: []})
    edges: list[Edge] = field(default_factory=list)
    areas: list[BBox] = field(default_factory=list)
    pictures: list[BBox] = field(default_factory=list)
    curves: int = 0

    @property
    def glyphs(self) -> list[Glyph]:
        """Glyphs of upright writing."""
        return self.turned[0]

    def write(self, text: str, x: float, y: float, run: tuple[float, float], size: float) -> None:
        """Add a glyph whose baseline starts at (x, y) and advances by the vector `run` (y down)."""
        dx, dy = run
        if (dx > 0 and abs(dy) <= 0.02 * dx) or not (dx or dy):
            if 0 <= x < self.width and 0 <= y < self.height:
                self.turned[0].append(Glyph(text, x, x + dx, y, size))
            return
        angle = _quarter(dx, dy)
        length = hypot(dx, dy)
        if angle >= 0:
            x, y = turn(x, y, angle, self.width, self.height)
        self.turned.setdefault(angle, []).append(Glyph(text, x, x + length, y, size))

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Add a straight line when it is horizontal or vertical; tell whether it was."""
        if abs(y0 - y1) <= 1.0:
            y = (y0 + y1) / 2
            self.edges.append(Edge(min(x0, x1), y, max(x0, x1), y))
        elif abs(x0 - x1) <= 1.0:
            x = (x0 + x1) / 2
            self.edges.append(Edge(x, min(y0, y1), x, max(y0, y1)))
        else:
            return False
        return True

    def shape(self, points: list[tuple[float, float]], *, stroked: bool, closed: bool) -> None:
        """Add a painted polygon or polyline: thin fills and straight strokes become edges."""
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        x0, x1, top, bottom = min(xs), max(xs), min(ys), max(ys)
        thin_wide, thin_high = bottom - top <= THIN, x1 - x0 <= THIN
        if thin_wide and thin_high:
            self._dot(x0, top, x1, bottom)
        elif thin_wide:
            self.rule(x0, (top + bottom) / 2, x1, (top + bottom) / 2)
        elif thin_high:
            self.rule((x0 + x1) / 2, top, (x0 + x1) / 2, bottom)
        elif stroked:
            ring = points + points[:1] if closed else points
            straight = [self.rule(*a, *b) for a, b in pairwise(ring)]
            self.curves += not any(straight)
        else:
            self.areas.append((x0, top, x1, bottom))

    def _dot(self, x0: float, top: float, x1: float, bottom: float) -> None:
        # A dot of a dotted line: keep its longer side, so that joining can make the line whole.
        if x1 - x0 >= bottom - top:
            self.rule(x0, (top + bottom) / 2, x1, (top + bottom) / 2)
        if bottom - top >= x1 - x0:
            self.edges.append(Edge((x0 + x1) / 2, top, (x0 + x1) / 2, bottom))

    def picture(self, box: BBox) -> None:
        """Add a picture; what lies outside of the page is cut off."""
        x0, top, x1, bottom = box
        kept = (max(0.0, x0), max(0.0, top), min(self.width, x1), min(self.height, bottom))
        if kept[2] > kept[0] and kept[3] > kept[1]:
            self.pictures.append(kept)


def _quarter(dx: float, dy: float) -> int:
    """Direction of writing as a quarter turn counter-clockwise, -1 when aslant."""
    if abs(dy) <= 0.02 * abs(dx):
        return 0 if dx > 0 else 180
    if abs(dx) <= 0.02 * abs(dy):
        return 90 if dy < 0 else 270
    return -1


def turn(x: float, y: float, angle: int, width: float, height: float) -> tuple[float, float]:
    """Point of a `width` by `height` page seen in the frame where writing at `angle` is upright."""
    match angle:
        case 90:
            return height - y, x
        case 180:
            return width - x, height - y
        case 270:
            return y, width - x
    return x, y


def turn_back(box: BBox, angle: int, width: float, height: float) -> BBox:
    """Box of the displayed page for a `box` in the frame of `angle`; inverse of `turn`."""
    back = {90: 270, 270: 90}.get(angle, angle)
    if angle in (90, 270):
        width, height = height, width
    ax, ay = turn(box[0], box[1], back, width, height)
    bx, by = turn(box[2], box[3], back, width, height)
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def turned_page(page: DrawnPage, angle: int) -> DrawnPage:
    """`page` seen in the frame of `angle`, in which its writing at `angle` is the upright one."""
    if angle == 0:
        return page
    w, h = page.width, page.height
    seen = DrawnPage(page.number, h if angle % 180 else w, w if angle % 180 else h, curves=page.curves)
    seen.edges = [Edge(*_box(turn(e.x0, e.top, angle, w, h), turn(e.x1, e.bottom, angle, w, h)))
                  for e in page.edges]
    seen.areas = [_box(turn(a[0], a[1], angle, w, h), turn(a[2], a[3], angle, w, h)) for a in page.areas]
    seen.pictures = [_box(turn(a[0], a[1], angle, w, h), turn(a[2], a[3], angle, w, h))
                     for a in page.pictures]
    seen.turned = {(k - angle) % 360 if k >= 0 else k: v for k, v in page.turned.items()}
    seen.turned.setdefault(0, [])
    return seen


def _box(a: tuple[float, float], b: tuple[float, float]) -> BBox:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])
