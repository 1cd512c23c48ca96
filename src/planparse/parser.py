"""From text or bytes to a `Plan`."""

from __future__ import annotations

import gc
import hashlib
import logging
import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeVar

from planparse import __version__
from planparse import grammar as grammars
from planparse.checks.registry import check_plan
from planparse.errors import ReadError
from planparse.grammar import Grammar
from planparse.model.as_printed import as_printed
from planparse.model.draft import Draft
from planparse.model.file_names import name_in_words
from planparse.model.ignore_marks import with_ignore_marks
from planparse.model.plan import Indicator, Outcome, Plan, Producer, SourceInfo, Table
from planparse.model.radicals import unified
from planparse.model.signs import shown
from planparse.model.source import Source, text_lines
from planparse.prose.mentions import read_mentions
from planparse.records.doubts import find_doubts
from planparse.records.indicators import read_indicators
from planparse.records.keys import find_keys
from planparse.records.outcomes import read_outcomes
from planparse.records.pages import find_pages
from planparse.records.resources.projects import read_projects
from planparse.tables.recover.finders import find_grids
from planparse.tables.tables import read_tables
from planparse.text.boxes import find_boxes
from planparse.text.cover import read_head
from planparse.text.furniture import mark_furniture
from planparse.text.headings import find_headings
from planparse.text.leaves import find_leaves
from planparse.text.outline import find_sections
from planparse.text.paragraphs import join_paragraphs

if TYPE_CHECKING:
    from planparse.isolation import Pool
    from planparse.readers.inputs import Readable
    from planparse.readers.limits import Limits


T = TypeVar("T")

LOG = logging.getLogger(__name__)
# An application that asks for no log gets none, and no warning that there is none.
logging.getLogger("planparse").addHandler(logging.NullHandler())

Stage = Callable[[Draft, Grammar], Draft]
"""A step of the chain: the draft with the fields that this step adds."""

STAGES: tuple[tuple[str, Stage], ...] = (
    ("furniture", mark_furniture),
    ("grids", find_grids),
    ("paragraphs", join_paragraphs),
    ("headings", find_headings),
    ("boxes", find_boxes),
    ("sections", find_sections),
    ("head", read_head),
    ("tables", read_tables),
    ("indicators", read_indicators),
    ("outcomes", read_outcomes),
    ("doubts", find_doubts),
    ("projects", read_projects),
    ("mentions", read_mentions),
    ("findings", check_plan),
    ("pages", find_pages),
    ("keys", find_keys),
    ("leaves", find_leaves),
)
"""The whole way from a source to records, in order. Each name says what the draft has after it."""


def run(source: Source, grammar: Grammar) -> Draft:
    """The source after every stage."""
    # A stage returns a new draft, so what stood before it can still be looked at.
    draft = Draft(source)
    if LOG.isEnabledFor(logging.DEBUG):
        return _run_timed(draft, grammar)
    for _, stage in STAGES:
        draft = stage(draft, grammar)
    return draft


def _run_timed(draft: Draft, grammar: Grammar) -> Draft:
    """The draft after every stage; the log is told how long each took, and what is doubtful."""
    name = draft.source.name
    LOG.debug("%s: %d characters to read", name, len(draft.source.text))
    for stage_name, stage in STAGES:
        begun = perf_counter()
        draft = stage(draft, grammar)
        LOG.debug("%s: %s took %.1f ms", name, stage_name, (perf_counter() - begun) * 1000)
    doubted: list[Table | Indicator | Outcome] = [
        *draft.tables,
        *draft.indicators,
        *draft.outcomes,
    ]
    for record in doubted:
        if record.doubts:
            words = ", ".join(doubt.code for doubt in record.doubts)
            LOG.debug("%s: %r is doubtful: %s", name, record, words)
    return draft


