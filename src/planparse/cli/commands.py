"""What each command does."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from planparse import __version__
from planparse.cli import options
from planparse.cli.documents import chunks, md, text
from planparse.cli.exit_codes import CHECK_UNREADABLE, CONTRADICTED, DONE, UNREADABLE
from planparse.cli.grammars import grammar
from planparse.cli.inputs import InputFile
from planparse.cli.program import Program
from planparse.cli.reading import ReadingRun
from planparse.cli.writing import Output

if TYPE_CHECKING:
    from planparse.labels import Language

# What people do comes before what the words mean. \b keeps click from joining the lines.
HELP = """Read Chinese planning documents (规划, 纲要, 行动计划) into typed records.

\b
  planparse plan.pdf                      a summary to read
  planparse plan.txt --json               the records as JSON
  planparse *.docx --json -o plans.jsonl  one plan a line
  curl -s URL | planparse - --json        from standard input
  planparse check plan.txt                what contradicts what (experimental)
  planparse md plan.pdf                   the cleaned document as Markdown
  planparse chunks plan.pdf               pieces for a search system, as JSON Lines
  planparse schema                        the JSON Schema of --json

FILE is text, Markdown, HTML, docx, xlsx, PDF or any other format that plans are
published in; - is standard input. `planparse parse --help` lists the options of reading.
"""

ENDING = """\b
Exit codes:
  0  done
  1  an input could not be read (check: an error-level finding)
  2  wrong usage, or the output could not be written
  3  check: an input could not be read

A file that is named like a command is read with ./ before it: planparse ./check
"""


@click.group(
    cls=Program,
    help=HELP,
    epilog=ENDING,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="planparse")
def main() -> None:
    """The program; what it prints as its help is `HELP`."""


@main.command(cls=options.ReadingCommand)
@options.files
@options.as_json
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
    text: bool,
    indent: int | None,
    language: Language,
    output: str | None,
    **reading: Any,
) -> None:
    """Read each FILE; print a summary for people, or its records with --json."""
    if indent is not None and (len(files) > 1 or not as_json):
        raise click.UsageError("--indent goes with --json and one FILE")
    if text and not as_json:
        raise click.UsageError("--text goes with --json")
    # The inputs are known to the output, so that none of them is overwritten.
    run = ReadingRun(**reading)
    out = Output(output, files, suffix=".json" if as_json else ".txt")
    if as_json:
        _write_records(run, out, files, indent=indent, text=text)
    else:
        _show_summaries(run, out, files, language)
    out.close()
    sys.exit(UNREADABLE if run.failed else DONE)


def _write_records(
    run: ReadingRun,
    out: Output,
    files: tuple[InputFile, ...],
    *,
    indent: int | None,
    text: bool,
) -> None:
    from planparse.outputs.json import plan_json

    for _, plan in run.plans(files, out):
        out.write(plan_json(plan, indent=indent, text=text))


def _show_summaries(
    run: ReadingRun,
    out: Output,
    files: tuple[InputFile, ...],
    language: Language,
) -> None:
    # Imported here, as rich takes its time and JSON does without.
    from planparse.outputs.summary import summary

    gap: list[str] = []
    for _, plan in run.plans(files, out):
        out.show([*gap, *summary(plan, language)])
        gap = ["", ""]  # before each further plan


Kinds = tuple[tuple[str, ...], ...]
"""What a repeatable option of kinds gives: a tuple for each time that it stands there."""


@main.command(cls=options.ReadingCommand)
@options.files
@options.as_json
@click.option(
    "--select",
    type=options.kinds,
    multiple=True,
    metavar="KIND,…",
    help="Only these kinds. Repeatable.",
)
@click.option(
    "--ignore",
    type=options.kinds,
    multiple=True,
    metavar="KIND,…",
    help="Not these kinds. Repeatable.",
)
@options.lang
@options.reading
def check(
    files: tuple[InputFile, ...],
    as_json: bool,
    select: Kinds,
    ignore: Kinds,
    language: Language,
    output: str | None,
    **reading: Any,
) -> None:
    """Compare each FILE with itself and print what contradicts what (experimental).

    Experimental: on real plans most findings are still wrong, so look at each
    before you act on it.

    Exit code 1 says that there is an error-level finding, 3 that a FILE could not be read.
    """
    from planparse.outputs.json import findings_json
    from planparse.outputs.report import chosen, report

    run = ReadingRun(**reading)
    out = Output(output, files, suffix=".json" if as_json else ".txt")
    gap: list[str] = []
    has_error = False
    for name, plan in run.plans(files, out):
        findings = chosen(plan.findings, sum(select, ()), sum(ignore, ()))
        has_error = has_error or any(finding.severity == "error" for finding in findings)
        if as_json:
            out.write(findings_json(plan, findings))
        else:
            out.show([*gap, *report(plan, findings, name, language)])
        gap = [""]  # before each further plan
    out.close()
    # An answer that is not complete weighs more than what it says.
    if run.failed:
        sys.exit(CHECK_UNREADABLE)
    if has_error:
        sys.exit(CONTRADICTED)
    sys.exit(DONE)


for command in (chunks, text, md, grammar):
    main.add_command(command)


@main.command()
@click.option("--markdown", is_flag=True, help="Print the reference page of the records instead.")
@options.output
def schema(markdown: bool, output: str | None) -> None:
    """Print the JSON Schema of what --json prints."""
    from planparse.outputs.reference import reference
    from planparse.outputs.schema import schema_json

    out = Output(output, ())
    if markdown:
        out.write(reference().encode())
    else:
        out.write(schema_json())
    out.close()
