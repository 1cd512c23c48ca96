"""Tables printed column by column: each column stands under its own header."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planparse.tables.recover.flattened_text import flattened_text
from planparse.tables.recover.proposal import Proposal
from planparse.tables.recover.readings import stacked_cells
from planparse.tables.recover.text_page import TextPage


@dataclass(frozen=True, slots=True)
class ColumnByColumn:
    """序号, 1, 2, 3, 指标, all names, 2020年, all values: one cell on each line."""

    name: str = "column by column"
    shape: str = "flattened"

    def propose(self, page: TextPage, first: int) -> Iterator[Proposal]:
        """The columns under their headers, where they have as many cells."""
        text = flattened_text(page, first)
        if text is None:
            return
        columns = stacked_cells.by_headers(text.lines, page.grammar, least=text.least_headers)
        if columns:
            rows, taken, notes = columns
            yield Proposal(rows, text.lines[taken - 1][0].line + 1, notes=notes, certain=True)
