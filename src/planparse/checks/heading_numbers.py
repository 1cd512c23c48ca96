"""heading-out-of-order, duplicate-number and missing-number among headings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from planparse.checks.places import Places, finding
from planparse.grammar.numerals import read_integer
from planparse.model.draft import Draft, Paragraph
from planparse.model.plan import Finding, Section

_NUMERAL = re.compile(r"[\d一二三四五六七八九十百〇零]+")
_TITLE = 20
"""A line of more characters is no title."""
_FAR = 5
"""A gap of more numbers than this is no gap but a numbering of another kind."""


def heading_numbers(draft: Draft, places: Places) -> Iterator[Finding]:
    """Headings whose numbers run backwards, stand twice or leave one out, within one parent and style."""
    groups: dict[tuple[str | None, str], list[Section]] = defaultdict(list)
    ended: dict[str, int] = {}  # per style the number that the last heading of it printed, wherever it stood
    before: dict[str, int] = {}  # and, per first heading of a group, that number as it was then
    bare = {s.parent for s in draft.sections if s.number is None}
    for section in draft.sections:
        if section.number is None:
            continue
        style = _style(section.label)
        if (section.parent, style) not in groups:
            before[section.id] = ended.get(style, 0)
        groups[section.parent, style].append(section)
        ended[style] = _number(section)
    by_id = {s.id: s for s in draft.sections}
    for (parent, _), siblings in groups.items():
        if parent not in bare:  # between headings without a number nothing follows from a gap
            yield from _first(siblings, before[siblings[0].id], by_id, draft, places)
            yield from _order(siblings, by_id.get(parent or ""), draft, places)


@lru_cache(maxsize=4096)
def _style(label: str) -> str:
    """A label with its last numeral left out: （#）, #、, 第#章, 2.#."""
    plain = _narrow(label).replace("\n", "")
    last = _last_numeral(plain)
    return f"{plain[: last.start()]}#{plain[last.end() :]}" if last else plain


def _last_numeral(label: str) -> re.Match[str] | None:
    return next(reversed(list(_NUMERAL.finditer(label))), None)


def _number(section: Section) -> int:
    """The number that counts among siblings: of 2.1 it is 1."""
    return _label_number(section.label) or section.number or 0


@lru_cache(maxsize=4096)
def _label_number(label: str) -> int | None:
    last = _last_numeral(_narrow(label))
    return read_integer(last[0]) if last else None


def _narrow(text: str) -> str:
    """Lines without blanks, and with one print of brackets and full stops."""
    return re.sub(r"[^\S\n]", "", text).replace("(", "（").replace(")", "）").replace("．", ".")


def _first(
    siblings: Sequence[Section], before: int, by_id: dict[str, Section], draft: Draft, places: Places
) -> Iterator[Finding]:
    """A group that begins late: its 1. was left out, or stands before its own parent."""
    first = siblings[0]
    parent, number = by_id.get(first.parent or ""), _number(first)
    if parent is None or number == 1 or any(_number(s) < number for s in siblings):
        return
    stray = _stray(first, parent, by_id) if number == before + 1 else None
    if stray is not None:
        yield _late(parent, stray, first, places)
    elif number != before + 1 and number - 1 <= _FAR:
        gap = [n for n in range(1, number) if not _is_printed(n, parent, first, draft)]
        if gap:
            yield _gap(gap, parent, first, places)


def _late(parent: Section, stray: Section, first: Section, places: Places) -> Finding:
    return finding(
        "heading-out-of-order", "warning", parent.title,
        f"标题“{parent.label}{parent.title}”（{places.line(parent.span)}）排在它自己的第一条"
        f"“{stray.label}{stray.title}”（{places.line(stray.span)}）之后，其下从“{first.label}”起编。",
        records=[parent.id, stray.id, first.id], span=parent.span, page=parent.page,
    )


def _stray(first: Section, parent: Section, by_id: dict[str, Section]) -> Section | None:
    """The 1. that stands at the end of another list before the parent whose list goes on with 2."""
    style = _style(first.label)
    earlier = [
        s for s in by_id.values()
        if s.span[0] < parent.span[0] and s.number is not None and _style(s.label) == style
    ]
    start = next((i for i in range(len(earlier) - 1, -1, -1) if _number(earlier[i]) == 1), None)
    if start is None or start == 0:
        return None
    stray, last = earlier[start], earlier[start - 1]
    return stray if last.parent == stray.parent and _number(last) >= 1 else None


