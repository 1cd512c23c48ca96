"""The page of every record: where a paged format prints what the record's span begins with."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TypeVar

from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Box, Finding, Indicator, Mention, Observation, Project, Section, Table
from planparse.model.source import Line

Paged = TypeVar("Paged", Section, Box, Table, Indicator, Project, Observation, Mention, Finding)


def find_pages(draft: Draft, grammar: Grammar) -> Draft:
    """The records with `page`, and with `bbox` where the whole span lies on one line of known place.

    A format without pages leaves both null, and so does a finding that stands nowhere.
    """
    lines = [line for line in draft.source.lines if line.page is not None and line.end > line.start]
    if not lines:
        return draft
    starts = [line.start for line in lines]

    def placed(records: tuple[Paged, ...]) -> tuple[Paged, ...]:
        return tuple(r if r.page is not None else _placed(r, lines, starts) for r in records)

    return replace(
        draft, sections=placed(draft.sections), boxes=placed(draft.boxes), tables=placed(draft.tables),
        indicators=placed(draft.indicators), projects=placed(draft.projects),
        observations=placed(draft.observations), mentions=placed(draft.mentions), findings=placed(draft.findings),
    )


def _placed(record: Paged, lines: list[Line], starts: list[int]) -> Paged:
    at = bisect_right(starts, record.span[0]) - 1
    if at < 0 or record.span[0] >= lines[at].end:
        return record
    whole = record.span[1] <= lines[at].end
    return record.model_copy(update={"page": lines[at].page, "bbox": lines[at].bbox if whole else None})
