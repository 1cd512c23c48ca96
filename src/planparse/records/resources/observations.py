"""Cells of an allocation table → `Observation`: what each entity has, and is to have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from planparse.grammar import Grammar
from planparse.model.plan import Column, Observation, Per, Table, Unit, maker
from planparse.quantity.brackets import read_bracket_notes
from planparse.quantity.cell_values import read_cell
from planparse.quantity.holding import Holding
from planparse.quantity.measures import said_by
from planparse.quantity.units import find_unit, read_per, split_unit
from planparse.records.printed_rows import PrintedRow, printed_rows
from planparse.records.resources.owners import Owner, owners_of
from planparse.records.slots import unit_of_column
from planparse.tables.columns import role_of
from planparse.tables.columns.heads import REVIEWED, VALUES
from planparse.tables.header_words import plain

_new_observation = maker(Observation)

_VALUES = (*VALUES, "investment")
_TIMES = VALUES
"""Roles of a header cell that only says when (现状, 2025年), so that no metric is named by it."""


class _Metric(Struct, frozen=True):
    """One value column: what it measures, in which unit and per what."""

    index: int
    column: Column
    name: str
    unit: Unit | None
    per: Per | None
    holding: Holding
    """What holds for each cell of the column."""


def observations_of(table: Table, grammar: Grammar, taken: int) -> list[Observation]:
    """One observation per filled value cell, row by row; `taken` ids are given already."""
    metrics = [
        _metric(table, index, column, grammar)
        for index, column in enumerate(table.columns)
        if column.role in _VALUES
    ]
    rows = printed_rows(table)
    values = [metric.index for metric in metrics]
    owners = owners_of(table, rows, values, grammar)
    found: list[Observation] = []
    for row, owner in zip(rows, owners, strict=True):
        if not owner.name:  # values of nobody
            continue
        for metric in _of_row(metrics, table, row, owner, grammar):
            own_id = f"o{taken + len(found) + 1}"
            seen = _observe(table, row, owner, metric, own_id, grammar)
            if seen is not None:
                found.append(seen)
    return found


def _of_row(
    metrics: Sequence[_Metric], table: Table, row: PrintedRow, owner: Owner, grammar: Grammar
) -> Sequence[_Metric]:
    """The metrics with the unit and the year that a row is of, where their columns have none."""
    unit = _unit_of_row(table, row, owner, grammar)
    if unit is not None:
        metrics = [_in_unit(metric, unit) for metric in metrics]
    year = _year_of_row(owner, grammar)
    if year is not None:
        metrics = [_in_year(metric, year) for metric in metrics]
    return metrics


def _unit_of_row(table: Table, row: PrintedRow, owner: Owner, grammar: Grammar) -> Unit | None:
    """The unit that a row prints for all its cells, in a column of units or behind its name."""
    for index, column in enumerate(table.columns):
        if column.role == "unit":
            return find_unit(row.text(index), grammar)
    printed = split_unit(owner.name, grammar).unit
    return None if printed is None else find_unit(printed, grammar)


def _year_of_row(owner: Owner, grammar: Grammar) -> int | None:
    """The year that a row of a statistics sheet is of."""
    name = plain(owner.name)
    if grammar.pattern("tables.body.time").fullmatch(name) is None:
        return None
    year = grammar.pattern("tables.year").search(name)
    return int(year["year"]) if year else None


def _in_unit(metric: _Metric, unit: Unit) -> _Metric:
    """The metric in the unit of a row, where its column has none."""
    if metric.unit is not None:
        return metric
    return replace(metric, unit=unit, holding=replace(metric.holding, unit=unit))


def _in_year(metric: _Metric, year: int) -> _Metric:
    """The metric in the year of a row, where its column has none."""
    if metric.holding.year is not None:
        return metric
    return replace(metric, holding=replace(metric.holding, year=year))


def _observe(
    table: Table,
    row: PrintedRow,
    owner: Owner,
    metric: _Metric,
    own_id: str,
    grammar: Grammar,
) -> Observation | None:
    """The observation of `owner` under `metric`; None where the cell is empty or a dash."""
    text = row.text(metric.index)
    printed = row.span(metric.index)
    # Printed in pieces (a mark stands amid the words): no one place slices to it.
    in_pieces = printed is not None and printed[1] - printed[0] < len(text)
    span = None if in_pieces else printed
    value, _ = read_cell(text, grammar, holding=metric.holding, span=span)
    if value.kind == "missing":
        return None
    role = metric.column.role
    if role not in ("baseline", "target", *REVIEWED):
        role = "value"
    return _new_observation(
        id=own_id,
        table=table.id,
        row=row.index,
        column=metric.index,
        entity=owner.name,
        parent=owner.parent,
        metric=metric.name,
        value=value,
        unit=metric.unit or value.unit,
        per=metric.per,
        role=role,
        span=printed or table.span,
        page=table.page,
    )


# ------------------------------------------------------------------ what a column measures


def _metric(
    table: Table,
    index: int,
    column: Column,
    grammar: Grammar,
) -> _Metric:
    """A column's metric: its path without unit, year and 现有/规划, a rate's base in front."""
    name = _path_words(column, grammar)
    if not name:  # headers that only say when: the caption says of what
        name = _metric_words(table.caption or "", grammar)
    if not name:
        name = "".join(column.path)
    unit = unit_of_column(table, column, grammar)
    per = _per(column.path, grammar)
    said = said_by(name, grammar)
    brackets = read_bracket_notes(table.notes, grammar)
    return _Metric(
        index=index,
        column=column,
        name=name,
        unit=unit,
        per=per,
        holding=Holding(column.year, unit, per, said=said, brackets=brackets),
    )


def _path_words(column: Column, grammar: Grammar) -> str:
    """What the header cells above a column say of its metric; "" where they only say when."""
    # A header that was merged over several rows stands in the path once for each.
    path = dict.fromkeys(column.path)
    cells = [split_unit(cell, grammar).name for cell in path]
    if len(cells) == 1:
        return _metric_words(cells[0], grammar)
    bases: list[str] = []
    named: list[str] = []
    for cell in cells:
        if read_per(cell, grammar):
            bases.append(_metric_words(cell, grammar))
        else:
            named.append(_shared_words(cell, grammar))
    # Chinese says 每千人口 before what is counted, wherever the header prints it.
    words = dict.fromkeys([*bases, *named])
    return "".join(words)


def _shared_words(cell: str, grammar: Grammar) -> str:
    """What one of several header cells says of the metric; "" where it only says when, or 总数."""
    if role_of(cell, grammar) in _TIMES:
        return ""
    if grammar.pattern("tables.metric.total").fullmatch(_without_number(cell, grammar)):
        return ""
    return _metric_words(cell, grammar)


def _metric_words(text: str, grammar: Grammar) -> str:
    """The words without serial number, year and 现有 or 规划."""
    text = _without_number(text, grammar)
    text = grammar.pattern("tables.metric.when").sub("", text)
    return grammar.pattern("tables.metric.intention").sub("", text)


def _without_number(text: str, grammar: Grammar) -> str:
    prefix = grammar.pattern("tables.row.category-prefix")
    return prefix.sub("", text, count=1)


def _per(path: Iterable[str], grammar: Grammar) -> Per | None:
    """The base that one of the header cells prints."""
    for cell in path:
        per = read_per(cell, grammar)
        if per is not None:
            return per
    return None
