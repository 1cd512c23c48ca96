"""Which values are this plan's own goals, and which tell how an earlier period went.

A goal whose year lies before the plan's own period is one that was to be met: `goal`, and what
was reached in its time is `actual`. A table without a goal of this plan's own is a review.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from planparse.grammar import five_years
from planparse.model.plan import Role
from planparse.tables.columns.bodies import ColumnBody
from planparse.tables.columns.heads import ColumnHead, Heads
from planparse.tables.columns.when import TableTime, period_that_ends
from planparse.tables.columns.years import bare_years

# Years that a table which looks back over a period prints at least: its start and its end.
_ENDS_OF_A_PERIOD = 2

# Rows of a header of which the upper one may stand over several years.
_TWO_ROWS = 2


def tell_periods(
    heads: Heads,
    bodies: Sequence[ColumnBody],
    when: TableTime,
) -> Heads:
    """The heads of value columns, each with the role that its time gives it."""
    heads = _goals_by_their_years(heads, when)
    heads = _past_goals(heads, when)
    heads = _reached_on_the_way(heads)
    heads = bare_years(heads, bodies, _first_own_year(heads, when))
    heads = _forecasts(heads, when)
    heads = _changed(heads, lambda head: _is_past_growth(head, heads, when), "change")
    has_own_goals = any(head.role == "target" for head in heads)
    if not has_own_goals and _is_review(heads, when):
        return _reviewed(heads, when)
    return heads


def _changed(heads: Heads, which: Callable[[ColumnHead], bool], role: Role) -> Heads:
    """The heads with another role for some of them."""
    return [replace(head, role=role) if which(head) else head for head in heads]


# ------------------------------------------------------------------ goals of an earlier period


def _goals_by_their_years(heads: Heads, when: TableTime) -> Heads:
    """2020年 | 2020年完成 says what was aimed at and what became of it, with one word for both."""
    reached = {head.year for head in heads if head.role == "baseline" and head.assessed}
    if None in reached and when.is_past and when.told is not None:
        reached.add(when.told.end)  # “十四五”期间 | 完成情况, in a table about that period
    aimed = {head.until for head in heads if head.promised}
    unsaid = reached - aimed - {None}

    return [
        replace(head, role="target", promised=True) if head.bare and head.year in unsaid else head
        for head in heads
    ]


def _past_goals(heads: Heads, when: TableTime) -> Heads:
    """The heads with the role `goal` where a target is none of this plan's own."""

    def is_past(head: ColumnHead) -> bool:
        if head.role != "target" or not head.promised:
            return False
        if head.until is None:
            return _is_past_without_year(head, heads, when)
        return _is_over(head.until, heads, when)

    heads = _changed(heads, lambda head: _is_start_beside_goal(head, heads, when), "baseline")
    return _changed(heads, is_past, "goal")


def _is_start_beside_goal(head: ColumnHead, heads: Heads, when: TableTime) -> bool:
    """规划值 over 2020年 | 2025年 in a plan that begins with 2021: nobody plans the year before, so that
    the word is only that of the other years, and the first tells where the plan starts from."""
    if when.first is None or head.role != "target" or head.year != when.first - 1:
        return False
    if len(head.path) < _TWO_ROWS or any(other.role == "baseline" for other in heads):
        return False
    beside = [other for other in heads if other.path[0] == head.path[0] and other is not head]
    return any(other.role == "target" and (other.year or 0) >= when.first for other in beside)


def _is_over(year: int, heads: Heads, when: TableTime) -> bool:
    """Whether a goal of this year is no longer one when the plan is made."""
    if when.first is not None and year < when.first:
        return True
    # What is known to have been reached in a year was aimed at before it.
    reached = [head for head in heads if head.role == "baseline" and head.until == year]
    if when.first is None:
        return bool(reached)
    return any(head.assessed and not head.expected for head in reached)


def _is_past_without_year(head: ColumnHead, heads: Heads, when: TableTime) -> bool:
    """Whether 规划目标, which prints no year, is what an earlier period aimed at."""
    dated = [other for other in heads if other.role == "target" and other.until]
    own = [other for other in dated if not _is_over(other.until or 0, heads, when)]
    if own:
        # 规划目标 | 完成情况 | 2025年目标: the one that is assessed is the one before.
        at = heads.index(head)
        return any(other.assessed or other.role == "met" for other in heads[at + 1 : at + 2])
    if when.is_past:
        return True
    if head.current or (when.told is not None and when.told == when.own):
        return False
    return any(other.role == "met" or (other.assessed and other.until is None) for other in heads)


