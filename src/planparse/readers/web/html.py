"""Web pages, Word's HTML export, and fragments of a CMS.

One line per paragraph or line break. What is not content stays in the text, marked as
navigation. Real tables become grids; tables that only lay out the page are unwrapped.
"""

from __future__ import annotations

import codecs
import email
import email.policy
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from planparse.errors import ReadError
from planparse.model.furniture import Furniture
from planparse.model.source import Line, Source
from planparse.readers.canvas import Canvas
from planparse.readers.limits import DEFAULT, Limits
from planparse.readers.text import decode

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_META = re.compile(rb"<meta\b[^<>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})", re.I)
_XML = re.compile(rb"\s{0,99}<\?xml\b[^<>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,40})", re.I)
_HEADER = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{2,40})", re.I)
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "iso-8859-1": "cp1252"}
_CUT = re.compile(r"<[/!]?[a-zA-Z][^<>]{0,4000}\Z")
_OPEN, _CLOSED = re.compile(r"<table\b", re.I), re.compile(r"</table\b", re.I)
_END = re.compile(r"</(?:html|body)\b", re.I)
_START = re.compile(r"<(?:html|body)\b", re.I)
_TITLE_LINES = 30
"""How many lines of content may stand before the title: a notice with its number and date."""
_META_KEYS = {"articletitle": "title", "pubdate": "published", "contentsource": "publisher", "title": "title",
              "author": "publisher"}


def read_html(data: bytes, name: str, *, limits: Limits = DEFAULT, charset: str | None = None) -> Source:
    """Read a page; `charset` is what the server's header said ("gbk" or a whole Content-Type).

    Raises `ReadError` for a page that is empty, cut off, or beyond `limits`.
    """
    limits.check("file_bytes", name, len(data))
    text, encoding = _decode(data, name, charset)
    if _is_cut(text):
        raise ReadError(name, "the page is cut off", "download it again")
    root = _parse(text, name, limits)
    from planparse.readers.web.content import Outside
    from planparse.readers.web.flow import WebPage
    canvas = Canvas(name, limits)
    WebPage(canvas).write(root, Outside.of(root))
    source = canvas.source(data, "text/html", encoding=encoding, meta=_meta(root))
    return replace(source, lines=_without_echo(source))


def _without_echo(source: Source) -> tuple[Line, ...]:
    """The lines; the page's own headline is furniture where the content prints it again."""
    shown = [i for i, line in enumerate(source.lines) if not line.furniture][:_TITLE_LINES]
    words = {i: "".join(source.text[source.lines[i].start:source.lines[i].end].split()) for i in shown}
    lines = list(source.lines)
    for at, i in enumerate(shown):
        if lines[i].heading == 1 and any(words[i] == words[j] for j in shown[at + 1:]):
            lines[i] = lines[i]._replace(heading=0, furniture=Furniture.HEADLINE)
    return tuple(lines)


def read_mhtml(data: bytes, name: str, *, limits: Limits = DEFAULT) -> Source:
    """Read the page inside a single-file web page (MHTML), as browsers and Word save it."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return read_html(payload, name, limits=limits, charset=part.get_content_charset())
    raise ReadError(name, "the archive holds no web page", "save the page as HTML")


def _decode(data: bytes, name: str, header: str | None) -> tuple[str, str]:
    """By mark, as UTF-8 (nothing else passes for it), as header and meta say, or by content."""
    named = _named(data, header)
    if not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        for encoding in ("utf-8", *named):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError:
                continue
    try:
        return decode(data, name)
    except ReadError:
        text = data.decode((*named, "gb18030")[0], "replace")
        if not data.strip() or text.count("\ufffd") * 200 > len(text):
            raise
        return text, (*named, "gb18030")[0]


def _named(data: bytes, header: str | None) -> list[str]:
    head = data[:8192]
    declared = _XML.match(head) or _META.search(head)
    given = _HEADER.search(header) if header and "=" in header else None
    names = [given[1] if given else header or "", declared[1].decode("ascii", "replace") if declared else ""]
    return [codec for codec in map(_codec, names) if codec]


def _codec(name: str) -> str:
    name = _SUPERSETS.get(name.strip().lower(), name.strip().lower())
    try:
        codec = codecs.lookup(name).name if name else ""
    except LookupError:
        return ""
    # UTF-16 cannot be what an ASCII meta tag was read in.
    return "" if codec.startswith("utf-16") or codec in ("cp1252", "ascii") else codec


def _is_cut(text: str) -> bool:
    """Whether the page breaks off inside a tag, or inside a table that nothing closes."""
    if _CUT.search(text[-4096:]):
        return True
    unfinished = _START.search(text) is not None and _END.search(text[-65_536:]) is None
    return unfinished and len(_OPEN.findall(text)) > len(_CLOSED.findall(text))


def _parse(text: str, name: str, limits: Limits) -> Element:
    try:
        from lxml import etree
    except ImportError:
        from planparse.readers.package import missing
        raise missing(name, "lxml", "html") from None
    # Beyond its own bound the parser drops what lies deeper and only notes it in its log.
    options: dict[str, Any] = {"encoding": "utf-8", "huge_tree": True, "no_network": True}
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, **options)
    clean = text.replace("\0", "").encode("utf-8", "replace")
    try:
        root = etree.fromstring(clean, parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise ReadError(name, "the page holds no text", "give the page that shows the plan")
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise limits.refuse("nesting", name, "the depth of elements")
    _check_depth(root, name, limits)
    found: Element = root
    return found


def _check_depth(root: Element, name: str, limits: Limits) -> None:
    from lxml import etree
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end"), tag="table"):
        depth += 1 if event == "start" else -1
        limits.check("nesting", name, depth)


def _meta(root: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        key = _META_KEYS.get(element.get("name", "").lower())
        content = element.get("content", "").strip()
        if key and content:
            found.setdefault(key, content)
    title = root.findtext(".//title")
    if title and title.strip():
        found.setdefault("title", " ".join(title.split()))
    return found
