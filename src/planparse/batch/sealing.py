"""Makes parts in a process of its own, so that the run goes on meanwhile and its memory stays small."""

from __future__ import annotations

import select
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from planparse.batch import commits
from planparse.batch.folder import FOLDERS, ArchiveFolder
from planparse.batch.parts import NewDocument, thin_part, write_part
from planparse.errors import ArchiveError, ReadError
from planparse.isolation import Child
from planparse.isolation.messages import PipeClosed
from planparse.readers.limits import Limits

_UNBOUND = Limits(memory_bytes=2**53, seconds=24 * 3600.0)
"""It is our own work on our own files."""
_TRIES = 3
"""A process that is killed, for want of memory or by hand, is begun again so many times in all."""


class Change(NamedTuple):
    """What a commit shall bring: a new part, and older ones without some of their inputs."""

    part: str
    documents: Sequence[NewDocument]
    dropped: Mapping[str, frozenset[str]]
    """For older parts the places of the inputs that go."""


class SealingWork:
    """What runs in the process: stages a change."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def prepare(self) -> None:
        """Load what it works with."""
        prepare_arrow()

    def __call__(self, change: Change) -> None:
        """Raises `OSError` where it cannot be written."""
        folder = ArchiveFolder(self._folder)
        staging = commits.begin(folder.path)
        if change.documents:
            write_part(staging, change.part, change.documents)
        removed: list[Path] = []
        for part, places in change.dropped.items():
            if not thin_part(folder, staging, part, places):
                removed += [folder.table(name, part) for name in FOLDERS]
                removed.append(folder.manifest_of(part))
        names = [path.relative_to(folder.path).as_posix() for path in removed]
        commits.seal(folder.path, names)


class Sealer:
    """Stages one change at a time, of which `staged` tells."""

    def __init__(self, folder: ArchiveFolder) -> None:
        self._folder = folder
        self._work = SealingWork(folder.path.absolute())
        self._child: Child | None = None
        self._change: Change | None = None

    @property
    def is_ready(self) -> bool:
        """Whether a change is staged, so that `staged` need not wait for it."""
        if self._child is None or self._change is None:
            return False
        ready, _, _ = select.select([self._child], [], [], 0)
        return bool(ready)

    def begin(self, change: Change) -> None:
        """Begin to stage a change; `staged` must be called before the next."""
        self._change = change
        try:
            self._ask(change)
        except PipeClosed:  # killed while it had nothing to do
            self.end()
            self._ask(change)

    def _ask(self, change: Change) -> None:
        if self._child is None or not self._child.is_alive:
            self._child = Child(self._work)
        self._child.ask(_UNBOUND, change)

    def staged(self) -> Change | None:
        """The change that was begun, once it is staged, to be committed; None where there is none.

        Raises `ArchiveError` where it cannot be staged.
        """
        change = self._change
        if change is not None:
            with self._folder.guarded():
                self._wait(change)
            self._change = None
        return change

    def _wait(self, change: Change) -> None:
        where = str(self._folder.path)
        for _ in range(_TRIES):
            try:
                if self._child is None:
                    self._ask(change)
                assert self._child is not None
                message = self._child.message(where, _UNBOUND, _UNBOUND.seconds)
                self._child.result(message, where, _UNBOUND)
            except (ReadError, PipeClosed):  # ended from outside
                self.end()
            except BaseException:  # Ctrl-C: it was ended with the wait
                self.end()
                raise
            else:
                return
        reason = "the process that writes it was ended again and again"
        raise ArchiveError(where, reason, "see to it that there is memory, and run again")

    def end(self) -> None:
        """End the process."""
        if self._child is not None:
            self._child.end()
            self._child = None


def prepare_arrow() -> None:
    """Load pyarrow, and have it take memory as the rest of the process does.

    Its own pool keeps what it has once taken, and reserves address space by the gigabyte, which
    counts against the limit of a file.
    """
    from planparse.frames.schemas import arrow_package

    pa = arrow_package()
    pa.set_memory_pool(pa.system_memory_pool())
    pa.set_cpu_count(1)
