"""Captions to boxes: where each 专栏, 表 or 附件 table begins, what it holds, and where it ends.

A caption with a table behind it owns the table; one with text behind it owns the
text up to the next heading of the outline, and its numbered items are no headings.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from planparse.grammar import Grammar
from planparse.grammar.numerals import read_integer
from planparse.model.draft import Draft, Paragraph
from planparse.model.plan import Box, BoxItem
from planparse.model.source import Cell, Grid, Span
from planparse.text.outline import ALONE, HeadingLabel, read_annex, read_heading, read_label
from planparse.text.table_notes import notes_from


class Caption(NamedTuple):
    """A caption: index of its paragraph (or -1 inside a grid), printed label, number, title and span."""

    paragraph: int
    label: str
    number: int | None
    title: str
    span: Span
    last: int
    """Index of the last paragraph that the caption's words take."""


@dataclass(slots=True)
class _Outer:
    """The numbering outside of boxes: the last number that each style has printed."""

    last: dict[int, HeadingLabel]

    def saw(self, label: HeadingLabel) -> None:
        for rank in [rank for rank in self.last if rank > label.rank]:
            del self.last[rank]
        self.last[label.rank] = label


def find_boxes(draft: Draft, grammar: Grammar) -> Draft:
    """`Draft.boxes` in source order. The kind of a box with a table is settled with its table."""
    boxes: list[Box] = []
    outer, skip = _Outer({}), -1
    for i, paragraph in enumerate(draft.paragraphs):
        if i <= skip:
            continue
        caption = read_caption(draft, i, grammar)
        if caption is None:
            if found := read_heading(paragraph, grammar):
                outer.saw(found[0])
            continue
        box, skip = _box(draft, caption, outer, grammar)
        if box is not None:
            boxes.append(box)
        else:
            skip = i
    boxes += _captions_in_grids(draft, boxes, grammar)
    boxes.sort(key=lambda b: b.span)
    return replace(draft, boxes=tuple(b.model_copy(update={"id": f"b{n}"}) for n, b in enumerate(boxes, 1)))


# -------------------------------------------------------------------- caption


def read_caption(draft: Draft, i: int, grammar: Grammar) -> Caption | None:
    """The caption that paragraph i is, if it is one."""
    paragraph = draft.paragraphs[i]
    if len(paragraph.text) > 2 * ALONE:
        return None
    if (found := match_caption(_printed(draft, paragraph), grammar)) is None:
        return _annex_table(draft, i, grammar)
    label, number, rest = found
    title, last = _squeezed(rest), i
    if not title and i + 1 < len(draft.paragraphs) and _is_title(draft, i + 1, grammar):
        title, last = draft.paragraphs[i + 1].text, i + 1
    end = draft.paragraphs[last]
    return Caption(i, label, number, title, (paragraph.at(0), end.at(len(end.text) - 1) + 1), last)


def match_caption(printed: str, grammar: Grammar) -> tuple[str, int | None, str] | None:
    """HeadingLabel, number and the rest of the line, where a printed line is a caption."""
    for rule in grammar.candidates("caption", printed):
        if match := rule.find(printed):
            rest = grammar.pattern("boxes.unit-note").sub("", printed[match.end() :]).strip("】] \u3000")
            if grammar.pattern("boxes.not-a-caption").search(rest):
                return None
            number = match.groupdict().get("number")
            return _squeezed(match["label"]), _number(number), rest
    return None


def _number(text: str | None) -> int | None:
    # 表3-1 is the first table of chapter 3: the number that counts is the last one.
    return read_integer("".join(text.replace(".", "-").replace("．", "-").replace("—", "-").replace("–", "-").split("-")[-1].split())) if text else None


def _printed(draft: Draft, paragraph: Paragraph) -> str:
    start, end = paragraph.at(0), paragraph.at(len(paragraph.text) - 1) + 1
    text = draft.source.text[start:end]
    for a, b in draft.inline:
        if start <= a and b <= end:
            text = text.replace(draft.source.text[a:b], "")
    return text.strip()


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _is_title(draft: Draft, i: int, grammar: Grammar) -> bool:
    text = draft.paragraphs[i].text
    return (
        len(text) <= ALONE and "。" not in text and "；" not in text and read_label(text, grammar) is None
        and not grammar.pattern("boxes.unit-note").search(text) and not _grid_between(draft, i - 1, i)
    )


