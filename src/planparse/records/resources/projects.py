"""Rows of project tables → `Project`; those of allocation tables are read by `observations`."""

from __future__ import annotations

from collections.abc import Sequence

import regex
from msgspec import Struct
from msgspec.structs import replace

from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Observation, Project, Table, Value
from planparse.quantity.cell_values import read_cell
from planparse.records.printed_rows import PrintedRow, printed_rows
from planparse.records.resources.observations import observations_of
from planparse.records.slots import columns_by_role, unit_of_column
from planparse.tables.header_words import plain

_WIDTH_OF_LABEL_ROW = 3
"""From so many columns on, a row with one filled cell is the label of a group, no project."""


def read_projects(draft: Draft, grammar: Grammar) -> Draft:
    """The draft with its projects and observations, ids in document order."""
    projects: list[Project] = []
    observations: list[Observation] = []
    for table in draft.tables:
        if table.kind == "projects":
            projects += _projects(table, grammar, len(projects))
        elif table.kind == "allocation":
            observations += observations_of(table, grammar, len(observations))
    return replace(draft, projects=tuple(projects), observations=tuple(observations))


def _projects(table: Table, grammar: Grammar, taken: int) -> list[Project]:
    """The projects of one table; `taken` is how many ids are given already."""
    at = _places(table, grammar)
    found: list[Project] = []
    for row in printed_rows(table):
        if _is_project(row, at, grammar):
            own_id = f"p{taken + len(found) + 1}"
            found.append(_project(table, row, at, own_id, grammar))
    return found


def _project(
    table: Table,
    row: PrintedRow,
    at: _ProjectColumns,
    own_id: str,
    grammar: Grammar,
) -> Project:
    name = row.text(at.name)
    number = row.text(at.number)
    if at.number is None:  # the number may stand in front of the name: 1.人民医院迁建
        prefix = grammar.pattern("tables.row.number-prefix").match(name)
        if prefix:
            number = prefix["number"]
            name = name[prefix.end() :]
    periods = [row.text(column) for column in at.periods]
    years = _years(periods, grammar)
    return Project(
        id=own_id,
        table=table.id,
        row=row.index,
        number=number or None,
        name=name,
        content=row.text(at.content) or None,
        nature=row.text(at.nature) or None,
        start=years.start,
        end=years.end,
        investment=_money(table, row, at.investment, grammar),
        span=table.row_span(row.index) or table.span,
        page=table.page,
    )


# ------------------------------------------------------------------ columns


class _ProjectColumns(Struct, frozen=True):
    """Column indexes of a project table; None and () where it has no such column."""

    name: int
    number: int | None
    content: int | None
    nature: int | None
    periods: tuple[int, ...]
    """One column of years, or one of 开工 and one of 竣工."""
    investment: int | None


def _places(table: Table, grammar: Grammar) -> _ProjectColumns:
    where = columns_by_role(table)

    def first(role: str) -> int | None:
        return where[role][0] if role in where else None

    name = first("name")
    if name is None:
        name = first("entity")
    return _ProjectColumns(
        name=name or 0,
        number=first("number"),
        content=first("content"),
        nature=first("nature"),
        periods=tuple(where.get("period", ())),
        investment=_investment_column(table, where.get("investment", []), grammar),
    )


def _investment_column(table: Table, columns: Sequence[int], grammar: Grammar) -> int | None:
    """The total among several columns of money (总投资 beside “十四五”投资), else the first."""
    whole = grammar.pattern("tables.project.whole-investment")
    for column in columns:
        path = table.columns[column].path
        header = plain("".join(path))
        if whole.search(header):
            return column
    return columns[0] if columns else None


# ------------------------------------------------------------------ which rows are projects


def _is_project(row: PrintedRow, at: _ProjectColumns, grammar: Grammar) -> bool:
    """Neither a sum nor a row that only names a group of projects."""
    if not row.text(at.name) or _is_total(row, at, grammar):
        return False
    if _has_one_text(row, at) and len(row.texts) >= _WIDTH_OF_LABEL_ROW:
        return False
    return not _is_group(row, at, grammar)


def _is_total(row: PrintedRow, at: _ProjectColumns, grammar: Grammar) -> bool:
    """合计, in the column of names or of serial numbers."""
    total = grammar.pattern("tables.row.total")
    for column in (at.name, at.number):
        label = plain(row.text(column))
        if total.fullmatch(label):
            return True
    return False


def _has_one_text(row: PrintedRow, at: _ProjectColumns) -> bool:
    """Whether all that the row prints is one label, filled along it or not."""
    texts = set(row.texts)
    if at.number is not None:
        others = enumerate(row.texts)
        texts = {text for column, text in others if column != at.number}
    texts.discard("")
    return len(texts) == 1


def _is_group(row: PrintedRow, at: _ProjectColumns, grammar: Grammar) -> bool:
    """一、交通: numbered as a group, and nothing printed of it that is printed of projects."""
    details = (at.content, at.nature, *at.periods)
    if all(column is None for column in details):
        # A table of names and money tells nothing of its projects either.
        return False
    if any(row.text(column) for column in details):
        return False
    prefix = grammar.pattern("tables.row.category-prefix")
    if prefix.match(f"{row.text(at.number)}、"):
        return True
    return prefix.match(row.text(at.name)) is not None


# ------------------------------------------------------------------ years and money


class _Years(Struct, frozen=True):
    """First and last year of a project; None where it is not printed."""

    start: int | None
    end: int | None


def _years(texts: Sequence[str], grammar: Grammar) -> _Years:
    """Of 2019-2021年, 2021.6—2023.12, 2023年; of 开工 and 竣工 in two cells."""
    found: list[regex.Match[str]] = []
    for text in texts:
        match = grammar.pattern("tables.project.years").search(text)
        if match:
            found.append(match)
    if not found:
        return _Years(None, None)
    first = found[0]
    last = found[-1]
    start = int(first["start"])
    if len(found) == 1 and not first["end"]:
        # One year is both ends, unless words say which end it is (2023年底前, 2023年起).
        printed = texts[0]
        if grammar.pattern("tables.project.until").search(printed):
            return _Years(None, start)
        if grammar.pattern("tables.project.from").search(printed):
            return _Years(start, None)
    printed_end = last["end"] or last["start"]
    end = int(printed_end)
    if len(printed_end) < len("2025"):  # 2019-21年
        century = start // 100
        end += century * 100
    return _Years(start, end)


def _money(
    table: Table,
    row: PrintedRow,
    column: int | None,
    grammar: Grammar,
) -> Value | None:
    """The investment, in the unit of its header, else of the table's 单位： line, else of the cell."""
    if column is None:
        return None
    unit = unit_of_column(table, table.columns[column], grammar)
    text = row.text(column)
    span = row.span(column)
    if span and span[1] - span[0] < len(text):
        # Printed in pieces that other cells stand between: no one place slices to it.
        span = None
    value, _ = read_cell(text, grammar, unit=unit, span=span)
    return value
