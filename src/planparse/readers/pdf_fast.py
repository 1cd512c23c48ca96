"""Pages of a PDF by way of PDFium (pypdfium2, extra `fast`), one at a time.

The same glyphs, lines and pictures as `pdf_miner` takes down, several times faster.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from math import hypot
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

from planparse.errors import ReadError
from planparse.readers.page import Glyph, Page

Affine = tuple[float, float, float, float, float, float]
_DEEP = 16
"""Form XObjects nested deeper than this are left out."""
_SAME: Affine = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _unchecked(function: Any, result: Any, *takes: Any) -> Any:
    """`function` of a handle and `takes`, without pypdfium2's checks of types.

    They are called for every character or object of the document, and the checks take half of their time.
    """
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.CFUNCTYPE(result, ctypes.c_void_p, *takes)(address)


_unicode = _unchecked(c.FPDFText_GetUnicode, ctypes.c_uint, ctypes.c_int)
_holder = _unchecked(c.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_int)
_loose_box = _unchecked(c.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_int, ctypes.c_void_p)
_is_unmapped = _unchecked(c.FPDFText_HasUnicodeMapError, ctypes.c_int, ctypes.c_int)
_matrix_of = _unchecked(c.FPDFText_GetMatrix, ctypes.c_int, ctypes.c_int, ctypes.c_void_p)
_size_of = _unchecked(c.FPDFText_GetFontSize, ctypes.c_double, ctypes.c_int)
_object = _unchecked(c.FPDFPage_GetObject, ctypes.c_void_p, ctypes.c_int)
_object_of_form = _unchecked(c.FPDFFormObj_GetObject, ctypes.c_void_p, ctypes.c_ulong)
_kind = _unchecked(c.FPDFPageObj_GetType, ctypes.c_int)


class Pdfium:
    """An open PDF. `pages()` yields each page once, in order; nothing of a page is kept after it."""

    def __init__(self, data: bytes, name: str, password: str | None) -> None:
        try:
            self.document: Any = pdfium.PdfDocument(data, password=password)
        except pdfium.PdfiumError as error:
            if "password" not in str(error).lower():
                raise
            raise ReadError(name, "the PDF is encrypted" if password is None else "the password is wrong",
                            "give its password (--password)") from None

    def pages(self) -> Iterator[Page]:
        """Each page of the document, drawn."""
        for index in range(len(self.document)):
            loaded = self.document[index]
            try:
                yield _Drawing(loaded.raw, index + 1).page
            finally:
                loaded.close()

    def bookmarks(self) -> list[tuple[int, str, int | None]]:
        """`(level, title, page)` of each bookmark; the page (from 1) is None where it is not told."""
        found: list[tuple[int, str, int | None]] = []
        seen: set[int] = set()
        stack = [(1, c.FPDFBookmark_GetFirstChild(self.document.raw, None))]
        while stack:
            level, mark = stack.pop()
            address = ctypes.cast(mark, ctypes.c_void_p).value if mark else None
            if not address or address in seen:
                continue
            seen.add(address)
            dest = c.FPDFBookmark_GetDest(self.document.raw, mark)
            page = c.FPDFDest_GetDestPageIndex(self.document.raw, dest) if dest else -1
            found.append((level, _title(mark), page + 1 if page >= 0 else None))
            stack.append((level, c.FPDFBookmark_GetNextSibling(self.document.raw, mark)))
            stack.append((level + 1, c.FPDFBookmark_GetFirstChild(self.document.raw, mark)))
        return found

    def title(self) -> str:
        """Title of the document's own metadata, "" where it has none."""
        return str(self.document.get_metadata_value("Title")).strip("\0 ")


def _title(mark: object) -> str:
    size = c.FPDFBookmark_GetTitle(mark, None, 0)
    held = ctypes.create_string_buffer(size)
    c.FPDFBookmark_GetTitle(mark, held, size)
    return held.raw.decode("utf-16-le", "replace").rstrip("\0")