def _annex_table(draft: Draft, i: int, grammar: Grammar) -> Caption | None:
    """附件1 is a caption too, where a table is all that follows it."""
    heading = read_annex(draft, i, grammar)
    if heading is None:
        return None
    last, paragraph = i, draft.paragraphs[i]
    title = paragraph.text[heading.label.end :].lstrip("：:")
    if not title and i + 1 < len(draft.paragraphs) and _is_title(draft, i + 1, grammar):
        last, title = i + 1, draft.paragraphs[i + 1].text
    end = draft.paragraphs[last]
    caption = Caption(
        i, heading.label.text, heading.label.number, title, (paragraph.at(0), end.at(len(end.text) - 1) + 1), last
    )
    return caption if grid_after(draft, caption, grammar) is not None else None


# -------------------------------------------------------------------- content


def grid_after(draft: Draft, caption: Caption, grammar: Grammar) -> Grid | None:
    """The grid that follows a caption with nothing but unit notes between."""
    following = caption.last + 1
    while following < len(draft.paragraphs) and _is_between(draft.paragraphs[following].text, grammar):
        following += 1
    limit = draft.paragraphs[following].at(0) if following < len(draft.paragraphs) else len(draft.source.text) + 1
    at = bisect_left(draft.grids, caption.span[1], key=_start)
    return draft.grids[at] if at < len(draft.grids) and draft.grids[at].span[0] < limit else None


def _start(grid: Grid) -> int:
    return grid.span[0]


def _is_between(text: str, grammar: Grammar) -> bool:
    return len(text) <= 30 and (
        grammar.pattern("boxes.unit-note").search(text) is not None
        or grammar.pattern("boxes.continued").fullmatch(text) is not None
    )


def _grid_between(draft: Draft, i: int, j: int) -> bool:
    a, b = draft.paragraphs[i].at(0), draft.paragraphs[j].at(0)
    at = bisect_left(draft.grids, a, key=_start)
    return at < len(draft.grids) and draft.grids[at].span[0] < b


def _box(draft: Draft, caption: Caption, outer: _Outer, grammar: Grammar) -> tuple[Box | None, int]:
    """The box under a caption and the index of the last paragraph that belongs to it."""
    grid = grid_after(draft, caption, grammar)
    if grid is not None:
        last, end = _notes_after(draft, grid, caption.last, grammar)
        return _record(draft, caption, (caption.span[0], end), (), "other"), last
    inside = list(_content(draft, caption, outer, grammar))
    if not inside:
        return None, caption.last
    final = draft.paragraphs[inside[-1]]
    end = final.at(len(final.text) - 1) + 1
    items = _items(draft, inside, grammar)
    return _record(draft, caption, (caption.span[0], end), items, "measures"), inside[-1]


def _record(
    draft: Draft, caption: Caption, content: Span, items: tuple[BoxItem, ...], kind: str
) -> Box:
    line = draft.source.lines[draft.paragraphs[caption.paragraph].first]
    return Box.model_validate(
        {"id": "b", "label": caption.label, "number": caption.number, "title": caption.title, "kind": kind,
         "span": caption.span, "content": content, "items": items, "page": line.page, "bbox": line.bbox}
    )


def _notes_after(draft: Draft, grid: Grid, last: int, grammar: Grammar) -> tuple[int, int]:
    """The last paragraph before or in the notes that stand right under a grid, and where they end."""
    end = grid.span[1]
    at = last + 1
    while at < len(draft.paragraphs) and draft.paragraphs[at].at(0) < grid.span[1]:
        at += 1
    for note in notes_from(draft, at, grammar):
        paragraph = draft.paragraphs[note]
        end, last = paragraph.at(len(paragraph.text) - 1) + 1, note
    return last, end


def _content(draft: Draft, caption: Caption, outer: _Outer, grammar: Grammar) -> Iterator[int]:
    """Indexes of the paragraphs that belong to a text box."""
    frame = draft.source.lines[draft.paragraphs[caption.paragraph].first].frame
    style: HeadingLabel | None = None
    for i in range(caption.last + 1, len(draft.paragraphs)):
        paragraph = draft.paragraphs[i]
        framed = draft.source.lines[paragraph.first].frame
        if frame or framed:
            if frame and framed != frame:
                return
            yield i
            continue
        if read_caption(draft, i, grammar) or _grid_between(draft, i - 1, i):
            return
        label = read_item_label(paragraph.text, grammar)
        first = i == caption.last + 1
        if label is None:
            if style is not None and not _title_only(draft.paragraphs[i - 1]):
                return  # prose behind the last numbered item is no longer the box
        elif (not first and not _is_item(label, style, outer, first=first)) or (first and not _opens_items(label, outer)):
            return
        style = label if label is not None and (style is None or label.rank <= style.rank) else style
        yield i


ITEM = 90
"""The rank of a label that numbers items of boxes only (01, 02)."""


def read_item_label(text: str, grammar: Grammar) -> HeadingLabel | None:
    """The label that an item of a text box begins with: one of the outline's styles, or 01, 02."""
    if match := grammar.pattern("boxes.item").match(text):
        return HeadingLabel(ITEM, match["label"], int(match["number"]), match.end())
    return read_label(text, grammar)


