"""The words of a table cell that is written in HTML or Markdown, without tags and emphasis."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planparse.model.source import Span

_ANY_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|<!--[^<>]{0,200}-->")
_BOLD = ("**", "__")
_EMPHASIS = re.compile(r"\*\*|__(?=\S)|(?<=\S)__")


def marks_in(text: str, span: Span) -> Iterator[Span]:
    """The tags and the emphasis inside a stretch: none of them is printed."""
    start, end = span
    # Few cells have any of these marks, and a search for one character costs nothing.
    words = text[start:end]
    if "<" in words:
        for tag in _ANY_TAG.finditer(text, start, end):
            yield tag.span()
    if "**" in words or "__" in words:
        for mark in _EMPHASIS.finditer(text, start, end):
            yield mark.span()


def trimmed(text: str, start: int, end: int) -> Span:
    """The span `start` to `end` without outer white space, inline tags and emphasis marks."""
    # Marks stand inside of one another: <b>**95%**</b>.
    while True:
        first, last = _trimmed_once(text, start, end)
        if (first, last) == (start, end):
            return start, end
        start = first
        end = last


def _trimmed_once(text: str, start: int, end: int) -> Span:
    """The span without outer white space, and without one mark at each end."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    tag = _ANY_TAG.match(text, start, end)
    if tag:
        start = tag.end()
    end = _before_last_tag(text, start, end)
    for mark in _BOLD:
        # Only around words: four stars alone are no emphasis.
        has_words = end - start > 2 * len(mark)
        opens = text.startswith(mark, start)
        closes = text.endswith(mark, start, end)
        if has_words and opens and closes:
            start += len(mark)
            end -= len(mark)
    return start, end


def _before_last_tag(text: str, start: int, end: int) -> int:
    """Where the tag begins that ends at `end`; `end` itself where none does."""
    if end <= start or text[end - 1] != ">":
        return end
    opening = text.rfind("<", start, end)
    if opening < 0:
        return end
    # Any ">" may stand at the end: >95 is a value.
    if not _ANY_TAG.fullmatch(text, opening, end):
        return end
    return opening
