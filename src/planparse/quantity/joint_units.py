"""The units of several values in one cell, under a header that prints several units.

200/400 of 万千瓦/万千瓦时 are two amounts, each in a unit of its own; 12000/9000 of 元/平方米 are two
prices. What is one unit and what a list of units the dimensions say: power over energy is nothing
that anybody counts in.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.grammar.engines import compiled
from planparse.model.plan import Unit
from planparse.quantity.unit_entries import spelled
from planparse.quantity.unit_table import UnitTable
from planparse.quantity.units import find_unit

_BETWEEN = compiled("[、,;/]")
_STROKE = "/"
_OF_TIMES = ("time", "age")
"""What is counted per year or day is always one unit."""


class _Kind(Struct, frozen=True):
    """What a printed unit may be."""

    is_list: bool
    """One unit for each value; else one for all of them."""
    is_sure: bool = True
    """个/万人 may be so many for each ten thousand people, or things and people."""


def units_of_parts(
    unit: Unit | None,
    parts: int,
    cell: str,
    grammar: Grammar,
) -> Sequence[Unit | None]:
    """The unit of each of a cell's values; None for all where nobody knows which has which."""
    if unit is None:
        return [None] * parts
    pieces = [find_unit(word, grammar) for word in _BETWEEN.split(spelled(unit.text))]
    kind = _kind(unit, pieces, cell, grammar)
    if not kind.is_list:
        return [unit] * parts
    if kind.is_sure and len(pieces) == parts and all(piece and piece.code for piece in pieces):
        return pieces
    return [None] * parts


def _kind(unit: Unit, pieces: Sequence[Unit | None], cell: str, grammar: Grammar) -> _Kind:
    one_for_all = _Kind(is_list=False)
    if len(pieces) == 1:
        return one_for_all
    words = spelled(unit.text)
    if set(_BETWEEN.findall(words)) != {_STROKE}:
        return _Kind(is_list=True)
    # Values that are not divided as their units are (县城40、乡镇25) are all of the same.
    if _STROKE not in spelled(cell) or None in pieces:
        return one_for_all
    below = pieces[-1]
    entry = grammar.derived(UnitTable).entry(unit.text)
    if entry is None:
        return _Kind(is_list=True)
    if entry.dimension != "rate" or below is None or below.dimension in _OF_TIMES:
        return one_for_all
    return _Kind(is_list=True, is_sure=not entry.over)
