"""The cells of what many records have: a value, a unit, the base of a rate."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from planparse.frames.columns import SHORT_VALUE, VALUE, Row, names

if TYPE_CHECKING:
    from planparse.model.plan import Per, Unit, Value

_LARGEST = 2**63 - 1
"""The largest integer that every format holds."""
_NO_VALUE: Row = dict.fromkeys(names(VALUE))


def unit_cells(unit: Unit | None, per: Per | None) -> Row:
    """The columns `UNIT`."""
    return {
        "unit": unit.text if unit else None,
        "unit_code": unit.code if unit else None,
        "dimension": unit.dimension if unit else None,
        "per_count": whole(per.count) if per else None,
        "per_of": per.of if per else None,
    }


def value_cells(value: Value | None) -> Row:
    """The columns `VALUE`; all empty without a value."""
    if value is None:
        return _NO_VALUE
    first, second = value.ratio or (None, None)
    period = value.period
    normalized = value.normalized
    return {
        "text": value.text,
        "kind": value.kind,
        "comparator": value.comparator,
        "value": finite(value.value),
        "low": finite(value.low),
        "high": finite(value.high),
        "ratio_first": finite(first),
        "ratio_second": finite(second),
        "year": value.year,
        "start_year": period.start if period else None,
        "end_year": period.end if period else None,
        "basis": value.basis,
        "measure": value.measure,
        "direction": value.direction,
        "reference": value.reference,
        "label": value.label,
        "scope": value.scope,
        "remark": value.remark,
        **unit_cells(value.unit, value.per),
        "normalized": finite(normalized.value) if normalized else None,
        "normalized_unit": normalized.unit if normalized else None,
    }


def slot_cells(slot: str, value: Value | None) -> Row:
    """The columns `value_columns(slot)` of a wide table."""
    cells = value_cells(value)
    return {f"{slot}_{name}": cells[name] for name in SHORT_VALUE}


def finite(number: float | None) -> float | None:
    """The number; None where it is too large for a float, as in JSON."""
    return number if number is None or isfinite(number) else None


def whole(number: int | None) -> int | None:
    """The integer; None where it has more than 64 bits, which no format holds."""
    return number if number is None or abs(number) <= _LARGEST else None
