"""The plans of an archive, one by one, as they were read from their files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from planparse.batch.folder import DOCUMENTS, ArchiveFolder, is_archive
from planparse.errors import ArchiveError, ReadError
from planparse.frames.schemas import arrow_package
from planparse.model.plan import Plan

if TYPE_CHECKING:
    import pyarrow

_GROUPS_KEPT = 4
"""Row groups that are held: parts of later runs lie between those of the first, by the order of paths."""


class ArchivedDocument(NamedTuple):
    """One input of an archive: its plan stands in `row` of the part's documents, or `error` says why not."""

    path: str
    below: str
    part: str
    row: int
    error: ReadError | None = None


class Archive:
    """An archive that `planparse batch` has made, to read from (extra `arrow`).

    Raises `ArchiveError` where there is none, or it is of another version of planparse's layout.
    """

    def __init__(self, path: str | Path) -> None:
        self._folder = ArchiveFolder(path)
        if not is_archive(path):
            raise ArchiveError(str(path), "is no archive", "planparse batch FILE... -o makes one")
        self._folder.check_format()
        arrow_package()
        self._row_group = lru_cache(maxsize=_GROUPS_KEPT)(self._read_row_group)
        self._row_counts = lru_cache(maxsize=_GROUPS_KEPT)(self._read_row_counts)

    def documents(self) -> list[ArchivedDocument]:
        """All inputs, in the order of their paths, as the files of a folder are read."""
        found = [one for part in self._folder.parts() for one in self._in_part(part)]
        return sorted(found, key=lambda one: PurePath(one.path).parts)

    def plans(self) -> Iterator[Plan]:
        """The plans of all inputs that could be read, in the order of their paths."""
        for document in self.documents():
            if document.error is None:
                yield self.plan(document)

    def plan(self, document: ArchivedDocument) -> Plan:
        """The plan of one input, equal to the one that its file gave.

        Raises `ReadError` for an input that could not be read, `ArchiveError` where the archive was
        written to since `documents` was asked.
        """
        if document.error is not None:
            raise document.error
        return self.plan_at(document.path, document.part, document.row)

    def plan_at(self, path: str, part: str, row: int) -> Plan:
        """The plan of the input of this path, by where `documents` says that it stands."""
        try:
            kept = self._kept(part, row)
        except (OSError, IndexError):
            raise self._changed() from None
        if kept["path"] != path:
            raise self._changed()
        return plan_in(kept["json"])

    def _in_part(self, part: str) -> Iterator[ArchivedDocument]:
        row = 0
        for entry in self._folder.entries(part):
            error = None if entry.is_read else entry.error
            yield ArchivedDocument(entry.path, entry.below, part, row, error)
            row += entry.is_read

    def _kept(self, part: str, row: int) -> dict[str, Any]:
        for group, count in enumerate(self._row_counts(part)):
            if row < count:
                kept: dict[str, Any] = self._row_group(part, group).slice(row, 1).to_pylist()[0]
                return kept
            row -= count
        raise IndexError(row)

    def _read_row_counts(self, part: str) -> list[int]:
        with self._file(part) as file:
            about = file.metadata
            return [about.row_group(group).num_rows for group in range(about.num_row_groups)]

    def _read_row_group(self, part: str, group: int) -> pyarrow.Table:
        with self._file(part) as file:
            rows: pyarrow.Table = file.read_row_group(
                group, columns=["path", "json"], use_threads=False
            )
            return rows

    def _file(self, part: str) -> Any:
        parquet: Any = import_module("pyarrow.parquet")
        return parquet.ParquetFile(self._folder.table(DOCUMENTS, part))

    def _changed(self) -> ArchiveError:
        where = str(self._folder.path)
        return ArchiveError(
            where, "was written to while it was read", "wait for the run, and retry"
        )


def plan_in(text: str) -> Plan:
    """The plan that a document's JSON with its text holds."""
    try:
        return Plan.model_validate_json(text)
    except ValidationError:
        # Half a surrogate pair, which pydantic does not read, and Python does.
        return Plan.model_validate(json.loads(text))
