"""The Parquet files of a part: made of documents in the spool, or of an older part without some of its documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from itertools import accumulate, groupby
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple

from planparse.arrow.documents import document_schema, one_batch, table_rows
from planparse.batch.entries import InputEntry, lines_of
from planparse.batch.folder import DOCUMENTS, FOLDERS, MANIFEST, ArchiveFolder
from planparse.batch.spool import pick_up
from planparse.frames.registry import TABLES
from planparse.frames.schemas import SCHEMAS, arrow_package

if TYPE_CHECKING:
    import pyarrow

MOST_DOCUMENTS = 128
"""Documents of a row group: enough rows for a table to be read fast, and few enough to be held at once."""
MOST_BYTES = 32 * 1024 * 1024
"""Of the documents of a row group: a book of tables does not wait for 127 others."""
_BATCH_ROWS = 4096
"""Rows of an older part that are held at once."""
_ONE_JSON = 8
"""The same of its documents, of which each may have megabytes."""


class NewDocument(NamedTuple):
    """An input that was read, or could not be; `spooled` is the file of its document, if it has one."""

    entry: InputEntry
    spooled: Path | None


def write_part(staging: Path, part: str, documents: Sequence[NewDocument]) -> None:
    """Write the files of a new part, with the rows of the documents in their order."""
    spooled = (one.spooled for one in documents if one.spooled is not None)
    with PartFiles(staging, part) as files:
        for group in _groups(pick_up(path) for path in spooled):
            documents_of_group = one_batch(group, document_schema(TABLES))
            for table in TABLES:
                files.write(table, [table_rows(documents_of_group, table)])
            files.write(DOCUMENTS, [_own_columns(documents_of_group)])
    files.write_manifest(one.entry for one in documents)


def thin_part(folder: ArchiveFolder, staging: Path, part: str, dropped: frozenset[str]) -> bool:
    """Write the files of a part anew without the inputs at these places; False where none is left."""
    entries = list(folder.entries(part))
    kept = [entry for entry in entries if entry.place not in dropped]
    if not kept:
        return False
    with PartFiles(staging, part) as files:
        for table in FOLDERS:
            ranges = list(_kept_ranges(entries, table, dropped))
            for batch in _rows_within(folder.table(table, part), ranges, _rows_held(table)):
                files.write(table, [batch])
    files.write_manifest(kept)
    return True


class PartFiles:
    """The files of one part while they are written; a folder each in `staging`."""

    def __init__(self, staging: Path, part: str) -> None:
        parquet: Any = import_module("pyarrow.parquet")
        self._manifest = staging / MANIFEST / f"{part}.jsonl"
        self._writers: dict[str, Any] = {}
        for name in FOLDERS:
            path = staging / name / f"{part}.parquet"
            path.parent.mkdir(exist_ok=True)
            # zstd: a third of the size of Parquet's usual snappy, for JSON and names that repeat.
            self._writers[name] = parquet.ParquetWriter(path, _schema(name), compression="zstd")

    def __enter__(self) -> PartFiles:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for writer in self._writers.values():
            writer.close()

    def write(self, name: str, batches: Sequence[pyarrow.RecordBatch]) -> None:
        """Write batches as one row group of a table, or of `documents`."""
        rows = arrow_package().Table.from_batches(batches, schema=_schema(name))
        if rows.num_rows:
            self._writers[name].write_table(rows)

    def write_manifest(self, entries: Iterable[InputEntry]) -> None:
        """Write what is in the part."""
        self._manifest.parent.mkdir(exist_ok=True)
        self._manifest.write_bytes(lines_of(entries))


def _schema(name: str) -> pyarrow.Schema:
    return document_schema() if name == DOCUMENTS else SCHEMAS[name]


def _groups(documents: Iterator[pyarrow.RecordBatch]) -> Iterator[list[pyarrow.RecordBatch]]:
    """Documents by row groups; no more of them are held than those of one."""
    group: list[pyarrow.RecordBatch] = []
    size = 0
    for document in documents:
        group.append(document)
        size += document.nbytes
        if len(group) >= MOST_DOCUMENTS or size >= MOST_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group


def _own_columns(document: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
    schema = document_schema()
    columns = [document.column(name) for name in schema.names]
    own: pyarrow.RecordBatch = arrow_package().RecordBatch.from_arrays(columns, schema=schema)
    return own


def _kept_ranges(
    entries: Sequence[InputEntry], table: str, dropped: frozenset[str]
) -> Iterator[tuple[int, int]]:
    """The rows of a table, counted from 0, that are of inputs that stay: runs of them."""
    counts = [rows_of(entry, table) for entry in entries]
    starts = accumulate(counts, initial=0)
    placed = zip(entries, starts, counts, strict=False)
    for is_dropped, run in groupby(placed, key=lambda one: one[0].place in dropped):
        if not is_dropped:
            rows = list(run)
            yield rows[0][1], rows[-1][1] + rows[-1][2]


def rows_of(entry: InputEntry, table: str) -> int:
    """How many rows an input has in a table, or in `documents`."""
    return int(entry.is_read) if table == DOCUMENTS else entry.rows.get(table, 0)


def _rows_held(table: str) -> int:
    return _ONE_JSON if table == DOCUMENTS else _BATCH_ROWS


def _rows_within(
    path: Path, ranges: Sequence[tuple[int, int]], held: int
) -> Iterator[pyarrow.RecordBatch]:
    """The rows of a file that lie within the ranges, piece by piece."""
    parquet: Any = import_module("pyarrow.parquet")
    offset = 0
    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=held, use_threads=False):
            for first, end in ranges:
                start = max(first, offset)
                stop = min(end, offset + batch.num_rows)
                if start < stop:
                    yield batch.slice(start - offset, stop - start)
            offset += batch.num_rows
