"""Captions to boxes: what each 专栏, 表 or 附件 table holds, and where it ends.

A caption with a table behind it owns the table; one with text behind it owns the
text up to the next heading of the outline, and its numbered items are no headings.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from msgspec import Struct, field
from msgspec.structs import replace

from planparse.grammar import Grammar
from planparse.model.draft import Draft, HeadingLabel, Paragraph
from planparse.model.plan import Box, BoxItem, BoxKind
from planparse.model.source import Grid
from planparse.text.box_items import read_item_label, read_items
from planparse.text.captions import (
    Caption,
    caption_cells,
    grid_after,
    grid_between,
    grid_caption,
    read_caption,
    says_again,
)
from planparse.text.headings import LONGEST_TITLE
from planparse.text.table_notes import first_after, notes_from

_NO_ID = "b"
"""The id of a box until all are found and numbered in source order."""


class _OuterNumbers(Struct):
    """The numbering outside of boxes: the last label that each style has printed, by its rank."""

    last: dict[int, HeadingLabel] = field(default_factory=dict)

    def saw(self, label: HeadingLabel) -> None:
        """A heading goes on with its own style and begins the narrower ones anew."""
        for rank in list(self.last):
            if rank > label.rank:
                del self.last[rank]
        self.last[label.rank] = label


class FoundBox(Struct, frozen=True):
    """A box and the index of the last paragraph that belongs to it."""

    box: Box
    last: int


def find_boxes(draft: Draft, grammar: Grammar) -> Draft:
    """`Draft.boxes` in source order. The kind of a box with a table is settled with its table."""
    boxes = _captioned(draft, grammar)
    boxes += _captions_in_grids(draft, boxes, grammar)
    boxes.sort(key=lambda box: box.span)
    numbered: list[Box] = []
    for n, box in enumerate(boxes, start=1):
        with_id = box.model_copy(update={"id": f"b{n}"})
        numbered.append(with_id)
    return replace(draft, boxes=tuple(numbered))


def _captioned(draft: Draft, grammar: Grammar) -> list[Box]:
    """Boxes whose caption stands in the text."""
    boxes: list[Box] = []
    outer = _OuterNumbers()
    i = 0
    behind = 0
    while i < len(draft.paragraphs):
        caption = read_caption(draft, i, grammar)
        if caption is None:
            heading = draft.headings[i]
            if heading is not None:
                outer.saw(heading.label)
            i += 1
            continue
        # Right behind the last box only: what comes later is a box of its own.
        goes_on = i == behind and bool(boxes) and _is_same(boxes[-1], draft, caption, grammar)
        found = _box(draft, caption, outer, grammar, goes_on=goes_on)
        if found is None:
            # A caption above nothing, as in a list of tables.
            i += 1
            continue
        if goes_on:
            boxes[-1] = _longer(boxes[-1], found.box)
        else:
            boxes.append(found.box)
        behind = i = found.last + 1
    return boxes


def _is_same(box: Box, draft: Draft, caption: Caption, grammar: Grammar) -> bool:
    """Whether a caption is the one of `box`, printed again where the box goes on."""
    if caption.label == box.label and caption.title == box.title:
        return True
    text = draft.paragraphs[caption.paragraph].text
    return says_again(text, f"{box.label}{box.title}", grammar)


def _longer(box: Box, rest: Box) -> Box:
    """The box with the content of a later part."""
    content = (box.content[0], rest.content[1])
    return box.model_copy(update={"content": content, "items": (*box.items, *rest.items)})


def _box(
    draft: Draft,
    caption: Caption,
    outer: _OuterNumbers,
    grammar: Grammar,
    *,
    goes_on: bool,
) -> FoundBox | None:
    """The box under a caption: with a table, or with text; None where neither stands there.

    `goes_on` says that the caption only repeats the one of the box before.
    """
    grid = grid_after(draft, caption, grammar)
    if grid is not None:
        return _table_box(draft, caption, grid, grammar)
    inside = list(_content(draft, caption, outer, grammar, goes_on=goes_on))
    if not inside:
        return None
    last = inside[-1]
    items = read_items(draft, inside, grammar)
    box = _record(
        draft,
        caption,
        end=draft.paragraphs[last].end,
        kind="measures",
        items=items,
    )
    return FoundBox(box, last)


def _record(
    draft: Draft,
    caption: Caption,
    *,
    end: int,
    kind: BoxKind = "other",
    items: tuple[BoxItem, ...] = (),
) -> Box:
    """The box under a caption, up to `end`."""
    paragraph = draft.paragraphs[caption.paragraph]
    line = draft.source.lines[paragraph.first]
    return Box(
        id=_NO_ID,
        label=caption.label,
        number=caption.number,
        title=caption.title,
        kind=kind,
        span=caption.span,
        content=(caption.span[0], end),
        items=items,
        page=line.page,
        bbox=line.bbox,
    )


def _table_box(draft: Draft, caption: Caption, grid: Grid, grammar: Grammar) -> FoundBox:
    """The box with a table, and with the notes that stand right under it."""
    last = caption.last
    end = grid.span[1]
    behind = max(last + 1, first_after(draft, end))
    for note in notes_from(draft, behind, grammar):
        last = note
        end = draft.paragraphs[note].end
    return FoundBox(_record(draft, caption, end=end), last)


# -------------------------------------------------------------- boxes with text


def _content(
    draft: Draft,
    caption: Caption,
    outer: _OuterNumbers,
    grammar: Grammar,
    *,
    goes_on: bool,
) -> Iterator[int]:
    """Indexes of the paragraphs that belong to a text box."""
    frame = _frame(draft, caption.paragraph)
    if frame:
        return _framed(draft, caption, frame, grammar)
    return _unframed(draft, caption, outer, grammar, goes_on=goes_on)


def _frame(draft: Draft, i: int) -> int:
    """The text box or one-cell table of the file that holds paragraph i; 0 where none does."""
    line = draft.paragraphs[i].first
    return draft.source.lines[line].frame


def _framed(draft: Draft, caption: Caption, frame: int, grammar: Grammar) -> Iterator[int]:
    """Paragraphs under a caption that stand in the same frame of the file, or in frames that follow
    with nothing between: a page has cut the frame.
    """
    numbers: dict[int, int] = {}
    for i in range(caption.last + 1, len(draft.paragraphs)):
        text = draft.paragraphs[i].text
        label = read_item_label(text, grammar)
        own = _frame(draft, i)
        if own != frame and not _is_cut_frame(draft, i, numbers, label, grammar):
            return
        frame = own
        if label is not None:
            numbers[label.rank] = label.number or 0
        yield i


def _is_cut_frame(
    draft: Draft,
    i: int,
    numbers: Mapping[int, int],
    label: HeadingLabel | None,
    grammar: Grammar,
) -> bool:
    """Whether paragraph i, first in its frame, goes on with a frame that ends right before it.

    `numbers` are those of the last items before, by the rank of their labels; `label` is the
    paragraph's own.
    """
    if not _frame(draft, i) or read_caption(draft, i, grammar) or grid_between(draft, i - 1, i):
        return False
    return label is None or (label.number or 0) > numbers.get(label.rank, 0)


def _unframed(
    draft: Draft,
    caption: Caption,
    outer: _OuterNumbers,
    grammar: Grammar,
    *,
    goes_on: bool,
) -> Iterator[int]:
    """Paragraphs under a caption that only their numbering tells from the text that goes on."""
    first = caption.last + 1
    style: HeadingLabel | None = None
    for i in range(first, len(draft.paragraphs)):
        # What the file puts in a frame under a caption outside of it belongs to the caption.
        if _frame(draft, i):
            yield i
            continue
        if read_caption(draft, i, grammar) or grid_between(draft, i - 1, i):
            return
        text = draft.paragraphs[i].text
        label = read_item_label(text, grammar)
        if label is None:
            # Prose behind the last numbered item is no longer the box.
            if style is not None and not _announces(draft.paragraphs[i - 1]):
                return
        elif i == first:
            if not goes_on and not _opens_items(label, outer):
                return
        elif not _is_item(label, style):
            return
        # Narrower items stand inside one of the widest style and don't count on from it.
        if label is not None and (style is None or label.rank <= style.rank):
            style = label
        yield i


def _announces(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a title or ends with a colon, so that what follows belongs to it."""
    if paragraph.text.endswith("："):
        return True
    is_sentence = paragraph.text.endswith(("。", "；", "！"))
    return len(paragraph.text) <= LONGEST_TITLE and not is_sentence


