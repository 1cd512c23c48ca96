"""From text or bytes to a `Plan`."""

from __future__ import annotations

from pathlib import Path

from planparse import chain, grammar as grammars
from planparse.draft import Draft
from planparse.grammar import Grammar
from planparse.leaves import find_leaves
from planparse.plan import Plan, SourceInfo
from planparse.source import Source, text_lines


class Parser:
    """Reads plans with one grammar: the built-in one, or that with a user's packs added."""

    def __init__(self, *, grammar: str | Path | Grammar | None = None) -> None:
        if isinstance(grammar, Grammar):
            self.grammar = grammar
        else:
            self.grammar = grammars.default() if grammar is None else grammars.load(grammar)

    def parse(self, text: str) -> Plan:
        """The plan that `text` holds; spans are offsets in `text`. Any text at all gives a plan."""
        return self.parse_source(Source(text, text_lines(text)))

    def parse_source(self, source: Source) -> Plan:
        """The plan of a source that a reader has delivered."""
        return _plan(chain.run(source, self.grammar))


def _plan(draft: Draft) -> Plan:
    source = draft.source
    data = source.text.encode("utf-8", "surrogatepass") if not source.sha256 else b""
    import hashlib

    info = SourceInfo(
        name=source.name, media_type=source.media_type, encoding=source.encoding,
        sha256=source.sha256 or hashlib.sha256(data).hexdigest(), bytes=source.bytes or len(data),
        chars=len(source.text), pages=source.pages,
    )
    head = draft.head
    return Plan(
        source=info, title=head.title, document_number=head.document_number, issuer=head.issuer,
        issued=head.issued, region=head.region, period=head.period, draft=head.draft,
        sections=draft.sections, boxes=draft.boxes, tables=draft.tables, indicators=draft.indicators,
        projects=draft.projects, observations=draft.observations, mentions=draft.mentions,
        findings=draft.findings, text=source.text, leaves=find_leaves(draft),
    )
