"""The tables `observations` and `projects`: what tables tell that are none of goals."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.frames.cells import slot_cells, unit_cells, value_cells
from planparse.frames.columns import RECORD, VALUE, FrameColumn, Row, value_columns
from planparse.frames.frame_table import FrameTable, columns_of_records
from planparse.frames.view import PlanView

OBSERVATION_COLUMNS = columns_of_records(
    *RECORD,
    FrameColumn("entity", "string", "Whose number it is: a place, an institution, a kind of them"),
    FrameColumn("entity_parent", "string", "The entity that it is a part of"),
    FrameColumn("metric", "string", "What is counted"),
    FrameColumn("role", "string", "baseline, target, goal or value: the column's"),
    *VALUE,
    FrameColumn("table_id", "string", "Table that it stands in"),
    FrameColumn("table_row", "integer", "Its row in the table's body, from 0"),
    FrameColumn("table_column", "integer", "Its column in the table, from 0"),
)
PROJECT_COLUMNS = columns_of_records(
    *RECORD,
    FrameColumn("number", "string", "Serial number as printed"),
    FrameColumn("name", "string", "Name of the project"),
    FrameColumn("content", "string", "What is built or done"),
    FrameColumn("project_nature", "string", "Nature as printed: 新建, 续建"),
    FrameColumn("start_year", "integer", "First year"),
    FrameColumn("end_year", "integer", "Last year"),
    *value_columns("investment"),
    FrameColumn("table_id", "string", "Table that it stands in"),
    FrameColumn("table_row", "integer", "Its row in the table's body, from 0"),
)


def observation_rows(view: PlanView) -> Iterator[Row]:
    """A row for each cell of an allocation table. Its unit is the value's, else its column's."""
    for cell in view.plan.observations:
        value = cell.value
        yield {
            **view.plan_cells,
            "id": cell.id,
            "key": cell.key,
            "entity": cell.entity,
            "entity_parent": cell.parent,
            "metric": cell.metric,
            "role": cell.role,
            **value_cells(value),
            **unit_cells(value.unit or cell.unit, value.per or cell.per),
            "table_id": cell.table,
            "table_row": cell.row,
            "table_column": cell.column,
            **view.place_cells(cell, view.section_of(cell)),
            **view.doubt_cells(table=view.table(cell.table)),
        }


def project_rows(view: PlanView) -> Iterator[Row]:
    """A row for each project of a table."""
    for project in view.plan.projects:
        yield {
            **view.plan_cells,
            "id": project.id,
            "key": project.key,
            "number": project.number,
            "name": project.name,
            "content": project.content,
            "project_nature": project.nature,
            "start_year": project.start,
            "end_year": project.end,
            **slot_cells("investment", project.investment),
            "table_id": project.table,
            "table_row": project.row,
            **view.place_cells(project, view.section_of(project)),
            **view.doubt_cells(table=view.table(project.table)),
        }


OBSERVATIONS = FrameTable(
    name="observations",
    description="One row for each cell of an allocation table: a metric of an entity",
    columns=OBSERVATION_COLUMNS,
    rows=observation_rows,
    shown=("title", "entity", "metric", "text", "unit", "year", "role", "page", "line", "doubts"),
)
PROJECTS = FrameTable(
    name="projects",
    description="One row for each project of a table",
    columns=PROJECT_COLUMNS,
    rows=project_rows,
    shown=(
        "title",
        "number",
        "name",
        "content",
        "start_year",
        "end_year",
        "investment_text",
        "investment_unit",
        "page",
        "line",
    ),
)
