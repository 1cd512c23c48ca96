"""One run over many inputs: which are to be read, and what came of each."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from typing import NamedTuple

from planparse.batch.engine import Answer, BatchInput, Engine, failed_entry
from planparse.batch.entries import InputEntry, Reading
from planparse.batch.folder import ArchiveFolder
from planparse.batch.writer import ArchiveWriter, KnownInput


class Policy(NamedTuple):
    """What is read again although nothing has changed, and what goes."""

    retry_errors: bool = False
    """Inputs that could not be read."""
    redo: bool = False
    """All."""
    prune: bool = False
    """Inputs that are not among those of this run leave the archive."""


ORDINARY = Policy()


class InputOutcome(NamedTuple):
    """What came of one input."""

    path: str
    is_new: bool
    """Whether it was read anew, or tried to; else the archive has it already."""
    failed: InputEntry | None = None
    """Why there is no plan of it, or no newer one."""


class BatchRun:
    """Brings inputs into an archive. Its lock must be held from before it is made until `close`."""

    def __init__(
        self,
        folder: ArchiveFolder,
        inputs: Sequence[BatchInput],
        reading: Reading,
        policy: Policy = ORDINARY,
    ) -> None:
        """`inputs` are numbered from 0; `reading` is with what they are read. Raises `ArchiveError`."""
        self._inputs = inputs
        self._reading = reading
        self._policy = policy
        self._writer = ArchiveWriter(folder, len(inputs))
        self.rescued = self._writer.rescued
        """Inputs that an earlier run had read when it was ended, and that are kept."""
        self.pruned = 0

    def outcomes(self, engine: Engine) -> Generator[InputOutcome, None, None]:
        """What came of each input, as it comes. Raises `ArchiveError` where it cannot be written."""
        answers = engine.answers(self._asked(), self._writer.spool)
        with closing(answers):
            for answer in answers:
                yield self._taken(answer)
        if self._policy.prune:
            here = {input.place for input in self._inputs}
            gone = [place for place in self._writer.known if place not in here]
            self._writer.drop(gone)
            self.pruned = len(gone)

    def _asked(self) -> Iterable[BatchInput]:
        """The inputs, with the hash of those that need not be read while they have it."""
        for input in self._inputs:
            known = self._writer.known.get(input.place)
            if known is not None and self._is_current(known):
                input = input._replace(known=known.sha256)
            yield input

    def _is_current(self, known: KnownInput) -> bool:
        if self._policy.redo or (self._policy.retry_errors and not known.is_read):
            return False
        return known.reading == self._reading

    def _taken(self, answer: Answer) -> InputOutcome:
        input = answer.input
        known = self._writer.known.get(input.place)
        entry = answer.entry
        failed = entry
        if answer.unopened is not None:
            error = answer.unopened
            failed = failed_entry(input, self._reading, "unreadable", (error.reason, error.remedy))
            if known is not None and known.is_read:
                # It may be a disk that is not there today: what was read of it stays.
                self._writer.note(failed)
            else:
                entry = failed
        elif entry is None:
            failed = self._writer.failure(input.place)
        self._writer.take(Answer(input, entry))
        return InputOutcome(
            input.told_as, entry is not None, None if failed and failed.is_read else failed
        )

    def close(self) -> None:
        """Complete the archive with all that has an answer; also where a run is broken off."""
        self._writer.close()

    def abandon(self) -> None:
        """End where the archive cannot be written to: what was finished is found by the next run."""
        self._writer.abandon()
