"""Reads the inputs of a command, one after the other, with the options that were given."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planparse.errors import GrammarError, ReadError

if TYPE_CHECKING:
    from planparse.model.plan import Plan
    from planparse.parser import Parser
    from planparse.readers.limits import Limits

STANDARD_INPUT = "-"


class ReadingRun:
    """Reads one input after the other; `failures` are those that could not be read."""

    def __init__(
        self,
        *,
        packs: tuple[str, ...],
        password: str | None,
        pdf_backend: str | None,
        isolate: bool,
        **bounds: float | None,
    ) -> None:
        """`bounds` are the options --max-…; None stands for one that was not given."""
        # Imported here, as --help and wrong usage need none of it.
        from planparse.readers.limits import Limits

        self._parser = _parser_with(packs)
        self._password = password
        self._pdf_backend = pdf_backend
        self._isolate = isolate
        # A limit that is not given keeps its default.
        given: dict[str, Any] = {}
        for name, value in bounds.items():
            if value is not None:
                given[name.removeprefix("max_")] = value
        self._limits = Limits(**given)
        self.failures: list[ReadError] = []
        """One for each input that could not be read, under the name that was given."""

    @property
    def failed(self) -> bool:
        """Whether an input could not be read."""
        return bool(self.failures)

    def plans(self, files: tuple[str, ...]) -> Iterator[tuple[str, Plan]]:
        """The plans that could be read, each with the name of its input as it was given.

        For each of the others a line is printed on standard error.
        """
        for file in files:
            try:
                plan = self._read(file)
            except ReadError as error:
                # The error knows the file by its own name; a user looks for the one typed in.
                named = ReadError(file, error.reason, error.remedy)
                self.failures.append(named)
                click.echo(f"planparse: {named}", err=True)
            except GrammarError as error:
                # A pattern of a pack that takes too long, which only a text shows.
                raise click.BadParameter(str(error), param_hint="'--grammar'") from error
            else:
                yield file, plan

    def _read(self, file: str) -> Plan:
        source: Path | bytes = Path(file)
        name = None
        if file == STANDARD_INPUT:
            source = _standard_input(self._limits)
            name = STANDARD_INPUT
        return self._parser.read(
            source,
            name=name,
            limits=self._limits,
            password=self._password,
            pdf_backend=self._pdf_backend,
            isolate=self._isolate,
        )


def _parser_with(packs: tuple[str, ...]) -> Parser:
    """A parser with the built-in grammar and a user's packs; a broken pack is wrong usage."""
    from planparse import grammar
    from planparse.parser import Parser

    if not packs:
        return Parser()
    try:
        return Parser(grammar=grammar.load(*packs))
    except GrammarError as error:
        raise click.BadParameter(str(error), param_hint="'--grammar'") from error


def _standard_input(limits: Limits) -> bytes:
    from planparse.readers.inputs import device_refusal, is_device, read_stream

    # Python has no sys.stdin at all where the caller has closed it (`<&-`).
    if sys.stdin is None:
        raise ReadError(
            STANDARD_INPUT, "standard input is closed", "pipe the plan in, or name a file"
        )
    stream = sys.stdin.buffer
    try:
        endless = is_device(stream.fileno())
    except OSError:  # no real file, as in a test
        endless = False
    if endless:
        raise device_refusal(STANDARD_INPUT)
    return read_stream(stream, STANDARD_INPUT, limits)
