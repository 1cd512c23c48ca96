"""The partition of the text: every character that is no white space lies in exactly one leaf."""

from __future__ import annotations

from planparse.draft import Draft
from planparse.plan import Leaf
from planparse.source import Span


def find_leaves(draft: Draft) -> tuple[Leaf, ...]:
    """Headings, paragraphs, cells, captions, notes and furniture, in order and without overlap.

    A leaf's span may have white space inside; a paragraph that holds a heading
    gives two leaves. What a reader left outside of every line is not among them.
    """
    text = draft.source.text
    heads = {s.span[0]: ("heading", s.span) for s in draft.sections}
    heads |= {b.span[0]: ("caption", b.span) for b in draft.boxes}
    leaves: list[tuple[Span, str]] = []
    for (start, end), kind in _raw(draft):
        cut = heads.get(start)
        if cut and kind == "paragraph":
            stop = min(cut[1][1], end)
            leaves.append(((start, stop), cut[0]))
            start = stop
        if text[start:end].strip():
            leaves.append(((start, end), kind))
    leaves.sort()
    return tuple(Leaf.model_construct(kind=kind, span=span) for span, kind in leaves)


def _raw(draft: Draft) -> list[tuple[Span, str]]:
    raw: list[tuple[Span, str]] = []
    lines = draft.source.lines
    for i, mark in enumerate(draft.furniture):
        if mark and lines[i].end > lines[i].start:
            raw.append(((lines[i].start, lines[i].end), "furniture"))
    for paragraph in draft.paragraphs:
        raw.append((paragraph.span(0, len(paragraph.text)), "paragraph"))
    for grid in draft.grids:
        for cell in grid.cells:
            raw += [(s, "cell") for s in cell.spans]
    return raw
