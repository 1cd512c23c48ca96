"""The program around its commands: which one is meant, how it begins, and what ends it from outside."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import click
from click.shell_completion import CompletionItem

from planparse.cli.exit_codes import USAGE

DEFAULT = "parse"
"""The command that is meant where none is named: `planparse FILE` is `planparse parse FILE`."""
_NEAR = 0.78
"""How alike a word and a command must be: chekc and check are 0.8, plan and explain 0.73."""
_SAMPLE = "规划"
"""Words that every terminal of a reader of plans should be able to show."""
_ENDING_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


class Program(click.Group):
    """All commands. What is none is a file, and read."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the program. What ends it from outside ends what it has begun, too."""
        for stream in (sys.stdout, sys.stderr):
            _speak_chinese(stream)
        # The program has no plugins of pydantic, which else opens each installed package for one.
        os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
        with _ended_by_signals():
            return super().main(*args, **kwargs)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command that is meant before what is no command; show help where nothing is said."""
        if not args and not ctx.resilient_parsing:
            click.echo(ctx.get_help(), err=True)
            ctx.exit(USAGE)
        if args and not self._is_own(ctx, args[0]):
            self._refuse_misspelt(ctx, args[0])
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)

    def _is_own(self, ctx: click.Context, word: str) -> bool:
        """Whether a word is a command, or an option of the program itself."""
        options = [name for option in self.get_params(ctx) for name in option.opts]
        return word in self.commands or word in options

    def _refuse_misspelt(self, ctx: click.Context, word: str) -> None:
        """Wrong usage for what is no file, and nearly a command."""
        if ctx.resilient_parsing or os.path.lexists(word):
            return
        from difflib import get_close_matches  # here, as most words are files

        near = get_close_matches(word, self.list_commands(ctx), n=1, cutoff=_NEAR)
        if near:
            ctx.fail(f"there is no file or command {word!r}; did you mean {near[0]!r}?")

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands, and what may stand for the command that is left out: files, or its options."""
        own = super().shell_complete(ctx, incomplete)
        if incomplete.startswith("-"):
            options = self.commands[DEFAULT].shell_complete(ctx, incomplete)
            return [*own, *options]
        # Files first: the script for bash forgets what it was told before them.
        return [CompletionItem(incomplete, type="file"), *own]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands before the program's own options, of which nobody needs one."""
        self.format_commands(ctx, formatter)
        click.Command.format_options(self, ctx, formatter)


def _speak_chinese(stream: Any) -> None:
    """Have a stream take UTF-8 where its own encoding has no Chinese (ASCII, cp1252).

    JSON is UTF-8 everywhere, so that nothing else can stand beside it. What even UTF-8 lacks (half
    a character in the name of a file) is written as an escape.
    """
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is None:
        return
    try:
        _SAMPLE.encode(stream.encoding)
    except UnicodeEncodeError:
        reconfigure(encoding="utf-8", errors="backslashreplace")
    else:
        reconfigure(errors="backslashreplace")


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Meanwhile a signal leaves the program by an exception, with 128 and its number as exit code.

    So children are ended and folders removed on the way out. What the caller has ignored stays so:
    a shell has background programs ignore Ctrl-C.
    """
    before = {}
    for name in _ENDING_SIGNALS:
        number = getattr(signal, name, None)
        if number is None or signal.getsignal(number) == signal.SIG_IGN:
            continue
        try:
            before[number] = signal.signal(number, _leave)
        except ValueError:  # not the main thread, which alone is told of signals
            break
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(number: int, frame: object) -> NoReturn:
    sys.exit(128 + number)
