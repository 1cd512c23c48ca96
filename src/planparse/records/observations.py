"""Cells of an allocation table → `Observation`: what each institution or area has, and is to have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planparse.grammar import Grammar
from planparse.model.plan import Column, Observation, Per, Table, Unit
from planparse.model.source import Span
from planparse.quantity.cell_values import read_cell
from planparse.quantity.units import find_unit, read_per, split_unit
from planparse.tables.columns import role_of, unit_of_note

_VALUES = ("baseline", "target", "value", "investment")


Owner = tuple[str, str | None]
"""An entity and the entity that encloses it, by name."""


@dataclass(frozen=True, slots=True)
class _Metric:
    """One value column: what it measures, in which unit and per what."""

    index: int
    column: Column
    name: str
    unit: Unit | None
    per: Per | None


def observations_of(table: Table, grammar: Grammar, taken: int) -> list[Observation]:
    """One observation per filled value cell of `table`, row by row; `taken` ids are given already."""
    metrics = [_metric(table, i, c, grammar) for i, c in enumerate(table.columns) if c.role in _VALUES]
    rows = [tuple("".join(c.split()) for c in row) for row in table.rows]
    owners = _owners(table, rows, [m.index for m in metrics], grammar)
    out: list[Observation] = []
    for i, (row, owner) in enumerate(zip(rows, owners, strict=True)):
        for metric in metrics if owner[0] else ():
            seen = _observe(table, i, row, owner, metric, f"o{taken + len(out) + 1}", grammar)
            if seen is not None:
                out.append(seen)
    return out


def _observe(
    table: Table, i: int, row: Sequence[str], owner: Owner, metric: _Metric, own_id: str, grammar: Grammar
) -> Observation | None:
    """The observation in row i under `metric`; None where the cell is empty or a dash."""
    text = row[metric.index] if metric.index < len(row) else ""
    spans = table.cell_spans
    span: Span | None = spans[i][metric.index] if i < len(spans) and metric.index < len(spans[i]) else None
    value, _ = read_cell(
        text, grammar, year=metric.column.year, unit=metric.unit, per=metric.per, span=span or None)
    if value.kind == "missing":
        return None
    role = metric.column.role if metric.column.role in ("baseline", "target") else "value"
    return Observation(
        id=own_id, table=table.id, row=i, column=metric.index, entity=owner[0], parent=owner[1],
        metric=metric.name, value=value,
        unit=metric.unit or value.unit, per=metric.per, role=role, span=span or table.span, page=table.page,
    )


# ------------------------------------------------------------------ what a column measures


def _metric(table: Table, index: int, column: Column, grammar: Grammar) -> _Metric:
    """A column's metric: its path without unit, year and 现有/规划, a rate's base in front."""
    parts = [split_unit(p, grammar).name for p in dict.fromkeys(column.path)]
    bases = [p for p in parts if read_per(p, grammar)]
    words = [_metric_words(b, 1, grammar) for b in bases] if len(parts) > 1 else []
    named = [_metric_words(p, len(parts), grammar) for p in parts if p not in bases or not words]
    name = "".join(dict.fromkeys([*words, *named])) or _metric_words(table.caption or "", 1, grammar)
    unit = column.unit or unit_of_note(table.unit_note, grammar)
    per = next((read for p in column.path if (read := read_per(p, grammar))), None)
    name = name or "".join(column.path)
    return _Metric(index, column, name, find_unit(unit, grammar) if unit else None, per)


def _metric_words(text: str, cells: int, grammar: Grammar) -> str:
    """What one header cell says of the metric; "" where it only says when."""
    if cells > 1 and role_of(text, grammar) in ("baseline", "target", "value"):
        return ""
    text = grammar.pattern("tables.row.category-prefix").sub("", text, count=1)
    if cells > 1 and grammar.pattern("tables.metric.total").fullmatch(text):
        return ""
    for rule in ("tables.metric.when", "tables.metric.intention"):
        text = grammar.pattern(rule).sub("", text)
    return text


# ------------------------------------------------------------------ entities and what encloses them


def _owners(
    table: Table, rows: Sequence[Sequence[str]], values: Sequence[int], grammar: Grammar
) -> list[Owner]:
    """Entity and enclosing entity of every row: a breakdown opens at 其中 and goes on while its rows fit."""
    roles = [c.role for c in table.columns]
    at = roles.index("entity") if "entity" in roles else roles.index("name") if "name" in roles else 0
    group = roles.index("category") if "category" in roles and roles.index("category") != at else None
    out: list[Owner] = []
    open_at: int | None = None
    for i, row in enumerate(rows):
        text = row[at] if at < len(row) else ""
        text = text or next((c for k, c in enumerate(row) if c and k not in values), "")
        child = grammar.pattern("tables.row.child-prefix").match(text)
        name = text[child.end():] if child else text
        if child and open_at is None and i:
            open_at = i - 1
        elif not child and open_at is not None and not _goes_on(rows, open_at, i, name, out, values):
            open_at = None
        inside = out[open_at][0] if open_at is not None else row[group] if group is not None else None
        out.append((name, inside if inside and inside != name else None))
    return out


def _goes_on(
    rows: Sequence[Sequence[str]], head: int, i: int, name: str, owners: Sequence[Owner],
    values: Sequence[int],
) -> bool:
    """Whether row i is still a part of row `head`: by its name (医院: 社会办医院), else by the sum."""
    kind = owners[head][0][-2:]
    if owners[head + 1][0].endswith(kind):
        return name.endswith(kind)
    return any(rows[head][k] for k in values if k < len(rows[head])) and _has_room(rows, head, i, values)


def _has_room(rows: Sequence[Sequence[str]], head: int, i: int, values: Sequence[int]) -> bool:
    """Whether rows head+1 to i add up to no more than row `head` in every column."""
    for k in values:
        whole = _number(rows[head], k)
        parts = [_number(r, k) for r in rows[head + 1:i + 1]]
        if whole is None or any(p is None for p in parts):
            return False
        if sum(p for p in parts if p is not None) > whole * 1.001:
            return False
    return True


def _number(row: Sequence[str], index: int) -> float | None:
    try:
        return float(row[index].replace(",", ""))
    except (ValueError, IndexError):
        return None
