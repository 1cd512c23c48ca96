"""The tables `tables` and `doubts`: what tables were printed, and what speaks against their rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planparse.frames.columns import PLACE, PLAN, RECORD, FrameColumn, Row
from planparse.frames.frame_table import FrameTable, columns_of_records
from planparse.frames.view import PlanView

if TYPE_CHECKING:
    from planparse.model.plan import Indicator, Outcome, Table

BETWEEN_HEADERS = " / "
"""What stands between the header cells above one column, the uppermost first."""

TABLE_COLUMNS = columns_of_records(
    *RECORD,
    FrameColumn("box_id", "string", "Box that it stands in"),
    FrameColumn("table_label", "string", "Label of its caption"),
    FrameColumn("caption", "string", "Title of its caption"),
    FrameColumn("kind", "string", "indicators, review, allocation, projects, measures or other"),
    FrameColumn("unit_note", "string", "What is printed above it on units: 单位：万人"),
    FrameColumn("rows", "integer", "Number of body rows"),
    FrameColumn("columns", "strings", "For each column the header cells above it, joined by ` / `"),
    FrameColumn(
        "roles", "strings", "For each column what it holds: name, unit, baseline, target, …"
    ),
    FrameColumn("notes", "strings", "Notes below the table"),
    FrameColumn("shape", "string", "Raw form that the table was read from"),
)
DOUBT_COLUMNS = (
    *PLAN,
    FrameColumn("record_kind", "string", "What is doubted: table, indicator or outcome"),
    FrameColumn("record_id", "string", "Its id"),
    FrameColumn("key", "string", "Its key"),
    FrameColumn("name", "string", "Its name; the caption of a table"),
    FrameColumn("code", "string", "What speaks against it, in one of the words of doubts.md"),
    FrameColumn("field", "string", "Field that the doubt bears on"),
    FrameColumn("severity", "string", "light or grave"),
    *PLACE,
)


def table_rows(view: PlanView) -> Iterator[Row]:
    """A row for each table."""
    for table in view.plan.tables:
        yield {
            **view.plan_cells,
            "id": table.id,
            "key": table.key,
            "box_id": table.box,
            "table_label": table.label,
            "caption": table.caption,
            "kind": table.kind,
            "unit_note": table.unit_note,
            "rows": len(table.rows),
            "columns": [BETWEEN_HEADERS.join(column.path) for column in table.columns],
            "roles": [str(column.role) for column in table.columns],
            "notes": list(table.notes),
            "shape": table.shape,
            **view.place_cells(table, table.section),
            **view.doubt_cells(table.doubts),
        }


def doubt_rows(view: PlanView) -> Iterator[Row]:
    """A row for each doubt of a table, an indicator or an outcome."""
    plan = view.plan
    for table in plan.tables:
        yield from _doubts(view, "table", table, table.caption, table.section)
    for indicator in plan.indicators:
        section = view.section_of(indicator)
        yield from _doubts(view, "indicator", indicator, indicator.name, section)
    for outcome in plan.outcomes:
        section = view.section_of(outcome)
        yield from _doubts(view, "outcome", outcome, outcome.name, section)


def _doubts(
    view: PlanView,
    kind: str,
    record: Table | Indicator | Outcome,
    name: str | None,
    section: str | None,
) -> Iterator[Row]:
    for doubt in record.doubts:
        yield {
            **view.plan_cells,
            "record_kind": kind,
            "record_id": record.id,
            "key": record.key,
            "name": name,
            "code": doubt.code,
            "field": doubt.field,
            "severity": doubt.severity,
            **view.place_cells(record, section),
        }


TABLES_READ = FrameTable(
    name="tables",
    description="One row for each table: its caption, its columns, its notes",
    columns=TABLE_COLUMNS,
    rows=table_rows,
    shown=("title", "table_label", "caption", "kind", "rows", "columns", "page", "line", "doubts"),
)
DOUBTED = FrameTable(
    name="doubts",
    description="One row for each doubt: what speaks against a table or a row",
    columns=DOUBT_COLUMNS,
    rows=doubt_rows,
    shown=("title", "record_kind", "name", "code", "field", "severity", "page", "line"),
)
