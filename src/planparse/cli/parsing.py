"""`planparse FILE…`: reads plans, and writes each as a summary, as records, or as rows of tables."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from planparse.cli import formats, options
from planparse.cli.exit_codes import DONE, UNREADABLE
from planparse.cli.inputs import InputFile
from planparse.cli.reading import ReadingRun
from planparse.cli.reports import is_terminal, say_what_has_none
from planparse.cli.writing import Output

if TYPE_CHECKING:
    from planparse.labels import Language

EXAMPLES = """Read each FILE; print a summary, or write records or tables.

\b
  planparse plan.pdf                          a summary to read
  planparse plans -o plans.xlsx               all plans of a folder as a workbook
  planparse 'plans/**/*.docx' -o goals.csv    their indicators, a row each
  planparse @list.txt -o values.parquet --table values
  planparse plan.pdf --json --indent 2        the records
  planparse plans --json -o plans.jsonl       one plan a line
  planparse plans --json -o out/              a file for each plan

FILE is a file, a folder (all plans in it and below), a pattern in quotes, @LIST (a file
with one of these a line; @- is standard input), or - for a plan on standard input.
The form follows from the name after -o; --to says it outright.
"""
SHORT = "Read each FILE (the command that is meant where none is named)."


@click.command(cls=options.ReadingCommand, help=EXAMPLES, short_help=SHORT)
@options.files
@options.as_json
@click.option(
    "--to",
    type=click.Choice(formats.FORMATS),
    metavar="FORMAT",
    help=f"What to write: {', '.join(formats.FORMATS)} (default: by the suffix of FILE in -o).",
)
@click.option(
    "--table",
    "tables",
    multiple=True,
    metavar="NAME,…",
    help="Which tables: indicators (default), values, outcomes, …, or all. Repeatable with jsonl, xlsx.",
)
@click.option(
    "--text",
    is_flag=True,
    help="With --json: the text that spans point into, and its leaves.",
)
@click.option(
    "--indent",
    type=click.IntRange(0, 8),
    metavar="N",
    help="Indent the JSON of one FILE by N.",
)
@options.lang
@options.reading
def parse(
    files: tuple[InputFile, ...],
    as_json: bool,
    to: str | None,
    tables: tuple[str, ...],
    text: bool,
    indent: int | None,
    language: Language,
    output: str | None,
    **reading: Any,
) -> None:
    """Write each plan that can be read in the form that is asked for."""
    several = len(files) > 1
    format = formats.asked_format(output, to, as_json=as_json, several=several)
    if indent is not None and (several or format != formats.RECORDS):
        raise click.UsageError("--indent goes with --json and one FILE")
    if text and format != formats.RECORDS:
        raise click.UsageError("--text goes with --json")
    chosen = formats.tables_named(format, tables)
    # The inputs are known to the output, so that none of them is overwritten.
    out = Output(output, files, suffix=formats.usual_suffix(format))
    reading["language"] = language
    if format == formats.RECORDS:
        failed = _write_records(reading, out, files, indent=indent, text=text)
    elif format == formats.SUMMARY:
        failed = _show_summaries(reading, out, files, language)
    else:
        failed = _write_tables(reading, out, files, (format, chosen, language))
    sys.exit(UNREADABLE if failed else DONE)


def _write_records(
    reading: dict[str, Any],
    out: Output,
    files: Sequence[InputFile],
    *,
    indent: int | None,
    text: bool,
) -> bool:
    run = ReadingRun(**reading)
    # Imported here, as --help does without it, and wrong usage.
    from planparse.outputs.json import plan_json

    for _, line in run.made(partial(plan_json, indent=indent, text=text), files, out):
        out.write(line)
    out.close()
    return run.failed


def _show_summaries(
    reading: dict[str, Any],
    out: Output,
    files: Sequence[InputFile],
    language: Language,
) -> bool:
    # Imported here, as rich takes its time and JSON does without.
    from planparse.outputs.summary import summary

    run = ReadingRun(**reading)
    gap: list[str] = []
    for _, plan in run.plans(files, out):
        out.show([*gap, *summary(plan, language)])
        if not out.is_folder:
            gap = ["", ""]  # before each further plan
    out.close()
    return run.failed


def _write_tables(
    reading: dict[str, Any],
    out: Output,
    files: Sequence[InputFile],
    form: tuple[str, tuple[str, ...], Language],
) -> bool:
    # Imported here, as --help and JSON do without.
    from planparse.cli.writing.tables import TableOutput

    format, tables, language = form
    if out.is_standard and format in formats.BINARY and is_terminal(sys.stdout):
        raise click.UsageError(f"{format} is nothing for a terminal; name a file with -o")
    formats.refuse_what_cannot_be_written(format, tables)
    written = TableOutput(out, format, tables, language)
    run = ReadingRun(**reading)
    without: list[str] = []
    for path, plan in run.plans(files, written):
        written.add(plan)
        if not plan.indicators:
            without.append(path)
    written.close()
    # Where no table is named all formats write the indicators. A file without any may be the wrong
    # one, or none that could be read well, and in the table there is nothing to see of it.
    has_indicators = not tables or "indicators" in tables
    if has_indicators and len(files) > 1 and not reading["quiet"]:
        say_what_has_none(without, len(files), language)
    return run.failed
