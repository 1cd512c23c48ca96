"""What an OFD page draws (GB/T 33190-2016, chapters 8 to 13), taken down as glyphs, lines and pictures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planparse.errors import ReadError
from planparse.readers.pages.page import DrawnPage

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

POINTS = 72 / 25.4
"""Points in a millimetre, the unit of OFD."""
Matrix = tuple[float, float, float, float, float, float]
# Programs write what their floats hold: 8.100000000000001.
_NUMBER = re.compile(r"[-+]?(?:\d{1,20}\.?\d{0,30}|\.\d{1,30})(?:[eE][-+]?\d{1,3})?")
_STEP = re.compile(r"[SMLQBAC]|" + _NUMBER.pattern)
_ENDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7}
_LARGEST = 2000.0
"""Points of a character's size from which on, as at none, it cannot be seen."""
_MOST_GLYPHS = 100_000


def local(element: Element) -> str:
    """Name of the element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def numbers(text: str | None) -> list[float]:
    """The numbers of an attribute such as a box or a matrix."""
    return [float(found) for found in _NUMBER.findall(text or "")]


def number(text: str | None, default: float) -> float:
    """The first number of an attribute, `default` where it has none."""
    return next(iter(numbers(text)), default)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies `inner` first and then `outer`."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


@dataclass(slots=True)
class Drawer:
    """Takes down the objects of one page. `units` finds the content of a composite object by its id."""

    page: DrawnPage
    units: Callable[[str], Element | None]
    where: str
    depth: int = 0

    def draw(self, content: Element, matrix: Matrix) -> None:
        """Take down all objects below `content`, a layer, block or composite, in order."""
        for element in content:
            kind = local(element)
            if element.get("Visible") == "false":
                continue
            if kind in ("Layer", "PageBlock", "Content"):
                self._nested(element, matrix)
            elif kind in _DRAWN:
                _DRAWN[kind](self, element, _placed(element, matrix))

    def _nested(self, element: Element, matrix: Matrix) -> None:
        self.depth += 1
        if self.depth > 40:
            raise ReadError(self.where, "objects hold one another without end", "make the file anew")
        self.draw(element, matrix)
        self.depth -= 1

    def _text(self, element: Element, matrix: Matrix) -> None:
        size = number(element.get("Size"), 3.5)
        stretch = number(element.get("HScale"), 1.0)
        turned = number(element.get("ReadDirection"), 0.0) % 180 == 90
        x = y = 0.0
        for code in element:
            if local(code) != "TextCode":
                continue
            x, y = number(code.get("X"), x), number(code.get("Y"), y)
            text = code.text or ""
            across = _deltas(code.get("DeltaX"), len(text))
            down = _deltas(code.get("DeltaY"), len(text))
            for i, char in enumerate(text):
                width = size * stretch * _width(char)
                step = across[i] if i < len(across) else 0.0 if down or turned else width
                # A step of about one character is its advance; a wider one leaves a gap.
                self._glyph(char, x, y, step if 0 < step <= 1.1 * size else width, size, matrix)
                x += step
                y += down[i] if i < len(down) else width if turned and not across else 0.0

    def _glyph(self, char: str, x: float, y: float, width: float, size: float, matrix: Matrix) -> None:
        ax, ay = _apply(matrix, x, y)
        bx, by = _apply(matrix, x + width, y)
        up = (matrix[2] ** 2 + matrix[3] ** 2) ** 0.5
        if 0 < size * up < _LARGEST:
            self.page.write(char, ax, ay, (bx - ax, by - ay), size * up)

    def _path(self, element: Element, matrix: Matrix) -> None:
        data = next((child.text for child in element if local(child) == "AbbreviatedData"), "")
        stroked = element.get("Stroke", "true") == "true"
        if not stroked and element.get("Fill") != "true":
            return
        for points, curved, closed in _strokes(data or ""):
            if curved:
                self.page.curves += 1
            elif len(points) > 1:
                self.page.shape([_apply(matrix, *p) for p in points], stroked=stroked, closed=closed)

    def _image(self, element: Element, matrix: Matrix) -> None:
        box = numbers(element.get("Boundary"))
        if len(box) == 4:
            # The picture is the unit square under the CTM; the boundary clips it.
            corners = [_apply(matrix, *p) for p in ((0, 0), (1, 0), (0, 1), (1, 1))]
            if not element.get("CTM"):
                corners = [_apply(matrix, *p) for p in ((0, 0), (box[2], box[3]))]
            xs, ys = [c[0] for c in corners], [c[1] for c in corners]
            self.page.picture((min(xs), min(ys), max(xs), max(ys)))

    def _composite(self, element: Element, matrix: Matrix) -> None:
        unit = self.units(element.get("ResourceID", ""))
        if unit is not None:
            self._nested(unit, matrix)


_DRAWN: dict[str, Callable[[Drawer, Element, Matrix], None]] = {
    "TextObject": Drawer._text, "PathObject": Drawer._path, "ImageObject": Drawer._image,
    "CompositeObject": Drawer._composite,
}


def _placed(element: Element, matrix: Matrix) -> Matrix:
    """The matrix of an object's own space: its CTM, then the corner of its boundary, then `matrix`."""
    box, own = numbers(element.get("Boundary")), numbers(element.get("CTM"))
    if len(box) == 4:
        matrix = _times((1, 0, 0, 1, box[0], box[1]), matrix)
    return _times((own[0], own[1], own[2], own[3], own[4], own[5]), matrix) if len(own) == 6 else matrix


def _deltas(text: str | None, count: int) -> list[float]:
    """Steps between characters; "g 5 3.5" stands for five steps of 3.5."""
    steps: list[float] = []
    words = iter((text or "").split())
    for word in words:
        if word == "g":
            times, step = next(words, "0"), next(words, "0")
            # No text has more steps than characters, whatever the file says.
            steps += numbers(step)[:1] * min(int(times) if times.isdecimal() else 0, count, _MOST_GLYPHS)
        else:
            steps += numbers(word)[:1]
    return steps


def _width(char: str) -> float:
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5


def _strokes(data: str) -> Iterator[tuple[list[tuple[float, float]], bool, bool]]:
    """The subpaths of abbreviated path data (9.3.1): corners, whether curved, whether closed."""
    points: list[tuple[float, float]] = []
    curved = closed = False
    step, pending = "", list[float]()
    for word in _STEP.findall(data):
        if word == "C":
            closed = True
        elif word in _ENDS:
            step, pending = word, []
        else:
            pending.append(float(word))
        if step and word != "C" and len(pending) == _ENDS[step]:
            if step in "SM" and points:
                yield points, curved, closed
                points, curved, closed = [], False, False
            curved = curved or step in "QBA"
            points.append((pending[-2], pending[-1]))
            pending = []
    if points:
        yield points, curved, closed
