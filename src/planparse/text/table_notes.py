"""Notes that stand under a table: 注：…, and the numbered ones that follow it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from planparse.grammar import Grammar
from planparse.model.draft import Draft, Paragraph


def notes_from(draft: Draft, at: int, grammar: Grammar) -> Iterator[int]:
    """Indexes of the notes that begin at paragraph `at`.

    A note that counts (注：1．…) is followed by its next point (2．…) on a line of its own.
    """
    number = 0
    while at < len(draft.paragraphs):
        text = draft.paragraphs[at].text
        if is_note(text, grammar):
            number = _last_number(text, grammar)
        elif number and _begins_with(text, number + 1, grammar):
            number += 1
        else:
            return
        yield at
        at += 1


def _last_number(note: str, grammar: Grammar) -> int:
    """The last number that a note counts to (注：1.…2.… is 2); 0 where it does not count."""
    number = 0
    if not grammar.find("boxes.note-number", note):
        return number
    for match in grammar.pattern("boxes.next-note").finditer(note):
        if int(match["number"]) == number + 1:
            number += 1
    return number


def _begins_with(text: str, number: int, grammar: Grammar) -> bool:
    match = grammar.find("boxes.next-note", text)
    return match is not None and int(match["number"]) == number


def is_note(text: str, grammar: Grammar) -> bool:
    """Whether a paragraph under a table is one of its notes."""
    return grammar.find("boxes.note", text) is not None


def first_after(draft: Draft, offset: int) -> int:
    """Index of the first paragraph that begins at `offset` or behind it."""
    return bisect_left(draft.paragraphs, offset, key=_start)


def _start(paragraph: Paragraph) -> int:
    return paragraph.start
