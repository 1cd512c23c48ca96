"""Raised figures in running text: which of them refer to a note, and are no words."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.source import Span
from planparse.model.spans import without

_FIGURES = "⁰¹²³⁴⁵⁶⁷⁸⁹"

_BEFORE = 60
"""Characters before a raised figure that are looked at: the words, and marks that hide them."""


def with_note_marks(draft: Draft, grammar: Grammar) -> tuple[Span, ...]:
    """`Draft.inline` with the raised figures that refer to notes.

    In a cell they stay words: there they say which note belongs to the row.
    """
    text = draft.source.text
    # Most texts have none, and need no search.
    if text.isascii() or not any(figure in text for figure in _FIGURES):
        return draft.inline
    marks = list(_note_marks(draft, grammar))
    return tuple(sorted([*draft.inline, *marks]))


def _note_marks(draft: Draft, grammar: Grammar) -> Iterator[Span]:
    text = draft.source.text
    grids = [grid.span for grid in draft.grids]
    power = grammar.pattern("units.power")
    for found in grammar.pattern("reflow.raised").finditer(text):
        span = found.span()
        is_apart = without(span, grids) == [span] and without(span, draft.inline) == [span]
        before = _printed_before(draft, found.start()).rstrip(" \u3000")
        # At the begin of a line it is the mark of the note itself.
        if is_apart and before and not power.search(before + found[0]):
            yield span


def _printed_before(draft: Draft, at: int) -> str:
    """The last words of the line before an offset, without marks inside it."""
    text = draft.source.text
    start = max(0, at - _BEFORE)
    _, _, line = text[start:at].rpartition("\n")
    kept = without((at - len(line), at), draft.inline)
    return "".join(map(draft.source.printed, kept))
