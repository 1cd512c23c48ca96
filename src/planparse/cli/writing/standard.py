"""Standard output, and what goes wrong with it."""

from __future__ import annotations

import io
import os
import sys
from typing import Any, NoReturn

import click

from planparse.cli.exit_codes import PIPE_CLOSED, USAGE


def write_to_standard_output(data: bytes) -> None:
    """Write bytes as they are; ends the program where nobody reads on, or it cannot be written."""
    # Python has no sys.stdout at all where the caller has closed it (`>&-`).
    if sys.stdout is None:
        give_up("standard output", "it is closed")
    try:
        sys.stdout.buffer.write(data)
        # Flushed at once, so that whoever reads a pipe gets each plan when it is ready.
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _drop_standard_output()
        sys.exit(PIPE_CLOSED)
    except OSError as error:
        _drop_standard_output()
        give_up("standard output", str(error.strerror))


class StandardStream(io.RawIOBase):
    """Standard output as a file, for a program that writes to files."""

    def writable(self) -> bool:
        """It is written to, and neither read nor gone back in."""
        return True

    def write(self, data: Any) -> int:
        """Write bytes at once, as `write_to_standard_output` does."""
        written = bytes(data)
        write_to_standard_output(written)
        return len(written)


def _drop_standard_output() -> None:
    """Point standard output at nothing: the interpreter flushes it once more as it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def give_up(where: str, reason: str) -> NoReturn:
    """End the program, as the output cannot be written."""
    message = f"planparse: {where}: cannot be written ({reason}); name another place with -o"
    click.echo(message, err=True)
    sys.exit(USAGE)
