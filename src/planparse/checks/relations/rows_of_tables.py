"""A row of a table as a finding tells of it: its name, its numbers and the words above them."""

from __future__ import annotations

from msgspec import Struct

from planparse.checks.places import Places, full_name
from planparse.checks.relations.number_rows import NumberRow
from planparse.model.plan import Indicator, Table
from planparse.model.source import Span


class RowOfTable(Struct, frozen=True):
    """A body row with its numbers, and its record where it has one."""

    table: Table
    row: NumberRow
    label: str
    indicator: Indicator | None

    @property
    def name(self) -> str:
        """What the row is of; by its first words, where no column is known to hold names."""
        if self.indicator is not None:
            return full_name(self.indicator)
        cells = ("".join(cell.split()) for cell in self.table.rows[self.row.index])
        words = (cell for cell in cells if any(character.isalpha() for character in cell))
        return self.label or next(words, "")

    @property
    def record(self) -> str:
        """The id of the record that the row was read as, else the table's."""
        return self.indicator.id if self.indicator is not None else self.table.id

    def unit(self, column: int) -> str:
        """The unit of a column's numbers; "" where it is not known."""
        unit = self.table.columns[column].unit or ""
        own = self.indicator.unit.text if self.indicator and self.indicator.unit else ""
        # A unit that the column's own head does not print may be that of another column.
        return unit if unit and (not own or unit in self.head(column)) else own

    def printed(self, column: int) -> str:
        """The number of a column as printed, with its unit."""
        number = self.row.numbers[column]
        unit = self.unit(column)
        return number.printed if number.printed.endswith(unit) else number.printed + unit

    def head(self, column: int) -> str:
        """The words over a column."""
        return "·".join(words for words in self.table.columns[column].path if words)

    def spot(self, column: int, places: Places) -> Span:
        """Where the finding stands: at an indicator's name, else at the cell."""
        if self.indicator is not None:
            return places.spot(self.indicator)
        return self.table.cell_span(self.row.index, column) or self.table.span

    def place(self, column: int, places: Places) -> str:
        """表1（第7行）“风电装机容量”."""
        if self.indicator is not None:
            return f"{places.row(self.indicator)}“{self.name}”"
        where = places.cell(self.table, self.row.index, column)
        return f"{places.table(self.table)}“{self.name}”一行{where}"
