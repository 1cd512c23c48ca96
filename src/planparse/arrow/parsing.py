"""Reads batch after batch of documents: the same for a loop, for Spark and for Ray."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planparse.arrow.documents import (
    document_bytes,
    document_in,
    document_of,
    document_schema,
    failed_document,
    one_batch,
)
from planparse.arrow.given import GivenDocument, given_documents
from planparse.frames.registry import table_named
from planparse.frames.schemas import arrow_package
from planparse.grammar import Grammar
from planparse.parser import Parser, made_of
from planparse.readers.limits import DEFAULT

if TYPE_CHECKING:
    import pyarrow

    from planparse.readers.limits import Limits

MOST_BYTES = 64 * 1024 * 1024
"""Of a batch that comes out; what is more begins the next. A column of text holds 2 GiB at most."""
GrammarFile = str | Path | None


class DocumentReader:
    """Reads documents one by one, each into a batch of one row. May be sent to other processes.

    `tables` names the tables whose rows a document has, `text` adds text and leaves to its JSON.
    With `isolate` each is read in a process of its own, which `limits` hold for: what it does there,
    and how it ends, costs no more than this document.
    """

    def __init__(
        self,
        parser: Parser,
        *,
        tables: Sequence[str] = (),
        text: bool = False,
        limits: Limits | None = None,
        password: str | None = None,
        pdf_backend: str | None = None,
        isolate: bool = True,
    ) -> None:
        # Wrong names are told at once, and not by the first document.
        for table in tables:
            table_named(table)
        self._parser = parser
        self._tables = tuple(tables)
        self._wanted: dict[str, Any] = {"tables": self._tables, "text": text}
        self.limits = limits or DEFAULT
        self._options: dict[str, Any] = {"password": password, "pdf_backend": pdf_backend}
        self._isolate = isolate

    @property
    def schema(self) -> pyarrow.Schema:
        """The schema of its documents."""
        return document_schema(self._tables)

    def read(self, data: bytes, name: str, path: str | None) -> pyarrow.RecordBatch:
        """The document in `data`; raises what reading it raises."""
        if not self._isolate:
            rules = self._parser.grammar
            make = partial(document_of, **self._wanted)
            return made_of(rules, make, data, name, path, self.limits, **self._options)
        packed = self._parser.made(
            partial(document_bytes, **self._wanted),
            data,
            name=name,
            path=path,
            limits=self.limits,
            isolate=True,
            **self._options,
        )
        return document_in(packed, self.schema)

    def document(self, given: GivenDocument) -> pyarrow.RecordBatch:
        """The document of a row, read or failed; raises nothing that a document can cause."""
        known: dict[str, Any] = {"path": given.path, "name": given.name}
        try:
            data = given.data(self.limits)
            known |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            return self.read(data, given.name, given.path)
        except Exception as error:
            return failed_document(known, error, tables=self._tables)


def parse_batches(
    batches: Iterable[pyarrow.RecordBatch],
    *,
    tables: Sequence[str] = (),
    text: bool = False,
    grammar: GrammarFile | Grammar = None,
    limits: Limits | None = None,
    password: str | None = None,
    pdf_backend: str | None = None,
    isolate: bool = True,
) -> Iterator[pyarrow.RecordBatch]:
    """Reads the documents of all batches; gives batches with a row for each, in their order.

    A batch that comes in has a column `path`, from which the file is read, or `content` (bytes or
    text), or both: then the content is read, and the path stands in the records. `bytes`, as Ray
    calls it, and `text` are taken for `content`. A column `name` names documents without a path.
    Other columns are left out.

    What comes out has the schema `document_schema(tables)`: `status` is read or failed, `reason` and
    `remedy` say what is wrong and what to do, `json` holds the records, with `text` text and leaves
    too, and each of `tables` is a column with the list of its rows (`table_rows` makes a batch of
    it). A document that cannot be read, or ends the process that reads it, is a failed row.

    `isolate` reads in a process of its own, which is used for one document after the other, within
    `limits`. `grammar` is a pack of your own, as for `Parser`. Raises `UnknownNameError` for a table
    that there is not, `ValueError` for a batch without a column to read from, and `MissingExtraError`
    without pyarrow; the pack's own errors are raised before anything is read.
    """
    reader = DocumentReader(
        _parser_for(grammar),
        tables=tables,
        text=text,
        limits=limits,
        password=password,
        pdf_backend=pdf_backend,
        isolate=isolate,
    )
    return _documents(reader, batches)


def parse_table(table: pyarrow.Table, **options: Any) -> pyarrow.Table:
    """The documents of an Arrow table as one, for what maps tables; `options` are those of `parse_batches`."""
    pa = arrow_package()
    read: pyarrow.Table = pa.Table.from_batches(
        parse_batches(table.to_batches(), **options),
        schema=document_schema(options.get("tables", ())),
    )
    return read


def _documents(
    reader: DocumentReader, batches: Iterable[pyarrow.RecordBatch]
) -> Iterator[pyarrow.RecordBatch]:
    schema = reader.schema
    for batch in batches:
        kept: list[pyarrow.RecordBatch] = []
        size = 0
        for given in given_documents(batch):
            document = reader.document(given)
            if kept and size + document.nbytes > MOST_BYTES:
                yield one_batch(kept, schema)
                kept, size = [], 0
            kept.append(document)
            size += document.nbytes
        yield one_batch(kept, schema)


def _parser_for(grammar: GrammarFile | Grammar) -> Parser:
    """One for all calls with the same rules, as it keeps the process that it reads in."""
    if isinstance(grammar, Grammar):
        return Parser(grammar=grammar)
    if grammar is None:
        return _parser_with_pack(None, b"")
    # A pack is edited while its plans are looked at: by its content, and not by its name alone.
    content = b""
    with suppress(OSError):  # told by whoever loads it
        content = Path(grammar).read_bytes()
    return _parser_with_pack(str(grammar), content)


@lru_cache(maxsize=4)
def _parser_with_pack(file: str | None, content: bytes) -> Parser:
    return Parser(grammar=file)
