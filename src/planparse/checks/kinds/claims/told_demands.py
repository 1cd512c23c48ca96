"""target-weaker-than-superior in one breath: 控制在4.2‰以内（市级要求4.0‰以内）, 达到22%，完成国家要求的25%."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planparse.checks.matching.behind import ABOUT_A_GOAL
from planparse.checks.matching.comparable import of_mention, on_one_scale
from planparse.checks.matching.extents import amount, base_unit
from planparse.checks.matching.unclear import is_set_from_above
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.grammar import Grammar
from planparse.model.plan import Finding, Mention
from planparse.records.canonical import direction_of

LONGEST_BETWEEN = 40
"""Characters of the source from the plan's own number to the one that a higher level asks for."""

LONGEST_GAP = 60
"""The same where the plan's own number names the thing again."""


class Demand(NamedTuple):
    """A number of the plan, and what a higher level asks for of the same thing."""

    own: Mention
    asked: Mention
    is_met: bool = False
    """Whether the sentence says that it is met (完成)."""
    better: str = ""
    """Which numbers it says are better: 高于 or 低于; "" where it says nothing of that."""


@check("target-weaker-than-superior")
def told_demands(matter: Matter) -> Iterator[Finding]:
    """Goals that are behind what their own sentence says is asked from above, right beside them."""
    for demand in (*_asked_behind(matter), *_asked_ahead(matter), *_named_again(matter)):
        numbers = (demand.own.value, demand.asked.value)
        if any(value.kind != "number" for value in numbers):
            continue
        if _is_to_be_met(demand) and _is_weaker(demand, matter.grammar):
            yield _finding(demand, matter)


def _asked_behind(matter: Matter) -> Iterator[Demand]:
    """4.2‰以内（市级要求4.0‰以内）."""
    mentions = matter.draft.mentions
    words = matter.grammar.words("checks.words-of-demands")
    # Behind few numbers something is said to be asked for.
    for at in matter.prose.gaps_with(words, LONGEST_BETWEEN):
        own, asked = mentions[at : at + 2]
        between = matter.prose.between(own.span, asked.span) or ""
        found = matter.grammar.pattern("checks.demand-behind").fullmatch(between)
        if found is None or _counts_others(asked, matter):
            continue
        above, below = (found[side] is not None for side in ("above", "below"))
        better = "higher" if above else "lower" if below else ""
        yield Demand(own, asked, is_met=found["met"] is not None, better=better)


def _asked_ahead(matter: Matter) -> Iterator[Demand]:
    """市级要求婴儿死亡率控制在4.0‰以内，我区控制在4.2‰以内."""
    mentions = matter.draft.mentions
    words = matter.grammar.words("checks.words-of-our-own")
    pattern = matter.grammar.pattern("checks.own-behind-demand")
    for at in matter.prose.gaps_with(words, LONGEST_BETWEEN):
        asked, own = mentions[at : at + 2]
        between = matter.prose.between(asked.span, own.span) or ""
        if pattern.fullmatch(between) and is_set_from_above(asked, matter):
            yield Demand(own, asked)


def _named_again(matter: Matter) -> Iterator[Demand]:
    """对照省利用率不低于95%的目标，确保全市利用率不低于92%."""
    mentions = matter.draft.mentions
    words = matter.grammar.words("checks.words-of-asking")
    pattern = matter.grammar.pattern("checks.own-goal-again")
    for at in matter.prose.gaps_with(words, LONGEST_GAP):
        asked, own = mentions[at : at + 2]
        found = pattern.fullmatch(matter.prose.between(asked.span, own.span) or "")
        # The name of what is asked may begin with who asks for it (国家装配式建筑比例).
        if found is None or not (asked.subject or "").endswith(found["name"]):
            continue
        if is_set_from_above(asked, matter):
            yield Demand(own, asked, is_met=True)


def _is_to_be_met(demand: Demand) -> bool:
    """Whether the number has to keep what is asked: a goal, or a state that is said to do so.

    A state with what is asked in brackets behind it may well lag behind.
    """
    return demand.is_met or demand.own.status == "planned"


def _counts_others(asked: Mention, matter: Matter) -> bool:
    """Whether the number behind what is asked counts something: 国家要求的25%以上县区."""
    place = matter.prose.place_of(asked.span[1] - 1)
    behind = matter.prose.sentence_behind(place + 1) if place is not None else ""
    return matter.grammar.find("checks.end-of-demand", behind) is None


def _is_weaker(demand: Demand, grammar: Grammar) -> bool:
    own, asked = demand.own, demand.asked
    if own.role == "change":
        # 下降13%（省下达14%）: by less than is asked.
        return base_unit(own) == base_unit(asked) and amount(own) < amount(asked)
    pair = on_one_scale(of_mention(own), of_mention(asked), grammar)
    sign = {"higher": 1.0, "lower": -1.0}.get(_direction(demand, grammar))
    if pair is None or sign is None:
        return False
    slack = max(one.slack for one in pair)
    if any(one.sign == "≈" for one in pair):
        slack = max(slack, pair[1].number * ABOUT_A_GOAL)
    return sign * (pair[0].number - pair[1].number) < -slack


def _direction(demand: Demand, grammar: Grammar) -> str:
    """Which numbers are better: what its words say, or a bound on either side, or the name."""
    if demand.better:
        return demand.better
    for value in (demand.asked.value, demand.own.value):
        if value.comparator in ("≥", ">"):
            return "higher"
        if value.comparator in ("≤", "<"):
            return "lower"
    known = direction_of(demand.own.subject or "", grammar)
    # What is met is reached, unless less of it is better.
    return known or ("higher" if demand.is_met else "")


def _finding(demand: Demand, matter: Matter) -> Finding:
    places = matter.places
    own, asked = demand.own, demand.asked
    # 我区 names nothing: what is asked for was named before it.
    name = max(own.subject or "", (asked.subject or "") * (asked.span < own.span), key=len)
    return finding(
        "target-weaker-than-superior",
        "warning",
        name,
        f"{places.prose(own)}“{name}”的{places.quantity(own)}"
        f"弱于同句所述的上级要求{places.quantity(asked)}。",
        records=[own.id, asked.id],
        span=own.span,
        page=own.page,
    )
