"""target-weaker-than-superior: goals that are behind what is asked from above."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.checks.matching.behind import are_levels, is_behind
from planparse.checks.matching.comparable import of_row
from planparse.checks.matter import Matter, check
from planparse.checks.places import Places, finding, full_name
from planparse.grammar import Grammar
from planparse.model.plan import Finding, Indicator, Value
from planparse.tables.columns.scopes import is_part

# What is measured so is as large in a district as in its city.
RATE_DIMENSIONS = frozenset({"fraction", "age", "time", "concentration"})


@check("target-weaker-than-superior")
def target_weaker_than_superior(matter: Matter) -> Iterator[Finding]:
    """Goals behind the one that a higher level sets for the same rate.

    A note, for there may be reasons.
    """
    for indicator in matter.draft.indicators:
        goal = indicator.target
        # Most rows print nothing besides.
        if goal is None or not indicator.others:
            continue
        own = of_row(indicator, goal)
        for above in _goals_above(indicator, matter.grammar):
            # An amount of the whole city is no measure for a district, but its share of it is.
            if not (_is_rate(indicator, matter.grammar) or _is_allotted(above, matter.grammar)):
                continue
            asked = of_row(indicator, above)
            if not are_levels(goal, above):
                continue
            if is_behind(indicator.name, own, asked, matter.grammar):
                yield _finding(indicator, above, matter.places)


def _is_rate(indicator: Indicator, grammar: Grammar) -> bool:
    if indicator.per is not None:
        return True
    dimension = indicator.unit.dimension if indicator.unit else None
    # 人均体育场地面积 in 平方米; what people earn is another matter in each district.
    if dimension != "money" and grammar.find("checks.amount-for-each", indicator.name):
        return True
    return dimension in RATE_DIMENSIONS


def _is_allotted(above: Value, grammar: Grammar) -> bool:
    """Whether the goal of a higher level is what it asks of this area: 市级下达指标."""
    return grammar.find("checks.allotting", above.label or "") is not None


def _goals_above(indicator: Indicator, grammar: Grammar) -> list[Value]:
    """The goals that a row prints of a higher level (2025年全市目标), and not of a part (市区)."""
    scoped = [other for other in indicator.others if other.scope and other.role == "target"]
    return [other for other in scoped if not is_part(other.scope or "", grammar)]


def _finding(
    indicator: Indicator,
    above: Value,
    places: Places,
) -> Finding:
    name = full_name(indicator)
    return finding(
        "target-weaker-than-superior",
        "info",
        name,
        f"{places.row(indicator)}“{name}”的目标值{places.printed(indicator.target, indicator.unit)}"
        f"弱于{above.scope}目标值{places.printed(above, indicator.unit)}。",
        records=[indicator.id],
        span=places.spot(indicator),
        page=indicator.page,
    )
