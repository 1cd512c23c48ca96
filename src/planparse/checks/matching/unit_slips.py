"""The same number in another unit: 3.5‰ and 3.5%, 8.2人 and 8.2万人."""

from __future__ import annotations

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
