"""What an engine is: it reads inputs somewhere, in any order, and says of each what became of it.

An engine is given inputs and a folder, and yields an `Answer` for each input as soon as it has one.
The document of an input that was read stands in the folder by then, as `spool.put_down` writes it,
under `spool_path(folder, input.number)`; `entry_of` makes the entry of it. All else (which inputs are to be read, order, Parquet,
manifest, what a broken-off run leaves) is the archive's, and the same for every engine.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from planparse.arrow.documents import FAILED
from planparse.batch.entries import Failure, InputEntry, Reading
from planparse.errors import ReadError
from planparse.frames.registry import TABLES
from planparse.model.file_names import name_in_words

if TYPE_CHECKING:
    import pyarrow


class BatchInput(NamedTuple):
    """One file that a run is to look at."""

    number: int
    """Its place in the order of the inputs, from 0."""
    path: str
    """By which it is opened; on Linux it need not be text."""
    below: str
    """The path below the folder or pattern that it was found by; else the file's name alone."""
    known: str | None = None
    """SHA-256 that it has in the archive: where it still has that, it need not be read."""

    @property
    def told_as(self) -> str:
        """The path as text: for all that is printed and written."""
        return name_in_words(self.path)

    @property
    def place(self) -> str:
        """The absolute path as text, by which the archive knows it."""
        return name_in_words(os.path.abspath(self.path))  # noqa: PTH100  (a link stays one)


class Answer(NamedTuple):
    """What became of an input. Exactly one of the two is there, or neither: it is as it was."""

    input: BatchInput
    entry: InputEntry | None = None
    unopened: ReadError | None = None
    """It could not be opened at all, so that nothing is known of what it holds now."""


class Engine(Protocol):
    """Reads inputs; see above."""

    def answers(self, inputs: Iterable[BatchInput], folder: Path) -> Generator[Answer, None, None]:
        """An answer for each input, in any order; inputs are taken as there is room for them.

        It is closed before its end where the run is broken off, and ends then what it has begun.
        """


def entry_of(document: pyarrow.RecordBatch, input: BatchInput, reading: Reading) -> InputEntry:
    """What the archive is told of a document, a batch of one row that was made with all tables."""
    cells = document.select(["status", "reason", "remedy", "sha256", "bytes", "plan_id"])
    known = cells.to_pylist()[0]
    if known["status"] == FAILED:
        why = (known["reason"], known["remedy"] or "")
        data = None if known["sha256"] is None else (known["sha256"], known["bytes"])
        return failed_entry(input, reading, "unreadable", why, data=data)
    return InputEntry(
        path=input.told_as,
        place=input.place,
        below=name_in_words(input.below),
        status="read",
        sha256=known["sha256"],
        bytes=known["bytes"],
        plan_id=known["plan_id"],
        rows={table: len(document.column(table)[0]) for table in TABLES},
        **reading._asdict(),
    )


def failed_entry(
    input: BatchInput,
    reading: Reading,
    failure: Failure,
    why: tuple[str, str],
    *,
    data: tuple[str, int] | None = None,
) -> InputEntry:
    """What is known of an input that gave no plan; `data` are hash and size of its bytes."""
    sha256, size = data or (None, None)
    return InputEntry(
        path=input.told_as,
        place=input.place,
        below=name_in_words(input.below),
        status="failed",
        sha256=sha256,
        bytes=size,
        failure=failure,
        reason=why[0],
        remedy=why[1] or None,
        **reading._asdict(),
    )
