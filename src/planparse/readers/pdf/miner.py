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
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFDocument, PDFNoOutlines, PDFPasswordIncorrect
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import Matrix, PathSegment, apply_matrix_pt, decode_text

from planparse.errors import ReadError
from planparse.readers.pages.page import ASCENT, DrawnPage

logging.getLogger("pdfminer").addHandler(logging.NullHandler())  # its remarks on fonts are not for users
UNKNOWN = "\ufffd"
"""Stands for a glyph whose font does not say which character it is."""


class PdfMiner:
    """An open PDF. `pages()` yields each page once, in order; nothing of a page is kept after it."""

    def __init__(self, data: bytes, name: str, password: str | None) -> None:
        try:
            self.document = PDFDocument(PDFParser(io.BytesIO(data)), password or "")
        except PDFPasswordIncorrect:
            raise ReadError(name, "the PDF is encrypted" if password is None else "the password is wrong",
                            "give its password (--password)") from None

    def pages(self) -> Iterator[DrawnPage]:
        """Each page of the document, drawn."""
        manager = PDFResourceManager()
        device = _Recorder(manager)
        interpreter = PDFPageInterpreter(manager, device)
        for page in PDFPage.create_pages(self.document):
            page.mediabox = _shown(page)
            interpreter.process_page(page)
            yield device.page
            self._forget_streams()

    def _forget_streams(self) -> None:
        # The document keeps every object it has read; unpacked page contents would pile up.
        cache = getattr(self.document, "_cached_objs", {})
        for number in [n for n, (item, _) in cache.items() if isinstance(item, PDFStream)]:
            del cache[number]

    def bookmarks(self) -> list[tuple[int, str, int | None]]:
        """`(level, title, page)` of each bookmark; the page (from 1) is None where it is not told."""
        try:
            outlines = list(self.document.get_outlines())
        except PDFNoOutlines:
            return []
        numbers = {page.pageid: i for i, page in enumerate(PDFPage.create_pages(self.document), 1)}
        return [(level, title, self._target(dest, action, numbers))
                for level, title, dest, action, _ in outlines]

    def _target(self, dest: object, action: object, numbers: dict[object, int]) -> int | None:
        goal = resolve1(dest)
        if goal is None and isinstance(resolve1(action), dict):
            goal = resolve1(resolve1(action).get("D"))
        if isinstance(goal, PSLiteral):
            goal = goal.name.encode() if isinstance(goal.name, str) else goal.name
        if isinstance(goal, bytes):
            goal = resolve1(self.document.get_dest(goal))
        if isinstance(goal, dict):
            goal = resolve1(goal.get("D"))
        first = goal[0] if isinstance(goal, list) and goal else None
        return numbers.get(first.objid) if isinstance(first, PDFObjRef) else None

    def title(self) -> str:
        """Title of the document's own metadata, "" where it has none."""
        for info in self.document.info:
            title = resolve1(info.get("Title"))
            if isinstance(title, bytes) and title:
                return decode_text(title).strip("\0 ")
        return ""


def _shown(page: PDFPage) -> tuple[float, float, float, float]:
    """The part of the page that is displayed, in its own coordinates."""
    boxes = [(min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3]))
             for b in (page.mediabox, page.cropbox)]
    (ax, ay, bx, by), (cx, cy, dx, dy) = boxes
    shown = max(ax, cx), max(ay, cy), min(bx, dx), min(by, dy)
    return shown if shown[0] < shown[2] and shown[1] < shown[3] else boxes[0]


class _Recorder(PDFTextDevice):
    """Takes down what the interpreter draws."""

    page: DrawnPage

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self.number = 0

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        x0, y0, x1, y1 = page.mediabox
        ax, ay = apply_matrix_pt(ctm, (x0, y0))
        bx, by = apply_matrix_pt(ctm, (x1, y1))
        self.number += 1
        self.page = DrawnPage(self.number, abs(bx - ax), abs(by - ay))

    def render_image(self, name: str, stream: PDFStream) -> None:
        assert self.ctm is not None
        corners = [apply_matrix_pt(self.ctm, p) for p in ((0, 0), (1, 0), (0, 1), (1, 1))]
        xs, ys = [c[0] for c in corners], [self.page.height - c[1] for c in corners]
        self.page.picture((min(xs), min(ys), max(xs), max(ys)))

    def paint_path(self, graphicstate: PDFGraphicState, stroke: bool, fill: bool, evenodd: bool,
                   path: Sequence[PathSegment]) -> None:
        assert self.ctm is not None
        points: list[tuple[float, float]] = []
        curved = closed = False
        for step in path:
            if step[0] == "m":
                self._shape(points, curved, stroke, closed)
                points, curved, closed = [], False, False
            if step[0] == "h":
                closed = True
                continue
            curved = curved or step[0] in "cvy"
            ends: tuple[Any, ...] = step[-2:]
            x, y = apply_matrix_pt(self.ctm, (ends[0], ends[1]))
            points.append((x, self.page.height - y))
        self._shape(points, curved, stroke, closed)

    def _shape(self, points: list[tuple[float, float]], curved: bool, stroke: bool, closed: bool) -> None:
        if curved:
            self.page.curves += 1
        elif len(points) > 1:
            self.page.shape(points, stroked=stroke, closed=closed)

    def render_char(self, matrix: Matrix, font: PDFFont, fontsize: float, scaling: float, rise: float,
                    cid: int, ncs: PDFColorSpace, graphicstate: PDFGraphicState) -> float:
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = UNKNOWN
        advance = font.char_width(cid) * fontsize * scaling
        a, b, c, d, e, f = matrix
        size = abs(fontsize) * (abs(d) if not c else (c * c + d * d) ** 0.5)
        if font.is_vertical():
            self._write_vertical(text, font.char_disp(cid), matrix, fontsize, rise, advance)
        else:
            self.page.write(text, e + rise * c, self.page.height - f - rise * d,
                            (advance * a, -advance * b), size)
        return advance

    def _write_vertical(self, text: str, disp: object, matrix: Matrix, fontsize: float, rise: float,
                        advance: float) -> None:
        vx, vy = disp if isinstance(disp, tuple) else (None, 880)
        left = -(fontsize * 0.5 if vx is None else vx * fontsize * 0.001)
        low = (1000 - vy) * fontsize * 0.001 + rise + advance
        x, y = apply_matrix_pt(matrix, (left, low))
        size = abs(fontsize * matrix[3])
        self.page.write(text, x, self.page.height - y - size * (1 - ASCENT), (size, 0.0), size)
