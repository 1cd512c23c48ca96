"""Paragraphs to headings: which paragraph opens a section, and at what depth.

A heading is known by its numbering style (`grammars/outline.toml`). The depth of a
style is its place among the styles that this document uses, so the same （一） is
level 2 under 一、 and level 4 under 第一章 第一节 一、.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import regex

from planparse.grammar import Grammar
from planparse.grammar.numerals import read_integer
from planparse.model.draft import Draft, Paragraph
from planparse.model.plan import Box, Section
from planparse.text.table_notes import first_after, notes_from

_MARK = re.compile("[（(《“）)》”。：:]")
"""Marks that open or close brackets, or end a title."""


class HeadingLabel(NamedTuple):
    """What stands before a title: the style's `rank`, the printed `text`, its `number`, `end` in the paragraph."""

    rank: int
    text: str
    number: int | None
    end: int


class Heading(NamedTuple):
    """A heading that was found: its paragraph's index, label, and the title's end in the paragraph."""

    paragraph: int
    label: HeadingLabel
    title_end: int
    run_in: bool


TITLE = 45
"""Characters that a title has at most where prose goes on behind it in one paragraph."""
ALONE = 70
"""Characters that a title has at most on lines of its own."""


def read_label(text: str, grammar: Grammar) -> HeadingLabel | None:
    """The label that a paragraph's text begins with, if any (annexes excluded)."""
    for rule in grammar.candidates("heading", text):
        if match := rule.find(text):
            return HeadingLabel(int(rule.attrs["rank"]), match["label"], _number(match["number"]), match.end())
    return None


def _number(text: str | None) -> int | None:
    if not text:
        return None
    return ord(text) - ord("①") + 1 if "①" <= text <= "⑳" else read_integer(text)


def read_heading(paragraph: Paragraph, grammar: Grammar) -> tuple[HeadingLabel, int, bool] | None:
    """HeadingLabel, end of the title and whether prose goes on, where the paragraph opens with a heading."""
    label = read_label(paragraph.text, grammar)
    if label is None:
        return None
    end = title_end(paragraph, label.end, grammar)
    if end is None:
        return None
    rest = paragraph.text[end:].lstrip("。：:")
    return label, end, bool(rest)


def title_end(paragraph: Paragraph, start: int, grammar: Grammar) -> int | None:
    """Where the title that begins at `start` ends in the paragraph; None where there is no title."""
    text = paragraph.text
    stop = _sentence_end(text, start)
    alone = stop >= len(text.rstrip("。：:"))
    if alone and (gap := _printed_gap(paragraph, start)):
        stop, alone = gap, False
    title = text[start:stop]
    if not title or grammar.pattern("outline.not-a-title").search(title):
        return None
    if alone:
        whole = text.endswith("。") and (len(title) > TITLE or title.count("，") > 1)
        return None if whole or len(title) > ALONE or text.endswith(("；", ";")) else stop
    return stop if len(title) <= TITLE and title.count("，") <= 2 else None


def _sentence_end(text: str, start: int) -> int:
    """The first 。 or ： outside of brackets, or the end of the text without its closing mark."""
    depth = 0
    for mark in _MARK.finditer(text, start, start + 4 * ALONE):
        i, c = mark.start(), mark[0]
        if c in "（(《“":
            depth += 1
        elif c in "）)》”":
            depth -= 1
        elif c == "。" or (depth <= 0 and not (text[i - 1].isdigit() and text[i + 1 : i + 2].isdigit())):
            return i
    return len(text)


def _printed_gap(paragraph: Paragraph, start: int) -> int | None:
    """A space that parts title and prose on one line: 一、指导思想 以……为指导，…"""
    if len(paragraph.text) < ALONE or "，" not in paragraph.text:
        return None
    for piece, at in zip(paragraph.pieces[1:], paragraph.starts[1:], strict=True):
        title = paragraph.text[start:piece]
        if 3 < len(title) <= 30 and "，" not in title and at > paragraph.at(piece - 1) + 1:
            return piece
        if len(title) > 30:
            break
    return None


# ----------------------------------------------------------------- the stage


