"""What an OFD page draws (GB/T 33190-2016, chapters 8 to 13): glyphs, lines and pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planparse.errors import ReadError
from planparse.readers.affine import UNIT_SQUARE, Affine, box_around, chained, moved
from planparse.readers.limits import Limits
from planparse.readers.ofd.elements import local, numbers
from planparse.readers.ofd.path_data import subpaths
from planparse.readers.ofd.text_code import PlacedCharacter, placed_characters, text_object
from planparse.readers.pages.page import DrawnPage

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

POINTS = 72 / 25.4
"""Points in a millimetre, the unit of OFD."""
# Points of a character's size from which on, as at none, it cannot be seen.
_LARGEST = 2000.0
# Objects in one another; only a composite that holds itself goes deeper.
_DEEPEST = 40
_HOLDERS = ("Layer", "PageBlock", "Content")


@dataclass(slots=True)
class Drawer:
    """Takes down the objects of one page; `units` finds a composite object's content by its id."""

    page: DrawnPage
    units: Callable[[str], Element | None]
    where: str
    """Names the input in errors."""
    limits: Limits
    depth: int = 0
    objects: int = 0
    """Objects visited and characters drawn so far: a composite counts each time that it is drawn."""

    def draw(self, content: Element, matrix: Affine) -> None:
        """Take down all objects below `content`, a layer, block or composite, in order.

        `matrix` leads from its millimetres to the points of the page. Raises `ReadError` for
        objects that hold one another without end.
        """
        for element in content:
            self._count()
            if element.get("Visible") == "false":
                continue
            kind = local(element)
            if kind in _HOLDERS:
                self._draw_nested(element, matrix)
            elif kind in _DRAWN:
                _DRAWN[kind](self, element, _placed(element, matrix))

    def _count(self) -> None:
        self.objects += 1
        # Not by depth: a few composites that hold one another twice are drawn millions of times.
        self.limits.check("objects", self.where, self.objects)

    def _draw_nested(self, element: Element, matrix: Affine) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            reason = "objects hold one another without end"
            raise ReadError(self.where, reason, "make the file anew")
        self.draw(element, matrix)
        self.depth -= 1

    def _draw_text(self, element: Element, matrix: Affine) -> None:
        shared = text_object(element)
        for placed in placed_characters(element, shared):
            self._count()
            self._write(placed, shared.size, matrix)

    def _write(
        self,
        placed: PlacedCharacter,
        size: float,
        matrix: Affine,
    ) -> None:
        _, _, c, d, _, _ = matrix
        height = size * (c**2 + d**2) ** 0.5
        if not 0 < height < _LARGEST:
            return
        x, y = moved(placed.x, placed.y, matrix)
        end = placed.x + placed.width
        end_x, end_y = moved(end, placed.y, matrix)
        self.page.write(
            placed.char,
            x,
            y,
            run=(end_x - x, end_y - y),
            size=height,
        )

    def _draw_path(self, element: Element, matrix: Affine) -> None:
        stroked = element.get("Stroke", "true") == "true"
        filled = element.get("Fill") == "true"
        if not stroked and not filled:
            return
        for path in subpaths(_path_data(element)):
            self._count()
            points = [moved(x, y, matrix) for x, y in path.points]
            self.page.path(
                points,
                curved=path.is_curved,
                stroked=stroked,
                closed=path.is_closed,
            )

    def _draw_picture(self, element: Element, matrix: Affine) -> None:
        boundary = numbers(element.get("Boundary"))
        if len(boundary) != 4:
            return
        # Under a CTM the picture is the unit square, which the boundary clips.
        corners = UNIT_SQUARE
        if not element.get("CTM"):
            _, _, width, height = boundary
            corners = ((0, 0), (width, height))
        on_page = [moved(x, y, matrix) for x, y in corners]
        self.page.picture(box_around(on_page))

    def _draw_composite(self, element: Element, matrix: Affine) -> None:
        unit = self.units(element.get("ResourceID", ""))
        if unit is not None:
            self._draw_nested(unit, matrix)


_DRAWN: dict[str, Callable[[Drawer, Element, Affine], None]] = {
    "TextObject": Drawer._draw_text,
    "PathObject": Drawer._draw_path,
    "ImageObject": Drawer._draw_picture,
    "CompositeObject": Drawer._draw_composite,
}


def _placed(element: Element, matrix: Affine) -> Affine:
    """The matrix of an object's own space: CTM, then the boundary's corner, then `matrix`."""
    boundary = numbers(element.get("Boundary"))
    if len(boundary) == 4:
        x, y, _, _ = boundary
        matrix = chained((1, 0, 0, 1, x, y), matrix)
    own = numbers(element.get("CTM"))
    if len(own) == 6:
        a, b, c, d, e, f = own
        matrix = chained((a, b, c, d, e, f), matrix)
    return matrix


def _path_data(element: Element) -> str:
    for child in element:
        if local(child) == "AbbreviatedData":
            return child.text or ""
    return ""
