"""Tables as Parquet, with the types and descriptions of the schema (extra `arrow`)."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, BinaryIO

from planparse.frames.rows import Rows, rows_of
from planparse.frames.schemas import SCHEMAS, arrow_package
from planparse.frames.view import PlanView

if TYPE_CHECKING:
    from planparse.model.plan import Plan

ROWS_KEPT = 20_000
"""Rows that are gathered before they are written: a row group of a few megabytes, large enough to be read fast."""


class ParquetTables:
    """Writes the rows of one table, a row group at a time."""

    def __init__(self, file: BinaryIO, table: str) -> None:
        arrow_package()
        parquet: Any = import_module("pyarrow.parquet")
        self._kept = Rows(table)
        self._writer = parquet.ParquetWriter(file, SCHEMAS[table])

    def add(self, plan: Plan) -> None:
        """Write the rows of one more plan, or keep them until there are enough."""
        self._kept.extend(rows_of(PlanView(plan), self._kept.table))
        if len(self._kept) >= ROWS_KEPT:
            self._write()

    def close(self) -> None:
        """Write the last rows and the footer, without which no program reads the file."""
        self._write()
        self._writer.close()

    def _write(self) -> None:
        if self._kept:
            self._writer.write_table(self._kept.arrow())
            self._kept.clear()
