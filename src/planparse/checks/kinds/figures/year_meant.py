"""The year that a number without one is meant for: goals of a period are of its end."""

from __future__ import annotations

from planparse.checks.matching.counted import is_called_goal, is_rate
from planparse.checks.matter import Matter
from planparse.model.plan import Mention


def year_meant(mention: Mention, matter: Matter) -> int | None:
    """The printed year; of a share that is to be reached in the plan's period, or what is called
    its goal, the last one of it.

    Of what rose in the period before (五年来由38所增至64所), the year that the plan sets out from.
    """
    if mention.value.year is not None:
        return mention.value.year
    period = matter.draft.head.period
    if period is None or period.end <= period.start:
        return None
    # An evaluation of a plan tells what is reached by its own day, though it calls no year.
    if matter.grammar.find("checks.title-of-evaluation", matter.draft.head.title or "") is not None:
        return None
    if mention.role == "target" and mention.status == "planned":
        if is_called_goal(mention, matter.draft, matter.grammar):
            return period.end
        return period.end if is_rate(mention) and _is_to_be_reached(mention, matter) else None
    if mention.role == "baseline" and mention.status == "reached" and _rose(mention, matter):
        return period.start - 1
    return None


def _is_to_be_reached(mention: Mention, matter: Matter) -> bool:
    """Whether its clause says that it is reached; 为76.2% may be what there is."""
    clause = matter.prose.clause_up_to(mention.span[0])
    return matter.grammar.find("checks.is-reached", clause) is not None


def _rose(mention: Mention, matter: Matter) -> bool:
    """Whether it is what a number rose to in the years up to the plan."""
    place = matter.prose.place_of(mention.span[0])
    if place is None:
        return False
    sentence = matter.prose.sentence_before(place)
    if not matter.grammar.find("checks.rose-to", sentence):
        return False
    return matter.grammar.find("checks.in-the-period-before", sentence) is not None
