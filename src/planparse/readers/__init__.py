"""Readers, one file per format: bytes in, `Source` out.

`read_source` finds the format by content and calls the reader, which is imported only then.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import PurePath
from typing import NamedTuple, cast

from planparse.errors import ReadError
from planparse.model.source import Source
from planparse.readers.limits import DEFAULT, Limits

__all__ = ["SUFFIXES", "Limits", "read_source"]


class _ReaderPlace(NamedTuple):
    """Where a reader is defined: a module of this package, and a function in it."""

    module: str
    function: str


class _Refusal(NamedTuple):
    """Why a kind of file is not read, and what its owner can do."""

    reason: str
    remedy: str


# All that LibreOffice turns into docx or xlsx for us.
_OFFICE = _ReaderPlace("office", "read_office")
_READERS = {
    "pdf": _ReaderPlace("pdf.document", "read_pdf"),
    "picture": _ReaderPlace("pdf.document", "read_picture"),
    "docx": _ReaderPlace("docx.document", "read_docx"),
    "xlsx": _ReaderPlace("sheets.workbook", "read_xlsx"),
    "csv": _ReaderPlace("sheets.workbook", "read_csv"),
    "html": _ReaderPlace("web.html", "read_html"),
    "mhtml": _ReaderPlace("web.html", "read_mhtml"),
    "markdown": _ReaderPlace("markdown.document", "read_markdown"),
    "ofd": _ReaderPlace("ofd.document", "read_ofd"),
    "json": _ReaderPlace("layout.document", "read_layout_json"),
    "text": _ReaderPlace("text", "read_text"),
    "doc": _OFFICE,
    "rtf": _OFFICE,
    "odt": _OFFICE,
    "ods": _OFFICE,
    "wordxml": _OFFICE,
    "xls": _OFFICE,
}
_EXTRAS = {"docx": "docx", "xlsx": "xlsx", "html": "html", "mhtml": "html", "ofd": "ofd"}
"""The extra that brings the package by which a format is read, where one is needed; all that
LibreOffice turns into docx or xlsx has `office`."""
_XML = "lxml"
"""That package."""
_WRITTEN = (".txt", ".text", ".md", ".markdown", ".mdown", ".mkd", ".csv", ".tsv")
_WEB = (".html", ".htm", ".xhtml", ".shtml", ".jhtml", ".mht", ".mhtml")
_PAGED = (".pdf", ".ofd")
_TYPED = (".docx", ".docm", ".doc", ".wps", ".rtf", ".odt", ".fodt")
_SHEETS = (".xlsx", ".xlsm", ".xls", ".et", ".ods")
SUFFIXES = frozenset([*_WRITTEN, *_WEB, *_PAGED, *_TYPED, *_SHEETS])
"""Suffixes of files that may hold a plan: what is read of a folder, where nobody names the files.

Pictures, and JSON as converters write it, are read where one names them: in a folder the first are
mostly no pages, and the second mostly records of ours."""
_REFUSED = {
    "zip": _Refusal(
        "a zip archive, not one document",
        "unpack it and give the document inside",
    ),
    "locked": _Refusal(
        "the document is encrypted",
        "open it in its program and save it without a password",
    ),
    "ole": _Refusal(
        "an Office file without a text document in it",
        "save it as docx or PDF",
    ),
}


def read_source(
    data: bytes,
    name: str,
    *,
    limits: Limits = DEFAULT,
    password: str | None = None,
    pdf_backend: str | None = None,
    charset: str | None = None,
) -> Source:
    """Read `data` with the reader of its format.

    `name` is the file's name or "-"; it names the input in errors, and its suffix decides between
    kinds of text only. `password` opens an encrypted PDF, `pdf_backend` is "pdfminer" or
    "pypdfium2", `charset` is what a server's header said of HTML. Raises `ReadError` for whatever
    cannot be read.
    """
    # Before any parser sees the bytes: the bound is there to keep a large file harmless.
    limits.check("file_bytes", name, len(data))
    kind = _readable_kind(data, name)
    # A reader takes only the options that mean something in its format.
    options: dict[str, object] = {"limits": limits}
    if kind == "pdf":
        options["password"] = password
        options["backend"] = pdf_backend
    if kind == "html":
        options["charset"] = charset
    if _READERS[kind] is _OFFICE:
        options["kind"] = _office_suffix(kind, name)
    reader = _reader(kind, name)
    try:
        source = reader(data, name, **options)
    except (ReadError, MemoryError):
        raise
    except Exception as error:  # a damaged file may lead anywhere; the user gets one clear line
        reason = f"the file is damaged ({type(error).__name__}: {error})"
        remedy = "download it again, or save it anew in its program"
        raise ReadError(name, reason, remedy) from error
    if not source.text.strip():
        # Blank pages are a whole file, and no plan.
        remedy = "give a file that holds the plan's text"
        raise ReadError(name, "nothing is printed in the document", remedy)
    # Those that write piece by piece have counted already, and stopped in time.
    limits.check("characters", name, len(source.text))
    return source


def _readable_kind(data: bytes, name: str) -> str:
    """The kind of file, a key of `_READERS`; raises `ReadError` for one that is never read."""
    from planparse.readers.sniff import kind_of

    kind = kind_of(data, name)
    if kind == "ole":
        from planparse.readers.compound import check

        # That the file is cut off or locked says more than that it holds no text.
        check(data, name)
    if kind in _REFUSED:
        refusal = _REFUSED[kind]
        raise ReadError(name, refusal.reason, refusal.remedy)
    return kind


def _office_suffix(kind: str, name: str) -> str:
    """The suffix by which LibreOffice shall know the file."""
    if kind != "wordxml":
        return kind
    # Both are one XML file, and LibreOffice chooses between its two filters by the suffix.
    if PurePath(name).suffix.lower() == ".fodt":
        return "fodt"
    return "xml"


def _reader(kind: str, name: str) -> Callable[..., Source]:
    """The function that reads files of `kind`; raises `ReadError` where it is not installed."""
    place = _READERS[kind]
    extra = "office" if place is _OFFICE else _EXTRAS.get(kind)
    if extra is not None and find_spec(_XML) is None:
        reason = f"reading this format needs the package {_XML}"
        raise ReadError(name, reason, f"install it with: pip install 'planparse[{extra}]'")
    try:
        module = import_module(f"planparse.readers.{place.module}")
        reader = getattr(module, place.function)
    except (ImportError, AttributeError):
        reason = f"no reader for this format ({kind}) is installed"
        remedy = "give the plan as docx, PDF, HTML or text"
        if kind == "picture":
            remedy = "put the pages into a PDF and install planparse[ocr]"
        raise ReadError(name, reason, remedy) from None
    return cast("Callable[..., Source]", reader)
