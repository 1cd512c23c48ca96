"""Styles of Word (styles.xml) with their inheritance: what a paragraph gets from its style."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ON = ("1", "true", "on")
_OFF = ("0", "false", "off", "none")
_MAX_DEPTH = 30
"""Ancestors of one style, far more than Word allows; ends a chain that leads back into itself."""
_BODY_TEXT = 9
"""The outline level, counted from 0, that stands for no heading."""
# Names of styles are those of the program's own language, which in China is Chinese or English.
_TOC = re.compile(
    r"toc( ?\d| heading)"
    r"|table of contents"
    r"|(?:WPSOffice\S{0,4})?目录.{0,4}",
    re.I,
)
_HEADING = re.compile(r"(?:heading|标题) ?([1-9])", re.I)


def w(tag: str) -> str:
    """`tag` in the namespace of WordprocessingML."""
    return _W + tag


def value(element: Element | None, tag: str) -> str:
    """w:val of the child `tag`; "" where element, child or attribute is missing."""
    if element is None:
        return ""
    child = element.find(_W + tag)
    if child is None:
        return ""
    return child.get(_W + "val", "")


def whole_number(element: Element | None, tag: str) -> int | None:
    """w:val of the child `tag` as a number from 0; None where there is none."""
    text = value(element, tag)
    if not text.isdecimal():
        return None
    return int(text)


def flag(element: Element | None, tag: str) -> bool | None:
    """State of the on/off property `tag`; None where it is not set."""
    if element is None:
        return None
    child = element.find(_W + tag)
    if child is None:
        return None
    # The element alone, without w:val, switches the property on.
    return child.get(_W + "val", "true").lower() not in _OFF


def outline_of(paragraph: Element | None) -> int | None:
    """Heading level from 1 that w:pPr sets, 0 for body text, None where it sets none."""
    level = whole_number(paragraph, "outlineLvl")
    if level is None:
        return None
    return (level + 1) % (_BODY_TEXT + 1)


@dataclass(frozen=True, slots=True)
class Style:
    """What a style and its ancestors set."""

    id: str = ""
    outline: int | None = None
    """Heading level from 1; 0 is body text, None is not set."""
    num_id: str = ""
    """The list that numbers its paragraphs; "" is none."""
    ilvl: int | None = None
    """The level of that list, from 0; None is not set."""
    hidden: bool = False
    raised: bool = False
    """Whether its runs are superscripts."""
    toc: bool = False
    """Whether its paragraphs are lines, or the title, of a table of contents."""


_SETS_NOTHING = Style()


class Styles:
    """The styles of one document by id."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._merged: dict[str, Style] = {"": _SETS_NOTHING}
        self._default: str | None = None
        if root is None:
            return
        for element in root.iterfind(_W + "style"):
            style_id = element.get(_W + "styleId", "")
            self._elements[style_id] = element
            # Of several defaults, which converters write when they join files, the first holds.
            if self._default is None and _is_default_paragraph(element):
                self._default = style_id

    def paragraph(self, style_id: str) -> Style:
        """The style of a paragraph that names `style_id`, or the default where it names none."""
        return self.style(style_id or self._default or "")

    def style(self, style_id: str, *, depth: int = 0) -> Style:
        """The style with all that it inherits; an unknown id, or a circle, sets nothing.

        `depth` is how many descendants have asked for it.
        """
        if style_id in self._merged:
            return self._merged[style_id]
        element = self._elements.get(style_id)
        # Not kept: what is too deep for one style may be near enough for another.
        if element is None or depth > _MAX_DEPTH:
            return _SETS_NOTHING
        parent = self.style(value(element, "basedOn"), depth=depth + 1)
        merged = _merge(style_id, element, parent)
        self._merged[style_id] = merged
        return merged


def _is_default_paragraph(style: Element) -> bool:
    of_paragraphs = style.get(_W + "type") == "paragraph"
    return of_paragraphs and style.get(_W + "default") in _ON


def _merge(style_id: str, element: Element, parent: Style) -> Style:
    """The style of `element`: what it sets itself, and the rest from its parent."""
    paragraph = element.find(_W + "pPr")
    number = None
    if paragraph is not None:
        number = paragraph.find(_W + "numPr")
    name = value(element, "name")
    outline = _outline(paragraph, name)
    if outline is None:
        # Only what a style does not set comes from its parent: 0, body text, is set.
        outline = parent.outline
    ilvl = whole_number(number, "ilvl")
    if ilvl is None:
        ilvl = parent.ilvl
    run = element.find(_W + "rPr")
    hidden = flag(run, "vanish")
    if hidden is None:
        hidden = parent.hidden
    height = value(run, "vertAlign")
    return Style(
        id=style_id,
        outline=outline,
        num_id=value(number, "numId") or parent.num_id,
        ilvl=ilvl,
        hidden=hidden,
        raised=height == "superscript" if height else parent.raised,
        toc=parent.toc or _TOC.fullmatch(name) is not None,
    )


def _outline(paragraph: Element | None, name: str) -> int | None:
    """The level that the style sets, else the one in its name.

    The latter is for converters that write the name of a heading style and nothing else.
    """
    level = outline_of(paragraph)
    if level is not None:
        return level
    named = _HEADING.fullmatch(name)
    if named is None:
        return None
    return int(named[1])
