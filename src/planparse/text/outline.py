"""Headings to sections: which headings a document has, and at what depth each stands.

The depth of a style is its place among the styles that this document uses, so the same
（一） is level 2 under 一、 and level 4 under 第一章 第一节 一、.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial

from planparse.grammar import Grammar
from planparse.model.draft import Draft, Heading, HeadingLabel, Paragraph
from planparse.model.plan import Box, Section
from planparse.model.source import Span
from planparse.text.headings import (
    ANNEX,
    lone_heading,
    read_annex,
    read_annex_label,
    read_label,
    read_plain_number,
    title_below,
    whole_heading,
)
from planparse.text.hierarchy.levels import levels_of
from planparse.text.table_notes import first_after, notes_from, notes_in_prose


def find_sections(draft: Draft, grammar: Grammar) -> Draft:
    """Hang the text under its headings: `Draft.sections`, in source order."""
    headings = _headings(draft, grammar)
    levels = levels_of(headings)
    parents = _parents(levels)
    titles = _titles_below(draft, headings)
    spans = [_heading_span(draft, heading, titles) for heading in headings]
    ends = _ends(levels, spans, len(draft.source.text))
    sections: list[Section] = []
    for i, heading in enumerate(headings):
        paragraph = draft.paragraphs[heading.paragraph]
        line = draft.source.lines[paragraph.first]
        start, end = spans[i]
        section = Section(
            id=_section_id(i),
            parent=parents[i],
            level=levels[i],
            label=heading.label.text,
            number=heading.label.number,
            title=_title(draft, heading, titles),
            run_in=heading.run_in,
            span=(start, end),
            body=(end, ends[i]),
            page=line.page,
            bbox=line.bbox,
        )
        sections.append(section)
    boxes = _placed(draft, sections)
    return replace(draft, sections=tuple(sections), boxes=boxes)


# ------------------------------------------------------ which paragraphs open sections


FEWEST_DECIMALS = 3
"""Paragraphs like 1.1现状 before a document is told to number by decimals; a stray one is none."""
DECIMAL = "outline.decimal"
"""What the ids of the styles 1.1 and 1.1.1 begin with."""


def _headings(draft: Draft, grammar: Grammar) -> list[Heading]:
    """The headings of the document, in order."""
    # Asked for only where a bare number may be a heading: in most documents, never.
    by_decimals = cache(partial(_numbers_by_decimals, draft.paragraphs, grammar))
    elsewhere = _elsewhere(draft, grammar)
    found: list[Heading] = []
    for i in range(len(draft.paragraphs)):
        # In a box or a list the same label (1. …) numbers items, not sections.
        if i in elsewhere:
            continue
        heading = _heading(draft, i, grammar, by_decimals=by_decimals)
        if heading is not None:
            found.append(heading)
    first = _first_of_body(found)
    return [heading for heading in found if _in_body(heading, first, draft)]


def _first_of_body(headings: Sequence[Heading]) -> int | None:
    """The paragraph of the first heading that is no annex; None where there is none."""
    return next((h.paragraph for h in headings if h.label.rank != ANNEX), None)


def _heading(
    draft: Draft, i: int, grammar: Grammar, *, by_decimals: Callable[[], bool]
) -> Heading | None:
    """The heading that paragraph i opens with, if it does."""
    heading = _labelled(draft, i, grammar)
    if heading is None:
        heading = read_plain_number(draft, i, grammar)
        # 3主要任务 is a heading beside 3.1现状; elsewhere a bare number is a count or a cell.
        if heading is not None and not by_decimals():
            heading = None
    if heading is None:
        heading = read_annex(draft, i, grammar)
    if heading is None:
        heading = _bare_title(draft, i, grammar)
    return heading


def _labelled(draft: Draft, i: int, grammar: Grammar) -> Heading | None:
    """The heading with a label that paragraph i opens with: its title behind that, or below."""
    titled = draft.headings[i]
    if titled is not None:
        return titled
    label = read_label(draft.paragraphs[i].text, grammar)
    if label is None:
        return None
    return lone_heading(draft, i, label, grammar)


def _bare_title(draft: Draft, i: int, grammar: Grammar) -> Heading | None:
    """The heading without a label that paragraph i is: 前言, 名词解释."""
    if draft.paragraphs[i].text not in grammar.words("outline.bare-title"):
        return None
    no_label = HeadingLabel(rank=ANNEX, text="", number=None, end=0)
    return whole_heading(draft, i, no_label)


def _numbers_by_decimals(paragraphs: Sequence[Paragraph], grammar: Grammar) -> bool:
    """Whether the document numbers by decimals, so that a bare number may be a heading's label."""

    def opens_with_decimal(text: str) -> bool:
        rules = grammar.candidates("heading", text)
        return any(rule.id.startswith(DECIMAL) and rule.find(text) for rule in rules)

    return sum(opens_with_decimal(p.text) for p in paragraphs) >= FEWEST_DECIMALS


