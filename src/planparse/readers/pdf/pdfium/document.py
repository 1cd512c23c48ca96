"""Pages of a PDF by way of PDFium (pypdfium2, extra `fast`), one at a time.

The same glyphs, lines and pictures as `readers.pdf.miner` takes down, several times faster.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

from planparse.errors import ReadError
from planparse.readers.limits import Limits
from planparse.readers.paged_text.bookmarks import Bookmark
from planparse.readers.pages.page import DrawnPage
from planparse.readers.pdf.forms import refuse_costly_forms
from planparse.readers.pdf.pdfium.calls import address_of
from planparse.readers.pdf.pdfium.drawing import draw


class Pdfium:
    """An open PDF; `pages()` yields each page once, and nothing of a page is kept after it."""

    def __init__(
        self,
        data: bytes,
        name: str,
        password: str | None,
        limits: Limits,
    ) -> None:
        # PDFium draws a page's forms as it loads it, and nothing stops it once it has begun.
        refuse_costly_forms(data, name, password, limits)
        self.name = name
        self.limits = limits
        try:
            self.document: Any = pdfium.PdfDocument(data, password=password)
        except pdfium.PdfiumError as error:
            # PDFium has one type for all of its errors; only the words tell them apart.
            if "password" not in str(error).lower():
                raise
            reason = "the password is wrong"
            if password is None:
                reason = "the PDF is encrypted"
            raise ReadError(name, reason, "give its password (--password)") from None

    def pages(self) -> Iterator[DrawnPage]:
        """Each page of the document, drawn."""
        for index in range(len(self.document)):
            loaded = self.document[index]
            try:
                yield draw(loaded.raw, index + 1, self._count)
            finally:
                loaded.close()

    def _count(self, objects: int) -> None:
        self.limits.check("objects", self.name, objects)

    def bookmarks(self) -> list[Bookmark]:
        """`(level, title, page)` of each bookmark, the page None where it is not told."""
        found: list[Bookmark] = []
        seen: set[int] = set()
        to_visit = [(1, self._first_child(None))]
        while to_visit:
            level, mark = to_visit.pop()
            address = 0
            if mark:
                address = address_of(mark)
            # A broken outline may lead back to where it came from.
            if not address or address in seen:
                continue
            seen.add(address)
            found.append((level, _title(mark), self._page_of(mark)))
            # The last is visited first: children stand before the next of the same level.
            sibling = c.FPDFBookmark_GetNextSibling(self.document.raw, mark)
            to_visit.append((level, sibling))
            to_visit.append((level + 1, self._first_child(mark)))
        return found

    def _first_child(self, mark: Any) -> Any:
        return c.FPDFBookmark_GetFirstChild(self.document.raw, mark)

    def _page_of(self, mark: Any) -> int | None:
        target = c.FPDFBookmark_GetDest(self.document.raw, mark)
        if not target:
            return None
        index = c.FPDFDest_GetDestPageIndex(self.document.raw, target)
        if index < 0:
            return None
        return int(index) + 1

    def title(self) -> str:
        """Title of the document's own metadata, "" where it has none."""
        return str(self.document.get_metadata_value("Title")).strip("\0 ")


def _title(mark: object) -> str:
    size = c.FPDFBookmark_GetTitle(mark, None, 0)
    held = ctypes.create_string_buffer(size)
    c.FPDFBookmark_GetTitle(mark, held, size)
    return held.raw.decode("utf-16-le", "replace").rstrip("\0")
