"""target-weaker-than-superior in the text: 市下达我县的管理率不低于92%, and 我县管理率目标为90%以上."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planparse.checks.matching.behind import are_levels
from planparse.checks.matching.comparable import of_mention, on_one_scale
from planparse.checks.matching.counted import is_rate
from planparse.checks.matching.said import Said
from planparse.checks.matching.unclear import set_from_above
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Mention
from planparse.records.canonical import direction_of

SHORTEST_NAME = 4
"""Characters of a name that what is asked from above is known by."""


class Quota(NamedTuple):
    """A goal that a higher level sets."""

    mention: Mention
    words: str
    """The clause before its number, which names what it is for."""
    is_ours: bool
    """Whether it was set for the plan's own area, so that amounts may be compared."""


@check("target-weaker-than-superior")
def told_quotas(matter: Matter) -> Iterator[Finding]:
    """Goals of the text that are behind what the text says is asked from above."""
    quotas = list(_quotas(matter))
    asked = {quota.mention.id for quota in quotas}
    for quota in quotas:
        for said in matter.said:
            if said.mention.id not in asked and _is_behind(said, quota, matter):
                yield _finding(quota.mention, said.mention, matter)
                break


def _quotas(matter: Matter) -> Iterator[Quota]:
    for at in matter.prose.mentions_beside("checks.quota-words"):
        mention = matter.draft.mentions[at]
        if mention.role != "target" or mention.status != "planned" or not mention.subject:
            continue
        # 全省 of a city's plan: what the province aims at for itself.
        if matter.namer.name(mention.subject).territory is not None:
            continue
        found = set_from_above(mention, matter)
        if found is not None:
            words = matter.prose.clause_up_to(mention.span[0])
            yield Quota(mention, words, found["quota"] is not None)


def _is_behind(said: Said, quota: Quota, matter: Matter) -> bool:
    """Whether a goal of the plan's own is for what a quota names, for its year, and less than it asks."""
    own = said.mention
    if own.role != "target" or own.status != "planned" or said.tally.kind != "state":
        return False
    name = said.name.plain
    if len(name) < SHORTEST_NAME or name not in matter.namer.name(quota.words).plain:
        return False
    if not (quota.is_ours or is_rate(own)) or not _are_for_one_year(own, quota.mention, matter):
        return False
    return _is_weaker(own, quota.mention, matter)


def _are_for_one_year(own: Mention, asked: Mention, matter: Matter) -> bool:
    """Whether both are of one year; a goal that names none is of the plan's last year."""
    period = matter.draft.head.period
    last = period.end if period is not None else None
    years = {mention.value.year or last for mention in (own, asked)} - {None}
    return len(years) <= 1


def _is_weaker(own: Mention, asked: Mention, matter: Matter) -> bool:
    pair = on_one_scale(of_mention(own), of_mention(asked), matter.grammar)
    if pair is None or not are_levels(own.value, asked.value):
        return False
    direction = direction_of(own.subject or "", matter.grammar) or _asked_direction(asked)
    gap = pair[0].number - pair[1].number
    slack = max(one.slack for one in pair)
    if direction == "higher":
        return gap < -slack
    return direction == "lower" and gap > slack


def _asked_direction(asked: Mention) -> str | None:
    """What a bound says is better: of 不低于92% more."""
    sign = asked.value.comparator or "="
    if sign in "≥>":
        return "higher"
    return "lower" if sign in "≤<" else None


def _finding(asked: Mention, own: Mention, matter: Matter) -> Finding:
    places = matter.places
    name = own.subject or ""
    return finding(
        "target-weaker-than-superior",
        "warning",
        name,
        f"{places.prose(own)}“{name}”的目标{places.quantity(own)}"
        f"弱于{places.prose(asked)}所述的上级要求{places.quantity(asked)}。",
        records=[asked.id, own.id],
        span=own.span,
        page=own.page,
    )