def _order(
    siblings: Sequence[Section], parent: Section | None, draft: Draft, places: Places
) -> Iterator[Finding]:
    numbers = {_number(s) for s in siblings}
    begins = _number(siblings[0])
    for last, section in pairwise(siblings):
        before, number = _number(last), _number(section)
        if number <= before and _unread_parent(parent, last, section, draft):
            continue
        if number == before:
            yield _twice(last, section, places)
        elif number < before and (number != 1 or begins != 1):
            yield _backwards(last, section, places)
        elif number > before + 1:
            gap = [n for n in range(before + 1, number) if n not in numbers]
            gap = [n for n in gap if not _is_printed(n, last, section, draft)]
            if gap and len(gap) <= _FAR:
                yield _gap(gap, last, section, places)


def _unread_parent(parent: Section | None, last: Section, section: Section, draft: Draft) -> bool:
    """Whether the next heading of the parent's kind is printed between, unread: numbers begin again there."""
    return parent is not None and _label_stands(parent.label, _number(parent) + 1, last, section, draft)


def _is_printed(number: int, last: Section, section: Section, draft: Draft) -> bool:
    """Whether the label in the gap stands in the text after all, or a title that lost its label does."""
    if any(_untitled(p, last, section, draft) for p in draft.paragraphs):
        return True
    return _label_stands(section.label, number, last, section, draft)


def _label_stands(label: str, number: int, last: Section, section: Section, draft: Draft) -> bool:
    """Whether a label of this style with this number is printed between two headings."""
    between = _narrow(draft.source.text[last.span[1] : section.span[0]])
    numeral, _, rest = _style(label).rpartition("#")
    printed = rf"(?<!\d){re.escape(numeral)}(?:{number}|{_han(number)}){re.escape(rest)}(?!\d)"
    return re.search(printed, between) is not None


def _untitled(paragraph: Paragraph, last: Section, section: Section, draft: Draft) -> bool:
    """Whether a short line between two headings, no sentence and no caption, is a title without its label."""
    start, end = paragraph.at(0), paragraph.at(0) + len(paragraph.text)
    return (
        last.span[1] <= start and end <= section.span[0]
        and 2 <= len(paragraph.text) <= _TITLE and paragraph.text[-1] not in "。；;：:，,、"
        and not any(b.span[0] <= start < b.content[1] for b in draft.boxes)
        and not any(s.span[0] < end and start < s.span[1] for s in draft.sections)
    )


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    digit = "〇一二三四五六七八九"
    ten = ("" if tens == 1 else digit[tens]) + "十" if tens else ""
    return ten + (digit[ones] if ones or not tens else "")


def _twice(last: Section, section: Section, places: Places) -> Finding:
    return finding(
        "duplicate-number", "warning", section.title,
        f"标题编号“{section.label}”出现两次：{places.line(last.span)}“{last.title}”"
        f"和{places.line(section.span)}“{section.title}”。",
        records=[last.id, section.id], span=section.span, page=section.page,
    )


def _backwards(last: Section, section: Section, places: Places) -> Finding:
    return finding(
        "heading-out-of-order", "warning", section.title,
        f"标题“{section.label}{section.title}”（{places.line(section.span)}）排在"
        f"“{last.label}{last.title}”（{places.line(last.span)}）之后，编号倒退。",
        records=[last.id, section.id], span=section.span, page=section.page,
    )


def _gap(gap: Sequence[int], last: Section, section: Section, places: Places) -> Finding:
    return finding(
        "missing-number", "warning", section.title,
        f"标题缺编号{_numbers(gap)}：“{last.label}{last.title}”（{places.line(last.span)}）之后"
        f"即为“{section.label}{section.title}”（{places.line(section.span)}）。",
        records=[last.id, section.id], span=section.span, page=section.page,
    )


def _numbers(gap: Sequence[int]) -> str:
    return "、".join(str(n) for n in gap)
