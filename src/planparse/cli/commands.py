"""What each command does."""

from __future__ import annotations

import signal
import sys
from typing import Any, NoReturn

import click
from click_default_group import DefaultGroup

from planparse import __version__
from planparse.cli import options
from planparse.cli.checking import check
from planparse.cli.exit_codes import DONE, INTERRUPTED, TERMINATED, UNREADABLE
from planparse.cli.grammars import grammar
from planparse.cli.reading import ReadingRun
from planparse.cli.writing import Output

# What people do comes before what the words mean. \b keeps click from joining the lines.
HELP = """Read Chinese planning documents (规划, 纲要, 行动计划) into typed records.

\b
  planparse plan.pdf                      a summary to read
  planparse plan.txt --json               the records as JSON
  planparse *.docx --json -o plans.jsonl  one plan a line
  curl -s URL | planparse - --json        from standard input
  planparse check plan.txt                what contradicts what (experimental)
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


class Program(DefaultGroup):
    """All commands. `planparse FILE` is `planparse parse FILE`."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command. What ends the program from outside ends what it has begun, too."""
        # As an exception, so that children are ended and folders removed on the way out.
        before = signal.signal(signal.SIGTERM, _terminated)
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            sys.exit(INTERRUPTED)
        finally:
            signal.signal(signal.SIGTERM, before)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands before the program's own options, of which nobody needs one."""
        self.format_commands(ctx, formatter)
        click.Command.format_options(self, ctx, formatter)


def _terminated(number: int, frame: object) -> NoReturn:
    sys.exit(TERMINATED)


@click.group(
    cls=Program,
    default="parse",
    default_if_no_args=True,
    help=HELP,
    epilog=ENDING,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="planparse")
def main() -> None:
    """The program; what it prints as its help is `HELP`."""


@main.command(cls=options.ReadingCommand)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
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
@options.reading
def parse(
    files: tuple[str, ...],
    as_json: bool,
    text: bool,
    indent: int | None,
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
    out = Output(output, files)
    if as_json:
        _write_records(run, out, files, indent=indent, text=text)
    else:
        _show_summaries(run, out, files)
    out.close()
    sys.exit(UNREADABLE if run.failed else DONE)


def _write_records(
    run: ReadingRun,
    out: Output,
    files: tuple[str, ...],
    *,
    indent: int | None,
    text: bool,
) -> None:
    from planparse.outputs.json import plan_json

    for _, plan in run.plans(files):
        out.write(plan_json(plan, indent=indent, text=text))


def _show_summaries(run: ReadingRun, out: Output, files: tuple[str, ...]) -> None:
    # Imported here, as rich takes its time and JSON does without.
    from planparse.outputs.summary import summary

    gap: list[str] = []
    for _, plan in run.plans(files):
        out.show([*gap, *summary(plan)])
        gap = ["", ""]  # before each further plan


main.add_command(check)
main.add_command(grammar)


@main.command()
@click.option("--markdown", is_flag=True, help="Print the reference page of the records instead.")
@click.option("--check", "of_check", is_flag=True, help="The schema of what check --json prints.")
@options.output
def schema(markdown: bool, of_check: bool, output: str | None) -> None:
    """Print the JSON Schema of what --json prints."""
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
