"""Forms that draw forms: what a page comes to is counted before PDFium is trusted with it.

PDFium makes every object of a page as it loads it. A form that is drawn twice by a form that is
drawn twice … is a thousand million objects after thirty steps, in a file of six kilobytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, dict_value, resolve1

from planparse.errors import ReadError
from planparse.readers.limits import Limits
from planparse.readers.pdf.bounded import BoundedDocument, FileBounds

# How a content stream draws a form, by its name.
_DRAWS = re.compile(rb"/([^\s/<>\[\]()%]{1,127})\s+Do(?![A-Za-z])")
# Operators that paint: a path, a text, a picture.
_PAINTS = re.compile(rb"(?<![^\s\])>])(?:[SsfFBb]\*?|T[jJ]|Do|EI|sh|['\"])(?![^\s\[(</])")
# Only a file with a form can draw one. Names may be written with escapes (#46).
_FORM = re.compile(rb"/Form(?![A-Za-z])|#[0-9A-Fa-f]{2}|/Subtype\s+\d")
_DEEPEST = 60
"""Forms in one another that are followed; PDFium itself stops at fewer."""
_LONG = 4 * 1024 * 1024
"""Bytes of a page's content from which on its operators are counted: it may be nothing else."""


def refuse_costly_forms(data: bytes, name: str, password: str | None, limits: Limits) -> None:
    """Raise `ReadError` where a page draws more than the limits allow, forms in forms included."""
    if not _FORM.search(data) and len(data) < _LONG:
        return
    bounds = FileBounds(name, limits)
    try:
        document = BoundedDocument(PDFParser(io.BytesIO(data)), password or "", bounds)
        cost = _FormCosts(bounds)
        for page in PDFPage.create_pages(document):
            cost.check_page(page)
    except (ReadError, MemoryError):
        raise
    except Exception:  # what this way of reading cannot open says nothing of the other one
        return


class _FormCosts:
    """How many objects forms come to, each worked out once."""

    def __init__(self, bounds: FileBounds) -> None:
        self.bounds = bounds
        self._known: dict[int, int] = {}
        self._open: set[int] = set()
        """Forms that are being worked out: one that draws itself is drawn once."""

    def check_page(self, page: PDFPage) -> None:
        """Raise `ReadError` where the page comes to too many objects."""
        contents = [
            stream for stream in map(resolve1, page.contents) if isinstance(stream, PDFStream)
        ]
        data = b"\n".join(stream.get_data() for stream in contents)
        count = self._of(data, dict_value(page.resources or {}), 0)
        self.bounds.limits.check("objects", self.bounds.name, count)

    def _of(self, data: bytes, resources: Mapping[str, Any], depth: int) -> int:
        """Objects that content with these resources draws."""
        count = 0
        if len(data) > _LONG:
            count = sum(1 for _ in _PAINTS.finditer(data))
        forms = _forms(resources)
        for found in _DRAWS.finditer(data):
            count += 1
            form = forms.get(found[1].decode("latin-1"))
            if isinstance(form, PDFStream):
                count += self._of_form(form, resources, depth + 1)
            self.bounds.limits.check("objects", self.bounds.name, count)
        return count

    def _of_form(self, form: PDFStream, outer: Mapping[str, Any], depth: int) -> int:
        number = form.objid or id(form)
        if number in self._known:
            return self._known[number]
        if number in self._open or depth > _DEEPEST:
            return 0
        self._open.add(number)
        own = resolve1(form.get("Resources"))
        resources = own if isinstance(own, dict) else outer
        count = self._of(form.get_data(), resources, depth)
        self._open.discard(number)
        self._known[number] = count
        return count


def _forms(resources: Mapping[str, Any]) -> dict[str, object]:
    """The streams that resources name, pictures left out: none of theirs is looked into."""
    found: dict[str, object] = {}
    for name, value in _entries(resolve1(resources.get("XObject"))):
        stream = resolve1(value)
        if isinstance(stream, PDFStream) and _is_form(stream):
            found[name] = stream
    return found


def _entries(resolved: object) -> Iterator[tuple[str, object]]:
    if isinstance(resolved, dict):
        yield from resolved.items()


def _is_form(stream: PDFStream) -> bool:
    kind = resolve1(stream.get("Subtype"))
    return getattr(kind, "name", None) == "Form"
