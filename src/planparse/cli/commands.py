"""What each command does."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from planparse import __version__
from planparse.cli import options
from planparse.cli.documents import chunks, md, text
from planparse.cli.exit_codes import CHECK_UNREADABLE, CONTRADICTED, DONE
from planparse.cli.explaining import explain
from planparse.cli.grammars import grammar
from planparse.cli.inputs import InputFile
from planparse.cli.parsing import parse
from planparse.cli.program import Program
from planparse.cli.reading import ReadingRun
from planparse.cli.writing import Output

if TYPE_CHECKING:
    from planparse.labels import Language

# What people do comes before what the words mean. \b keeps click from joining the lines.
HELP = """Read Chinese planning documents (规划, 纲要, 行动计划) into typed records.

\b
  planparse plan.pdf                       a summary to read
  planparse plans -o plans.xlsx            all plans of a folder as one workbook
  planparse 'plans/**/*.pdf' -o goals.csv  their indicators as a table
  planparse plan.txt --json                the records as JSON
  planparse plans --json -o plans.jsonl    one plan a line
  curl -s URL | planparse - --json         from standard input
  planparse check plan.docx                what contradicts what (experimental)
  planparse chunks plans -o chunks.jsonl   pieces for a search system
  planparse md plan.pdf -o plan.md         the cleaned document
  planparse explain plan.pdf --at 床位数   why a passage was read as it was

A FILE is a file, a folder, a pattern in quotes, @LIST (a file of paths), or - for standard
input; text, Markdown, HTML, docx, xlsx, PDF or any other format that plans are published in.
Each command has its own --help; `planparse parse --help` lists all options of reading.
"""

ENDING = """\b
Exit codes:
  0         done
  1         an input could not be read (check: an error-level finding)
  2         wrong usage, or the output could not be written
  3         check: an input could not be read
  130, 143  ended by Ctrl-C, or by another program

\b
A file that is named like a command, or begins with a dash:
  planparse ./check        planparse -- -plan.txt
"""


@click.group(
    cls=Program,
    help=HELP,
    subcommand_metavar="FILE... | COMMAND ...",
    epilog=ENDING,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="planparse")
def main() -> None:
    """The program; what it prints as its help is `HELP`."""


main.add_command(parse)


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

    \b
      planparse check plan.docx
      planparse check plans --ignore unit-missing -o findings.txt
      planparse check plan.docx --json --select sum-mismatch,part-exceeds-whole

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
        if not out.is_folder:
            gap = [""]  # before each further plan
    out.close()
    # An answer that is not complete weighs more than what it says.
    if run.failed:
        sys.exit(CHECK_UNREADABLE)
    if has_error:
        sys.exit(CONTRADICTED)
    sys.exit(DONE)


for command in (chunks, text, md, explain, grammar):
    main.add_command(command)


@main.command()
@click.option("--markdown", is_flag=True, help="Print the reference page of the records instead.")
@options.output
def schema(markdown: bool, output: str | None) -> None:
    """Print the JSON Schema of what --json prints.

    \b
      planparse schema -o planparse.schema.json
      planparse schema --markdown
    """
    from planparse.outputs.reference import reference
    from planparse.outputs.schema import schema_json

    out = Output(output, ())
    if markdown:
        out.write(reference().encode())
    else:
        out.write(schema_json())
    out.close()
