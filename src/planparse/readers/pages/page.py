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

# Rise per advance up to which writing counts as level: scans and converters tilt by less,
# watermarks by far more.
_LEVEL = 0.02

# Part of a font's size that may stand between two glyphs of one word.
_TOUCHING = 0.3

# Points by which the ends of a line may differ while it still counts as horizontal or vertical:
# some programs draw a straight line with its ends rounded to different places.
_STRAIGHT = 1.0

# A dot is square where its shorter side is longer than this part of the longer one.
_SQUARE = 0.9

Point = tuple[float, float]
"""x and y in points."""

_OPPOSITE = {90: 270, 270: 90}
"""The quarter turn that undoes another; 0 and 180 undo themselves."""


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
    outlines: list[BBox] = field(default_factory=list)
    """Boxes of the curved paths, each of which may be the contour of a letter."""
    curves: int = 0
    beyond: list[Glyph] = field(default_factory=list)
    """Level writing to the left and to the right of the page: a table may go on there."""
    hidden: int = 0
    """Number of glyphs that are not painted: recognition has laid them under its picture."""

    @property
    def glyphs(self) -> list[Glyph]:
        """Glyphs of upright writing."""
        return self.turned[0]

    def write(
        self,
        text: str,
        x: float,
        y: float,
        run: Point,
        size: float,
    ) -> None:
        """Add a glyph whose baseline starts at (x, y) and advances by the vector `run` (y down)."""
        dx, dy = run
        is_level = dx > 0 and abs(dy) <= _LEVEL * dx
        if is_level or not (dx or dy):
            # Above and below the page level writing is dropped: no reader of the print sees it.
            if 0 <= y < self.height:
                glyph = Glyph(text, x, x + dx, y, size)
                # What begins inside of the page stays whole: half of a number reads as another one.
                is_on_page = 0 <= x < self.width or self._runs_over_the_edge(glyph)
                glyphs = self.turned[0] if is_on_page else self.beyond
                glyphs.append(glyph)
            return
        angle = _quarter(dx, dy)
        if angle >= 0:
            x, y = turn(x, y, angle, width=self.width, height=self.height)
        end = x + hypot(dx, dy)
        glyph = Glyph(text, x, end, y, size)
        self.turned.setdefault(angle, []).append(glyph)

    def _runs_over_the_edge(self, glyph: Glyph) -> bool:
        """Whether a glyph right of the page goes on with the one that was written last."""
        if not self.turned[0] or glyph.x0 < self.width:
            return False
        last = self.turned[0][-1]
        is_next = abs(glyph.x0 - last.x1) <= _TOUCHING * glyph.size
        return is_next and last.base == glyph.base and not last.text.isspace()

    def rule(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
    ) -> bool:
        """Add a straight line when it is horizontal or vertical; tell whether it was."""
        if abs(y0 - y1) <= _STRAIGHT:
            left, right = sorted((x0, x1))
            self._add_level(left, right, at=(y0 + y1) / 2)
            return True
        if abs(x0 - x1) <= _STRAIGHT:
            top, bottom = sorted((y0, y1))
            self._add_upright(top, bottom, at=(x0 + x1) / 2)
            return True
        return False

    def _add_level(self, left: float, right: float, *, at: float) -> None:
        edge = Edge(left, at, right, at)
        self.edges.append(edge)

    def _add_upright(self, top: float, bottom: float, *, at: float) -> None:
        edge = Edge(at, top, at, bottom)
        self.edges.append(edge)

    def path(
        self,
        points: list[Point],
        *,
        curved: bool,
        stroked: bool,
        closed: bool,
    ) -> None:
        """Take down a path: straight lines may rule a table, a curve only tells of a drawing."""
        if curved:
            self.curves += 1
            self.outlines.append(bounds(points))
        elif len(points) > 1:
            self.shape(points, stroked=stroked, closed=closed)

    def shape(
        self,
        points: list[Point],
        *,
        stroked: bool,
        closed: bool,
    ) -> None:
        """Add a painted polygon or polyline: thin fills and straight strokes become edges."""
        box = bounds(points)
        x0, top, x1, bottom = box
        is_flat = bottom - top <= THIN
        is_upright = x1 - x0 <= THIN
        if is_flat and is_upright:
            self._dot(box)
        elif is_flat:
            self._add_level(x0, x1, at=(top + bottom) / 2)
        elif is_upright:
            self._add_upright(top, bottom, at=(x0 + x1) / 2)
        elif stroked:
            self._stroke(points, closed=closed)
        else:
            self.areas.append(box)

    def _dot(self, box: BBox) -> None:
        # A dot of a dotted line: keep its longer side, so that joining can make the line whole. A
        # square may be of a line in either direction, and is one up to rounding.
        x0, top, x1, bottom = box
        width = x1 - x0
        height = bottom - top
        if width >= _SQUARE * height:
            self._add_level(x0, x1, at=(top + bottom) / 2)
        if height >= _SQUARE * width:
            self._add_upright(top, bottom, at=(x0 + x1) / 2)

    def _stroke(self, points: list[Point], *, closed: bool) -> None:
        """Add the sides of a polyline that are ruling lines; one without any is a curve."""
        if closed:
            points = [*points, points[0]]
        has_straight = False
        for start, end in pairwise(points):
            if self.rule(*start, *end):
                has_straight = True
        if not has_straight:
            self.curves += 1

    def picture(self, box: BBox) -> None:
        """Add a picture; what lies outside of the page is cut off."""
        x0, top, x1, bottom = box
        left = max(0.0, x0)
        upper = max(0.0, top)
        right = min(self.width, x1)
        lower = min(self.height, bottom)
        if right > left and lower > upper:
            self.pictures.append((left, upper, right, lower))


