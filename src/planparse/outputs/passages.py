"""The printed passages that a finding rests on, with the lines they stand in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from planparse.model.plan import Box, Finding, Indicator, Observation, Plan, Project, Section, Table
from planparse.model.source import Span, text_lines

Spanned = Indicator | Observation | Project
_STOPS = ("。", "；", "\n\n", "\r\n\r\n", "\n\t", "\f")
_REACH = 48
"""Characters of context that a quantity in prose gets on either side."""
_WRAP = regex.compile(r"(?<=[^\x00-\x7f])[ \t]*\r?\n[ \t]*(?=[^\x00-\x7f])")
"""A line break inside of Chinese words, where the margin cut them."""
_LONGEST = 120
"""Characters of a passage; a longer one is cut and ends in an ellipsis."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One side of a finding: the record's id, where it is printed, and the printed words.

    `line` counts from 1 over the lines of `plan.text`; `page` from 1, null where the format
    has none. White space in `text` is reduced to single blanks.
    """

    record: str
    line: int
    page: int | None
    text: str


class Passages:
    """Finds the passages of one plan's findings."""

    def __init__(self, plan: Plan) -> None:
        self._text = plan.text
        self._starts = [line.start for line in text_lines(plan.text)]
        self._tables = {t.id: t for t in plan.tables}
        groups = (plan.sections, plan.boxes, plan.tables, plan.indicators, plan.projects,
                  plan.observations, plan.mentions)
        self._records = {record.id: record for group in groups for record in group}

    def line(self, span: Span) -> int:
        """The number from 1 of the line in which the span begins."""
        return bisect_right(self._starts, span[0])

    def of(self, finding: Finding) -> tuple[Passage, ...]:
        """The passages of the finding's records, in its order; its own span where it names none."""
        named = [record for record in dict.fromkeys(finding.records) if record in self._records]
        if not named:
            text = _short(self._around(finding.span))
            return (Passage(finding.id, self.line(finding.span), finding.page, text),)
        return tuple(self._passage(record, finding.span) for record in named)

    def _passage(self, record_id: str, spot: Span) -> Passage:
        record = self._records[record_id]
        if isinstance(record, (Indicator, Project, Observation)):
            span, text = self._row(record)
        elif isinstance(record, Table):
            span, text = self._table(record, spot)
        elif isinstance(record, (Section, Box)):
            span, text = record.span, self._text[slice(*record.span)]
        else:
            span, text = record.span, self._around(record.span)
        return Passage(record_id, self.line(span), record.page, _short(text))

    def _table(self, table: Table, spot: Span) -> tuple[Span, str]:
        """The row of a table that the finding's own span is in; else the table's caption."""
        for spans, row in zip(table.cell_spans, table.rows, strict=False):
            if any(span and span[0] <= spot[0] < span[1] for span in spans):
                return spot, _joined(row)
        return table.span, table.caption or table.label or self._around(table.span)

    def _row(self, record: Spanned) -> tuple[Span, str]:
        """Where a row is printed, and its cells.

        The row's place is its name's: a label merged from above may stand lines away.
        """
        table = self._tables.get(record.table)
        if table is None or record.row >= len(table.rows):
            return record.span, self._around(record.span)
        if isinstance(record, Observation):
            return record.span, f"{record.entity} | {record.metric} | {record.value.text}"
        spans = table.cell_spans[record.row] if record.row < len(table.cell_spans) else ()
        names = [s for c, s in zip(table.columns, spans, strict=False) if c.role in ("name", "content") and s]
        return (names[0] if names else record.span), _joined(table.rows[record.row])

    def _around(self, span: Span) -> str:
        """The sentence around a span, no further than the paragraph and a few dozen characters."""
        start, end = span
        before, after = self._text[max(0, start - _REACH):start], self._text[end:end + _REACH]
        whole_before, whole_after = before, after
        for stop in _STOPS:
            before, after = before.rpartition(stop)[2], after.partition(stop)[0]
        head = "…" if before == whole_before and start > _REACH else ""
        tail = "…" if after == whole_after and end + _REACH < len(self._text) else ""
        return head + before + self._text[start:end] + after + tail


def _joined(row: Sequence[str]) -> str:
    return " | ".join(cell for cell in row if cell)


def _short(text: str) -> str:
    plain = " ".join(_WRAP.sub("", text).split())
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST - 1] + "…"
