"""Files of tables: one writer for each format. A writer takes plan after plan, so that no run is kept in memory.

A format of one table writes the table that is named, `indicators` by default. A format of several
writes those that are named. Whoever opens the file sees to it that it is complete or absent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Protocol

from planparse.errors import MissingExtraError, OneTableError, UnknownNameError
from planparse.frames.registry import DEFAULT_TABLE, table_named
from planparse.labels import LANGUAGES, Language

if TYPE_CHECKING:
    from planparse.model.plan import Plan


class TableWriter(Protocol):
    """Writes the rows of plans to an open file, which it leaves open."""

    def add(self, plan: Plan) -> None:
        """Write the rows of one more plan."""

    def close(self) -> None:
        """Write what is still to be written: must be called behind the last plan, also where there was none."""


class TableFormat(NamedTuple):
    """A format: `suffixes` of its files, the tables that it writes where none is named, and what opens a writer.

    `holds_several` says whether one file has room for more than one table.
    """

    name: str
    suffixes: tuple[str, ...]
    holds_several: bool
    default_tables: tuple[str, ...]
    open: Callable[[BinaryIO, tuple[str, ...], Language], TableWriter]


SHEETS = (
    "plans",
    "indicators",
    "outcomes",
    "values",
    "projects",
    "observations",
    "mentions",
    "findings",
    "sides",
    "doubts",
    "sections",
    "boxes",
    "items",
    "tables",
)
"""The sheets of a workbook, what most people look for first."""


def _csv(file: BinaryIO, tables: tuple[str, ...], lang: Language) -> TableWriter:
    from planparse.frames.writers.csv import CsvWriter

    return CsvWriter(file, tables[0])


def _parquet(file: BinaryIO, tables: tuple[str, ...], lang: Language) -> TableWriter:
    from planparse.frames.writers.parquet import ParquetTables

    return ParquetTables(file, tables[0])


def _json_lines(file: BinaryIO, tables: tuple[str, ...], lang: Language) -> TableWriter:
    from planparse.frames.writers.json_lines import JsonLines

    return JsonLines(file, tables)


def _markdown(file: BinaryIO, tables: tuple[str, ...], lang: Language) -> TableWriter:
    from planparse.frames.writers.markdown import MarkdownTable

    return MarkdownTable(file, tables[0], lang)


def _xlsx(file: BinaryIO, tables: tuple[str, ...], lang: Language) -> TableWriter:
    try:
        import_module("xlsxwriter")
    except ImportError:
        raise MissingExtraError("a file of xlsx", "XlsxWriter", "xlsx") from None
    # Its sheets are made of XlsxWriter's own.
    from planparse.frames.writers.xlsx.workbook import XlsxTables

    return XlsxTables(file, tables, lang)


FORMATS = {
    format.name: format
    for format in (
        TableFormat("csv", (".csv",), False, (DEFAULT_TABLE,), _csv),
        TableFormat("parquet", (".parquet", ".pq"), False, (DEFAULT_TABLE,), _parquet),
        TableFormat("jsonl", (".jsonl", ".ndjson"), True, (DEFAULT_TABLE,), _json_lines),
        TableFormat("xlsx", (".xlsx",), True, SHEETS, _xlsx),
        TableFormat("md", (".md", ".markdown"), False, (DEFAULT_TABLE,), _markdown),
    )
}
"""All formats by their names, in the order in which they are listed."""


def format_of(path: str | PurePath) -> str | None:
    """The format that a path's suffix names; None where it names none."""
    suffix = PurePath(path).suffix.lower()
    for format in FORMATS.values():
        if suffix in format.suffixes:
            return format.name
    return None


def writer_for(
    format: str,
    file: BinaryIO,
    *,
    tables: Sequence[str] = (),
    lang: Language = "en",
) -> TableWriter:
    """A writer of a format, by its name, to a file that is open for bytes.

    `tables` names what is written; without one it is what the format writes by default. `lang` is the language
    of the heads where people read them (md, xlsx): en or zh; the other formats have the names of the schema.

    Raises `UnknownNameError` for a format, a table or a language that there is not, `OneTableError` where several
    tables are named for a format of one, and `MissingExtraError` where a package is missing.
    """
    if format not in FORMATS:
        raise UnknownNameError("format of tables", format, tuple(FORMATS))
    if lang not in LANGUAGES:
        raise UnknownNameError("language", lang, LANGUAGES)
    chosen = FORMATS[format]
    named = tuple(tables) or chosen.default_tables
    for name in named:
        table_named(name)
    if len(named) > 1 and not chosen.holds_several:
        several = tuple(f.name for f in FORMATS.values() if f.holds_several)
        raise OneTableError(format, named, several)
    return chosen.open(file, named, lang)
