"""Tables as JSON Lines: a row an object, with the keys of the schema and null where a cell is empty.

Where several tables are written, each object begins with `frame`, the name of its table.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from planparse.frames.columns import Row
from planparse.frames.rows import rows_of
from planparse.frames.view import PlanView

if TYPE_CHECKING:
    from planparse.model.plan import Plan

TABLE_KEY = "frame"
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


class JsonLines:
    """Writes the rows of one table or of several, plan by plan."""

    def __init__(self, file: BinaryIO, tables: tuple[str, ...]) -> None:
        self._file = file
        self._tables = tables

    def add(self, plan: Plan) -> None:
        """Write the rows of one more plan."""
        lines = "".join(f"{_encode(row)}\n" for row in self._rows(PlanView(plan)))
        self._file.write(lines.encode("utf-8"))

    def close(self) -> None:
        """Nothing is kept back."""

    def _rows(self, view: PlanView) -> Iterator[Row]:
        if len(self._tables) == 1:
            yield from rows_of(view, self._tables[0])
            return
        for table in self._tables:
            for row in rows_of(view, table):
                yield {TABLE_KEY: table, **row}
