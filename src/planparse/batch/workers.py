"""The engine of one machine: processes that read one file after the other, each within limits."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from planparse.arrow.documents import why_failed
from planparse.arrow.parsing import DocumentReader
from planparse.batch.engine import Answer, BatchInput, entry_of, failed_entry
from planparse.batch.entries import Failure, Reading
from planparse.batch.sealing import prepare_arrow
from planparse.batch.spool import put_down, spool_path
from planparse.errors import ArchiveError, PlanparseError, ReadError
from planparse.isolation import Crew, Finished
from planparse.model.file_names import name_in_words
from planparse.readers.cores import use_one_core
from planparse.readers.inputs import bytes_of

if TYPE_CHECKING:
    import pyarrow


_MOMENT = 3600.0
"""Seconds to wait for an answer; the limits of a file end its reading before, or it is waited for again."""


class Worker:
    """What runs in each process: reads an input, puts its document down, and says what became of it."""

    def __init__(self, reader: DocumentReader, reading: Reading) -> None:
        self._reader = reader
        self._reading = reading

    def prepare(self) -> None:
        """Load what every input needs, before limits hold; the other cores have workers of their own."""
        prepare_arrow()
        use_one_core()

    def __call__(self, input: BatchInput, folder: Path) -> Answer:
        """Raises what a defect, or want of memory, raises; and `ArchiveError` where it cannot write."""
        limits = self._reader.limits
        try:
            data = bytes_of(input.path, limits).data
        except ReadError as error:
            return Answer(input, unopened=error)
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 == input.known:
            return Answer(input)
        name = name_in_words(PurePath(input.path).name)
        try:
            document = self._reader.read(data, name, input.told_as)
        except PlanparseError as error:
            why = why_failed(error)
            facts = (sha256, len(data))
            entry = failed_entry(input, self._reading, "unreadable", why, data=facts)
            return Answer(input, entry)
        self._put_down(document, spool_path(folder, input.number))
        return Answer(input, entry_of(document, input, self._reading))

    def _put_down(self, document: pyarrow.RecordBatch, path: Path) -> None:
        try:
            put_down(document, path)
        except OSError as error:
            reason = f"cannot be written ({error.strerror or error})"
            raise ArchiveError(str(path), reason, "make room, and run again") from error


class LocalEngine:
    """Reads in `jobs` processes of this machine. `reader` reads without a process of its own."""

    def __init__(self, reader: DocumentReader, reading: Reading, *, jobs: int) -> None:
        self._reading = reading
        self._crew: Crew[BatchInput] = Crew(Worker(reader, reading), jobs, reader.limits)

    def answers(self, inputs: Iterable[BatchInput], folder: Path) -> Generator[Answer, None, None]:
        """An answer for each input as it is ready. Raises `ArchiveError` where none can be kept."""
        try:
            yield from self.read(inputs, folder)
        finally:
            self.end()

    def read(self, inputs: Iterable[BatchInput], folder: Path) -> Generator[Answer, None, None]:
        """The same, and the processes stay for what is read next, until `end`."""
        waiting = iter(inputs)
        while True:
            self._give(waiting, folder)
            if not self._crew.is_busy:
                return
            if finished := self._crew.wait(_MOMENT):
                yield self._answer(finished, folder)

    def end(self) -> None:
        """End all processes, whatever they are at."""
        self._crew.end()

    def _give(self, waiting: Iterator[BatchInput], folder: Path) -> None:
        while self._crew.has_room:
            for input in islice(waiting, 1):
                self._crew.give(input, input.told_as, input, folder)
                break
            else:
                return

    def _answer(self, finished: Finished[BatchInput], folder: Path) -> Answer:
        error = finished.error
        if error is None:
            answer: Answer = finished.result
            return answer
        if isinstance(error, ArchiveError):
            raise error
        # What a file itself is refused for, the worker says; what comes as an error has ended it.
        failure: Failure = "ended" if isinstance(error, ReadError) else "defect"
        input = finished.ticket
        spool_path(folder, input.number).unlink(missing_ok=True)
        why = why_failed(error)
        data = self._facts(input)
        return Answer(input, failed_entry(input, self._reading, failure, why, data=data))

    def _facts(self, input: BatchInput) -> tuple[str, int] | None:
        """Hash and size of an input whose reader could not tell them any more."""
        with suppress(OSError, ValueError):
            # A pipe could be waited for without an end, and nobody limits the time here.
            if stat.S_ISREG(Path(input.path).stat().st_mode):
                with Path(input.path).open("rb") as file:
                    return hashlib.file_digest(file, "sha256").hexdigest(), file.tell()
        return None
