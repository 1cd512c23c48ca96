"""Which passage is meant: a line, an offset, a record by its id, or the first place of some words."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from planparse.errors import PlanparseError
from planparse.model.source import Span, line_starts, text_lines

NO_SUCH_ID = "no record or finding has this id"

NO_SUCH_WORDS = (
    "these words do not stand in the text; give a line (120), an offset (@4012) or an id (i11)"
)

_OFFSET = "@"
_ID = re.compile("[a-z][0-9]+")


class NoPassageError(PlanparseError):
    """The document has no such line, offset or words. `at` is what was asked for."""

    def __init__(self, at: str, reason: str) -> None:
        super().__init__(at, reason)
        self.at, self.reason = at, reason

    def __str__(self) -> str:
        return f"{self.at}: {self.reason}"


class MeantPassage(NamedTuple):
    """A passage in a text, and the line (from 1) in which it begins."""

    span: Span
    line: int
    further: int = 0
    """How often the words stand again behind it."""


def find_passage(text: str, at: str) -> MeantPassage:
    """The passage that `at` means: 120 is a line from 1, @4012 an offset, anything else words.

    White space between the characters of words does not count, as lines are broken anywhere.
    Raises `NoPassageError`.
    """
    if at.isascii() and at.isdigit():
        return _line(text, at)
    if at.startswith(_OFFSET) and at[1:].isascii() and at[1:].isdigit():
        return _offset(text, at)
    return _words(text, at)


def is_id(at: str) -> bool:
    """Whether `at` looks like the id of a record or a finding: i11, f3."""
    return _ID.fullmatch(at) is not None


def passage_of(text: str, span: Span) -> MeantPassage:
    """A passage whose place is known."""
    return MeantPassage(span, _line_of(text, span[0]))


def _line(text: str, at: str) -> MeantPassage:
    lines = text_lines(text)
    number = int(at)
    if not 1 <= number <= len(lines):
        raise NoPassageError(at, f"the text has the lines 1 to {len(lines)}")
    return MeantPassage(lines[number - 1].span, number)


def _offset(text: str, at: str) -> MeantPassage:
    offset = int(at[1:])
    if offset >= len(text):
        raise NoPassageError(at, f"the text has the offsets 0 to {len(text) - 1}")
    return MeantPassage((offset, offset + 1), _line_of(text, offset))


def _words(text: str, at: str) -> MeantPassage:
    sought = "".join(at.split())
    places = [place for place, mark in enumerate(text) if not mark.isspace()]
    squeezed = "".join(text.split())
    first = squeezed.find(sought)
    if not sought or first < 0:
        raise NoPassageError(at, NO_SUCH_ID if is_id(at) else NO_SUCH_WORDS)
    start, end = places[first], places[first + len(sought) - 1] + 1
    further = squeezed.count(sought) - 1
    return MeantPassage((start, end), _line_of(text, start), further)


def _line_of(text: str, offset: int) -> int:
    return bisect_right(line_starts(text)[:-1], offset)
