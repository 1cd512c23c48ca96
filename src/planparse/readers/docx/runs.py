"""The running text of a Word paragraph: runs, tracked changes, breaks, and what hangs in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from planparse.readers.canvas import raised
from planparse.readers.docx.fields import Fields, OpenField
from planparse.readers.docx.numerals import render
from planparse.readers.docx.styles import Styles, flag, value, w

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SOFT_BREAK = "\n"
"""Stands in the text of a paragraph for a break of the line."""
PAGE_BREAK = "\f"
"""Stands in the text of a paragraph for a break of the page or column."""

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_RUN = w("r")
_RUN_PROPERTIES = w("rPr")
_FIELD_MARKS = (w("fldChar"), w("instrText"))
_BRANCHES = (_MC + "Choice", _MC + "Fallback")
_NOT_PRINTED = frozenset(
    map(
        w,
        (
            "del",
            "moveFrom",
            "pPr",
            "rPr",
            "sdtPr",
            "sdtEndPr",
            "delText",
            "delInstrText",
            "rt",
            "proofErr",
            "bookmarkStart",
            "bookmarkEnd",
            "lastRenderedPageBreak",
            "commentReference",
            "footnoteRef",
            "endnoteRef",
        ),
    )
)
"""Elements of a paragraph that print nothing: what was deleted, properties, and marks."""
_HEX = re.compile("[0-9A-Fa-f]{1,5}")
# Symbol fonts put their signs into the private-use area; these are the ones that plans print.
_SYMBOLS = {
    0xF06C: "●",
    0xF06E: "■",
    0xF06F: "□",
    0xF0A7: "▪",
    0xF0A8: "◻",
    0xF0B7: "•",
    0xF0D8: "➢",
    0xF0FC: "✓",
    0xF0FE: "☑",
    0xF052: "☑",
    0xF0A3: "☐",
    0xF0B3: "≥",
    0xF0B4: "×",
    0xF0B1: "±",
    0xF0B0: "°",
}
_SYMBOL_PAGE = 0xF000
"""Where the private-use area repeats the 256 places of a symbol font."""
_SYMBOL_PLACES = 0x100
_UNKNOWN_SYMBOL = "•"
"""A sign without meaning: nearly all that stand in plans open a list item."""
_FIRST_SIGN = 0x20
_FIRST_SURROGATE = 0xD800
"""From here on stand halves of characters, and then the private-use area."""


class NoteReference(NamedTuple):
    """A place in the text that refers to a note."""

    kind: str
    """The part that holds the note: "footnotes" or "endnotes"."""
    id: str


@dataclass(slots=True)
class Story:
    """What runs need to know of their document; the order of note references is counted here."""

    styles: Styles
    fields: Fields = field(default_factory=Fields)
    notes: list[NoteReference] = field(default_factory=list)
    """The notes referred to, in order; a note's mark is its place in this list from 1."""


