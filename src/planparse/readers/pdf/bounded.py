"""pdfminer with bounds: what it follows, unpacks and draws is counted before it does so.

pdfminer trusts a file: references are followed until they lead to something, a stream is unpacked
whole, and a form that is drawn twice by each of thirty others is drawn a thousand million times.
"""

from __future__ import annotations

from typing import Any, cast

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import PDFObjRef, PDFStream, stream_value
from pdfminer.psparser import PSLiteral

from planparse.errors import ReadError
from planparse.readers.limits import Limits
from planparse.readers.pdf.soundness import GET_AGAIN, MOST_FILTERS, too_many_filters
from planparse.readers.pdf.unpacking import unpacked

_DEEPEST_FORM = 40
"""Forms in one another: offices nest two or three, and each level takes five of Python's own."""

_FORM_COST = 10
"""Objects that drawing a form counts as: an interpreter is made for it, and its content cut anew."""


class FileBounds:
    """The limits of one file, and what was counted against them on the page that is drawn."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self._objects = 0
        self._form_bytes = 0

    def begin_page(self) -> None:
        """Begin to count anew."""
        self._objects = 0
        self._form_bytes = 0

    def count_object(self) -> None:
        """Note one more object of the page; raises `ReadError` beyond the limit."""
        self._objects += 1
        self.limits.check("objects", self.name, self._objects)

    def count_form(self, size: int) -> None:
        """Note a form of `size` bytes that is drawn once more: long ones without objects take time."""
        self._objects += _FORM_COST - 1
        self.count_object()
        self._form_bytes += size
        self.limits.check("unpacked_bytes", self.name, self._form_bytes)


class BoundedDocument(PDFDocument):
    """A document whose references end, and whose streams are measured before they are unpacked."""

    def __init__(self, parser: Any, password: str, bounds: FileBounds) -> None:
        self.bounds = bounds
        super().__init__(parser, password)

    def getobj(self, objid: int) -> object:
        """The object with this number: no reference, as an object may not be one."""
        found = super().getobj(objid)
        seen = {objid}
        while isinstance(found, PDFObjRef):
            if found.objid in seen:
                reason = f"object {objid} of the PDF refers to itself"
                raise ReadError(self.bounds.name, reason, GET_AGAIN)
            seen.add(found.objid)
            found = super().getobj(found.objid)
        if type(found) is PDFStream:
            # The parser knows one class of streams; the object is the one that everybody holds.
            found.__class__ = BoundedStream
            cast("BoundedStream", found).bounds = self.bounds
        return found


class BoundedStream(PDFStream):
    """A stream that is unpacked only where it comes to no more than the limit."""

    bounds: FileBounds

    def decode(self) -> None:
        """Unpack, if that is safe."""
        names = [_plain_name(name) for name, _ in self.get_filters()]
        if len(names) > MOST_FILTERS:
            raise too_many_filters(self.bounds.name)
        data = self.rawdata or b""
        if self.decipher and self.objid is not None and self.genno is not None:
            data = self.decipher(self.objid, self.genno, data, self.attrs)
        for depth in range(1, len(names) + 1):
            size = 0
            for piece in unpacked(data, names[:depth]):
                size += len(piece)
                self.bounds.limits.check("unpacked_bytes", self.bounds.name, size)
        super().decode()


def _plain_name(name: object) -> str:
    if isinstance(name, PSLiteral):
        name = name.name
    if isinstance(name, bytes):
        return name.decode("latin-1")
    return str(name)


class BoundedInterpreter(PDFPageInterpreter):
    """An interpreter that counts the forms it is led into, over all levels of one page."""

    bounds: FileBounds
    depth = 0

    def subinterp(self) -> PDFPageInterpreter:
        """The interpreter of a form, which counts on."""
        inner = super().subinterp()
        assert isinstance(inner, BoundedInterpreter)
        inner.bounds = self.bounds
        inner.depth = self.depth + 1
        if inner.depth > _DEEPEST_FORM:
            reason = f"forms of the PDF are nested more than {_DEEPEST_FORM} deep"
            raise ReadError(self.bounds.name, reason, "print it to a new PDF")
        return inner

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802 - pdfminer's name
        """Draw a form or picture."""
        self.bounds.count_form(self._size_of(xobjid_arg))
        super().do_Do(xobjid_arg)

    def _size_of(self, name: Any) -> int:
        """Bytes that are read to draw the form; 0 for a picture, which is only placed."""
        found = self.xobjmap.get(getattr(name, "name", name))
        if found is None:
            return 0
        stream = stream_value(found)
        if _plain_name(stream.get("Subtype")) != "Form":
            return 0
        return len(stream.get_data())
