"""Rows of a table with a column of this plan's own goals → `Indicator`."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Indicator, maker
from planparse.records.canonical import canonical_of, direction_of
from planparse.records.labels.indents import indented_cells
from planparse.records.recognition import NamedValue, doubtful_cells
from planparse.records.row_values import Choice, choose
from planparse.records.slots import layout_of
from planparse.records.table_rows import GoalRow, GoalRows

__all__ = ["canonical_of", "direction_of", "read_indicators"]


_new_indicator = maker(Indicator)


def read_indicators(draft: Draft, grammar: Grammar) -> Draft:
    """The draft with an `Indicator` for every row of its indicator tables, in document order."""
    found: list[Indicator] = []
    doubtful = doubtful_cells(draft)
    indented = indented_cells(draft)
    for table in draft.tables:
        if table.kind == "indicators":
            at = layout_of(table, grammar, draft.head.period)
            rows = GoalRows(table, at, grammar, doubtful, draft.head.period, indented)
            found += _indicators(rows, taken=len(found))
    return replace(draft, indicators=tuple(found))


def _indicators(rows: GoalRows, taken: int) -> Iterator[Indicator]:
    """The table's indicators; `taken` is how many ids are given already."""
    ids: dict[int, str] = {}
    for row in rows.read():
        ids[row.index] = f"i{taken + len(ids) + 1}"
        yield _indicator(row, rows, ids)


def _indicator(
    row: GoalRow,
    rows: GoalRows,
    ids: dict[int, str],
) -> Indicator:
    values = choose(row.figures, rows.at, row.unit)
    return _new_indicator(
        id=ids[row.index],
        table=rows.table.id,
        row=row.index,
        category=row.category,
        subcategory=row.subcategory,
        number=row.label.number or None,
        name=row.name,
        qualifier=row.qualifier,
        parent=ids[row.parent.index] if row.parent else None,
        canonical=canonical_of(row.name, rows.grammar),
        unit=row.unit,
        per=row.per,
        nature=row.nature,
        baseline=values.baseline,
        target=values.target,
        others=values.others,
        note=row.note,
        inferred=rows.inferred(row, _named(values)),
        span=row.span,
        page=rows.table.page,
    )


def _named(values: Choice) -> list[NamedValue]:
    """The values with the fields that they stand in."""
    others = [("others", value) for value in values.others]
    return [("baseline", values.baseline), ("target", values.target), *others]
