"""What was made of the built-in grammar, kept in the user's cache folder from one run to the next.

To read the grammar files, to compile their patterns and to compare each with its examples takes
longer than to read a plan, and always comes to the same: so it is done once. A file that was kept
is asked for by a name that says which versions and which grammar files it was made of. It is taken
from a folder and a file that belong to the user and that no one else can write, and from no other:
who can write there can have Python do anything. Where that is not so, nothing is kept.

`PLANPARSE_CACHE` names another folder; empty it keeps nothing.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import stat
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER_VARIABLE = "PLANPARSE_CACHE"
"""Names the folder in the environment."""

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_ONLY_USER = 0o700
_CHECKSUM = 4
"""Bytes before what is kept, by which a file is known that was not written to its end."""
_MOST_FILES = 6
"""Kept files of this name that stay: of several versions or environments. The oldest go."""


def cache_folder() -> Path | None:
    """The folder in which files are kept; None where none are, as on systems without owners of files."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named is not None:
        return Path(named) if named and hasattr(os, "geteuid") else None
    if not hasattr(os, "geteuid"):
        return None
    base = os.environ.get("XDG_CACHE_HOME")
    if base:
        return Path(base) / "planparse"
    with contextlib.suppress(RuntimeError):  # a user without a home
        caches = "Library/Caches" if sys.platform == "darwin" else ".cache"
        return Path.home() / caches / "planparse"
    return None


def recall(name: str) -> Any:
    """What was kept under a name; None where nothing was, or where it is not safe to take."""
    folder = cache_folder()
    if folder is None:
        return None
    try:
        with _opened(folder) as directory:
            data = _read(directory, name)
        if zlib.crc32(data[_CHECKSUM:]) != int.from_bytes(data[:_CHECKSUM], "big"):
            return None
        return marshal.loads(memoryview(data)[_CHECKSUM:])
    except (OSError, ValueError, EOFError, TypeError):
        return None


def keep(name: str, made: Any) -> None:
    """Keep what was made, of plain values, for `recall`; where that cannot be, nothing happens."""
    folder = cache_folder()
    if folder is None:
        return
    content = marshal.dumps(made)
    checksum = zlib.crc32(content).to_bytes(_CHECKSUM, "big")
    with contextlib.suppress(OSError):
        folder.mkdir(mode=_ONLY_USER, parents=True, exist_ok=True)
        with _opened(folder) as directory:
            _write(directory, name, checksum + content)
        _remove_oldest(folder, name)


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[int]:
    """The folder, held open; PermissionError where others can write in it."""
    directory = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        _check_owner(os.fstat(directory), folder)
        yield directory
    finally:
        os.close(directory)


def _check_owner(status: os.stat_result, path: Path | str) -> None:
    if status.st_uid != os.geteuid() or status.st_mode & _OTHERS_WRITE:
        raise PermissionError(f"others can write {path}")


def _read(directory: int, name: str) -> bytes:
    # By the open folder, so that no other one can be put in its place meanwhile.
    number = os.open(name, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=directory)
    with open(number, "rb") as file:  # noqa: PTH123
        _check_owner(os.fstat(number), name)
        return file.read()


def _write(directory: int, name: str, data: bytes) -> None:
    """Write a file at once: two runs may do so at one time."""
    own = f"{name}.{os.urandom(8).hex()}"
    number = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600, dir_fd=directory)
    try:
        with open(number, "wb") as file:  # noqa: PTH123
            file.write(data)
        os.replace(own, name, src_dir_fd=directory, dst_dir_fd=directory)
    except OSError:
        os.unlink(own, dir_fd=directory)
        raise


def _remove_oldest(folder: Path, name: str) -> None:
    kind, _, _ = name.partition("-")
    files = sorted(folder.glob(f"{kind}-*"), key=lambda path: path.stat().st_mtime)
    for path in files[:-_MOST_FILES]:
        path.unlink(missing_ok=True)
