"""part-exceeds-whole among indicators: a child row that is larger than the row it breaks down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planparse.checks.matching.comparable import Measure, on_one_scale
from planparse.checks.matter import Matter, check
from planparse.checks.places import Places, finding, full_name
from planparse.grammar import Grammar
from planparse.model.plan import Finding, Indicator, Value

# Units of shares: the share of a part may well be larger than that of the whole.
SHARE_SIGNS = ("%", "％", "‰")


class Breakdown(NamedTuple):
    """A value of a child row beside the one of its parent."""

    child: Indicator
    part: Value
    parent: Indicator
    whole: Value
    what: str
    """What both values are, in the words of a message."""


@check("part-exceeds-whole")
def part_exceeds_whole(matter: Matter) -> Iterator[Finding]:
    """Children whose baseline or target is larger than their parent's.

    Averages and rates are no parts.
    """
    by_id = {indicator.id: indicator for indicator in matter.draft.indicators}
    for child in matter.draft.indicators:
        parent = by_id.get(child.parent or "")
        if parent is None or _is_average(child, parent, matter.grammar):
            continue
        for breakdown in _breakdowns(child, parent):
            if _exceeds(breakdown, matter.grammar):
                yield _finding(breakdown, matter.places)


def _is_average(
    child: Indicator,
    parent: Indicator,
    grammar: Grammar,
) -> bool:
    """Whether either row is a mean or a share, which are not made up of their parts'."""
    average = grammar.pattern("checks.part-of-average")
    return any(average.search(indicator.name) for indicator in (child, parent))


def _breakdowns(child: Indicator, parent: Indicator) -> Iterator[Breakdown]:
    if child.baseline and parent.baseline:
        yield Breakdown(
            child=child,
            part=child.baseline,
            parent=parent,
            whole=parent.baseline,
            what="基期值",
        )
    if child.target and parent.target:
        yield Breakdown(
            child=child,
            part=child.target,
            parent=parent,
            whole=parent.target,
            what="目标值",
        )


def _exceeds(breakdown: Breakdown, grammar: Grammar) -> bool:
    child, part, parent, whole, _ = breakdown
    if not _is_amount(part) or not _is_amount(whole):
        return False
    if child.unit is not None and child.unit.text in SHARE_SIGNS:
        return False
    # A child's name need not repeat the 每千人口 of its parent's.
    pair = on_one_scale(
        Measure(part, child.unit, child.per or parent.per),
        Measure(whole, parent.unit, parent.per),
        grammar,
    )
    if pair is None:
        return False
    part_extent, whole_extent = pair
    if part_extent.sign in "≤<":
        return False  # a limit says nothing of how large the part is
    return part_extent.number > whole_extent.number + whole_extent.slack


def _is_amount(value: Value) -> bool:
    return value.kind not in ("relative", "ratio")


def _finding(breakdown: Breakdown, places: Places) -> Finding:
    child, part, parent, whole, what = breakdown
    name = full_name(child)
    parent_line = places.line(places.spot(parent))
    return finding(
        "part-exceeds-whole",
        "error",
        name,
        f"{places.row(child)}“{name}”的{what}{places.printed(part, child.unit)}"
        f"大于其所属“{full_name(parent)}”（{parent_line}）的{places.printed(whole, parent.unit)}。",
        records=[child.id, parent.id],
        span=places.spot(child),
        page=child.page,
    )
