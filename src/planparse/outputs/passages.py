"""The printed passages that a finding rests on, with the lines they stand in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from planparse.model.plan import (
    Box,
    Finding,
    Indicator,
    Mention,
    Observation,
    Outcome,
    Plan,
    Project,
    Section,
    Table,
)
from planparse.model.source import Span, text_lines

AnyRecord = Section | Box | Table | Indicator | Outcome | Project | Observation | Mention
RowRecord = Indicator | Observation | Project

_STOPS = ("。", "；", "\n\n", "\r\n\r\n", "\n\t", "\f")
"""What ends a sentence, a paragraph, a cell of a tabbed table or a page."""
_REACH = 48
"""Characters of context that a quantity in prose gets on either side."""
_WRAP = regex.compile(r"(?<=[^\x00-\x7f])[ \t]*\r?\n[ \t]*(?=[^\x00-\x7f])")
"""A line break inside of Chinese words, where the margin cut them."""
_LONGEST = 120
"""Characters of a passage; a longer one is cut and ends in an ellipsis."""
_ELLIPSIS = "…"
_BETWEEN_CELLS = " | "


@dataclass(frozen=True, slots=True)
class Passage:
    """One side of a finding: the record's id, where it is printed, and the printed words."""

    record: str
    line: int
    """From 1, over the lines of `plan.text`."""
    page: int | None
    """From 1; null where the format has none."""
    text: str
    """White space is reduced to single blanks."""


class Passages:
    """Finds the passages of one plan's findings."""

    def __init__(self, plan: Plan) -> None:
        self._text = plan.text
        self._starts = [line.start for line in text_lines(plan.text)]
        self._tables = {table.id: table for table in plan.tables}
        self._records = _records_by_id(plan)

    def line(self, span: Span) -> int:
        """The number from 1 of the line in which the span begins."""
        return bisect_right(self._starts, span[0])

    def of(self, finding: Finding) -> tuple[Passage, ...]:
        """The passages of the finding's records, in its order; its own where it names none."""
        named: list[Passage] = []
        # A finding may name a record twice, as both of its sides.
        for record_id in dict.fromkeys(finding.records):
            if record_id in self._records:
                record = self._records[record_id]
                named.append(self._passage(record, finding.span))
        if named:
            return tuple(named)
        own = Passage(
            record=finding.id,
            line=self.line(finding.span),
            page=finding.page,
            text=_short(self._around(finding.span)),
        )
        return (own,)

    def _passage(self, record: AnyRecord, spot: Span) -> Passage:
        """The passage of a record; `spot` is where the finding is."""
        if isinstance(record, (Indicator, Project, Observation)):
            span, text = self._row(record)
        elif isinstance(record, Table):
            span, text = self._table(record, spot)
        elif isinstance(record, (Section, Box)):  # its heading or caption, and no more
            span = record.span
            text = self._text[slice(*span)]
        else:
            span = record.span
            text = self._around(span)
        return Passage(
            record=record.id,
            line=self.line(span),
            page=record.page,
            text=_short(text),
        )

    def _table(self, table: Table, spot: Span) -> tuple[Span, str]:
        """The row of a table that the finding's own span is in; else the table's caption."""
        for spans, row in zip(table.cell_spans, table.rows, strict=False):
            if _is_in_row(spot, spans):
                return spot, _joined(row)
        name = table.caption or table.label or self._around(table.span)
        return table.span, name

    def _row(self, record: RowRecord) -> tuple[Span, str]:
        """Where a row is printed, and its cells."""
        table = self._tables.get(record.table)
        if table is None or record.row >= len(table.rows):
            return record.span, self._around(record.span)
        if isinstance(record, Observation):
            cells = (record.entity, record.metric, record.value.text)
            return record.span, _BETWEEN_CELLS.join(cells)
        # The row's place is its name's: a label merged from above may stand lines away.
        span = _name_span(table, record.row) or record.span
        return span, _joined(table.rows[record.row])

    def _around(self, span: Span) -> str:
        """The sentence around a span, no further than the paragraph and a few dozen characters."""
        start, end = span
        left = max(0, start - _REACH)
        right = end + _REACH
        whole_before = self._text[left:start]
        whole_after = self._text[end:right]
        before = whole_before
        after = whole_after
        for stop in _STOPS:
            before = before.rpartition(stop)[2]
            after = after.partition(stop)[0]
        # Where no stop was met and the text goes on, the sentence is cut.
        if before == whole_before and start > _REACH:
            before = _ELLIPSIS + before
        if after == whole_after and right < len(self._text):
            after += _ELLIPSIS
        return before + self._text[start:end] + after


def _records_by_id(plan: Plan) -> dict[str, AnyRecord]:
    """Every record that a finding may name."""
    groups: tuple[Sequence[AnyRecord], ...] = (
        plan.sections,
        plan.boxes,
        plan.tables,
        plan.indicators,
        plan.outcomes,
        plan.projects,
        plan.observations,
        plan.mentions,
    )
    found: dict[str, AnyRecord] = {}
    for group in groups:
        found |= {record.id: record for record in group}
    return found


def _is_in_row(spot: Span, spans: Sequence[Span | None]) -> bool:
    """Whether `spot` begins in one of the row's cells."""
    start, _ = spot
    cells = [span for span in spans if span is not None]
    return any(first <= start < end for first, end in cells)


def _name_span(table: Table, row: int) -> Span | None:
    """Where the name of a row is printed, or its content where that stands before it."""
    for index, column in enumerate(table.columns):
        if column.role in ("name", "content"):
            span = table.cell_span(row, index)
            if span is not None:
                return span
    return None


def _joined(cells: Sequence[str]) -> str:
    """The filled cells of a row."""
    filled = [cell for cell in cells if cell]
    return _BETWEEN_CELLS.join(filled)


def _short(text: str) -> str:
    """The text on one line, cut where it is long."""
    plain = _WRAP.sub("", text)
    plain = " ".join(plain.split())
    if len(plain) <= _LONGEST:
        return plain
    return plain[: _LONGEST - 1] + _ELLIPSIS
