"""The page of every record: where a paged format prints what the record's span begins with."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import (
    Box,
    Finding,
    Indicator,
    Mention,
    Observation,
    Outcome,
    Project,
    Section,
    Table,
)
from planparse.model.source import Line

Paged = TypeVar(
    "Paged", Section, Box, Table, Indicator, Outcome, Project, Observation, Mention, Finding
)


def find_pages(draft: Draft, grammar: Grammar) -> Draft:
    """The records with `page`, and with `bbox` where the span lies on one line of known place.

    A format without pages leaves both null, and so does a finding that stands nowhere.
    """
    lines = [line for line in draft.source.lines if _is_on_page(line)]
    if not lines:
        return draft
    starts = [line.start for line in lines]

    def placed(records: tuple[Paged, ...]) -> tuple[Paged, ...]:
        return tuple(_placed(record, lines, starts) for record in records)

    return replace(
        draft,
        sections=placed(draft.sections),
        boxes=placed(draft.boxes),
        tables=placed(draft.tables),
        indicators=placed(draft.indicators),
        outcomes=placed(draft.outcomes),
        projects=placed(draft.projects),
        observations=placed(draft.observations),
        mentions=placed(draft.mentions),
        findings=placed(draft.findings),
    )


def _is_on_page(line: Line) -> bool:
    return line.page is not None and line.end > line.start


def _placed(record: Paged, lines: Sequence[Line], starts: Sequence[int]) -> Paged:
    """The record on the page of the line in which its span begins."""
    if record.page is not None:  # a table's rows have been given their page with the table
        return record
    start, end = record.span
    at = bisect_right(starts, start) - 1
    # Between two lines stands nothing that is printed.
    if at < 0 or start >= lines[at].end:
        return record
    line = lines[at]
    # A record of several lines has no one rectangle.
    bbox = line.bbox if end <= line.end else None
    place = {"page": line.page, "bbox": bbox}
    return record.model_copy(update=place)
