"""Which part of a web page is its content: the way of most text, without menus and footers.

Nothing is known of any site. Weights are characters outside of links; the way down follows the
child that holds most of them, and beside the way only what looks like navigation is set aside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planparse.readers.web.elements import BLOCKS
from planparse.readers.web.weights import Weight, weigh

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_BOILER_TAGS = frozenset(("nav", "footer", "aside", "menu"))
_BOILER_ROLES = frozenset(("navigation", "contentinfo", "banner", "search"))
_BOILER_NAME = re.compile(
    r"(?:^|[-_ ])(?:top|sub|main|site|page|bot)?-?(?:nav|navi|navbar|navigation|foot|footer|head"
    r"|header|crumbs?|breadcrumbs?|menu|sidebar|share|sharing|related|copyright|toolbar|pagination"
    r"|pager|search|login|banner|qrcode|links|siteinfo)(?:[-_ \d]|box|bar|wrap|$)",
    re.I,
)
"""Names that makers of pages give to what is no content, as a class or an id."""
_WORD_CLASS = "Mso"
"""Opens the class names of Word's HTML export: MsoHeader is a style of paragraphs, no menu."""
_CONTAINERS = ("div", "table", "section", "center", "ul", "ol", "dl")
_LISTS = ("ul", "ol", "dl")
_LINK_LISTS = ("ul", "ol", "dl", "div")
_TEXT_TAGS = ("p", "h3", "h4", "h5", "h6", "tr", "tbody", "thead")
"""Elements that are text themselves: a paragraph of links may name the documents that apply."""

_MAIN_SHARE = 0.75
"""The way goes on into a child with this share of the text; below it, the text is spread out."""
_SIBLING_SHARE = 0.1
"""What holds so much of the page's text is content, whatever it looks like."""
_NAMED_SHARE = 2 * _SIBLING_SHARE
"""The same for what is named as navigation: a name says more, and is sometimes wrong."""
_LINK_CHARS = 20
"""Inside the content, links count as a menu from here on; fewer may be a reference."""
_FOOTER_CHARS = 120
"""Longest footer: the site's owner, a licence number or two, an address."""
_FOOTER_SHARE = 0.05
"""A footer holds less of the page's text than this, so that a short page keeps its end."""
_FOOTER_PARAGRAPHS = 4
"""A container with so many paragraphs is no footer."""


def outside_content(root: Element) -> set[Element]:
    """The elements of a page that are no content; everything below them is navigation."""
    weights = weigh(root)
    whole = weights.get(root, Weight()).own
    way = _Way(weights, total=whole or 1)
    at: Element | None = root
    while at is not None:
        at = way.step(at)
    return way.outside


@dataclass(slots=True)
class _Way:
    """The way from the root down to the content."""

    weights: dict[Element, Weight]
    total: int
    """Characters of the page outside of links, at least 1."""
    outside: set[Element] = field(default_factory=set)
    """What was set aside so far."""

    def step(self, at: Element) -> Element | None:
        """Set aside what is navigation below `at`; the child into which the way goes on.

        None where `at` is the content.
        """
        children = [child for child in _block_children(at) if child in self.weights]
        onward = self._onward(at, children)
        behind = False
        for child in children:
            if child is onward:
                # Footers stand behind the content; the like before it is the document's head.
                behind = onward.tag in _CONTAINERS
                continue
            beside = self._is_beside(child, on_the_way=onward is not None)
            if beside or (behind and self._is_footer(child)):
                self.outside.add(child)
        return onward

    def _onward(self, at: Element, children: list[Element]) -> Element | None:
        """The child that holds most of the text below `at`, unless it is a paragraph itself."""
        if not children:
            return None
        heaviest = max(children, key=lambda child: self.weights[child].own)
        whole = self.total
        if at in self.weights:
            whole = self.weights[at].own
        weight = self.weights[heaviest]
        if weight.own < _MAIN_SHARE * whole or weight.blocks <= 1:
            return None
        return heaviest

    def _is_footer(self, element: Element) -> bool:
        """Whether a container behind the content is a short footer."""
        weight = self.weights[element]
        if weight.chars > _FOOTER_CHARS or weight.own >= _FOOTER_SHARE * self.total:
            return False
        return weight.paragraphs < _FOOTER_PARAGRAPHS and element.tag in _CONTAINERS

    def _is_beside(self, element: Element, *, on_the_way: bool) -> bool:
        """Whether a sibling of the way, or a child of the content itself, is navigation."""
        weight = self.weights[element]
        if weight.chars == 0:
            return False
        # The article's own headline, which may stand beside its text.
        if weight.titles and weight.linked <= weight.own:
            return False
        share = weight.own / self.total
        # What the page says of itself comes first, then what its shape says.
        if share < _NAMED_SHARE and _is_named_boiler(element):
            return True
        if weight.own == 0 and element.tag in _LISTS:
            return True
        if element.tag in _TEXT_TAGS or share >= _SIBLING_SHARE:
            return False
        mostly_links = weight.linked > weight.own
        # Beside the way, links or bare containers are enough; inside the content, it takes a menu.
        if on_the_way:
            no_text = weight.blocks > 0 and weight.paragraphs == 0
            return mostly_links or no_text
        if not mostly_links or weight.linked <= _LINK_CHARS:
            return False
        return element.tag in _LINK_LISTS


def _is_named_boiler(element: Element) -> bool:
    """Whether the page itself says, by tag, role or name, that the element is no content."""
    if element.tag in _BOILER_TAGS or element.get("role") in _BOILER_ROLES:
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}"
    if _WORD_CLASS in names:
        return False
    return _BOILER_NAME.search(names) is not None


def _block_children(element: Element) -> list[Element]:
    """The nearest block elements below, through inline ones that wrap them."""
    found: list[Element] = []
    # A stack, not recursion: pages nest deeper than Python's calls may.
    stack = list(reversed(element))
    while stack:
        child = stack.pop()
        if child.tag in BLOCKS:
            found.append(child)
        elif isinstance(child.tag, str):
            stack.extend(reversed(child))
    return found
