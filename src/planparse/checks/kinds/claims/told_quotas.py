"""target-weaker-than-superior in the text: 市下达我县的管理率不低于92%, and 我县管理率目标为90%以上.

So are changes (省下达我市能耗下降12%, and 下降10.5%), and what the plan's own table adds up to.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planparse.checks.kinds.totals.told_sum_rows import sum_row_of
from planparse.checks.kinds.values.target_weaker_than_superior import RATE_DIMENSIONS
from planparse.checks.matching.behind import are_levels
from planparse.checks.matching.comparable import of_mention, on_one_scale
from planparse.checks.matching.counted import is_rate
from planparse.checks.matching.extents import amount, base_unit, takes_time
from planparse.checks.matching.said import Said
from planparse.checks.matching.unclear import is_set_from_above, is_unclear, set_from_above
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.checks.sums.total_cells import TotalCell
from planparse.checks.sureness import at_most
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
        own = next((one for one in _goals_behind(quota, matter) if one.id not in asked), None)
        if own is not None:
            yield _finding(quota.mention, own, matter)
            continue
        cell = next(_sums_behind(quota, matter), None)
        if cell is not None:
            yield _finding_of_sum(quota.mention, cell, matter)


def _goals_behind(quota: Quota, matter: Matter) -> Iterator[Mention]:
    """The plan's own goals that are less than a quota asks."""
    if quota.mention.role != "change":
        yield from (said.mention for said in matter.said if _is_behind(said, quota, matter))
        return
    name = matter.namer.name(quota.mention.subject or "")
    for own in matter.draft.mentions:
        if own.role != "change" or own.status != "planned" or own.id == quota.mention.id:
            continue
        if matter.namer.name(own.subject or "") == name and _changes_less(own, quota, matter):
            yield own


def _quotas(matter: Matter) -> Iterator[Quota]:
    for at in matter.prose.mentions_beside("checks.quota-words"):
        mention = matter.draft.mentions[at]
        if mention.role not in ("target", "change") or mention.status != "planned":
            continue
        if not mention.subject:
            continue
        # 全省 of a city's plan: what the province aims at for itself.
        if matter.namer.name(mention.subject).territory is not None:
            continue
        found = set_from_above(mention, matter)
        # By how much all of the province changes is no measure for one of its cities.
        if found is not None and (found["quota"] is not None or mention.role == "target"):
            words = matter.prose.clause_up_to(mention.span[0])
            yield Quota(mention, words, found["quota"] is not None)


def _is_behind(said: Said, quota: Quota, matter: Matter) -> bool:
    """Whether a goal of the plan's own is for what a quota names, for its year, and less than it asks."""
    own = said.mention
    if own.role != "target" or own.status != "planned" or said.tally.kind != "state":
        return False
    if not _is_named(said, quota, matter):
        return False
    if not (quota.is_ours or _is_as_large_anywhere(own)) or not _are_for_one_year(
        own, quota.mention, matter
    ):
        return False
    return _is_weaker(own, quota.mention, matter)


def _is_named(said: Said, quota: Quota, matter: Matter) -> bool:
    """Whether the words of a quota name a goal; right behind them the end of the name is enough (治理率)."""
    again = matter.grammar.pattern("checks.of-the-same-kind")
    name = matter.namer.name(again.sub("", said.mention.subject or ""), said.mention.per).plain
    if len(name) >= SHORTEST_NAME:
        return name in matter.namer.name(quota.words).plain
    if not name or not is_rate(said.mention) or not _is_right_behind(said, quota, matter):
        return False
    return matter.namer.name(quota.mention.subject or "").plain.endswith(name)


def _is_right_behind(said: Said, quota: Quota, matter: Matter) -> bool:
    """Whether a sentence on the plan's own area tells a goal in the paragraph of a quota, behind it."""
    asked = matter.prose.place_of(quota.mention.span[0])
    own = matter.prose.place_of(said.mention.span[0])
    if asked is None or own is None or own < asked:
        return False
    if matter.prose.index(own) != matter.prose.index(asked):
        return False
    return (
        matter.grammar.find("checks.our-own-first", matter.prose.sentence_before(own)) is not None
    )


def _is_as_large_anywhere(own: Mention) -> bool:
    """Whether it is as large in a district as in its city: a rate, or the time that something takes."""
    if is_rate(own) or own.unit is None:
        return is_rate(own)
    return own.unit.dimension in RATE_DIMENSIONS or takes_time(own.unit)


def _changes_less(own: Mention, quota: Quota, matter: Matter) -> bool:
    """Whether a goal of the plan's own falls or rises by less than a quota asks, from the same year."""
    asked = quota.mention
    if own.value.direction != asked.value.direction or not asked.value.direction:
        return False
    if own.value.reference != asked.value.reference or not _are_for_one_year(own, asked, matter):
        return False
    pair = on_one_scale(of_mention(own), of_mention(asked), matter.grammar)
    if pair is None or any(one.sign not in "=≥>" for one in pair):
        return False
    if is_unclear(own, matter) or is_set_from_above(own, matter):
        return False
    return pair[0].number < pair[1].number - max(one.slack for one in pair)


def _sums_behind(quota: Quota, matter: Matter) -> Iterator[TotalCell]:
    """The sums of the plan's own tables that fall short of what is asked of its area."""
    asked = quota.mention
    if not quota.is_ours or asked.role != "target" or not _is_a_floor(asked):
        return
    name = matter.namer.name(asked.subject or "")
    for table in matter.draft.tables:
        for cell in sum_row_of(table, matter):
            if cell.base != base_unit(asked) or not _is_of_one_year(cell, asked, matter):
                continue
            is_named = matter.namer.name(cell.head).plain == name.plain
            if is_named and cell.number < amount(asked) - cell.step / 2:
                yield cell


def _is_a_floor(asked: Mention) -> bool:
    """Whether a number is asked for, or more than it."""
    return asked.value.kind == "number" and (asked.value.comparator or "=") in "=≥>"


def _is_of_one_year(cell: TotalCell, asked: Mention, matter: Matter) -> bool:
    """Whether nothing says that a sum is of another year than what is asked."""
    if cell.year is not None:
        return cell.year == asked.value.year
    year = asked.value.year
    named = matter.grammar.pattern("checks.any-year").findall(cell.table.caption or "")
    return not named or str(year) in named


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


def _finding_of_sum(asked: Mention, cell: TotalCell, matter: Matter) -> Finding:
    places = matter.places
    name = asked.subject or cell.head
    return finding(
        "target-weaker-than-superior",
        at_most("warning", matter.sureness.of_table(cell.table)),
        name,
        f"{cell.in_words(places)}，弱于{places.prose(asked)}所述的上级要求{places.quantity(asked)}。",
        records=[asked.id, cell.table.id],
        span=asked.span,
        page=asked.page,
    )


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
