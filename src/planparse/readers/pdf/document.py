"""PDF: opens the file, has its pages drawn, laid out and written as one text with grids.

The way of a page: backend (`readers.pdf.miner`, or `readers.pdf.pdfium` with the extra `fast`)
-> `DrawnPage` -> what is a picture is recognised (`readers.pdf.ocr`, extra `ocr`) ->
`pages.layout.lay_out` -> `PageLayout`; all layouts -> `paged_text.written.write_pages` ->
text, lines, grids.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol

from planparse.errors import ReadError
from planparse.model.doubt import Cause
from planparse.model.source import DRAWN_LETTERS, OLD_LAYER, PICTURES, BBox, Notice, Source
from planparse.readers import progress
from planparse.readers.at_once import AtOnce, pages_at_once
from planparse.readers.cores import cores
from planparse.readers.limits import DEFAULT, Limits
from planparse.readers.paged_text.bookmarks import Bookmark, mark_headings
from planparse.readers.paged_text.drawn_letters import find_drawn_letters
from planparse.readers.paged_text.health import (
    bad_count,
    has_old_layer,
    is_picture,
    notice_of_pages,
    set_aside,
    unread,
)
from planparse.readers.paged_text.written import Written, write_pages
from planparse.readers.pages.layout import PageLayout, flawed, lay_out
from planparse.readers.pages.page import DrawnPage
from planparse.readers.pdf.soundness import GET_AGAIN, refuse_bombs, refuse_broken

if TYPE_CHECKING:
    from planparse.readers.pdf.ocr import Recogniser

INSTALL = 'pip install "planparse[ocr]"'
"""What a user runs to have pictures read."""

# The packages that the extra `ocr` brings.
RECOGNISER = "rapidocr"
"""What recognises, as `producer.ocr` names it."""
_RECOGNITION = ("rapidocr", "onnxruntime", "pypdfium2")

# How picture files begin; TIFF, with two marks of its own, is what is left.
_PICTURE_TYPES = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"BM", "image/bmp"),
)


class Backend(Protocol):
    """What draws pages: opened with `(data, name, password, limits)`."""

    def pages(self) -> Iterator[DrawnPage]:
        """Each page once, in order."""

    def bookmarks(self) -> list[Bookmark]:
        """`(level, title, page)` of each bookmark."""

    def title(self) -> str:
        """Title in the document's metadata."""


def read_pdf(
    data: bytes,
    name: str,
    *,
    limits: Limits = DEFAULT,
    password: str | None = None,
    backend: str | None = None,
) -> Source:
    """Read a PDF; `backend` is "pdfminer" (also for None) or "pypdfium2" (extra `fast`).

    Pages and tables that are pictures are recognised with the extra `ocr`; without it a notice
    names them. Raises `ReadError` for a file that is no PDF, broken, truncated, encrypted
    (without the right `password`), over a limit, or without anything readable.
    """
    limits.check("file_bytes", name, len(data))
    refuse_broken(data, name)
    refuse_bombs(data, name, limits)
    reading = _PdfReading(name, _recogniser(data, password), limits)
    try:
        opened = _open(backend or "pdfminer")(data, name, password, limits)
        with reading.recognition:
            _read_pages(opened, reading, limits)
        title = opened.title()
        bookmarks = opened.bookmarks()
    except (ReadError, MemoryError):
        raise
    except Exception as error:  # a hostile file can raise anything inside of a backend
        reason = f"the PDF is broken ({type(error).__name__}: {error})"
        raise ReadError(name, reason, GET_AGAIN) from error
    reading.refuse_unreadable()
    pages = len(reading.laid_out)
    written = write_pages(reading.layouts())
    meta = {}
    if title:
        meta["title"] = title
    return Source(
        written.text,
        mark_headings(written, bookmarks),
        written.grids,
        signs=written.signs,
        name=name,
        media_type="application/pdf",
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        pages=pages,
        notices=reading.notices(written),
        meta=meta,
        backend=backend or "pdfminer",
        ocr=RECOGNISER if reading.recognised else None,
    )


def _read_pages(
    opened: Backend,
    reading: _PdfReading,
    limits: Limits,
) -> None:
    for page in opened.pages():
        limits.check("pages", reading.name, page.number)
        reading.add(page)
    reading.recognition.finish()


