"""One file that a command is to read."""

from __future__ import annotations

from typing import NamedTuple

from planparse.errors import ReadError
from planparse.model.file_names import name_in_words

STANDARD_INPUT = "-"
"""The argument that stands for standard input."""


class ArchivedInput(NamedTuple):
    """A plan in an archive: the folder, and the part and the row of the plan in it."""

    archive: str
    part: str
    row: int


class InputFile(NamedTuple):
    """The path by which the file is opened."""

    path: str
    """As it was given; for a file in a folder the folder as it was given, and the way on from it."""
    below: str
    """The path below the folder or pattern that it was found by; else the file's name alone."""
    is_found: bool = False
    """Whether it was found in a folder or by a pattern, and not named itself."""
    trouble: ReadError | None = None
    """Why there is nothing to read here, where that is known before anything is read."""

    archived: ArchivedInput | None = None
    """Where its plan stands, if it comes from an archive and not from the file itself."""

    @property
    def told_as(self) -> str:
        """The path as text, which it need not be on Linux: for all that is printed and written."""
        return name_in_words(self.path)

    @property
    def is_standard_input(self) -> bool:
        """Whether it is no file, but what is piped in."""
        return self.path == STANDARD_INPUT
