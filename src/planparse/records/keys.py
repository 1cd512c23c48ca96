"""The key of every record: a short hash of what it prints, which other parts of the plan don't change.

A key holds a record's kind, names and printed values; ids, serial numbers and offsets shift when
something is inserted before it, and stay out. Equal records are told apart by an ordinal, in
the order of the document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import TypeVar

from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import (
    AnyRecord,
    Box,
    Finding,
    GoalRecord,
    Indicator,
    Mention,
    Observation,
    Outcome,
    Project,
    Section,
    Table,
    Value,
)

Keyed = TypeVar("Keyed", bound=AnyRecord | Finding)

_BYTES = 6
"""Of the hash: among the 4,000 records of a set of plans, two are the same once in 30 million sets."""
_BETWEEN = "\0"
"""Between the words of a key: no plan prints it, and it is no white space."""


def find_keys(draft: Draft, grammar: Grammar) -> Draft:
    """The draft with the `key` of every record."""
    keys: dict[str, str] = {}
    """By id, for findings that name other records."""

    def keyed(
        records: Sequence[Keyed], kind: str, words: Callable[[Keyed], Iterator[str | None]]
    ) -> tuple[Keyed, ...]:
        _give_keys(records, kind, words)
        keys.update((one.id, one.key) for one in records)
        return tuple(records)

    def of_finding(finding: Finding) -> Iterator[str | None]:
        yield finding.kind
        yield finding.about
        yield from (keys.get(name) for name in finding.records)
        if not finding.records:
            yield draft.source.printed(finding.span)

    return replace(
        draft,
        sections=keyed(draft.sections, "section", _of_section),
        boxes=keyed(draft.boxes, "box", _of_box),
        tables=keyed(draft.tables, "table", _of_table),
        indicators=keyed(draft.indicators, "indicator", _of_indicator),
        outcomes=keyed(draft.outcomes, "outcome", _of_outcome),
        projects=keyed(draft.projects, "project", _of_project),
        observations=keyed(draft.observations, "observation", _of_observation),
        mentions=keyed(draft.mentions, "mention", _of_mention),
        findings=keyed(draft.findings, "finding", of_finding),
    )


def _give_keys(
    records: Sequence[Keyed],
    kind: str,
    words: Callable[[Keyed], Iterator[str | None]],
) -> None:
    """Gives the records their keys: the second of two that print the same ends in -2."""
    seen: dict[str, int] = {}
    for record in records:
        key = _hash(kind, words(record))
        ordinal = seen.get(key, 0) + 1
        seen[key] = ordinal
        if ordinal > 1:
            key = f"{key}-{ordinal}"
        # No one has seen the records yet, and there are thousands: to copy each costs as much as to read it.
        object.__setattr__(record, "key", key)


def _hash(kind: str, words: Iterator[str | None]) -> str:
    own = [word or "" for word in words]
    printed = _BETWEEN.join([kind, *own])
    data = "".join(printed.split()).encode("utf-8", "surrogatepass")
    return blake2b(data, digest_size=_BYTES).hexdigest()


# ------------------------------------------------------------------ what records print


def _of_section(section: Section) -> Iterator[str | None]:
    yield section.label
    yield section.title


def _of_box(box: Box) -> Iterator[str | None]:
    yield box.label
    yield box.title


def _of_table(table: Table) -> Iterator[str | None]:
    yield table.label
    yield table.caption
    for column in table.columns:
        yield from column.path


def _of_row(row: GoalRecord) -> Iterator[str | None]:
    """The names of a row; its serial number changes when a row is put in before it."""
    yield row.category
    yield row.subcategory
    yield row.name
    yield row.qualifier
    yield row.unit.text if row.unit else None


def _of_indicator(indicator: Indicator) -> Iterator[str | None]:
    yield from _of_row(indicator)
    yield from _texts(indicator.baseline, indicator.target, *indicator.others)


def _of_outcome(outcome: Outcome) -> Iterator[str | None]:
    yield from _of_row(outcome)
    own = (outcome.baseline, outcome.goal, outcome.actual, outcome.change)
    yield from _texts(*own, *outcome.others)


def _of_project(project: Project) -> Iterator[str | None]:
    yield project.name
    yield project.content
    yield from _texts(project.investment)


def _of_observation(observation: Observation) -> Iterator[str | None]:
    yield observation.parent
    yield observation.entity
    yield observation.metric
    yield from _texts(observation.value)


def _of_mention(mention: Mention) -> Iterator[str | None]:
    yield mention.subject
    yield mention.text


def _texts(*values: Value | None) -> Iterator[str | None]:
    for value in values:
        yield value.text if value else None
