"""The cells of a table's last sum row, as amounts with the words above them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from planparse.checks.places import Places
from planparse.checks.sums.ledger import Ledger, SumRow
from planparse.grammar import Grammar
from planparse.model.plan import Table
from planparse.quantity.units import find_unit, normalize


class TotalCell(Struct, frozen=True):
    """A number of a sum row (合计)."""

    table: Table
    row: int
    column: int
    label: str
    """What its row is called."""
    head: str
    """The words above it, without its unit."""
    printed: str
    number: float
    step: float
    """The worth of its last digit."""
    base: str | None
    """The base unit that `number` is in; None where the column prints no unit that is known."""

    @property
    def year(self) -> int | None:
        """The year of its column."""
        return self.table.columns[self.column].year

    @property
    def amount(self) -> str:
        """As printed, with the unit of its column."""
        return self.printed + (self.table.columns[self.column].unit or "")

    def row_in_words(self, places: Places) -> str:
        """专栏1“合计”一行（第40行）."""
        return places.in_row(self.table, self.label, self.row, self.column)

    def in_words(self, places: Places) -> str:
        """专栏1“合计”一行（第40行）的“投资”为12600万元."""
        return f"{self.row_in_words(places)}的“{self.head}”为{self.amount}"


def total_cells(ledger: Ledger, grammar: Grammar) -> Iterator[TotalCell]:
    """The cells of the last sum row, of all columns that add up; none where there is no such row."""
    totals = [row for row in ledger.rows if row.kind in ("total", "grand")]
    for column in ledger.amounts if totals else ():
        cell = _cell(ledger, totals[-1], column, grammar)
        if cell is not None:
            yield cell


def _cell(ledger: Ledger, row: SumRow, column: int, grammar: Grammar) -> TotalCell | None:
    number = row.numbers.get(column)
    if not number:
        return None
    head = ledger.table.columns[column]
    step = Decimal(1).scaleb(-max(0, -int(number.as_tuple().exponent)))
    unit = find_unit(head.unit, grammar) if head.unit else None
    scale = normalize(Decimal(1), unit, None, grammar) if unit is not None else None
    factor = scale.value if scale is not None else 1.0
    return TotalCell(
        table=ledger.table,
        row=row.index,
        column=column,
        label=row.label,
        head=_words_of(head.path, grammar),
        printed=f"{number:f}",
        number=float(number) * factor,
        step=float(step) * factor,
        base=scale.unit if scale is not None else None,
    )


def _words_of(path: tuple[str, ...], grammar: Grammar) -> str:
    """The words of a column's own head, without what stands in brackets."""
    own = "".join("".join(path[-1:]).split())
    return grammar.pattern("checks.in-brackets").sub("", own)
