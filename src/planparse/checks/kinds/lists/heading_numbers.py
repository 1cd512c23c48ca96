"""heading-out-of-order, duplicate-number and missing-number among headings."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct, field
from msgspec.structs import replace

from planparse.checks.matter import Matter, check
from planparse.checks.numbering.gaps import MOST_MISSING, left_out, listed
from planparse.checks.numbering.labels import label_stands, number_of, style_of
from planparse.checks.numbering.sure_headings import are_sure
from planparse.checks.places import Places, finding
from planparse.model.draft import Draft, Paragraph
from planparse.model.plan import Finding, Section

# A line of more characters is prose, and no title that lost its label.
SHORTEST_TITLE = 2
LONGEST_TITLE = 20

# The item before may be a long one.
FARTHEST_ABOVE = 2000

# Marks that end a sentence or break it off, and no title.
NO_TITLE_END = "。；;：:，,、"


CHAPTER = "第"
"""Begins the label of a chapter, which no list of a text loses."""


class HeadingList(Struct, frozen=True):
    """The headings of one style under one parent, in the order of the text."""

    parent: Section | None
    reached: int
    """The number of the last heading of this style before them, wherever it stood; 0 for none."""
    siblings: list[Section] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    """The numbers of the siblings."""
    has_bare_edge: bool = False
    """Whether a heading without a number stands before the first or behind the last of them."""


@check("heading-out-of-order", "duplicate-number", "missing-number")
def heading_numbers(matter: Matter) -> Iterator[Finding]:
    """Headings of one list whose numbers run backwards, stand twice or leave one out."""
    for headings in _heading_lists(matter):
        if not are_sure(headings.siblings, matter.grammar) or _quotes_articles(headings, matter):
            continue
        # A heading without a number may be the 1. that a list lacks, and none of what stands behind it.
        if not headings.has_bare_edge:
            yield from _late_beginning(headings, matter.draft, matter.places)
        for slip in _disorder(headings, matter.draft, matter.places):
            if slip.kind != "duplicate-number" and _may_lack_one(headings):
                continue
            if slip.kind != "missing-number" or not _leaves_parts_out(matter):
                yield slip


def _may_lack_one(headings: HeadingList) -> bool:
    """Whether the heading without a number may be the one that a gap lacks, or that （一） begins anew below.

    Of chapters it is neither (名词解释), and of a number that stands twice no explanation.
    """
    return headings.has_bare_edge and not headings.siblings[0].label.startswith(CHAPTER)


def _quotes_articles(headings: HeadingList, matter: Matter) -> bool:
    """Whether one of them may be quoted by the line above: 具体按照 / 第三条流程办理."""
    articles = matter.grammar.words("checks.article-words")
    return any(
        section.label.endswith(articles) and matter.prose.goes_on(section.span[0])
        for section in headings.siblings
    )


def _leaves_parts_out(matter: Matter) -> bool:
    """Whether the document says that it prints some of its parts only: 第三、四章另册印发."""
    return matter.prose.prints("checks.words-of-excerpts") and any(
        True for _ in matter.prose.finditer(matter.grammar.pattern("checks.leaves-parts-out"))
    )


def _heading_lists(matter: Matter) -> list[HeadingList]:
    """The lists that headings with numbers make up, in the order of their first headings."""
    sections = matter.draft.sections
    lists: dict[tuple[str | None, str], HeadingList] = {}
    reached: dict[str, int] = {}
    for section in sections:
        if section.number is None:
            continue
        style = style_of(section.label)
        headings = lists.get((section.parent, style))
        if headings is None:
            parent = matter.sections.get(section.parent or "")
            headings = HeadingList(parent, reached.get(style, 0))
            lists[section.parent, style] = headings
        number = number_of(section)
        headings.siblings.append(section)
        headings.numbers.append(number)
        reached[style] = number
    bare: dict[str | None, list[int]] = defaultdict(list)
    for section in sections:
        # 附件 is none of the chapters before it, and has lost no number.
        if section.number is None and not section.label:
            bare[section.parent].append(section.span[0])
    return [
        headings if parent_id not in bare else replace(headings, has_bare_edge=True)
        for (parent_id, _), headings in lists.items()
        if not _is_broken_up(headings, bare.get(parent_id, ()))
    ]


def _is_broken_up(headings: HeadingList, bare: Sequence[int]) -> bool:
    """Whether a heading without a number stands among those of a list: it may have lost its own.

    One before all of them (前言) or behind them (名词解释) is none of theirs.
    """
    first, last = headings.siblings[0].span[0], headings.siblings[-1].span[0]
    return any(first < at < last for at in bare)


# ---------------------------------------------------------------- a list that does not begin with 1


def _late_beginning(headings: HeadingList, draft: Draft, places: Places) -> Iterator[Finding]:
    """A list that begins late: its 1. was left out, or stands before its own parent."""
    first = headings.siblings[0]
    parent = headings.parent
    number = headings.numbers[0]
    if parent is None or number == 1 or min(headings.numbers) < number:
        return
    if number == headings.reached + 1:
        # It goes on with a list from further up, which is meant, or has lost its 1. to it.
        stray = _stray_first(first, parent, draft)
        if stray is not None:
            yield _parent_out_of_order(parent, stray, first, places)
    elif number - 1 <= MOST_MISSING and _is_a_list(headings) and not _runs_on(first, parent, draft):
        gap = _unprinted(range(1, number), parent, first, draft)
        if gap:
            yield _gap(gap, parent, first, places)


def _is_a_list(headings: HeadingList) -> bool:
    """Whether there are several of them: a single heading with a number is none for sure."""
    return len(headings.siblings) > 1


def _runs_on(first: Section, parent: Section, draft: Draft) -> bool:
    """Whether the number before is printed above the parent: the numbers run on across parents."""
    above = draft.source.text[max(0, parent.span[0] - FARTHEST_ABOVE) : parent.span[0]]
    return label_stands(first.label, number_of(first) - 1, above)


def _stray_first(first: Section, parent: Section, draft: Draft) -> Section | None:
    """The 1. that stands at the end of another list before the parent whose list goes on with 2."""
    # The heading that was put in the wrong place goes on with the list that stands before it.
    style = style_of(first.label)
    earlier = [
        section
        for section in draft.sections
        if section.span[0] < parent.span[0]
        and section.number is not None
        and style_of(section.label) == style
    ]
    at = 0
    for index, section in enumerate(earlier):
        if number_of(section) == 1:
            at = index
    if at == 0:
        return None
    stray = earlier[at]
    before = earlier[at - 1]
    if before.parent != stray.parent or number_of(before) < 1:
        return None
    return stray


# ---------------------------------------------------------------- two headings in a row


def _disorder(headings: HeadingList, draft: Draft, places: Places) -> Iterator[Finding]:
    """What is wrong between two headings of a list that follow one another."""
    numbers = set(headings.numbers)
    begins_with_1 = headings.numbers[0] == 1
    numbered = zip(headings.siblings, headings.numbers, strict=True)
    for (last, before), (section, number) in pairwise(numbered):
        if number == before + 1:  # as of most headings
            continue
        if _are_woven(last, section, draft):
            continue
        # 三、 printed but not read as a heading leaves its children with those of 二、.
        if number <= before and _parent_unread(headings.parent, last, section, draft):
            continue
        if number == before:
            yield _twice(last, section, places)
        elif number < before:
            # Where a list begins with 1 a second time, the heading between was not read as one.
            is_new_list = number == 1 and begins_with_1
            if not is_new_list and not _begins_unread(last, section, draft):
                yield _backwards(last, section, places)
        else:
            gap = _unprinted(left_out(before, number, numbers), last, section, draft)
            if 0 < len(gap) <= MOST_MISSING:
                yield _gap(gap, last, section, places)


def _are_woven(last: Section, section: Section, draft: Draft) -> bool:
    """Whether two headings stand on one line, as where the columns of a contents were read as one."""
    is_near = section.span[0] - last.span[1] <= LONGEST_TITLE
    return is_near and "\n" not in _between(last, section, draft)


def _begins_unread(last: Section, section: Section, draft: Draft) -> bool:
    """Whether another list begins between two headings, whose 1. was not read as a heading."""
    return label_stands(section.label, number_of(section) - 1, _between(last, section, draft))


def _parent_unread(parent: Section | None, last: Section, section: Section, draft: Draft) -> bool:
    """Whether the next heading of the parent's kind is printed between two headings, unread.

    The numbers begin again there.
    """
    if parent is None:
        return False
    following = number_of(parent) + 1
    return label_stands(parent.label, following, _between(last, section, draft))


# ---------------------------------------------------------------- what is printed in a gap


def _unprinted(numbers: Sequence[int], last: Section, section: Section, draft: Draft) -> list[int]:
    """Those of the missing numbers whose labels do not stand between two headings after all."""
    if not numbers or _has_bare_title(last, section, draft):
        return []
    between = _between(last, section, draft)
    return [number for number in numbers if not label_stands(section.label, number, between)]


def _between(last: Section, section: Section, draft: Draft) -> str:
    return draft.source.text[last.span[1] : section.span[0]]


def _has_bare_title(last: Section, section: Section, draft: Draft) -> bool:
    """Whether a title that lost its label is printed between two headings."""
    paragraphs = draft.paragraphs
    first = bisect_left(paragraphs, last.span[1], key=_begins_at)
    behind = bisect_right(paragraphs, section.span[0], key=_begins_at)
    return any(
        _is_between(paragraph, last, section) and _is_bare_title(paragraph, draft)
        for paragraph in paragraphs[first:behind]
    )


def _begins_at(paragraph: Paragraph) -> int:
    return paragraph.at(0)


def _is_between(paragraph: Paragraph, last: Section, section: Section) -> bool:
    start = paragraph.at(0)
    end = start + len(paragraph.text)
    return last.span[1] <= start and end <= section.span[0]


def _is_bare_title(paragraph: Paragraph, draft: Draft) -> bool:
    """Whether a paragraph is a short line, no sentence, and neither of a box nor of a heading."""
    if not SHORTEST_TITLE <= len(paragraph.text) <= LONGEST_TITLE:
        return False
    # 20 is the number of a page.
    if paragraph.text[-1] in NO_TITLE_END or paragraph.text.isdigit():
        return False
    start = paragraph.at(0)
    end = start + len(paragraph.text)
    in_box = any(box.span[0] <= start < box.content[1] for box in draft.boxes)
    in_heading = any(s.span[0] < end and start < s.span[1] for s in draft.sections)
    return not in_box and not in_heading


# ---------------------------------------------------------------- findings


def _quoted(section: Section) -> str:
    return f"“{section.label}{section.title}”"


def _placed(section: Section, places: Places) -> str:
    return f"{_quoted(section)}（{places.line(section.span)}）"


def _parent_out_of_order(
    parent: Section,
    stray: Section,
    first: Section,
    places: Places,
) -> Finding:
    return finding(
        "heading-out-of-order",
        "warning",
        parent.title,
        f"标题{_placed(parent, places)}排在它自己的第一条{_placed(stray, places)}之后，"
        f"其下从“{first.label}”起编。",
        records=[parent.id, stray.id, first.id],
        span=parent.span,
        page=parent.page,
    )


def _twice(last: Section, section: Section, places: Places) -> Finding:
    return finding(
        "duplicate-number",
        "warning",
        section.title,
        f"标题编号“{section.label}”出现两次：{places.line(last.span)}“{last.title}”"
        f"和{places.line(section.span)}“{section.title}”。",
        records=[last.id, section.id],
        span=section.span,
        page=section.page,
    )


def _backwards(last: Section, section: Section, places: Places) -> Finding:
    return finding(
        "heading-out-of-order",
        "warning",
        section.title,
        f"标题{_placed(section, places)}排在{_placed(last, places)}之后，编号倒退。",
        records=[last.id, section.id],
        span=section.span,
        page=section.page,
    )


def _gap(gap: Sequence[int], last: Section, section: Section, places: Places) -> Finding:
    return finding(
        "missing-number",
        "warning",
        section.title,
        f"标题缺编号{listed(gap)}：{_placed(last, places)}之后即为{_placed(section, places)}。",
        records=[last.id, section.id],
        span=section.span,
        page=section.page,
    )