@dataclass(slots=True)
class _PdfReading:
    """Pages laid out so far, and the numbers of those that could not be read."""

    name: str
    recogniser: Callable[[], Recogniser] | None
    limits: Limits = DEFAULT
    recognition: AtOnce = field(default_factory=lambda: AtOnce(pages_at_once(), cores()))
    laid_out: dict[int, PageLayout] = field(default_factory=dict)
    """By the number of the page; those that are recognised come later than others."""
    cells: int = 0
    """Of the tables of all pages laid out so far."""
    pictures: list[int] = field(default_factory=list)
    """Pages that are one picture."""
    regions: dict[int, list[BBox]] = field(default_factory=dict)
    """Pictures that may hold a table, by the pages of text on which they stand."""
    garbled: list[int] = field(default_factory=list)
    """Pages whose fonts do not tell which characters they show."""
    layers: list[int] = field(default_factory=list)
    """Scans of which only the text is known that an older recognition has laid under them."""
    letters: list[int] = field(default_factory=list)
    """Pages of text on which some words are painted as outlines."""
    holes: dict[int, int] = field(default_factory=dict)
    """Number of unknown characters by page, where the rest of the page can be read."""
    recognised: bool = False
    """Whether anything was recognised from a picture."""

    def add(self, page: DrawnPage) -> None:
        """Lay out `page`, having its pictures recognised where that can be done."""
        boxes = unread(page)
        whole = _is_whole_page(boxes, page)
        letters = [] if whole else find_drawn_letters(page)
        if (boxes or letters) and self.recogniser is not None:
            self.recognition.make_room()
            job = self.recogniser().seen(page, boxes, letters, whole=whole)
            shape = "ocr" if whole else "pdf"
            self.recognition.give(job, lambda seen: self._add_seen(seen, shape))
            return
        if has_old_layer(page):
            self._add_scan(page)
            return
        layout = lay_out(page)
        if letters:
            self.letters.append(page.number)
            layout = flawed(layout, Cause.DRAWN_LETTERS, letters)
        if whole and is_picture(page):
            self.pictures.append(page.number)
        elif whole:
            self.garbled.append(page.number)
            layout = set_aside(layout)
        elif boxes:
            self.regions[page.number] = boxes
        elif bad := bad_count(page):
            self.holes[page.number] = bad
        self._lay(page.number, layout)

    def _add_scan(self, page: DrawnPage) -> None:
        """Lay out a scan with an old text beside it: with a recogniser the better of both."""
        if self.recogniser is None:
            self._add_layer(page)
            return

        def take(better: DrawnPage) -> None:
            if better is not page:
                self._add_seen(better, "ocr")
            else:
                self.recognised = True
                progress.step()
                self._add_layer(page)

        self.recognition.make_room()
        self.recognition.give(self.recogniser().again(page), take)

    def _add_seen(self, page: DrawnPage, shape: str) -> None:
        """Lay out a page on which something was recognised."""
        self.recognised = True
        progress.step()
        self._lay(page.number, replace(lay_out(page), shape=shape))

    def _add_layer(self, page: DrawnPage) -> None:
        """Lay out a scan by its old text."""
        self.layers.append(page.number)
        whole = (0.0, 0.0, page.width, page.height)
        layout = replace(lay_out(page), shape="pdf")
        self._lay(page.number, flawed(layout, Cause.RECOGNITION, [whole]))

    def _lay(self, number: int, layout: PageLayout) -> None:
        self.laid_out[number] = layout
        self.cells += layout.cells
        self.limits.check("cells", self.name, self.cells)

    def layouts(self) -> list[PageLayout]:
        """Those of all pages in order, which are no longer kept here: writing gives them up one by one."""
        layouts = [self.laid_out[number] for number in sorted(self.laid_out)]
        self.laid_out.clear()
        return layouts

    def refuse_unreadable(self) -> None:
        """Raise `ReadError` where no page can be read."""
        if not self.laid_out:
            raise ReadError(self.name, "the PDF has no pages", GET_AGAIN)
        unreadable = len(self.pictures) + len(self.garbled)
        if unreadable < len(self.laid_out):
            return
        if self.garbled:
            reason = "the PDF's fonts do not tell which characters they show"
            raise ReadError(self.name, reason, f"have its pages recognised: {INSTALL}")
        raise ReadError(self.name, "every page of the PDF is a picture without text", INSTALL)

    def notices(self, written: Written) -> tuple[Notice, ...]:
        """What the user must be told, one sentence each."""
        remedy = "；安装识别组件后可读：" + INSTALL
        again = "；安装识别组件后可重新识别：" + INSTALL
        unknown = sum(self.holes.values())
        drawn = "有用轮廓画出的文字（不是字符），未读取" + remedy
        said = [
            (self.pictures, "warning", "是图片，没有文字，其内容未读取" + remedy, ""),
            (self.garbled, "error", "的文字是乱码（字体未注明所示字符），未予解析" + remedy, ""),
            (self.letters, "warning", drawn, DRAWN_LETTERS),
            (
                sorted(self.layers),
                "info",
                "是扫描件，其文字是原先识别的，可能有误" + again,
                OLD_LAYER,
            ),
            (list(self.regions), "info", "有图片，其中若有表格或文字则未读取" + remedy, PICTURES),
            (list(self.holes), "info", f"共有{unknown}个字符的字体未注明所示字符。", ""),
        ]
        notices = []
        for pages, severity, words, cause in said:
            if not pages:
                continue
            span = written.span_of(pages)
            notice = notice_of_pages(pages, words, span, severity=severity, cause=cause)
            if cause == PICTURES:
                notice = replace(notice, places=tuple(self._pictures()))
            notices.append(notice)
        return tuple(notices)

    def _pictures(self) -> Iterator[tuple[int, BBox]]:
        for page, boxes in self.regions.items():
            for box in boxes:
                yield page, box


