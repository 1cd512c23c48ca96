"""What stands under a table: notes by their marks, and marks that stand for 约束性 and 预期性."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from planparse.grammar import Grammar
from planparse.model.plan import Nature


@dataclass(frozen=True, slots=True)
class Footnotes:
    """Note text by mark (`texts`), nature by mark, and the nature of all rows without a mark (`rest`)."""

    texts: dict[str, str] = field(default_factory=dict)
    nature: dict[str, Nature] = field(default_factory=dict)
    rest: Nature | None = None

    def text(self, mark: str) -> str | None:
        """What the note with this mark says; None where there is no such note."""
        return self.texts.get(mark_key(mark))

    def nature_of(self, cell: str, grammar: Grammar) -> Nature | None:
        """The nature that a cell prints: in words, cut (约束), or as a mark that a note explains."""
        if m := grammar.pattern("tables.nature").search(cell):
            return "约束性" if m["binding"] else "预期性"
        return self.nature_of_mark(cell) if cell else None

    def nature_of_mark(self, mark: str) -> Nature | None:
        """The nature that a mark stands for; None where no note says so."""
        return self.nature.get(mark_key(mark))

    def year(self, text: str, grammar: Grammar) -> int | None:
        """The one year that a note speaks of as the year of its data; None where it names none or several."""
        years = {int(m["year"]) for m in grammar.pattern("tables.note.year").finditer(text)}
        return years.pop() if len(years) == 1 else None


def mark_key(mark: str) -> str:
    """A mark as it is compared: ①, 注1, [1] and 1. are one, * and ＊ are one."""
    return unicodedata.normalize("NFKC", mark).strip("注()[]【】.、:： ")


def read_footnotes(notes: Sequence[str], grammar: Grammar) -> Footnotes:
    """The notes under a table by their marks. A note without a mark belongs to no row."""
    texts: dict[str, str] = {}
    nature: dict[str, Nature] = {}
    rest: Nature | None = None
    for note in notes:
        lead = grammar.pattern("tables.note.lead").match(note)
        marks = list(grammar.pattern("tables.note.mark").finditer(note))
        ends = [*(m.start() for m in marks[1:]), len(note)]
        for m, end in zip(marks, ends, strict=False):
            body = note[m.end():end].strip(" \t\r\n\u3000；;。:：、.")
            if body:
                texts.setdefault(mark_key(m["mark"]), body)
        for m in grammar.pattern("tables.note.nature").finditer(note, lead.end() if lead else 0):
            nature[mark_key(m["mark"])] = "约束性" if m["nature"] == "约束性" else "预期性"
        if others := grammar.pattern("tables.note.rest").search(note):
            rest = "约束性" if others["nature"] == "约束性" else "预期性"
    return Footnotes(texts, nature, rest)
