"""One indicator in two tables, or in a table and in another's 合计, with two numbers for one year."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from planparse.checks.matching.comparable import Measure, on_one_scale
from planparse.checks.matching.extents import both_hold
from planparse.checks.matching.names import Name
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.checks.sums.row_kinds import is_total
from planparse.model.plan import Finding, Indicator, Observation, Outcome, Per, Table, Unit, Value
from planparse.model.source import Span

SHORTEST_NAME = 4
"""Characters of a name that says of what whole it is; 面积 may be anything's."""

MOST_TABLES = 3
"""A name that more tables have is of a part in each of them."""


class PrintedFigure(NamedTuple):
    """What a table prints of one indicator for one year."""

    id: str
    table: str
    printed_name: str
    name: Name
    value: Value
    unit: Unit | None
    per: Per | None
    year: int
    span: Span
    page: int | None
    group: tuple[str | None, ...] = ()
    """The labels that its row stands under in an indicator table."""
    is_sum: bool = False
    """Whether it is the 合计 of a table of the area's parts."""
    told_apart: tuple[str, ...] = ()
    """Words of its row in columns that are no field of an indicator (范围: 全市, 保护区)."""

    @property
    def measure(self) -> Measure:
        """The value with its unit and base."""
        return Measure(self.value, self.unit, self.per)


@check("prose-contradicts-table")
def between_tables(matter: Matter) -> Iterator[Finding]:
    """Numbers of two tables for one indicator and year that cannot both hold."""
    groups: dict[tuple[str, int], list[PrintedFigure]] = defaultdict(list)
    for figure in _figures(matter):
        if len(figure.name.plain) >= SHORTEST_NAME and figure.name.territory is None:
            groups[figure.name.bag, figure.year].append(figure)
    seen: set[frozenset[str]] = set()
    for figures in groups.values():
        if len({figure.table for figure in figures}) > MOST_TABLES:
            continue
        pair = _first_contradiction(figures, matter)
        if pair is not None and frozenset(figure.id for figure in pair) not in seen:
            seen.add(frozenset(figure.id for figure in pair))
            yield _finding(*pair, matter)


def _first_contradiction(
    figures: Sequence[PrintedFigure], matter: Matter
) -> tuple[PrintedFigure, PrintedFigure] | None:
    for a, b in combinations(figures, 2):
        # Two tables that are added up may be of two kinds of things each (医院, 卫生院).
        if (a.is_sum and b.is_sum) or (a.table == b.table and not _is_repeated(a, b)):
            continue
        if not matter.namer.same(a.name, b.name):
            continue
        pair = on_one_scale(a.measure, b.measure, matter.grammar)
        if pair is not None and not both_hold(*pair):
            return a, b
    return None


def _is_repeated(a: PrintedFigure, b: PrintedFigure) -> bool:
    """Whether two rows of one table have all in common but their values.

    Names that are only alike are told apart by something; so may rows be by another column.
    """
    if a.id == b.id or not a.group or a.told_apart != b.told_apart:
        return False
    return (a.printed_name, a.group) == (b.printed_name, b.group)


# ---------------------------------------------------------------- what tables print


def _figures(matter: Matter) -> Iterator[PrintedFigure]:
    """What is printed under names that two records have: of most there is but one."""
    named = list(_named_records(matter))
    times = Counter(name.bag for name, _, _ in named)
    for name, record, table in named:
        if times[name.bag] == 1:
            continue
        if isinstance(record, Indicator):
            yield from _of_indicator(record, name, table)
        elif isinstance(record, Outcome):
            yield from _of_outcome(record, name)
        else:
            yield from _of_sum(record, name, table, matter)


def _named_records(
    matter: Matter,
) -> Iterator[tuple[Name, Indicator | Outcome | Observation, Table]]:
    tables = {table.id: table for table in matter.draft.tables if _is_of_all(table, matter)}
    for row in matter.rows.readable:
        if row.table in tables:
            own_name = _own_name(_printed_name(row), matter)
            yield matter.namer.name(own_name, row.per), row, tables[row.table]
    for outcome in matter.draft.outcomes:
        if outcome.table in tables and matter.sureness.of_row(outcome) != "grave":
            name = matter.namer.name(_printed_name(outcome), outcome.per)
            yield name, outcome, tables[outcome.table]
    added_up = {name: table for name, table in tables.items() if _is_of_areas(table, matter)}
    for cell in matter.draft.observations:
        if cell.table in added_up and matter.sureness.of_row(cell) != "grave":
            name = matter.namer.name(cell.metric, cell.per)
            yield name, cell, added_up[cell.table]


