"""The schema of each table in Arrow's types, made from its columns on first use (extra `arrow`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from planparse.errors import MissingExtraError
from planparse.frames.columns import ColumnType
from planparse.frames.frame_table import FrameTable
from planparse.frames.registry import FRAMES

if TYPE_CHECKING:
    import pyarrow


class ArrowSchemas(Mapping[str, "pyarrow.Schema"]):
    """The Arrow schemas by the names of the tables; pyarrow is imported for the first that is asked for.

    Each field, and the schema itself, has its description in its metadata.
    """

    def __init__(self) -> None:
        self._made: dict[str, pyarrow.Schema] = {}

    def __getitem__(self, table: str) -> pyarrow.Schema:
        if table not in self._made:
            self._made[table] = _schema(FRAMES[table])
        return self._made[table]

    def __iter__(self) -> Iterator[str]:
        return iter(FRAMES)

    def __len__(self) -> int:
        return len(FRAMES)


SCHEMAS = ArrowSchemas()


def arrow_package() -> Any:
    """The package pyarrow. Raises `MissingExtraError` where it is not installed."""
    try:
        return import_module("pyarrow")
    except ImportError:
        raise MissingExtraError("a table of Arrow or Parquet", "pyarrow", "arrow") from None


def _schema(table: FrameTable) -> pyarrow.Schema:
    pa = arrow_package()
    types: dict[ColumnType, Any] = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "strings": pa.list_(pa.string()),
        "numbers": pa.list_(pa.float64()),
    }
    fields = [
        pa.field(column.name, types[column.type], metadata={"description": column.description})
        for column in table.columns
    ]
    return pa.schema(fields, metadata={"description": table.description})
