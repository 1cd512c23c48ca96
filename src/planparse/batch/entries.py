"""What an archive knows of each of its inputs: a line of JSON each, in a manifest for each part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from planparse import __version__
from planparse.errors import ReadError
from planparse.grammar import Grammar
from planparse.model.plan import Plan

Failure = Literal["unreadable", "ended", "defect"]
"""Why there is no plan: the file is none that can be read, the process that read it was ended (by a
limit or from outside), or planparse itself failed."""


class Reading(NamedTuple):
    """With what an input was read: where any of it differs, it is read again."""

    planparse: str
    """Version of planparse."""
    schema_version: str
    """Version of the output contract."""
    grammar: str
    """Hash of all rules in force."""
    options: str
    """The options that can change records, as they would be typed."""


def reading_with(grammar: Grammar, *, pdf_backend: str | None) -> Reading:
    """With what inputs are read by this planparse, with these rules and options."""
    contract = Plan.model_fields["schema_version"].default
    options = "" if pdf_backend is None else f"--pdf-backend {pdf_backend}"
    return Reading(__version__, contract, grammar.fingerprint, options)


class InputEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one input."""

    path: str
    """As it was given, as in the tables."""
    place: str
    """The same as an absolute path, by which the input is known from one run to the next."""
    below: str
    """The path below the folder or pattern that it was found by; else the file's name alone."""
    status: Literal["read", "failed"]
    sha256: str | None = None
    """Of the file; None where it could not be opened."""
    bytes: int | None = None
    plan_id: str | None = None
    planparse: str
    schema_version: str
    grammar: str
    options: str
    failure: Failure | None = None
    reason: str | None = None
    remedy: str | None = None
    rows: dict[str, int] = {}
    """How many rows it has in each table. In the files of a part they stand in the order of entries."""

    @property
    def reading(self) -> Reading:
        """With what it was read."""
        return Reading(self.planparse, self.schema_version, self.grammar, self.options)

    @property
    def is_read(self) -> bool:
        """Whether there is a plan of it."""
        return self.status == "read"

    @property
    def error(self) -> ReadError:
        """Why it could not be read."""
        return ReadError(self.path, self.reason or "not read", self.remedy or "")


class LogLine(msgspec.Struct, frozen=True):
    """What became of the input with a number, as a run writes it down at once."""

    number: int
    entry: InputEntry


_decoder = msgspec.json.Decoder(InputEntry)
_log_decoder = msgspec.json.Decoder(LogLine)
_encoder = msgspec.json.Encoder()


def lines_of(entries: Iterable[InputEntry]) -> bytes:
    """Entries as they stand in a manifest."""
    return b"".join(_encoder.encode(entry) + b"\n" for entry in entries)


def entries_in(manifest: Path) -> Iterator[InputEntry]:
    """The entries of a manifest, in their order. Raises `msgspec.MsgspecError` for what is none."""
    with manifest.open("rb") as lines:
        for line in lines:
            yield _decoder.decode(line)


def log_line(number: int, entry: InputEntry) -> bytes:
    """A line of a log."""
    return _encoder.encode(LogLine(number, entry)) + b"\n"


def whole_lines_in(log: Path) -> Iterator[LogLine]:
    """The lines of a log up to the first that is torn: its writer may have been ended amid one."""
    with log.open("rb") as lines:
        for line in lines:
            try:
                yield _log_decoder.decode(line)
            except msgspec.MsgspecError:
                return


def error_lines(entries: Iterable[InputEntry]) -> bytes:
    """`errors.jsonl`: which inputs could not be read, what happened, why, and what to do."""
    lines = (
        {
            "path": entry.path,
            "failure": entry.failure,
            "reason": entry.reason,
            "remedy": entry.remedy,
            "bytes": entry.bytes,
            "sha256": entry.sha256,
        }
        for entry in entries
    )
    return b"".join(_encoder.encode(line) + b"\n" for line in lines)