def _printed_name(row: Indicator | Outcome) -> str:
    return row.name + (row.qualifier or "")


def _is_of_all(table: Table, matter: Matter) -> bool:
    """Whether a table's caption names no part of the area, and no other area."""
    caption = table.caption or ""
    if matter.namer.names_other_area(caption):
        return False
    return matter.grammar.pattern("checks.part-in-caption").search(caption) is None


def _is_plain(value: Value | None) -> bool:
    return value is not None and value.kind == "number" and value.comparator in (None, "=")


def _words_of_others(row: Indicator, table: Table) -> tuple[str, ...]:
    """What a row prints in words besides the fields of an indicator."""
    cells = zip(table.columns, table.rows[row.row], strict=False)
    words = ["".join(cell.split()) for column, cell in cells if column.role == "other"]
    return tuple(word for word in words if any(character.isalpha() for character in word))


def _of_indicator(row: Indicator, name: Name, table: Table) -> Iterator[PrintedFigure]:
    told_apart = _words_of_others(row, table)
    # What was promised for a year (2020年规划目标) is not what was reached in it.
    own = [value for value in row.others if value.role in ("baseline", "target")]
    values = [row.baseline, row.target, *own]
    for value in values:
        if value is None or not _is_plain(value) or value.scope or value.year is None:
            continue
        yield PrintedFigure(
            row.id,
            row.table,
            _printed_name(row),
            name,
            value,
            value.unit or row.unit,
            row.per,
            value.year,
            row.span,
            row.page,
            group=(row.category, row.subcategory, row.parent, row.note),
            told_apart=told_apart,
        )


def _own_name(printed: str, matter: Matter) -> str:
    """天然气消费量, of 天然气消费量及比重: amounts and shares are told apart by their units."""
    two = matter.grammar.pattern("checks.two-in-name").search(printed)
    return two["first"] if two is not None else printed


def _of_outcome(row: Outcome, name: Name) -> Iterator[PrintedFigure]:
    value = row.actual
    if value is None or not _is_plain(value):
        return
    year = value.year or (row.period.end if row.period is not None else None)
    if year is None or value.measure in ("change", "growth"):
        return
    printed = _printed_name(row)
    yield PrintedFigure(
        row.id, row.table, printed, name, value, row.unit, row.per, year, row.span, row.page
    )


def _of_sum(cell: Observation, name: Name, table: Table, matter: Matter) -> Iterator[PrintedFigure]:
    """The 合计 of a table of areas, which breaks an indicator down."""
    if not is_total(cell.entity, matter.grammar) or not _is_plain(cell.value):
        return
    any_year = matter.grammar.pattern("checks.any-year")
    years = {int(found) for found in any_year.findall(table.caption or "")}
    year = cell.value.year
    if year is None and len(years) == 1 and not _tells_of_years(table):
        year = years.pop()
    if year is None:
        return
    yield PrintedFigure(
        cell.id,
        cell.table,
        cell.metric,
        name,
        cell.value,
        cell.unit,
        cell.per,
        year,
        cell.span,
        cell.page,
        is_sum=True,
    )


def _is_of_areas(table: Table, matter: Matter) -> bool:
    """Whether a table's rows are the parts of the area (街道, 县区), so that all of it is added up."""
    heads = ["".join(column.path) for column in table.columns if column.role in ("entity", "name")]
    return any(matter.grammar.find("checks.column-of-areas", head) for head in heads)


def _tells_of_years(table: Table) -> bool:
    """Whether columns are of their own years (现有, 2025年规划), whatever the caption says."""
    return any(column.role in ("baseline", "target") for column in table.columns)


def _finding(a: PrintedFigure, b: PrintedFigure, matter: Matter) -> Finding:
    places = matter.places
    names = {table.id: places.table(table) for table in matter.draft.tables}
    told = [
        f"{names[figure.table]}（{places.line(figure.span)}）为{places.printed(figure.value, figure.unit)}"
        for figure in (a, b)
    ]
    return finding(
        "prose-contradicts-table",
        "warning",
        a.printed_name,
        f"“{a.printed_name}”{a.year}年的数值前后不一：{told[0]}，而{told[1]}。",
        records=[a.id, b.id],
        span=b.span,
        page=b.page,
    )
