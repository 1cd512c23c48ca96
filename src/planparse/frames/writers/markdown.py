"""A table as Markdown for people: the columns that fit on a page, a row on each line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

import regex

from planparse.frames.columns import Cell, Row
from planparse.frames.registry import table_named
from planparse.frames.rows import rows_of
from planparse.frames.view import PlanView
from planparse.frames.writers.csv import csv_cell
from planparse.frames.writers.xlsx.coded import translation
from planparse.labels import Language, labels

if TYPE_CHECKING:
    from planparse.model.plan import Plan

_MARKS = regex.compile(r"[\\|*`]|<(?=[A-Za-z/!?])")
"""What Markdown would take for a mark of its own."""
BETWEEN_ITEMS = "; "


class MarkdownTable:
    """Writes the rows of one table."""

    def __init__(self, file: BinaryIO, table: str, lang: Language) -> None:
        self._file = file
        self._table = table
        by_name = {column.name: column for column in table_named(table).columns}
        words = labels(lang)
        # For each column what names its codes in the language, None where its cells stay as they are.
        self._shown = {
            name: translation(table, by_name[name], words) for name in table_named(table).shown
        }
        heads = [markdown_cell(words.head(table, name)) for name in self._shown]
        self._write([heads, ["---"] * len(heads)])

    def add(self, plan: Plan) -> None:
        """Write the rows of one more plan."""
        found = rows_of(PlanView(plan), self._table)
        self._write(list(self._cells(row)) for row in found)

    def close(self) -> None:
        """Nothing is kept back."""

    def _cells(self, row: Row) -> Iterator[str]:
        for name, translate in self._shown.items():
            cell = row[name]
            if cell is not None and translate is not None:
                cell = translate(cell)
            yield markdown_cell(cell)

    def _write(self, lines: Iterable[list[str]]) -> None:
        text = "".join(f"| {' | '.join(line)} |\n" for line in lines)
        self._file.write(text.encode("utf-8"))


def markdown_cell(cell: Cell) -> str:
    """A cell on one line, the marks of Markdown escaped."""
    if isinstance(cell, list):
        text = BETWEEN_ITEMS.join(str(item) for item in cell)
    elif isinstance(cell, str):
        text = cell
    else:
        text = csv_cell(cell)
    return _MARKS.sub(r"\\\g<0>", " ".join(text.split()))
