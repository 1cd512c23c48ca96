"""The plans in a folder: every file in it that a reader may read, in the order of their paths."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePath

from planparse.cli.inputs.input_file import InputFile
from planparse.errors import ReadError

_LOCK = "~$"
"""What the name of the file begins with by which Office says that a document is open."""


def files_in(folder: str) -> Iterator[InputFile]:
    """The files in a folder and in those inside it, and a trouble for each that cannot be opened.

    Left out are hidden files and folders, what no reader reads by its suffix, and what is no file
    (a pipe). A link to a file is taken, one to a folder is not gone into: it may lead back.
    """
    found: list[InputFile] = []
    for here, folders, names in os.walk(folder, onerror=lambda error: found.append(_closed(error))):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = os.path.join(here, name)  # noqa: PTH118  (a Path would drop the ./ that was given)
            if _is_plan(name) and _is_file_or_gone(path):
                found.append(InputFile(path, os.path.relpath(path, folder), is_found=True))
    # By their parts, so that what stands in one folder stays together.
    return iter(sorted(found, key=lambda one: PurePath(one.path).parts))


def _is_plan(name: str) -> bool:
    from planparse.readers import SUFFIXES

    if name.startswith((".", _LOCK)):
        return False
    return PurePath(name).suffix.lower() in SUFFIXES


def _is_file_or_gone(path: str) -> bool:
    """Whether a path is a file, or a link to one that is gone, which is worth a message."""
    try:
        return stat.S_ISREG(Path(path).stat().st_mode)
    except OSError:
        return True


def _closed(error: OSError) -> InputFile:
    path = str(error.filename)
    reason = f"the folder cannot be opened ({error.strerror})"
    return InputFile(path, path, trouble=ReadError(path, reason, "check its permissions"))
