"""PDF: opens the file, has its pages drawn, laid out and written as one text with grids.

The way of a page: backend (`pdf_miner`, or `pdf_fast` with the extra `fast`) -> `Page` ->
`page_layout.lay_out` -> `Layout`; all layouts -> `paged.write_pages` -> text, lines, grids.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from typing import Protocol

from planparse.errors import ReadError
from planparse.readers.limits import DEFAULT, Limits
from planparse.readers.page import Page
from planparse.readers.page_layout import Layout, lay_out
from planparse.readers.paged import write_pages
from planparse.source import Source

_BROKEN = "get the file again, or print it to a new PDF"


class Backend(Protocol):
    """What draws pages: opened with `(data, name, password)`."""

    def pages(self) -> Iterator[Page]:
        """Each page once, in order."""

    def bookmarks(self) -> list[tuple[int, str, int | None]]:
        """`(level, title, page)` of each bookmark."""

    def title(self) -> str:
        """Title in the document's metadata."""


def read_pdf(data: bytes, name: str, *, limits: Limits = DEFAULT, password: str | None = None,
             backend: str | None = None) -> Source:
    """Read a PDF with a text layer; `backend` is "pdfminer" or "pypdfium2" (extra `fast`).

    Raises `ReadError` for a file that is no PDF, broken, truncated, encrypted (without the right
    `password`), over a limit, or without anything readable.
    """
    limits.check("file_bytes", name, len(data))
    _refuse_broken(data, name)
    layouts: list[Layout] = []
    try:
        opened = _open(backend or "pdfminer")(data, name, password)
        for page in opened.pages():
            limits.check("pages", name, page.number)
            layouts.append(lay_out(page))
        title = opened.title()
    except ReadError:
        raise
    except Exception as error:  # a hostile file can raise anything inside of a backend
        raise ReadError(name, f"the PDF is broken ({type(error).__name__}: {error})", _BROKEN) from error
    if not layouts:
        raise ReadError(name, "the PDF has no pages", _BROKEN)
    written = write_pages(layouts, "pdf")
    return Source(written.text, written.lines, written.grids, name=name, media_type="application/pdf",
                  sha256=hashlib.sha256(data).hexdigest(), bytes=len(data), pages=len(layouts),
                  meta={"title": title} if title else {})


def _open(backend: str) -> Callable[[bytes, str, str | None], Backend]:
    if backend == "pdfminer":
        from planparse.readers.pdf_miner import PdfMiner
        return PdfMiner
    if backend == "pypdfium2":
        try:
            from planparse.readers.pdf_fast import Pdfium
        except ImportError:
            raise ReadError(backend, "this PDF backend is not installed",
                            'pip install "planparse[fast]"') from None
        return Pdfium
    raise ReadError(backend, "there is no such PDF backend", "choose pdfminer or pypdfium2")


def _refuse_broken(data: bytes, name: str) -> None:
    """Refuse what is no PDF, and a PDF that ends before its table of objects."""
    if b"%PDF-" not in data[:1024]:
        raise ReadError(name, "this is no PDF", "check the file")
    ends = [m.start() for m in re.finditer(rb"\bendobj\b", data)]
    if data.rfind(b"startxref") < (ends[-1] if ends else 0):
        raise ReadError(name, "the PDF is cut off before its end", _BROKEN)
