"""Pages of a PDF by way of PDFium (pypdfium2, extra `fast`), one at a time.

The same glyphs, lines and pictures as `pdf_miner` takes down, several times faster.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

from planparse.errors import ReadError
from planparse.readers.page import Page
from planparse.readers.pdf_miner import UNKNOWN

Affine = tuple[float, float, float, float, float, float]
_DEEP = 16
"""Form XObjects nested deeper than this are left out."""
_SAME: Affine = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


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
        x, y, box, matrix = ctypes.c_double(), ctypes.c_double(), c.FS_RECTF(), c.FS_MATRIX()
        at_x, at_y, at_box = ctypes.byref(x), ctypes.byref(y), ctypes.byref(box)
        a, b, cc, d, e, f = self.to_page
        dx = dy = size = 0.0
        # Fonts without a name are drawings (Type 3): PDFium knows no widths of theirs and drops their blanks.
        last, square, drawn = None, False, False
        end: tuple[float, float] | None = None
        origin: tuple[float, float] | None = None
        write = self.page.write
        for i in range(c.FPDFText_CountChars(text)):
            code = c.FPDFText_GetUnicode(text, i)
            if code in _MADE and c.FPDFText_IsGenerated(text, i) == 1:
                if code == 32 and drawn and end is not None:
                    write(" ", *end, (0.0, 0.0), size)
                continue
            holder = ctypes.cast(c.FPDFText_GetTextObject(text, i), ctypes.c_void_p).value
            if holder != last:
                last = holder
                c.FPDFText_GetMatrix(text, i, matrix)
                dx, dy = matrix.a * a + matrix.b * cc, matrix.a * b + matrix.b * d
                scale = (matrix.c ** 2 + matrix.d ** 2) ** 0.5
                size = abs(c.FPDFText_GetFontSize(text, i)) * scale
                length = (dx * dx + dy * dy) ** 0.5 or 1.0
                dx, dy = dx / length, dy / length
                square = abs(length - scale) < 0.02 * scale
                drawn = c.FPDFText_GetFontInfo(text, i, None, 0, None) <= 1
            c.FPDFText_GetCharOrigin(text, i, at_x, at_y)
            c.FPDFText_GetLooseCharBox(text, i, at_box)
            px, py = x.value, y.value
            upright = abs(dy) < abs(dx) if self.to_page[0] else abs(dy) > abs(dx)
            advance = box.right - box.left if upright else box.top - box.bottom
            if drawn and square and 0x2E80 <= code < 0xA000:
                advance = max(advance, size)
            if (px, py) == origin and self.page.glyphs:  # one glyph that stands for several characters
                glyphs = self.page.glyphs
                glyphs[-1] = glyphs[-1]._replace(text=glyphs[-1].text + _char(text, i, code))
                continue
            origin = px, py
            ax, ay = px * a + py * cc + e, px * b + py * d + f
            end = ax + dx * advance, ay + dy * advance
            write(_char(text, i, code), ax, ay, (dx * advance, dy * advance), size)

    def _objects(self, holder: Any, to_page: Affine, depth: int) -> None:
        count, get = ((c.FPDFFormObj_CountObjects, c.FPDFFormObj_GetObject) if depth
                      else (c.FPDFPage_CountObjects, c.FPDFPage_GetObject))
        for i in range(count(holder)):
            item = get(holder, i)
            kind = c.FPDFPageObj_GetType(item)
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


def _char(text: Any, index: int, code: int) -> str:
    if code in (0, 0xFFFE, 0xFFFF) or 0xD800 <= code < 0xE000:
        return UNKNOWN
    if c.FPDFText_HasUnicodeMapError(text, index) == 1:
        return UNKNOWN
    return "-" if code == 2 else chr(code)


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
