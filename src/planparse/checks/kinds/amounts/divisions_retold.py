"""One whole that is told twice, divided into the same parts in two ways.

收到意见57条，采纳49条、未采纳8条, and further down 57条意见中，采纳46条，未采纳11条: both add up, and one of
them is wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, islice

from msgspec import Struct

from planparse.checks.matching.counted import SENTENCE_ENDS
from planparse.checks.matching.extents import base_unit, is_exact
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Mention

CLOSE = 1e-6
"""Sums of printed decimals are as near as this."""


class _RetoldDivision(Struct, frozen=True):
    whole: Mention
    parts: Sequence[Mention]


@check("prose-contradicts-prose")
def divisions_retold(matter: Matter) -> Iterator[Finding]:
    """Two divisions of one whole whose parts have the same names and other numbers."""
    for places in _wholes_told_twice(matter):
        divisions = [one for at in places if (one := _division(at, matter)) is not None]
        for first, second in combinations(divisions, 2):
            if _are_of_one_thing(first, second, matter) and _differ(first, second):
                yield _finding(first, second, matter)
                break


def _wholes_told_twice(matter: Matter) -> Iterator[list[int]]:
    """Where the mentions stand whose number and unit are told in several places."""
    mentions = matter.draft.mentions
    for places in matter.of_unit.values():
        by_number: dict[float, list[int]] = defaultdict(list)
        for at in places:
            number = mentions[at].value.value
            if number:
                by_number[number].append(at)
        yield from (same for same in by_number.values() if len(same) > 1)


def _division(at: int, matter: Matter) -> _RetoldDivision | None:
    """The mentions behind a whole that make it up exactly, within its sentence."""
    mentions = matter.draft.mentions
    whole = mentions[at]
    unit = base_unit(whole)
    rest = whole.value.value or 0.0
    parts: list[Mention] = []
    last = whole
    for part in islice(mentions, at + 1, None):
        if base_unit(part) != unit or not is_exact(part.value) or not part.subject:
            return None
        between = matter.prose.between(last.span, part.span)
        if between is None or any(mark in between for mark in SENTENCE_ENDS):
            return None
        parts.append(part)
        rest -= part.value.value or 0.0
        if rest <= CLOSE:
            break
        last = part
    is_whole = abs(rest) <= CLOSE and len(parts) > 1
    return _RetoldDivision(whole, parts) if is_whole else None


def _are_of_one_thing(a: _RetoldDivision, b: _RetoldDivision, matter: Matter) -> bool:
    # A year that is told once holds for the other place as well.
    if len({one.whole.value.year for one in (a, b)} - {None}) > 1:
        return False
    named = [[part.subject for part in one.parts] for one in (a, b)]
    if named[0] != named[1]:
        return False
    names = [_thing(one.whole, matter) for one in (a, b)]
    return bool(names[0]) and names[0] == names[1]


def _thing(whole: Mention, matter: Matter) -> str:
    """What is divided, by the last word of its name; "" for what may be anything (项目)."""
    found = matter.grammar.pattern("checks.thing-divided").search(whole.subject or "")
    return found["thing"] if found is not None else ""


def _differ(a: _RetoldDivision, b: _RetoldDivision) -> bool:
    pairs = zip(a.parts, b.parts, strict=True)
    return any(one.value.value != other.value.value for one, other in pairs)


def _finding(a: _RetoldDivision, b: _RetoldDivision, matter: Matter) -> Finding:
    name = a.whole.subject or ""
    first, second = (_told(one, matter) for one in (a, b))
    return finding(
        "prose-contradicts-prose",
        "warning",
        name,
        f"“{name}”{matter.places.quantity(a.whole)}的构成前后不一：{first}，而{second}。",
        records=[one.id for division in (a, b) for one in (division.whole, *division.parts)],
        span=b.whole.span,
        page=b.whole.page,
    )


def _told(division: _RetoldDivision, matter: Matter) -> str:
    parts = "、".join(f"{part.subject}{matter.places.quantity(part)}" for part in division.parts)
    return f"{matter.places.prose(division.whole)}为{parts}"
