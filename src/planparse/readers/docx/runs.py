"""The running text of a Word paragraph: runs, fields, tracked changes, breaks, and what hangs in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planparse.readers.docx.numbering import render
from planparse.readers.docx.styles import Styles, flag, value, w

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_HEX = re.compile("[0-9A-Fa-f]{1,5}")
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_REMOVED = (w("del"), w("moveFrom"))
_GONE = frozenset(map(w, (
    "del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "delText", "delInstrText", "rt", "proofErr",
    "bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak", "commentReference", "footnoteRef", "endnoteRef",
)))
# Symbol fonts put their signs into the private-use area; these are the ones that plans print.
_SYMBOLS = {
    0xF06C: "●", 0xF06E: "■", 0xF06F: "□", 0xF0A7: "▪", 0xF0A8: "◻", 0xF0B7: "•", 0xF0D8: "➢", 0xF0FC: "✓",
    0xF0FE: "☑", 0xF052: "☑", 0xF0A3: "☐", 0xF0B3: "≥", 0xF0B4: "×", 0xF0B1: "±", 0xF0B0: "°",
}


@dataclass(slots=True)
class Fields:
    """The complex fields that are open, innermost last, over the paragraphs of one story."""

    open: list[list[str]] = field(default_factory=list)
    """Per field its instruction and "code" or "result", the part that the reading is in."""
    whole: bool = True
    """False where some field of the document does not end: then all text counts as printed."""

    @classmethod
    def of(cls, body: Element) -> Fields:
        """The fields of a document, none of them open yet."""
        depth = 0
        for mark in body.iter(w("fldChar")):
            kind = mark.get(w("fldCharType"))
            if kind != "separate" and not any(e.tag in _REMOVED for e in mark.iterancestors()):
                depth += 1 if kind == "begin" else -1
        return cls(whole=depth == 0)

    @property
    def shown(self) -> bool:
        """False inside an instruction, which is never printed."""
        return not self.whole or all(part == "result" for _, part in self.open)

    @property
    def toc(self) -> bool:
        """True inside a table of contents."""
        return self.whole and any(code.split()[:1] == ["TOC"] for code, _ in self.open)

    def mark(self, kind: str) -> None:
        """Take a fldChar of `kind` begin, separate or end."""
        if kind == "begin":
            self.open.append(["", "code"])
        elif self.open and kind == "separate":
            self.open[-1][1] = "result"
        elif self.open:
            self.open.pop()


@dataclass(slots=True)
class Story:
    """What runs need to know of their document; the order of note references is counted here."""

    styles: Styles
    fields: Fields = field(default_factory=Fields)
    notes: list[tuple[str, str]] = field(default_factory=list)
    """(kind, id) of the notes referred to, in order; a note's mark is its place in this list from 1."""


@dataclass(slots=True)
class Runs:
    r"""The text of one paragraph; "\n" is a soft break, "\f" a page or column break.

    `boxes` are the text boxes that hang in it, `toc` how many characters stand in a table of contents.
    """

    story: Story
    hidden: bool = False
    """Whether the paragraph's style hides what no run shows again."""
    parts: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    toc: int = 0

    @property
    def text(self) -> str:
        """All that is printed, without the text boxes."""
        return "".join(self.parts)

    def add(self, text: str) -> None:
        """Print `text` unless it stands in a field's instruction."""
        if self.story.fields.shown:
            self.parts.append(text)
            self.toc += len(text) if self.story.fields.toc else 0

    def walk(self, element: Element) -> None:
        """Read the children of a paragraph, a run, or anything that wraps runs."""
        for child in element:
            tag = child.tag
            if tag == _RUN:
                if not self._hidden(child):
                    self.walk(child)
                else:
                    self._fields_only(child)
            elif tag in _HANDLERS:
                _HANDLERS[tag](self, child)
            elif tag not in _GONE:
                self.walk(child)

    def _hidden(self, run: Element) -> bool:
        properties = run.find(_RPR)
        if properties is None:
            return self.hidden
        state = flag(properties, "vanish")
        if state is None:
            return self.hidden or self.story.styles.style(value(properties, "rStyle")).hidden
        return state

    def _fields_only(self, run: Element) -> None:
        for child in run:
            if child.tag in (w("fldChar"), w("instrText")):
                _HANDLERS[child.tag](self, child)

    def _text(self, element: Element) -> None:
        self.add((element.text or "").replace("\n", " ").replace("\r", " "))

    def _break(self, element: Element) -> None:
        self.add("\f" if element.get(w("type")) in ("page", "column") else "\n")

    def _symbol(self, element: Element) -> None:
        digits = element.get(w("char"), "")
        code = int(digits, 16) if _HEX.fullmatch(digits) else 0
        sign = _SYMBOLS.get(code | 0xF000 if code < 0x100 else code)
        self.add(sign or (chr(code) if 0x20 <= code < 0xD800 else "•"))

    def _field(self, element: Element) -> None:
        self.story.fields.mark(element.get(w("fldCharType"), ""))

    def _instruction(self, element: Element) -> None:
        if self.story.fields.open:
            self.story.fields.open[-1][0] += element.text or ""

    def _simple_field(self, element: Element) -> None:
        self.story.fields.open.append([element.get(w("instr"), ""), "result"])
        self.walk(element)
        self.story.fields.open.pop()

    def _note(self, element: Element) -> None:
        kind = "footnotes" if element.tag == w("footnoteReference") else "endnotes"
        self.story.notes.append((kind, element.get(w("id"), "")))
        if element.get(w("customMarkFollows"), "0") in ("0", "false"):
            self.add(note_mark(len(self.story.notes)))

    def _alternate(self, element: Element) -> None:
        """Of several drawings of the same thing, the first that holds a text box, else the first."""
        branches = [b for b in element if b.tag in (_MC + "Choice", _MC + "Fallback")]
        boxed = [b for b in branches if next(b.iter(w("txbxContent")), None) is not None]
        for branch in (boxed or branches)[:1]:
            self.walk(branch)

    def _box(self, element: Element) -> None:
        self.boxes.append(element)


def note_mark(number: int) -> str:
    """The mark of the note number `number`, as it is printed at the reference and before the note."""
    mark = render(number, "decimalEnclosedCircle")
    return f"[{mark}]" if mark.isascii() else mark


_RUN, _RPR = w("r"), w("rPr")
_HANDLERS: dict[object, Callable[[Runs, Element], None]] = {
    w("t"): Runs._text, _MATH + "t": Runs._text,
    w("br"): Runs._break, w("cr"): lambda runs, _: runs.add("\n"),
    w("tab"): lambda runs, _: runs.add("\t"), w("ptab"): lambda runs, _: runs.add("\t"),
    w("noBreakHyphen"): lambda runs, _: runs.add("-"), w("softHyphen"): lambda runs, _: None,
    w("sym"): Runs._symbol, w("fldChar"): Runs._field, w("instrText"): Runs._instruction,
    w("fldSimple"): Runs._simple_field, w("footnoteReference"): Runs._note, w("endnoteReference"): Runs._note,
    _MC + "AlternateContent": Runs._alternate, w("txbxContent"): Runs._box,
}
