"""What each command does."""

from __future__ import annotations

import click

from planparse import __version__
from planparse.cli import options
from planparse.cli.batching import batch
from planparse.cli.checking import check
from planparse.cli.documents import chunks, md, text
from planparse.cli.explaining import explain
from planparse.cli.grammars import grammar
from planparse.cli.parsing import parse
from planparse.cli.program import Program
from planparse.cli.writing import Output

# What people do comes before what the words mean. \b keeps click from joining the lines.
HELP = """Read Chinese planning documents (规划, 纲要, 行动计划) into typed records.

\b
  planparse plan.pdf                       a summary to read
  planparse plans -o plans.xlsx            all plans of a folder as one workbook
  planparse 'plans/**/*.pdf' -o goals.csv  their indicators as a table
  planparse plan.txt --json                the records as JSON
  planparse plans --json -o plans.jsonl    one plan a line
  curl -s URL | planparse - --json         from standard input
  planparse batch plans -o archive/        thousands of files, on all cores
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


for command in (parse, batch, check, chunks, text, md, explain, grammar):
    main.add_command(command)


@main.command()
@click.option("--markdown", is_flag=True, help="Print the reference page of the records instead.")
@click.option("--check", "of_check", is_flag=True, help="The schema of what check --json prints.")
@options.output
def schema(markdown: bool, of_check: bool, output: str | None) -> None:
    """Print the JSON Schema of what --json prints.

    \b
      planparse schema -o planparse.schema.json
      planparse schema --markdown
      planparse schema --check
    """
    from planparse.outputs.findings.as_json import check_schema_json
    from planparse.outputs.reference import reference
    from planparse.outputs.schema import schema_json

    if markdown and of_check:
        raise click.UsageError("--markdown is the page of the records; leave --check out")
    out = Output(output, ())
    if of_check:
        out.write(check_schema_json())
    elif markdown:
        out.write(reference().encode())
    else:
        out.write(schema_json())
    out.close()
