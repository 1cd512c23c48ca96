"""What is printed where a row comes from: the row of a table as its cells, or the paragraphs that it stands in."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from planparse.frames.columns import Row
from planparse.frames.writers.xlsx.texts import CUT
from planparse.outputs.passages import on_one_line

if TYPE_CHECKING:
    from planparse.model.plan import Indicator, Outcome, Plan, Project, Table
    from planparse.model.source import Span

BETWEEN_CELLS = " | "
LONGEST = 2_000
"""Characters of a passage: a long paragraph fits, a table is cut."""

PassageKey = tuple[str, str, int, int]
"""Of which plan a passage is, and which: two of one plan with the same key are one."""


class PrintedPassage(NamedTuple):
    """A passage: where it begins and ends in the text, and what it prints."""

    key: PassageKey
    start: int
    end: int
    text: str


class PlanPassages:
    """Finds the passages of one plan's rows."""

    def __init__(self, plan: Plan, plan_id: str) -> None:
        self._plan = plan
        self._id = plan_id

    def of(self, row: Row) -> PrintedPassage | None:
        """The passage of a row of any table; None where the plan came without its text."""
        start, end = row.get("span_start"), row.get("span_end")
        table, line = row.get("table_id"), row.get("table_row")
        if not isinstance(start, int) or not isinstance(end, int):
            start = end = None
        if isinstance(table, str) and isinstance(line, int):
            return self._of_table_row(table, line)
        if start is None or end is None or end > len(self._plan.text):
            return None
        if (place := self._rows.get((start, end))) is not None:
            return self._of_table_row(*place)
        return self._of_paragraphs(start, end)

    def _of_table_row(self, table_id: str, row: int) -> PrintedPassage | None:
        table = self._tables.get(table_id)
        if table is None or row >= len(table.rows):
            return None
        cells = [cell for cell in table.rows[row] if cell]
        start, end = table.row_span(row) or table.span
        key = (self._id, table_id, row, 0)
        return PrintedPassage(key, start, end, BETWEEN_CELLS.join(cells))

    def _of_paragraphs(self, start: int, end: int) -> PrintedPassage | None:
        """The leaves that a span touches, whole: a number stands in its sentence."""
        if self._leaves:
            start = min(start, self._leaf_at(start)[0])
            end = max(end, self._leaf_at(end - 1)[1])
        key = (self._id, "", start, end)
        text = on_one_line(self._plan.text[start : min(end, start + LONGEST)])
        if end - start > LONGEST:
            text += CUT
        return PrintedPassage(key, start, end, text)

    def _leaf_at(self, offset: int) -> Span:
        at = bisect_right(self._leaf_starts, offset) - 1
        return self._leaves[max(at, 0)]

    # ------------------------------------------------------------ looked up

    @cached_property
    def _leaves(self) -> list[Span]:
        return [leaf.span for leaf in self._plan.leaves]

    @cached_property
    def _leaf_starts(self) -> list[int]:
        return [start for start, _ in self._leaves]

    @cached_property
    def _tables(self) -> dict[str, Table]:
        return {table.id: table for table in self._plan.tables}

    @cached_property
    def _rows(self) -> dict[Span, tuple[str, int]]:
        """Which row of which table is printed at a span: a doubt or a finding of it leads to the same passage."""
        plan = self._plan
        records: list[Indicator | Outcome | Project] = [
            *plan.indicators,
            *plan.outcomes,
            *plan.projects,
        ]
        return {record.span: (record.table, record.row) for record in records}