class _Drawing:
    """Takes down one loaded page. `to_page` leads from user space to the displayed page, y down."""

    def __init__(self, raw: Any, number: int) -> None:
        self.raw = raw
        box = c.FS_RECTF()
        c.FPDF_GetPageBoundingBox(raw, box)
        wide, high = box.right - box.left, box.top - box.bottom
        quarter = c.FPDFPage_GetRotation(raw)
        self.to_page: Affine = (
            (1, 0, 0, -1, -box.left, box.top), (0, 1, 1, 0, -box.bottom, -box.left),
            (-1, 0, 0, 1, box.right, -box.bottom), (0, -1, -1, 0, box.top, box.right))[quarter]
        self.page = Page(number, high if quarter % 2 else wide, wide if quarter % 2 else high)
        self._text()
        self._objects(raw, self.to_page, 0)

    def _text(self) -> None:
        text = c.FPDFText_LoadPage(self.raw)
        try:
            self._glyphs(text)
        finally:
            c.FPDFText_ClosePage(text)

    def _glyphs(self, text: Any) -> None:
        x, y, box = ctypes.c_double(), ctypes.c_double(), c.FS_RECTF()
        at_x, at_y, at_box = ctypes.byref(x), ctypes.byref(y), ctypes.byref(box)
        handle = ctypes.cast(text, ctypes.c_void_p)
        last: int | None = None
        pen = _Pen(self.page, self.to_page)
        for i in range(c.FPDFText_CountChars(text)):
            code = _unicode(handle, i)
            if code in _MADE and c.FPDFText_IsGenerated(text, i) == 1:
                pen.blank(code)
                continue
            holder = _holder(handle, i)
            if holder != last:
                last = holder
                pen.take_style(text, handle, i)
            _loose_box(handle, i, at_box)
            if pen.plain:  # a level object has one baseline
                left, base = box.left, pen.base
            else:
                c.FPDFText_GetCharOrigin(text, i, at_x, at_y)
                left, base = x.value, y.value
            known = (code in _COMMON and pen.checked) or _is_told(handle, i, code)
            pen.checked = True
            pen.write(code if known else 0xFFFD, left, base, box)

    def _objects(self, holder: Any, to_page: Affine, depth: int) -> None:
        count, get = ((c.FPDFFormObj_CountObjects, _object_of_form) if depth
                      else (c.FPDFPage_CountObjects, _object))
        handle = ctypes.cast(holder, ctypes.c_void_p)
        for i in range(count(holder)):
            address = get(handle, i)
            kind = _kind(address)
            if kind == c.FPDF_PAGEOBJ_TEXT:
                continue
            item = ctypes.cast(address, c.FPDF_PAGEOBJECT)
            if kind == c.FPDF_PAGEOBJ_PATH:
                self._path(item, _chained(_matrix(item), to_page))
            elif kind == c.FPDF_PAGEOBJ_IMAGE:
                self._image(_chained(_matrix(item), to_page))
            elif kind == c.FPDF_PAGEOBJ_FORM and depth < _DEEP:
                self._objects(item, _chained(_matrix(item), to_page), depth + 1)

    def _image(self, to_page: Affine) -> None:
        corners = [_moved(x, y, to_page) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
        xs, ys = [p[0] for p in corners], [p[1] for p in corners]
        self.page.picture((min(xs), min(ys), max(xs), max(ys)))

    def _path(self, path: Any, to_page: Affine) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        c.FPDFPath_GetDrawMode(path, fill, stroke)
        if not fill.value and not stroke.value:
            return
        x, y = ctypes.c_float(), ctypes.c_float()
        points: list[tuple[float, float]] = []
        curved = closed = False
        for i in range(c.FPDFPath_CountSegments(path)):
            segment = c.FPDFPath_GetPathSegment(path, i)
            kind = c.FPDFPathSegment_GetType(segment)
            if kind == c.FPDF_SEGMENT_MOVETO:
                self._shape(points, curved, bool(stroke.value), closed)
                points, curved, closed = [], False, False
            curved = curved or kind == c.FPDF_SEGMENT_BEZIERTO
            closed = bool(c.FPDFPathSegment_GetClose(segment))
            c.FPDFPathSegment_GetPoint(segment, x, y)
            points.append(_moved(x.value, y.value, to_page))
        self._shape(points, curved, bool(stroke.value), closed)

    def _shape(self, points: list[tuple[float, float]], curved: bool, stroke: bool, closed: bool) -> None:
        if curved:
            self.page.curves += 1
        elif len(points) > 1:
            self.page.shape(points, stroked=stroke, closed=closed)


_MADE = frozenset(map(ord, "\r\n -\2"))
"""What PDFium puts between the characters that are drawn."""
_COMMON = frozenset((*range(0x20, 0x7F), *range(0x3000, 0x3020), *range(0x4E00, 0xA000), *range(0xFF00, 0xFF5F)))
"""Characters for which only the first of each text object is asked whether its font tells it."""


def _is_told(handle: Any, index: int, code: int) -> bool:
    """Whether the font tells the character, so that `code` is not just its number in the font."""
    if code in (0, 0xFFFE, 0xFFFF) or 0xD800 <= code < 0xE000:
        return False
    return bool(_is_unmapped(handle, index) != 1)


class _Pen:
    """Writes the characters of text objects into a page."""

    def __init__(self, page: Page, to_page: Affine) -> None:
        self.page, self.to_page, self.glyphs = page, to_page, page.glyphs
        self.across, self.down, self.width, self.height = to_page[4], to_page[5], page.width, page.height
        self.matrix = c.FS_MATRIX()
        self.at_matrix = ctypes.byref(self.matrix)
        self.key: tuple[float, ...] = ()
        self.size = self.dx = self.dy = self.base = 0.0
        self.square = self.drawn = self.level = self.checked = self.plain = False
        self.end: tuple[float, float] | None = None
        self.origin: tuple[float, float] | None = None

    def take_style(self, text: Any, handle: Any, index: int) -> None:
        """Take size and direction of the text object that character `index` belongs to."""
        matrix = self.matrix
        _matrix_of(handle, index, self.at_matrix)
        self.checked, self.base = False, matrix.f
        key = _size_of(handle, index), matrix.a, matrix.b, matrix.c, matrix.d
        if key == self.key:
            return
        self.key, (a, b, d, e, _, _) = key, self.to_page
        dx, dy = matrix.a * a + matrix.b * d, matrix.a * b + matrix.b * e
        scale, length = hypot(matrix.c, matrix.d), hypot(dx, dy) or 1.0
        self.size = abs(key[0]) * scale
        self.dx, self.dy = dx / length, dy / length
        self.square = abs(length - scale) < 0.02 * scale
        self.level = abs(matrix.b) < abs(matrix.a)
        # Fonts without a name are drawings (Type 3): PDFium knows no widths of theirs and drops their blanks.
        self.drawn = c.FPDFText_GetFontInfo(text, index, None, 0, None) <= 1
        self.plain = not self.drawn and self.dy == 0 and self.dx > 0 and self.to_page[0] == 1

    def blank(self, code: int) -> None:
        """A character that PDFium made up; a blank after drawn characters was dropped before."""
        if code == 32 and self.drawn and self.end is not None:
            self.page.write(" ", *self.end, (0.0, 0.0), self.size)

    def write(self, code: int, x: float, y: float, box: Any) -> None:
        """Write one character whose baseline starts at (x, y) of user space, in its `box`."""
        char = "-" if code == 2 else chr(code)
        if (x, y) == self.origin and self.glyphs:  # one glyph that stands for several characters
            first = self.glyphs[-1]
            x1 = first.x1 if code < 0x2010 else first.x0 + self.size * (len(first.text) + 1)
            self.glyphs[-1] = first._replace(text=first.text + char, x1=x1)
            return
        self.origin = x, y
        if self.plain:  # level writing on an unturned page, nearly all there is
            x0, y = x + self.across, self.down - y
            if 0 <= x0 < self.width and 0 <= y < self.height:
                self.glyphs.append(Glyph(char, x0, x0 + box.right - box.left, y, self.size))
            return
        advance = box.right - box.left if self.level else box.top - box.bottom
        if self.drawn and self.square and 0x2E80 <= code < 0xA000:
            advance = max(advance, self.size)
        a, b, d, e, f, g = self.to_page
        x, y = x * a + y * d + f, x * b + y * e + g
        run = self.dx * advance, self.dy * advance
        self.end = x + run[0], y + run[1]
        self.page.write(char, x, y, run, self.size)


def _matrix(item: Any) -> Affine:
    held = c.FS_MATRIX()
    if not c.FPDFPageObj_GetMatrix(item, held):
        return _SAME
    return held.a, held.b, held.c, held.d, held.e, held.f


def _chained(first: Affine, then: Affine) -> Affine:
    a, b, d, e, f, g = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, d * p + e * r, d * q + e * s,
            f * p + g * r + t, f * q + g * s + u)


def _moved(x: float, y: float, by: Affine) -> tuple[float, float]:
    return x * by[0] + y * by[2] + by[4], x * by[1] + y * by[3] + by[5]
