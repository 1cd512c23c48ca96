"""unit-mismatch of a plan's money: 总投资12.6亿元 in the text, a 合计 of 12600万元 in the table."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from math import log10
from typing import NamedTuple

from planparse.checks.kinds.values.table_sums import NOT_SUMMED, ledger_of
from planparse.checks.matching.extents import MONEY, amount, is_exact, normalized_extent
from planparse.checks.matter import Matter, check
from planparse.checks.places import Places, finding
from planparse.model.plan import Finding, Mention, Table
from planparse.quantity.units import find_unit, normalize

LEAST_DIGITS = 3
"""Digits that count in both numbers: 5000万元 and 5亿元 may well be of two things."""

LEAST_DIGITS_OF_ALL = 2
"""The same where one table of the plan has money, and its caption says that this is what all costs."""

SAME_DIGITS = 1e-6
"""How near to a whole power of ten the factor is, for numbers with the same digits."""


class PrintedTotal(NamedTuple):
    """The cell of a sum row in a column of money."""

    table: Table
    row: int
    column: int
    label: str
    number: str
    """As printed, in the unit of its column."""
    unit: str
    """That of its column, printed in the head or in the table's caption."""
    factor: float
    """What one of that unit is in yuan."""

    @property
    def yuan(self) -> float:
        """The amount in yuan."""
        return float(self.number) * self.factor

    @property
    def slack(self) -> float:
        """Half of its last printed digit, in yuan."""
        decimals = len(self.number.partition(".")[2])
        return 10.0**-decimals / 2 * self.factor

    def in_words(self, places: Places) -> str:
        """专栏1“合计”一行（第40行）为12600万元."""
        where = places.in_row(self.table, self.label, self.row, self.column)
        return f"{where}为{self.number}{self.unit}"


@check("unit-mismatch")
def told_totals(matter: Matter) -> Iterator[Finding]:
    """A total investment that text and table print with the same digits, ten times apart or more."""
    told = [one for one in matter.mentions_of(MONEY) if _is_total_investment(one, matter)]
    totals = list(totals_of_money(matter)) if told else []
    for mention in told:
        total = _slip_of(mention, totals, matter)
        if total is not None:
            yield _finding(mention, total, matter)


def totals_of_money(matter: Matter) -> Iterator[PrintedTotal]:
    """The sum rows of all columns of money whose unit is known from their other cells."""
    factors = {
        (cell.table, cell.column): cell.value.normalized.value / cell.value.value
        for cell in matter.draft.observations
        if cell.value.normalized and cell.value.normalized.unit == MONEY and cell.value.value
    }
    for table in matter.draft.tables:
        if table.kind in NOT_SUMMED or matter.sureness.of_table(table) == "grave":
            continue
        columns = [at for at in range(len(table.columns)) if (table.id, at) in factors]
        if not columns:
            columns = _columns_of_money(table, factors, matter)
        if not columns:
            continue
        ledger = ledger_of(table, matter)
        for row in ledger.rows:
            for at in columns:
                number = row.numbers.get(at)
                if row.kind in ("total", "grand") and number:
                    factor = factors[table.id, at]
                    unit = _unit_of(table, at, matter)
                    yield PrintedTotal(table, row.index, at, row.label, f"{number:f}", unit, factor)


def _columns_of_money(
    table: Table, factors: dict[tuple[str, int], float], matter: Matter
) -> list[int]:
    """The columns of a table without cells of its own (projects) that are in a unit of money."""
    columns = []
    for at in range(len(table.columns)):
        printed = _unit_of(table, at, matter)
        unit = find_unit(printed, matter.grammar) if printed else None
        scale = normalize(Decimal(1), unit, None, matter.grammar) if unit is not None else None
        if scale is not None and scale.unit == MONEY:
            factors[table.id, at] = scale.value
            columns.append(at)
    return columns


def _unit_of(table: Table, at: int, matter: Matter) -> str:
    """The unit that a column's head prints; of a column of money without one, that of the caption (万元)."""
    column = table.columns[at]
    if column.unit or not table.caption or not column.path:
        return column.unit or ""
    of_all = matter.grammar.find("checks.unit-of-caption", "".join(table.caption.split()))
    head = "".join(column.path[-1].split())
    if of_all is None or matter.grammar.find("checks.column-of-money", head) is None:
        return ""
    return str(of_all["unit"])


def _is_total_investment(mention: Mention, matter: Matter) -> bool:
    if not is_exact(mention.value) or not amount(mention):
        return False
    place = matter.prose.place_of(mention.span[0])
    if place is None:
        return False
    return matter.grammar.find("checks.all-invested", matter.prose.clause_before(place)) is not None


def _least_digits(totals: list[PrintedTotal], matter: Matter) -> int:
    captions = {total.table.id: total.table.caption or "" for total in totals}
    is_of_all = len(captions) == 1 and all(
        matter.grammar.find("checks.title-of-money", caption) for caption in captions.values()
    )
    return LEAST_DIGITS_OF_ALL if is_of_all else LEAST_DIGITS


def _slip_of(mention: Mention, totals: list[PrintedTotal], matter: Matter) -> PrintedTotal | None:
    """The total of which a number is a slip; None where one bears it out, or it is another number."""
    own = normalized_extent(mention.value)
    if own is None or own.digits < _least_digits(totals, matter):
        return None
    found = None
    for total in totals:
        tens = log10(own.number / total.yuan)
        if abs(tens - round(tens)) > SAME_DIGITS:
            continue
        if round(tens) == 0:
            return None
        found = total
    return found


def _finding(mention: Mention, total: PrintedTotal, matter: Matter) -> Finding:
    places = matter.places
    name = mention.subject or total.label
    return finding(
        "unit-mismatch",
        "warning",
        name,
        f"“{name}”前后不一：{places.prose(mention)}为{places.quantity(mention)}，"
        f"而{total.in_words(places)}。",
        records=[mention.id, total.table.id],
        span=mention.span,
        page=mention.page,
    )
