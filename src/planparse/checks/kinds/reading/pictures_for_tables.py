"""unreadable-table: a part on the plan's goals shows a picture, and no table of indicators was read."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from planparse.checks.matter import Matter
from planparse.checks.places import finding
from planparse.model.draft import Draft
from planparse.model.plan import Finding, Section
from planparse.model.source import PICTURES, BBox
from planparse.tables.header_words import plain

_Place = tuple[int, float]
"""A page, and how far down on it in points."""

_BEGIN: _Place = (0, 0.0)
_END: _Place = (10**9, 0.0)

_Picture = tuple[int, BBox]
"""The page and the box of a picture."""


def pictures_for_tables(matter: Matter, way_out: str) -> Iterator[Finding]:
    """The parts on goals (主要目标) with a picture in them, in a plan without any indicator.

    `way_out` says what the user can do.
    """
    pictures = [] if matter.draft.indicators else _unread_pictures(matter.draft)
    if not pictures:
        return
    told: set[_Picture] = set()
    # Inner parts stand behind the outer ones, and name the place more closely.
    for section in reversed(_parts_on_goals(matter)):
        inside = list(_inside(matter.draft, section, pictures))
        if told.isdisjoint(inside) and inside:
            told.update(inside)
            yield _told(matter, section, inside, way_out)


def _unread_pictures(draft: Draft) -> list[_Picture]:
    notices = [notice for notice in draft.source.notices if notice.cause == PICTURES]
    return [picture for notice in notices for picture in notice.places]


def _parts_on_goals(matter: Matter) -> list[Section]:
    heads = matter.grammar.pattern("checks.heading-of-goals")
    return [section for section in matter.draft.sections if heads.search(plain(section.title))]


def _inside(draft: Draft, section: Section, pictures: list[_Picture]) -> Iterator[_Picture]:
    """The pictures that stand between a heading and the next one of its level."""
    begin = _place_of(draft, section.span[0]) or _BEGIN
    behind = bisect_left(draft.sections, section.body[1], key=lambda other: other.span[0])
    end: _Place | None = _END
    if behind < len(draft.sections):
        end = _place_of(draft, draft.sections[behind].span[0])
    for page, box in pictures:
        if begin < (page, box[3]) and (page, box[1]) < (end or _END):
            yield page, box


def _place_of(draft: Draft, offset: int) -> _Place | None:
    """Where on the pages a line is printed; None where the format does not tell."""
    lines = draft.source.lines
    line = lines[max(0, bisect_right(lines, offset, key=lambda line: line.start) - 1)]
    if line.page is None or line.bbox is None:
        return None
    return line.page, line.bbox[1]


def _told(
    matter: Matter,
    section: Section,
    pictures: list[_Picture],
    way_out: str,
) -> Finding:
    where = matter.places.line(section.span)
    pages = "、".join(dict.fromkeys(str(page) for page, _ in pictures))
    title = f"{section.label}{section.title}"
    return finding(
        "unreadable-table",
        "warning",
        title,
        f"“{title}”（{where}）处第{pages}页有图片，可能是指标表，其内容未读取，{way_out}。",
        span=section.span,
        page=pictures[0][0],
    )
