"""target-weaker-than-baseline and -superior: goals that are behind what is reached, or asked from above."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from math import inf

from planparse.checks.matching.comparable import Extent, Measure, on_one_scale
from planparse.checks.matching.counted import is_rate, tally_of
from planparse.checks.matching.names import Name, Namer
from planparse.checks.matching.table_rows import Rows
from planparse.checks.places import Places, finding, full_name, mention_text, printed
from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Finding, Indicator, Mention, Value
from planparse.records.indicators import direction_of

_ABOUT = 0.01
"""How far behind what is reached 左右 may stand, as a share of the number."""
_RATES = ("fraction", "age", "time", "concentration")


class Told:
    """What was reported: a table and its retelling in prose, perhaps in other words, are told once."""

    def __init__(self) -> None:
        self._cases: list[tuple[Name, float | None, float | None]] = []

    def is_new(self, name: Name, past: Value | None, goal: Value | None) -> bool:
        """Whether this case is not yet told; it is from now on."""
        figures = (past.value if past else None, goal.value if goal else None)
        for other, *seen in self._cases:
            shared = len(set(name.bag) & set(other.bag)) * 2 >= min(len(name.bag), len(other.bag))
            if name.bag == other.bag or (shared and tuple(seen) == figures):
                return False
        self._cases.append((name, *figures))
        return True


def weaker_than_baseline(
    draft: Draft, grammar: Grammar, namer: Namer, rows: Rows, places: Places
) -> Iterator[Finding]:
    """Goals behind the value already reached: within a table row, and between prose and prose or table."""
    told = Told()
    for indicator in draft.indicators:
        if found := _in_table(indicator, grammar, places):
            told.is_new(namer.name(indicator.name, indicator.per), indicator.baseline, indicator.target)
            yield found
    for past, goal in _pairs_in_prose(draft, grammar, namer, rows):
        if told.is_new(namer.name(goal.subject or "", goal.per), past.value, goal.value):
            yield _between_mentions(past, goal, places)
    for indicator, past in _rows_and_prose(draft, grammar, namer):
        if told.is_new(namer.name(indicator.name, indicator.per), past.value, indicator.target):
            yield _row_and_mention(indicator, past, places)


def weaker_than_superior(draft: Draft, grammar: Grammar, namer: Namer, places: Places) -> Iterator[Finding]:
    """Goals behind the one that a higher level sets for the same rate; a note, for there may be reasons."""
    for indicator in draft.indicators:
        if not _is_rate(indicator):
            continue  # an amount of the whole city is no measure for a district
        above = [o for o in indicator.others if o.scope and o.role == "target"]
        for other in above:
            if _behind(indicator, indicator.target, other, grammar):
                yield _below(indicator, other, places)


def _below(indicator: Indicator, other: Value, places: Places) -> Finding:
    name = full_name(indicator)
    return finding(
        "target-weaker-than-superior", "info", name,
        f"{places.row(indicator)}“{name}”的目标值{_words(indicator, indicator.target)}"
        f"弱于{other.scope}目标值{_words(indicator, other)}。",
        records=[indicator.id], span=places.spot(indicator), page=indicator.page,
    )


def weaker(goal: Extent, past: Extent, direction: str) -> bool:
    """Whether the goal's bound is worse than the past value; False where bounds and direction do not fit."""
    sign = 1.0 if direction == "higher" else -1.0
    bound, reached = (goal.low, past.low) if sign > 0 else (goal.high, past.high)
    if abs(bound) == inf or abs(reached) == inf:
        return False
    if goal.sign == "≈":  # 左右 is held against its number, with a little left open
        bound = goal.number * (1 + sign * _ABOUT)
    return sign * (bound - reached) < -max(goal.slack, past.slack)


def _behind(indicator: Indicator, goal: Value | None, past: Value | None, grammar: Grammar) -> bool:
    if goal is None or past is None or "relative" in (goal.kind, past.kind):
        return False
    direction = direction_of(indicator.name, grammar)
    if direction is None:
        return False
    pair = on_one_scale(
        Measure(goal, indicator.unit, indicator.per), Measure(past, indicator.unit, indicator.per), grammar,
    )
    return pair is not None and weaker(*pair, direction)


def _is_effort(indicator: Indicator, grammar: Grammar) -> bool:
    """Whether each period has its own amount (growth, what is added): less than the last one is no step back."""
    if any(v and v.basis for v in (indicator.target, indicator.baseline)):
        return True
    return grammar.pattern("checks.effort").search(indicator.name) is not None


def _in_table(indicator: Indicator, grammar: Grammar, places: Places) -> Finding | None:
    if _is_effort(indicator, grammar) or not _behind(indicator, indicator.target, indicator.baseline, grammar):
        return None
    name = full_name(indicator)
    allotted = grammar.pattern("checks.allotted").search(indicator.name) is not None
    aside = "，如系上级下达的限额则无碍" if allotted else ""
    message = (
        f"{places.row(indicator)}“{name}”的目标值{_words(indicator, indicator.target)}"
        f"弱于基期值{_words(indicator, indicator.baseline)}{aside}。"
    )
    return finding(
        "target-weaker-than-baseline", "info" if allotted else "warning", name, message,
        records=[indicator.id], span=places.spot(indicator), page=indicator.page,
    )


