"""Kinds of HTML elements: which are not shown, and which end a line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_PROGRAM = ("script", "style", "noscript", "head", "template")
_EMBEDDED = ("iframe", "frameset", "object", "embed", "svg", "audio", "video", "canvas", "map")
_CONTROLS = ("select", "textarea", "button", "datalist")
# Readings above Chinese words, and what a correction took away.
_ASIDE = ("rt", "rp", "del")
_SKIPPED = frozenset((*_PROGRAM, *_EMBEDDED, *_CONTROLS, *_ASIDE))
"""Elements whose text is not part of what a page says."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PARAGRAPHS = ("p", "pre", "blockquote", "address", "center", "figure", "figcaption", "hr")
_LISTS = ("ul", "ol", "li", "dl", "dt", "dd", "menu")
_TABLES = ("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th")
_PARTS = ("html", "body", "main", "article", "section", "header", "footer", "nav", "aside", "div")
_FORMS = ("form", "fieldset", "details", "summary", "dialog")
BLOCKS = frozenset((*_HEADINGS, *_PARAGRAPHS, *_LISTS, *_TABLES, *_PARTS, *_FORMS))
"""Elements before and after which a line ends."""
_HIDDEN = re.compile(
    r"(?:display\s{0,9}:\s{0,9}none"
    r"|visibility\s{0,9}:\s{0,9}hidden"
    # Word's HTML export keeps comments and page headers, and hides them by styles of its own.
    r"|mso-hide\s{0,9}:\s{0,9}all"
    r"|mso-element\s{0,9}:\s{0,9}(?:comment-list|header|footer))",
    re.I,
)

_PAGE = ("html", "body")


def is_hidden(element: Element) -> bool:
    """Whether the element is not shown: by its kind, its hidden attribute, or its inline style."""
    if element.tag in _SKIPPED or not isinstance(element.tag, str):
        return True
    # A page that is hidden as a whole is shown by its script.
    if element.tag in ("html", "body"):
        return False
    if "hidden" in element.attrib:
        return True
    style = element.get("style")
    # A page hides its body until its script runs; that it has a body is to show it.
    if not style or element.tag in _PAGE:
        return False
    return _HIDDEN.search(style) is not None


_RAISED = re.compile(r"vertical-align\s{0,9}:\s{0,9}(?:super|text-top)", re.I)


def is_raised(element: Element) -> bool:
    """Whether an inline element prints its text above the line."""
    if element.tag == "sup":
        return True
    style = element.get("style", "")
    return _RAISED.search(style) is not None


def printed_chars(text: str) -> int:
    """How many characters of `text` are no white space."""
    return len("".join(text.split()))


def chars_below(element: Element) -> int:
    """How many characters below the element, hidden ones included, are no white space."""
    return printed_chars("".join(element.itertext()))