def _title_only(paragraph: Paragraph) -> bool:
    return (not paragraph.text.endswith(("。", "；", "！", "：")) and len(paragraph.text) <= ALONE) or paragraph.text.endswith("：")


def _opens_items(label: HeadingLabel, outer: _Outer) -> bool:
    """Whether the numbered paragraph right under a caption is its first item and not the next heading."""
    before = outer.last.get(label.rank)
    return label.number == 1 and not (before is None and label.rank <= min(outer.last, default=0))


def _is_item(label: HeadingLabel, style: HeadingLabel | None, outer: _Outer, *, first: bool) -> bool:
    """Whether a numbered paragraph inside a text box is its next item, not a heading of the outline."""
    if style is None:
        return False
    if label.rank > style.rank:
        return True
    return label.rank == style.rank and label.number == (style.number or 0) + 1


def _items(draft: Draft, inside: list[int], grammar: Grammar) -> tuple[BoxItem, ...]:
    """The numbered items among a text box's paragraphs, of the widest style that it uses."""
    labels = {i: label for i in inside if (label := read_item_label(draft.paragraphs[i].text, grammar))}
    if not labels:
        return ()
    rank = min(label.rank for label in labels.values())
    openers = [i for i in inside if i in labels and labels[i].rank == rank]
    items = []
    for n, i in enumerate(openers):
        until = openers[n + 1] if n + 1 < len(openers) else inside[-1] + 1
        last, paragraph = draft.paragraphs[until - 1], draft.paragraphs[i]
        span = (paragraph.at(0), last.at(len(last.text) - 1) + 1)
        items.append(
            BoxItem(
                label=labels[i].text, title=_item_title(paragraph, labels[i]),
                text=draft.source.text[span[0] : span[1]], span=span,
            )
        )
    return tuple(items)


def _item_title(paragraph: Paragraph, label: HeadingLabel) -> str:
    rest = paragraph.text[label.end :]
    return rest[: min((at for c in "。：:" if (at := rest.find(c)) > 0), default=len(rest))]


# ----------------------------------------------------------- captions in grids


def _captions_in_grids(draft: Draft, boxes: list[Box], grammar: Grammar) -> list[Box]:
    """Boxes whose caption is printed as the first row of their table."""
    out = []
    for grid in draft.grids:
        cells = caption_cells(grid, grammar)
        if not cells or (found := match_caption(" ".join(c.text.replace("\n", " ").strip() for c in cells), grammar)) is None:
            continue
        if any(b.span[1] <= grid.span[0] and b.content[1] > grid.span[0] for b in boxes):
            continue
        span = (cells[0].spans[0][0], cells[-1].spans[-1][1])
        end = max(s[1] for c in grid.cells for s in c.spans)
        out.append(
            Box(id="b", label=found[0], number=found[1], title=_squeezed(found[2]), kind="other", span=span,
                content=(span[0], end), page=cells[0].page, bbox=cells[0].bbox)
        )
    return out


def caption_cells(grid: Grid, grammar: Grammar) -> tuple[Cell, ...]:
    """The cells of a grid's first row that are its caption: the only one, or a label (专栏4) and the title beside it.

    They cover the row, or a unit note (单位：万元) stands beside them; and there are further rows.
    """
    printed = [c for c in grid.cells if c.row == 0 and c.text.strip()]
    if not 0 < len(printed) <= 3 or grid.n_rows < 2 or not all(c.spans for c in printed):
        return ()
    first = tuple(c for c in printed if c is not note_cell(grid, grammar))
    if not 0 < len(first) <= 2 or (len(first) == len(printed) and sum(c.colspan for c in first) < grid.n_cols):
        return ()
    return first if len(first) == 1 or _is_parted(first, grammar) else ()


def note_cell(grid: Grid, grammar: Grammar) -> Cell | None:
    """The unit note that stands as the last of two or three cells in a grid's first row."""
    printed = [c for c in grid.cells if c.row == 0 and c.text.strip()]
    if not 1 < len(printed) <= 3 or printed[0].col:
        return None
    found = grammar.pattern("boxes.unit-note").fullmatch(printed[-1].text.strip())
    return printed[-1] if found else None


def _is_parted(first: Sequence[Cell], grammar: Grammar) -> bool:
    """Whether two cells are the label of a caption with its number, and its title."""
    label, title = (" ".join(c.text.split()) for c in first)
    found = match_caption(label, grammar)
    return (
        found is not None and found[1] is not None and not found[2].strip() and len(title) <= ALONE
        and match_caption(f"{label} {title}", grammar) is not None
    )