def find_sections(draft: Draft, grammar: Grammar) -> Draft:
    """Hang the text under its headings: `Draft.sections`, in source order."""
    headings = _headings(draft, grammar)
    levels = _levels(headings)
    spans = [_heading_span(draft, h) for h in headings]
    depth = _depths(headings, levels)
    ends = [len(draft.source.text)] * len(headings)
    parents: list[str | None] = []
    stack: list[int] = []
    for i in range(len(headings)):
        while stack and depth[stack[-1]] >= depth[i]:
            ends[stack.pop()] = spans[i][0]
        parents.append(f"s{stack[-1] + 1}" if stack else None)
        stack.append(i)
    sections = [
        _section(draft, h, f"s{i + 1}", parents[i], depth[i], spans[i], ends[i]) for i, h in enumerate(headings)
    ]
    return replace(draft, sections=tuple(sections), boxes=_placed(draft, sections))


ANNEX = 0
"""The rank of an annex and of a heading without a label: always level 1."""


def _headings(draft: Draft, grammar: Grammar) -> list[Heading]:
    boxed = sorted((b.span[0], max(b.content[1], b.span[1])) for b in draft.boxes if b.label[:1] != "附" or "表" in b.label)
    starts = [a for a, _ in boxed]
    notes = {note for grid in draft.grids for note in notes_from(draft, first_after(draft, grid.span[1]), grammar)}
    out: list[Heading] = []
    decimal = [r.pattern for r in grammar.group("heading") if r.id.startswith("outline.decimal")]
    by_decimals = sum(_is_decimal(p.text, decimal) for p in draft.paragraphs) >= 3
    listed, bare = -1, grammar.words("outline.bare-title")
    for i, paragraph in enumerate(draft.paragraphs):
        at = paragraph.starts[0]
        k = bisect_right(starts, at) - 1
        listed = max(listed, _annex_list(draft, i, grammar))
        if i <= listed or i in notes or (k >= 0 and at < boxed[k][1]):
            continue
        if found := read_heading(paragraph, grammar):
            out.append(Heading(i, *found))
        elif label := _label_alone(draft, i, grammar) or (_plain_number(paragraph, grammar) if by_decimals else None):
            out.append(Heading(i, label, len(paragraph.text), False))
        elif annex := read_annex(draft, i, grammar):
            out.append(annex)
        elif paragraph.text in bare:
            out.append(Heading(i, HeadingLabel(ANNEX, "", None, 0), len(paragraph.text), False))
    first = next((h.paragraph for h in out if h.label.rank != ANNEX), -1)
    return [h for h in out if _in_body(h, first, draft)]


def _annex_list(draft: Draft, i: int, grammar: Grammar) -> int:
    """The last paragraph of the list of annexes (附件：1.…, below it 2.…) that begins at i; -1 where none does."""
    text = draft.paragraphs[i].text
    match = next((m for r in grammar.group("annex") if (m := r.pattern.match(text))), None)
    first = read_label(text[match.end():].lstrip("：:"), grammar) if match and not match["number"] else None
    if first is None or first.number != 1:
        return -1
    number = 2
    while i + 1 < len(draft.paragraphs) and (label := read_label(draft.paragraphs[i + 1].text, grammar)) is not None \
            and (label.rank, label.number) == (first.rank, number):
        i, number = i + 1, number + 1
    return i


LONE = 30
"""The last rank of the styles whose label (第一章, 第一节) may stand on a line of its own, the title below."""


def _label_alone(draft: Draft, i: int, grammar: Grammar) -> HeadingLabel | None:
    """The label that paragraph i is and nothing else, where a title stands on the line below it."""
    label = read_label(draft.paragraphs[i].text, grammar)
    if label is None or label.rank > LONE or label.end < len(draft.paragraphs[i].text) or i + 1 == len(draft.paragraphs):
        return None
    below = draft.paragraphs[i + 1]
    plain = read_label(below.text, grammar) is None and not set(below.text) & set("，。；：")
    return label if plain and len(below.text) <= TITLE else None


PLAIN = 58
"""The rank of a bare number (1, over 1.1 and 1.1.1)."""


def _is_decimal(text: str, styles: Sequence[regex.Pattern[str]]) -> bool:
    return text[:1].isdigit() and any(style.match(text) for style in styles)


def _plain_number(paragraph: Paragraph, grammar: Grammar) -> HeadingLabel | None:
    """A bare number with white space behind it, before a short title on a line of its own."""
    text = paragraph.text
    match = grammar.pattern("outline.plain-number").match(text)
    if match is None or len(text) > 30 or len(paragraph.pieces) < 2 or paragraph.pieces[1] != match.end():
        return None
    if grammar.pattern("outline.not-a-title").search(text) or "。" in text or "，" in text:
        return None
    return HeadingLabel(PLAIN, match["label"], int(match["number"]), match.end())


