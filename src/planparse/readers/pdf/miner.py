"""Pages of a PDF by way of pdfminer.six, one at a time.

pdfminer interprets the page; its layout analysis is not used. A device of our own
takes down glyphs, lines and pictures as they are drawn.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from typing import Any

from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextDevice, PDFTextSeq
from pdfminer.pdfdocument import PDFNoOutlines, PDFPasswordIncorrect
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import (
    PDFGraphicState,
    PDFResourceManager,
    PDFTextState,
)
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import Matrix, PathSegment, apply_matrix_pt, decode_text

from planparse.errors import ReadError
from planparse.model.source import BBox
from planparse.readers.affine import UNIT_SQUARE, Point, box_around
from planparse.readers.limits import Limits
from planparse.readers.paged_text.bookmarks import Bookmark
from planparse.readers.pages.page import ASCENT, DrawnPage
from planparse.readers.pdf.bounded import BoundedDocument, BoundedInterpreter, FileBounds

# pdfminer's remarks on fonts are not for users.
logging.getLogger("pdfminer").addHandler(logging.NullHandler())

UNKNOWN = "\ufffd"
"""Stands for a glyph whose font does not say which character it is."""
# Operators of a path that draw Bézier curves.
_CURVES = frozenset("cvy")
# Mode of drawing text in which nothing is painted (ISO 32000-1, 9.3.6).
_INVISIBLE = 3
# Height in thousandths of the font size at which a character of vertical writing begins.
_VERTICAL_ORIGIN = 880


class PdfMiner:
    """An open PDF; `pages()` yields each page once, and nothing of a page is kept after it."""

    def __init__(
        self,
        data: bytes,
        name: str,
        password: str | None,
        limits: Limits,
    ) -> None:
        self.bounds = FileBounds(name, limits)
        try:
            parser = PDFParser(io.BytesIO(data))
            self.document = BoundedDocument(parser, password or "", self.bounds)
        except PDFPasswordIncorrect:
            reason = "the password is wrong"
            if password is None:
                reason = "the PDF is encrypted"
            raise ReadError(name, reason, "give its password (--password)") from None

    def pages(self) -> Iterator[DrawnPage]:
        """Each page of the document, drawn."""
        manager = PDFResourceManager()
        device = _Recorder(manager, self.bounds)
        interpreter = BoundedInterpreter(manager, device)
        interpreter.bounds = self.bounds
        for page in PDFPage.create_pages(self.document):
            page.mediabox = _displayed_box(page)
            interpreter.process_page(page)
            yield device.page
            self._forget_streams()

    def _forget_streams(self) -> None:
        # The document keeps every object it has read; unpacked page contents would pile up.
        cache = getattr(self.document, "_cached_objs", {})
        for number, (item, _) in list(cache.items()):
            if isinstance(item, PDFStream):
                del cache[number]

    def bookmarks(self) -> list[Bookmark]:
        """`(level, title, page)` of each bookmark, the page None where it is not told."""
        try:
            outlines = list(self.document.get_outlines())
        except PDFNoOutlines:
            return []
        pages = PDFPage.create_pages(self.document)
        numbers = {page.pageid: number for number, page in enumerate(pages, 1)}
        bookmarks: list[Bookmark] = []
        for level, title, target, action, _ in outlines:
            page = self._page_id(self._destination(target, action))
            bookmarks.append((level, title, numbers.get(page)))
        return bookmarks

    def _destination(self, target: object, action: object) -> object:
        """What a bookmark leads to: its own target or that of its action, looked up by name."""
        goal = resolve1(target)
        if goal is None:
            goal = _target_of(resolve1(action))
        if isinstance(goal, PSLiteral):
            goal = _name_of(goal)
        if isinstance(goal, bytes):
            goal = resolve1(self.document.get_dest(goal))
        if isinstance(goal, dict):
            goal = _target_of(goal)
        return goal

    @staticmethod
    def _page_id(destination: object) -> object:
        """Number of the page object that a destination begins with, None where it has none."""
        if not isinstance(destination, list) or not destination:
            return None
        page = destination[0]
        if not isinstance(page, PDFObjRef):
            return None
        return page.objid

    def title(self) -> str:
        """Title of the document's own metadata, "" where it has none."""
        for info in self.document.info:
            title = resolve1(info.get("Title"))
            if isinstance(title, bytes) and title:
                return decode_text(title).strip("\0 ")
        return ""


def _target_of(action: object) -> object:
    """The destination (key D) of an action or of a named destination."""
    if not isinstance(action, dict):
        return None
    return resolve1(action.get("D"))


def _name_of(literal: PSLiteral) -> bytes:
    if isinstance(literal.name, str):
        return literal.name.encode()
    return literal.name


