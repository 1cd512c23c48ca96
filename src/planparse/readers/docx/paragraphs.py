"""Paragraphs of Word as they are printed: label, text cut at its breaks, heading level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planparse.readers.docx.blocks import is_mark_deleted, mark_properties
from planparse.readers.docx.numbering import Numbering
from planparse.readers.docx.runs import PAGE_BREAK, SOFT_BREAK, Runs, Story
from planparse.readers.docx.styles import Style, flag, outline_of, value, w, whole_number

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_WRAPPED_LENGTH = 30
"""Characters of a line from which on a break behind it may be a wrap by hand.

A line of a page holds about 28 to 40 Chinese characters; what is shorter was meant to end there.
"""
_CLOSING_MARKS = tuple("。！？；：”）.!?;:)")
"""Punctuation that ends what a line says."""


@dataclass(slots=True)
class WordParagraph:
    """A paragraph before it is written."""

    pieces: list[str]
    """Its lines; none where it prints nothing."""
    heading: int
    """Level from 1; 0 is none."""
    toc: bool
    boxes: list[Element]
    """The text boxes that hang in it."""


@dataclass(slots=True)
class ParagraphReader:
    """Reads the paragraphs of a document in their order, in which lists count."""

    story: Story
    numbering: Numbering
    carry: Runs | None = None
    """Runs of a paragraph whose mark was deleted: the next paragraph goes on with them."""

    def read(self, element: Element) -> WordParagraph | None:
        """What the paragraph prints; None where the next one goes on with it."""
        properties = element.find(w("pPr"))
        style = self.story.styles.paragraph(value(properties, "pStyle"))
        runs = self.carry or Runs(self.story, style.hidden)
        runs.walk(element)
        # Accepted, the change joins the two; the one that ends them gives style and label.
        if is_mark_deleted(properties):
            self.carry = runs
            return None
        self.carry = None
        label = self._label(properties, style)
        heading = outline_of(properties)
        if heading is None:
            heading = style.outline or 0
        # By more than half: a heading may begin in the paragraph where the contents' field ends.
        toc = style.toc or runs.toc * 2 > len(runs.text)
        # Lines of the contents look like headings, and must not open the sections they name.
        return WordParagraph(
            pieces=_pieces(label + runs.text, whole=heading > 0),
            heading=0 if toc else heading,
            toc=toc,
            boxes=runs.boxes,
        )

    def rest(self) -> list[str]:
        """Lines of a paragraph that no other one goes on with, for its mark was the last."""
        runs = self.carry
        self.carry = None
        if runs is None:
            return []
        return _pieces(runs.text, whole=False)

    def _label(self, properties: Element | None, style: Style) -> str:
        """The number or bullet that Word prints before the paragraph, "" where there is none."""
        if style.hidden or flag(mark_properties(properties), "vanish"):
            return ""
        own = None
        if properties is not None:
            own = properties.find(w("numPr"))
        num_id = value(own, "numId") or style.num_id
        # 0 takes away the number that the style gives.
        if not num_id or num_id == "0":
            return ""
        level = whole_number(own, "ilvl")
        if level is None:
            level = style.ilvl
        return self.numbering.label(num_id, level, style.id)


def _pieces(text: str, *, whole: bool) -> list[str]:
    """Cut a paragraph at its breaks into lines.

    A heading (`whole`) stays one line, and so does a sentence that was wrapped by hand.
    """
    pieces: list[str] = []
    for page in text.split(PAGE_BREAK):
        first, *others = page.split(SOFT_BREAK)
        pieces.append(first)
        for piece in others:
            above = pieces[-1]
            joined = whole or _is_wrapped(above)
            if not joined or not piece.strip():
                pieces.append(piece)
            elif above.strip():
                pieces[-1] = f"{above.rstrip()} {piece.lstrip()}"
            else:
                pieces[-1] = piece
    return [piece for piece in pieces if piece.strip()]


def _is_wrapped(line: str) -> bool:
    """Whether the break behind `line` is a wrap: a long stretch without closing punctuation."""
    if len(line) < _WRAPPED_LENGTH:
        return False
    return not line.rstrip().endswith(_CLOSING_MARKS)
