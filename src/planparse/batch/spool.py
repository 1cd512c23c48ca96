"""Documents on their way into a part: a file each, written by whoever has read it."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from planparse.arrow.documents import DOCUMENT, document_in, document_schema
from planparse.frames.registry import FRAMES, TABLES

if TYPE_CHECKING:
    import pyarrow
    from typing_extensions import Buffer

_DIGITS = 16


@cache
def spool_layout() -> str:
    """A hash of all columns: files of a planparse with others are none that this one reads."""
    columns = [("documents", DOCUMENT), *((table.name, table.columns) for table in FRAMES.values())]
    named = [(name, [(c.name, c.type) for c in of_table]) for name, of_table in columns]
    return hashlib.sha256(repr(named).encode()).hexdigest()[:_DIGITS]


def spool_path(folder: Path, number: int) -> Path:
    """The file of the input with a number."""
    return folder / f"{number:09}.document"


def put_down(document: pyarrow.RecordBatch, path: Path) -> None:
    """Write a document with the rows of all tables; the file is complete, or absent."""
    # Without the schema, which is larger than most documents.
    put_packed(document.serialize(), path)


def put_packed(packed: Buffer, path: Path) -> None:
    """Write what a file of `put_down` holds, which has come from elsewhere."""
    beside = path.with_suffix(".tmp")
    beside.write_bytes(packed)
    beside.replace(path)


def pick_up(path: Path) -> pyarrow.RecordBatch:
    """Read a document that `put_down` has written."""
    return document_in(path.read_bytes(), document_schema(TABLES))
