"""Where things of a plan stand, looked up once for all of its chunks."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from planparse.model.plan import Plan, Section
from planparse.model.source import Span


class _TableRow(Protocol):
    @property
    def table(self) -> str: ...


RowKind = TypeVar("RowKind", bound=_TableRow)


class ChunkPlaces:
    """Sections by id, records by table, and the pages of spans."""

    def __init__(self, plan: Plan) -> None:
        self.indicators = _by_table(plan.indicators)
        self.outcomes = _by_table(plan.outcomes)
        self.projects = _by_table(plan.projects)
        self.observations = _by_table(plan.observations)
        self._sections = {section.id: section for section in plan.sections}
        self._tables = {table.id: table for table in plan.tables}
        self._page_starts = [start for start, _ in plan.page_starts]
        self._page_numbers = [page for _, page in plan.page_starts]

    def section(self, section_id: str | None) -> Section | None:
        """The section of an id."""
        return self._sections.get(section_id or "")

    def section_of_table(self, table_id: str) -> str | None:
        """The id of the section that a table stands in."""
        table = self._tables.get(table_id)
        return table.section if table else None

    def pages(self, spans: Sequence[Span]) -> tuple[int, ...]:
        """The pages that the spans are printed on, each once, in order; none where none are known."""
        found: dict[int, None] = {}
        for start, end in spans:
            first = bisect_right(self._page_starts, start) - 1
            last = bisect_right(self._page_starts, max(start, end - 1)) - 1
            found.update(dict.fromkeys(self._page_numbers[max(first, 0) : last + 1]))
        return tuple(found)


def _by_table(rows: Iterable[RowKind]) -> Mapping[str, list[RowKind]]:
    found: dict[str, list[RowKind]] = defaultdict(list)
    for row in rows:
        found[row.table].append(row)
    return found
