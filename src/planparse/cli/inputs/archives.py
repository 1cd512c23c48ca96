"""Archives that `planparse batch` has made, read as the files that they were made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from planparse.cli.inputs.input_file import ArchivedInput, InputFile
from planparse.errors import ArchiveError, MissingExtraError, ReadError

if TYPE_CHECKING:
    from planparse.batch.reading import Archive
    from planparse.model.plan import Plan


def is_archive(folder: str) -> bool:
    """Whether a folder is an archive; nothing of archives is loaded where it has no such file."""
    from planparse.batch.folder import is_archive

    return is_archive(folder)


def files_of_archive(folder: str) -> Iterator[InputFile]:
    """What an archive was made of, in the order of the paths; with a trouble what could not be read."""
    for one in _opened(folder).documents():
        place = ArchivedInput(folder, one.part, one.row)
        yield InputFile(one.path, one.below, is_found=True, trouble=one.error, archived=place)


class OpenArchives:
    """Archives that plans are taken from."""

    def __init__(self) -> None:
        self._open: dict[str, Archive] = {}

    def plan(self, file: InputFile) -> Plan:
        """The plan of an input; raises `ReadError` where the archive has it no more."""
        assert file.archived is not None
        folder, part, row = file.archived
        if folder not in self._open:
            self._open[folder] = _opened(folder)
        try:
            return self._open[folder].plan_at(file.path, part, row)
        except ArchiveError as error:
            raise ReadError(file.told_as, error.reason, error.remedy) from None


def _opened(folder: str) -> Archive:
    """An archive to read from; one that cannot be read is wrong usage."""
    from planparse.batch.reading import Archive

    try:
        return Archive(folder)
    except (ArchiveError, MissingExtraError) as error:
        raise click.UsageError(str(error)) from error
