"""From a source and a place in it to what is told of that place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from planparse.explain.explanation import (
    ExplainedLeaf,
    ExplainedRecord,
    ExplainedTable,
    Explanation,
    RuleHit,
)
from planparse.explain.passages import MeantPassage, find_passage, is_id, passage_of
from planparse.explain.recognised import rule_of
from planparse.explain.tables import explain_table
from planparse.explain.watching import Watch, watched
from planparse.grammar import Grammar
from planparse.model.as_printed import as_printed
from planparse.model.draft import Draft
from planparse.model.heading_paths import heading_words
from planparse.model.plan import Leaf
from planparse.model.source import Line, Source, Span
from planparse.model.spans import overlap
from planparse.parser import readable_text, run

_PLACE = ("id", "page", "bbox", "cell_spans", "rows", "columns")
"""Fields of a record that are not shown: where it stands is asked, and a table is told apart."""
_PRINTED = frozenset(
    [
        "text",
        "name",
        "subject",
        "title",
        "label",
        "caption",
        "category",
        "subcategory",
        "qualifier",
        "entity",
        "metric",
    ]
)
"""Fields that hold printed words, and not what was read of them."""


def explain(source: Source, at: str, grammar: Grammar) -> Explanation:
    """What is made of the passage of a source that `at` means.

    That is a line, an offset (@4012), the id of a record or a finding (i11), or words. Reads the
    whole document once more, as no plan keeps what its stages knew. Raises `NoPassageError` where
    there is no such passage.
    """
    meant = _meant(source, at, grammar)
    text = readable_text(source)
    watch = Watch(text, _whole_lines(source, meant.span))
    draft = run(replace(source, text=text), watched(grammar, watch))
    printed = as_printed(draft, source)
    table = explain_table(draft, grammar, meant.span)
    leaves = tuple(_leaves(printed, meant.span))
    records = tuple(_records(printed, meant.span, grammar))
    return Explanation(
        span=meant.span,
        text=source.printed(meant.span),
        line=meant.line,
        page=_page(source, meant.span),
        headings=tuple(_headings(printed, meant.span)),
        leaves=leaves,
        table=table,
        records=records,
        findings=tuple(
            finding for finding in printed.findings if overlap(finding.span, meant.span)
        ),
        rules=_in_order(watch.hits(_pieces(leaves, records, table)), grammar),
        further=meant.further,
    )


def _meant(source: Source, at: str, grammar: Grammar) -> MeantPassage:
    """The passage that is asked for; words that look like an id are one where a record has it."""
    if is_id(at):
        # Which rules are asked of a passage is only noted when it is known where it is: read twice.
        draft = run(replace(source, text=readable_text(source)), grammar)
        for record in (*draft.records(), *draft.findings):
            if record.id == at:
                return passage_of(source.text, record.span)
    return find_passage(source.text, at)


def _whole_lines(source: Source, span: Span) -> Span:
    """The passage with all of the lines that it reaches into: rules are asked of no less."""
    reached = [line.span for line in source.lines if overlap(line.span, span)]
    if not reached:
        return span
    return reached[0][0], reached[-1][1]


def _pieces(
    leaves: Sequence[ExplainedLeaf],
    records: Sequence[ExplainedRecord],
    table: ExplainedTable | None,
) -> Iterator[str]:
    """What the stages have made of the passage: its leaves, names, units and values, and its heads."""
    for leaf in leaves:
        yield leaf.text
    for record in records:
        yield from _words_in(record.fields)
    for column in table.columns if table else ():
        yield from column.path


def _words_in(data: object) -> Iterator[str]:
    """What a record's fields print: names, labels, and the texts of values and units."""
    if isinstance(data, dict):
        for name, item in data.items():
            if isinstance(item, str) and name in _PRINTED:
                yield item
            yield from _words_in(item)
    elif isinstance(data, list):
        for item in data:
            yield from _words_in(item)


def _in_order(hits: set[RuleHit], grammar: Grammar) -> tuple[RuleHit, ...]:
    place = {rule.id: number for number, rule in enumerate(grammar)}
    return tuple(sorted(hits, key=lambda hit: (place[hit.rule], hit.words)))


def _page(source: Source, span: Span) -> int | None:
    for line in source.lines:
        if line.end > span[0]:
            return line.page
    return None


def _headings(draft: Draft, span: Span) -> Iterator[str]:
    """The headings above a passage; sections are in order, each behind those that it lies in."""
    for section in draft.sections:
        start, end = section.body
        if start <= span[0] < end and not overlap(section.span, span):
            yield heading_words(section)


def _leaves(draft: Draft, span: Span) -> Iterator[ExplainedLeaf]:
    for leaf in draft.leaves:
        if overlap(leaf.span, span):
            text = draft.source.printed(leaf.span)
            if leaf.kind == "furniture":
                why, told_by = _furniture(draft, leaf)
                yield ExplainedLeaf(leaf.kind, leaf.span, text, why, told_by)
            else:
                yield ExplainedLeaf(leaf.kind, leaf.span, text)


def _furniture(draft: Draft, leaf: Leaf) -> tuple[str, str]:
    """Why a leaf is no content, and who has told it: the format, or the text itself."""
    for number, line in enumerate(draft.source.lines):
        if overlap(line.span, leaf.span) and (mark := draft.furniture[number]):
            return str(mark), _told_by(line)
    # Within a line: a mark of a converter, a page number that is glued to the first words.
    is_told = any(overlap(mark, leaf.span) for mark in draft.source.marks)
    return "mark", "format" if is_told else "text"


def _told_by(line: Line) -> str:
    return "format" if line.furniture else "text"


def _records(draft: Draft, span: Span, grammar: Grammar) -> Iterator[ExplainedRecord]:
    """The records whose span the passage reaches into, the widest kinds first."""
    for record in draft.records():
        if overlap(record.span, span):
            kind = type(record).__name__.lower()
            fields = record.model_dump(mode="json", exclude_defaults=True, exclude={*_PLACE})
            yield ExplainedRecord(record.id, kind, fields, rule_of(record, draft, grammar))
