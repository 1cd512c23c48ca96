"""PDF: opens the file, has its pages drawn, laid out and written as one text with grids.

The way of a page: backend (`pdf_miner`, or `pdf_fast` with the extra `fast`) -> `DrawnPage` ->
what is a picture is recognised (`ocr`, extra `ocr`) -> `page_layout.lay_out` -> `PageLayout`;
all layouts -> `paged.write_pages` -> text, lines, grids.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol

from planparse.errors import ReadError
from planparse.model.source import Notice, Source
from planparse.readers.limits import DEFAULT, Limits
from planparse.readers.pages.bookmarks import Bookmark, mark_headings
from planparse.readers.pages.health import bad_count, is_picture, listed, set_aside, unread
from planparse.readers.pages.layout import PageLayout, lay_out
from planparse.readers.pages.page import DrawnPage
from planparse.readers.pages.written import Written, write_pages

if TYPE_CHECKING:
    from planparse.readers.pdf.ocr import Recogniser

_PIECE = 1 << 20
_BROKEN = "get the file again, or print it to a new PDF"
INSTALL = 'pip install "planparse[ocr]"'
"""What a user runs to have pictures read."""


class Backend(Protocol):
    """What draws pages: opened with `(data, name, password)`."""

    def pages(self) -> Iterator[DrawnPage]:
        """Each page once, in order."""

    def bookmarks(self) -> list[Bookmark]:
        """`(level, title, page)` of each bookmark."""

    def title(self) -> str:
        """Title in the document's metadata."""


def read_pdf(data: bytes, name: str, *, limits: Limits = DEFAULT, password: str | None = None,
             backend: str | None = None) -> Source:
    """Read a PDF; `backend` is "pdfminer" (also for None) or "pypdfium2" (extra `fast`).

    Pages and tables that are pictures are recognised with the extra `ocr`; without it a notice
    names them. Raises `ReadError` for a file that is no PDF, broken, truncated, encrypted
    (without the right `password`), over a limit, or without anything readable.
    """
    limits.check("file_bytes", name, len(data))
    _refuse_broken(data, name)
    _refuse_bombs(data, name, limits)
    reading, cells = _PdfReading(name, _recogniser(data, password)), 0
    try:
        opened = _open(backend or "pdfminer")(data, name, password)
        for page in opened.pages():
            limits.check("pages", name, page.number)
            reading.add(page)
            cells += reading.layouts[-1].cells
            limits.check("cells", name, cells)
        title, bookmarks = opened.title(), opened.bookmarks()
    except (ReadError, MemoryError):
        raise
    except Exception as error:  # a hostile file can raise anything inside of a backend
        raise ReadError(name, f"the PDF is broken ({type(error).__name__}: {error})", _BROKEN) from error
    reading.refuse_unreadable()
    pages = len(reading.layouts)
    written = write_pages(reading.layouts)
    return Source(written.text, mark_headings(written, bookmarks), written.grids, name=name,
                  media_type="application/pdf", sha256=hashlib.sha256(data).hexdigest(), bytes=len(data),
                  pages=pages, notices=reading.notices(written),
                  meta={"title": title} if title else {})


@dataclass(slots=True)
class _PdfReading:
    """Pages laid out so far, and the numbers of those that could not be read."""

    name: str
    recogniser: Callable[[], Recogniser] | None
    layouts: list[PageLayout] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    regions: list[int] = field(default_factory=list)
    garbled: list[int] = field(default_factory=list)
    holes: dict[int, int] = field(default_factory=dict)
    """Number of unknown characters by page, where the rest of the page can be read."""

    def add(self, page: DrawnPage) -> None:
        """Lay out `page`, having its pictures recognised where that can be done."""
        boxes = unread(page)
        whole = bool(boxes) and boxes[0] == (0.0, 0.0, page.width, page.height)
        if boxes and self.recogniser is not None:
            self.recogniser().fill(page, boxes, whole=whole)
            self.layouts.append(replace(lay_out(page), shape="ocr" if whole else "pdf"))
            return
        layout = lay_out(page)
        if whole and is_picture(page):
            self.pictures.append(page.number)
        elif whole:
            self.garbled.append(page.number)
            layout = set_aside(layout)
        elif boxes:
            self.regions.append(page.number)
        elif bad := bad_count(page):
            self.holes[page.number] = bad
        self.layouts.append(layout)

    def refuse_unreadable(self) -> None:
        """Raise `ReadError` where no page can be read."""
        if not self.layouts:
            raise ReadError(self.name, "the PDF has no pages", _BROKEN)
        if len(self.pictures) + len(self.garbled) < len(self.layouts):
            return
        if self.garbled:
            raise ReadError(self.name, "the PDF's fonts do not tell which characters they show",
                            f"have its pages recognised: {INSTALL}")
        raise ReadError(self.name, "every page of the PDF is a picture without text", INSTALL)

    def notices(self, written: Written) -> tuple[Notice, ...]:
        """What the user must be told, one sentence each."""
        remedy = "；安装识别组件后可读：" + INSTALL
        said = [
            (self.pictures, "warning", "是图片，没有文字，其内容未读取" + remedy),
            (self.garbled, "error", "的文字是乱码（字体未注明所示字符），未予解析" + remedy),
            (self.regions, "info", "有图片，其中若有表格或文字则未读取" + remedy),
            (list(self.holes), "info", f"共有{sum(self.holes.values())}个字符的字体未注明所示字符。"),
        ]
        return tuple(Notice("unreadable-cell", listed(pages) + words, written.span_of(pages), severity,
                            about=listed(pages)) for pages, severity, words in said if pages)