def _elsewhere(draft: Draft, grammar: Grammar) -> set[int]:
    """Paragraphs that are no headings, whatever their label: in a box, a table's note, a list."""
    found = set(_boxed(draft)) | notes_in_prose(draft, grammar)
    for grid in draft.grids:
        behind = first_after(draft, grid.span[1])
        found.update(notes_from(draft, behind, grammar))
    for i in range(len(draft.paragraphs)):
        found.update(_annex_list(draft, i, grammar))
    return found


def _boxed(draft: Draft) -> Iterator[int]:
    """Indexes of the paragraphs inside boxes. An annex is no such box, only its tables are."""
    spans: list[Span] = []
    for box in draft.boxes:
        # 附件1 is a heading although a table follows it; 附表1 is not.
        is_annex = box.label.startswith("附") and "表" not in box.label
        if is_annex:
            continue
        start, caption_end = box.span
        end = max(box.content[1], caption_end)
        spans.append((start, end))
    spans.sort()
    starts = [start for start, _ in spans]
    for i, paragraph in enumerate(draft.paragraphs):
        before = bisect_right(starts, paragraph.start)
        if before and paragraph.start < spans[before - 1][1]:
            yield i


def _annex_list(draft: Draft, i: int, grammar: Grammar) -> range:
    """The paragraphs of the list of annexes (附件：1.…, below it 2.…) that begins at paragraph i."""
    none = range(i, i)
    text = draft.paragraphs[i].text
    annex = read_annex_label(text, grammar)
    if annex is None or annex.number is not None:
        return none
    entry = text[annex.end :].lstrip("：:")
    first = read_label(entry, grammar)
    if first is None or first.number != 1:
        return none
    after = i + 1
    while after < len(draft.paragraphs):
        label = read_label(draft.paragraphs[after].text, grammar)
        if label is None or label.rank != first.rank:
            break
        if label.number != after - i + 1:
            break
        after += 1
    return range(i, after)


def _in_body(heading: Heading, first: int | None, draft: Draft) -> bool:
    """Whether a heading stands in the document's body, not in the notice in front of it.

    `first` is the paragraph of the first heading that is no annex, None where there is none.
    In front of it 附件 is a heading only as 附件1 above the title of the plan: 附件：… in a
    notice is a list, and a bare 附件 above a plan says only that the notice came with it.
    """
    label = heading.label
    if label.rank != ANNEX or not label.text:
        return True
    if first is None or heading.paragraph > first:
        return True
    return label.number is not None and title_below(draft, heading) is not None


# ------------------------------------------------------------------ hierarchy


def _parents(levels: Sequence[int]) -> list[str | None]:
    """For each heading the id of the section that it stands under; None at the top."""
    parents: list[str | None] = []
    above: list[int] = []
    for i, level in enumerate(levels):
        # Of the same level or deeper: what was open before ends here.
        while above and levels[above[-1]] >= level:
            above.pop()
        parent = _section_id(above[-1]) if above else None
        parents.append(parent)
        above.append(i)
    return parents


def _ends(levels: Sequence[int], spans: Sequence[Span], end_of_text: int) -> list[int]:
    """Where each section ends: at the next heading of the same or a higher level."""
    ends = [end_of_text] * len(levels)
    unfinished: list[int] = []
    for i, level in enumerate(levels):
        while unfinished and levels[unfinished[-1]] >= level:
            ends[unfinished.pop()] = spans[i][0]
        unfinished.append(i)
    return ends


# ------------------------------------------------------------------- sections


def _section_id(i: int) -> str:
    return f"s{i + 1}"


def _titles_below(draft: Draft, headings: Sequence[Heading]) -> dict[int, Paragraph]:
    """The titles that are printed below their labels, by the paragraph of the heading.

    A paragraph that is a heading itself (附件 below 附件) is no title of the one above it.
    """
    own = {heading.paragraph for heading in headings}
    found: dict[int, Paragraph] = {}
    for heading in headings:
        below = title_below(draft, heading)
        if below is not None and heading.paragraph + 1 not in own:
            found[heading.paragraph] = below
    return found


def _heading_span(draft: Draft, heading: Heading, titles: Mapping[int, Paragraph]) -> Span:
    paragraph = draft.paragraphs[heading.paragraph]
    start, end = paragraph.span_of(0, heading.title_end)
    below = titles.get(heading.paragraph)
    if below is not None:
        end = below.end
    return start, end


def _title(draft: Draft, heading: Heading, titles: Mapping[int, Paragraph]) -> str:
    below = titles.get(heading.paragraph)
    if below is not None:
        return below.text
    text = draft.paragraphs[heading.paragraph].text
    title = text[heading.label.end : heading.title_end]
    return title.lstrip("：:、 ")


def _placed(draft: Draft, sections: Sequence[Section]) -> tuple[Box, ...]:
    """Boxes with the section that each stands in."""
    starts = [section.span[0] for section in sections]
    placed: list[Box] = []
    for box in draft.boxes:
        before = bisect_right(starts, box.span[0])
        section = sections[before - 1].id if before else None
        inside = box.model_copy(update={"section": section})
        placed.append(inside)
    return tuple(placed)
