"""Marks that a person writes into a text, so that `planparse check` leaves a place alone.

`<!-- planparse: ignore[sum-mismatch] -->` anywhere in a line, or `planparse: ignore[…]` as its last
words. Several kinds are separated by commas; without any, all are meant. The syntax is
planparse's own, as an option's name is, and no words of plans: it stands in no grammar.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex
from msgspec import Struct, structs

from planparse.model.source import Line, Source, Span
from planparse.model.spans import without

SIGN = "planparse:"
"""Stands in every mark: a text without it need not be gone through."""

# Compiled when a text has the sign, as hardly one does.
_IGNORE = r"planparse:[ \t]{0,8}ignore(?:\[(?P<kinds>[^\[\]\n]{0,400})\])?"
_MARK = (
    rf"<!--[ \t]{{0,20}}{_IGNORE}[ \t]{{0,20}}-->"
    # Bare, it stands apart and at the end: a sentence that tells of the mark is prose.
    rf"|(?<!\S){_IGNORE}(?=[ \t]{{0,20}}\r?$)"
)
_ALMOST = r"(?<![\w/])planparse:[ \t]{0,8}ign\w{0,20}"
"""What was meant for a mark, right or wrong."""


class IgnoreMark(Struct, frozen=True):
    """A mark as written: where, and for which kinds of findings; none stands for all."""

    span: Span
    kinds: tuple[str, ...]


def ignore_marks(text: str) -> Iterator[IgnoreMark]:
    """The marks in a text, in order."""
    if SIGN not in text:
        return
    for found in regex.finditer(_MARK, text, regex.M):
        # A group that two alternatives share is asked for both.
        written = found["kinds"] or ""
        kinds = tuple(kind.strip() for kind in written.split(",") if kind.strip())
        yield IgnoreMark(found.span(), kinds)


def misspelt_marks(text: str) -> Iterator[Span]:
    """Where something was meant for a mark and is none: a bracket or an end is missing."""
    if SIGN not in text:
        return
    taken = {start for mark in ignore_marks(text) for start in range(*mark.span)}
    for found in regex.finditer(_ALMOST, text, regex.I):
        if found.start() not in taken:
            yield found.span()


def with_ignore_marks(source: Source) -> Source:
    """The source of a text, with its marks in no line, as if they did not stand there.

    A line of nothing but a mark is gone; in `Source.marks` each is kept as what prints nothing.
    """
    marks = [mark.span for mark in ignore_marks(source.text)]
    if not marks:
        return source
    lines = [piece for line in source.lines for piece in _without(source.text, line, marks)]
    return replace(source, lines=tuple(lines), marks=tuple(sorted([*source.marks, *marks])))


def _without(text: str, line: Line, marks: Sequence[Span]) -> Iterator[Line]:
    """The line without the marks that stand in it; nothing where no word is left."""
    first = bisect_left(marks, (line.start, line.start))
    behind = bisect_left(marks, (line.end, line.end))
    if first == behind:
        yield line
        return
    for start, end in without(line.span, marks[first:behind]):
        words = text[start:end].rstrip()
        if words:
            yield structs.replace(line, start=start, end=start + len(words))
