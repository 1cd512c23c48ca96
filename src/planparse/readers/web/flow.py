"""What an HTML tree shows, in order: lines with their evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from planparse.model.furniture import Furniture
from planparse.readers.canvas import raised
from planparse.readers.docx.numerals import render
from planparse.readers.web.elements import BLOCKS, is_hidden, is_raised
from planparse.readers.web.table_cells import span_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SPACE = re.compile(r"[ \t\n\r\f]+")
_OUTLINE = re.compile(r"mso-outline-level\s{0,9}:\s{0,9}([1-9])", re.I)
"""Word's export writes headings as paragraphs, and their level as a style."""
_NOTES = re.compile(r"mso-element\s{0,9}:\s{0,9}(?:foot|end)note", re.I)
"""Word's export puts the notes of the text behind it."""
_CONTENTS_CLASS = "MsoToc"
"""Opens the class names that Word's export gives to lines of the table of contents."""
_PREFORMATTED = re.compile(r"white-space\s{0,9}:\s{0,9}pre", re.I)
_HEADINGS = {
    "h1": 1,
    "h2": 2,
    "h3": 3,
    "h4": 4,
    "h5": 5,
    "h6": 6,
}
_LIST_FORMATS = {
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
"""The number formats of the type attribute of a list, by Word's names for them."""

Emit = Callable[[str, int, Furniture | None], None]
"""Takes a line: its text, heading level and furniture."""
TakeTable = Callable[["Element", bool], bool]
"""Takes a table, and whether it is outside of the content; says whether it was taken."""


@dataclass(slots=True)
class _State:
    """What holds for the text inside of a block."""

    heading: int = 0
    toc: bool = False
    notes: bool = False
    outside: bool = False
    preformatted: bool = False
    raised: bool = False

    @property
    def furniture(self) -> Furniture | None:
        if self.notes:
            return Furniture.FOOTNOTE
        if self.outside:
            return Furniture.NAVIGATION
        if self.toc:
            return Furniture.CONTENTS
        return None


@dataclass(slots=True)
class Flow:
    """Walks a tree without recursion and gives its lines to `emit`, its tables to `table`.

    Where `table` does not take a table, the walk goes on into its cells.
    """

    emit: Emit
    table: TakeTable
    outside: Set[Element] = frozenset()
    """Elements that are no content."""
    _buffer: list[str] = field(default_factory=list)
    """The text of the line so far."""
    _states: list[_State] = field(default_factory=lambda: [_State()])
    """The states of the open elements, innermost last, below one for the page itself."""

    def walk(self, root: Element) -> None:
        """Emit everything that `root` shows."""
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                self._end(element, is_root=element is root)
                continue
            self._states.append(self._entered(element))
            # The root's own table is what the walk was asked for, such as a frame.
            is_table = element.tag == "table" and element is not root
            if is_hidden(element) or (is_table and self._take(element)):
                walk.skip_subtree()
            else:
                self._start(element)
        self._flush()

    def _take(self, table: Element) -> bool:
        # What stands before the table is written before it.
        self._flush()
        return self.table(table, self._states[-1].outside)

    def _entered(self, element: Element) -> _State:
        """The state inside of the element: what is set above it holds on."""
        above = self._states[-1]
        # A state holds for whole lines, and an inline element has none of its own but its height.
        if element.tag not in BLOCKS:
            return replace(above, raised=True) if is_raised(element) else above
        style = element.get("style", "")
        return _State(
            heading=_heading_level(element.tag, style) or above.heading,
            toc=above.toc or element.get("class", "").startswith(_CONTENTS_CLASS),
            notes=above.notes or _NOTES.search(style) is not None,
            outside=above.outside or element in self.outside,
            preformatted=above.preformatted or _is_preformatted(element.tag, style),
        )

    def _start(self, element: Element) -> None:
        if element.tag == "br":
            self._break()
        elif element.tag in BLOCKS:
            # The text before a block belongs to what encloses it, whose state is the last but one.
            self._flush(self._states[-2])
            if element.tag == "li":
                self._buffer.append(_list_label(element))
        self._text(element.text)

    def _end(self, element: Element, *, is_root: bool) -> None:
        if element.tag in BLOCKS:
            self._flush()
        self._states.pop()
        # What stands behind the root is not below it.
        if not is_root:
            self._text(element.tail)

    def _break(self) -> None:
        # A heading over two lines is one heading.
        if self._states[-1].heading:
            self._buffer.append(" ")
        else:
            self._flush()

    def _text(self, text: str | None) -> None:
        if not text:
            return
        state = self._states[-1]
        if state.raised:
            text = raised(text.replace("\n", " "))
        if not state.preformatted:
            self._buffer.append(text)
            return
        # Line ends of preformatted text are printed as such.
        first, *others = text.split("\n")
        self._buffer.append(first)
        for line in others:
            self._flush()
            self._buffer.append(line)

    def _flush(self, state: _State | None = None) -> None:
        """End the line, which has the given state, else that of the innermost element."""
        text = collapse("".join(self._buffer))
        self._buffer.clear()
        if not text.strip():
            return
        if state is None:
            state = self._states[-1]
        self.emit(text, state.heading, state.furniture)


def collapse(text: str) -> str:
    """White space as browsers show it: a run is one blank.

    Also where the source broke a Chinese line: the break may stand for the blank of 第一章 总则.
    """
    return _SPACE.sub(" ", text)


def _heading_level(tag: str, style: str) -> int:
    """Level from 1 that tag or style of a block set, 0 where they set none."""
    if tag in _HEADINGS:
        return _HEADINGS[tag]
    outline = _OUTLINE.search(style)
    if outline is None:
        return 0
    return int(outline[1])


def _is_preformatted(tag: str, style: str) -> bool:
    return tag == "pre" or _PREFORMATTED.search(style) is not None


def _list_label(item: Element) -> str:
    """The number that browsers print before an item of a numbered list, "" for any other."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    # list-style: none, for numbers that stand in the text already.
    if "none" in parent.get("style", ""):
        return ""
    number = span_of(parent.get("start"))
    for sibling in parent.iterchildren("li"):
        if sibling.get("value"):
            number = span_of(sibling.get("value"))
        if sibling is item:
            break
        number += 1
    number_format = _LIST_FORMATS.get(parent.get("type", ""), "decimal")
    return f"{render(number, number_format)}. "
