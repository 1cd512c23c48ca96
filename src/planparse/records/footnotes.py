"""What stands under a table: notes by their marks, and marks that stand for 约束性 and 预期性."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from planparse.grammar import Grammar
from planparse.model.plan import Nature

_AROUND_NOTE = " \t\r\n\u3000；;。:：、."
_AROUND_MARK = "注()[]【】.、:： "


@dataclass(frozen=True, slots=True)
class Footnotes:
    """The notes under one table."""

    texts: dict[str, str] = field(default_factory=dict)
    """Note text by mark, as `mark_key` gives it."""
    nature: dict[str, Nature] = field(default_factory=dict)
    """Nature by mark: ★ stands for 约束性."""
    rest: Nature | None = None
    """The nature of all rows without a mark."""

    def text(self, mark: str) -> str | None:
        """What the note with this mark says; None where there is no such note."""
        return self.texts.get(mark_key(mark))

    def nature_of(self, cell: str, grammar: Grammar) -> Nature | None:
        """The nature that a cell prints: in words, cut (约束), or as a mark that a note explains."""
        found = grammar.pattern("tables.nature").search(cell)
        if found and found["binding"]:
            return "约束性"
        if found:
            return "预期性"
        if not cell:
            return None
        return self.nature_of_mark(cell)

    def nature_of_mark(self, mark: str) -> Nature | None:
        """The nature that a mark stands for; None where no note says so."""
        return self.nature.get(mark_key(mark))

    def year(self, mark: str, grammar: Grammar) -> int | None:
        """The one year that the note with this mark gives for its data, else None."""
        text = self.text(mark) or ""
        found = grammar.pattern("tables.note.year").finditer(text)
        years = {int(match["year"]) for match in found}
        # Of several years none can be told to be that of the data.
        if len(years) != 1:
            return None
        return years.pop()


def mark_key(mark: str) -> str:
    """A mark as it is compared: ①, 注1, [1] and 1. are one, * and ＊ are one."""
    return unicodedata.normalize("NFKC", mark).strip(_AROUND_MARK)


def read_footnotes(notes: Sequence[str], grammar: Grammar) -> Footnotes:
    """The notes under a table by their marks. A note without a mark belongs to no row."""
    texts: dict[str, str] = {}
    nature: dict[str, Nature] = {}
    rest: Nature | None = None
    for note in notes:
        for mark, text in _marked(note, grammar):
            # A mark that is printed twice is explained by the note that comes first.
            texts.setdefault(mark, text)
        # 注 is no mark: “注：★为约束性指标” is about the ★.
        lead = grammar.pattern("tables.note.lead").match(note)
        start = lead.end() if lead else 0
        nature_pattern = grammar.pattern("tables.note.nature")
        for said in nature_pattern.finditer(note, start):
            mark = mark_key(said["mark"])
            nature[mark] = _nature(said["nature"])
        others = grammar.pattern("tables.note.rest").search(note)
        if others:
            rest = _nature(others["nature"])
    return Footnotes(texts, nature, rest)


def _marked(note: str, grammar: Grammar) -> Iterator[tuple[str, str]]:
    """Each mark of a line of notes with its text, which ends where the next mark begins."""
    mark_pattern = grammar.pattern("tables.note.mark")
    marks = list(mark_pattern.finditer(note))
    ends = [mark.start() for mark in marks[1:]]
    ends.append(len(note))
    for mark, end in zip(marks, ends, strict=False):
        text = note[mark.end() : end]
        text = text.strip(_AROUND_NOTE)
        if text:
            yield mark_key(mark["mark"]), text


def _nature(word: str) -> Nature:
    return "约束性" if word == "约束性" else "预期性"
