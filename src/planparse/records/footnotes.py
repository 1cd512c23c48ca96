"""What stands under a table: notes by their marks, and marks that stand for 约束性 and 预期性."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence, Set
from itertools import zip_longest

import regex
from msgspec import Struct, field

from planparse.grammar import Grammar
from planparse.model.plan import Basis, Nature, Table

_AROUND_NOTE = " \t\r\n\u3000；;:：、，,"
_AROUND_MARK = "注()[]【】.、:： "
_ONE_STAR = str.maketrans("∗⁎﹡☐", "***□")
_BRACKETS = {"（": "）", "(": ")", "【": "】", "[": "]"}


class Footnotes(Struct, frozen=True):
    """The notes under one table."""

    texts: dict[str, str] = field(default_factory=dict)
    """Note text by mark, as `_own_key` gives it."""
    nature: dict[str, Nature] = field(default_factory=dict)
    """Nature by mark: ★ stands for 约束性."""
    rest: Nature | None = None
    """The nature of all rows without a mark."""

    def text(self, mark: str) -> str | None:
        """What the note with this mark says; None where there is no such note."""
        own = self.texts.get(_own_key(mark))
        if own is not None:
            return own
        # ① and a raised 1 may stand for two notes, or for one.
        key = mark_key(mark)
        return next((text for other, text in self.texts.items() if mark_key(other) == key), None)

    def said_of(self, marks: Sequence[str]) -> list[str]:
        """The notes to these marks, without those that only say what a mark stands for."""
        found: list[str] = []
        for mark in marks:
            text = self.text(mark)
            if text and not self.nature_of_mark(mark):
                found.append(text)
        return found

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

    def nature_of_all(self, caption: str, grammar: Grammar) -> Nature | None:
        """The nature that a caption gives to all rows (预期性目标); None where it names both or none."""
        natures = {found.lastgroup for found in grammar.pattern("tables.nature").finditer(caption)}
        if len(natures) != 1:
            return None
        return "约束性" if "binding" in natures else "预期性"

    def year(self, mark: str, grammar: Grammar) -> int | None:
        """The one year that the note with this mark gives for its data, else None."""
        text = self.text(mark) or ""
        found = grammar.pattern("tables.note.year").finditer(text)
        years = {int(match["year"]) for match in found}
        # Of several years none can be told to be that of the data.
        if len(years) != 1:
            return None
        return years.pop()

    def basis(self, mark: str, grammar: Grammar) -> Basis | None:
        """Whether the note with this mark says that the number is a total over the years, or that of
        each of them."""
        text = self.text(mark) or ""
        if grammar.pattern("tables.note.cumulative").search(text):
            return "cumulative"
        return "annual" if grammar.pattern("tables.note.annual").search(text) else None


def mark_key(mark: str) -> str:
    """A mark as it is compared: ①, ¹, 注1, [1] and 1. are one, * and ＊ are one."""
    plain = unicodedata.normalize("NFKC", mark).translate(_ONE_STAR)
    return plain.strip(_AROUND_MARK)


def _own_key(mark: str) -> str:
    """The key of a mark, by which ① is another one than a raised 1."""
    printed = mark.removeprefix("注")
    return printed if "①" <= printed <= "⒇" else mark_key(mark)


def marks_of_table(table: Table, grammar: Grammar) -> frozenset[str]:
    """The marks that the cells and headers of a table print, by their keys."""
    cells = [*(cell for row in table.rows for cell in row)]
    cells += [word for column in table.columns for word in column.path]
    marks = (mark for cell in dict.fromkeys(cells) for mark in marks_of_cell(cell, grammar))
    return frozenset(map(mark_key, marks))


def marks_of_cell(cell: str, grammar: Grammar) -> tuple[str, ...]:
    """What a cell prints that may be a mark, wherever it stands."""
    return grammar.remembered(_marks_of_cell, cell)


def _marks_of_cell(cell: str, grammar: Grammar) -> tuple[str, ...]:
    rules = ("boxes.figure-mark", "tables.cell-sign")
    return tuple([mark[0] for rule in rules for mark in grammar.pattern(rule).finditer(cell)])


def read_footnotes(notes: Sequence[str], marks: Set[str], grammar: Grammar) -> Footnotes:
    """The notes under a table by their marks, of which `marks` are those that its cells print.

    A note without a mark belongs to no row.
    """
    texts: dict[str, str] = {}
    nature: dict[str, Nature] = {}
    rest: Nature | None = None
    for note in notes:
        for mark, text in _marked(note, marks, grammar):
            # A mark that is printed twice is explained by the note that comes first.
            texts.setdefault(_own_key(mark), text)
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


def _marked(note: str, marks: Set[str], grammar: Grammar) -> Iterator[tuple[str, str]]:
    """Each mark of a line of notes with its text, which ends where the next mark begins."""
    found = list(_beginnings(_unwrapped(note), marks, grammar))
    ends: list[int | None] = [mark.start() for mark in found[1:]]
    for mark, end in zip_longest(found, ends):
        text = mark.string[mark.end() : end].strip(_AROUND_NOTE)
        of_sign = _sign_of_point(mark, grammar)
        if of_sign:
            yield of_sign, text
        says = grammar.pattern("tables.note.says").match(text)
        if says:
            text = text[says.end() :].strip(_AROUND_NOTE)
        if text:
            yield mark["mark"], text


def _unwrapped(note: str) -> str:
    """The note without brackets around all of it."""
    if note[:1] in _BRACKETS and note.endswith(_BRACKETS[note[0]]):
        return note[1:-1]
    return note


def _beginnings(note: str, marks: Set[str], grammar: Grammar) -> Iterator[regex.Match[str]]:
    """The marks in a note with which its points begin.

    Those that cells print, and those in the style of the first: in 1.①…；②… only 1. begins one,
    unless a cell bears ②.
    """
    first = ""
    point_end = -1
    for mark in grammar.pattern("tables.note.mark").finditer(note):
        key = mark_key(mark["mark"])
        style = _style(mark)
        # A figure with nothing behind it is a count of something, unless a cell bears it.
        if style == "bare" and key not in marks:
            continue
        first = first or style
        # ②带*的指标…: the sign is what point ② is about, and begins none.
        if mark.start() == point_end:
            continue
        if key in marks or style == first:
            point_end = mark.end() if _sign_of_point(mark, grammar) else -1
            yield mark


def _sign_of_point(mark: regex.Match[str], grammar: Grammar) -> str:
    """The sign that a numbered point is about (②带*的指标…); "" where it is about none."""
    if _style(mark) not in ("figure", "circled"):
        return ""
    lead = grammar.pattern("tables.note.of-sign").match(mark.string, mark.end())
    return lead["mark"] if lead else ""


def _style(mark: regex.Match[str]) -> str:
    """What kind of mark it is: figures that a point follows are one, circled ones another."""
    printed = mark["mark"]
    if mark[0].isdecimal():
        return "bare"
    if any(char.isdecimal() for char in printed):
        return "figure"
    if any(char.isdigit() for char in printed):
        return "circled" if "①" <= printed[-1] <= "⒇" else "raised"
    return "sign"


def _nature(word: str) -> Nature:
    return "约束性" if word == "约束性" else "预期性"
