"""A document as one row of Arrow: how reading it went, its records as JSON, and its rows of each table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from planparse.errors import GrammarError, ReadError
from planparse.frames.columns import ColumnType, FrameColumn
from planparse.frames.registry import table_named
from planparse.frames.rows import rows_of
from planparse.frames.schemas import SCHEMAS, arrow_package
from planparse.frames.view import PlanView
from planparse.model.plan_ids import plan_id
from planparse.outputs.json import plan_json

if TYPE_CHECKING:
    import pyarrow

    from planparse.model.plan import Plan

Status = Literal["read", "failed"]
READ: Status = "read"
FAILED: Status = "failed"

DOCUMENT = (
    FrameColumn("path", "string", "Path as it was given; empty where only content was"),
    FrameColumn("name", "string", "Name of the file, or the one that was given"),
    FrameColumn("status", "string", "read or failed"),
    FrameColumn("reason", "string", "What is wrong with a document that could not be read"),
    FrameColumn("remedy", "string", "What to do about it"),
    FrameColumn("plan_id", "string", "Which plan it is: the same in every table"),
    FrameColumn("sha256", "string", "SHA-256 of the content"),
    FrameColumn("bytes", "integer", "Size of the content"),
    FrameColumn("json", "string", "The records as `planparse FILE --json` prints them"),
)
"""The columns that every document has; a column for each table follows, a list of its rows."""

_TYPES: dict[ColumnType, str] = {"string": "string", "integer": "int64"}
_REPORT = "report it as a defect of planparse, with this file"


def document_schema(tables: Iterable[str] = ()) -> pyarrow.Schema:
    """The schema of documents: `DOCUMENT`, then a list of structs for each of `tables`, under its name.

    The structs have the fields of `planparse.frames.SCHEMAS[table]`. Raises `UnknownNameError` for a
    table that there is not, `MissingExtraError` without pyarrow.
    """
    return _document_schema(tuple(tables))


@lru_cache(maxsize=8)
def _document_schema(tables: tuple[str, ...]) -> pyarrow.Schema:
    pa = arrow_package()
    fields = [
        pa.field(column.name, _TYPES[column.type], metadata={"description": column.description})
        for column in DOCUMENT
    ]
    for table in tables:
        description = table_named(table).description
        rows = pa.list_(_struct_of(table))
        fields.append(pa.field(table, rows, metadata={"description": description}))
    return pa.schema(fields)


def document_of(
    plan: Plan, *, tables: Sequence[str] = (), text: bool = False
) -> pyarrow.RecordBatch:
    """A plan that was read, as a batch of one document.

    With `text` its JSON holds text and leaves, so that an equal plan can be made of it.
    """
    pa = arrow_package()
    source = plan.source
    cells = {
        "path": source.path,
        "name": source.name,
        "status": READ,
        "plan_id": plan_id(plan),
        "sha256": source.sha256,
        "bytes": source.bytes,
        "json": plan_json(plan, text=text).decode("utf-8").removesuffix("\n"),
    }
    view = PlanView(plan)
    rows = {table: pa.array(list(rows_of(view, table)), _struct_of(table)) for table in tables}
    return _batch(cells, rows, tables)


def document_bytes(plan: Plan, *, tables: Sequence[str] = (), text: bool = False) -> bytes:
    """The same as bytes for another process, without the schema, which is a hundred kilobytes."""
    packed: bytes = document_of(plan, tables=tables, text=text).serialize().to_pybytes()
    return packed


def document_in(packed: bytes, schema: pyarrow.Schema) -> pyarrow.RecordBatch:
    """The document that `document_bytes` has packed, of the same tables."""
    ipc: Any = import_module("pyarrow.ipc")
    document: pyarrow.RecordBatch = ipc.read_record_batch(arrow_package().py_buffer(packed), schema)
    return document


def failed_document(
    cells: Mapping[str, Any], error: BaseException, *, tables: Sequence[str] = ()
) -> pyarrow.RecordBatch:
    """A document that could not be read, as a batch of one; `cells` are what is known of it."""
    reason, remedy = why_failed(error)
    told = {"status": FAILED, "reason": reason, "remedy": remedy or None}
    return _batch({**cells, **told}, {}, tables)


def why_failed(error: BaseException) -> tuple[str, str]:
    """What is wrong with a document by the error that it gave, and what to do: each a sentence."""
    if isinstance(error, ReadError):
        return error.reason, error.remedy
    if isinstance(error, GrammarError):
        return f"a rule cannot be held against its text ({error})", "make its pattern simpler"
    if isinstance(error, MemoryError):
        return "the memory of this machine is not enough for the file", "give the process more"
    return f"planparse itself failed ({type(error).__name__}: {error})", _REPORT


def table_rows(documents: pyarrow.RecordBatch, table: str) -> pyarrow.RecordBatch:
    """The rows of one table of all documents of a batch, in their order, with its published schema.

    The batch must have been made with that table. Documents that could not be read have no rows.
    """
    pa = arrow_package()
    structs = documents.column(table).flatten()
    rows: pyarrow.RecordBatch = pa.RecordBatch.from_arrays(structs.flatten(), schema=SCHEMAS[table])
    return rows


def one_batch(
    documents: Sequence[pyarrow.RecordBatch], schema: pyarrow.Schema
) -> pyarrow.RecordBatch:
    """One batch of several; an empty one of none."""
    pa = arrow_package()
    whole = pa.Table.from_batches(documents, schema=schema).combine_chunks().to_batches()
    joined: pyarrow.RecordBatch = whole[0] if whole else schema.empty_table().to_batches()[0]
    return joined


@cache
def _struct_of(table: str) -> pyarrow.DataType:
    return arrow_package().struct(list(SCHEMAS[table]))


def _batch(
    cells: Mapping[str, Any], rows: Mapping[str, pyarrow.Array], tables: Sequence[str]
) -> pyarrow.RecordBatch:
    pa = arrow_package()
    schema = document_schema(tables)
    columns = [pa.array([_encodable(cells.get(c.name))], _TYPES[c.type]) for c in DOCUMENT]
    for table in tables:
        type = schema.field(table).type
        if table in rows:
            offsets = pa.array([0, len(rows[table])], pa.int32())
            columns.append(pa.ListArray.from_arrays(offsets, rows[table], type=type))
        else:
            columns.append(pa.nulls(1, type))
    batch: pyarrow.RecordBatch = pa.RecordBatch.from_arrays(columns, schema=schema)
    return batch


def _encodable(cell: Any) -> Any:
    r"""Half a surrogate pair, which UTF-8 has no bytes for, as \udc80."""
    if isinstance(cell, str):
        return cell.encode("utf-8", "backslashreplace").decode("utf-8")
    return cell