def _opens_items(label: HeadingLabel, outer: _OuterNumbers) -> bool:
    """Whether the numbered paragraph under a caption is its first item and not the next heading."""
    if label.number != 1:
        return False
    widest = min(outer.last, default=0)
    # A style that is new and the widest so far begins a level of the outline.
    return label.rank in outer.last or label.rank > widest


def _is_item(label: HeadingLabel, style: HeadingLabel | None) -> bool:
    """Whether a numbered paragraph in a text box is its next item, not a heading of the outline.

    `style` is the label of the item before, of the widest style that the box has used.
    """
    if style is None:
        return False
    if label.rank != style.rank:
        return label.rank > style.rank
    # A number that starts again, or jumps, counts sections.
    before = style.number or 0
    return label.number == before + 1


# ----------------------------------------------------------- captions in grids


def _captions_in_grids(draft: Draft, boxes: Sequence[Box], grammar: Grammar) -> list[Box]:
    """Boxes whose caption is printed as the first row of their table.

    `boxes` are those with a caption in the text, in source order; a grid in one of them
    needs no caption of its own.
    """
    # Boxes may reach into one another, so the farthest end before a grid counts.
    caption_ends = [box.span[1] for box in boxes]
    ends = [box.content[1] for box in boxes]
    reached = list(accumulate(ends, max))
    found: list[Box] = []
    for grid in draft.grids:
        start = grid.span[0]
        before = bisect_right(caption_ends, start)
        if before and reached[before - 1] > start:
            continue
        box = _grid_box(grid, grammar)
        if box is not None:
            found.append(box)
    return found


def _grid_box(grid: Grid, grammar: Grammar) -> Box | None:
    """The box that a grid is, where its first row is a caption."""
    cells = caption_cells(grid, grammar)
    if not cells:
        return None
    caption = grid_caption(cells, grammar)
    if caption is None:
        return None
    start, _ = cells[0].spans[0]
    _, caption_end = cells[-1].spans[-1]
    end = max(span[1] for cell in grid.cells for span in cell.spans)
    return Box(
        id=_NO_ID,
        label=caption.text,
        number=caption.number,
        title=caption.title,
        kind="other",
        span=(start, caption_end),
        content=(start, end),
        page=cells[0].page,
        bbox=cells[0].bbox,
    )
