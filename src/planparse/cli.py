"""The command line. `planparse FILE…` reads plans, `planparse check FILE…` holds them against themselves.

Exit codes: 0 done; 1 an input could not be read (`check`: there is an error-level
finding); 2 wrong usage, or output that cannot be written; 3 (`check` only) an input
could not be read; 141 the reader of the output went away, as for any Unix tool.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, get_args

import click
from click_default_group import DefaultGroup

from planparse import __version__
from planparse.errors import GrammarError, ReadError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from planparse.model.plan import Plan

UNREADABLE, CONTRADICTED, USAGE, CHECK_UNREADABLE, PIPE_CLOSED = 1, 1, 2, 3, 141

BOUNDS: dict[str, str] = {
    "file_bytes": "Size of an input.",
    "pages": "Pages of a PDF or OFD.",
    "unpacked_bytes": "Unpacked size of a docx, xlsx, odt or OFD.",
    "unpack_ratio": "Unpacked over packed size of one part.",
    "parts": "Entries in a packed file.",
    "nesting": "Depth of nested elements and tables.",
    "cells": "Cells of all tables together.",
    "seconds": "Time for LibreOffice to convert a file.",
}
"""The bounds of `planparse.readers.limits.Limits`, each an option --max-…"""

EXAMPLES = """\b
Examples:
  planparse plan.pdf                     a summary to read
  planparse plan.txt --json              the records as JSON
  planparse *.docx --json -o plans.jsonl one plan a line
  curl -s URL | planparse - --json       from standard input
  planparse check plan.txt               what contradicts what
  planparse schema                       the JSON Schema of --json

\b
Exit codes:
  0  done
  1  an input could not be read (check: an error-level finding)
  2  wrong usage, or the output could not be written
  3  check: an input could not be read

