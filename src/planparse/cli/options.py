"""The options that commands share: what they are called, and how their values are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from planparse.cli.inputs import InputFile

from planparse.labels import LANGUAGES

BOUNDS: dict[str, str] = {
    "file_bytes": "Size of an input.",
    "pages": "Pages of a PDF or OFD.",
    "unpacked_bytes": "Unpacked size of a docx, xlsx, odt or OFD.",
    "unpack_ratio": "Unpacked over packed size of one part.",
    "parts": "Entries in a packed file.",
    "nesting": "Depth of nested elements and tables.",
    "cells": "Cells of all tables together.",
    "characters": "Characters of the text that is read.",
    "objects": "Objects drawn on a page of a PDF or OFD.",
    "xml_events": "Starts and ends of XML elements in a packed file.",
    "memory_bytes": "Memory that a file may take.",
    "seconds": "Time that a file may take, and LibreOffice to convert it.",
}
"""The bounds of `planparse.readers.limits.Limits`, each an option --max-…

Named here once more, as --help must not load a reader; a test compares the two."""

SHORT_NAMES = {"seconds": "--timeout", "memory_bytes": "--memory"}
"""Other names of limits that people of many files look for."""

MOST = 2**53
"""No limit is above it: as far as numbers are exact, and no system counts bytes much further."""
LEAST_OF = {"memory_bytes": 16 * 1024**2, "seconds": 0.001}
"""Limits below which nothing could be read: Python itself asks for some MiB on the way. Others: 1."""
MOST_OF = {"seconds": 365 * 24 * 3600}
"""Limits that end sooner: a wait of more than a year is none that a system can be told."""

SIZES = {"K": 1024, "M": 1024**2, "G": 1024**3}
"""What a letter behind a number multiplies it by."""

Command = TypeVar("Command", bound=Callable[..., Any])


# ------------------------------------------------------------------ values


def number(text: str) -> float:
    """A number above 0: 300, 1500K, 300M or 1G. Anything else is wrong usage."""
    factor = SIZES.get(text[-1:].upper(), 1)
    digits = text
    if factor > 1:
        digits = text[:-1]
    try:
        value = float(digits) * factor
    except ValueError:
        value = 0
    # "nan" and "inf" are numbers to Python, and no limits.
    if not 0 < value < float("inf"):
        raise click.BadParameter(f"{text!r} is not a number above 0 (300, 1500K, 300M, 1G)")
    # Most limits count things; an error message should say 300, not 300.0.
    if value.is_integer():
        return int(value)
    return value


def in_bounds(_: click.Context, option: click.Parameter, value: float | None) -> float | None:
    """A limit, where it is one that can be held; what is beyond that is wrong usage."""
    bound = str(option.name).removeprefix("max_")
    least = LEAST_OF.get(bound, 1)
    most = MOST_OF.get(bound, MOST)
    if value is None or least <= value <= most:
        return value
    raise click.BadParameter(f"{value:.16g} is out of bounds; give a number from {least} to {most}")


def kinds(text: str) -> tuple[str, ...]:
    """Kinds of findings by their codes or Chinese names, separated by commas. An unknown one is
    wrong usage."""
    from planparse.labels import labels
    from planparse.model.plan import FindingKind

    known = get_args(FindingKind)
    in_chinese = {name: code for code, name in labels("zh").names("finding").items()}
    named = [part.strip() for part in re.split("[,，、]", text) if part.strip()]
    kinds = tuple(in_chinese.get(name, name) for name in named)
    for kind in kinds:
        if kind not in known:
            raise click.BadParameter(f"unknown kind {kind!r}; the kinds are {', '.join(known)}")
    return kinds


# ----------------------------------------------------------------- options


class LimitOption(click.Option):
    """An option that moves a limit. Few people need one, so that --help lists them last."""


class ReadingCommand(click.Command):
    """A command that reads files. Its --help has the limits in a group at the end."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command can be told, limits last."""
        options = []
        limits = []
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            # FILE... stands in the usage line already.
            if record is None or isinstance(parameter, click.Argument):
                continue
            if isinstance(parameter, LimitOption):
                limits.append(record)
            else:
                options.append(record)
        with formatter.section("Options"):
            formatter.write_dl(options)
        with formatter.section("Limits (N may be 300, 1500K, 300M or 1G)"):
            formatter.write_dl(limits)


