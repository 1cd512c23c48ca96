"""Notes: 注：…, what stands under a table, and the numbered ones that follow."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

import regex
from msgspec import Struct

from planparse.grammar import Grammar
from planparse.model.draft import Draft, Paragraph
from planparse.model.furniture import Furniture
from planparse.model.source import Grid
from planparse.text.headings import LONGEST_TITLE

_ENDS = ("。", "；", ";", "）", ")")
"""What a note ends with where the notes of a table end their sentences."""


class _Count(Struct, frozen=True):
    """How far the notes have counted, and in what style: 2, and the dot of 2．"""

    number: int
    style: str


_NOT_COUNTED = _Count(0, "")


def notes_from(draft: Draft, at: int, grammar: Grammar) -> Iterator[int]:
    """Indexes of the notes that begin at paragraph `at`.

    A note that counts (注：1．…) is followed by its next point (2．…) on a line of its own. Where
    cells above print figures as marks, notes may count without any word before them.
    """
    count = _NOT_COUNTED
    before = ""
    for i in range(at, len(draft.paragraphs)):
        text = draft.paragraphs[i].text
        if is_note(text, grammar):
            count = _counted_in(text, count, grammar)
        else:
            found = grammar.find("boxes.note-number", text)
            if found is None or not _is_next(draft, i, found, count, before, grammar):
                return
            count = _counted_in(text, _count_of(found), grammar)
        yield i
        before = text


def _count_of(found: regex.Match[str]) -> _Count:
    style = f"{found['open']}{found['close']}".translate(_ONE_WIDTH)
    return _Count(int(found["number"]), style)


_ONE_WIDTH = str.maketrans("（）．［］", "().[]")
_AFTER_WORD = "any"
"""The style of notes that begin below a line with nothing but 注：."""


def _counted_in(note: str, before: _Count, grammar: Grammar) -> _Count:
    """The last number that a note counts to (注：1.…2.… is 2), or what was counted before it."""
    lead = grammar.find("boxes.note-lead", note)
    start = 0 if lead is None else lead.end()
    if lead is not None:
        if start == len(note):
            return _Count(0, _AFTER_WORD)
        first = grammar.find("boxes.note-number", note[start:])
        if first is None or first["number"] != "1":
            return before
        before = _count_of(first)
    for match in grammar.pattern("boxes.counted-note").finditer(note, start):
        found = _count_of(match)
        if found == _Count(before.number + 1, before.style):
            before = found
    return before


def _is_next(
    draft: Draft,
    i: int,
    found: regex.Match[str],
    count: _Count,
    before: str,
    grammar: Grammar,
) -> bool:
    """Whether the numbered paragraph i goes on with the notes that have counted to `count`.

    `before` is the note before it, "" where it would be the first one.
    """
    own = _count_of(found)
    if own.number == count.number + 1 and count.style in (own.style, _AFTER_WORD):
        return not _reads_as_heading(draft.paragraphs[i].text, before)
    if own.number != count.number + 1 and before:
        return False
    return _is_marked_above(draft, i, found, grammar)


def _reads_as_heading(text: str, before: str) -> bool:
    """Whether a short line without an end follows a note that ends its sentence."""
    is_short = len(text) <= LONGEST_TITLE and not text.endswith(_ENDS)
    return is_short and before.endswith(_ENDS)


def _is_marked_above(draft: Draft, i: int, found: regex.Match[str], grammar: Grammar) -> bool:
    """Whether a cell of the table above prints the number of paragraph i as a mark."""
    text = draft.paragraphs[i].text
    grid = _grid_above(draft, draft.paragraphs[i])
    if grid is None or not text.endswith(_ENDS):
        return False
    marks = _figure_marks(grid, grammar)
    kind = marks.get(int(found["number"]))
    if kind is None:
        return False
    # 1．… may be the next heading: then a figure that is not told from a name's own is too little.
    return kind != "bare" or not found["close"]


def _grid_above(draft: Draft, paragraph: Paragraph) -> Grid | None:
    """The last grid that ends before a paragraph."""
    at = bisect_right(draft.grids, paragraph.start, key=_grid_start)
    return draft.grids[at - 1] if at else None


def _grid_start(grid: Grid) -> int:
    return grid.span[0]


def _figure_marks(grid: Grid, grammar: Grammar) -> dict[int, str]:
    """The figures that cells print as marks, each with how it is printed."""
    marks: dict[int, str] = {}
    pattern = grammar.pattern("boxes.figure-mark")
    power = grammar.pattern("units.power")
    for cell in grid.cells:
        text = "".join(cell.text.split())
        for found in pattern.finditer(text):
            kind = found.lastgroup or ""
            if kind == "raised" and power.search(text[: found.end()]):
                continue
            number = int("".join(char for char in found[0] if char.isdigit()).translate(_LEVEL))
            marks[number] = kind
    return marks


_LEVEL = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def notes_above(draft: Draft, grid: Grid, caption: str | None, grammar: Grammar) -> list[str]:
    """The notes in brackets in a table's caption and in the sentence above: （*为2024年数据）."""
    at = first_after(draft, grid.span[0]) - 1
    lines = [caption or ""]
    if at >= 0:
        lines.append(draft.paragraphs[at].text)
    notes: list[str] = []
    for line in lines:
        for aside in grammar.pattern("boxes.aside").finditer(line):
            parts = grammar.pattern("boxes.aside-parts").split(aside["aside"])
            notes += [part for part in parts if is_note(part, grammar)]
    return list(dict.fromkeys(notes))


def notes_of_document(draft: Draft, grammar: Grammar) -> dict[str, str]:
    """By their marks, the footnotes that the file itself keeps apart from its text."""
    notes: dict[str, str] = {}
    # Most files keep none, and their lines need not be gone through.
    footnote = Furniture.FOOTNOTE
    if footnote not in draft.furniture:
        return notes
    footnotes = [line for line in draft.source.lines if line.furniture is footnote]
    for line in footnotes:
        text = "".join(draft.source.printed(line.span).split())
        mark = grammar.find("boxes.footnote", text)
        if mark is not None:
            notes.setdefault(mark["mark"], text)
    return notes


def is_note(text: str, grammar: Grammar) -> bool:
    """Whether a paragraph under a table is one of its notes."""
    return grammar.find("boxes.note", text) is not None


def notes_in_prose(draft: Draft, grammar: Grammar) -> set[int]:
    """Indexes of the paragraphs that are notes wherever they stand.

    注：… and the points that follow it, and what explains a word of the text (①“两室”是指…).
    """
    texts = [paragraph.text for paragraph in draft.paragraphs]
    defining = {i for i, _ in grammar.rule("boxes.defines").find_in(texts)}
    runs: set[int] = set()
    for i, _ in grammar.rule("boxes.note-lead").find_in(texts):
        # A note inside of a run begins no other one: it would be the rest of that run.
        if i not in defining and i not in runs:
            runs.update(_run_from(draft, i, grammar))
    return defining | runs


def _run_from(draft: Draft, i: int, grammar: Grammar) -> Iterator[int]:
    """A note in prose, and those below it that go on with its own count."""
    counts = _counted_in(draft.paragraphs[i].text, _NOT_COUNTED, grammar).number > 0
    if counts:
        yield from notes_from(draft, i, grammar)
    elif is_note(draft.paragraphs[i].text, grammar):
        # Below a note that doesn't count, ①… may be a heading.
        yield i


def first_after(draft: Draft, offset: int) -> int:
    """Index of the first paragraph that begins at `offset` or behind it."""
    return bisect_left(draft.paragraphs, offset, key=_start)


def _start(paragraph: Paragraph) -> int:
    return paragraph.start
