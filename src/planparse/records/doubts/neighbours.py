"""What speaks against one row beside the other rows of its table: what they have and it lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from planparse.grammar import Grammar
from planparse.model.doubt import Cause
from planparse.model.plan import Indicator, Outcome, RecordDoubt, Table
from planparse.records.doubts.labels import Row, grave, light
from planparse.records.doubts.values import counts_without_unit, has_goal

MOST = 0.7
"""Share of a table's rows that have a goal or a nature, from which one without is doubted."""

Labels = tuple[str | None, ...]


class Neighbours:
    """The rows of one table."""

    def __init__(
        self,
        rows: Sequence[Indicator] | Sequence[Outcome],
        table: Table,
        grammar: Grammar,
    ) -> None:
        self.grammar = grammar
        self.rows: Sequence[Row] = rows
        self.labels_of = {row.id: _labels(row) for row in rows}
        self.labels = Counter(self.labels_of.values())
        self.goals = self._mostly(has_goal)
        self.has_no_goal = not any(has_goal(row) for row in rows)
        self.unlabelled = _unlabelled(self.rows, table)
        self.natures = self._mostly(lambda row: row.nature is not None)

    def _mostly(self, has: Callable[[Row], bool]) -> bool:
        return sum(map(has, self.rows)) >= MOST * len(self.rows)

    def doubts_of(self, row: Row) -> Iterator[RecordDoubt]:
        """What this row lacks, and whether another one is named as it is."""
        if counts_without_unit(row) and self._needs_unit(row):
            yield light(Cause.NO_UNIT, "unit")
        # A table of indicators in which no column is that of the goals was not understood.
        if self.has_no_goal:
            yield grave(Cause.NO_TARGET, "target")
        elif self.goals and not has_goal(row):
            yield light(Cause.NO_TARGET, "target")
        if self.natures and row.nature is None:
            yield light(Cause.NO_NATURE, "nature")
        if row.row in self.unlabelled:
            yield light(Cause.NO_CATEGORY, "category")
        if self.labels[self.labels_of[row.id]] > 1:
            yield light(Cause.REPEATED_ROW, "name")

    def _needs_unit(self, row: Row) -> bool:
        """基尼系数 is counted in nothing."""
        unitless = self.grammar.pattern("checks.unitless")
        return unitless.search(row.name) is None


def _unlabelled(rows: Sequence[Row], table: Table) -> set[int]:
    """The rows without a group's label in a table that has a column of such labels, or between
    others that have one."""
    labelled = [number for number, row in enumerate(rows) if row.category is not None]
    if not labelled:
        return set()
    has_column = any(column.role == "category" for column in table.columns)
    between = rows if has_column else rows[labelled[0] : labelled[-1]]
    return {row.row for row in between if row.category is None}


def _labels(row: Row) -> Labels:
    # 煤炭消费量及比重 stands twice, once in tonnes and once in %.
    unit = row.unit.text if row.unit else None
    return row.category, row.subcategory, row.name, row.qualifier, row.parent, unit
