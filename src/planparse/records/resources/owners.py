"""Whom the rows of an allocation table speak of, and what encloses whom (公立医院 under 医院)."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.model.plan import Table
from planparse.records.printed_rows import PrintedRow
from planparse.records.slots import columns_by_role

_KIND = 2
"""Characters at the end of a name that say what kind of thing it is: 医院 of 社会办医院."""

_ROUNDING = 1.001
"""Parts may add up to a little more than their whole, as printed numbers are rounded."""


class Owner(Struct, frozen=True):
    """An entity and the entity that encloses it, by name; `name` is "" where a row names none."""

    name: str
    parent: str | None


def owners_of(
    table: Table,
    rows: Sequence[PrintedRow],
    values: Sequence[int],
    grammar: Grammar,
) -> list[Owner]:
    """The owner of every row; `values` are the columns of values.

    A breakdown opens at 其中 and goes on while its rows fit.
    """
    where = columns_by_role(table)
    names = where.get("entity") or where.get("name") or [0]
    name = names[0]
    # A table whose only labels are categories is a table of categories.
    group = None
    if "category" in where and where["category"][0] != name:
        group = where["category"][0]
    reader = _OwnerReader(rows, name, group, values, grammar)
    for row in rows:
        reader.read(row)
    return reader.found


class _OwnerReader:
    """Reads the owners of one table, top to bottom."""

    def __init__(
        self,
        rows: Sequence[PrintedRow],
        at: int,
        group: int | None,
        values: Sequence[int],
        grammar: Grammar,
    ) -> None:
        self.rows = rows
        self.at = at
        """The column of names."""
        self.group = group
        """The column of what encloses them, where the table has one."""
        self.values = values
        self.grammar = grammar
        self.found: list[Owner] = []
        self.head: int | None = None
        """The row whose breakdown is open."""

    def read(self, row: PrintedRow) -> None:
        """Adds the owner of the next row."""
        text = row.text(self.at) or self._first_label(row)
        within = self.grammar.pattern("tables.row.child-prefix").match(text)
        name = text[within.end() :] if within else text
        if within:
            # The whole is printed right above its first part.
            if self.head is None and row.index > 0:
                self.head = row.index - 1
        elif self.head is not None and not self._goes_on(self.head, row, name):
            self.head = None
        parent = self._enclosing(row)
        # A label merged along the row names its entity twice.
        if not parent or parent == name:
            parent = None
        self.found.append(Owner(name, parent))

    def _first_label(self, row: PrintedRow) -> str:
        """The first words of a row whose cell for the name is empty."""
        for column, text in enumerate(row.texts):
            if text and column not in self.values:
                return text
        return ""

    def _enclosing(self, row: PrintedRow) -> str | None:
        if self.head is not None:
            return self.found[self.head].name
        return row.text(self.group)

    def _goes_on(
        self,
        head: int,
        row: PrintedRow,
        name: str,
    ) -> bool:
        """Whether a row is still a part of row `head`: by its name, else by the sum."""
        kind = self.found[head].name[-_KIND:]
        first_part = self.found[head + 1].name
        if first_part.endswith(kind):
            return name.endswith(kind)
        # Names tell nothing: a part, as long as the whole has room for it.
        whole = self.rows[head]
        if not any(whole.text(column) for column in self.values):
            return False
        parts = self.rows[head + 1 : row.index + 1]
        return all(_fits(whole, parts, column) for column in self.values)


def _fits(whole: PrintedRow, parts: Sequence[PrintedRow], column: int) -> bool:
    """Whether the parts add up to no more than the whole; not where a cell is no number."""
    most = _number(whole, column)
    if most is None:
        return False
    numbers: list[float] = []
    for part in parts:
        number = _number(part, column)
        if number is None:
            return False
        numbers.append(number)
    return sum(numbers) <= most * _ROUNDING


def _number(row: PrintedRow, column: int) -> float | None:
    text = row.text(column).replace(",", "")
    try:
        return float(text)
    except ValueError:
        return None
