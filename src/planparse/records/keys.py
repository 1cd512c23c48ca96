"""The key of every record: a short hash of what it prints, which other parts of the plan don't change.

A key holds a record's kind, names and printed values; ids, serial numbers and offsets shift when
something is inserted before it, and stay out. Equal records are told apart by an ordinal, in
the order of the document.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b
from itertools import chain
from typing import TypeVar

from msgspec.structs import replace

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

Words = tuple[str, ...]
"""What a record prints, by which it is known again; "" where it prints nothing."""

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
        records: Sequence[Keyed], kind: str, words: Callable[[Keyed], Words]
    ) -> tuple[Keyed, ...]:
        _give_keys(records, kind, words, keys)
        return tuple(records)

    def of_finding(finding: Finding) -> Words:
        sides = [keys.get(name, "") for name in finding.records]
        if not sides:
            sides = [draft.source.printed(finding.span)]
        return (finding.kind, finding.about or "", *sides)

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
    words: Callable[[Keyed], Words],
    given: dict[str, str],
) -> None:
    """Gives the records their keys, and adds these to those `given` already, by their ids.

    The second of two that print the same ends in -2.
    """
    seen: dict[str, int] = {}
    for record in records:
        key = _hash(_BETWEEN.join((kind, *words(record))))
        if key in seen:
            seen[key] += 1
            key = f"{key}-{seen[key]}"
        else:
            seen[key] = 1
        # No one has seen the records yet, and there are thousands: to copy each costs as much as to read it.
        record.__dict__["key"] = key
        given[record.id] = key


def _hash(line: str) -> str:
    """The hash of a record's kind and of what it prints, white space left out."""
    data = "".join(line.split()).encode("utf-8", "surrogatepass")
    return blake2b(data, digest_size=_BYTES).hexdigest()


# ------------------------------------------------------------------ what records print


def _of_section(section: Section) -> Words:
    return section.label, section.title


def _of_box(box: Box) -> Words:
    return box.label, box.title


def _of_table(table: Table) -> Words:
    paths = chain.from_iterable(column.path for column in table.columns)
    return (table.label or "", table.caption or "", *paths)


def _of_row(row: GoalRecord) -> Words:
    """The names of a row; its serial number changes when a row is put in before it."""
    unit = row.unit.text if row.unit else ""
    return row.category or "", row.subcategory or "", row.name, row.qualifier or "", unit


def _of_indicator(indicator: Indicator) -> Words:
    values = (indicator.baseline, indicator.target, *indicator.others)
    return (*_of_row(indicator), *_texts(values))


def _of_outcome(outcome: Outcome) -> Words:
    own = (outcome.baseline, outcome.goal, outcome.actual, outcome.change)
    return (*_of_row(outcome), *_texts((*own, *outcome.others)))


def _of_project(project: Project) -> Words:
    return (project.name, project.content or "", *_texts((project.investment,)))


def _of_observation(observation: Observation) -> Words:
    parent = observation.parent or ""
    return parent, observation.entity, observation.metric, observation.value.text


def _of_mention(mention: Mention) -> Words:
    return mention.subject or "", mention.text


def _texts(values: Sequence[Value | None]) -> list[str]:
    return [value.text if value else "" for value in values]
