"""The partition of the text: every character that is no white space lies in exactly one leaf."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Leaf, LeafKind
from planparse.model.source import Grid, Span
from planparse.model.spans import without


def find_leaves(draft: Draft, grammar: Grammar) -> Draft:
    """`Draft.leaves`: headings, paragraphs, cells, captions, notes and furniture, in order and without overlap.

    A leaf's span may have white space inside. A paragraph gives one leaf for each stretch
    that no furniture interrupts (a page number, a mark inside the line), and its heading or
    caption leaves of their own. What a reader left outside of every line is not among them.
    """
    text = draft.source.text
    holes = sorted(_furniture(draft))
    leaves: list[tuple[Span, LeafKind]] = [(span, "furniture") for span in holes]
    heads: list[tuple[Span, LeafKind]] = [(section.span, "heading") for section in draft.sections]
    heads += [(box.span, "caption") for box in draft.boxes]
    heads.sort()
    notes = set(_note_spans(draft))
    for paragraph in draft.paragraphs:
        span = paragraph.span
        kind: LeafKind = "note" if span in notes else "paragraph"
        for part in without(span, holes):
            leaves += _cut(part, kind, heads)
    for grid in draft.grids:
        for cell in grid.cells:
            leaves += [(part, "cell") for s in cell.spans for part in (without(s, holes) if draft.inline else (s,))]
        leaves += [(s, "note") for cell in grid.notes for s in cell.spans]
        if draft.inline and grid.shape == "pipe table":
            leaves += [(bar, "furniture") for bar in _bars(text, grid, holes)]
    kept = sorted({leaf for leaf in leaves if text[leaf[0][0] : leaf[0][1]].strip()})
    return replace(draft, leaves=tuple(Leaf(kind=kind, span=span) for span, kind in kept))


def _bars(text: str, grid: Grid, holes: Sequence[Span]) -> list[Span]:
    """Bars of a pipe table that a mark (the backslash of an escape) parts from the cell behind them."""
    first, last = (bisect_right(holes, (at, -1)) for at in grid.span)
    cells = [span for cell in (*grid.cells, *grid.notes) for span in cell.spans]
    taken = sorted([*cells, *holes[first:last]])
    return [span for span in without(grid.span, taken) if text[span[0] : span[1]].strip() == "|"]


def _furniture(draft: Draft) -> list[Span]:
    lines = draft.source.lines
    marked = [(lines[i].start, lines[i].end) for i, mark in enumerate(draft.furniture) if mark and lines[i].end > lines[i].start]
    inline = [s for s in draft.inline if not _within(s, marked)]
    return [*marked, *inline, *(s for g in draft.grids for s in g.furniture if not _within(s, marked))]


def _within(span: Span, spans: Sequence[Span]) -> bool:
    i = bisect_right(spans, (span[0], sys.maxsize)) - 1
    return i >= 0 and span[0] < spans[i][1]


def _note_spans(draft: Draft) -> list[Span]:
    ends = [(t.span, len(t.notes)) for t in draft.tables if t.notes]
    starts = [p.at(0) for p in draft.paragraphs]
    out: list[Span] = []
    for span, count in ends:
        at = bisect_right(starts, span[1]) - 1
        for paragraph in draft.paragraphs[max(0, at - count + 1) : at + 1]:
            own = paragraph.span
            if span[0] < own[0] and own[1] <= span[1]:
                out.append(own)
    return out


def _cut(span: Span, kind: LeafKind, heads: Sequence[tuple[Span, LeafKind]]) -> list[tuple[Span, LeafKind]]:
    """A stretch of a paragraph, its heading or caption cut out of it."""
    out: list[tuple[Span, LeafKind]] = []
    start, end = span
    i = max(0, bisect_right(heads, ((start, sys.maxsize), "")) - 1)
    while i < len(heads) and heads[i][0][0] < end:
        (a, b), head = heads[i]
        a, b = max(a, start), min(b, end)
        if a < b:
            out += [((start, a), kind)] if start < a else []
            out.append(((a, b), head))
            start = b
        i += 1
    return [*out, ((start, end), kind)] if start < end else out
