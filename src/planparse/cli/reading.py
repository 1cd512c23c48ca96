"""Reads the inputs of a command, one after the other, with the options that were given."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click

from planparse.cli.inputs import STANDARD_INPUT, InputFile
from planparse.cli.reports import RunReport, is_terminal, say
from planparse.errors import GrammarError, ReadError

if TYPE_CHECKING:
    from planparse.cli.inputs.archives import OpenArchives
    from planparse.explain import Explanation
    from planparse.labels import Language
    from planparse.model.plan import Plan
    from planparse.parser import Parser
    from planparse.readers.limits import Limits

T = TypeVar("T")

_END_OF_INPUT = "Ctrl-Z and Enter" if sys.platform == "win32" else "Ctrl-D"
"""What one types at the end of what is typed in."""


class Destination(Protocol):
    """Where the results of a run go."""

    @property
    def is_standard(self) -> bool:
        """Whether that is standard output."""

    def turn_to(self, name: str) -> None:
        """What is written from now on is of the input of this path."""


class ReadingRun:
    """Reads one input after the other; `failures` are those that could not be read."""

    def __init__(
        self,
        *,
        packs: tuple[str, ...],
        password: str | None,
        pdf_backend: str | None,
        isolate: bool,
        quiet: bool = False,
        language: Language = "en",
        **bounds: float | None,
    ) -> None:
        """`bounds` are the options --max-…; None stands for one that was not given."""
        # Imported here, as --help and wrong usage need none of it.
        with loading(for_children=isolate):
            from planparse.readers.limits import Limits

            self._parser = parser_with(packs)
        self._password = password
        self._pdf_backend = pdf_backend
        self._isolate = isolate
        self._quiet = quiet
        self._language: Language = language
        # A limit that is not given keeps its default.
        given: dict[str, Any] = {}
        for name, value in bounds.items():
            if value is not None:
                given[name.removeprefix("max_")] = value
        self._limits = Limits(**given)
        self.failures: list[ReadError] = []
        """One for each input that could not be read, under the name that was given."""

    @cached_property
    def _archives(self) -> OpenArchives:
        from planparse.cli.inputs.archives import OpenArchives

        return OpenArchives()

    @property
    def failed(self) -> bool:
        """Whether an input could not be read."""
        return bool(self.failures)

    def plans(
        self,
        files: Sequence[InputFile],
        out: Destination | None = None,
    ) -> Iterator[tuple[str, Plan]]:
        """The plans that could be read, each with the path of its input as it was given.

        `out` is what is written to meanwhile: see `made`.
        """
        from planparse.parser import itself

        return self.made(itself, files, out)

    def made(
        self,
        make: Callable[[Plan], T],
        files: Sequence[InputFile],
        out: Destination | None = None,
    ) -> Iterator[tuple[str, T]]:
        """What is made of the plans that could be read, each with the path of its input as given.

        It is made where the file is read, which may be another process: see `Parser.made`. What is
        written to `out` meanwhile is of that input. For each of the others a line is printed on
        standard error, and where there are several a summary at the end.
        """
        # A bar in the terminal that the results are printed in would stand amid them.
        is_printed = out is not None and out.is_standard and is_terminal(sys.stdout)
        report = RunReport(
            len(files),
            quiet=self._quiet,
            shows_bar=not is_printed,
            language=self._language,
        )
        for file in files:
            report.begin(file.path)
            try:
                made = self._made(make, file)
            except ReadError as error:
                # The error knows the file by its own name; a user looks for the one typed in.
                named = ReadError(file.told_as, error.reason, error.remedy)
                self.failures.append(named)
                report.fail(named)
                continue
            except GrammarError as error:
                # A pattern of a pack that takes too long, which only a text shows.
                raise click.BadParameter(str(error), param_hint="'--grammar'") from error
            if out is not None:
                out.turn_to(file.path)
            yield file.told_as, made
            report.succeed()
        report.end()

    def explained(self, file: InputFile, at: str) -> Explanation:
        """What is made of a place in a file; raises `ReadError` and `NoPassageError`."""
        from planparse.explain.reading import explain_bytes
        from planparse.isolation import Pool
        from planparse.readers.inputs import bytes_of

        given = bytes_of(self._source(file), self._limits)
        work = partial(explain_bytes, self._parser.grammar, at)
        name = STANDARD_INPUT if file.is_standard_input else given.name
        request = (given.data, name, self._limits, self._password, self._pdf_backend)
        if not self._isolate:
            return work(*request)
        told: Explanation = Pool(work).do(name, self._limits, *request)
        return told

    def _source(self, file: InputFile) -> str | bytes:
        """The path of an input, or what was piped in."""
        if file.trouble is not None:
            raise file.trouble
        if not file.is_standard_input:
            return file.path
        self._say_that_it_waits()
        return _standard_input(self._limits)

    def _made(self, make: Callable[[Plan], T], file: InputFile) -> T:
        if file.archived is not None and file.trouble is None:
            return make(self._archives.plan(file))
        return self._parser.made(
            make,
            self._source(file),
            name=STANDARD_INPUT if file.is_standard_input else None,
            limits=self._limits,
            password=self._password,
            pdf_backend=self._pdf_backend,
            isolate=self._isolate,
        )

    def _say_that_it_waits(self) -> None:
        if is_terminal(sys.stdin) and not self._quiet:
            say(f"waiting for a plan on standard input; {_END_OF_INPUT} ends it")


@contextmanager
def loading(*, for_children: bool) -> Iterator[None]:
    """Python does not look for garbage meanwhile: what is loaded stays until the program ends.

    `for_children`: nor does it ever look through what was loaded, as that would make the children
    that read files copy all of it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if for_children:
            gc.freeze()
        if was_on:
            gc.enable()


def parser_with(packs: tuple[str, ...]) -> Parser:
    """A parser with the built-in grammar and a user's packs; a broken pack is wrong usage."""
    from planparse import grammar

    try:
        # First: the stages have patterns of their own, which were kept with the grammar's.
        words = grammar.load(*packs) if packs else grammar.default()
    except GrammarError as error:
        raise click.BadParameter(str(error), param_hint="'--grammar'") from error
    from planparse.parser import Parser

    return Parser(grammar=words)


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
