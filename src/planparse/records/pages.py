"""The page and place of every record and value: where a paged format prints what its span covers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

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
    Value,
)
from planparse.model.source import BBox, Line, Span

Paged = TypeVar(
    "Paged", Section, Box, Table, Indicator, Outcome, Project, Observation, Mention, Finding
)
OfTable = TypeVar("OfTable", Indicator, Outcome, Project, Observation)

_VALUES = ("value", "baseline", "target", "goal", "actual", "change", "investment")
"""Fields of records that hold one value; `others` holds several."""


def find_pages(draft: Draft, grammar: Grammar) -> Draft:
    """The records and their values with `page`, and with `bbox` where their lines have known places.

    A format without pages leaves both null, and so does a finding that stands nowhere.
    """
    lines = [line for line in draft.source.lines if line.page is not None and _prints(line)]
    if not lines:
        return draft
    page = _Pages(lines)
    tables = {table.id: table for table in draft.tables}

    def placed(records: tuple[Paged, ...]) -> tuple[Paged, ...]:
        return tuple(page.placed(record) for record in records)

    def rows(records: tuple[OfTable, ...]) -> tuple[OfTable, ...]:
        return tuple(page.placed_row(record, tables.get(record.table)) for record in records)

    return replace(
        draft,
        sections=placed(draft.sections),
        boxes=placed(draft.boxes),
        tables=placed(draft.tables),
        indicators=rows(draft.indicators),
        outcomes=rows(draft.outcomes),
        projects=rows(draft.projects),
        observations=rows(draft.observations),
        mentions=placed(draft.mentions),
        findings=placed(draft.findings),
    )


def _prints(line: Line) -> bool:
    return line.end > line.start


class _Place(Struct, frozen=True):
    """A page, and the rectangle on it that holds all lines of a span; None where that is not known."""

    page: int | None
    bbox: BBox | None


class _Pages:
    """The lines of a source that are printed on pages, asked for by offset."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.starts = [line.start for line in lines]

    def placed(self, record: Paged) -> Paged:
        """The record on the page of the line in which its span begins."""
        line = self._line_at(record.span[0])
        # Between two lines stands nothing that is printed.
        if line is None:
            return record
        # A record of several lines has no one rectangle.
        bbox = line.bbox if record.span[1] <= line.end else None
        place: dict[str, Any] = {"page": line.page, "bbox": bbox}
        if isinstance(record, Mention):
            place["value"] = record.value.model_copy(update=place)
        return record.model_copy(update=place)

    def placed_row(self, record: OfTable, table: Table | None) -> OfTable:
        """The record of a table's row where its own cells are printed, and so each of its values."""
        spans = [] if table is None else _cells_within(table, record.row, record.span)
        place = self._place(spans or [record.span])
        changes: dict[str, Any] = {}
        if place is not None:
            changes |= {"page": place.page, "bbox": place.bbox}
        for field in _VALUES:
            value = getattr(record, field, None)
            if value is not None:
                changes[field] = self._with_place(value)
        others: Iterable[Value] = getattr(record, "others", ())
        if others:
            changes["others"] = tuple(self._with_place(value) for value in others)
        return record.model_copy(update=changes)

    def _with_place(self, value: Value) -> Value:
        place = None if value.span is None else self._place([value.span])
        if place is None:
            return value
        return value.model_copy(update={"page": place.page, "bbox": place.bbox})

    def _place(self, spans: Sequence[Span]) -> _Place | None:
        """The page on which spans begin, and the rectangle around their lines on it."""
        lines = [line for span in spans for line in self._lines_of(span)]
        if not lines:
            return None
        page = lines[0].page
        boxes = [line.bbox for line in lines if line.page == page and line.bbox is not None]
        return _Place(page, _around(boxes) if boxes else None)

    def _lines_of(self, span: Span) -> Iterator[Line]:
        start, end = span
        at = max(0, bisect_right(self.starts, start) - 1)
        while at < len(self.lines) and self.lines[at].start < end:
            if self.lines[at].end > start:
                yield self.lines[at]
            at += 1

    def _line_at(self, offset: int) -> Line | None:
        at = bisect_right(self.starts, offset) - 1
        if at < 0 or offset >= self.lines[at].end:
            return None
        return self.lines[at]


def _cells_within(table: Table, row: int, span: Span) -> list[Span]:
    """Where the own cells of a row are printed that lie inside the record's span."""
    start, end = span
    return [cell for cell in table.own_spans(row) if start <= cell[0] and cell[1] <= end]


def _around(boxes: Sequence[BBox]) -> BBox:
    """The rectangle around all of them."""
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return min(x0), min(top), max(x1), max(bottom)
