"""Headings to sections: which headings a document has, and at what depth each stands.

The depth of a style is its place among the styles that this document uses, so the same
（一） is level 2 under 一、 and level 4 under 第一章 第一节 一、.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial

import regex
from msgspec.structs import replace

from planparse.grammar import Grammar
from planparse.model.draft import Draft, Heading, HeadingLabel, Paragraph
from planparse.model.plan import Box, Section, maker
from planparse.model.source import Span
from planparse.text.headings import (
    ANNEX,
    ARTICLE,
    PLAIN,
    lone_heading,
    read_annex,
    read_any_label,
    read_by_siblings,
    read_label,
    read_spaced_number,
    title_below,
    whole_heading,
)
from planparse.text.hierarchy.levels import levels_of
from planparse.text.hierarchy.siblings import Numbered, decided
from planparse.text.table_notes import first_after, notes_from, notes_in_prose

_new_section = maker(Section)


def find_sections(draft: Draft, grammar: Grammar) -> Draft:
    """Hang the text under its headings: `Draft.sections`, in source order, and `Draft.notes`."""
    draft = replace(draft, notes=frozenset(notes_in_prose(draft, grammar)))
    headings = _headings(draft, grammar)
    levels = levels_of(headings)
    parents = _parents(levels)
    titles = _titles_below(draft, headings, grammar)
    spans = [_heading_span(draft, heading, titles) for heading in headings]
    ends = _ends(levels, spans, len(draft.source.text))
    sections: list[Section] = []
    for i, heading in enumerate(headings):
        paragraph = draft.paragraphs[heading.paragraph]
        line = draft.source.lines[paragraph.first]
        start, end = spans[i]
        section = _new_section(
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
    # Asked for only where a number may be a heading's: in most documents, never.
    by_decimals = cache(partial(_numbers_by_decimals, draft, grammar))
    elsewhere = _elsewhere(draft, grammar)
    numbered: list[Numbered] = []
    others: list[Heading] = []
    for i in range(len(draft.paragraphs)):
        # In a box or a list the same label (1. …) numbers items, not sections.
        if i in elsewhere:
            continue
        item = _numbered(draft, i, grammar, by_decimals=by_decimals)
        if item is not None:
            numbered.append(item)
        elif (other := read_annex(draft, i, grammar) or _bare_title(draft, i, grammar)) is not None:
            others.append(other)
    by_siblings = partial(_by_siblings, draft, grammar)
    found = sorted([*decided(draft, numbered, by_siblings), *others], key=_paragraph_of)
    found = _counted(found)
    first = _first_of_body(found)
    return [heading for heading in found if _in_body(heading, first, draft, grammar)]


def _by_siblings(draft: Draft, grammar: Grammar, i: int) -> Heading | None:
    return read_by_siblings(draft, i, grammar)


def _paragraph_of(heading: Heading) -> int:
    return heading.paragraph


def _first_of_body(headings: Sequence[Heading]) -> int | None:
    """The paragraph of the first heading that is no annex; None where there is none."""
    return next((h.paragraph for h in headings if h.label.rank != ANNEX), None)


def _numbered(
    draft: Draft, i: int, grammar: Grammar, *, by_decimals: Callable[[], bool]
) -> Numbered | None:
    """Paragraph i with the label that it opens with, and the heading that it is by itself."""
    titled = draft.headings[i]
    if titled is not None:
        return Numbered(i, titled.label, titled)
    spaced = read_spaced_number(draft, i, grammar)
    if spaced is not None:
        # 3主要任务 is a heading beside 3.1现状; elsewhere a bare number is a count or a cell.
        return Numbered(i, spaced.label, spaced) if by_decimals() else None
    label = read_any_label(draft, i, grammar)
    if label is None:
        return None
    return Numbered(i, label, lone_heading(draft, i, label, grammar))


FEWEST_ARTICLES = 3
"""Articles that a document has before one is believed: 第一条 may be the first line of a railway."""


def _counted(headings: Sequence[Heading]) -> list[Heading]:
    """Headings without single articles, and without bare numbers that do not count chapters."""
    articles = sum(heading.label.rank == ARTICLE for heading in headings)
    kept: list[Heading] = []
    chapter = 0
    for at, heading in enumerate(headings):
        label = heading.label
        if label.rank == ARTICLE and articles < FEWEST_ARTICLES:
            continue
        if label.rank == PLAIN:
            goes_on = chapter > 0 and label.number == chapter + 1
            if not goes_on and not _has_decimals(headings, at):
                continue
            chapter = label.number or 0
        kept.append(heading)
    return kept


def _has_decimals(headings: Sequence[Heading], at: int) -> bool:
    """Whether the heading behind a bare number counts below it: 3.1 behind 3."""
    below = headings[at + 1].label.text if at + 1 < len(headings) else ""
    number, *_ = re.split("[.．﹒]", below, maxsplit=1)
    return len(number) < len(below) and number == headings[at].label.text


def _bare_title(draft: Draft, i: int, grammar: Grammar) -> Heading | None:
    """The heading without a label that paragraph i is: 前言, 名词解释."""
    if draft.paragraphs[i].text not in grammar.words("outline.bare-title"):
        return None
    no_label = HeadingLabel(rank=ANNEX, text="", number=None, end=0)
    return whole_heading(draft, i, no_label)


def _numbers_by_decimals(draft: Draft, grammar: Grammar) -> bool:
    """Whether the document numbers by decimals, so that a bare number may be a heading's label."""

    def opens_with_decimal(i: int) -> bool:
        text = draft.paragraphs[i].text
        rules = grammar.candidates("heading", text)
        if any(rule.id.startswith(DECIMAL) and rule.find(text) for rule in rules):
            return True
        spaced = read_spaced_number(draft, i, grammar)
        return spaced is not None and spaced.label.rank != PLAIN

    return sum(map(opens_with_decimal, range(len(draft.paragraphs)))) >= FEWEST_DECIMALS