class Parser:
    """Reads plans with one grammar: the built-in one, or that with a user's packs added.

    One parser may be used by several threads at once, and sent to other processes.
    """

    def __init__(self, *, grammar: str | Path | Grammar | None = None) -> None:
        self._pool: Pool | None = None
        if grammar is None:
            self.grammar = grammars.default()
        elif isinstance(grammar, Grammar):
            self.grammar = grammar
        else:
            self.grammar = grammars.load(grammar)

    def __reduce__(self) -> tuple[Callable[..., Parser], tuple[Grammar | None]]:
        """A parser of another process has the same rules; the children that read for this one stay here."""
        # The built-in grammar is there already, and need not be sent with every task.
        own = None if self.grammar is grammars.default() else self.grammar
        return _parser_with, (own,)

    def parse(self, text: str) -> Plan:
        """The plan that `text` holds; spans are offsets in `text`. Any text at all gives a plan.

        Text with Markdown headings or HTML tables in it is read as Markdown. What is no text
        raises `TypeError`.
        """
        if not isinstance(text, str):  # for callers whom no type checker has told
            kind = type(text).__name__
            raise TypeError(f"parse takes text, not {kind}; a path, bytes or a file go to read()")
        return self.parse_source(_source_of(text))

    def read(
        self,
        source: Readable,
        *,
        name: str | None = None,
        limits: Limits | None = None,
        password: str | None = None,
        pdf_backend: str | None = None,
        isolate: bool = False,
    ) -> Plan:
        """The plan in a file: a path, bytes, or an open file.

        `name` stands for the input in errors and in `plan.source` (default: the path, or "-").
        `password` opens an encrypted PDF; `pdf_backend` is "pdfminer" or "pypdfium2".
        `isolate` reads it in a process of its own, which takes no more time and memory than
        `limits` allow, whatever the file makes a library do. Raises ReadError for whatever cannot
        be read.
        """
        return self.made(
            itself,
            source,
            name=name,
            limits=limits,
            password=password,
            pdf_backend=pdf_backend,
            isolate=isolate,
        )

    def made(
        self,
        make: Callable[[Plan], T],
        source: Readable,
        *,
        name: str | None = None,
        path: str | None = None,
        limits: Limits | None = None,
        password: str | None = None,
        pdf_backend: str | None = None,
        isolate: bool = False,
    ) -> T:
        """What `make` makes of the plan that `read` gives.

        `path` stands in `plan.source` for bytes that were read elsewhere (default: the path that is
        given). With `isolate` it is made in the process that has read the file, so that `make` is one that
        can be pickled. To hand over a whole plan, which is records by the thousand, takes nearly as
        long as to read it.
        """
        # Here, so that a text is parsed without loading the readers of files.
        from planparse.readers.inputs import bytes_of
        from planparse.readers.limits import DEFAULT

        bounds = limits or DEFAULT
        given = bytes_of(source, bounds)
        known_as = name or given.name
        if path is None and isinstance(source, (str, os.PathLike)):
            path = name_in_words(source)
        request = (make, given.data, known_as, path, bounds, password, pdf_backend)
        if not isolate:
            here: T = _made_here(self.grammar, known_as, request)
            return here
        made: T = self._isolated().do(known_as, bounds, *request)
        return made

    def _isolated(self) -> Pool:
        """The processes that read for this parser, begun when the first is needed."""
        if self._pool is None:
            from planparse.isolation import Pool

            self._pool = Pool(partial(made_of, self.grammar))
        return self._pool

    def parse_source(self, source: Source) -> Plan:
        """The plan of a source that a reader has delivered.

        Radicals (⽂) are read as the characters that they show (文) and raised figures as such
        (m³), one for one, so that every span holds in the text as it was delivered, and `text`
        beside a span is as printed there.
        """
        return _parsed(source, self.grammar)


def _parser_with(grammar: Grammar | None) -> Parser:
    return Parser(grammar=grammar)


def itself(plan: Plan) -> Plan:
    """The plan and no more, as what `Parser.made` makes of it."""
    return plan