`planparse parse --help` lists the options of reading. A file that is named like a
command is read with ./ before it: planparse ./check
"""

Command = TypeVar("Command", bound=Callable[..., Any])


def number(text: str) -> float:
    """A number above 0; 1500K, 300M and 1G count in steps of 1024. A usage error for anything else."""
    factor = {"K": 1024, "M": 1024**2, "G": 1024**3}.get(text[-1:].upper(), 1)
    try:
        value = float(text[:-1] if factor > 1 else text) * factor
    except ValueError:
        value = 0
    if not 0 < value < float("inf"):
        raise click.BadParameter(f"{text!r} is not a number above 0 (300, 1500K, 300M, 1G)")
    return int(value) if value.is_integer() else value


def kinds(text: str) -> tuple[str, ...]:
    """Kinds of findings, parted by commas; an unknown one is a usage error that lists them all."""
    from planparse.model.plan import FindingKind

    known = get_args(FindingKind)
    named = tuple(part.strip() for part in text.split(",") if part.strip())
    for kind in named:
        if kind not in known:
            raise click.BadParameter(f"unknown kind {kind!r}; the kinds are {', '.join(known)}")
    return named


def reading(command: Command) -> Command:
    """Adds the options that decide how an input is read."""
    options = [
        click.option("-o", "--output", metavar="FILE", help="Write to FILE; - is standard output."),
        click.option("--grammar", "packs", multiple=True, metavar="FILE.toml",
                     help="Add a grammar of your own; its rules replace those with the same id. Repeatable."),
        click.option("--password", envvar="PLANPARSE_PASSWORD", metavar="TEXT",
                     help="Opens an encrypted PDF; PLANPARSE_PASSWORD does so unseen."),
        click.option("--pdf-backend", type=click.Choice(["pdfminer", "pypdfium2"]),
                     help="What reads PDF: pdfminer (default), or pypdfium2, faster, with the extra `fast`."),
        *(click.option(f"--max-{bound.replace('_', '-')}", type=number, metavar="N", help=text)
          for bound, text in BOUNDS.items()),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.group(cls=DefaultGroup, default="parse", default_if_no_args=True, epilog=EXAMPLES,
             context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="planparse")
def main() -> None:
    """Read Chinese planning documents (规划, 纲要, 行动计划) into typed records.

    FILE is text, Markdown, HTML, docx, xlsx, PDF or any other format that plans are
    published in; - is standard input.
    """


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: one object a line for each FILE.")
@click.option("--text", is_flag=True, help="With --json: the text that spans point into, and its leaves.")
@click.option("--indent", type=click.IntRange(0, 8), metavar="N", help="Indent the JSON of one FILE by N.")
@reading
def parse(
    files: tuple[str, ...], as_json: bool, text: bool, indent: int | None, output: str | None, **options: Any,
) -> None:
    """Read each FILE; print a summary for people, or its records with --json."""
    if indent is not None and (len(files) > 1 or not as_json):
        raise click.UsageError("--indent goes with --json and one FILE")
    if text and not as_json:
        raise click.UsageError("--text goes with --json")
    run, out = ReadingRun(**options), Output(output, files)
    for n, (_, plan) in enumerate(run.plans(files)):
        if as_json:
            from planparse.outputs.json import plan_json

            out.write(plan_json(plan, indent=indent, text=text))
        else:
            from planparse.outputs.summary import summary

            out.show([*[""] * (2 * bool(n)), *summary(plan)])
    out.close()
    sys.exit(UNREADABLE if run.failed else 0)


Chosen = tuple[tuple[str, ...], ...]


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: one object a line for each FILE.")
@click.option("--select", type=kinds, multiple=True, metavar="KIND,…", help="Only these kinds. Repeatable.")
@click.option("--ignore", type=kinds, multiple=True, metavar="KIND,…", help="Not these kinds. Repeatable.")
@reading
def check(
    files: tuple[str, ...], as_json: bool, select: Chosen, ignore: Chosen, output: str | None, **options: Any,
) -> None:
    """Hold each FILE against itself and print what contradicts what.

    Exit code 1 says that there is an error-level finding, 3 that a FILE could not be read.
    """
    from planparse.outputs.report import chosen, report

    run, out, contradicted = ReadingRun(**options), Output(output, files), False
    for n, (name, plan) in enumerate(run.plans(files)):
        findings = chosen(plan.findings, sum(select, ()), sum(ignore, ()))
        contradicted |= any(f.severity == "error" for f in findings)
        if as_json:
            from planparse.outputs.json import findings_json

            out.write(findings_json(plan, findings))
        else:
            out.show([*[""] * bool(n), *report(plan, findings, name)])
    out.close()
    sys.exit(CHECK_UNREADABLE if run.failed else CONTRADICTED if contradicted else 0)


@main.command()
@click.option("--markdown", is_flag=True, help="Print the reference page of the records instead.")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE; - is standard output.")
def schema(markdown: bool, output: str | None) -> None:
    """Print the JSON Schema of what --json prints."""
    from planparse.outputs.reference import reference
    from planparse.outputs.schema import schema_json

    out = Output(output, ())
    out.write(reference().encode() if markdown else schema_json())
    out.close()


class ReadingRun:
    """Reads one input after the other; `failed` says whether one could not be read."""

    def __init__(
        self, packs: tuple[str, ...], password: str | None, pdf_backend: str | None, **bounds: Any
    ) -> None:
        from planparse import grammar
        from planparse.parser import Parser
        from planparse.readers.limits import Limits

        try:
            self._parser = Parser(grammar=grammar.load(*packs) if packs else None)
        except GrammarError as error:
            raise click.BadParameter(str(error), param_hint="'--grammar'") from error
        given = {name.removeprefix("max_"): value for name, value in bounds.items() if value is not None}
        self._options: dict[str, Any] = {
            "password": password, "pdf_backend": pdf_backend, "limits": Limits(**given),
        }
        self.failed = False

    def plans(self, files: tuple[str, ...]) -> Iterator[tuple[str, Plan]]:
        """The plans that could be read, each with its input's name as given.

        Prints a line on standard error for each of the others.
        """
        for file in files:
            try:
                plan = self._parser.read(_stdin() if file == "-" else Path(file), **self._options,
                                         name="-" if file == "-" else None)
            except ReadError as error:
                self.failed = True
                click.echo(f"planparse: {ReadError(file, error.reason, error.remedy)}", err=True)
            else:
                yield file, plan


def _stdin() -> bytes:
    if sys.stdin is None:
        raise ReadError("-", "standard input is closed", "pipe the plan in, or name a file")
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        raise ReadError("-", f"standard input cannot be read ({error.strerror})", "name a file") from error


class Output:
    """Where results go: standard output at once, or a file, written whole at the end."""

    def __init__(self, path: str | None, inputs: tuple[str, ...]) -> None:
        self._path = None if path in (None, "-") else Path(str(path))
        self._kept: list[bytes] = []
        if self._path and any(_same(self._path, Path(i)) for i in inputs):
            raise click.BadParameter(f"{path} is an input too and would be lost", param_hint="'--output'")

    def show(self, lines: list[RenderableType]) -> None:
        """Write a page for people: coloured and as wide as the terminal where there is one."""
        from planparse.outputs.page import WIDTH, set_page

        terminal = self._path is None and sys.stdout is not None and sys.stdout.isatty()
        encoding = sys.stdout.encoding if self._path is None and sys.stdout is not None else "utf-8"
        self.write(set_page(lines, encoding=encoding, width=None if terminal else WIDTH, colour=terminal))

    def write(self, data: bytes) -> None:
        """Write bytes as they are. Ends the program where nobody reads on, or nothing can be written."""
        if self._path:
            self._kept.append(data)
            return
        if sys.stdout is None:
            _give_up("standard output", "it is closed")
        try:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            _drop_stdout()
            sys.exit(PIPE_CLOSED)
        except OSError as error:
            _drop_stdout()
            _give_up("standard output", str(error.strerror))

    def close(self) -> None:
        """Write the file, if there is one and something for it."""
        if not self._path or not self._kept:
            return
        try:
            self._path.write_bytes(b"".join(self._kept))
        except OSError as error:
            _give_up(str(self._path), str(error.strerror))


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _drop_stdout() -> None:
    """Point standard output at nothing, so that the interpreter does not fail once more on flushing it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def _give_up(where: str, reason: str) -> NoReturn:
    click.echo(f"planparse: {where}: cannot be written ({reason}); name another place with -o", err=True)
    sys.exit(USAGE)
