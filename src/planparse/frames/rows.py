"""The rows of one table as a list of plain dicts, and from there as a frame of Arrow, pandas or polars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any

from planparse.errors import MissingExtraError
from planparse.frames.columns import Cell, ColumnType, Row, names
from planparse.frames.registry import table_named
from planparse.frames.schemas import SCHEMAS, arrow_package
from planparse.frames.view import PlanView

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from planparse.model.plan import Plan

PANDAS_TYPES: dict[ColumnType, str] = {
    "string": "string",
    "integer": "Int64",
    "number": "float64",
    "boolean": "boolean",
}
"""Types of pandas that keep an integer one where a cell is empty; lists stay Python objects."""


class Rows(list[Row]):
    """The rows of one table: a list of dicts with the same keys in the same order."""

    def __init__(self, table: str, rows: Iterable[Row] = ()) -> None:
        super().__init__(rows)
        self.table = table

    def arrow(self) -> pyarrow.Table:
        """The rows as an Arrow table with the schema `SCHEMAS[table]` (extra `arrow`)."""
        return arrow_package().Table.from_pylist(self, schema=SCHEMAS[self.table])

    def pandas(self) -> pandas.DataFrame:
        """The rows as a DataFrame (extra `pandas`): Int64, float64, boolean and string, lists as they are."""
        package = _package("pandas")
        columns = table_named(self.table).columns
        frame = package.DataFrame(list(self), columns=names(columns))
        types = {
            column.name: PANDAS_TYPES[column.type]
            for column in columns
            if column.type in PANDAS_TYPES
        }
        typed: pandas.DataFrame = frame.astype(types)
        return typed

    def polars(self) -> polars.DataFrame:
        """The rows as a polars DataFrame (extra `polars`)."""
        package = _package("polars")
        types: dict[ColumnType, Any] = {
            "string": package.String,
            "integer": package.Int64,
            "number": package.Float64,
            "boolean": package.Boolean,
            "strings": package.List(package.String),
            "numbers": package.List(package.Float64),
        }
        columns = table_named(self.table).columns
        schema = {column.name: types[column.type] for column in columns}
        frame: polars.DataFrame = package.DataFrame(list(self), schema=schema)
        return frame


def rows(plans: Plan | Iterable[Plan], table: str) -> Rows:
    """The rows of one table of a plan, or of several plans one after the other.

    Each row is a dict of str, int, float, bool, None and lists of str or float, with the keys of
    `columns(table)` in their order. Raises `UnknownNameError` for a table that there is not.
    """
    found = Rows(table)
    for plan in _all_of(plans):
        found.extend(rows_of(PlanView(plan), table))
    return found


def rows_of(view: PlanView, table: str) -> Iterator[Row]:
    """The rows of one table of a plan whose view is made: for several tables of one plan."""
    made = table_named(table).rows(view)
    if not view.is_encodable:
        made = map(_encodable, made)
    for row in made:
        # What is empty is None in every column, so that no reader has to know two kinds of it.
        if "" in row.values():
            yield {name: None if cell == "" else cell for name, cell in row.items()}
        else:
            yield row


def _all_of(plans: Plan | Iterable[Plan]) -> Iterable[Plan]:
    # Imported here, as the records' module takes its time.
    from planparse.model.plan import Plan

    return (plans,) if isinstance(plans, Plan) else plans


def _encodable(row: Row) -> Row:
    return {name: _escaped(cell) for name, cell in row.items()}


def _escaped(cell: Cell) -> Cell:
    r"""Half a surrogate pair, which UTF-8 has no bytes for, as \udc80."""
    if isinstance(cell, list):
        texts = [_escaped_text(item) for item in cell if isinstance(item, str)]
        return texts or cell
    if isinstance(cell, str):
        return _escaped_text(cell)
    return cell


def _escaped_text(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _package(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise MissingExtraError(f"a frame of {name}", name, name) from None
