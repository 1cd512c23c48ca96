"""One loaded PDFium page as a `DrawnPage`: its characters, paths and pictures."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import repeat
from typing import Any

import pypdfium2.raw as c

from planparse.readers.affine import SAME, UNIT_SQUARE, Affine, Point, box_around, chained, moved
from planparse.readers.pages.page import DrawnPage
from planparse.readers.pdf.pdfium.calls import (
    address_of,
    kind_of_object,
    object_of_form,
    object_of_page,
)
from planparse.readers.pdf.pdfium.characters import DrawnCharacters
from planparse.readers.pdf.pdfium.glyphs import write_glyphs

# Form XObjects nested deeper than this are left out: a hostile file may nest them without end.
_DEEPEST_FORM = 16


def draw(raw: Any, number: int, count: Callable[[int], None]) -> DrawnPage:
    """The page with handle `raw`, which is the `number`-th of its document (from 1).

    `count` is told how many objects were met so far, and raises beyond the limit.
    """
    drawing = _PageDrawing(raw, number, count)
    drawing.take_text()
    drawing.take_objects(raw, drawing.to_page, depth=0)
    drawing.count_hidden()
    return drawing.page


class _PageDrawing:
    """Takes down one loaded page; `to_page` leads from user space to the displayed page, y down."""

    def __init__(self, raw: Any, number: int, count: Callable[[int], None]) -> None:
        self.raw = raw
        self.count = count
        self.met = 0
        box = c.FS_RECTF()
        c.FPDF_GetPageBoundingBox(raw, box)
        quarter = c.FPDFPage_GetRotation(raw)
        self.to_page = _displayed(box, quarter)
        width = box.right - box.left
        height = box.top - box.bottom
        if quarter % 2:
            width, height = height, width
        self.page = DrawnPage(number, width, height)
        self.text_objects: Counter[int | None] = Counter()
        """Addresses of text objects, of which nothing is to be asked as objects, and how many
        characters each has."""

    def take_text(self) -> None:
        """Take down the glyphs of the page."""
        text = c.FPDFText_LoadPage(self.raw)
        try:
            self._meet(max(0, c.FPDFText_CountChars(text)))
            characters = DrawnCharacters(text)
            self.text_objects.update(characters.objects)
            write_glyphs(self.page, characters, self.to_page)
        finally:
            c.FPDFText_ClosePage(text)

    def _meet(self, objects: int) -> None:
        self.met += objects
        self.count(self.met)

    def count_hidden(self) -> None:
        """Count the characters that are not painted; they matter only under a picture."""
        if not self.page.pictures:
            return
        for address, count in self.text_objects.items():
            if address is None:
                continue
            item = ctypes.cast(address, c.FPDF_PAGEOBJECT)
            if c.FPDFTextObj_GetTextRenderMode(item) == c.FPDF_TEXTRENDERMODE_INVISIBLE:
                self.page.hidden += count

    def take_objects(
        self,
        holder: Any,
        to_page: Affine,
        depth: int,
    ) -> None:
        """Take down paths and pictures of the page (depth 0) or of a form in it."""
        for address in _objects(holder, is_form=depth > 0):
            self._meet(1)
            if address in self.text_objects:
                continue
            kind = kind_of_object(address)
            if kind == c.FPDF_PAGEOBJ_TEXT:
                continue
            item = ctypes.cast(address, c.FPDF_PAGEOBJECT)
            if kind == c.FPDF_PAGEOBJ_PATH:
                self._take_path(item, chained(_matrix(item), to_page))
            elif kind == c.FPDF_PAGEOBJ_IMAGE:
                self._take_picture(chained(_matrix(item), to_page))
            elif kind == c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
                self.take_objects(item, chained(_matrix(item), to_page), depth + 1)

    def _take_picture(self, to_page: Affine) -> None:
        corners = [moved(x, y, to_page) for x, y in UNIT_SQUARE]
        self.page.picture(box_around(corners))

    def _take_path(self, path: Any, to_page: Affine) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        c.FPDFPath_GetDrawMode(path, fill, stroke)
        if not fill.value and not stroke.value:
            return
        is_stroked = bool(stroke.value)
        x, y = ctypes.c_float(), ctypes.c_float()
        points: list[Point] = []
        is_curved = is_closed = False
        for i in range(c.FPDFPath_CountSegments(path)):
            segment = c.FPDFPath_GetPathSegment(path, i)
            kind = c.FPDFPathSegment_GetType(segment)
            if kind == c.FPDF_SEGMENT_MOVETO:
                self.page.path(
                    points,
                    curved=is_curved,
                    stroked=is_stroked,
                    closed=is_closed,
                )
                points = []
                is_curved = is_closed = False
            if kind == c.FPDF_SEGMENT_BEZIERTO:
                is_curved = True
            is_closed = bool(c.FPDFPathSegment_GetClose(segment))
            c.FPDFPathSegment_GetPoint(segment, x, y)
            points.append(moved(x.value, y.value, to_page))
        self.page.path(
            points,
            curved=is_curved,
            stroked=is_stroked,
            closed=is_closed,
        )


def _displayed(box: Any, quarter: int) -> Affine:
    """From user space to the page as it is displayed, turned by so many quarters clockwise."""
    by_quarter: tuple[Affine, ...] = (
        (1, 0, 0, -1, -box.left, box.top),
        (0, 1, 1, 0, -box.bottom, -box.left),
        (-1, 0, 0, 1, box.right, -box.bottom),
        (0, -1, -1, 0, box.top, box.right),
    )
    return by_quarter[quarter]


def _objects(holder: Any, *, is_form: bool) -> Iterable[int]:
    """Addresses of the objects that a page or a form holds."""
    count = c.FPDFPage_CountObjects
    get = object_of_page
    if is_form:
        count = c.FPDFFormObj_CountObjects
        get = object_of_form
    numbers = range(count(holder))
    return map(get, repeat(address_of(holder)), numbers)


def _matrix(item: Any) -> Affine:
    held = c.FS_MATRIX()
    if not c.FPDFPageObj_GetMatrix(item, held):
        return SAME
    return held.a, held.b, held.c, held.d, held.e, held.f