def bounds(points: list[Point]) -> BBox:
    """The box around `points`."""
    xs = [x for x, _ in points]
    ys = [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _quarter(dx: float, dy: float) -> int:
    """Direction of writing as a quarter turn counter-clockwise, -1 when aslant."""
    if abs(dy) <= _LEVEL * abs(dx):
        return 0 if dx > 0 else 180
    if abs(dx) <= _LEVEL * abs(dy):
        return 90 if dy < 0 else 270
    return -1


def turn(
    x: float,
    y: float,
    angle: int,
    width: float,
    height: float,
) -> Point:
    """Point of a `width` by `height` page seen in the frame where writing at `angle` is upright."""
    match angle:
        case 90:
            return height - y, x
        case 180:
            return width - x, height - y
        case 270:
            return y, width - x
    return x, y


def turn_back(
    box: BBox,
    angle: int,
    width: float,
    height: float,
) -> BBox:
    """Box of the displayed page for a `box` in the frame of `angle`; inverse of `turn`."""
    back = _OPPOSITE.get(angle, angle)
    if _is_sideways(angle):
        width, height = height, width
    return turn_box(
        box,
        back,
        width=width,
        height=height,
    )


def _is_sideways(angle: int) -> bool:
    return angle in (90, 270)


def turn_box(
    box: BBox,
    angle: int,
    *,
    width: float,
    height: float,
) -> BBox:
    """`turn` for both corners of `box`, which may change places."""
    x0, top, x1, bottom = box
    corner = turn(
        x0,
        top,
        angle,
        width=width,
        height=height,
    )
    opposite = turn(
        x1,
        bottom,
        angle,
        width=width,
        height=height,
    )
    return bounds([corner, opposite])


def turned_page(page: DrawnPage, angle: int) -> DrawnPage:
    """`page` seen in the frame of `angle`, in which its writing at `angle` is the upright one."""
    if angle == 0:
        return page

    def seen_box(box: BBox) -> BBox:
        return turn_box(
            box,
            angle,
            width=page.width,
            height=page.height,
        )

    width, height = page.width, page.height
    if _is_sideways(angle):
        width, height = height, width
    seen = DrawnPage(
        page.number,
        width,
        height,
        curves=page.curves,
    )
    seen.edges = [Edge(*seen_box(edge)) for edge in page.edges]
    seen.areas = [seen_box(area) for area in page.areas]
    seen.pictures = [seen_box(picture) for picture in page.pictures]
    # The glyphs stand in the frames of their own directions already: only the names of these turn.
    for direction, glyphs in page.turned.items():
        is_aslant = direction < 0
        if not is_aslant:
            direction = (direction - angle) % 360
        seen.turned[direction] = glyphs
    return seen
