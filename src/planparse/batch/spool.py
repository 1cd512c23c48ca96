"""Documents on their way into a part: a file each, written by whoever has read it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planparse.frames.schemas import arrow_package

if TYPE_CHECKING:
    import pyarrow


def spool_path(folder: Path, number: int) -> Path:
    """The file of the input with a number."""
    return folder / f"{number:09}.arrow"


def put_down(document: pyarrow.RecordBatch, path: Path) -> None:
    """Write a document; the file is complete, or absent."""
    ipc: Any = import_module("pyarrow.ipc")
    beside = path.with_suffix(".tmp")
    with (
        arrow_package().OSFile(str(beside), "wb") as file,
        ipc.new_file(file, document.schema) as out,
    ):
        out.write_batch(document)
    beside.replace(path)


def pick_up(path: Path) -> pyarrow.RecordBatch:
    """Read a document that `put_down` has written."""
    ipc: Any = import_module("pyarrow.ipc")
    with arrow_package().OSFile(str(path), "rb") as file:
        document: pyarrow.RecordBatch = ipc.open_file(file.read_buffer()).get_batch(0)
    return document
