"""Styles of Word (styles.xml) with their inheritance: what a paragraph gets from its style."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = ("0", "false", "off", "none")
_TOC = re.compile(r"toc( ?\d| heading)|table of contents|(?:WPSOffice\S{0,4})?目录.{0,4}", re.I)
_HEADING = re.compile(r"(?:heading|标题) ?([1-9])", re.I)


def w(tag: str) -> str:
    """`tag` in the namespace of WordprocessingML."""
    return _W + tag


def value(element: Element | None, tag: str, *, own: bool = False) -> str:
    """w:val of the child `tag`, or with `own` the attribute `tag` of the element itself; "" where missing."""
    if element is None:
        return ""
    if own:
        return element.get(_W + tag, "")
    child = element.find(_W + tag)
    return "" if child is None else child.get(_W + "val", "")


def flag(element: Element | None, tag: str) -> bool | None:
    """State of the on/off property `tag`; None where it is not set."""
    child = None if element is None else element.find(_W + tag)
    return None if child is None else child.get(_W + "val", "true").lower() not in _OFF


@dataclass(frozen=True, slots=True)
class Style:
    """What a style and its ancestors set. `outline` counts from 1 (0: body text), None is not set."""

    id: str = ""
    outline: int | None = None
    num_id: str = ""
    ilvl: int | None = None
    hidden: bool = False
    toc: bool = False


class Styles:
    """The styles of one document by id."""

    def __init__(self, root: Element | None) -> None:
        found = [] if root is None else list(root.iterfind(_W + "style"))
        self._elements = {e.get(_W + "styleId", ""): e for e in found}
        self._styles: dict[str, Style] = {"": Style()}
        default = [e.get(_W + "styleId", "") for e in found
                   if e.get(_W + "type") == "paragraph" and e.get(_W + "default") in ("1", "true", "on")]
        self._default = default[0] if default else ""

    def paragraph(self, style_id: str) -> Style:
        """The style of a paragraph that names `style_id`, or the default where it names none."""
        return self.style(style_id or self._default)

    def style(self, style_id: str, *, depth: int = 0) -> Style:
        """The style with all that it inherits; an unknown id, or a circle, is a style that sets nothing."""
        if style_id not in self._styles:
            element = self._elements.get(style_id)
            if element is None or depth > 30:
                return self._styles[""]
            self._styles[style_id] = _merge(style_id, element, self.style(value(element, "basedOn"),
                                                                          depth=depth + 1))
        return self._styles[style_id]


def _merge(style_id: str, element: Element, parent: Style) -> Style:
    paragraph = element.find(_W + "pPr")
    number = None if paragraph is None else paragraph.find(_W + "numPr")
    hidden = flag(element.find(_W + "rPr"), "vanish")
    ilvl, name = value(number, "ilvl"), value(element, "name")
    outline = _outline(paragraph, name)
    return Style(
        style_id, parent.outline if outline is None else outline,
        value(number, "numId") or parent.num_id, int(ilvl) if ilvl.isdecimal() else parent.ilvl,
        parent.hidden if hidden is None else hidden, bool(_TOC.fullmatch(name)) or parent.toc,
    )


def _outline(paragraph: Element | None, name: str) -> int | None:
    level = outline_of(paragraph)
    named = _HEADING.fullmatch(name)
    return level if level is not None or named is None else int(named[1])


def outline_of(paragraph: Element | None) -> int | None:
    """Heading level from 1 that w:pPr sets, 0 for body text, None where it sets none."""
    level = value(paragraph, "outlineLvl")
    return None if not level.isdecimal() else (int(level) + 1) % 10