@dataclass(slots=True)
class Runs:
    """The text of one paragraph, with `SOFT_BREAK` and `PAGE_BREAK` in it."""

    story: Story
    hidden: bool = False
    """Whether the paragraph's style hides what no run shows again."""
    parts: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    """The text boxes that hang in the paragraph."""
    is_raised: bool = False
    """Whether the run that is being read is printed raised."""
    toc: int = 0
    """How many characters stand in a table of contents."""

    @property
    def text(self) -> str:
        """All that is printed, without the text boxes."""
        return "".join(self.parts)

    def add(self, text: str) -> None:
        """Print `text` unless it stands in a field's instruction."""
        fields = self.story.fields
        if not fields.shown:
            return
        self.parts.append(text)
        if fields.toc:
            self.toc += len(text)

    def walk(self, element: Element) -> None:
        """Read the children of a paragraph, a run, or anything that wraps runs."""
        for child in element:
            tag = child.tag
            if tag == _RUN:
                self._run(child)
            elif tag in _HANDLERS:
                _HANDLERS[tag](self, child)
            elif tag not in _NOT_PRINTED:
                self.walk(child)

    def _run(self, run: Element) -> None:
        if not self._is_hidden(run):
            self.is_raised = self._stands_above(run)
            self.walk(run)
            self.is_raised = False
            return
        # A hidden run may hold an end of a field, and all text behind it hangs on that.
        for child in run:
            if child.tag in _FIELD_MARKS:
                _HANDLERS[child.tag](self, child)

    def _is_hidden(self, run: Element) -> bool:
        properties = run.find(_RUN_PROPERTIES)
        if properties is None:
            return self.hidden
        state = flag(properties, "vanish")
        if state is not None:
            return state
        style = self.story.styles.style(value(properties, "rStyle"))
        return self.hidden or style.hidden

    def _stands_above(self, run: Element) -> bool:
        """Whether the run is printed as a superscript."""
        properties = run.find(_RUN_PROPERTIES)
        if properties is None:
            return False
        state = value(properties, "vertAlign")
        if state:
            return state == "superscript"
        return self.story.styles.style(value(properties, "rStyle")).raised

    def _text(self, element: Element) -> None:
        text = element.text or ""
        # A line end of the file is no break of the line: those are elements of their own.
        text = text.replace("\n", " ").replace("\r", " ")
        self.add(raised(text) if self.is_raised else text)

    def _break(self, element: Element) -> None:
        if element.get(w("type")) in ("page", "column"):
            self.add(PAGE_BREAK)
        else:
            self.add(SOFT_BREAK)

    def _soft_break(self, _: Element) -> None:
        self.add(SOFT_BREAK)

    def _tab(self, _: Element) -> None:
        self.add("\t")

    def _hyphen(self, _: Element) -> None:
        self.add("-")

    def _nothing(self, _: Element) -> None:
        """A soft hyphen is printed only where a line happens to end."""

    def _symbol(self, element: Element) -> None:
        digits = element.get(w("char"), "")
        if not _HEX.fullmatch(digits):
            self.add(_UNKNOWN_SYMBOL)
            return
        code = int(digits, 16)
        # Some programs write the place in the font alone, without the page.
        place = code | _SYMBOL_PAGE if code < _SYMBOL_PLACES else code
        if place in _SYMBOLS:
            self.add(_SYMBOLS[place])
        elif _FIRST_SIGN <= code < _FIRST_SURROGATE:
            self.add(chr(code))
        else:
            self.add(_UNKNOWN_SYMBOL)

    def _field_mark(self, element: Element) -> None:
        self.story.fields.mark(element.get(w("fldCharType"), ""))

    def _instruction(self, element: Element) -> None:
        self.story.fields.instruct(element.text or "")

    def _simple_field(self, element: Element) -> None:
        opened = OpenField(element.get(w("instr"), ""), in_result=True)
        self.story.fields.open.append(opened)
        self.walk(element)
        self.story.fields.open.pop()

    def _note(self, element: Element) -> None:
        kind = "footnotes" if element.tag == w("footnoteReference") else "endnotes"
        notes = self.story.notes
        notes.append(NoteReference(kind, element.get(w("id"), "")))
        # A mark of the author's own follows as text.
        if element.get(w("customMarkFollows"), "0") in ("0", "false"):
            self.add(note_mark(len(notes)))

    def _alternate(self, element: Element) -> None:
        """Several drawings of the same thing: the first that holds a text box, else the first."""
        branches = [branch for branch in element if branch.tag in _BRANCHES]
        for branch in branches:
            if next(branch.iter(w("txbxContent")), None) is not None:
                self.walk(branch)
                return
        if branches:
            self.walk(branches[0])

    def _box(self, element: Element) -> None:
        self.boxes.append(element)


def note_mark(number: int) -> str:
    """The mark of the note number `number`, printed at the reference and before the note."""
    mark = render(number, "decimalEnclosedCircle")
    # Unicode has no circled number beyond ㊿; in brackets it cannot be read as a figure.
    if mark.isascii():
        return f"[{mark}]"
    return mark


_HANDLERS: dict[object, Callable[[Runs, Element], None]] = {
    w("t"): Runs._text,
    _MATH + "t": Runs._text,
    w("br"): Runs._break,
    w("cr"): Runs._soft_break,
    w("tab"): Runs._tab,
    w("ptab"): Runs._tab,
    w("noBreakHyphen"): Runs._hyphen,
    w("softHyphen"): Runs._nothing,
    w("sym"): Runs._symbol,
    w("fldChar"): Runs._field_mark,
    w("instrText"): Runs._instruction,
    w("fldSimple"): Runs._simple_field,
    w("footnoteReference"): Runs._note,
    w("endnoteReference"): Runs._note,
    _MC + "AlternateContent": Runs._alternate,
    w("txbxContent"): Runs._box,
}
