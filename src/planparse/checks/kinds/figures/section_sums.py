"""sum-mismatch of a chapter: 三类项目16个，总投资6.4亿元, above three sections that add up to 6.9亿元."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from planparse.checks.matching.extents import amount, counts_things, half_a_step, is_exact, is_money
from planparse.checks.matter import Matter, check
from planparse.checks.sums.prose_findings import parts_miss_whole
from planparse.model.plan import Finding, Mention
from planparse.model.source import Span

FEWEST_SECTIONS = 2

FARTHEST = 0.2
"""Sections that miss the total by a larger share are not all that it is of."""


class Divided(NamedTuple):
    """The numbers above the sections of a chapter, and those of each section."""

    above: list[Mention]
    sections: list[list[Mention]]


@check("sum-mismatch")
def section_sums(matter: Matter) -> Iterator[Finding]:
    """Totals above the sections of a chapter, each of which tells one amount of the same kind."""
    for chapter in _divided_chapters(matter):
        for is_whole, is_part in ((_is_cost, _is_cost), (_is_number_of_works, _begins_with_works)):
            wholes = [mention for mention in chapter.above if is_whole(mention, matter)]
            parts = [[one for one in told if is_part(one, matter)] for told in chapter.sections]
            # Of two that a section tells one may be a part of the other, or both of its total.
            if len(wholes) != 1 or any(len(told) != 1 for told in parts):
                continue
            told = [one for (one,) in parts]
            if _misses(wholes[0], told):
                counted = f"其下{len(told)}节所述"
                yield parts_miss_whole(wholes[0], told, counted, matter.places)


def _divided_chapters(matter: Matter) -> Iterator[Divided]:
    """The chapters whose sections run on from the first one, with the numbers of their text."""
    for chapter in matter.draft.sections:
        sections = matter.below(chapter)
        if len(sections) < FEWEST_SECTIONS:
            continue
        numbers = [section.number for section in sections]
        if numbers != list(range(1, len(numbers) + 1)):
            continue
        above = _mentions((chapter.span[1], sections[0].span[0]), matter)
        if above:
            bodies = [(section.span[1], section.body[1]) for section in sections]
            yield Divided(above, [_mentions(body, matter) for body in bodies])


def _mentions(span: Span, matter: Matter) -> list[Mention]:
    starts = matter.prose.mention_starts
    first, last = bisect_left(starts, span[0]), bisect_left(starts, span[1])
    return list(matter.draft.mentions[first:last])


def _is_cost(mention: Mention, matter: Matter) -> bool:
    """Whether it is what works cost: 总投资, or 投资 at the start of a clause."""
    return is_money(mention) and _says("checks.cost-of-section", mention, matter)


def _is_number_of_works(mention: Mention, matter: Matter) -> bool:
    """Whether it is how many works there are: 共7个, 安排项目7个."""
    if not counts_things(mention):
        return False
    return _says("checks.works-of-section", mention, matter)


def _begins_with_works(mention: Mention, matter: Matter) -> bool:
    """Whether its sentence begins with how many works there are.

    Behind other things (新建厂房3座，引进项目9个) they are some that the section speaks of.
    """
    place = matter.prose.place_of(mention.span[0])
    if place is None or not _is_number_of_works(mention, matter):
        return False
    return matter.prose.sentence_before(place) == matter.prose.clause_before(place)


def _says(rule: str, mention: Mention, matter: Matter) -> bool:
    """Whether the words of its clause, up to its unit, are those of a rule."""
    place = matter.prose.place_of(mention.span[0])
    if place is None or not is_exact(mention.value) or not amount(mention):
        return False
    clause = matter.prose.clause_before(place)
    # Of which, of last year, of the province: not of all that the section is of.
    if matter.grammar.find("checks.rows-of-others", clause) is not None:
        return False
    return matter.grammar.find(rule, clause + mention.text) is not None


def _misses(whole: Mention, parts: Sequence[Mention]) -> bool:
    gap = abs(sum(map(amount, parts)) - amount(whole))
    # What is counted was not rounded.
    rounded = () if counts_things(whole) else (whole, *parts)
    slack = sum(half_a_step(number.value) for number in rounded)
    return slack < gap <= FARTHEST * amount(whole)
