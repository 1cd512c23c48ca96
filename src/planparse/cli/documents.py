"""Commands that print a plan as a document: in chunks, as text, as Markdown."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from planparse.cli import options
from planparse.cli.exit_codes import DONE, UNREADABLE
from planparse.cli.inputs import InputFile
from planparse.cli.reading import ReadingRun
from planparse.cli.writing import Output

if TYPE_CHECKING:
    from planparse.model.plan import Plan

CHUNKS_HELP = """Cut each FILE into pieces for a search system and print them as JSON Lines.

\b
  planparse chunks plan.pdf -o chunks.jsonl
  planparse chunks *.docx --max-chars 500 --headings -o chunks.jsonl

Each line is one piece, with the headings above it, its page and its place in the text: prose cut
between sentences, tables as Markdown, and each row of a table as a sentence of its own.
"""
TEXT_HELP = """Print each FILE as cleaned text: no page numbers, a paragraph a line, tables with tabs.

\b
  planparse text plan.pdf -o plan.txt
"""
MARKDOWN_HELP = """Print each FILE as Markdown: headings with their levels, tables as pipe tables.

\b
  planparse md plan.pdf -o plan.md
"""


@click.command(
    cls=options.ReadingCommand,
    help=CHUNKS_HELP,
    short_help="Cut plans into pieces for a search system.",
)
@options.files
@click.option(
    "--max-chars",
    type=click.IntRange(min=50),
    default=800,
    show_default=True,
    metavar="N",
    help="Characters of a piece; a row of a table is never cut.",
)
@click.option(
    "--headings/--no-headings",
    default=False,
    help="Put the headings above a piece before its text, too.",
)
@click.option(
    "--records/--no-records",
    default=True,
    help="Add a sentence for each row of a table, a piece for each item of a box (default).",
)
@click.option(
    "--keep-furniture",
    is_flag=True,
    help="Add page numbers, running heads and contents.",
)
@options.reading
def chunks(
    files: tuple[InputFile, ...],
    max_chars: int,
    headings: bool,
    records: bool,
    keep_furniture: bool,
    output: str | None,
    **reading: Any,
) -> None:
    """Cut each FILE into pieces; what is printed as help is `CHUNKS_HELP`."""
    from planparse.outputs.chunks import chunks_jsonl

    def printed(plan: Plan) -> bytes:
        return chunks_jsonl(
            plan.chunks(
                max_chars=max_chars,
                headings=headings,
                records=records,
                keep_furniture=keep_furniture,
            )
        )

    _print_each(files, printed, output, reading, suffix=".jsonl")


@click.command(
    cls=options.ReadingCommand, help=TEXT_HELP, short_help="Print plans as cleaned text."
)
@options.files
@options.reading
def text(files: tuple[InputFile, ...], output: str | None, **reading: Any) -> None:
    """Print cleaned text; what is printed as help is `TEXT_HELP`."""
    from planparse.outputs.cleaned.plain_text import plan_text

    _print_each(
        files, lambda plan: _encoded(plan_text(plan)), output, reading, suffix=".txt", gap=b"\n"
    )


@click.command(
    cls=options.ReadingCommand, help=MARKDOWN_HELP, short_help="Print plans as cleaned Markdown."
)
@options.files
@options.reading
def md(files: tuple[InputFile, ...], output: str | None, **reading: Any) -> None:
    """Print Markdown; what is printed as help is `MARKDOWN_HELP`."""
    from planparse.outputs.cleaned.markdown import plan_markdown

    _print_each(
        files, lambda plan: _encoded(plan_markdown(plan)), output, reading, suffix=".md", gap=b"\n"
    )


def _print_each(
    files: tuple[InputFile, ...],
    printed: Callable[[Plan], bytes],
    output: str | None,
    reading: dict[str, Any],
    *,
    suffix: str,
    gap: bytes = b"",
) -> None:
    """Print every file that can be read, with a gap between two, and end the program."""
    run = ReadingRun(**reading)
    out = Output(output, files, suffix=suffix)
    between = b""
    for _, plan in run.plans(files, out):
        out.write(between + printed(plan))
        if not out.is_folder:
            between = gap
    out.close()
    sys.exit(UNREADABLE if run.failed else DONE)


def _encoded(text: str) -> bytes:
    # Half a surrogate pair, which no encoding has bytes for, is shown as what replaces it.
    return text.encode("utf-8", "replace")
