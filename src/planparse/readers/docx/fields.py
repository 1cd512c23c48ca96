"""Complex fields of Word: which text is an instruction, and which stands in a table of contents."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planparse.readers.docx.styles import w

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_REMOVED = (w("del"), w("moveFrom"))
"""Tracked changes whose content is no longer printed."""


@dataclass(slots=True)
class OpenField:
    """A field that the reading is in: first its instruction comes, then its result."""

    instruction: str = ""
    in_result: bool = False


@dataclass(slots=True)
class Fields:
    """The complex fields that are open, innermost last, over the paragraphs of one story."""

    open: list[OpenField] = field(default_factory=list)
    whole: bool = True
    """False where some field of the document does not end: then all text counts as printed."""

    @classmethod
    def of(cls, body: Element) -> Fields:
        """The fields of a document, none of them open yet."""
        depth = 0
        for mark in body.iter(w("fldChar")):
            removed = any(ancestor.tag in _REMOVED for ancestor in mark.iterancestors())
            if removed:
                continue
            kind = mark.get(w("fldCharType"))
            if kind == "begin":
                depth += 1
            elif kind != "separate":
                depth -= 1
        return cls(whole=depth == 0)

    @property
    def shown(self) -> bool:
        """False inside an instruction, which is never printed."""
        # An instruction without an end would swallow the rest of the document.
        if not self.whole:
            return True
        return all(opened.in_result for opened in self.open)

    @property
    def toc(self) -> bool:
        """True inside a table of contents."""
        if not self.whole:
            return False
        # Not the innermost alone: each line of the contents holds fields for link and page.
        return any(opened.instruction.split()[:1] == ["TOC"] for opened in self.open)

    def mark(self, kind: str) -> None:
        """Take a fldChar of `kind` begin, separate or end."""
        if kind == "begin":
            self.open.append(OpenField())
        elif not self.open:
            return  # an end without its beginning
        elif kind == "separate":
            self.open[-1].in_result = True
        else:
            self.open.pop()

    def instruct(self, text: str) -> None:
        """Take a piece of the innermost field's instruction; Word cuts one into several runs."""
        if self.open:
            self.open[-1].instruction += text
