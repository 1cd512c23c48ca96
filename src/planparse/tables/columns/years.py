"""Which bare years are past and which are goals: 2020年 | 2025年."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from planparse.grammar import five_years
from planparse.model.plan import Role
from planparse.tables.columns.bodies import ColumnBody
from planparse.tables.columns.heads import ColumnHead, Heads

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
    return [_dated(head, first) for head in heads]


def _dated(head: ColumnHead, first: int) -> ColumnHead:
    """A bare year as a baseline, if it is before the `first` year of goals, else as a target."""
    if not head.bare or head.year is None:
        return head
    if head.year < first:
        return replace(head, role="baseline")
    return replace(head, role="target")


def _first_goal(heads: Heads, bodies: Sequence[ColumnBody]) -> int:
    """The first year that is a goal: by worded columns, a growth's span, bounds,
    else the second.
    """
    past = _years(heads, "baseline")
    if past:
        return max(past) + 1
    bare = sorted(_bare_years(heads))
    earliest = bare[0]
    if any(_is_as_things_stand(head) for head in heads) or _are_parts_of_a_period(heads):
        return earliest
    evidence = (
        _first_years_of_growths(heads),
        _years([head for head in heads if not head.growth], "target"),
        _bounded(heads, bodies),
    )
    for years in evidence:
        # A goal in the first year of all would leave nothing to compare with.
        if years and min(years) > earliest:
            return min(years)
    if len(bare) > 1:
        return bare[1]
    return earliest


def _is_as_things_stand(head: ColumnHead) -> bool:
    """目前水平, 现状 without a year: what is printed beside it under years is aimed at."""
    is_dated = head.until is not None or head.growth
    return head.role == "baseline" and not is_dated and not head.assessed


def _are_parts_of_a_period(heads: Heads) -> bool:
    """Whether the bare heads are spans, of fewer years than a plan has (2021—2023年 | 2024—2025年),
    but for one that holds the others: 2021—2025年."""
    bare = [head for head in heads if head.bare]
    spans = [(head.first, head.year or 0) for head in bare if head.first is not None]
    if len(spans) < len(bare) or len(spans) < 2:
        return False
    whole = (min(first for first, _ in spans), max(last for _, last in spans))
    parts = [span for span in spans if span != whole]
    return all(last - first + 1 < five_years.LENGTH for first, last in parts)


def _bare_years(heads: Heads) -> set[int]:
    return {head.year for head in heads if head.bare and head.year}


def _years(heads: Heads, role: Role) -> list[int]:
    """The years that the heads of a role name."""
    return [head.year for head in heads if head.role == role and head.year]


def _first_years_of_growths(heads: Heads) -> list[int]:
    """The years with which the spans of growths begin: 2021-2025年年均增长."""
    years: list[int] = []
    for head in heads:
        # A total over a five-year plan (“十四五”累计) has no year of its own, and counts as none.
        if head.growth and head.year and head.first:
            years.append(head.first)
    return years


def _bounded(heads: Heads, bodies: Sequence[ColumnBody]) -> list[int]:
    """The bare years under which bounds are printed."""
    found: list[int] = []
    for head, body in zip(heads, bodies, strict=True):
        if head.bare and head.year and body.share("bound") >= _BOUNDED:
            found.append(head.year)
    return found
