"""Web pages, Word's HTML export, and fragments of a CMS.

One line per paragraph or line break. What is not content stays in the text, marked as
navigation. Real tables become grids; tables that only lay out the page are unwrapped.
"""

from __future__ import annotations

import contextlib
import email
import email.policy
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from msgspec import structs

from planparse.errors import ReadError
from planparse.model.furniture import Furniture
from planparse.model.source import Line, Source
from planparse.readers.canvas import Canvas
from planparse.readers.limits import DEFAULT, Limits
from planparse.readers.web.encoding import decode_page

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CUT_TAG = re.compile(r"<[/!]?[a-zA-Z][^<>]{0,4000}\Z")
"""A tag that the end of the page breaks off."""
_TAG_BOUND = 4096
"""Characters at the end that are searched for it, a little more than it may have."""
_TABLE_START = re.compile(r"<table\b", re.I)
_TABLE_END = re.compile(r"</table\b", re.I)
_PAGE_START = re.compile(r"<(?:html|body)\b", re.I)
_PAGE_END = re.compile(r"</(?:html|body)\b", re.I)
_BEHIND_PAGE = 65_536
"""Characters at the end in which the page must close; counters and scripts may stand behind."""
_TITLE_LINES = 30
"""How many lines of content may stand before the title: a notice with its number and date."""
_META_KEYS = {
    "articletitle": "title",
    "pubdate": "published",
    "contentsource": "publisher",
    "title": "title",
    "author": "publisher",
}
"""Names of meta tags by what they say; the first three are those of government sites."""


def read_html(
    data: bytes,
    name: str,
    *,
    limits: Limits = DEFAULT,
    charset: str | None = None,
) -> Source:
    """Read a page; `charset` is what the server's header said ("gbk" or a whole Content-Type).

    Raises `ReadError` for a page that is empty, cut off, or beyond `limits`.
    """
    limits.check("file_bytes", name, len(data))
    text, encoding = decode_page(data, name, charset)
    if _is_cut(text):
        raise ReadError(name, "the page is cut off", "download it again")
    root = _parse(text, name, limits)
    # After the parser, which says what to install where lxml is missing.
    from planparse.readers.web.content import outside_content
    from planparse.readers.web.page import WebPage

    canvas = Canvas(name, limits)
    WebPage(canvas).write(root, outside_content(root))
    source = canvas.source(
        data,
        "text/html",
        encoding=encoding,
        meta=_meta(root),
    )
    return replace(source, lines=_without_echo(source))


def read_mhtml(data: bytes, name: str, *, limits: Limits = DEFAULT) -> Source:
    """Read the page inside a single-file web page (MHTML), as browsers and Word save it."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() != "text/html":
            continue
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            charset = part.get_content_charset()
            return read_html(payload, name, limits=limits, charset=charset)
    raise ReadError(name, "the archive holds no web page", "save the page as HTML")


def _without_echo(source: Source) -> tuple[Line, ...]:
    """The lines; the page's own headline is furniture where the content prints it again."""
    lines = list(source.lines)
    shown = [index for index, line in enumerate(lines) if not line.furniture]
    head = shown[:_TITLE_LINES]
    words = [_words(source, lines[index]) for index in head]
    for place, index in enumerate(head):
        line = lines[index]
        # The first of the two goes: the content has its title behind number and issuer.
        printed_again = words[place] in words[place + 1 :]
        if line.heading == 1 and printed_again:
            lines[index] = structs.replace(line, heading=0, furniture=Furniture.HEADLINE)
    return tuple(lines)


def _words(source: Source, line: Line) -> str:
    """The line without white space: a headline may break where the content does not."""
    text = source.text[line.start : line.end]
    return "".join(text.split())


def _is_cut(text: str) -> bool:
    """Whether the page breaks off inside a tag, or inside a table that nothing closes."""
    if _CUT_TAG.search(text[-_TAG_BOUND:]):
        return True
    # A fragment of a CMS has no page to close, and what it leaves open is its own style.
    if not _PAGE_START.search(text):
        return False
    if _PAGE_END.search(text[-_BEHIND_PAGE:]):
        return False
    opened = len(_TABLE_START.findall(text))
    closed = len(_TABLE_END.findall(text))
    return opened > closed


def _parse(text: str, name: str, limits: Limits) -> Element:
    """Root of the page's tree; raises `ReadError` where it is empty or nested too deep."""
    try:
        from lxml import etree
    except ImportError:
        from planparse.readers.package import missing

        raise missing(name, "lxml", "html") from None
    options: dict[str, Any] = {
        "encoding": "utf-8",
        "huge_tree": True,
        "no_network": True,
    }
    parser = etree.HTMLParser(
        remove_comments=True,
        remove_pis=True,
        **options,
    )
    # Without zero bytes, at which the parser would end the page.
    without_zeros = text.replace("\0", "")
    clean = without_zeros.encode("utf-8", "replace")
    root: Element | None = None
    # Whatever it stumbles over, the parser makes a tree of any page that has words.
    with contextlib.suppress(etree.ParserError, etree.XMLSyntaxError, ValueError):
        root = etree.fromstring(clean, parser)
    if root is None:
        raise ReadError(name, "the page holds no text", "give the page that shows the plan")
    # Beyond its own bound the parser drops what lies deeper and only notes it in its log.
    problems = {entry.type_name for entry in parser.error_log}
    if "ERR_RESOURCE_LIMIT" in problems:
        raise limits.refuse("nesting", name, "the depth of elements")
    _check_depth(root, name, limits)
    return root


def _check_depth(root: Element, name: str, limits: Limits) -> None:
    """Raise `ReadError` for tables inside tables beyond `limits`.

    Other elements may nest: nothing walks them by recursion.
    """
    from lxml import etree

    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end"), tag="table"):
        if event == "start":
            depth += 1
        else:
            depth -= 1
        limits.check("nesting", name, depth)


def _meta(root: Element) -> dict[str, str]:
    """What the page says of itself; of several tags for one thing the first holds."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("name", "")
        key = _META_KEYS.get(name.lower())
        content = element.get("content", "").strip()
        if key and content:
            found.setdefault(key, content)
    # The title of the window often has the site's name in it: better than none.
    title = root.findtext(".//title") or ""
    words = title.split()
    if words:
        found.setdefault("title", " ".join(words))
    return found
