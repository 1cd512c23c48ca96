"""A column of average growth against the levels of its rows: 2020年 1000, 2025年 1500, 年均增长 5%."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from planparse.checks.matching.extents import is_exact, reach
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding, full_name
from planparse.model.plan import Finding, Indicator, Value

FEWEST_RIGHT = 2
SHARE_RIGHT = 0.6
"""So many rows, and so large a share of them, must come out before another is said not to."""

CLOSE = 0.0025
"""Growth printed to one decimal, of levels printed rounded, is so near to what they say."""

FAR = 0.01
"""A rate that is farther away is another one: no rounding explains it."""

PRICES = 0.04
"""Growth of money is told at comparable prices, which may differ by so much a year from the levels'."""


class GrowthOfRow(NamedTuple):
    """A row's two levels, and the rate that it prints beside them."""

    indicator: Indicator
    before: Value
    after: Value
    rate: Value

    @property
    def real(self) -> float:
        """The yearly growth from one level to the other."""
        years = (self.after.year or 0) - (self.before.year or 0)
        return float((reach(self.after).number / reach(self.before).number) ** (1 / years)) - 1

    @property
    def gap(self) -> float:
        """How far the printed rate is from that."""
        return abs(self.real - reach(self.rate).number)


@check("prose-contradicts-table")
def row_growth(matter: Matter) -> Iterator[Finding]:
    """Rates of average growth that a row's levels do not have, where those of most other rows do."""
    by_table: dict[str, list[GrowthOfRow]] = defaultdict(list)
    for indicator in matter.draft.indicators:
        row = _growth_of(indicator)
        if row is not None and matter.sureness.of_row(indicator) == "sure":
            by_table[indicator.table].append(row)
    for rows in by_table.values():
        right = sum(1 for row in rows if row.gap <= CLOSE)
        if right >= FEWEST_RIGHT and right >= SHARE_RIGHT * len(rows):
            for row in rows:
                if row.gap > (PRICES if _is_at_other_prices(row, matter) else FAR):
                    yield _finding(row, matter)


def _growth_of(indicator: Indicator) -> GrowthOfRow | None:
    before, after = indicator.baseline, indicator.target
    if before is None or after is None or not is_exact(before) or not is_exact(after):
        return None
    if after.measure == "growth" or before.year is None or after.year is None:
        return None
    rates = [
        value
        for value in indicator.others
        if value.measure == "growth" and value.basis == "annual" and is_exact(value)
    ]
    if len(rates) != 1 or rates[0].scope or before.year >= after.year:
        return None
    if reach(before).number <= 0 or reach(after).number <= 0:
        return None
    return GrowthOfRow(indicator, before, after, rates[0])


def _is_at_other_prices(row: GrowthOfRow, matter: Matter) -> bool:
    """Whether the levels are of the prices of each year, and the rate may be of one year's."""
    unit = row.indicator.unit
    if unit is None or unit.dimension != "money":
        return False
    table = next((table for table in matter.draft.tables if table.id == row.indicator.table), None)
    printed = "".join(table.rows[row.indicator.row]) if table is not None else ""
    grammar = matter.grammar
    if grammar.pattern("checks.comparable-prices").search(printed):
        return False
    return grammar.pattern("checks.real-growth").search(row.indicator.name) is not None


def _finding(row: GrowthOfRow, matter: Matter) -> Finding:
    places = matter.places
    indicator = row.indicator
    name = full_name(indicator)
    return finding(
        "prose-contradicts-table",
        "warning",
        name,
        f"{places.row(indicator)}“{name}”由{places.printed(row.before, indicator.unit)}"
        f"到{places.printed(row.after, indicator.unit)}，年均增长约{row.real * 100:.1f}%，"
        f"而表中印为{places.printed(row.rate, row.rate.unit)}。",
        records=[indicator.id],
        span=places.spot(indicator),
        page=indicator.page,
    )
