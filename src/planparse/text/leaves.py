"""The partition of the text: every character that is no white space lies in exactly one leaf.

A leaf is the smallest piece that owns its characters. Four layers lie over the text, and each
takes what those before have left: furniture; headings and captions; paragraphs; cells.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence, Set

from msgspec.structs import replace

from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Leaf, LeafKind
from planparse.model.source import Grid, Line, Span
from planparse.model.spans import without
from planparse.text.table_notes import first_after

_OF_PARAGRAPHS = frozenset[LeafKind](("heading", "caption", "paragraph", "note"))
"""Kinds of leaves that print a paragraph, or a part of one."""

Kinds = dict[Span, LeafKind]
"""Leaves before they are records: many are made, and those without a printed character go."""


def find_leaves(draft: Draft, grammar: Grammar) -> Draft:
    """`Draft.leaves`: headings, paragraphs, cells, captions, notes and furniture, in order.

    They do not overlap. A leaf's span may have white space inside. A paragraph gives one leaf
    for each stretch that no furniture interrupts (a page number, a mark inside the line), and
    its heading or caption leaves of their own. What a reader left outside of every line is not
    among them.
    """
    furniture = sorted(_furniture(draft))
    starts = [paragraph.start for paragraph in draft.paragraphs]
    heads = _heads(draft, furniture, starts)
    kinds: Kinds = dict.fromkeys(furniture, "furniture")
    kinds |= heads
    notes = draft.notes.union(_notes(draft))
    kinds |= _paragraphs(draft, notes, taken=sorted(kinds))
    kinds |= _cells(draft, furniture)
    leaves = _leaves(draft, kinds, starts)
    left_over = _left_over(draft, leaves)
    if left_over:
        leaves = sorted([*leaves, *left_over], key=lambda leaf: leaf.span)
    return replace(draft, leaves=tuple(leaves))


def _leaves(draft: Draft, kinds: Kinds, starts: Sequence[int]) -> list[Leaf]:
    """The leaves in order, without overlaps, and only those with a printed character.

    Those that go on with a paragraph say so; `starts` are the offsets at which these begin.
    """
    text = draft.source.text
    leaves: list[Leaf] = []
    before = -1  # the paragraph of the last leaf that prints one
    free = 0
    for span, kind in sorted(kinds.items()):
        start, end = span
        # A word that was read into two cells of a damaged table belongs to the first one.
        if start < free:
            start = free
            span = (start, end)
        # The stretch between two marks may hold nothing but white space; most begin with a word.
        if start < end and not (text[start].isspace() and text[start:end].isspace()):
            goes_on = False
            if kind in _OF_PARAGRAPHS:
                index = bisect_right(starts, start) - 1
                goes_on = index >= 0 and index == before
                before = index
            leaves.append(Leaf(kind, span, goes_on))
        if end > free:
            free = end
    return leaves


def _left_over(draft: Draft, leaves: Sequence[Leaf]) -> list[Leaf]:
    """What no layer has taken, as paragraphs: words of a damaged table that came into no cell.

    Nothing is lost, whatever a stage makes of a text: this is where that is made sure of.
    """
    text = draft.source.text
    found: list[Leaf] = []
    free = 0
    ends = (len(text), len(text))
    for taken_start, taken_end in (*[leaf.span for leaf in leaves], ends):
        # Between two leaves mostly nothing but white space is left.
        if text[free:taken_start].strip():
            for left in _on_lines(draft.source.lines, free, taken_start):
                if text[slice(*left)].strip():
                    found.append(Leaf("paragraph", left))
        free = taken_end
    return found


def _on_lines(lines: Sequence[Line], start: int, end: int) -> Iterator[Span]:
    """The stretches of a gap that lines print: what lies outside of every line is no content."""
    first = bisect_right(lines, start, key=_end_of_line)
    for line in lines[first:]:
        if line.start >= end:
            return
        yield max(start, line.start), min(end, line.end)


def _end_of_line(line: Line) -> int:
    return line.end


# ------------------------------------------------------------------ furniture


def _furniture(draft: Draft) -> list[Span]:
    """What is no content: lines, and outside of these marks and what grids say of themselves."""
    lines = draft.source.lines
    marked: list[Span] = []
    for i, why in enumerate(draft.furniture):
        if why and lines[i].start < lines[i].end:
            marked.append(lines[i].span)
    inside = list(draft.inline)
    for grid in draft.grids:
        inside += grid.furniture
    # A mark inside a line that is furniture as a whole is told with the line.
    apart = [span for span in inside if not _begins_within(span, marked)]
    return marked + apart


def _begins_within(span: Span, spans: Sequence[Span]) -> bool:
    """Whether a span begins inside one of others, which are in order and do not overlap."""
    start = span[0]
    behind = bisect_right(spans, start, key=_start)
    if not behind:
        return False
    _, end = spans[behind - 1]
    return start < end


def _start(span: Span) -> int:
    return span[0]


# --------------------------------------------------------------------- prose


def _heads(draft: Draft, furniture: Sequence[Span], starts: Sequence[int]) -> Kinds:
    """Headings and captions, as far as paragraphs print them: a caption in a grid is a cell.

    `starts` are the offsets at which the paragraphs begin.
    """
    heads: list[tuple[Span, LeafKind]] = []
    for box in draft.boxes:
        heads.append((box.span, "caption"))
    for section in draft.sections:
        heads.append((section.span, "heading"))
    # An annex is a heading and the caption of its table as well: the longer one of them counts.
    heads.sort()
    longest = {span[0]: (span, kind) for span, kind in heads}
    kinds: Kinds = {}
    free = 0
    for (start, end), kind in longest.values():
        begin = start if start > free else free
        if end > free:
            free = end
        for part in _within_paragraphs(draft, (begin, end), starts):
            for left in without(part, furniture):
                kinds[left] = kind
    return kinds


def _within_paragraphs(draft: Draft, span: Span, starts: Sequence[int]) -> Iterator[Span]:
    """The stretches of a span that paragraphs print: label and title on two lines are two.

    `starts` are the offsets at which the paragraphs begin.
    """
    start, end = span
    first = max(0, bisect_right(starts, start) - 1)
    behind = bisect_left(starts, end, first)
    for paragraph in draft.paragraphs[first:behind]:
        part_start, part_end = paragraph.span
        yield max(start, part_start), min(end, part_end)


def _paragraphs(draft: Draft, notes: Set[int], taken: Sequence[Span]) -> Kinds:
    """What the spans `taken` leave of the paragraphs, of which `notes` are the notes' indexes."""
    kinds: Kinds = {}
    for i, paragraph in enumerate(draft.paragraphs):
        kind: LeafKind = "note" if i in notes else "paragraph"
        for left in without(paragraph.span, taken):
            kinds[left] = kind
    return kinds


