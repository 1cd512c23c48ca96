"""Files of several folders that change as one, whatever ends the program: staged, committed, put in place.

All that is new is written into `.staging`, and on the disk, before the folder is renamed `.commit`:
that is the moment from which on the change holds. Then its files are moved to their places, and what
it replaces is removed. A program that finds a `.commit` does what is left of that, first of all; one
that finds a `.staging` removes it, as it never came to hold.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from planparse.batch.folder import MANIFEST

_STAGING = ".staging"
_COMMIT = ".commit"
_REMOVED = "removed.json"


def begin(archive: Path) -> Path:
    """An empty folder for what is new, with the paths that it shall have in the archive."""
    staging = archive / _STAGING
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()
    return staging


def seal(archive: Path, removed: Iterable[str]) -> None:
    """See to it that all that was staged is on the disk; `removed` are paths in the archive that go."""
    staging = archive / _STAGING
    (staging / _REMOVED).write_text(json.dumps(sorted(removed)), encoding="utf-8")
    for path in (*staging.rglob("*"), staging):
        _flush(path)


def commit(archive: Path) -> None:
    """Have the change hold, and put its files in place."""
    (archive / _STAGING).replace(archive / _COMMIT)
    _flush(archive)
    _put_in_place(archive)


def recover(archive: Path) -> None:
    """Bring to its end, or take back, what another run was at when it was ended."""
    if (archive / _COMMIT).is_dir():
        _put_in_place(archive)
    shutil.rmtree(archive / _STAGING, ignore_errors=True)


def _put_in_place(archive: Path) -> None:
    committed = archive / _COMMIT
    removed = json.loads((committed / _REMOVED).read_text(encoding="utf-8"))
    changed = set()
    for path in _by_folder(committed):
        target = archive / path.relative_to(committed)
        path.replace(target)
        changed.add(target.parent)
    for name in removed:
        (archive / name).unlink(missing_ok=True)
        changed.add((archive / name).parent)
    for folder in sorted(changed):
        _flush(folder)
    # From now on it is nothing but rubbish, and is taken for it if it is found half removed.
    committed.replace(archive / _STAGING)
    shutil.rmtree(archive / _STAGING)


def _by_folder(committed: Path) -> list[Path]:
    """The files to move, the manifest's last: what it names is there when it is."""
    files = [path for path in committed.rglob("*") if path.is_file() and path.name != _REMOVED]
    return sorted(files, key=lambda path: (path.parent.name == MANIFEST, path))


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
