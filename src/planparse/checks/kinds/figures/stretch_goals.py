"""A goal and a higher one that is hoped for (增长7%，力争8%): two numbers, and no contradiction anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from planparse.checks.matter import Matter
from planparse.model.plan import Mention, Value


def are_two_tiers(mention: Mention, other: Value, matter: Matter) -> bool:
    """Whether the plan sets both numbers for this name in one sentence, the second as what it hopes for.

    The second may stand further down alone, with 力争 or without.
    """
    told = {mention.value.value, other.value}
    name = _name(mention, matter)
    return any(
        told == {goal.value.value, hoped.value.value}
        for goal, hoped in _tiers(matter)
        if _name(goal, matter) == name
    )


def _tiers(matter: Matter) -> Iterator[tuple[Mention, Mention]]:
    """Goals right behind which a higher one is hoped for, or right before, with that one."""
    mentions = matter.draft.mentions
    hoping = matter.grammar.pattern("checks.hoping-for-more")
    sure = matter.grammar.pattern("checks.sure-of-less")
    for at, behind in pairwise(matter.prose.mentions_beside("checks.words-of-hope")):
        goal, hoped = mentions[at], mentions[behind]
        words = matter.prose.between(goal.span, hoped.span)
        if words is None or not (hoping.fullmatch(words) or sure.fullmatch(words)):
            continue
        if _name(goal, matter) == _name(hoped, matter):
            yield goal, hoped


def _name(mention: Mention, matter: Matter) -> str:
    """What a mention is of: a well-known indicator may be told by two of its names."""
    return mention.canonical or matter.namer.name(mention.subject or "", mention.per).bag
