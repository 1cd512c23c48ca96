r"""Tables as csv: UTF-8 with a byte-order mark, so that Excel reads Chinese; quoted as RFC 4180 says.

An empty cell is None, a list is a JSON array, a truth is `true` or `false`. A whole number has no `.0`.
A text that a spreadsheet would take for a formula (it begins with = + - @, a tab or a return, and is no plain
number) has an apostrophe before it, and so has one that begins with apostrophes before such a sign. `read_csv`
takes it off: whatever begins with an apostrophe and then such a sign loses one apostrophe.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable
from io import StringIO
from typing import TYPE_CHECKING, BinaryIO, TextIO

import regex

from planparse.frames.columns import Cell, ColumnType, names
from planparse.frames.registry import table_named
from planparse.frames.rows import Rows, rows_of
from planparse.frames.view import PlanView

if TYPE_CHECKING:
    from planparse.model.plan import Plan

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LINE_END = "\r\n"
_FORMULA = regex.compile(r"'*+[=+\-@\t\r]")
"""What a spreadsheet may run; with apostrophes before it, so that reading can undo what writing did."""
_GUARDED = regex.compile(r"'++[=+\-@\t\r]")
_HARMLESS = regex.compile(r"[+-]?\d[\d,]*+(?:\.\d++)?[%‰]?|-++|[=+@]")
"""Numbers with a sign, the dashes of an empty cell, and the comparator =: they stay as they are."""
_LARGEST_EXACT = 1e15
"""Whole floats up to here are written as integers; every digit of them is known."""


class CsvWriter:
    """Writes the rows of one table."""

    def __init__(self, file: BinaryIO, table: str) -> None:
        self._file = file
        self._table = table
        self._file.write(_BYTE_ORDER_MARK)
        self._write([names(table_named(table).columns)])

    def add(self, plan: Plan) -> None:
        """Write the rows of one more plan."""
        found = rows_of(PlanView(plan), self._table)
        self._write([csv_cell(cell) for cell in row.values()] for row in found)

    def close(self) -> None:
        """Nothing is kept back."""

    def _write(self, lines: Iterable[Iterable[str]]) -> None:
        buffer = StringIO()
        csv.writer(buffer, lineterminator=_LINE_END).writerows(lines)
        self._file.write(buffer.getvalue().encode("utf-8"))


def csv_cell(cell: Cell) -> str:
    """A cell as csv has it, before it is quoted."""
    if isinstance(cell, str):
        return _guarded(cell)
    if cell is None or cell == []:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, list):
        return json.dumps(cell, ensure_ascii=False)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _LARGEST_EXACT:
        return str(int(cell))
    return str(cell)


def _guarded(text: str) -> str:
    if _FORMULA.match(text) and not _HARMLESS.fullmatch(text):
        return "'" + text
    return text


def read_csv(file: TextIO, table: str) -> Rows:
    """The rows of a csv that `CsvWriter` has written, equal to those it was given.

    Open the file with `encoding="utf-8-sig", newline=""`.
    """
    columns = table_named(table).columns
    readers = [READERS[column.type] for column in columns]
    found = Rows(table)
    for line in csv.DictReader(file):
        cells = (line[column.name] for column in columns)
        found.append(
            {
                column.name: read(cell)
                for column, read, cell in zip(columns, readers, cells, strict=True)
            }
        )
    return found


def _read_string(cell: str) -> Cell:
    if _GUARDED.match(cell):
        return cell[1:]
    return cell or None


def _read_list(cell: str) -> Cell:
    found: list[str] = json.loads(cell) if cell else []
    return found


READERS: dict[ColumnType, Callable[[str], Cell]] = {
    "string": _read_string,
    "integer": lambda cell: int(cell) if cell else None,
    "number": lambda cell: float(cell) if cell else None,
    "boolean": lambda cell: cell == "true" if cell else None,
    "strings": _read_list,
    "numbers": _read_list,
}
"""How a cell of each type is read back."""