def _is_whole_page(boxes: list[BBox], page: DrawnPage) -> bool:
    """Whether nothing on the page can be read, which `unread` says by one box around all of it."""
    whole = (0.0, 0.0, page.width, page.height)
    return bool(boxes) and boxes[0] == whole


def _recogniser(data: bytes, password: str | None) -> Callable[[], Recogniser] | None:
    """What reads pictures, where the extra `ocr` is installed; it is made when the first is met."""
    if not all(find_spec(module) for module in _RECOGNITION):
        return None

    @cache
    def made() -> Recogniser:
        from planparse.readers.pdf.ocr import Recogniser

        return Recogniser(data, password)

    return made


def _open(backend: str) -> Callable[[bytes, str, str | None, Limits], Backend]:
    if backend == "pdfminer":
        from planparse.readers.pdf.miner import PdfMiner

        return PdfMiner
    if backend == "pypdfium2":
        try:
            from planparse.readers.pdf.pdfium.document import Pdfium
        except ImportError:
            reason = "this PDF backend is not installed"
            raise ReadError(backend, reason, 'pip install "planparse[fast]"') from None
        return Pdfium
    raise ReadError(backend, "there is no such PDF backend", "choose pdfminer or pypdfium2")


def read_picture(
    data: bytes,
    name: str,
    *,
    limits: Limits = DEFAULT,
) -> Source:
    """Read a page that is a picture file (png, jpeg, tiff, bmp) with the extra `ocr`.

    Raises `ReadError` without the extra, and for a file that is no picture or shows no text.
    """
    limits.check("file_bytes", name, len(data))
    recogniser = _recogniser(data, None)
    if recogniser is None:
        raise ReadError(name, "the file is a picture", f"to have it recognised: {INSTALL}")
    page = recogniser().picture()
    if page is None:
        reason = "the picture is broken or of an unknown kind"
        raise ReadError(name, reason, "give it as png or jpeg")
    if not page.glyphs:
        reason = "no text can be recognised in the picture"
        raise ReadError(name, reason, "scan it larger or more clearly")
    written = write_pages([replace(lay_out(page), shape="ocr")])
    return Source(
        written.text,
        written.lines,
        written.grids,
        signs=written.signs,
        name=name,
        media_type=_picture_type(data),
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        pages=1,
        ocr=RECOGNISER,
    )


def _picture_type(data: bytes) -> str:
    for mark, media_type in _PICTURE_TYPES:
        if data.startswith(mark):
            return media_type
    return "image/tiff"