def _recogniser(data: bytes, password: str | None) -> Callable[[], Recogniser] | None:
    """What reads pictures, where the extra `ocr` is installed; it is made when the first is met."""
    if not all(find_spec(module) for module in ("rapidocr", "onnxruntime", "pypdfium2")):
        return None

    @cache
    def made() -> Recogniser:
        from planparse.readers.pdf.ocr import Recogniser
        return Recogniser(data, password)
    return made


def _open(backend: str) -> Callable[[bytes, str, str | None], Backend]:
    if backend == "pdfminer":
        from planparse.readers.pdf.miner import PdfMiner
        return PdfMiner
    if backend == "pypdfium2":
        try:
            from planparse.readers.pdf.pdfium import Pdfium
        except ImportError:
            raise ReadError(backend, "this PDF backend is not installed",
                            'pip install "planparse[fast]"') from None
        return Pdfium
    raise ReadError(backend, "there is no such PDF backend", "choose pdfminer or pypdfium2")


def _refuse_broken(data: bytes, name: str) -> None:
    """Refuse what is no PDF, and a PDF that ends before its table of objects."""
    if b"%PDF-" not in data[:1024]:
        raise ReadError(name, "this is no PDF", "check the file")
    if data.rfind(b"startxref") < data.rfind(b"endobj"):
        raise ReadError(name, "the PDF is cut off before its end", _BROKEN)


def _picture_type(data: bytes) -> str:
    kinds = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"BM": "image/bmp"}
    return next((kind for mark, kind in kinds.items() if data.startswith(mark)), "image/tiff")


_STREAM = re.compile(rb"stream\r?\n")


def _refuse_bombs(data: bytes, name: str, limits: Limits) -> None:
    """Refuse a file whose packed streams, pictures aside (they are not unpacked), come to too much."""
    total = 0
    for start in _STREAM.finditer(data):
        if data[start.start() - 1:start.start()].isalnum():
            continue  # endstream; a pattern that says so cannot skip from one find to the next
        about = data[max(0, start.start() - 400):start.start()]
        if b"/Image" in about[about.rfind(b"endobj") + 1:] or data[start.end():start.end() + 1] != b"\x78":
            continue
        for size in _unpacked(data, start.end()):
            total += size
            limits.check("unpacked_bytes", name, total)


def _unpacked(data: bytes, start: int) -> Iterator[int]:
    """Sizes of the pieces that the packed stream from `start` unpacks to."""
    unpack, view, at = zlib.decompressobj(), memoryview(data), start
    waiting: bytes | memoryview = b""
    try:
        while not unpack.eof:
            if not waiting:
                waiting = view[at:at + _PIECE]
                at += _PIECE
            if not waiting:
                return
            yield len(unpack.decompress(waiting, _PIECE))
            waiting = unpack.unconsumed_tail
    except zlib.error:
        return


def read_picture(data: bytes, name: str, *, limits: Limits = DEFAULT) -> Source:
    """Read a page that is a picture file (png, jpeg, tiff, bmp) with the extra `ocr`.

    Raises `ReadError` without the extra, and for a file that is no picture or shows no text.
    """
    limits.check("file_bytes", name, len(data))
    recogniser = _recogniser(data, None)
    if recogniser is None:
        raise ReadError(name, "the file is a picture", f"to have it recognised: {INSTALL}")
    page = recogniser().picture()
    if page is None:
        raise ReadError(name, "the picture is broken or of an unknown kind", "give it as png or jpeg")
    if not page.glyphs:
        raise ReadError(name, "no text can be recognised in the picture", "scan it larger or more clearly")
    written = write_pages([replace(lay_out(page), shape="ocr")])
    return Source(written.text, written.lines, written.grids, name=name, media_type=_picture_type(data),
                  sha256=hashlib.sha256(data).hexdigest(), bytes=len(data), pages=1)
