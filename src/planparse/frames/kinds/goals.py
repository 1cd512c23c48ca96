"""The tables `indicators` and `outcomes`: one row each, with its values side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from planparse.frames.cells import slot_cells, unit_cells
from planparse.frames.columns import RECORD, UNIT, FrameColumn, Row, value_columns
from planparse.frames.frame_table import FrameTable, columns_of_records
from planparse.frames.view import PlanView

if TYPE_CHECKING:
    from planparse.model.plan import GoalRecord, Value

GOAL = (
    *RECORD,
    FrameColumn("category", "string", "Outermost group label"),
    FrameColumn("subcategory", "string", "Group label inside it"),
    FrameColumn("number", "string", "Serial number as printed"),
    FrameColumn("name", "string", "Name of the indicator"),
    FrameColumn("qualifier", "string", "Second label that splits one indicator into rows"),
    FrameColumn("parent_id", "string", "Row that it is a part of (其中：)"),
    FrameColumn("parent_name", "string", "Name of that row"),
    FrameColumn("canonical", "string", "Name that the same indicator has in all plans"),
    *UNIT,
    FrameColumn("nature", "string", "约束性 or 预期性"),
)
ENDS = (
    FrameColumn(
        "others",
        "strings",
        "Further values, each behind the header of its column; `values` has them as numbers",
    ),
    FrameColumn("note", "string", "Notes and footnotes"),
    FrameColumn("inferred", "strings", "Fields that are not printed but concluded"),
    FrameColumn("table_id", "string", "Table that it stands in"),
    FrameColumn("table_row", "integer", "Its row in the table's body, from 0"),
)
INDICATOR_COLUMNS = columns_of_records(
    *GOAL,
    *value_columns("baseline"),
    *value_columns("target"),
    *ENDS,
)
OUTCOME_COLUMNS = columns_of_records(
    *GOAL,
    FrameColumn("start_year", "integer", "First year of the period that is looked back on"),
    FrameColumn("end_year", "integer", "Last year of that period"),
    FrameColumn("met", "boolean", "Whether the goal was met; empty where nothing says so"),
    *value_columns("baseline"),
    *value_columns("goal"),
    *value_columns("actual"),
    *value_columns("change"),
    *ENDS,
)


def indicator_rows(view: PlanView) -> Iterator[Row]:
    """A row for each indicator."""
    for indicator in view.plan.indicators:
        table = view.table(indicator.table)
        yield {
            **view.plan_cells,
            **goal_cells(view, indicator),
            **slot_cells("baseline", indicator.baseline),
            **slot_cells("target", indicator.target),
            "others": _others(indicator.others),
            "note": indicator.note,
            "inferred": list(indicator.inferred),
            "table_id": indicator.table,
            "table_row": indicator.row,
            **view.place_cells(indicator, view.section_of(indicator)),
            **view.doubt_cells(indicator.doubts, table),
        }


def outcome_rows(view: PlanView) -> Iterator[Row]:
    """A row for each goal of an earlier period."""
    for outcome in view.plan.outcomes:
        table = view.table(outcome.table)
        period = outcome.period
        yield {
            **view.plan_cells,
            **goal_cells(view, outcome),
            "start_year": period.start if period else None,
            "end_year": period.end if period else None,
            "met": outcome.met,
            **slot_cells("baseline", outcome.baseline),
            **slot_cells("goal", outcome.goal),
            **slot_cells("actual", outcome.actual),
            **slot_cells("change", outcome.change),
            "others": _others(outcome.others),
            "note": outcome.note,
            "inferred": list(outcome.inferred),
            "table_id": outcome.table,
            "table_row": outcome.row,
            **view.place_cells(outcome, view.section_of(outcome)),
            **view.doubt_cells(outcome.doubts, table),
        }


def goal_cells(view: PlanView, row: GoalRecord) -> Row:
    """The columns `GOAL`."""
    return {
        "id": row.id,
        "key": row.key,
        "category": row.category,
        "subcategory": row.subcategory,
        "number": row.number,
        "name": row.name,
        "qualifier": row.qualifier,
        "parent_id": row.parent,
        "parent_name": view.names.get(row.parent or ""),
        "canonical": row.canonical,
        **unit_cells(row.unit, row.per),
        "nature": row.nature,
    }


def _others(values: Sequence[Value]) -> list[str]:
    """`2022年: 6.4` for each value: the header of its column, and what it prints."""
    return [f"{value.label or value.role or ''}: {value.text}" for value in values]


INDICATORS = FrameTable(
    name="indicators",
    description="One row for each indicator, its baseline and its target side by side",
    columns=INDICATOR_COLUMNS,
    rows=indicator_rows,
    shown=(
        "title",
        "category",
        "number",
        "name",
        "unit",
        "baseline_text",
        "baseline_year",
        "target_text",
        "target_year",
        "nature",
        "page",
        "line",
        "doubts",
    ),
)
OUTCOMES = FrameTable(
    name="outcomes",
    description="One row for each goal of an earlier period, with what was reached",
    columns=OUTCOME_COLUMNS,
    rows=outcome_rows,
    shown=(
        "title",
        "category",
        "number",
        "name",
        "unit",
        "goal_text",
        "goal_year",
        "actual_text",
        "actual_year",
        "met",
        "page",
        "line",
        "doubts",
    ),
)
