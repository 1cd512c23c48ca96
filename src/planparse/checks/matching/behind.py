"""Whether a goal is behind what is reached, by what is known to be better for the indicator."""

from __future__ import annotations

from math import isinf

from planparse.checks.matching.comparable import Measure, on_one_scale
from planparse.checks.matching.extents import Extent
from planparse.grammar import Grammar
from planparse.model.plan import Value
from planparse.records.canonical import direction_of

# How far behind what is reached 左右 may stand, as a share of the number: less than where facts
# are compared.
ABOUT_A_GOAL = 0.01


def are_levels(*values: Value) -> bool:
    """Whether none of the values is a change (下降30%), which no level can be behind."""
    changes = [value for value in values if value.kind == "relative" or value.reference is not None]
    return not changes


def is_behind(
    name: str,
    goal: Measure,
    reached: Measure,
    grammar: Grammar,
) -> bool:
    """Whether a goal is worse than a value of the same name; False where that cannot be told."""
    direction = direction_of(name, grammar)
    if direction is None:
        return False
    pair = on_one_scale(goal, reached, grammar)
    return pair is not None and _is_weaker(*pair, direction)


def _is_weaker(goal: Extent, reached: Extent, direction: str) -> bool:
    """Whether the goal's bound is worse than the value; False where it has no bound that way."""
    if direction == "higher":
        better = 1.0
        bound = goal.low
        value = reached.low
    else:
        better = -1.0
        bound = goal.high
        value = reached.high
    if isinf(bound) or isinf(value):
        return False
    if goal.sign == "≈":
        # 左右 is compared by its number, with a little left open.
        bound = goal.number * (1 + better * ABOUT_A_GOAL)
    return better * (bound - value) < -max(goal.slack, reached.slack)
