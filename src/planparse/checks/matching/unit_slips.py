"""The same number in another unit: 3.5‰ and 3.5%, 8.2人 and 8.2万人, 每千人 and 每万人."""

from __future__ import annotations

from planparse.checks.matching.comparable import same_base
from planparse.grammar import Grammar
from planparse.model.plan import Indicator, Mention, Unit, Value

# Units that differ by less are other words for one thing, or are rounded into one another.
LEAST_FACTOR = 9.0


def units_differ(mention: Mention, indicator: Indicator, value: Value) -> bool:
    """Whether mention and printed value print one number in units of different size."""
    return is_slip(
        mention.value,
        mention.value.unit or mention.unit,
        value,
        value.unit or indicator.unit,
    )


def is_slip(a: Value, a_unit: Unit | None, b: Value, b_unit: Unit | None) -> bool:
    """Whether two values print one number in units of one dimension and of different size."""
    if a_unit is None or b_unit is None or a_unit.code == b_unit.code:
        return False
    if a.value is None or a.value != b.value or not a.value:
        return False
    left = a.normalized
    right = b.normalized
    if left is None or right is None or left.unit != right.unit or not right.value:
        return False
    factor = abs(left.value / right.value)
    return factor >= LEAST_FACTOR or factor <= 1 / LEAST_FACTOR


def is_slip_of_base(a: Mention, b: Mention, grammar: Grammar) -> bool:
    """Whether two mentions print one number for two sizes of one base: 每千人口4.8个, 每万人口4.8个."""
    if a.per is None or b.per is None or a.per.count == b.per.count:
        return False
    if not a.value.value or a.value.value != b.value.value:
        return False
    is_one_unit = a.unit is not None and b.unit is not None and a.unit.code == b.unit.code
    return is_one_unit and same_base(a.per, b.per, grammar)
