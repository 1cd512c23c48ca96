"""A table as Markdown for people: the columns that fit on a page, a row on each line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, BinaryIO

import regex

from planparse.frames.columns import Cell
from planparse.frames.registry import table_named
from planparse.frames.rows import rows_of
from planparse.frames.view import PlanView
from planparse.frames.writers.csv import csv_cell
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
        self._shown = table_named(table).shown
        words = labels(lang)
        heads = [markdown_cell(words.head(table, name)) for name in self._shown]
        self._write([heads, ["---"] * len(heads)])

    def add(self, plan: Plan) -> None:
        """Write the rows of one more plan."""
        found = rows_of(PlanView(plan), self._table)
        self._write([markdown_cell(row[name]) for name in self._shown] for row in found)

    def close(self) -> None:
        """Nothing is kept back."""

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
