"""One plan as its tables need it: cells that its rows share, and what a row looks up."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, chain
from typing import TYPE_CHECKING

from planparse.frames.columns import Row
from planparse.model.heading_paths import BETWEEN_HEADINGS, heading_words
from planparse.model.plan_ids import plan_id

if TYPE_CHECKING:
    from planparse.model.plan import (
        AnyRecord,
        Finding,
        Indicator,
        Observation,
        Outcome,
        Plan,
        Project,
        RecordDoubt,
        Section,
        Table,
        Value,
    )
    from planparse.model.source import BBox, Span

    InTable = Indicator | Outcome | Observation | Project
    Placed = AnyRecord | Finding

_LINE_END = re.compile(r"\r\n?|\n")
"""What an editor ends a line at. A form feed is a character of its line."""


class PlanView:
    """Gives the cells of one plan's rows that say what a row is from, where it stands and how sure it is."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    # ------------------------------------------------------------ cells

    @cached_property
    def plan_cells(self) -> Row:
        """The columns `PLAN`."""
        plan = self.plan
        region = plan.region
        period = plan.period
        return {
            "plan_id": plan_id(plan),
            "path": plan.source.path,
            "title": plan.title,
            "region": region.name if region else None,
            "region_code": region.code if region else None,
            "region_level": region.level if region else None,
            "period_start": period.start if period else None,
            "period_end": period.end if period else None,
        }

    def place_cells(self, record: Placed, section: str | None) -> Row:
        """The columns `PLACE` of a record that stands in a section."""
        return self.span_cells(record.span, section, record.page, record.bbox)

    def span_cells(
        self, span: Span, section: str | None, page: int | None = None, bbox: BBox | None = None
    ) -> Row:
        """The columns `PLACE` of a span in a section."""
        return {
            "section_id": section,
            "heading": self.heading(section),
            "page": page,
            "line": self.line(span[0]),
            "span_start": span[0],
            "span_end": span[1],
            "bbox": list(bbox or ()),
        }

    def value_place_cells(self, value: Value, record: Placed, section: str | None) -> Row:
        """The columns `PLACE` of a value: line and page are its record's where its own are not known."""
        start, end = value.span or (None, None)
        page = record.page if value.page is None else value.page
        return {
            "section_id": section,
            "heading": self.heading(section),
            "page": page,
            "line": self.line(record.span[0] if start is None else start),
            "span_start": start,
            "span_end": end,
            "bbox": list(value.bbox or ()),
        }

    def doubt_cells(self, doubts: Sequence[RecordDoubt] = (), table: Table | None = None) -> Row:
        """The columns `DOUBTS` of a row: its own, and those of the table that it stands in."""
        of_table = table.doubts if table is not None else ()
        if not doubts and not of_table:
            return {"doubts": [], "grave": False}
        words = chain(_in_words(doubts, ""), _in_words(of_table, "table"))
        return {
            "doubts": list(dict.fromkeys(words)),
            "grave": any(doubt.severity == "grave" for doubt in (*doubts, *of_table)),
        }

    # ------------------------------------------------------------ looked up

    def line(self, start: int) -> int | None:
        """The line of an offset, from 1, as an editor counts; None where the plan came without its text."""
        if start > len(self.plan.text):
            return None
        return bisect_right(self._line_starts, start)

    def heading(self, section: str | None) -> str | None:
        """The heading of a section and those above it, the outermost first."""
        return self._headings.get(section or "")

    def section_at(self, start: int) -> str | None:
        """The innermost section around an offset; None above all headings."""
        at = bisect_right(self._section_starts, start) - 1
        section = self.plan.sections[at] if at >= 0 else None
        while section is not None and start >= max(section.body[1], section.span[1]):
            section = self._sections.get(section.parent or "")
        return section.id if section else None

    def table(self, id: str | None) -> Table | None:
        """A table by its id."""
        return self._tables.get(id or "")

    def section_of(self, row: InTable) -> str | None:
        """The section of the table that a row stands in."""
        table = self.table(row.table)
        return table.section if table else None

    @cached_property
    def is_encodable(self) -> bool:
        """Whether UTF-8 has bytes for all that the rows can hold: text may have half a surrogate pair."""
        try:
            for text in (self.plan.text, self.plan.source.path, self.plan.source.name):
                (text or "").encode("utf-8")
        except UnicodeEncodeError:
            return False
        return True

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of all indicators and outcomes by their ids."""
        return {row.id: row.name for row in (*self.plan.indicators, *self.plan.outcomes)}

    @cached_property
    def _line_starts(self) -> list[int]:
        text = self.plan.text
        if "\r" in text:
            return [0, *(match.end() for match in _LINE_END.finditer(text))]
        # Six times as fast, and nearly every text is like that.
        lengths = (len(line) + 1 for line in text.split("\n"))
        return list(accumulate(lengths, initial=0))[:-1]

    @cached_property
    def _section_starts(self) -> list[int]:
        return [section.span[0] for section in self.plan.sections]

    @cached_property
    def _sections(self) -> dict[str, Section]:
        return {section.id: section for section in self.plan.sections}

    @cached_property
    def _tables(self) -> dict[str, Table]:
        return {table.id: table for table in self.plan.tables}

    @cached_property
    def _headings(self) -> dict[str, str]:
        paths: dict[str, str] = {}
        # A section stands behind its parent, whose path is ready then.
        for section in self.plan.sections:
            above = paths.get(section.parent or "")
            words = heading_words(section)
            paths[section.id] = words if above is None else above + BETWEEN_HEADINGS + words
        return paths


def _in_words(doubts: Iterable[RecordDoubt], whole: str) -> Iterator[str]:
    """`name:torn-brackets`, or `torn-brackets` alone; for a table `table:…` and `table.name:…`."""
    for doubt in doubts:
        about = ".".join(part for part in (whole, doubt.field) if part)
        yield f"{about}:{doubt.code}" if about else doubt.code
