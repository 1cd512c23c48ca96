"""Pages of a PDF by way of PDFium (pypdfium2, extra `fast`), one at a time.

The same glyphs, lines and pictures as `pdf_miner` takes down, several times faster.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, repeat
from math import hypot
from operator import eq, sub
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

from planparse.errors import ReadError
from planparse.readers.pages.page import DrawnPage, Glyph

Affine = tuple[float, float, float, float, float, float]
_DEEP = 16
"""Form XObjects nested deeper than this are left out."""
_SAME: Affine = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _unchecked(function: Any, result: Any, *takes: Any) -> Any:
    """`function` of a handle and `takes`, without pypdfium2's checks of types.

    They are called for every character or object of the document, and the checks take half of their time.
    Each is over at once, so that other threads are not let in between.
    """
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, ctypes.c_void_p, *takes)(address)


_unicode = _unchecked(c.FPDFText_GetUnicode, ctypes.c_uint, ctypes.c_int)
_holder = _unchecked(c.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_int)
_loose_box = _unchecked(c.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_int, ctypes.c_void_p)
_is_unmapped = _unchecked(c.FPDFText_HasUnicodeMapError, ctypes.c_int, ctypes.c_int)
_is_made = _unchecked(c.FPDFText_IsGenerated, ctypes.c_int, ctypes.c_int)
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

    def pages(self) -> Iterator[DrawnPage]:
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
        self.page = DrawnPage(number, high if quarter % 2 else wide, wide if quarter % 2 else high)
        self.texts: set[int | None] = set()
        """Addresses of text objects: nothing is to be asked of them as objects."""
        self._text()
        self._objects(raw, self.to_page, 0)

    def _text(self) -> None:
        text = c.FPDFText_LoadPage(self.raw)
        try:
            self._glyphs(text)
        finally:
            c.FPDFText_ClosePage(text)

    def _glyphs(self, text: Any) -> None:
        pen, seen = _Pen(self.page, self.to_page), _Characters(text)
        self.texts.update(seen.holders)
        for style, start, end in seen.stretches():
            pen.take(style, text, seen.places[start])
            if pen.plain:
                pen.write_level(seen.codes[start:end], seen.lefts[start:end], seen.rights[start:end], seen.bases[start:end])
                continue
            for n in range(start, end):
                pen.write(seen.codes[n], *seen.place(n))
                if pen.drawn and seen.has_blank(n):
                    pen.blank()

    def _objects(self, holder: Any, to_page: Affine, depth: int) -> None:
        count, get = ((c.FPDFFormObj_CountObjects, _object_of_form) if depth
                      else (c.FPDFPage_CountObjects, _object))
        handle = ctypes.cast(holder, ctypes.c_void_p).value or 0
        for address in map(get, repeat(handle), range(count(holder))):
            if address in self.texts or (kind := _kind(address)) == c.FPDF_PAGEOBJ_TEXT:
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


_HYPHEN = 2
"""What PDFium has for a hyphen at the end of a line."""
_ENDS = frozenset(map(ord, "\r\n"))
_MADE = frozenset((*map(ord, "\r\n -"), _HYPHEN))
"""What PDFium puts between the characters that are drawn."""
_COMMON = frozenset((*range(0x20, 0x7F), *range(0x3000, 0x3020), *range(0x4E00, 0xA000), *range(0xFF00, 0xFF5F)))
"""Characters for which only the first of each text object is asked whether its font tells it."""
_SURROGATES = frozenset(range(0xD800, 0xE000))
_UNTOLD = _SURROGATES | {0, 0xFFFE, 0xFFFF}
"""What PDFium gives for a character that the font does not tell."""
_UNKNOWN = 0xFFFD
Style = tuple[float, float, float, float, float]
"""Font size of a text object, and its matrix without the place."""


class _Characters:
    """The drawn characters of a page, each thing asked for all of them in one go.

    Beside one another: their codes, their places among all that PDFium counts, their ends and baselines
    (that of the text object, which holds for level writing).
    """

    def __init__(self, text: Any) -> None:
        self.text, self.handle = text, ctypes.cast(text, ctypes.c_void_p).value or 0
        self.all = self._codes(max(0, c.FPDFText_CountChars(text)))
        self.places = [i for i, code in enumerate(self.all)
                       if code not in _MADE or (code not in _ENDS and _is_made(self.handle, i) != 1)]
        self.lefts, self.tops, self.rights, self.bottoms = self._filled(
            _loose_box, self.places, 4, ctypes.c_float)
        self._objects()
        self.codes = self._told()

    def _codes(self, count: int) -> list[int]:
        """What each character is: PDFium writes all in one go, but for those that it knows nothing of."""
        held = (ctypes.c_uint16 * (1 << (count + 1).bit_length()))()
        written = c.FPDFText_GetText(self.text, 0, count, held) if count else 0
        codes: list[int] = held[:count]
        whole = written == count + 1 and _SURROGATES.isdisjoint(codes)
        return codes if whole else self._asked(_unicode, range(count))

    def _asked(self, ask: Any, places: Sequence[int]) -> list[Any]:
        return list(map(ask, repeat(self.handle), places))

    def _filled(self, ask: Any, places: Sequence[int], count: int, kind: Any) -> list[list[float]]:
        """The `count` numbers that `ask` writes for each of the characters at `places`, as so many lists."""
        # A power of two, since each length of array is a type of its own that is made anew.
        held = (kind * (1 << (count * len(places)).bit_length()))()
        start, size = ctypes.addressof(held), count * ctypes.sizeof(kind)
        deque(map(ask, repeat(self.handle), places, range(start, start + size * len(places), size)), maxlen=0)
        return [held[i:count * len(places):count] for i in range(count)]

    def _objects(self) -> None:
        """Take down where the characters of each text object begin, and its style."""
        self.holders: list[int | None] = self._asked(_holder, self.places)
        self.starts = [n for n, (own, last) in enumerate(zip(self.holders, [None, *self.holders], strict=False))
                       if own != last]
        firsts = [self.places[n] for n in self.starts]
        *matrix, _, bases = self._filled(_matrix_of, firsts, 6, ctypes.c_float)
        self.styles: list[Style] = list(zip(self._asked(_size_of, firsts), *matrix[:4], strict=True))
        counts = map(sub, [*self.starts[1:], len(self.places)], self.starts)
        self.bases = list(chain.from_iterable(map(repeat, bases, counts)))

    def _told(self) -> list[int]:
        """What each character is, unknown where its font does not tell and `code` is just its number there."""
        codes = [self.all[i] for i in self.places]
        odd = [n for n, code in enumerate(codes) if code not in _COMMON]
        doubtful = self.starts + odd
        errors = self._asked(_is_unmapped, [self.places[n] for n in doubtful])
        for n in odd:
            codes[n] = _UNKNOWN if codes[n] in _UNTOLD else ord("-") if codes[n] == _HYPHEN else codes[n]
        for n, error in zip(doubtful, errors, strict=True) if any(errors) else ():
            codes[n] = _UNKNOWN if error == 1 else codes[n]
        return codes

    def stretches(self) -> Iterator[tuple[Style, int, int]]:
        """`(style, start, end)` of characters that follow one another in text objects of one style."""
        ends = iter([*self.starts[1:], len(self.places)])
        start = 0
        for style, objects in groupby(self.styles):
            end = deque((next(ends) for _ in objects), maxlen=1)[0]
            yield style, start, end
            start = end

    def place(self, n: int) -> tuple[float, float, float, float]:
        """Where the baseline of a character starts, and the width and height of its box."""
        x, y = ctypes.c_double(), ctypes.c_double()
        c.FPDFText_GetCharOrigin(self.text, self.places[n], x, y)
        return x.value, y.value, self.rights[n] - self.lefts[n], self.tops[n] - self.bottoms[n]

    def has_blank(self, n: int) -> bool:
        """Whether PDFium has put a blank between a character and the next one."""
        until = self.places[n + 1] if n + 1 < len(self.places) else len(self.all)
        return 32 in self.all[self.places[n] + 1:until]


class _Pen:
    """Writes the characters of text objects into a page."""

    def __init__(self, page: DrawnPage, to_page: Affine) -> None:
        self.page, self.to_page = page, to_page
        self.size = self.dx = self.dy = 0.0
        self.square = self.drawn = self.level = self.plain = False
        self.end: tuple[float, float] | None = None
        self.origin: tuple[float, float] | None = None

    def take(self, style: Style, text: Any, index: int) -> None:
        """Take size and direction of text objects, to the first of which character `index` belongs."""
        (size, over, up, aside, high), (a, b, d, e, _, _) = style, self.to_page
        dx, dy = over * a + up * d, over * b + up * e
        scale, length = hypot(aside, high), hypot(dx, dy) or 1.0
        self.size = abs(size) * scale
        self.dx, self.dy = dx / length, dy / length
        self.square = abs(length - scale) < 0.02 * scale
        self.level = abs(up) < abs(over)
        # Fonts without a name are drawings (Type 3): PDFium knows no widths of theirs and drops their blanks.
        self.drawn = c.FPDFText_GetFontInfo(text, index, None, 0, None) <= 1
        self.plain = not self.drawn and self.dy == 0 and self.dx > 0 and self.to_page[0] == 1

    def blank(self) -> None:
        """Write the blank that was dropped behind the last drawn character."""
        if self.end is not None:
            self.page.write(" ", *self.end, (0.0, 0.0), self.size)

    def write_level(self, codes: Sequence[int], lefts: Sequence[float], rights: Sequence[float],
                    bases: Sequence[float]) -> None:
        """Write characters of level writing on an unturned page, nearly all there is, from end to end."""
        across, down, size = self.to_page[4], self.to_page[5], self.size
        width, height = self.page.width, self.page.height
        texts: Sequence[str] = list(map(chr, codes))
        if any(map(eq, lefts, lefts[1:])):
            texts, lefts, rights, bases = zip(*_joined(zip(texts, lefts, rights, bases, strict=True), size),
                                              strict=True)
        make = tuple.__new__  # a call of the class takes three times as long
        self.page.glyphs.extend([
            make(Glyph, (text, x, x + right - left, y, size, None))
            for text, left, right, base in zip(texts, lefts, rights, bases, strict=True)
            if 0 <= (x := left + across) < width and 0 <= (y := down - base) < height])

    def write(self, code: int, x: float, y: float, wide: float, high: float) -> None:
        """Write a character whose baseline starts at (x, y) of user space; `wide` and `high` is its box."""
        glyphs = self.page.glyphs
        if (x, y) == self.origin and glyphs:  # one glyph that stands for several characters
            first = glyphs[-1]
            glyphs[-1] = first._replace(text=first.text + chr(code), x1=_end_of(first.text, first.x0, first.x1,
                                                                                code, self.size))
            return
        self.origin = x, y
        advance = wide if self.level else high
        if self.drawn and self.square and 0x2E80 <= code < 0xA000:
            advance = max(advance, self.size)
        a, b, d, e, f, g = self.to_page
        x, y = x * a + y * d + f, x * b + y * e + g
        run = self.dx * advance, self.dy * advance
        self.end = x + run[0], y + run[1]
        self.page.write(chr(code), x, y, run, self.size)


_Placed = tuple[str, float, float, float]
"""A character, its left and right end and its baseline."""


def _joined(characters: Iterable[_Placed], size: float) -> list[_Placed]:
    """`characters` with those that one glyph stands for, at one place, as one."""
    joined: list[_Placed] = []
    for text, left, right, base in characters:
        if joined and joined[-1][1] == left and joined[-1][3] == base:
            first, _, end, _ = joined[-1]
            joined[-1] = first + text, left, _end_of(first, left, end, ord(text), size), base
        else:
            joined.append((text, left, right, base))
    return joined


def _end_of(text: str, start: float, end: float, code: int, size: float) -> float:
    """Where a glyph ends that stands for `text` and another character: each of its own width if that is wide."""
    return end if code < 0x2010 else start + size * (len(text) + 1)


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
