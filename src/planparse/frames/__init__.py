"""Plans as tables: rows of plain values under one published schema, for spreadsheets, SQL and data frames.

`rows(plan, "indicators")` gives a list of dicts, of one plan or of many; `.arrow()`, `.pandas()` and
`.polars()` make a frame of it. `TABLES` names the tables, `columns(table)` says what each column holds,
and `SCHEMAS[table]` is that as an Arrow schema. docs/tables.md lists them all.
"""

from __future__ import annotations

from planparse.frames.columns import FrameColumn, Row
from planparse.frames.registry import DEFAULT_TABLE, TABLES, table_named
from planparse.frames.rows import Rows, rows
from planparse.frames.schemas import SCHEMAS

__all__ = ["DEFAULT_TABLE", "SCHEMAS", "TABLES", "FrameColumn", "Row", "Rows", "columns", "rows"]


def columns(table: str) -> tuple[FrameColumn, ...]:
    """The columns of a table, in their order. Raises `UnknownNameError` for a table that there is not."""
    return table_named(table).columns
