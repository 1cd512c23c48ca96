"""prose-contradicts-prose in words: 全部消除 in one place, 基本消除 in another, for one year."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import regex
from msgspec import Struct

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding

# So many characters before the words may name the thing.
LONGEST_NAME = 16

LONGEST_YEAR = 10
"""So many more may tell the year between the two (城区黑臭水体2024年底前基本消除)."""


class ToldExtent(Struct, frozen=True):
    """How much of something is to be done by a year."""

    words: str
    mostly: bool
    """Whether most of it is told, not all."""
    verb: str
    what: str
    year: str
    place: tuple[int, int]
    """Where it stands in the running text."""


@check("prose-contradicts-prose")
def told_extents(matter: Matter) -> Iterator[Finding]:
    """All of a thing by a year, and most of it by the same year."""
    if not matter.prose.prints("checks.mostly-words"):
        return
    told = list(extents_told(matter))
    if len({extent.mostly for extent in told}) < 2:
        return
    seen = set()
    for first, second in combinations(told, 2):
        if first.what not in seen and _contradict(first, second):
            seen.add(first.what)
            yield _finding(first, second, matter)


def extents_told(matter: Matter) -> Iterator[ToldExtent]:
    """All or most of a thing, with the year that its sentence names before it."""
    year_before = matter.grammar.pattern("checks.year-before")
    for found in matter.prose.finditer(matter.grammar.pattern("checks.extent")):
        year = year_before.search(since_stop(found.start(), matter))
        told = _told(found, year["year"], matter) if year is not None else None
        if told is not None:
            yield told


def since_stop(at: int, matter: Matter) -> str:
    """The words before a place back to a full stop: a year holds for all that semicolons divide."""
    line = matter.prose.text.rfind("\n", 0, at)
    return matter.prose.text[max(line, matter.prose.text.rfind("。", 0, at)) + 1 : at]


def _told(found: regex.Match[str], year: str, matter: Matter) -> ToldExtent | None:
    """全部消除城市黑臭水体, 城市黑臭水体全部消除: the name stands behind the words, or before them."""
    text = matter.prose.text
    start, end = found.span()
    behind = matter.grammar.pattern("checks.extent-of-behind").match(text[end : end + LONGEST_NAME])
    before = matter.grammar.pattern("checks.extent-of-before").search(
        text[max(0, start - LONGEST_NAME - LONGEST_YEAR) : start]
    )
    what = behind or before
    if what is None:
        return None
    end += len(what[0]) if what is behind else 0
    start -= len(what[0]) if what is before else 0
    return ToldExtent(
        words=text[start:end],
        mostly=found["mostly"] is not None,
        verb=found["verb"],
        what=what["what"],
        year=year,
        place=(start, end),
    )


def _contradict(a: ToldExtent, b: ToldExtent) -> bool:
    if a.mostly == b.mostly:
        return False
    is_one_thing = a.what in b.what or b.what in a.what
    return is_one_thing and a.verb == b.verb and a.year == b.year


def _finding(a: ToldExtent, b: ToldExtent, matter: Matter) -> Finding:
    places = matter.places
    first, second = sorted((a, b), key=lambda told: told.place)
    spans = [matter.prose.span_of(*told.place) for told in (first, second)]
    name = min(first.what, second.what, key=len)
    return finding(
        "prose-contradicts-prose",
        "warning",
        name,
        f"“{name}”前后不一：正文{places.line(spans[0])}为“{first.words}”，"
        f"而正文{places.line(spans[1])}为“{second.words}”，都是{first.year}年。",
        sides=spans,
        span=spans[1],
    )