def _notes(draft: Draft) -> Iterator[int]:
    """Indexes of the paragraphs that are notes of tables: the last ones before a table's end."""
    for table in draft.tables:
        start, end = table.span
        behind = first_after(draft, end + 1)
        first = max(0, behind - len(table.notes))
        for i in range(first, behind):
            paragraph = draft.paragraphs[i]
            if start < paragraph.start and paragraph.end <= end:
                yield i


# --------------------------------------------------------------------- cells


def _cells(draft: Draft, furniture: Sequence[Span]) -> Kinds:
    """The cells of grids and their notes, and bars that stand between cells."""
    # Only marks inside lines (**) can stand in a cell: other furniture has lines of its own.
    marks = furniture if draft.inline else ()
    kinds: Kinds = {}
    for grid in draft.grids:
        printed = [span for cell in grid.cells for span in cell.spans]
        if marks:
            printed = [left for span in printed for left in without(span, marks)]
        kinds |= dict.fromkeys(printed, "cell")
        for note in grid.notes:
            kinds |= dict.fromkeys(note.spans, "note")
        if marks and grid.shape == "pipe table":
            bars = _bars(draft, grid, marks)
            kinds |= dict.fromkeys(bars, "furniture")
    return kinds


def _bars(draft: Draft, grid: Grid, furniture: Sequence[Span]) -> Iterator[Span]:
    """Bars of a pipe table that a mark (an escape's backslash) separates from the next cell."""
    start, end = grid.span
    first = bisect_left(furniture, start, key=_start)
    behind = bisect_left(furniture, end, key=_start)
    taken = list(furniture[first:behind])
    for cell in (*grid.cells, *grid.notes):
        taken += cell.spans
    taken.sort()
    for left in without(grid.span, taken):
        printed = draft.source.printed(left)
        if printed.strip() == "|":
            yield left
