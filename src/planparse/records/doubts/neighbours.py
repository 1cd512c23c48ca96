"""What speaks against one row beside the other rows of its table: what they have and it lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from planparse.grammar import Grammar
from planparse.model.doubt import Cause
from planparse.model.plan import Indicator, Outcome, RecordDoubt, Table, Value
from planparse.records.doubts.labels import Row, grave, is_of_header, light
from planparse.records.doubts.values import counts_without_unit, has_goal, values_of
from planparse.tables.header_words import plain

MOST = 0.7
"""Share of a table's rows that have a goal or a nature, from which one without is doubted."""

BARE = 0.3
"""Share of a table's rows that count whole things without a unit, from which on it prints none for them:
项目数量, 示范区."""

LEAST_BARE = 3
"""Such rows; fewer have lost their units."""

NEAR = 0.005
"""Share of a total by which its parts may miss it: they are rounded."""

Labels = tuple[str | None, ...]


class Neighbours:
    """The rows of one table."""

    def __init__(
        self,
        rows: Sequence[Indicator] | Sequence[Outcome],
        table: Table,
        grammar: Grammar,
        *,
        is_inferred: bool = False,
    ) -> None:
        self.grammar = grammar
        self.table = table
        self.is_inferred = is_inferred
        """Whether the table was put together from text."""
        self.rows: Sequence[Row] = rows
        self.labels_of = {row.id: _labels(row) for row in rows}
        self.labels = Counter(self.labels_of.values())
        self.goals = self._mostly(has_goal)
        self.has_no_goal = not any(has_goal(row) for row in rows)
        self.unlabelled = _unlabelled(self.rows, table)
        self.natures = self._mostly(lambda row: row.nature is not None)
        self.nature_columns = [
            at for at, column in enumerate(table.columns) if column.role == "nature"
        ]
        self.some_natures = any(row.nature is not None for row in rows)
        # 负责部门健康素养: where a head went into a label, the cells of its column went into others.
        labels = {label for row in rows for label in (row.category, row.subcategory) if label}
        self.has_heads_in_labels = any(is_of_header(label, grammar) for label in labels)
        self.maybe_parts = set(_maybe_parts(self.rows))
        bare = sum(counts_without_unit(row) and self._counts_things(row) for row in rows)
        self.counts_bare = bare >= max(LEAST_BARE, BARE * len(rows))

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
        if row.nature is None and (self.natures or self._may_be_merged(row)):
            yield light(Cause.NO_NATURE, "nature")
        if row.nature is None and self._is_name_in_place_of_nature(row):
            yield grave(Cause.MIXED_KINDS, "nature")
        if self.has_heads_in_labels and row.category:
            yield grave(Cause.STRAY_VALUE, "category")
        if row.row in self.unlabelled:
            yield light(Cause.NO_CATEGORY, "category")
        if row.row in self.maybe_parts:
            yield light(Cause.BREAKDOWN_END, "parent")
        if self.labels[self.labels_of[row.id]] > 1:
            yield light(Cause.REPEATED_ROW, "name")

    def _may_be_merged(self, row: Row) -> bool:
        """Whether the nature of a row may be one that was merged over it, which text prints once."""
        return self.is_inferred and self.some_natures and not any(self._nature_cells(row))

    def _is_name_in_place_of_nature(self, row: Row) -> bool:
        """Whether the cell of a row's nature holds the name of another row."""
        measured = self.grammar.pattern("tables.body.measured").fullmatch
        return any(measured(plain(cell)) for cell in self._nature_cells(row))

    def _nature_cells(self, row: Row) -> list[str]:
        cells = self.table.rows[row.row]
        return [cells[at] for at in self.nature_columns if at < len(cells)]

    def _needs_unit(self, row: Row) -> bool:
        """基尼系数 is counted in nothing, and 示范项目 in none where the table names no unit of such."""
        if self.counts_bare and self._counts_things(row):
            return False
        unitless = self.grammar.pattern("checks.unitless")
        return unitless.search(row.name) is None

    def _counts_things(self, row: Row) -> bool:
        """Whether whole numbers tell how many there are of what a row names, and no rate."""
        if self.grammar.pattern("checks.share-column").search(row.name):
            return False
        return all(_is_whole(value) for _, value in values_of(row))


def _is_whole(value: Value) -> bool:
    """Whether a value is a whole number, or says nothing in numbers."""
    numbers = (value.value, value.low, value.high)
    return all(number is None or number == int(number) for number in numbers)


def _unlabelled(rows: Sequence[Row], table: Table) -> set[int]:
    """The rows without a group's label in a table that has a column of such labels, or between
    others that have one."""
    labelled = [number for number, row in enumerate(rows) if row.category is not None]
    if not labelled:
        return set()
    has_column = any(column.role == "category" for column in table.columns)
    between = rows if has_column else rows[labelled[0] : labelled[-1]]
    return {row.row for row in between if row.category is None}


def _maybe_parts(rows: Sequence[Row]) -> Iterator[int]:
    """The rows behind a part that may be parts as well: without a number, in the same group, counted
    in the unit of the whole and no more than it, where the parts so far do not add up to it."""
    by_id = {row.id: row for row in rows}
    whole: Row | None = None
    for before, row in pairwise(rows):
        whole = by_id.get(before.parent or "", whole)
        if whole is None or not _may_be_part(row, whole):
            whole = None
        elif not _add_up([part for part in rows if part.parent == whole.id], whole):
            yield row.row


def _may_be_part(row: Row, whole: Row) -> bool:
    # A rate of its own (每万人口…) is another indicator.
    is_other = row.parent is not None or row.number or row.per is not None
    if is_other or _kind(row) != _kind(whole):
        return False
    totals = {field: value.value for field, value in values_of(whole)}
    for field, value in values_of(row):
        total = totals.get(field)
        if value.value is not None and total is not None and value.value > total:
            return False
    return True


def _kind(row: Row) -> Labels:
    unit = row.unit.text if row.unit else None
    return row.category, row.subcategory, unit


def _add_up(parts: Sequence[Row], whole: Row) -> bool:
    """Whether one value of the whole is what those of its parts come to."""
    totals = {field: value.value for field, value in values_of(whole) if value.value}
    for field, total in totals.items():
        numbers = [value.value for part in parts for own, value in values_of(part) if own == field]
        if len(parts) > 1 and abs(sum(number or 0 for number in numbers) - total) < NEAR * total:
            return True
    return False


def _labels(row: Row) -> Labels:
    # 煤炭消费量及比重 stands twice, once in tonnes and once in %.
    unit = row.unit.text if row.unit else None
    return row.category, row.subcategory, row.name, row.qualifier, row.parent, unit