def _elsewhere(draft: Draft, grammar: Grammar) -> set[int]:
    """Paragraphs that are no headings, whatever their label: in a box, a table's note, a list."""
    found = {*_boxed(draft, grammar), *draft.notes}
    for grid in draft.grids:
        behind = first_after(draft, grid.span[1])
        found.update(notes_from(draft, behind, grammar))
    texts = [paragraph.text for paragraph in draft.paragraphs]
    for i, lead in grammar.rule("outline.annex-list").find_in(texts):
        found.update(_annex_list(draft, i, lead, grammar))
    return found


def _boxed(draft: Draft, grammar: Grammar) -> Iterator[int]:
    """Indexes of the paragraphs inside boxes. An annex is no such box, only its tables are."""
    spans: list[Span] = []
    for box in draft.boxes:
        # 附件1 is a heading although a table follows it; 附表1 is not.
        is_annex = grammar.find("outline.annex", box.label) is not None
        if is_annex:
            continue
        start, caption_end = box.span
        end = max(box.content[1], caption_end)
        spans.append((start, end))
    if not spans:
        return
    spans.sort()
    starts = [start for start, _ in spans]
    for i, paragraph in enumerate(draft.paragraphs):
        start = paragraph.start
        before = bisect_right(starts, start)
        if before and start < spans[before - 1][1]:
            yield i


def _annex_list(draft: Draft, i: int, lead: regex.Match[str], grammar: Grammar) -> range:
    """The paragraphs of the list of annexes (附件：1.…, below it 2.…) that `lead` of paragraph i opens."""
    none = range(i, i)
    text = draft.paragraphs[i].text
    entry = text[lead.end() :]
    first_at = i
    if not entry and i + 1 < len(draft.paragraphs):
        first_at = i + 1
        entry = draft.paragraphs[first_at].text
    first = read_label(entry, grammar)
    if first is None or first.number != 1:
        return none
    after = first_at + 1
    while after < len(draft.paragraphs):
        label = read_label(draft.paragraphs[after].text, grammar)
        if label is None or label.rank != first.rank:
            break
        if label.number != after - first_at + 1:
            break
        after += 1
    # 附件： with a heading and its text below is an annex, and no list.
    if first_at > i and after == first_at + 1 and after < len(draft.paragraphs):
        return none
    return range(i, after)


def _in_body(heading: Heading, first: int | None, draft: Draft, grammar: Grammar) -> bool:
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
    return label.number is not None and bool(title_below(draft, heading, grammar))


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


TitlesBelow = Mapping[int, Sequence[Paragraph]]
"""The lines of a title that are printed below its label, by the paragraph of the heading."""


def _titles_below(draft: Draft, headings: Sequence[Heading], grammar: Grammar) -> TitlesBelow:
    """The titles below their labels.

    A paragraph that is a heading itself (附件 below 附件) is no title of the one above it.
    """
    own = {heading.paragraph for heading in headings}
    found: dict[int, Sequence[Paragraph]] = {}
    for heading in headings:
        below = title_below(draft, heading, grammar)
        if below and heading.paragraph + 1 not in own:
            found[heading.paragraph] = below
    return found


def _heading_span(draft: Draft, heading: Heading, titles: TitlesBelow) -> Span:
    paragraph = draft.paragraphs[heading.paragraph]
    start, end = paragraph.span_of(0, heading.title_end)
    for below in titles.get(heading.paragraph, ()):
        end = below.end
    return start, end


def _title(draft: Draft, heading: Heading, titles: TitlesBelow) -> str:
    below = titles.get(heading.paragraph)
    if below:
        return "".join(line.text for line in below)
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
