"""Takes what a command prints, and brings it where the user wants it."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planparse.cli.inputs import InputFile
from planparse.cli.writing.folder import is_folder, places_in
from planparse.cli.writing.standard import StandardStream, give_up, write_to_standard_output
from planparse.cli.writing.whole_file import WholeFile

if TYPE_CHECKING:
    from rich.console import RenderableType

STANDARD_OUTPUT = "-"


class Output:
    """Takes what a command prints. `close` must be called when all is written.

    A file grows beside its place, and stands there when it is closed: a run that is broken off
    leaves the old one whole. In a folder each input has a file of its own, complete when the next
    one begins.
    """

    def __init__(
        self,
        path: str | None,
        inputs: Sequence[InputFile],
        *,
        suffix: str = ".txt",
    ) -> None:
        """`path` None or - is standard output, out/ a folder, where files end in `suffix`.

        A path of one of the inputs is wrong usage. Ends the program where a file cannot be written.
        """
        self._path: Path | None = None
        self._places: dict[str, Path] = {}
        self._file: WholeFile | None = None
        self._is_written = False
        if path is None or path == STANDARD_OUTPUT:
            return
        _drop_at_the_end(self)
        if inputs and is_folder(path):
            self._places = places_in(Path(path), inputs, suffix)
            targets = list(self._places.values())
            refuse_inputs(targets, inputs)
        else:
            self._path = Path(path)
            refuse_inputs([self._path], inputs)
            # Before anything is read, as it is a pity to find out after an hour.
            with self.guarded():
                self._file = WholeFile(self._path)

    @property
    def is_standard(self) -> bool:
        """Whether it is standard output."""
        return self._path is None and not self._places

    @property
    def is_folder(self) -> bool:
        """Whether each input has a file of its own."""
        return bool(self._places)

    def turn_to(self, name: str) -> None:
        """What is written from now on is of this input, which matters in a folder only."""
        if self.is_folder:
            self.close()
            self._path = self._places[name]

    def show(self, lines: list[RenderableType]) -> None:
        """Write a page for people: coloured and as wide as the terminal where there is one."""
        # Imported here, as rich takes its time and JSON does without.
        from planparse.outputs.page import WIDTH, set_page

        encoding = "utf-8"
        is_terminal = False
        if self.is_standard and sys.stdout is not None:
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
            write_to_standard_output(data)
            return
        with self.guarded():
            self._opened(self._path).write(data)

    def binary(self) -> io.BufferedIOBase | io.RawIOBase:
        """A file for a program that writes by itself, which is to do so within `guarded`."""
        if self._path is None:
            return StandardStream()
        return self._opened(self._path).file

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Meanwhile the program is ended in one clear line where the file cannot be written."""
        try:
            yield
        except OSError as error:
            self._give_up(error)

    def _opened(self, path: Path) -> WholeFile:
        """The file, which is begun where it is not; from now on it is one that shall stay."""
        self._is_written = True
        if self._file is None:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = WholeFile(path)
        return self._file

    def close(self) -> None:
        """Put the file where it shall stand, if there is one and something in it."""
        if self._file is None:
            return
        with self.guarded():
            if self._is_written:
                self._file.keep()
        self.drop()

    def drop(self) -> None:
        """Leave nothing of a file that is not complete."""
        if self._file is not None:
            self._file.drop()
        self._file = None
        self._is_written = False

    def _give_up(self, error: OSError) -> None:
        self.drop()
        give_up(str(self._path), str(error.strerror))


def _drop_at_the_end(output: Output) -> None:
    """Have what is not complete dropped when the command is left, however that comes about."""
    context = click.get_current_context(silent=True)
    if context is not None:
        context.call_on_close(output.drop)


def refuse_inputs(
    targets: Sequence[Path], inputs: Sequence[InputFile], *, option: str = "--output"
) -> None:
    """No input is overwritten: that is wrong usage of the `option` that names the targets."""
    read = {_identity(Path(one.path)) for one in inputs if not one.is_standard_input}
    for target in targets:
        identity = _identity(target)
        if identity is not None and identity in read:
            reason = f"{target} is an input too and would be lost"
            raise click.BadParameter(reason, param_hint=f"'{option}'")


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from any other, whatever its paths; None where there is none."""
    try:
        state = path.stat()
    except (OSError, ValueError):
        return None
    return state.st_dev, state.st_ino
