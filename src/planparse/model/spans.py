"""Arithmetic of spans: half-open `(start, end)` in code points of the text."""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from planparse.model.source import Line, Span

_FAR = sys.maxsize
"""An offset behind every text."""


def without(span: Span, holes: Sequence[Span]) -> list[Span]:
    """The stretches of `span` outside of the `holes`, which are in order and do not overlap."""
    start, end = span
    if not holes:
        return [span] if start < end else []
    # The last hole that begins at or before the span may reach into it.
    first = bisect_right(holes, (start, _FAR))
    if first and holes[first - 1][1] > start:
        first -= 1
    elif first == len(holes) or holes[first][0] >= end:  # no hole at all, as in most spans
        return [span] if start < end else []
    kept: list[Span] = []
    for at in range(first, len(holes)):
        hole_start, hole_end = holes[at]
        if hole_start >= end:
            break
        if hole_end <= start:
            continue
        if hole_start > start:
            kept.append((start, hole_start))
        start = hole_end
    if start < end:
        kept.append((start, end))
    return kept


def marked_lines(lines: Sequence[Line], marks: Sequence[Span]) -> set[int]:
    """The indexes of the lines that marks begin in or reach into: even with marks, most have none."""
    marked: set[int] = set()
    for start, end in marks:
        first = max(0, bisect_right(lines, start, key=_start) - 1)
        behind = bisect_left(lines, end, key=_start)
        marked.update(range(first, max(first + 1, behind)))
    return marked


def _start(line: Line) -> int:
    return line.start


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans have a character in common."""
    return one[0] < other[1] and other[0] < one[1]


def places_of(word: str, text: str) -> Iterator[int]:
    """Where a text prints a word: quicker than a pattern of several, which is tried at every place."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))
