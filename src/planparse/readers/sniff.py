"""Which format the bytes are in, told by their content; the suffix decides only between kinds of text."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath

import regex

from planparse.readers.text import decode

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8", b"BM")
_HEAD = 4096
_TAG = regex.compile(
    r"<(?:/?(?:html|head|body|div|span|p|br|hr|table|tbody|thead|tr|td|th|ul|ol|li|font|center|section|article"
    r"|h[1-6]|meta|title|style|script|strong|img|a)\b[^<>]{0,2000}|!doctype html[^<>]{0,300})>", regex.I)
_PAGE_TAG = regex.compile(r"<(?!/?(?:table|tbody|thead|tr|td|th|br|html|body)\b)", regex.I)
_HTML_START = regex.compile(
    r"\s{0,1000}+(?:<\?xml[^<>]{0,300}\?>\s{0,100}+)?(?:<!--(?:(?!-->).){0,2000}-->\s{0,100}+){0,5}"
    r"<(?:!doctype html|html|head|body|meta|title)\b", regex.I | regex.S)
_MD_HEADING = regex.compile(r"^ {0,3}#{1,6}[ \t]+\S", regex.M)
_MD_OTHER = regex.compile(r"^\|?(?:[ \t]*:?-{2,}:?[ \t]*\|){1,60}|^!\[[^\]\n]{0,200}\]\(|^<table\b", regex.M)
_SHEETS = b"application/vnd.oasis.opendocument.spreadsheet"
"""Stands unpacked in the first part of a package, as OpenDocument asks for."""
_MD_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")
_HTML_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml", ".jhtml")


def kind_of(data: bytes, name: str) -> str:
    """One of pdf, picture, docx, xlsx, odt, ods, ofd, zip, doc, xls, locked, ole, rtf, mhtml, wordxml,
    html, markdown, csv, text; `text` is also the answer for what nothing recognises.
    """
    head = data[:_HEAD]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(_PICTURES) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return "picture"
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _packed(data, name)
    if head.startswith(_OLE):
        return _compound(data)
    if head.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    return _written(data, name)


def _packed(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        return {".xlsx": "xlsx", ".odt": "odt", ".ods": "ods", ".ofd": "ofd"}.get(_suffix(name), "docx")
    if "OFD.xml" in names:
        return "ofd"
    if "[Content_Types].xml" in names:
        return "xlsx" if any(n.startswith("xl/") for n in names) else "docx"
    if not {"content.xml", "META-INF/manifest.xml"} <= names:
        return "zip"
    return "ods" if _SHEETS in data[:_HEAD] else "odt"


def _compound(data: bytes) -> str:
    """What an OLE compound file holds, by the stream names in its directory (UTF-16)."""
    for stream, kind in (("EncryptedPackage", "locked"), ("WordDocument", "doc"), ("Workbook", "xls"),
                         ("Book", "xls"), ("WpsContent", "doc")):
        if f"{stream}\0".encode("utf-16-le") in data:
            return kind
    return "ole"


def _written(data: bytes, name: str) -> str:
    head = data[:_HEAD]
    if regex.match(rb"\s{0,100}(?:From:|MIME-Version:|Content-Type:|Date:|Subject:)", head, regex.I) \
            and b"multipart/related" in head.lower():
        return "mhtml"
    if b"<?mso-application" in head or b"schemas.microsoft.com/office/2006/xmlPackage" in head \
            or b"schemas.microsoft.com/office/word/2003" in head or b"office:document" in head:
        return "wordxml" if b"<html" not in head.lower() else "html"
    suffix = _suffix(name)
    if suffix in _MD_SUFFIXES:
        return "markdown"
    if suffix in (".csv", ".tsv"):
        return "csv" if not _HTML_START.match(_latin(head)) else "html"
    return _text_kind(data, suffix)


def _text_kind(data: bytes, suffix: str) -> str:
    text = _latin(data[:65_536])
    if _HTML_START.match(text):
        return "html"
    tags = _TAG.findall(text)
    markdown = len(_MD_HEADING.findall(text)), len(_MD_OTHER.findall(text))
    if tags and suffix in _HTML_SUFFIXES:
        return "html"
    if markdown[0] >= 2 or sum(markdown) >= 2:
        return "markdown"
    if tags and not any(_PAGE_TAG.match(tag) for tag in tags):
        return "markdown"  # nothing but tables: what a converter writes into plain text
    # A fragment is mostly tags: it opens with one, or has one per few characters.
    if (text.lstrip().startswith("<") and len(tags) >= 2) or sum(map(len, tags)) * 5 > len(text) > 0:
        return "html"
    return "text"


def _latin(data: bytes) -> str:
    """The bytes as characters of which only the ASCII ones matter; UTF-16 is decoded."""
    if b"\0" in data[:200] or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return decode(data[:len(data) // 2 * 2])[0]
        except Exception:
            return ""
    return data.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()