def _find_inputs(
    ctx: click.Context, _: click.Parameter, arguments: tuple[str, ...]
) -> tuple[InputFile, ...]:
    """What the arguments stand for; completion asks for none of it."""
    if ctx.resilient_parsing:
        return ()
    from planparse.cli.inputs import find_inputs

    return find_inputs(arguments, skip=ctx.params.get("output"))


def complete_file(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
    """Have the shell complete the names of files."""
    return [CompletionItem(typed, type="file")]


def _inputs(metavar: str) -> Callable[[Command], Command]:
    return click.argument(
        "files",
        nargs=-1,
        required=True,
        metavar=metavar,
        callback=_find_inputs,
        shell_complete=complete_file,
    )


files = _inputs("FILE...")
one_file = _inputs("FILE")
"""For commands that take one and refuse several: a pattern may match many."""
output = click.option(
    "-o",
    "--output",
    metavar="FILE",
    # Known before the inputs are looked for, of which it is none.
    is_eager=True,
    shell_complete=complete_file,
    help="Write to FILE; - is standard output, FOLDER/ takes one file for each input.",
)
quiet = click.option(
    "-q",
    "--quiet",
    is_flag=True,
    help="No progress bar and no summary on standard error; failures are one line each.",
)
as_json = click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print JSON: one object a line for each FILE.",
)
lang = click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    default="en",
    envvar="PLANPARSE_LANG",
    help="Language of what people read; PLANPARSE_LANG sets it for all calls.  [default: en]",
)
grammar = click.option(
    "--grammar",
    "packs",
    multiple=True,
    metavar="FILE.toml",
    help="Add a grammar of your own; its rules replace those with the same id. Repeatable.",
)
password = click.option(
    "--password",
    envvar="PLANPARSE_PASSWORD",
    metavar="TEXT",
    help="Opens an encrypted PDF; PLANPARSE_PASSWORD does so unseen.",
)
pdf_backend = click.option(
    "--pdf-backend",
    type=click.Choice(["pdfminer", "pypdfium2"]),
    help="What reads PDF: pdfminer (default), or pypdfium2, faster, with the extra `fast`.",
)
isolate = click.option(
    "--isolate/--no-isolate",
    default=True,
    envvar="PLANPARSE_ISOLATE",
    help="Read in a process of its own, with limits on time and memory (default).",
)


def reading(command: Command) -> Command:
    """Add the options that decide how an input is read, and where the results go."""
    return _with(command, [output, quiet, grammar, password, pdf_backend, isolate, *_limits()])


def reading_in_workers(command: Command) -> Command:
    """Add the same without what is settled where many files are read by workers."""
    return _with(command, [quiet, grammar, password, pdf_backend, *_limits(SHORT_NAMES)])


def _limits(short: Mapping[str, str] = MappingProxyType({})) -> list[Callable[[Command], Command]]:
    """An option for each limit; `short` are names besides, by that of the bound."""
    options = []
    for bound, explained in BOUNDS.items():
        flag = f"--max-{bound.replace('_', '-')}"
        option = click.option(
            flag,
            *((short[bound],) if bound in short else ()),
            f"max_{bound}",
            cls=LimitOption,
            type=number,
            callback=in_bounds,
            metavar="N",
            help=explained,
        )
        options.append(option)
    return options


def _with(command: Command, options: list[Callable[[Command], Command]]) -> Command:
    # A decorator puts its option before those that are there, so that the last comes first.
    for option in reversed(options):
        command = option(command)
    return command
