"""A file that is written whole or not at all."""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path

_LONGEST_NAME = 100
"""Characters of the target's name in that of the file beside it: a name has 255 bytes at most."""


class WholeFile:
    """Grows beside the place where it shall stand, and is put there when it is complete.

    A full disk, or a program that is ended, leaves the old file as it was. Raises `OSError` where
    it cannot be written. `keep` or `drop` must be called; after either, the other does nothing.
    """

    def __init__(self, path: Path) -> None:
        self._target = path.resolve()  # a link stays one
        self._beside: Path | None = None
        self.file: io.BufferedIOBase | io.RawIOBase
        if self._target.exists() and not self._target.is_file():
            # A pipe or a device is written to as it is.
            self.file = self._target.open("wb", buffering=0)
            return
        descriptor, name = tempfile.mkstemp(
            prefix=f".{self._target.name[:_LONGEST_NAME]}.",
            dir=self._target.parent,
        )
        self._beside = Path(name)
        self.file = os.fdopen(descriptor, "wb")

    def write(self, data: bytes) -> None:
        """Write bytes behind those that are there; they are on the disk at once."""
        self.file.write(data)
        self.file.flush()

    def keep(self) -> None:
        """The file is complete: put it where it shall stand."""
        if self.file.closed:
            return
        try:
            self._put()
        except BaseException:
            self.drop()
            raise

    def _put(self) -> None:
        self.file.flush()
        if self._beside is not None:
            os.fsync(self.file.fileno())
        self.file.close()
        if self._beside is not None:
            self._beside.chmod(_mode(self._target))
            self._beside.replace(self._target)
            self._beside = None

    def drop(self) -> None:
        """The file will not be complete: leave nothing of it."""
        try:
            self.file.close()
        except OSError:
            # What a full disk did not take is not wanted either.
            pass
        finally:
            if self._beside is not None:
                self._beside.unlink(missing_ok=True)
                self._beside = None


def write_whole(path: Path, data: bytes) -> None:
    """Write a file of which all is known; raises `OSError` as `WholeFile` does."""
    whole = WholeFile(path)
    try:
        whole.write(data)
        whole.keep()
    finally:
        whole.drop()


def _mode(target: Path) -> int:
    """The rights of the file that is replaced, or those that a new one would get."""
    if target.exists():
        return target.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
