"""Where results go: standard output at once, or a file, written whole at the end."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from planparse.cli.exit_codes import PIPE_CLOSED, USAGE

if TYPE_CHECKING:
    from rich.console import RenderableType

STANDARD_OUTPUT = "-"


class Output:
    """Takes what a command prints. `close` must be called when all is written."""

    def __init__(self, path: str | None, inputs: tuple[str, ...]) -> None:
        """`path` None or - is standard output. A path of one of the inputs is wrong usage."""
        self._path: Path | None = None
        # A file is written at the end, so that a run that is broken off leaves the old one whole.
        self._kept: list[bytes] = []
        if path is None or path == STANDARD_OUTPUT:
            return
        self._path = Path(path)
        if any(_is_same_file(self._path, Path(name)) for name in inputs):
            reason = f"{path} is an input too and would be lost"
            raise click.BadParameter(reason, param_hint="'--output'")

    def show(self, lines: list[RenderableType]) -> None:
        """Write a page for people: coloured and as wide as the terminal where there is one."""
        # Imported here, as rich takes its time and JSON does without.
        from planparse.outputs.page import WIDTH, set_page

        encoding = "utf-8"
        is_terminal = False
        if self._path is None and sys.stdout is not None:
            encoding = sys.stdout.encoding
            is_terminal = sys.stdout.isatty()
        page = set_page(
            lines,
            encoding=encoding,
            width=None if is_terminal else WIDTH,
            colour=is_terminal,
        )
        self.write(page)

    def write(self, data: bytes) -> None:
        """Write bytes as they are. Ends the program where nobody reads on or it cannot write."""
        if self._path is None:
            _write_to_standard_output(data)
        else:
            self._kept.append(data)

    def close(self) -> None:
        """Write the file, if there is one and something for it."""
        if self._path is None or not self._kept:
            return
        try:
            write_whole(self._path, b"".join(self._kept))
        except OSError as error:
            _give_up(str(self._path), str(error.strerror))


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: beside the place where it shall stand, then renamed.

    A full disk, or a program that is ended, leaves the old file as it was.
    """
    target = path.resolve()  # a link stays one
    if target.exists() and not target.is_file():  # a pipe or a device is written to as it is
        target.write_bytes(data)
        return
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", dir=target.parent)
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        beside.chmod(_mode(target))
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int:
    """The rights of the file that is replaced, or those that a new one would get."""
    if target.exists():
        return target.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _is_same_file(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _write_to_standard_output(data: bytes) -> None:
    # Python has no sys.stdout at all where the caller has closed it (`>&-`).
    if sys.stdout is None:
        _give_up("standard output", "it is closed")
    try:
        sys.stdout.buffer.write(data)
        # Flushed at once, so that whoever reads a pipe gets each plan when it is ready.
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _drop_standard_output()
        sys.exit(PIPE_CLOSED)
    except OSError as error:
        _drop_standard_output()
        _give_up("standard output", str(error.strerror))


def _drop_standard_output() -> None:
    """Point standard output at nothing: the interpreter flushes it once more as it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def _give_up(where: str, reason: str) -> NoReturn:
    message = f"planparse: {where}: cannot be written ({reason}); name another place with -o"
    click.echo(message, err=True)
    sys.exit(USAGE)