def _displayed_box(page: PDFPage) -> BBox:
    """The part of the page that is displayed: its media box within its crop box, if they meet."""
    media = box_around(_corners(page.mediabox))
    crop = box_around(_corners(page.cropbox))
    x0 = max(media[0], crop[0])
    y0 = max(media[1], crop[1])
    x1 = min(media[2], crop[2])
    y1 = min(media[3], crop[3])
    if x0 < x1 and y0 < y1:
        return x0, y0, x1, y1
    return media


def _corners(box: Sequence[float]) -> list[Point]:
    """Two opposite corners of a box, in whatever order the file has them."""
    ax, ay, bx, by = box[:4]
    return [(ax, ay), (bx, by)]


class _Recorder(PDFTextDevice):
    """Takes down what the interpreter draws; the names of its methods are pdfminer's.

    `ctm` and the matrix of a character lead to the displayed page with y up from its lower edge.
    """

    page: DrawnPage

    def __init__(self, manager: PDFResourceManager, bounds: FileBounds) -> None:
        super().__init__(manager)
        self.number = 0
        self.bounds = bounds
        self.is_hidden = False
        """Whether the text that is drawn now is not painted."""

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        x0, y0, x1, y1 = page.mediabox
        ax, ay = apply_matrix_pt(ctm, (x0, y0))
        bx, by = apply_matrix_pt(ctm, (x1, y1))
        self.number += 1
        self.bounds.begin_page()
        width = abs(bx - ax)
        height = abs(by - ay)
        self.page = DrawnPage(self.number, width, height)

    def _on_page(self, x: float, y: float) -> Point:
        """The point (x, y) of user space on the page, y down."""
        assert self.ctm is not None
        x, y = apply_matrix_pt(self.ctm, (x, y))
        return x, self.page.height - y

    def render_string(
        self,
        textstate: PDFTextState,
        seq: PDFTextSeq,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> None:
        self.is_hidden = textstate.render == _INVISIBLE
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_image(self, name: str, stream: PDFStream) -> None:
        corners = [self._on_page(x, y) for x, y in UNIT_SQUARE]
        self.page.picture(box_around(corners))

    def paint_path(
        self,
        graphicstate: PDFGraphicState,
        stroke: bool,
        fill: bool,
        evenodd: bool,
        path: Sequence[PathSegment],
    ) -> None:
        self.bounds.count_object()
        points: list[Point] = []
        is_curved = is_closed = False
        for step in path:
            operator = step[0]
            if operator == "m":
                self.page.path(
                    points,
                    curved=is_curved,
                    stroked=stroke,
                    closed=is_closed,
                )
                points = []
                is_curved = is_closed = False
            if operator == "h":
                is_closed = True
                continue
            if operator in _CURVES:
                is_curved = True
            x, y = _end_of_step(step)
            points.append(self._on_page(x, y))
        self.page.path(
            points,
            curved=is_curved,
            stroked=stroke,
            closed=is_closed,
        )

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> float:
        self.bounds.count_object()
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = UNKNOWN
        self.page.hidden += self.is_hidden
        advance = font.char_width(cid) * fontsize * scaling
        if font.is_vertical():
            origin = _vertical_origin(font.char_disp(cid), fontsize, rise, advance)
            self._write_vertical(text, origin, matrix, fontsize)
            return advance
        a, b, c, d, e, f = matrix
        scale = abs(d)
        if c:
            scale = (c * c + d * d) ** 0.5
        x = e + rise * c
        y = self.page.height - f - rise * d
        run = (advance * a, -advance * b)
        self.page.write(
            text,
            x,
            y,
            run,
            size=abs(fontsize) * scale,
        )
        return advance

    def _write_vertical(
        self,
        text: str,
        origin: Point,
        matrix: Matrix,
        fontsize: float,
    ) -> None:
        """Write a character of vertical writing as a level one at its place, a square wide."""
        x, y = apply_matrix_pt(matrix, origin)
        size = abs(fontsize * matrix[3])
        base = self.page.height - y - size * (1 - ASCENT)
        self.page.write(
            text,
            x,
            base,
            run=(size, 0.0),
            size=size,
        )


def _end_of_step(step: PathSegment) -> Point:
    """Where a step of a path ends, whatever control points stand before."""
    numbers: tuple[Any, ...] = step[-2:]
    return numbers[0], numbers[1]


def _vertical_origin(displacement: object, fontsize: float, rise: float, advance: float) -> Point:
    """Lower left corner of a character of vertical writing, from where the writing stands.

    `displacement` is `(vx, vy)` of the font in thousandths of its size, or no pair where the
    font gives none; then the character is centred, and vy is what ISO 32000-1 (9.7.4.3) has.
    """
    vx, vy = None, _VERTICAL_ORIGIN
    if isinstance(displacement, tuple):
        vx, vy = displacement
    left = -fontsize * 0.5
    if vx is not None:
        left = -(vx * fontsize * 0.001)
    return left, (1000 - vy) * fontsize * 0.001 + rise + advance
