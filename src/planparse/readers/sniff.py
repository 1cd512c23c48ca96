"""Which format bytes are in, by their content; the suffix decides only between texts."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath

import regex

from planparse.grammar.engines import compiled
from planparse.readers.text import decode

# Bytes in which a file says what it is.
_HEAD = 4096
# Bytes in which the mark of a PDF must stand: readers of PDF allow for some junk before it.
_PDF_HEAD = 1024
# Bytes of a text in which marks of HTML and Markdown are looked for.
_TEXT_HEAD = 65_536

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8", b"BM")
# Stands unpacked in the first part of a package, as OpenDocument asks for.
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
# Parts that every OpenDocument package has.
_OPEN_DOCUMENT = {"content.xml", "META-INF/manifest.xml"}
# What a damaged package is meant to be; any other suffix is taken for docx.
_PACKED_SUFFIXES = {".xlsx": "xlsx", ".odt": "odt", ".ods": "ods", ".ofd": "ofd"}
# Streams of an OLE compound file, those that decide first.
_STREAMS = (
    ("EncryptedPackage", "locked"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("WpsContent", "doc"),
)
# Marks of a document in a single XML file: Word 2003, flat docx, flat OpenDocument.
_WORD_XML = (
    b"<?mso-application",
    b"schemas.microsoft.com/office/2006/xmlPackage",
    b"schemas.microsoft.com/office/word/2003",
    b"office:document",
)

_MAIL = regex.compile(rb"\s{0,100}(?:From:|MIME-Version:|Content-Type:|Date:|Subject:)", regex.I)
_TAG = compiled(
    r"(?i)<(?:"
    r"/?(?:html|head|body|div|span|p|br|hr|table|tbody|thead|tr|td|th|ul|ol|li|font|center"
    r"|section|article|h[1-6]|meta|title|style|script|strong|img|a)\b[^<>]{0,2000}"
    r"|!doctype html[^<>]{0,300}"
    r")>"
)
# A tag that a table written into plain text doesn't have.
_PAGE_TAG = compiled(r"(?i)<(?!/?(?:table|tbody|thead|tr|td|th|br|html|body)\b)")
_HTML_START = compiled(
    r"(?is)\s{0,1000}+(?:<\?xml[^<>]{0,300}\?>\s{0,100}+)?(?:<!--(?:(?!-->).){0,2000}-->\s{0,100}+){0,5}"
    r"<(?:!doctype html|html|head|body|meta|title)\b"
)
# An object, or a list of objects or of lists: no plan begins so.
_JSON_START = compiled(r"\s{0,1000}+(?:\{\s{0,100}+[\"}]|\[\s{0,100}+[\[{])")
_MD_HEADING = compiled(r"(?m)^ {0,3}#{1,6}[ \t]+\S")
_MD_OTHER = compiled(r"(?m)^\|?(?:[ \t]*:?-{2,}:?[ \t]*\|){1,60}|^!\[[^\]\n]{0,200}\]\(|^<table\b")
_MD_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")
_HTML_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml", ".jhtml")
_CSV_SUFFIXES = (".csv", ".tsv")
# Marks of Markdown, or tags of HTML, of which a single one may stand in any text.
_ENOUGH_MARKS = 2
# A fragment of HTML has more than one character in so many inside of tags.
_TAG_SHARE = 5


def kind_of(data: bytes, name: str) -> str:
    """What the data is; `name` is the file's, and "text" the answer where nothing is recognised.

    One of pdf, picture, docx, xlsx, odt, ods, ofd, zip, doc, xls, locked, ole, rtf, mhtml,
    wordxml, json, html, markdown, csv, text.
    """
    head = data[:_HEAD]
    if b"%PDF-" in head[:_PDF_HEAD]:
        return "pdf"
    if _is_picture(head):
        return "picture"
    if head.startswith(_ZIPS):
        return _packed_kind(data, name)
    if head.startswith(_OLE):
        return _compound_kind(data)
    if head.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    return _written_kind(data, name)


def _is_picture(head: bytes) -> bool:
    is_webp = head.startswith(b"RIFF") and head[8:12] == b"WEBP"
    return is_webp or head.startswith(_PICTURES)


def _packed_kind(data: bytes, name: str) -> str:
    """What a zip package holds, by the names of its parts."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        return _PACKED_SUFFIXES.get(_suffix(name), "docx")
    if "OFD.xml" in names:
        return "ofd"
    if "[Content_Types].xml" in names:
        has_workbook = any(part.startswith("xl/") for part in names)
        return "xlsx" if has_workbook else "docx"
    if not names >= _OPEN_DOCUMENT:
        return "zip"
    if _SPREADSHEET in data[:_HEAD]:
        return "ods"
    return "odt"


def _compound_kind(data: bytes) -> str:
    """What an OLE compound file holds, by the stream names in its directory (UTF-16)."""
    for stream, kind in _STREAMS:
        if f"{stream}\0".encode("utf-16-le") in data:
            return kind
    return "ole"


def _written_kind(data: bytes, name: str) -> str:
    """Which kind of text the data is."""
    head = data[:_HEAD]
    if _MAIL.match(head) and b"multipart/related" in head.lower():
        return "mhtml"
    if any(mark in head for mark in _WORD_XML):
        # Word also writes HTML with its own names in it.
        is_html = b"<html" in head.lower()
        return "html" if is_html else "wordxml"
    if _JSON_START.match(_latin(head)):
        return "json"
    suffix = _suffix(name)
    if suffix in _MD_SUFFIXES:
        return "markdown"
    if suffix in _CSV_SUFFIXES:
        opens_as_html = _HTML_START.match(_latin(head))
        return "html" if opens_as_html else "csv"
    return _marked_kind(_latin(data[:_TEXT_HEAD]), suffix)


def _marked_kind(text: str, suffix: str) -> str:
    """Whether a text is html, markdown or text, by the marks in its beginning."""
    if _HTML_START.match(text):
        return "html"
    tags = _TAG.findall(text)
    if tags and suffix in _HTML_SUFFIXES:
        return "html"
    headings = _MD_HEADING.findall(text)
    others = _MD_OTHER.findall(text)
    if len(headings) + len(others) >= _ENOUGH_MARKS:
        return "markdown"
    if tags and not any(_PAGE_TAG.match(tag) for tag in tags):
        return "markdown"  # nothing but tables: what a converter writes into plain text
    if _is_fragment(text, tags):
        return "html"
    return "text"


def _is_fragment(text: str, tags: list[str]) -> bool:
    """Whether a text is a part of an HTML page: it opens with a tag, or is full of them."""
    if text.lstrip().startswith("<") and len(tags) >= _ENOUGH_MARKS:
        return True
    length_of_tags = sum(map(len, tags))
    return length_of_tags * _TAG_SHARE > len(text) > 0


def _latin(data: bytes) -> str:
    """The bytes as characters of which only the ASCII ones matter; UTF-16 is decoded."""
    has_mark = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    if has_mark or b"\0" in data[:200]:
        whole = data[: len(data) // 2 * 2]
        try:
            return decode(whole).text
        except Exception:  # what it is then, the reader of text will say
            return ""
    return data.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()