def _made_here(grammar: Grammar, name: str, request: tuple[Any, ...]) -> Any:
    try:
        return made_of(grammar, *request)
    except MemoryError:
        reason = "the memory of this machine is not enough for the file"
        raise ReadError(name, reason, "give the process more, or the plan in parts") from None


def made_of(
    grammar: Grammar,
    make: Callable[[Plan], T],
    data: bytes,
    name: str,
    path: str | None,
    limits: Limits,
    password: str | None,
    pdf_backend: str | None,
) -> T:
    """What `make` makes of the plan in the bytes of a file, made here: see `Parser.made`.

    A function, as another process is handed it by name.
    """
    from planparse.readers import read_source

    begun = perf_counter()
    source = read_source(
        data,
        name,
        limits=limits,
        password=password,
        pdf_backend=pdf_backend,
    )
    spent = (perf_counter() - begun) * 1000
    LOG.debug("%s: was opened as %s in %.1f ms", name, source.media_type, spent)
    if path is not None:
        source = replace(source, path=path)
    made = make(_parsed(source, grammar))
    grammars.keep_compiled(grammar)
    return made


def _parsed(source: Source, grammar: Grammar) -> Plan:
    """The plan of a source, as `Parser.parse_source` says.

    Python does not look for garbage meanwhile: what stages make is in use until the last one is done.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        return _plan_of(source, grammar)
    finally:
        # Nothing is made from here on until the plan is handed over: so Python looks through what
        # is left of it only when the caller makes more, and not at all where the plan is gone then.
        if was_on:
            gc.enable()


def _plan_of(source: Source, grammar: Grammar) -> Plan:
    text = readable_text(source)
    if text == source.text:
        return _plan(run(source, grammar), grammar)
    draft = run(replace(source, text=text), grammar)
    return _plan(as_printed(draft, source), grammar)


def readable_text(source: Source) -> str:
    """The text as the stages read it: with what its radicals and signs show, one for one."""
    return unified(shown(source.text, source.signs))


def _source_of(text: str) -> Source:
    """The text as a source; read as Markdown where it looks like it."""
    has_table = "<table" in text
    has_heading = "\n#" in text or text.startswith("#")
    if has_table or has_heading:
        # Here, so that plain text is parsed without loading the readers of files.
        from planparse.readers.markdown.document import markdown_source
        from planparse.readers.sniff import kind_of

        data = text.encode("utf-8", "surrogatepass")
        # # may also be a mark: what the reader of files takes for Markdown is Markdown here.
        if has_table or kind_of(data, "<text>") == "markdown":
            return markdown_source(text)
    return with_ignore_marks(Source(text, text_lines(text)))


def _plan(draft: Draft, grammar: Grammar) -> Plan:
    head = draft.head
    producer = Producer(
        version=__version__,
        grammar=grammar.fingerprint,
        backend=draft.source.backend,
        ocr=draft.source.ocr,
    )
    return Plan(
        producer=producer,
        source=_source_info(draft.source),
        title=head.title,
        document_number=head.document_number,
        issuer=head.issuer,
        issued=head.issued,
        region=head.region,
        period=head.period,
        draft=head.draft,
        sections=draft.sections,
        boxes=draft.boxes,
        tables=draft.tables,
        indicators=draft.indicators,
        outcomes=draft.outcomes,
        projects=draft.projects,
        observations=draft.observations,
        mentions=draft.mentions,
        findings=draft.findings,
        leaves=draft.leaves,
        page_starts=tuple(draft.source.page_starts()),
        text=draft.source.text,
    )


def _source_info(source: Source) -> SourceInfo:
    """Where the text came from; a text that was in no file is described as its bytes in UTF-8."""
    data = source.text.encode("utf-8", "surrogatepass")
    text_sha256 = hashlib.sha256(data).hexdigest()
    return SourceInfo(
        name=source.name,
        path=source.path,
        media_type=source.media_type,
        encoding=source.encoding,
        sha256=source.sha256 or text_sha256,
        text_sha256=text_sha256,
        bytes=source.bytes or len(data),
        chars=len(source.text),
        pages=source.pages,
    )
