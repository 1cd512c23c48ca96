"""prose-contradicts-prose: a goal sets out from another level than the review tells of that year.

2020年为14.8%, and further down 由2020年的15.6%下降到13%.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import regex

from planparse.checks.matching.comparable import of_mention, on_one_scale
from planparse.checks.matching.counted import SENTENCE_ENDS, is_part, is_rate, tally_of
from planparse.checks.matching.extents import base_unit, both_hold, is_exact
from planparse.checks.matching.unclear import are_measured_alike, is_of_another_area, is_unclear
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Mention

SHORTEST_NAME = 4
"""Characters of a name that is of one thing wherever it stands: 粮食产量."""


@check("prose-contradicts-prose")
def told_starts(matter: Matter) -> Iterator[Finding]:
    """Levels of a named year that are told as another number where a goal is measured against them."""
    grammar = matter.grammar
    words = grammar.words("checks.setting-out-words")
    for found in matter.prose.finditer_with(words, grammar.pattern("checks.sets-out-from")):
        year = _year_of(found, matter)
        start = _mention_at(found, matter)
        if year is None or start is None or not is_exact(start.value):
            continue
        if is_of_another_area(start, matter) or _is_one_of_several(start, matter):
            continue
        told = [
            level
            for level in _levels(year, start, matter)
            if _is_named(level, start, found, matter)
        ]
        if told and not any(_agree(start, level, matter) for level in told):
            yield _finding(start, told[0], matter)


def _year_of(found: regex.Match[str], matter: Matter) -> int | None:
    named = found["year"] or found["base_year"]
    if named:
        return int(named)
    # 去年, of a report that says of which year it is.
    return matter.draft.mentions[_index_at(found, matter)].value.year


def _index_at(found: regex.Match[str], matter: Matter) -> int:
    offset = matter.prose.span_of(*found.span("number"))[0]
    at = bisect_left(matter.prose.mention_starts, offset)
    return min(at, len(matter.draft.mentions) - 1)


def _mention_at(found: regex.Match[str], matter: Matter) -> Mention | None:
    if not matter.draft.mentions:
        return None
    offset = matter.prose.span_of(*found.span("number"))[0]
    mention = matter.draft.mentions[_index_at(found, matter)]
    if mention.span[0] != offset:
        return None
    if found["start"]:
        return mention
    place = matter.prose.place_of(mention.span[1] - 1)
    behind = matter.prose.sentence_behind(place + 1) if place is not None else ""
    bases = matter.grammar.words("checks.on-the-base-of")
    return mention if behind.lstrip("的").startswith(bases) else None


def _is_one_of_several(mention: Mention, matter: Matter) -> bool:
    """Whether its sentence tells of several things in turn (城乡居民收入分别为)."""
    place = matter.prose.place_of(mention.span[0])
    if place is None:
        return True
    return (
        matter.grammar.find("checks.told-in-turn", matter.prose.sentence_before(place)) is not None
    )


def _are_in_one_sentence(one: Mention, other: Mention, matter: Matter) -> bool:
    first, last = sorted((one.span, other.span))
    between = matter.draft.source.text[first[1] : last[0]]
    return one.id == other.id or not any(mark in between for mark in SENTENCE_ENDS)


def _levels(year: int, start: Mention, matter: Matter) -> Sequence[Mention]:
    """What is told of a year as reached, in the unit of the start, outside of its sentence."""
    return [
        level
        for level in matter.draft.mentions
        if level.value.year == year
        and not _are_in_one_sentence(level, start, matter)
        and not _is_one_of_several(level, matter)
        and level.role == "baseline"
        and base_unit(level) == base_unit(start)
        and is_exact(level.value)
        and tally_of(level, matter.draft, matter.grammar).kind == "state"
        and not is_part(level, matter.draft, matter.grammar)
        and not is_unclear(level, matter)
    ]


def _is_named(level: Mention, start: Mention, found: regex.Match[str], matter: Matter) -> bool:
    """Whether the sentence of the start is of the very thing of the level."""
    name = matter.namer.name(level.subject or "", level.per)
    if _is_told_in_its_words(level, found, matter):
        return True
    if len(name.plain) < SHORTEST_NAME and not name.whole:
        return False
    before = matter.prose.sentence_before(found.start())
    for words in (_thing_before(before, matter), _subject_in(before, start)):
        own = matter.namer.name(words, level.per)
        if words and own.bag == name.bag and own.territory in (None, name.territory):
            return True
    if not (found["base_year"] or found["base_last"]):
        return False
    # 在去年12.5亿斤的基础上…确保粮食产量: the thing may be named behind.
    behind = matter.prose.sentence_behind(found.end())
    return not is_rate(level) and name.plain in behind


def _is_told_in_its_words(level: Mention, found: regex.Match[str], matter: Matter) -> bool:
    """Whether both clauses have the same words before the number, short as the name may be."""
    place = matter.prose.place_of(level.span[0])
    if place is None:
        return False
    words = _thing_before(matter.prose.clause_before(place), matter)
    words = matter.grammar.pattern("checks.verb-behind").sub("", words)
    own = _thing_before(matter.prose.sentence_before(found.start()), matter)
    return len(words) >= SHORTEST_NAME and words == own


def _thing_before(before: str, matter: Matter) -> str:
    """What the sentence is about where a start is named: its clause, without its time."""
    clauses = regex.split("[，,：:、]", before)
    clause = next((one for one in reversed(clauses) if one.strip()), "")
    return matter.grammar.pattern("checks.time-before").sub("", clause)


def _subject_in(before: str, start: Mention) -> str:
    """What the start is read to be of, where its sentence says so before it."""
    subject = start.subject or ""
    return subject if subject and subject in before else ""


def _agree(start: Mention, level: Mention, matter: Matter) -> bool:
    """Whether both may be true, or were measured in two ways."""
    pair = on_one_scale(of_mention(start), of_mention(level), matter.grammar)
    if pair is None or both_hold(*pair):
        return True
    return not are_measured_alike(start, level, matter)


def _finding(start: Mention, level: Mention, matter: Matter) -> Finding:
    places = matter.places
    name = level.subject or ""
    return finding(
        "prose-contradicts-prose",
        "warning",
        name,
        f"“{name}”前后不一：{places.prose(level)}为{places.quantity(level)}，"
        f"而{places.prose(start)}为{places.quantity(start)}。",
        records=[level.id, start.id],
        span=start.span,
        page=start.page,
    )
