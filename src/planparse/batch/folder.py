"""Where things stand in an archive, how one is told from any other folder, and who may write to it."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from planparse.batch.entries import InputEntry, entries_in
from planparse.errors import ArchiveError
from planparse.frames.registry import TABLES

FORMAT = 1
"""Of the layout below. Another one is not read: it would be taken for what it is not."""
MARKER = "planparse-archive.json"
DOCUMENTS = "documents"
"""The folder of the plans themselves, as JSON with their text."""
FOLDERS = (*TABLES, DOCUMENTS)
"""Each has a Parquet file for each part."""
MANIFEST = "manifest"
ERRORS = "errors.jsonl"
_LOCK = ".lock"
_WORK = ".work"


class ArchiveFolder:
    """An archive: `manifest` says what is in it, and has a file for each part. What begins with a
    dot is of a run that is under way, or was ended."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.manifest = self.path / MANIFEST
        self.errors = self.path / ERRORS
        self.work = self.path / _WORK

    def table(self, name: str, part: str) -> Path:
        """The file of one part of a table, or of `documents`."""
        return self.path / name / f"{part}.parquet"

    def manifest_of(self, part: str) -> Path:
        """What is in a part."""
        return self.manifest / f"{part}.jsonl"

    def parts(self) -> list[str]:
        """The names of all parts, in the order in which they were begun."""
        return sorted(path.stem for path in self.manifest.glob("*.jsonl"))

    def entries(self, part: str) -> Iterator[InputEntry]:
        """What is in a part, in the order of its rows. Raises `ArchiveError` where that cannot be read."""
        manifest = self.manifest_of(part)
        try:
            yield from entries_in(manifest)
        except msgspec.MsgspecError:
            reason = f"{manifest.relative_to(self.path)} in it is damaged"
            remedy = "take it from a copy, or make the archive anew in another folder"
            raise ArchiveError(str(self.path), reason, remedy) from None

    def create(self) -> None:
        """Make the folder an archive, where it is none; raises `ArchiveError` where it holds something else."""
        if is_archive(self.path):
            self.check_format()
            return
        if self.path.exists() and not self.path.is_dir():
            raise ArchiveError(str(self.path), "is a file, not a folder", "name another place")
        if self.path.is_dir() and any(self.path.iterdir()):
            reason = "is a folder with other files in it, and no archive"
            raise ArchiveError(str(self.path), reason, "name a new folder, or an archive")
        with self.guarded():
            for name in (*FOLDERS, MANIFEST):
                (self.path / name).mkdir(parents=True, exist_ok=True)
            marker = self.path / f".{MARKER}"
            marker.write_text(json.dumps({"format": FORMAT}) + "\n", encoding="utf-8")
            marker.replace(self.path / MARKER)

    def check_format(self) -> None:
        """Raise `ArchiveError` where it is of another version of the layout."""
        try:
            marked = json.loads((self.path / MARKER).read_text(encoding="utf-8"))
            format = marked["format"]
        except (OSError, ValueError, KeyError, TypeError):
            reason = f"its {MARKER} cannot be read"
            remedy = "make the archive anew in another folder"
            raise ArchiveError(str(self.path), reason, remedy) from None
        if format != FORMAT:
            reason = f"is an archive of format {format}, and this planparse knows format {FORMAT}"
            remedy = "use the planparse that made it, or make it anew in another folder"
            raise ArchiveError(str(self.path), reason, remedy)

    @contextlib.contextmanager
    def guarded(self) -> Iterator[None]:
        """Meanwhile an error of the file system is one of the archive."""
        try:
            yield
        except OSError as error:
            raise self.not_written(error) from error

    def not_written(self, error: OSError) -> ArchiveError:
        """The error for a file in it that cannot be written."""
        reason = f"cannot be written ({error.strerror or error})"
        return ArchiveError(
            str(self.path), reason, "make room or name another place, and run again"
        )

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Meanwhile no other run writes to it; raises `ArchiveError` where one does already.

        The system takes the lock away when the program ends, however that comes about.
        """
        import fcntl

        with self.guarded():
            descriptor = os.open(self.path / _LOCK, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            # Not flock: it would be inherited by the children, and outlive the run with them.
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            reason = "another run is writing to this archive"
            raise ArchiveError(str(self.path), reason, "wait until it has ended") from None
        try:
            yield
        finally:
            os.close(descriptor)


def is_archive(path: str | Path) -> bool:
    """Whether a folder is an archive of plans."""
    try:
        return (Path(path) / MARKER).is_file()
    except (OSError, ValueError):  # what no file can be called
        return False
