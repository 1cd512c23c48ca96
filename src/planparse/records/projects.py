"""Rows of project tables → `Project`; cells of allocation tables → `Observation` (`observations.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Observation, Project, Table, Value
from planparse.quantity.cell_values import read_cell
from planparse.quantity.units import find_unit
from planparse.records.observations import observations_of
from planparse.tables.columns import unit_of_note
from planparse.tables.header_words import plain


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


@dataclass(frozen=True, slots=True)
class _ProjectColumns:
    """Column indexes of a project table; None and () where it has no such column."""

    name: int
    number: int | None
    content: int | None
    nature: int | None
    periods: tuple[int, ...]
    investment: int | None


def _places(table: Table) -> _ProjectColumns:
    where: dict[str, list[int]] = {}
    for i, c in enumerate(table.columns):
        where.setdefault(c.role, []).append(i)

    def first(role: str) -> int | None:
        return where[role][0] if role in where else None

    name = first("name")
    return _ProjectColumns(
        name if name is not None else first("entity") or 0, first("number"), first("content"),
        first("nature"), tuple(where.get("period", ())),
        _investment_column(table, where.get("investment", ())),
    )


def _investment_column(table: Table, columns: Sequence[int]) -> int | None:
    """The total among several columns of money (总投资 beside “十四五”投资), else the first."""
    total = [i for i in columns if "总" in plain("".join(table.columns[i].path))]
    return total[0] if total else columns[0] if columns else None


def _projects(table: Table, grammar: Grammar, taken: int) -> list[Project]:
    at = _places(table)
    out: list[Project] = []
    for i, row in enumerate(table.rows):
        cells = ["".join(c.split()) for c in row]
        if _is_project(cells, at, grammar):
            out.append(_project(table, i, cells, at, grammar, f"p{taken + len(out) + 1}"))
    return out


def _cell(cells: Sequence[str], index: int | None) -> str:
    return cells[index] if index is not None and index < len(cells) else ""


def _is_project(cells: Sequence[str], at: _ProjectColumns, grammar: Grammar) -> bool:
    """Neither a sum nor a row that only names a group of projects."""
    total = grammar.pattern("tables.row.total")
    name = _cell(cells, at.name)
    if not name or any(total.fullmatch(plain(_cell(cells, k))) for k in (at.name, at.number)):
        return False
    if len({c for k, c in enumerate(cells) if c and k != at.number}) == 1 and len(cells) > 2:
        return False
    group = grammar.pattern("tables.row.category-prefix").match(f"{_cell(cells, at.number)}、") or \
        grammar.pattern("tables.row.category-prefix").match(name)
    told = (at.content, at.nature, *at.periods)
    return not (group and not any(_cell(cells, k) for k in told) and any(k is not None for k in told))


def _project(
    table: Table, i: int, cells: Sequence[str], at: _ProjectColumns, grammar: Grammar, project_id: str
) -> Project:
    name, number = _cell(cells, at.name), _cell(cells, at.number)
    if not number and at.number is None and (m := grammar.pattern("tables.row.number-prefix").match(name)):
        name, number = name[m.end():], m["number"]
    start, end = _years([_cell(cells, k) for k in at.periods], grammar)
    return Project(
        id=project_id, table=table.id, row=i, number=number or None, name=name,
        content=_cell(cells, at.content) or None, nature=_cell(cells, at.nature) or None,
        start=start, end=end, investment=_money(table, i, cells, at.investment, grammar),
        span=table.row_span(i) or table.span, page=table.page,
    )


def _years(texts: Sequence[str], grammar: Grammar) -> tuple[int | None, int | None]:
    """First and last year of 2019-2021年, 2021.6—2023.12, 2023年; of 开工 and 竣工 in two cells."""
    found = [m for t in texts if (m := grammar.pattern("tables.project.years").search(t))]
    if not found:
        return None, None
    first, last = found[0], found[-1]
    start = int(first["start"])
    end = last["end"] or last["start"]
    if len(found) == 1 and not first["end"] and grammar.pattern("tables.project.until").search(texts[0]):
        return None, start
    if len(found) == 1 and not first["end"] and grammar.pattern("tables.project.from").search(texts[0]):
        return start, None
    return start, int(end) if len(end) == 4 else start // 100 * 100 + int(end)


def _money(table: Table, i: int, cells: Sequence[str], index: int | None, grammar: Grammar) -> Value | None:
    """The investment, in the unit of its header, else of the table's 单位： line, else of the cell."""
    if index is None:
        return None
    text = table.columns[index].unit or unit_of_note(table.unit_note, grammar)
    unit = find_unit(text, grammar) if text else None
    value, _ = read_cell(_cell(cells, index), grammar, year=None, unit=unit, per=None)
    return value.model_copy(update={"unit": value.unit or unit, "span": table.cell_span(i, index)})

