"""sum-mismatch of phases: 总投资42亿元，分两期实施，其中一期18亿元…；二期21亿元."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from planparse.checks.matching.counted import is_rate
from planparse.checks.matching.extents import amount, base_unit, half_a_step, is_exact
from planparse.checks.matter import Matter, check
from planparse.checks.sums.prose_findings import parts_miss_whole
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Finding, Mention

PHASES = ("first", "second", "third", "fourth")

FEWEST_PHASES = 2

LONGEST_CLAUSE = 40
"""Characters before a number that say which phase it is of."""

MOST_BETWEEN = 12
"""Numbers of a paragraph that are looked through behind a whole: each phase tells some of its own."""

NEAR = 0.3
"""Phases that miss the whole by a larger share are not of it."""


@check("sum-mismatch")
def told_phases(matter: Matter) -> Iterator[Finding]:
    """Phases, all of them told, that do not make up the number before them."""
    for at, first in _numbers_of_first_phases(matter):
        if _phase(first, matter) == 0:
            whole = _whole_before(at, matter)
            parts = _phases_from(at, matter) if whole is not None else []
            if whole is not None and _must_make_up(whole, parts, matter) and _misses(whole, parts):
                yield parts_miss_whole(whole, parts, f"所列{len(parts)}期", matter.places)


def _numbers_of_first_phases(matter: Matter) -> Iterator[tuple[int, Mention]]:
    """The first number right behind each word for a first phase, with its index; there is one before it."""
    starts = matter.prose.mention_starts
    words = matter.grammar.words("checks.phase-words")
    behind: set[int] = set()
    for found in matter.prose.finditer_with(words, matter.grammar.pattern("checks.phase")):
        offset = matter.prose.span_of(*found.span())[0]
        at = bisect_left(starts, offset)
        if 0 < at < len(starts) and starts[at] - offset <= LONGEST_CLAUSE:
            behind.add(at)
    for at in sorted(behind):
        yield at, matter.draft.mentions[at]


def _phase(mention: Mention, matter: Matter) -> int | None:
    """Which phase a number is of, from 0, by the words of its clause."""
    place = matter.prose.place_of(mention.span[0])
    if place is None or not is_exact(mention.value) or is_rate(mention):
        return None
    found = matter.grammar.pattern("checks.phase").search(matter.prose.clause_before(place))
    if found is None:
        return None
    return next(number for number, name in enumerate(PHASES) if found[name] is not None)


def _whole_before(at: int, matter: Matter) -> Mention | None:
    """The last number of the phase's unit before it in its sentence, which is of no phase."""
    first = matter.draft.mentions[at]
    for whole in reversed(matter.draft.mentions[max(0, at - MOST_BETWEEN) : at]):
        words = matter.prose.between(whole.span, first.span)
        if words is None or any(mark in words for mark in "。；"):
            return None
        if base_unit(whole) == base_unit(first):
            is_whole = is_exact(whole.value) and _phase(whole, matter) is None
            return whole if is_whole else None
    return None


def _phases_from(at: int, matter: Matter) -> list[Mention]:
    """The phases in turn, from the first one, in its unit and paragraph."""
    parts = [matter.draft.mentions[at]]
    paragraph = matter.prose.place_of(parts[0].span[0])
    for other in matter.draft.mentions[at + 1 : at + 1 + MOST_BETWEEN]:
        place = matter.prose.place_of(other.span[0])
        if place is None or paragraph is None:
            break
        if matter.prose.index(place) != matter.prose.index(paragraph):
            break
        if base_unit(other) == base_unit(parts[0]) and _phase(other, matter) == len(parts):
            parts.append(other)
    return parts


def _must_make_up(whole: Mention, parts: Sequence[Mention], matter: Matter) -> bool:
    """Whether the phases are said to be so many, or are two or more behind 其中 of nearly the whole."""
    if len(parts) < FEWEST_PHASES:
        return False
    words = matter.prose.between(whole.span, parts[0].span) or ""
    before = matter.prose.sentence_up_to(whole.span[0])
    told = matter.grammar.pattern("checks.number-of-phases").search(before + words)
    if told is not None:
        return read_integer(told["number"]) == len(parts)
    return matter.grammar.find("checks.part-behind-words", words) is not None


def _misses(whole: Mention, parts: Sequence[Mention]) -> bool:
    gap = abs(sum(map(amount, parts)) - amount(whole))
    slack = sum(half_a_step(number.value) for number in (whole, *parts))
    return slack < gap <= NEAR * amount(whole)
