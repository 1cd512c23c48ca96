"""Which part of a web page is its content: the way of most text, without links, menus and footers.

Nothing is known of any site. Weights are characters outside of links; the way down follows the
child that holds most of them, and beside the way only what looks like navigation is set aside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SKIPPED = frozenset((
    "script", "style", "noscript", "head", "template", "iframe", "svg", "select", "textarea",
    "button", "object", "embed", "audio", "video", "canvas", "map", "datalist", "rt", "rp",
    "del", "frameset",
))
"""Elements whose text is not part of what a page says."""
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hr", "html", "li", "main", "menu", "nav", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption",
))
"""Elements before and after which a line ends."""
_BOILER_TAGS = frozenset(("nav", "footer", "aside", "menu"))
_BOILER_ROLES = frozenset(("navigation", "contentinfo", "banner", "search"))
_BOILER_NAME = re.compile(
    r"(?:^|[-_ ])(?:top|sub|main|site|page|bot)?-?(?:nav|navi|navbar|navigation|foot|footer|head"
    r"|header|crumbs?|breadcrumbs?|menu|sidebar|share|sharing|related|copyright|toolbar|pagination"
    r"|pager|search|login|banner|qrcode|links|siteinfo)(?:[-_ \d]|box|bar|wrap|$)", re.I)
_HIDDEN = re.compile(
    r"(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|mso-hide\s{0,9}:\s{0,9}all"
    r"|mso-element\s{0,9}:\s{0,9}(?:comment-list|header|footer))", re.I)
_MAIN_SHARE = 0.75
_SIBLING_SHARE = 0.1
_FOOTER_CHARS, _FOOTER_SHARE = 120, 0.05


def is_hidden(element: Element) -> bool:
    """Whether the element is not shown: hidden attribute, inline style, or a kind that shows nothing."""
    if element.tag in SKIPPED or not isinstance(element.tag, str) or "hidden" in element.attrib:
        return True
    style = element.get("style")
    return bool(style and _HIDDEN.search(style))


@dataclass(slots=True)
class _Weight:
    """Characters below an element: all, those in links, and what else says content."""

    chars: int = 0
    linked: int = 0
    paragraphs: int = 0
    titles: int = 0
    blocks: int = 0

    def add(self, other: _Weight) -> None:
        self.chars += other.chars
        self.linked += other.linked
        self.paragraphs += other.paragraphs
        self.titles += other.titles
        self.blocks += other.blocks

    @property
    def own(self) -> int:
        return self.chars - self.linked


@dataclass(slots=True)
class Outside:
    """The elements of a page that are no content; everything below them is navigation."""

    elements: set[Element] = field(default_factory=set)
    _weights: dict[Element, _Weight] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element) -> Outside:
        """Find what is beside the content of the tree `root`."""
        outside = cls()
        outside._weigh(root)
        outside._descend(root)
        outside._weights.clear()
        return outside

    def _weigh(self, root: Element) -> None:
        from lxml import etree
        stack, links = [_Weight()], 0
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "start" and is_hidden(element):
                walk.skip_subtree()
                stack.append(_Weight())
            elif event == "start":
                links += element.tag == "a"
                stack.append(_Weight())
                _count(stack[-1], element.text, links)
            else:
                links -= element.tag == "a" and not is_hidden(element)
                self._close(element, stack, links)

    def _close(self, element: Element, stack: list[_Weight], links: int) -> None:
        weight = stack.pop()
        tag = element.tag
        if tag in BLOCKS:
            self._weights[element] = weight
        stack[-1].add(weight)
        stack[-1].blocks += tag in BLOCKS
        stack[-1].paragraphs += weight.own > 0 and tag in ("p", "h3", "h4", "td", "th", "blockquote", "pre")
        stack[-1].titles += weight.own > 0 and tag in ("h1", "h2")
        _count(stack[-1], element.tail, links)

    def _descend(self, root: Element) -> None:
        total = self._weights.get(root, _Weight()).own or 1
        at: Element | None = root
        while at is not None:
            children = [child for child in _block_children(at) if child in self._weights]
            best = max(children, key=lambda child: self._weights[child].own, default=None)
            whole = self._weights[at].own if at in self._weights else total
            inner = best is not None and self._leads(best, whole)
            behind = False
            for child in children:
                if inner and child is best:
                    behind = True
                elif self._beside(child, total, inner) or (behind and self._trails(child, best, total)):
                    self.elements.add(child)
            at = best if inner else None

    def _leads(self, element: Element, whole: int) -> bool:
        """Whether the way goes on into the element: it holds most, and is no paragraph itself."""
        weight = self._weights[element]
        return weight.own >= _MAIN_SHARE * whole and weight.blocks > 1

    def _trails(self, element: Element, best: Element | None, total: int) -> bool:
        """Whether a container behind the content is a short footer."""
        weight = self._weights[element]
        small = weight.chars <= _FOOTER_CHARS and weight.own < _FOOTER_SHARE * total and weight.paragraphs < 4
        containers = ("div", "table", "section", "center", "ul", "ol", "dl")
        return small and element.tag in containers and best is not None and best.tag in containers

    def _beside(self, element: Element, total: int, on_the_way: bool) -> bool:
        """Whether a sibling of the way, or a child of the content itself, is navigation."""
        weight, share = self._weights[element], self._weights[element].own / total
        if weight.chars == 0 or (weight.titles and weight.linked <= weight.own):
            return False  # the article's own headline, which may stand beside its text
        if share < 2 * _SIBLING_SHARE and _named_boiler(element):
            return True
        if not weight.own and element.tag in ("ul", "ol", "dl"):
            return True
        if element.tag in ("p", "h3", "h4", "h5", "h6", "tr", "tbody", "thead"):
            return False
        if share >= _SIBLING_SHARE:
            return False
        if weight.linked > weight.own and (on_the_way or weight.linked > 20):
            return on_the_way or element.tag in ("ul", "ol", "div", "dl")
        return on_the_way and weight.blocks > 0 and not weight.paragraphs


def _count(weight: _Weight, text: str | None, links: int) -> None:
    if text:
        chars = len("".join(text.split()))
        weight.chars += chars
        weight.linked += chars if links else 0


def _named_boiler(element: Element) -> bool:
    if element.tag in _BOILER_TAGS or element.get("role") in _BOILER_ROLES:
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return bool(_BOILER_NAME.search(names)) and "Mso" not in names


def _block_children(element: Element) -> list[Element]:
    """The nearest block elements below, through inline ones that wrap them."""
    found: list[Element] = []
    stack = list(reversed(element))
    while stack:
        child = stack.pop()
        if child.tag in BLOCKS:
            found.append(child)
        elif isinstance(child.tag, str):
            stack.extend(reversed(child))
    return found
