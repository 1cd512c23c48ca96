"""What an engine is: it reads inputs somewhere, in any order, and says of each what became of it.

An engine is given inputs and a folder, and yields an `Answer` for each input as soon as it has one.
The document of an input that was read stands in the folder by then, as `spool.put_down` writes it,
under `spool_path(folder, input.number)`. All else (which inputs are to be read, order, Parquet,
manifest, what a broken-off run leaves) is the archive's, and the same for every engine.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import NamedTuple, Protocol

from planparse.batch.entries import Failure, InputEntry, Reading
from planparse.errors import ReadError
from planparse.model.file_names import name_in_words


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
