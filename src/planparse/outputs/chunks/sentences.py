"""Cuts a paragraph at its sentences, and a sentence only where it is too long for a chunk."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planparse.model.source import Span

_SENTENCE_END = re.compile(r"(?:[。！？]|[!?](?![a-zA-Z0-9/=]))+[”’」』）)》〉\]】]*")
"""End marks, and what closes behind them."""
_CLAUSE_ENDS = ("；;", "：:，,、")
"""Marks at which a sentence that is too long is cut, the better ones first."""


def sentences(text: str) -> Iterator[Span]:
    """The sentences of a paragraph: half-open spans that cover it in order."""
    start = 0
    for found in _SENTENCE_END.finditer(text):
        yield start, found.end()
        start = found.end()
    if start < len(text):
        yield start, len(text)


def short_sentences(text: str, longest: int) -> Iterator[Span]:
    """The sentences, those of more than `longest` characters cut at a mark, or wherever they must."""
    for start, end in sentences(text):
        while end - start > longest:
            cut = _cut(text, start, start + longest)
            yield start, cut
            start = cut
        yield start, end


def _cut(text: str, start: int, end: int) -> int:
    """Where `text[start:end]`, which goes on, is best cut: behind a mark in its second half."""
    middle = start + (end - start) // 2
    for marks in _CLAUSE_ENDS:
        behind = max(text.rfind(mark, middle, end) for mark in marks)
        if behind >= 0:
            return behind + 1
    return end
