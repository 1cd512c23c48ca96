"""The goals that a plan without a table of indicators tells in its sentences, as lines for people."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType

from planparse.labels import ENGLISH, Labels
from planparse.model.plan import Mention, Plan
from planparse.outputs.doubts import at_place
from planparse.outputs.page import say
from planparse.outputs.passages import Passages

_MOST = 20
"""Goals that are listed; the JSON holds them all, with what is said of the past."""
_PRINTED = ("=", None)
"""Comparators that say no more than the number."""


def goal_lines(plan: Plan, words: Labels = ENGLISH) -> Iterator[RenderableType]:
    """A line for each goal of a well-known indicator; nothing where a table has the goals."""
    if plan.indicators:
        return
    planned = [mention for mention in plan.mentions if _is_goal(mention)]
    if not planned:
        return
    known = [mention for mention in planned if mention.canonical] or planned
    yield say()
    yield say(
        (words.say("summary.goals") + "  ", "bold"), words.say("summary.planned", n=len(planned))
    )
    passages = Passages(plan)
    for mention in known[:_MOST]:
        line = at_place(mention, passages, words)
        yield say(f"  {mention.value.year or '':<4}  {line} ", _in_words(mention))
    more = len(planned) - min(len(known), _MOST)
    if more:
        yield say(words.say("summary.more", n=more))


def _is_goal(mention: Mention) -> bool:
    return mention.status == "planned" and mention.role != "other" and mention.subject is not None


def _in_words(mention: Mention) -> str:
    """地区生产总值 增长 ≈5%: what is measured, which way a change goes, and the number."""
    value = mention.value
    words = [mention.subject or ""]
    if mention.role == "change":
        words.append("-" if value.direction == "down" else "+")
    sign = "" if value.comparator in _PRINTED else value.comparator or ""
    words.append(sign + "".join(mention.text.split()))
    return " ".join(words)
