"""unit-missing and unreadable-cell: what a table should print and does not, and what cannot be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import cast, get_args

from planparse.checks.places import Places, finding, full_name, printed
from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Finding, FindingKind, Indicator, Severity, Table, Value
from planparse.records.recognition import doubtful_cells

_VALUES = ("baseline", "target", "value", "investment")
_NAME = 45
"""A longer name was not read as printed."""
_MOSTLY = 0.6
"""The share of a table's measured indicators that print a unit where the others lack one."""


def missing_units(draft: Draft, grammar: Grammar, places: Places) -> Iterator[Finding]:
    """Measured indicators without a unit in a table that else prints one for each."""
    by_table: dict[str, list[Indicator]] = defaultdict(list)
    for indicator in draft.indicators:
        if _number(indicator) is not None:
            by_table[indicator.table].append(indicator)
    whole = {t.id for t in draft.tables if t.unit_note}
    dashed = {(t.id, i) for t in draft.tables for i in _dashed(t)}
    unitless = grammar.pattern("checks.unitless")
    for table, indicators in by_table.items():
        bare = [i for i in indicators if i.unit is None and _is_name(i) and not unitless.search(i.name)]
        bare = [i for i in bare if (i.table, i.row) not in dashed]
        with_unit = sum(i.unit is not None for i in indicators)
        if table in whole or with_unit < _MOSTLY * len(indicators):
            continue
        for indicator in bare:
            yield _unit_finding(indicator, places)


def _dashed(table: Table) -> Iterator[int]:
    """Rows whose unit cell says that there is none (—)."""
    columns = [i for i, c in enumerate(table.columns) if c.role == "unit"]
    yield from (r for r, row in enumerate(table.rows) if any(row[c].strip() for c in columns))


def _is_name(indicator: Indicator) -> bool:
    """Whether the name is one: where prose ran into a row, what is wanting is not a unit."""
    return len(indicator.name) <= _NAME and "。" not in indicator.name


def _number(indicator: Indicator) -> Value | None:
    """The first printed number of an indicator; none where a value prints a unit of its own."""
    values = [v for v in (indicator.target, indicator.baseline) if v and v.kind in ("number", "range")]
    return values[0] if values and not any(v.unit for v in values) else None


def _unit_finding(indicator: Indicator, places: Places) -> Finding:
    name = full_name(indicator)
    value = _number(indicator)
    shown = printed(value, None) if value else ""
    return finding(
        "unit-missing", "warning", name,
        f"{places.row(indicator)}“{name}”的数值{shown}没有单位，而同表其他指标印有单位。",
        records=[indicator.id], span=places.spot(indicator), page=indicator.page,
    )


def unreadable_cells(draft: Draft, grammar: Grammar, places: Places) -> Iterator[Finding]:
    """Cells of value columns that hold broken characters or are not surely recognised, and what the reader gave notice of."""
    pattern, doubtful = grammar.pattern("checks.unreadable"), doubtful_cells(draft)
    for table in draft.tables:
        columns = [i for i, c in enumerate(table.columns) if c.role in _VALUES]
        cells = [(r, c, row[c]) for r, row in enumerate(table.rows) for c in columns if c < len(row) and row[c]]
        if pattern.search("\n".join(text for *_, text in cells)):  # hardly a table has one
            for r, c, text in cells:
                if pattern.search(text):
                    yield _cell_finding(table, r, c, places, "不能读作数值")
        for r, c, text in cells if doubtful else ():
            span = table.cell_span(r, c)
            if span and span[0] in doubtful and not pattern.search(text):
                yield _cell_finding(table, r, c, places, "识别没有把握，请对照原件")
    for notice in draft.source.notices:
        known = notice.kind in get_args(FindingKind)
        yield finding(
            cast("FindingKind", notice.kind) if known else "unreadable-cell",
            cast("Severity", notice.severity), notice.about, notice.message, span=notice.span,
        )


def _cell_finding(table: Table, row: int, column: int, places: Places, why: str) -> Finding:
    span = table.cell_span(row, column)
    where = f"（{places.line(span)}）" if span else ""
    head = "".join(table.columns[column].path[-1:])
    names = [i for i, c in enumerate(table.columns) if c.role in ("name", "entity")]
    label = table.rows[row][names[0]] if names else ""
    return finding(
        "unreadable-cell", "warning", places.table(table),
        f"{places.table(table)}“{label}”的“{head}”一格{where}印作“{table.rows[row][column]}”，{why}。",
        records=[table.id], span=span or table.span, page=table.page,
    )
