"""How much text stands below each element of a page, and how much of it in links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planparse.readers.web.elements import BLOCKS, is_hidden, printed_chars

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_PARAGRAPHS = ("p", "h3", "h4", "td", "th", "blockquote", "pre")
"""Elements that hold the text of an article; menus are made of others."""
_TITLES = ("h1", "h2")


@dataclass(slots=True)
class Weight:
    """What is shown below an element; text is counted in characters without white space."""

    chars: int = 0
    linked: int = 0
    """Characters inside of links."""
    paragraphs: int = 0
    """Paragraphs with text outside of links."""
    titles: int = 0
    """Headlines with text outside of links."""
    blocks: int = 0

    @property
    def own(self) -> int:
        """Characters outside of links."""
        return self.chars - self.linked

    def count(self, text: str | None, *, linked: bool) -> None:
        """Add `text`, which stands inside of a link or not."""
        if not text:
            return
        chars = printed_chars(text)
        self.chars += chars
        if linked:
            self.linked += chars

    def add(self, child: Weight, tag: object) -> None:
        """Add what stands below a child `tag`, and the child itself."""
        self.chars += child.chars
        self.linked += child.linked
        self.paragraphs += child.paragraphs
        self.titles += child.titles
        self.blocks += child.blocks
        # Kinds are counted at the parent: an element is no paragraph inside of itself.
        if tag in BLOCKS:
            self.blocks += 1
        if child.own > 0 and tag in _PARAGRAPHS:
            self.paragraphs += 1
        if child.own > 0 and tag in _TITLES:
            self.titles += 1


def weigh(root: Element) -> dict[Element, Weight]:
    """The weights of all block elements of the tree; what is hidden weighs nothing."""
    from lxml import etree

    weights: dict[Element, Weight] = {}
    stack = [Weight()]  # of the elements that are open, below one for the page itself
    links = 0  # how many links are open
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            stack.append(Weight())
            if is_hidden(element):
                # Its end is still reported, and takes the weight off the stack.
                walk.skip_subtree()
                continue
            if element.tag == "a":
                links += 1
            stack[-1].count(element.text, linked=links > 0)
            continue
        if element.tag == "a" and not is_hidden(element):
            links -= 1
        weight = stack.pop()
        if element.tag in BLOCKS:
            weights[element] = weight
        stack[-1].add(weight, element.tag)
        stack[-1].count(element.tail, linked=links > 0)
    return weights
