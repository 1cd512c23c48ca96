"""Amounts that are reckoned with: printed as one number, without a bound."""

from __future__ import annotations

from planparse.checks.matching.extents import Extent, normalized_extent
from planparse.model.plan import Mention, Value

LEVELS = (None, "level", "share", "total")
"""Measures of what there is: 累计装机 is a total."""


def is_exact(value: Value) -> bool:
    """Whether a value is one number without a bound, in a known unit."""
    return (
        value.kind == "number" and value.comparator in (None, "=") and value.normalized is not None
    )


def base_unit(mention: Mention) -> str:
    """The unit that the mention's number is brought to; "" where it has none."""
    return mention.value.normalized.unit if mention.value.normalized is not None else ""


def amount(mention: Mention) -> float:
    """The mention's number in `base_unit`; 0 where it has none."""
    return mention.value.normalized.value if mention.value.normalized is not None else 0.0


def reach(value: Value) -> Extent:
    """An exact value as an extent in its base unit: `number`, and `step` of its last digit."""
    found = normalized_extent(value)
    assert found is not None  # numbers that were normalized have one
    return found


def half_a_step(value: Value) -> float:
    """How far from the printed number the one may be that was rounded to it, in the base unit."""
    extent = reach(value)
    return extent.step / 2 + extent.slack
