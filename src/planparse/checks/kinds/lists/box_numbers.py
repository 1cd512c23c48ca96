"""duplicate-number, missing-number and heading-out-of-order among boxes: 专栏1 twice, 专栏4 behind 专栏1."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from planparse.checks.matter import Matter, check
from planparse.checks.numbering.gaps import MOST_MISSING, listed
from planparse.checks.numbering.labels import label_stands, style_of
from planparse.checks.places import finding
from planparse.model.plan import Box, Finding

FEWEST_BOXES = 2

FEWEST_IN_ORDER = 3
"""Boxes of which one may be said to stand in a wrong place."""


@check("duplicate-number", "missing-number", "heading-out-of-order")
def box_numbers(matter: Matter) -> Iterator[Finding]:
    """Boxes of one kind of label whose number stands twice, leaves one out, or runs backwards."""
    for boxes in _numbered(matter):
        numbers = [box.number or 0 for box in boxes]
        if _are_all_there(numbers):
            yield from _backwards(boxes, matter)
        # Where numbers begin again, each part of the plan counts its own.
        if len(boxes) < FEWEST_BOXES or numbers != sorted(numbers):
            continue
        for before, box in pairwise(boxes):
            if box.number != before.number:
                yield from _left_out(before, box, matter)
            elif _are_two(before, box) and not _may_begin_anew(before, box, boxes, matter):
                yield _twice(before, box, matter)


def _are_all_there(numbers: Sequence[int]) -> bool:
    """Whether each number from 1 on stands once, so that all of the plan counts in one way."""
    return len(numbers) >= FEWEST_IN_ORDER and sorted(numbers) == list(range(1, len(numbers) + 1))


def _backwards(boxes: Sequence[Box], matter: Matter) -> Iterator[Finding]:
    places = matter.places
    for before, box in pairwise(boxes):
        if (box.number or 0) > (before.number or 0):
            continue
        yield finding(
            "heading-out-of-order",
            "warning",
            box.title,
            f"“{box.label}”（{places.line(box.span)}）排在“{before.label}”"
            f"（{places.line(before.span)}）之后，编号倒退。",
            records=[before.id, box.id],
            span=box.span,
            page=box.page,
        )


def _numbered(matter: Matter) -> Iterator[Sequence[Box]]:
    """The boxes whose labels end in their number, by what stands before it."""
    plain = matter.grammar.pattern("checks.numbered-box")
    by_style: dict[str, list[Box]] = {}
    for box in matter.draft.boxes:
        label = "".join(box.label.split())
        if box.number is not None and plain.fullmatch(label):
            by_style.setdefault(style_of(label), []).append(box)
    yield from by_style.values()


def _are_two(a: Box, b: Box) -> bool:
    """Whether two captions are of two boxes: a caption that is printed again goes on with the first."""
    first = _letters(a.title)
    second = _letters(b.title)
    return bool(first and second) and first not in second and second not in first


def _may_begin_anew(before: Box, box: Box, boxes: Sequence[Box], matter: Matter) -> bool:
    """Whether the second 1 may be the first box of another chapter or annex.

    Where these two are all there are, no chapter counts its own: with one box each, it would need
    no number.
    """
    if box.number != 1 or _chapter(before, matter) == _chapter(box, matter):
        return False
    return len(boxes) > FEWEST_BOXES or _are_in_two_parts(before, box, matter)


def _are_in_two_parts(before: Box, box: Box, matter: Matter) -> bool:
    """Whether an annex, or another of the books that the plan is made of, begins between both."""
    between = matter.draft.source.text[before.span[1] : box.span[0]]
    return matter.grammar.find("checks.part-begins", between) is not None


def _chapter(box: Box, matter: Matter) -> str | None:
    """The outermost heading above a box."""
    section = matter.sections.get(box.section or "")
    while section is not None and section.parent is not None:
        section = matter.sections.get(section.parent)
    return section.id if section is not None else None


def _letters(title: str) -> str:
    return "".join(character for character in title if character.isalnum())


def _twice(before: Box, box: Box, matter: Matter) -> Finding:
    places = matter.places
    return finding(
        "duplicate-number",
        "warning",
        box.title,
        f"“{box.label}”出现两次：{places.line(before.span)}“{before.title}”"
        f"和{places.line(box.span)}“{box.title}”。",
        records=[before.id, box.id],
        span=box.span,
        page=box.page,
    )


def _left_out(before: Box, box: Box, matter: Matter) -> Iterator[Finding]:
    # What could not be read may hold the missing ones.
    if matter.draft.source.notices:
        return
    missing = range((before.number or 0) + 1, box.number or 0)
    text = matter.draft.source.text
    gap = [number for number in missing if not label_stands(box.label, number, text)]
    # A label that stands anywhere may be that of a box which was not read.
    if len(gap) != len(missing) or not 0 < len(gap) <= MOST_MISSING:
        return
    places = matter.places
    yield finding(
        "missing-number",
        "warning",
        box.title,
        f"缺编号{listed(gap)}：“{before.label}”（{places.line(before.span)}）之后"
        f"即为“{box.label}”（{places.line(box.span)}）。",
        records=[before.id, box.id],
        span=box.span,
        page=box.page,
    )