def _in_body(heading: Heading, first: int, draft: Draft) -> bool:
    """Whether an 附件 is a heading: in front of the text it is so only as 附件1 above the title of the plan.

    `first` is the paragraph of the first other heading, -1 where there is none.
    附件：… in a notice is a list, and a bare 附件 above a plan says only that the notice came with it.
    """
    if heading.label.rank != ANNEX or not heading.label.text:
        return True
    if heading.paragraph > first:
        return True
    alone = heading.label.end == len(draft.paragraphs[heading.paragraph].text)
    return alone and heading.label.number is not None and title_below(draft, heading) is not None


def read_annex(draft: Draft, i: int, grammar: Grammar) -> Heading | None:
    """The annex that paragraph i opens: 附件1 with its title on this line or the next one."""
    text = draft.paragraphs[i].text
    if len(text) > ALONE:
        return None
    match = _annex_label(text, grammar)
    if match is None or "。" in text:
        return None
    following = draft.paragraphs[i + 1].text if i + 1 < len(draft.paragraphs) else ""
    if match.end() < len(text) and _annex_label(following, grammar):
        return None  # one entry of a list of annexes
    return Heading(i, HeadingLabel(ANNEX, match["label"], _number(match["number"]), match.end()), len(text), False)


def _annex_label(text: str, grammar: Grammar) -> regex.Match[str] | None:
    """The label of an annex at the start of a text."""
    for rule in grammar.candidates("annex", text):
        if match := rule.find(text):
            return match
    return None


def title_below(draft: Draft, heading: Heading) -> int | None:
    """Index of the paragraph that prints the title below its label (附件1, 第一章), if one does."""
    i = heading.paragraph
    if heading.label.end < len(draft.paragraphs[i].text) or i + 1 >= len(draft.paragraphs):
        return None
    text = draft.paragraphs[i + 1].text
    return i + 1 if len(text) <= ALONE and not text.endswith(("。", "；", "：")) else None


def _levels(headings: Sequence[Heading]) -> dict[int, int]:
    """Level of each style that the document uses, from 1."""
    ranks = sorted({h.label.rank for h in headings} - {ANNEX})
    return {ANNEX: 1} | {rank: i for i, rank in enumerate(ranks, 1)}


def _depths(headings: Sequence[Heading], levels: dict[int, int]) -> list[int]:
    """Level of each heading: that of its style, and one deeper inside an annex."""
    depths, inside = [], 0
    for heading in headings:
        if heading.label.rank == ANNEX:
            inside = 1 if heading.label.text else 0
            depths.append(1)
        else:
            depths.append(levels[heading.label.rank] + inside)
    return depths


def _heading_span(draft: Draft, heading: Heading) -> tuple[int, int]:
    paragraph = draft.paragraphs[heading.paragraph]
    start, end = paragraph.span_of(0, heading.title_end)
    if heading.label.rank <= LONE and (title := title_below(draft, heading)) is not None:
        last = draft.paragraphs[title]
        end = last.at(len(last.text) - 1) + 1
    return start, end


def _section(
    draft: Draft, heading: Heading, section_id: str, parent: str | None, level: int, span: tuple[int, int], end: int
) -> Section:
    paragraph = draft.paragraphs[heading.paragraph]
    title = paragraph.text[heading.label.end : heading.title_end].lstrip("：:、 ")
    if heading.label.rank <= LONE and (below := title_below(draft, heading)) is not None:
        title = draft.paragraphs[below].text
    line = draft.source.lines[paragraph.first]
    return Section(
        id=section_id, parent=parent, level=level, label=heading.label.text, number=heading.label.number,
        title=title, run_in=heading.run_in, span=span, body=(span[1], end),
        page=line.page, bbox=line.bbox,
    )


def _placed(draft: Draft, sections: Sequence[Section]) -> tuple[Box, ...]:
    """Boxes with the section that each stands in."""
    starts = [s.span[0] for s in sections]

    def inside(at: int) -> str | None:
        i = bisect_right(starts, at) - 1
        return sections[i].id if i >= 0 else None

    return tuple(b.model_copy(update={"section": inside(b.span[0])}) for b in draft.boxes)


