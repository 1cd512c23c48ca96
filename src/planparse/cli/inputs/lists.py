"""Lists of files: one argument a line, as they would be typed."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from planparse.cli.inputs.input_file import STANDARD_INPUT

_COMMENT = "#"


def arguments_in(name: str) -> list[str]:
    """The arguments that a list holds; `name` is a file, or - for standard input.

    Blank lines and those that begin with # are left out. A list that cannot be read is wrong usage.
    """
    lines = _text_of(name).splitlines()
    arguments = [line.strip() for line in lines]
    arguments = [line for line in arguments if line and not line.startswith(_COMMENT)]
    for argument in arguments:
        if argument.startswith("@"):
            raise _wrong(
                name,
                f"names a list itself ({argument}); a file of that name is given as ./{argument}",
            )
        if argument == STANDARD_INPUT:
            raise _wrong(name, "names standard input (-); name files only")
    if not arguments:
        raise _wrong(name, "names no file; write one path a line")
    return arguments


def _text_of(name: str) -> str:
    try:
        # A byte-order mark, as Windows writes it, is no part of the first path.
        return _bytes_of(name).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _wrong(name, "is not in UTF-8; save it so") from None
    except OSError as error:
        reason = f"cannot be opened ({error.strerror}); a file whose name begins with @ is given "
        raise _wrong(name, f"{reason}as ./@{name}") from None


def _bytes_of(name: str) -> bytes:
    if name != STANDARD_INPUT:
        return Path(name).read_bytes()
    if sys.stdin is None:
        raise _wrong(name, "is closed; pipe a list in")
    return sys.stdin.buffer.read()


def _wrong(name: str, reason: str) -> click.BadParameter:
    return click.BadParameter(f"the list {name} {reason}")
