"""Body rows of a table as records are read from them: cells without white space, with places."""

from __future__ import annotations

from msgspec import Struct

from planparse.model.plan import Table
from planparse.model.source import Span


class PrintedRow(Struct, frozen=True):
    """One body row of a table."""

    index: int
    """From 0 among the body rows of the table."""
    texts: tuple[str, ...]
    """Its cells without white space."""
    spans: tuple[Span | None, ...]
    """Where each cell is printed; empty where the table has no spans."""

    def text(self, column: int | None) -> str:
        """The cell in a column; "" where the table has no such column or the row is short."""
        if column is None or column >= len(self.texts):
            return ""
        return self.texts[column]

    def span(self, column: int | None) -> Span | None:
        """Where the cell in a column is printed; None where that is not known."""
        if column is None or column >= len(self.spans):
            return None
        return self.spans[column]


def printed_rows(table: Table) -> list[PrintedRow]:
    """The body rows, top to bottom."""
    rows: list[PrintedRow] = []
    for index, cells in enumerate(table.rows):
        # Converters put white space anywhere inside of Chinese words.
        texts = tuple(["".join(cell.split()) for cell in cells])
        spans: tuple[Span | None, ...] = ()
        if index < len(table.cell_spans):
            spans = table.cell_spans[index]
        rows.append(PrintedRow(index, texts, spans))
    return rows
