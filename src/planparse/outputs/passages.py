"""The passages of findings as lines for people: on one line, and cut where they are long."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

import regex

from planparse.model.plan import (
    Finding,
    Indicator,
    Observation,
    Outcome,
    Passage,
    Plan,
    Project,
    Table,
)
from planparse.model.source import PLAIN_FORMATS, Span, text_lines

RowRecord = Indicator | Outcome | Observation | Project

_WRAP = regex.compile(r"(?<=[^\x00-\x7f])[ \t]*\r?\n[ \t]*(?=[^\x00-\x7f])")
"""A line break inside of Chinese words, where the margin cut them."""
_LONGEST = 120
"""Characters of a passage; a longer one is cut and ends in an ellipsis."""
_BEFORE = 60
"""Characters before a quantity that a cut sentence keeps."""
_ELLIPSIS = "…"
_BETWEEN_CELLS = " | "


class Passages:
    """Shows the passages of one plan's findings."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._starts = [line.start for line in text_lines(plan.text)]

    @property
    def has_lines(self) -> bool:
        """Whether a line of the text is one of the file, so that an editor finds it there."""
        return self._plan.source.media_type in PLAIN_FORMATS

    def line(self, span: Span) -> int:
        """The number from 1 of the line in which the span begins."""
        return bisect_right(self._starts, span[0])

    def shown(self, finding: Finding, passage: Passage) -> str:
        """The words of a passage on one line: a row as its cells, what the page adds left out."""
        row = self._rows.get(passage.record or "")
        if row is not None:
            return _short(_BETWEEN_CELLS.join(row))
        table = self._tables.get(passage.record or "")
        if table is not None and (cells := _row_at(table, passage.span)):
            return _short(_BETWEEN_CELLS.join(cells))
        at = self._mentions.get(passage.record or "", finding.span)
        return self._around(passage.span, at)

    def _around(self, span: Span, spot: Span) -> str:
        """What a span prints, without furniture; a long one is cut around the spot."""
        start, end = span
        is_long = end - start > _LONGEST
        lead = ""
        if is_long and start + _BEFORE < spot[0] < end:
            start = spot[0] - _BEFORE
            lead = _ELLIPSIS
        return lead + _short(self._content((start, end)))

    def _content(self, span: Span) -> str:
        start, end = span
        kept = ""
        for furniture in self._furniture:
            if start <= furniture[0] < end:
                kept += self._plan.text[start : furniture[0]]
                start = furniture[1]
        return kept + self._plan.text[start:end]

    # ------------------------------------------------------------ looked up once

    @cached_property
    def _tables(self) -> dict[str, Table]:
        return {table.id: table for table in self._plan.tables}

    @cached_property
    def _mentions(self) -> dict[str, Span]:
        return {mention.id: mention.span for mention in self._plan.mentions}

    @cached_property
    def _furniture(self) -> list[Span]:
        return [leaf.span for leaf in self._plan.leaves if leaf.kind == "furniture"]

    @cached_property
    def _rows(self) -> dict[str, list[str]]:
        """The filled cells of each record that is a row."""
        plan = self._plan
        records: list[RowRecord] = [*plan.indicators, *plan.outcomes, *plan.projects]
        rows = {}
        for record in records:
            table = self._tables.get(record.table)
            if table is not None and record.row < len(table.rows):
                rows[record.id] = [cell for cell in table.rows[record.row] if cell]
        for cell in plan.observations:
            rows[cell.id] = [cell.entity, cell.metric, cell.value.text]
        return rows


def _row_at(table: Table, span: Span) -> list[str]:
    """The filled cells of the row that a span prints; none where it is the caption."""
    for row, cells in enumerate(table.rows):
        if table.row_span(row) == span:
            return [cell for cell in cells if cell]
    return []


def on_one_line(text: str) -> str:
    """The text without line breaks, and without blanks where the margin cut Chinese words."""
    return " ".join(_WRAP.sub("", text).split())


def _short(text: str) -> str:
    """The text on one line, cut where it is long."""
    plain = on_one_line(text)
    if len(plain) <= _LONGEST:
        return plain
    return plain[: _LONGEST - 1] + _ELLIPSIS
