"""prose-contradicts-prose in words: 全部消除 in one place, 基本消除 in another, or 全部消除 by two years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

import regex
from msgspec import Struct

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding

LONGEST_NAME = 16
"""Characters before the words that may name the thing."""

LONGEST_YEAR = 10
"""So many more may tell the year between the two (城区黑臭水体2024年底前基本消除)."""


END = 2
"""Characters that two names of one thing end in, where one leaves out some of the other's words."""


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
    """All of a thing by a year, and most of it by the same year; or all of it by two years."""
    by_verb: dict[str, list[regex.Match[str]]] = defaultdict(list)
    for found in _places(matter):
        by_verb[found["verb"]].append(found)
    seen = set()
    for places in by_verb.values():
        # Most of what is done as a whole is told once, so that no more is asked of it.
        told = _all_told(places, matter) if len(places) > 1 else ()
        for first, second in combinations(told, 2):
            if first.what in seen:
                continue
            if _contradict(first, second) or _are_due_twice(first, second, matter):
                seen.add(first.what)
                yield _finding(first, second, matter)


def extents_told(matter: Matter) -> Iterator[ToldExtent]:
    """All or most of a thing, with the year that holds for it."""
    yield from _all_told(_places(matter), matter)


def _places(matter: Matter) -> Iterator[regex.Match[str]]:
    """Where the text says that all or most of something is done."""
    pattern = matter.grammar.pattern("checks.extent")
    return matter.prose.finditer_beside("checks.extent-words", pattern)


def _all_told(places: Iterable[regex.Match[str]], matter: Matter) -> Iterator[ToldExtent]:
    for found in places:
        told = _told(found, matter)
        if told is not None:
            yield told


def _year_of(at: int, matter: Matter) -> str | None:
    """The year of what a sentence says at a place: its own, else that of what opens its paragraph or list."""
    year_before = matter.grammar.pattern("checks.year-before")
    year = year_before.search(since_stop(at, matter))
    if year is None:
        paragraph = matter.prose.text.rfind("\n", 0, at) + 1
        stage = matter.grammar.pattern("checks.stage-of-paragraph")
        year = stage.match(matter.prose.text, paragraph, at)
    if year is None:
        opening = matter.prose.opening_of_list(at)
        year = year_before.search(opening) if opening else None
    return year["year"] if year is not None else None


def since_stop(at: int, matter: Matter) -> str:
    """The words before a place back to a full stop: a year holds for all that semicolons divide."""
    line = matter.prose.text.rfind("\n", 0, at)
    return matter.prose.text[max(line, matter.prose.text.rfind("。", 0, at)) + 1 : at]


def _told(found: regex.Match[str], matter: Matter) -> ToldExtent | None:
    """全部消除城市黑臭水体, 城市黑臭水体全部消除: the name stands behind the words, or before them."""
    text = matter.prose.text
    start, end = found.span()
    behind = matter.grammar.pattern("checks.extent-of-behind").match(text, end)
    before = matter.grammar.pattern("checks.extent-of-before").search(
        text[max(0, start - LONGEST_NAME - LONGEST_YEAR) : start]
    )
    what = behind or before
    year = _year_of(found.start(), matter) if what is not None else None
    if what is None or year is None:
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
    """Whether all of a thing and most of it are told for one year."""
    return a.mostly != b.mostly and a.year == b.year and _are_one_thing(a.what, b.what)


def _are_one_thing(a: str, b: str) -> bool:
    """Whether one name is in the other, or is the other with some words left out: D级危险住房, D级城镇危险住房."""
    short, long = sorted((a, b), key=len)
    if short in long:
        return True
    letters = iter(long)
    return short[-END:] == long[-END:] and all(letter in letters for letter in short)


def _are_due_twice(a: ToldExtent, b: ToldExtent, matter: Matter) -> bool:
    """Whether all of a thing is told for two years, of which none is a hope for an earlier one."""
    if a.mostly or b.mostly or a.year == b.year:
        return False
    if not _are_one_name(a.what, b.what):
        return False
    sentences = [_sentence_of(told, matter) for told in (a, b)]
    for rule in ("checks.date-moved", "checks.wider-area"):
        if any(matter.grammar.find(rule, sentence) for sentence in sentences):
            return False
    hopes = [
        told.year
        for told, sentence in zip((a, b), sentences, strict=True)
        if matter.grammar.find("checks.hoped-for", sentence)
    ]
    # 力争2027年, and 2028年底前 for sure.
    return max(a.year, b.year) in hopes or not hopes


def _are_one_name(a: str, b: str) -> bool:
    """Whether two names are the same, but for what goes on behind one of them: 教师, 教师的目标."""
    short, long = sorted((a, b), key=len)
    return long == short or long.startswith(f"{short}的")


def _sentence_of(told: ToldExtent, matter: Matter) -> str:
    """The sentence that tells it, with what opens the list that it stands in."""
    start, end = told.place
    prose = matter.prose
    sentence = prose.sentence_before(start) + told.words + prose.sentence_behind(end)
    return (prose.opening_of_list(start) or "") + sentence


def _finding(a: ToldExtent, b: ToldExtent, matter: Matter) -> Finding:
    places = matter.places
    first, second = sorted((a, b), key=lambda told: told.place)
    years = [f"{told.year}年" for told in (first, second)]
    when = f"都是{years[0]}" if a.year == b.year else f"分别是{years[0]}和{years[1]}"
    spans = [matter.prose.span_of(*told.place) for told in (first, second)]
    name = min(first.what, second.what, key=len)
    return finding(
        "prose-contradicts-prose",
        "warning",
        name,
        f"“{name}”前后不一：正文{places.line(spans[0])}为“{first.words}”，"
        f"而正文{places.line(spans[1])}为“{second.words}”，{when}。",
        sides=spans,
        span=spans[1],
    )