def _reached_on_the_way(heads: Heads) -> Heads:
    """The heads of years that a mid-term report tells of: 2020年 | 2023年 | 2025年目标 | 进展.

    So are those of a part of a year beside the goal of the whole: 2025年上半年 | 2025年目标.
    """
    goals = [head.until for head in heads if head.promised and not head.growth and head.until]
    if not goals:
        return heads
    last = max(goals)
    is_judged = any(head.role == "met" for head in heads)

    def is_reached(head: ColumnHead) -> bool:
        if not head.bare or head.year is None:
            return False
        return head.part_of_year or (is_judged and head.year < last)

    return _changed(heads, is_reached, "baseline")


def _first_own_year(heads: Heads, when: TableTime) -> int | None:
    """The first year that a goal of this plan's own may have, where that is known."""
    if when.first is not None:
        return when.first
    past = [head.until for head in heads if head.role == "goal" and head.until]
    return max(past) + 1 if past else None


# ------------------------------------------------------------------ goals of this plan's own


def _forecasts(heads: Heads, when: TableTime) -> Heads:
    """2025年末（预计） is a goal where nothing else is printed for the last year."""
    goals = [head.year or 0 for head in heads if head.role == "target" and not head.growth]
    reached = [head for head in heads if head.role == "baseline" and head.year]
    known = [head.year or 0 for head in reached if not head.expected]
    first = when.first
    if first is None:
        first = max(known, default=0) + 1 if known else None

    def is_goal(head: ColumnHead) -> bool:
        if head.role != "baseline" or not head.expected or head.year is None or first is None:
            return False
        return head.year >= first and head.year > max(goals, default=0)

    return _changed(heads, is_goal, "target")


def _is_past_growth(head: ColumnHead, heads: Heads, when: TableTime) -> bool:
    """Whether a column tells how something grew: “十三五”年均增速 in a plan of the years after."""
    if head.role != "target" or not head.growth or head.promised:
        return False
    if head.until is not None:
        return when.first is not None and head.until < when.first
    if when.is_past:
        return True
    roles = {other.role for other in heads if not other.growth}
    return "goal" in roles and "target" not in roles


# ------------------------------------------------------------------ tables that look back


def _is_review(heads: Heads, when: TableTime) -> bool:
    """Whether a table without a goal of this plan's own tells how an earlier period went."""
    roles = {head.role for head in heads}
    if "goal" in roles:
        return True
    # What districts or hospitals have is no outcome of a goal.
    if "entity" in roles or not roles & {"baseline", "value"}:
        return False
    return when.is_past or _spans_the_period_before(heads, when)


def _spans_the_period_before(heads: Heads, when: TableTime) -> bool:
    """Whether all values are reached ones, from the start of the period before to its end."""
    if when.own is None or any(head.role in ("value", "target") for head in heads):
        return False
    years = sorted({head.year for head in heads if head.role == "baseline" and head.year})
    last = when.own.start - 1
    is_whole = len(years) >= _ENDS_OF_A_PERIOD and years[-1] == last
    return is_whole and years[0] <= five_years.first_of(last)


def _reviewed(heads: Heads, when: TableTime) -> Heads:
    """The columns of a table that looks back."""
    start = _start_of_review(heads, when)
    heads = [_looked_back(head, start) for head in heads]
    results = [head for head in heads if head.role == "value" and not (head.growth or head.rate)]
    if len(results) == 1 and not any(head.role == "actual" for head in heads):
        return _changed(heads, lambda head: head is results[0], "actual")
    return heads


def _start_of_review(heads: Heads, when: TableTime) -> int | None:
    """The first year of the period that is looked back over."""
    if when.told is not None and when.is_past:
        return when.told.start
    goals = [head.until for head in heads if head.role == "goal" and head.until]
    ends = goals or [head.until for head in heads if head.role == "baseline" and head.until]
    return period_that_ends(max(ends), when.own).start if ends else None


def _looked_back(head: ColumnHead, start: int | None) -> ColumnHead:
    if head.role != "baseline":
        return head
    is_before = head.year is not None and start is not None and head.year < start
    return head if is_before else replace(head, role="actual")
