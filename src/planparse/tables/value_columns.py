"""Value columns among each other: which bare years are past and which are goals,
and whose values are the plan's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planparse.tables.column_bodies import ColumnBody
from planparse.tables.column_heads import VALUES, ColumnHead, Heads

# Share of bounds (≥35, 5.5以内) from which on a column holds goals: most goals are plain numbers,
# too.
# Pinned by “The first year under which bounds are printed is the first goal (environment)”.
_BOUNDED = 0.2


def bare_years(
    heads: Heads,
    bodies: Sequence[ColumnBody],
    start: int | None,
) -> Heads:
    """Tell baselines from targets where a header prints only a year;
    `start` is the plan's first year.
    """
    if not any(head.bare for head in heads):
        return heads
    first = start or _first_goal(heads, bodies)
    return [_dated(head, first) if head.bare else head for head in heads]


def _dated(head: ColumnHead, first: int) -> ColumnHead:
    """A bare year as a baseline, if it is before the `first` year of goals, else as a target."""
    is_past = (head.year or 0) < first
    return replace(head, role="baseline" if is_past else "target")


def _first_goal(heads: Heads, bodies: Sequence[ColumnBody]) -> int:
    """The first year that is a goal: by worded columns, a growth's span, bounds,
    else the second.
    """
    years = sorted({head.year for head in heads if head.bare and head.year})
    past = [head.year for head in heads if head.role == "baseline" and head.year]
    if past:
        return max(past) + 1
    for known in (_spans(heads), _goals(heads), _bounded(heads, bodies)):
        # A goal in the first year of all would leave nothing to compare with.
        if known and min(known) > years[0]:
            return min(known)
    return years[1] if len(years) > 1 else years[0]


def _spans(heads: Heads) -> list[int]:
    """The years with which the spans of growths begin: 2021-2025年年均增长."""
    growths = [head for head in heads if head.role in VALUES and head.growth]
    return [head.first for head in growths if head.year and head.first]


def _goals(heads: Heads) -> list[int]:
    """The years whose heads say that they are planned."""
    return [head.year for head in heads if head.role == "target" and head.year and not head.growth]


def _bounded(heads: Heads, bodies: Sequence[ColumnBody]) -> list[int]:
    """The bare years under which bounds are printed."""
    found: list[int] = []
    for head, body in zip(heads, bodies, strict=True):
        if head.bare and head.year and body.share("bound") >= _BOUNDED:
            found.append(head.year)
    return found


def own_scope(heads: Heads) -> Heads:
    """Take the scope from the plan's own columns:
    the plain ones, else those of the lowest level.
    """
    for role in VALUES:
        levels = [head.level for head in heads if head.role == role and not head.growth]
        if not levels or 0 in levels:
            continue
        own = min(levels)
        heads = [
            replace(head, scope=None) if head.role == role and head.level == own else head
            for head in heads
        ]
    return heads
