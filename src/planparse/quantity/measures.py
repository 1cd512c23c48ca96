"""What a number measures: a state, a change, a rate of change, a sum over years, or a part of a whole.

A value's own words say it before its column's, and those before its row's.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.model.plan import Basis, Direction, Measure, Unit, ValueKind

POINTS = "{pp}"
"""What percentage points are normalised to, and end their code in."""


class Sense(Struct, frozen=True):
    """What words say of the numbers that they stand above or beside."""

    measure: Measure | None = None
    direction: Direction | None = None


NOTHING_SAID = Sense()
LEVEL = Sense("level")
SHARE = Sense("share")


def said_by(words: str, grammar: Grammar) -> Sense:
    """What a name or a header says of its numbers: 年均增速, 能耗降低, 新增就业, 占比."""
    return grammar.remembered(_said_by, words)


def senses(grammar: Grammar) -> Mapping[str, Sense]:
    """What `said_by` gives by the name or header, for who asks of many."""
    return grammar.memory(_said_by)


def _said_by(words: str, grammar: Grammar) -> Sense:
    for measure in _ORDER:
        found = grammar.pattern(f"values.says-{measure}").search(words)
        if found is None:
            continue
        if measure == "share":
            return SHARE
        told = words if measure == "total" else found[0]
        return Sense(measure, _direction_of(told, grammar))
    return NOTHING_SAID


_ORDER: tuple[Measure, ...] = ("growth", "share", "total", "change")
"""降低率 and 增加值占比 hold words of two kinds: the one at the end of the name counts."""


def _direction_of(words: str, grammar: Grammar) -> Direction | None:
    if grammar.pattern("values.says-down").search(words):
        return "down"
    return "up" if grammar.pattern("values.says-up").search(words) else None


def says_difference(header: str, grammar: Grammar) -> bool:
    """Whether a header tells of a difference, of shares where its rows are of shares: 较目标值增加."""
    return grammar.pattern("values.says-difference").search(header) is not None


def names_share(name: str, grammar: Grammar) -> bool:
    """Whether a name is that of a share: 覆盖率."""
    return grammar.pattern("values.names-share").search(name) is not None


def is_share(unit: Unit | None) -> bool:
    """Whether a number of this unit is a part of something: %, ‰, 1/10万."""
    return unit is not None and unit.dimension == "fraction" and not is_points(unit)


def is_points(unit: Unit | None) -> bool:
    """Whether this is a difference of percentages."""
    # A field of a record is slow to read, and this is asked of every value.
    return unit is not None and (code := unit.code) is not None and code.endswith(POINTS)


def measured(
    kind: ValueKind,
    sign: float | Decimal,
    unit: Unit | None,
    basis: Basis | None,
    said: Sense,
) -> Sense:
    """What a number measures, and which way it goes.

    `sign` is that of the number: for a change (`relative`) it tells the way, for another one it turns
    the way that the words give round (a fall by -2 is a rise).
    """
    if kind == "relative":
        return Sense(_of_change(unit, said), _way(sign))
    if kind == "ratio":
        return LEVEL
    measure = said.measure or "level"
    if measure == "level" and basis is None and not is_points(unit):
        return LEVEL  # as most are
    if unit is not None:
        measure = _fitting(measure, unit)
    if basis == "cumulative" and not is_points(unit):  # a difference is no sum, over whatever years
        measure = "total"
    elif basis == "annual" and measure == "total":  # the cell says which of 年均/累计 it is
        measure = "growth" if unit is None else _fitting("growth", unit)
    if measure == "level":
        return LEVEL
    if measure == "share":
        return SHARE
    return Sense(measure, _turned(said.direction, sign))


def _fitting(measure: Measure, unit: Unit) -> Measure:
    """What the words say, as far as the unit bears it out: 消费量及比重 in tonnes is no share."""
    if is_points(unit):
        return "change"
    if measure == "share":
        return "share" if is_share(unit) else "level"
    if measure in ("growth", "change"):
        return "growth" if is_share(unit) else "change"
    return measure


def _of_change(unit: Unit | None, said: Sense) -> Measure:
    """A change of so many percent is a growth, one of so many things an amount."""
    if unit is None:
        return "growth" if said.measure == "growth" else "change"
    return "growth" if is_share(unit) else "change"


def _way(sign: float | Decimal) -> Direction | None:
    if not sign:
        return None
    return "up" if sign > 0 else "down"


def _turned(direction: Direction | None, sign: float | Decimal) -> Direction | None:
    if sign >= 0 or direction is None:
        return direction
    return "up" if direction == "down" else "down"
