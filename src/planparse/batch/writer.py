"""Takes what became of inputs, and makes parts of it: whatever ends the program, the archive is one that was."""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from planparse.batch import commits
from planparse.batch.engine import Answer
from planparse.batch.entries import InputEntry, Reading, error_lines, log_line, whole_lines_in
from planparse.batch.folder import ArchiveFolder
from planparse.batch.parts import NewDocument
from planparse.batch.sealing import Change, Sealer
from planparse.batch.signals import undisturbed
from planparse.batch.spool import spool_layout, spool_path

PART_INPUTS = 1000
"""Inputs of a part. Fewer make more files than programs like to open; more wait longer to be seen, and
take more room meanwhile."""
_LOG = "entries-{layout}.jsonl"
"""What became of inputs, as it came; by its name a run knows whether it can read the documents."""


class KnownInput(NamedTuple):
    """What an archive knows of an input from earlier runs."""

    sha256: str | None
    reading: Reading
    is_read: bool
    part: str


class ArchiveWriter:
    """Writes to an archive whose lock the caller has. `close` must be called behind the last answer.

    Inputs are counted off in slices of `PART_INPUTS` by their numbers. When all of a slice have an
    answer, those that were read anew become a part, in the order of their numbers: so parts, and the
    rows in them, are the same however many workers there are. What is read anew of slices that an
    archive has in part already shares parts, as it comes.
    """

    def __init__(self, folder: ArchiveFolder, total: int) -> None:
        """`total` inputs are numbered from 0. What an earlier run has left is put in order first."""
        self._folder = folder
        self._total = total
        self._sealer = Sealer(folder)
        # Until the program ends, all failures: there are few. Of what was read only counts are kept.
        self._failed: dict[str, InputEntry] = {}
        self._unopened: list[InputEntry] = []
        self._answered: Counter[int] = Counter()
        self._open: dict[int, dict[int, InputEntry]] = defaultdict(dict)
        self._pot: list[tuple[int, InputEntry]] = []
        with folder.guarded():
            commits.recover(folder.path)
            self.known = self._read_manifests()
            self.rescued = self._rescue()
            if self.rescued:
                self.known = self._read_manifests()
            self._run = self._next_run()
            self.spool.mkdir()
            self._log = self._log_path.open("wb")

    @property
    def spool(self) -> Path:
        """Where engines put documents down."""
        return self._folder.work

    @property
    def _log_path(self) -> Path:
        return self.spool / _LOG.format(layout=spool_layout())

    # ------------------------------------------------------- what there is

    def _read_manifests(self) -> dict[str, KnownInput]:
        known = {}
        readings: dict[Reading, Reading] = {}  # one of each, of inputs by the million
        for part in self._folder.parts():
            for entry in self._folder.entries(part):
                reading = readings.setdefault(entry.reading, entry.reading)
                known[entry.place] = KnownInput(entry.sha256, reading, entry.is_read, part)
                if not entry.is_read:
                    self._failed[entry.place] = entry
        return known

    def _next_run(self) -> int:
        """Runs count up, so that parts stand in the order in which they were begun."""
        return 1 + max((int(part.split("-")[1]) for part in self._folder.parts()), default=0)

    def _rescue(self) -> int:
        """Make a part of what a run had read when it was ended; how many inputs that were."""
        rescued: list[NewDocument] = []
        log = self._log_path
        if log.is_file():
            numbered = sorted(whole_lines_in(log), key=lambda line: line.number)
            rescued = [
                self._new(line.number, line.entry) for line in numbered if not self._has(line.entry)
            ]
            rescued = [one for one in rescued if _is_there(one)]
        if rescued:
            self._begin(f"part-{self._next_run():04}-000000", rescued)
            self._finish()
        shutil.rmtree(self.spool, ignore_errors=True)
        return len(rescued)

    def _has(self, entry: InputEntry) -> bool:
        """Whether what a log says had come into a part already."""
        known = self.known.get(entry.place)
        if known is None:
            return False
        same = (known.sha256, known.reading, known.is_read)
        return same == (entry.sha256, entry.reading, entry.is_read)

    # ------------------------------------------------------------- answers

    def take(self, answer: Answer) -> None:
        """What became of one input; its document stands in the spool.

        Ctrl-C waits until it is taken whole.
        """
        with undisturbed():
            self._take(answer)

    def _take(self, answer: Answer) -> None:
        number = answer.input.number
        at = number // PART_INPUTS
        if answer.entry is not None:
            self._keep(at, number, answer.entry)
        self._answered[at] += 1
        if self._answered[at] == min(PART_INPUTS, self._total - at * PART_INPUTS):
            del self._answered[at]
            self._complete(sorted(self._open.pop(at, {}).items()))
        if self._sealer.is_ready:
            self._finish()

    def _complete(self, ready: list[tuple[int, InputEntry]]) -> None:
        """All of a slice have an answer; `ready` are those that were read anew."""
        if len(ready) == PART_INPUTS:
            self._make_part(ready)
            return
        self._pot += ready
        if len(self._pot) >= PART_INPUTS:
            self._empty_pot()

    def _keep(self, at: int, number: int, entry: InputEntry) -> None:
        self._open[at][number] = entry
        with self._folder.guarded():
            self._log.write(log_line(number, entry))
            self._log.flush()

    def failure(self, place: str) -> InputEntry | None:
        """Why there is no plan of an input, by the archive."""
        return self._failed.get(place)

    def note(self, entry: InputEntry) -> None:
        """Tell of an input among the errors of this run, and leave what the archive has of it."""
        self._unopened.append(entry)

    def drop(self, places: Iterable[str]) -> None:
        """Remove inputs, and their rows, from the archive."""
        dropped: dict[str, set[str]] = defaultdict(set)
        for place in places:
            dropped[self.known[place].part].add(place)
            self._failed.pop(place, None)
        if dropped:
            self._finish()
            sets = {part: frozenset(of_part) for part, of_part in dropped.items()}
            self._sealer.begin(Change("", (), sets))
            self._finish()

    def close(self) -> None:
        """Make a part of all that is left, complete or not, and tell of the failures."""
        try:
            for number in sorted(self._open):
                self._pot += sorted(self._open[number].items())
            self._open.clear()
            self._finish()
            if self._pot:
                self._empty_pot()
                self._finish()
            self._write_errors()
            self._log.close()
            shutil.rmtree(self.spool, ignore_errors=True)
        finally:
            self._sealer.end()

    def abandon(self) -> None:
        """Leave all as it is, where it cannot be written to; the next run sees what can be had of it."""
        self._log.close()
        self._sealer.end()

    # --------------------------------------------------------------- parts

    def _empty_pot(self) -> None:
        ready = sorted(self._pot)
        self._pot.clear()
        self._make_part(ready)

    def _make_part(self, ready: Sequence[tuple[int, InputEntry]]) -> None:
        first = ready[0][0] // PART_INPUTS
        documents = [self._new(number, entry) for number, entry in ready]
        self._begin(f"part-{self._run:04}-{first:06}", documents)

    def _new(self, number: int, entry: InputEntry) -> NewDocument:
        return NewDocument(entry, spool_path(self.spool, number) if entry.is_read else None)

    def _begin(self, part: str, documents: Sequence[NewDocument]) -> None:
        self._finish()
        dropped: dict[str, set[str]] = defaultdict(set)
        for document in documents:
            known = self.known.get(document.entry.place)
            if known is not None:
                dropped[known.part].add(document.entry.place)
        sets = {part: frozenset(places) for part, places in dropped.items()}
        with self._folder.guarded():
            self._sealer.begin(Change(part, documents, sets))

    def _finish(self) -> None:
        change = self._sealer.staged()
        if change is None:
            return
        with undisturbed():
            self._commit(change)

    def _commit(self, change: Change) -> None:
        with self._folder.guarded():
            commits.commit(self._folder.path)
        for document in change.documents:
            entry = document.entry
            self._failed.pop(entry.place, None)
            if document.spooled is not None:
                document.spooled.unlink(missing_ok=True)
            else:
                self._failed[entry.place] = entry
        self._write_errors()

    def _write_errors(self) -> None:
        entries = sorted((*self._failed.values(), *self._unopened), key=lambda entry: entry.path)
        beside = self._folder.path / ".errors.tmp"
        with self._folder.guarded():
            beside.write_bytes(error_lines(entries))
            beside.replace(self._folder.errors)


def _is_there(document: NewDocument) -> bool:
    return document.spooled is None or document.spooled.is_file()
