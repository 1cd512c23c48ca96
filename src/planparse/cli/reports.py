"""What people are told on standard error while files are read, and at the end."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from planparse.errors import ReadError
from planparse.labels import Language, labels
from planparse.labels.troubles import told

if TYPE_CHECKING:
    from planparse.cli.reading_bar import ReadingBar


class RunReport:
    """Says which files could not be read; in a terminal also how far the run has come.

    Each failure is one line at once. Where there is more than one file, all failures stand together
    at the end once more, as the first of them may be far up by then.
    """

    def __init__(
        self,
        total: int,
        *,
        quiet: bool,
        shows_bar: bool,
        language: Language = "en",
    ) -> None:
        """`shows_bar` False where results go to the same terminal and would tear the bar."""
        self._total = total
        self._words = labels(language)
        self._quiet = quiet
        self._read = 0
        self._failures: list[ReadError] = []
        self._bar: ReadingBar | None = None
        if total > 1 and not quiet and shows_bar and is_terminal(sys.stderr):
            # Imported here, as rich takes its time and few runs need it.
            from planparse.cli.reading_bar import ReadingBar

            self._bar = ReadingBar(total)
            context = click.get_current_context(silent=True)
            if context is not None:
                context.call_on_close(self._bar.stop)  # Ctrl-C leaves the terminal as it was

    def begin(self, path: str) -> None:
        """A file is being read."""
        if self._bar:
            self._bar.show(path)

    def succeed(self) -> None:
        """It was read, and what was asked of it is written."""
        self._read += 1
        if self._bar:
            self._bar.advance()

    def fail(self, error: ReadError) -> None:
        """It could not be read."""
        error = _in_language(error, self._words.language)
        self._failures.append(error)
        say(str(error), self._bar)
        if self._bar:
            self._bar.advance()

    def end(self) -> None:
        """All files are done: say how many were read, and which were not."""
        had_bar = self._bar is not None
        if self._bar:
            self._bar.stop()
        if self._total == 1 or self._quiet or not (self._failures or had_bar):
            return
        count = self._words.say("run.files-read", read=self._read, total=self._total)
        if not self._failures:
            say(count)
            return
        say(self._words.say("run.not-read", count=count))
        for error in self._failures:
            click.echo(f"  {one_line(f'{error.where}: {error.reason}')}", err=True)


MOST_NAMED = 20
"""Files that are named in a row; more would push what stands above them out of sight."""


def say_what_has_none(paths: Sequence[str], total: int, language: Language) -> None:
    """Which of `total` files were read and gave no indicators."""
    if not paths:
        return
    words = labels(language)
    say(words.say("run.without-indicators", n=len(paths), total=total))
    for path in paths[:MOST_NAMED]:
        click.echo(f"  {one_line(path)}", err=True)
    if len(paths) > MOST_NAMED:
        click.echo("  " + words.say("run.more", n=len(paths) - MOST_NAMED), err=True)


def _in_language(error: ReadError, language: Language) -> ReadError:
    """The error as people read it: its reason and remedy in their language."""
    reason = told(error.reason, "reason", language)
    return ReadError(error.where, reason, told(error.remedy, "remedy", language))


def say(message: str, bar: ReadingBar | None = None) -> None:
    """One line on standard error, above the bar where there is one."""
    line = one_line(f"planparse: {message}")
    if bar:
        bar.say(line)
    else:
        click.echo(line, err=True)


def one_line(message: str) -> str:
    """The message in one line, and without what would steer a terminal, whatever files are called."""
    return "".join(mark if mark.isprintable() else _escaped(mark) for mark in message)


def _escaped(mark: str) -> str:
    return mark.encode("unicode_escape", "backslashreplace").decode("ascii")


def is_terminal(stream: object) -> bool:
    """Whether a standard stream is a terminal; it may be closed, or none at all."""
    try:
        return bool(stream.isatty())  # type: ignore[attr-defined]
    except (AttributeError, ValueError):
        return False
