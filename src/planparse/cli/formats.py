"""In which form plans are written: said outright, by the name of the file, or else a summary."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import PurePath

import click

from planparse.cli.writing.folder import is_folder
from planparse.cli.writing.output import STANDARD_OUTPUT
from planparse.errors import MissingExtraError, OneTableError

SUMMARY = "txt"
"""A page for people on each plan."""
RECORDS = "json"
"""The records of a plan as one JSON object on a line."""
ROWS = "jsonl"
"""The rows of tables as JSON objects; the same suffix is usual for records, a plan a line."""
TABLES = ("csv", "parquet", "jsonl", "xlsx", "md")
"""The formats of `planparse.frames`, named here once more, as --help must not load them; a test
compares the two."""
BINARY = ("parquet", "xlsx")
"""Those that are no text, and nothing for a terminal."""
_PACKAGES = {"parquet": ("pyarrow", "arrow"), "xlsx": ("xlsxwriter", "xlsx")}
"""The package that a format needs, and the extra that brings it."""
FORMATS = (SUMMARY, RECORDS, *TABLES)

ALL = "all"
"""What --table calls all tables together."""


def asked_format(output: str | None, to: str | None, *, as_json: bool, several: bool) -> str:
    """One of `FORMATS`, by --json, --to or the suffix of the output; raises `click.UsageError`."""
    if as_json:
        _refuse_json_elsewhere(output, to)
        return RECORDS
    if to is not None:
        return to
    if output is None or output == STANDARD_OUTPUT or is_folder(output):
        return SUMMARY
    suffix = PurePath(output).suffix.lower()
    if not suffix:  # also /dev/null, and a pipe
        return SUMMARY
    for name, suffixes in _suffixes():
        if suffix in suffixes:
            if name == RECORDS and several:
                raise _several_in_json(output)
            return name
    raise _unknown(output, suffix)


def _refuse_json_elsewhere(output: str | None, to: str | None) -> None:
    """--json beside what asks for something else."""
    if to not in (None, RECORDS):
        raise click.UsageError(f"--json and --to {to} exclude each other")
    suffix = PurePath(output or "").suffix.lower()
    if suffix in ("", f".{RECORDS}", f".{ROWS}"):
        return
    for name, suffixes in _suffixes():
        if name in TABLES and name != ROWS and suffix in suffixes:
            raise click.UsageError(
                f"{output} would hold JSON; for a table leave --json out, "
                "for records call it .json or .jsonl"
            )


def _several_in_json(output: str) -> click.UsageError:
    lines = str(PurePath(output).with_suffix(".jsonl"))
    return click.UsageError(
        f"{output} holds one plan; several go, one a line, to --json -o {lines}, "
        "or to a file each with --json -o FOLDER/"
    )


def _unknown(output: str, suffix: str) -> click.UsageError:
    known = []
    for name, suffixes in _suffixes():
        for_what = {SUMMARY: " (a summary)", RECORDS: " (the records)"}.get(name, "")
        known.append(" ".join(suffixes) + for_what)
    return click.UsageError(
        f"{output}: there is no format with the suffix {suffix}; there are {', '.join(known)}; "
        "or say which with --to or --json"
    )


def _suffixes() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each format with the suffixes of its files, the usual one first."""
    from planparse.frames import writers

    yield SUMMARY, (".txt",)
    yield RECORDS, (".json",)
    for format in writers.FORMATS.values():
        yield format.name, format.suffixes


def usual_suffix(format: str) -> str:
    """The suffix of a format's files in a folder."""
    # Without loading the tables where there are none.
    return f".{format}"


def refuse_what_cannot_be_written(format: str, tables: tuple[str, ...]) -> None:
    """Wrong usage, before anything is read: a package is missing, or a format has no room.

    The packages are not loaded for that: one that runs threads would keep the process from being
    copied for each file, which is the quick way to read it in a process of its own.
    """
    from planparse.frames.writers import FORMATS as KNOWN

    if format in _PACKAGES:
        package, extra = _PACKAGES[format]
        if find_spec(package) is None:
            raise click.UsageError(str(MissingExtraError(format, package, extra)))
    if len(tables) > 1 and not KNOWN[format].holds_several:
        several = tuple(name for name in KNOWN if KNOWN[name].holds_several)
        raise click.UsageError(str(OneTableError(format, tables, several)))


def tables_named(format: str, named: tuple[str, ...]) -> tuple[str, ...]:
    """The tables that --table names, separated by commas or repeated; raises `click.UsageError`.

    None where nothing is named: a format has tables of its own then.
    """
    if not named:
        return ()
    if format not in TABLES:
        raise click.UsageError(f"--table goes with a format of tables ({', '.join(TABLES)})")
    from planparse import frames

    chosen: list[str] = []
    for name in (part.strip() for text in named for part in text.split(",")):
        if name == ALL:
            return frames.TABLES
        if name not in frames.TABLES:
            reason = f"there is no table {name!r}; there are {', '.join(frames.TABLES)}, and {ALL}"
            raise click.BadParameter(reason, param_hint="'--table'")
        if name not in chosen:
            chosen.append(name)
    return tuple(chosen)