def _pairs_in_prose(
    draft: Draft, grammar: Grammar, namer: Namer, rows: Rows
) -> Iterator[tuple[Mention, Mention]]:
    """Latest baseline mention and weaker target mention of one subject with a known direction.

    Goals that a table prints too are left to the table's row: where text and table
    differ, that is what is wrong.
    """
    reached: dict[str, list[Mention]] = defaultdict(list)
    for mention in draft.mentions:
        if mention.role == "baseline" and mention.subject:
            reached[namer.name(mention.subject, mention.per).key].append(mention)
    for goal in draft.mentions:
        if goal.role != "target" or not goal.subject:
            continue
        name = namer.name(goal.subject, goal.per)
        past = [m for m in reached.get(name.key, ()) if _mention_behind(goal, m, grammar)]
        past = [m for m in past if _of_one_kind(m, goal, draft, grammar)]
        past = [m for m in past if namer.alike(name, namer.name(m.subject or "", m.per))]
        if past and not _in_a_row(goal, name, rows, namer):
            yield max(past, key=lambda m: m.value.year or 0), goal


def _of_one_kind(past: Mention, goal: Mention, draft: Draft, grammar: Grammar) -> bool:
    """Whether both are states or both parts of one: what is added (新增5家) may well be less than there is."""
    kinds = {tally_of(m, draft, grammar).kind for m in (past, goal)}
    return kinds == {"state"} or kinds == {"part"} or (is_rate(goal) and kinds == {"state", "part"})


def _is_state(mention: Mention, draft: Draft, grammar: Grammar) -> bool:
    """Whether the mention says what is reached: no start of a development, and nothing added."""
    kind = tally_of(mention, draft, grammar).kind
    return kind == "state" or (kind == "part" and is_rate(mention))


def _in_a_row(goal: Mention, name: Name, rows: Rows, namer: Namer) -> bool:
    """Whether a table prints a goal of this name for the goal's year."""
    return any(
        v is not None and v.role in (None, "target") and v.kind in ("number", "range", "ratio")
        and (goal.value.year is None or v.year in (goal.value.year, None))
        for indicator, other in rows.near(name) if namer.alike(name, other)
        for v in (indicator.target, *indicator.others)
    )


def _mention_behind(goal: Mention, past: Mention, grammar: Grammar) -> bool:
    if "relative" in (goal.value.kind, past.value.kind) or _after(past, goal):
        return False
    pair = on_one_scale(
        Measure(goal.value, goal.unit, goal.per), Measure(past.value, past.unit, past.per), grammar
    )
    direction = direction_of(goal.subject or "", grammar) if pair else None
    return pair is not None and direction is not None and weaker(*pair, direction)


def _after(past: Mention, goal: Mention) -> bool:
    return past.value.year is not None and goal.value.year is not None and past.value.year >= goal.value.year


def _between_mentions(past: Mention, goal: Mention, places: Places) -> Finding:
    subject = goal.subject or ""
    return finding(
        "target-weaker-than-baseline", "warning", subject,
        f"{places.prose(goal)}“{subject}”的目标{mention_text(goal)}"
        f"弱于{places.prose(past)}所述的已达水平{mention_text(past)}。",
        records=[past.id, goal.id], span=goal.span, page=goal.page,
    )


def _rows_and_prose(
    draft: Draft, grammar: Grammar, namer: Namer
) -> Iterator[tuple[Indicator, Mention]]:
    """A table's goal behind what prose says is reached, where the table prints no baseline of its own."""
    goals = [
        (indicator, goal, namer.name(indicator.name, indicator.per).bag) for indicator in draft.indicators
        if (goal := indicator.target) and not _printed(indicator.baseline) and not indicator.qualifier
    ]
    reached = _reached(draft, grammar, namer, {bag for *_, bag in goals})
    for indicator, goal, bag in goals:
        if (past := reached.get(bag)) is None:
            continue
        pair = on_one_scale(
            Measure(goal, indicator.unit, indicator.per), Measure(past.value, past.unit, past.per), grammar,
        )
        direction = direction_of(indicator.name, grammar) if pair else None
        if pair and direction and weaker(*pair, direction):
            yield indicator, past


def _reached(draft: Draft, grammar: Grammar, namer: Namer, bags: set[str]) -> dict[str, Mention]:
    """The last state that prose tells of each of the names."""
    mentions: dict[str, Mention] = {}
    for mention in draft.mentions if bags else ():
        if mention.role != "baseline" or not mention.subject or mention.value.kind == "relative":
            continue
        bag = namer.name(mention.subject, mention.per).bag
        if bag in bags and _is_state(mention, draft, grammar):
            mentions[bag] = mention
    return mentions


def _row_and_mention(indicator: Indicator, past: Mention, places: Places) -> Finding:
    name = full_name(indicator)
    return finding(
        "target-weaker-than-baseline", "warning", name,
        f"{places.row(indicator)}“{name}”的目标值{_words(indicator, indicator.target)}"
        f"弱于{places.prose(past)}所述的已达水平{mention_text(past)}。",
        records=[indicator.id, past.id], span=places.spot(indicator), page=indicator.page,
    )


def _printed(value: Value | None) -> bool:
    return value is not None and value.kind != "missing"


def _is_rate(indicator: Indicator) -> bool:
    dimension = indicator.unit.dimension if indicator.unit else None
    return indicator.per is not None or dimension in _RATES


def _words(indicator: Indicator, value: Value | None) -> str:
    return printed(value, indicator.unit) if value else ""

