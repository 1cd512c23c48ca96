"""Readers, one file per format: bytes in, `Source` out.

`read_source` finds the format by content and calls the reader, which is imported only then.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath
from typing import cast

from planparse.errors import ReadError
from planparse.model.source import Source
from planparse.readers.limits import DEFAULT, Limits

__all__ = ["Limits", "read_source"]

_READERS = {
    "pdf": ("pdf.document", "read_pdf"), "picture": ("pdf.document", "read_picture"),
    "docx": ("docx.document", "read_docx"), "xlsx": ("sheets.workbook", "read_xlsx"), "csv": ("sheets.workbook", "read_csv"),
    "html": ("web.html", "read_html"), "mhtml": ("web.html", "read_mhtml"), "markdown": ("markdown.document", "read_markdown"),
    "ofd": ("ofd.document", "read_ofd"), "text": ("text", "read_text"),
    **dict.fromkeys(("doc", "rtf", "odt", "ods", "wordxml", "xls"), ("office", "read_office")),
}
_REFUSED = {
    "zip": ("a zip archive, not one document", "unpack it and give the document inside"),
    "locked": ("the document is encrypted", "open it in its program and save it without a password"),
    "ole": ("an Office file without a text document in it", "save it as docx or PDF"),
}


def read_source(data: bytes, name: str, *, limits: Limits = DEFAULT, password: str | None = None,
                pdf_backend: str | None = None, charset: str | None = None) -> Source:
    """Read `data` with the reader of its format.

    `name` is the file's name or "-"; it names the input in errors, and its suffix decides between
    kinds of text only. `password` opens an encrypted PDF, `pdf_backend` is "pdfminer" or "pypdfium2",
    `charset` is what a server's header said of HTML. Raises `ReadError` for whatever cannot be read.
    """
    from planparse.readers.sniff import kind_of
    limits.check("file_bytes", name, len(data))
    kind = kind_of(data, name)
    if kind == "ole":
        from planparse.readers.compound import check
        check(data, name)
    if kind in _REFUSED:
        raise ReadError(name, *_REFUSED[kind])
    options: dict[str, object] = {"limits": limits}
    if kind == "pdf":
        options |= {"password": password, "backend": pdf_backend}
    if kind == "html":
        options["charset"] = charset
    if _READERS[kind][0] == "office":
        options["kind"] = _office_kind(kind, name)
    reader = _reader(kind, name)
    try:
        return reader(data, name, **options)
    except (ReadError, MemoryError):
        raise
    except Exception as error:  # a damaged file may lead anywhere; the user gets one clear line
        reason = f"the file is damaged ({type(error).__name__}: {error})"
        raise ReadError(name, reason, "download it again, or save it anew in its program") from error


def _office_kind(kind: str, name: str) -> str:
    """The suffix by which LibreOffice shall know the file."""
    if kind == "wordxml":
        return "fodt" if PurePath(name).suffix.lower() == ".fodt" else "xml"
    return kind


def _reader(kind: str, name: str) -> Callable[..., Source]:
    module, function = _READERS[kind]
    try:
        reader = getattr(import_module(f"planparse.readers.{module}"), function)
    except (ImportError, AttributeError):
        remedy = "put the pages into a PDF and install planparse[ocr]" if kind == "picture" else \
            "give the plan as docx, PDF, HTML or text"
        raise ReadError(name, f"no reader for this format ({kind}) is installed", remedy) from None
    return cast("Callable[..., Source]", reader)
