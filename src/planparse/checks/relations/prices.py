"""Growth of money at comparable prices, which the levels at the prices of each year do not have."""

from __future__ import annotations

from planparse.checks.matter import Matter
from planparse.checks.relations.relations import GrowthRelation, Relation
from planparse.checks.relations.rows_of_tables import RowOfTable

PRICES = 4.0
"""Points a year by which growth at comparable prices may differ from that of the levels."""

PRICES_OF_ALL = 20.0
"""The same in all the years of a plan, of five as a rule."""


def is_at_other_prices(place: RowOfTable, relation: Relation, matter: Matter) -> bool:
    """Whether prices may be why a row's rate of growth is not that of its levels."""
    if not isinstance(relation, GrowthRelation) or not _grows_in_money(place, matter):
        return False
    before, after, rate = (one.number for one in place.row.numbers_of(relation.columns))
    gap = abs(relation.real(before, after) - rate)
    return gap <= (PRICES if relation.years else PRICES_OF_ALL)


def _grows_in_money(place: RowOfTable, matter: Matter) -> bool:
    """Whether a row is of money, and of a thing whose growth is told at comparable prices."""
    grammar = matter.grammar
    unit = place.indicator.unit if place.indicator is not None else None
    if unit is not None and unit.dimension != "money":
        return False
    printed = "".join(place.table.rows[place.row.index])
    if grammar.pattern("checks.comparable-prices").search(printed):
        return False
    return grammar.pattern("checks.real-growth").search(place.name) is not None
