"""What stands in the rows of a batch that is to be read: where a document is, and what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from planparse.errors import ReadError
from planparse.frames.schemas import arrow_package
from planparse.model.file_names import name_in_words
from planparse.readers.inputs import bytes_of

if TYPE_CHECKING:
    import pyarrow

    from planparse.readers.limits import Limits

CONTENT = ("content", "bytes", "text")
"""Columns that may hold what is in a document, the first that is there: Spark's `binaryFile` and
Ray's `read_binary_files` call it by the first two."""
_NAMELESS = "<bytes>"


class GivenDocument(NamedTuple):
    """One row of the input. `name` stands for it in errors and in `plan.source`."""

    path: str | None
    name: str
    content: bytes | str | None

    def data(self, limits: Limits) -> bytes:
        """All its bytes; raises `ReadError` where there are none, or more than the limits allow."""
        if isinstance(self.content, str):
            return bytes_of(self.content.encode("utf-8", "backslashreplace"), limits).data
        if self.content is not None:
            return bytes_of(self.content, limits).data
        if self.path is None:
            raise ReadError(self.name, "neither a path nor content", "give each row one of both")
        return bytes_of(self.path, limits).data


def given_documents(batch: pyarrow.RecordBatch) -> Iterator[GivenDocument]:
    """The rows of a batch; raises `ValueError` where it has no column that a document can be in."""
    names = batch.schema.names
    content = next((name for name in CONTENT if name in names and _holds_it(batch, name)), None)
    path = "path" if "path" in names else None
    if content is None and path is None:
        raise ValueError(
            f"a batch to be read has a column `path`, `content` or both, not {', '.join(names)}"
        )
    name = "name" if "name" in names else None
    for row in range(batch.num_rows):
        yield _given(*(_cell(batch, column, row) for column in (path, name, content)))


def _holds_it(batch: pyarrow.RecordBatch, column: str) -> bool:
    """Whether a column is of bytes or text; `bytes` may also be a size."""
    types = arrow_package().types
    kind = batch.schema.field(column).type
    tests = (types.is_binary, types.is_large_binary, types.is_string, types.is_large_string)
    return any(test(kind) for test in tests)


def _given(path: str | None, name: str | None, content: bytes | str | None) -> GivenDocument:
    if name is None:
        name = name_in_words(PurePath(path).name) if path else _NAMELESS
    return GivenDocument(path, name or _NAMELESS, content)


def _cell(batch: pyarrow.RecordBatch, column: str | None, row: int) -> Any:
    return None if column is None else batch.column(column)[row].as_py()
