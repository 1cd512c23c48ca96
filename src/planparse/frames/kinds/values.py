"""The table `values`: every value of every record in one shape, from tables and from prose.

It is the panel of region, year and indicator that is otherwise built by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from planparse.frames.cells import value_cells
from planparse.frames.columns import VALUE, FrameColumn, Row
from planparse.frames.frame_table import FrameTable, columns_of_records
from planparse.frames.view import PlanView

if TYPE_CHECKING:
    from planparse.model.plan import (
        Indicator,
        Mention,
        Observation,
        Outcome,
        Project,
        RecordDoubt,
        Table,
        Value,
    )
    from planparse.model.source import Span

INDICATOR_SLOTS = ("baseline", "target")
OUTCOME_SLOTS = ("baseline", "goal", "actual", "change")
"""Fields that hold a value each; `others` holds the rest."""
STATUS_OF_ROLE = {
    "baseline": "reached",
    "actual": "reached",
    "target": "planned",
    "goal": "planned",
}
"""Whether a value of a table was reached or is planned, by the role of its column."""

VALUE_COLUMNS = columns_of_records(
    FrameColumn(
        "id", "string", "Id of the record and the value's place in it: i12.target, i12.others.0"
    ),
    FrameColumn("record_kind", "string", "indicator, outcome, observation, project or mention"),
    FrameColumn("record_id", "string", "Record that the value is of"),
    FrameColumn("key", "string", "The record's key"),
    FrameColumn("source", "string", "table or prose"),
    FrameColumn("category", "string", "Outermost group label"),
    FrameColumn("subcategory", "string", "Group label inside it"),
    FrameColumn("number", "string", "Serial number as printed"),
    FrameColumn(
        "name",
        "string",
        "What is measured: name of an indicator, metric of an observation, subject of a quantity in prose",
    ),
    FrameColumn("qualifier", "string", "Second label that splits one indicator into rows"),
    FrameColumn("parent_id", "string", "Row that it is a part of (其中：)"),
    FrameColumn("parent_name", "string", "Name of that row"),
    FrameColumn("entity", "string", "Whose number an observation is"),
    FrameColumn("entity_parent", "string", "The entity that it is a part of"),
    FrameColumn("canonical", "string", "Name that the same indicator has in all plans"),
    FrameColumn("nature", "string", "约束性 or 预期性"),
    FrameColumn(
        "slot",
        "string",
        "Field of the record: baseline, target, others, goal, actual, change, value or investment",
    ),
    FrameColumn(
        "role", "string", "What it is: as `slot`; for others, cells and prose in words of their own"
    ),
    FrameColumn("status", "string", "reached, planned or norm; empty where nothing says so"),
    *VALUE,
    FrameColumn("part_of", "string", "Id of the compound value that it is a part of"),
    FrameColumn(
        "same_as",
        "string",
        "Id of a row above that shows the same printed cell: an indicator's and an outcome's",
    ),
    FrameColumn("inferred", "strings", "Fields of the record that are not printed but concluded"),
    FrameColumn("table_id", "string", "Table that it stands in"),
    FrameColumn("table_row", "integer", "Its row in the table's body, from 0"),
)
_RECORD = (
    "id",
    "record_kind",
    "record_id",
    "key",
    "source",
    "category",
    "subcategory",
    "number",
    "name",
    "qualifier",
    "parent_id",
    "parent_name",
    "entity",
    "entity_parent",
    "canonical",
    "nature",
)
_NO_RECORD: Row = dict.fromkeys(_RECORD)
"""Cells of a record that has nothing of these, in the order of the columns."""


class Holder(NamedTuple):
    """A record and its values: `before` and `behind` are the cells beside a value that all of them share."""

    record: Indicator | Outcome | Observation | Project | Mention
    before: Row
    behind: Row
    values: list[HeldValue]
    table: Table | None = None
    section: str | None = None
    doubts: Sequence[RecordDoubt] = ()


class HeldValue(NamedTuple):
    """A value and the field that it stands in: `others.0` is the first of the slot `others`."""

    slot: str
    field: str
    role: str
    status: str | None
    value: Value


def value_rows(view: PlanView) -> Iterator[Row]:
    """A row for each value, and for each part of a compound one, record by record."""
    printed = PrintedCells()
    for holder in _holders(view):
        doubts = view.doubt_cells(holder.doubts, holder.table)
        for held in holder.values:
            for id, part_of, value in _with_parts(f"{holder.record.id}.{held.field}", held.value):
                yield {
                    **view.plan_cells,
                    **holder.before,
                    "id": id,
                    "slot": held.slot,
                    "role": held.role,
                    "status": held.status,
                    **value_cells(value),
                    "part_of": part_of,
                    "same_as": printed.same_as(id, holder, value),
                    **holder.behind,
                    **view.value_place_cells(value, holder.record, holder.section),
                    **doubts,
                }


def _with_parts(
    id: str, value: Value, whole: str | None = None
) -> Iterator[tuple[str, str | None, Value]]:
    """The value, then its parts, each with its id and that of its whole."""
    yield id, whole, value
    for place, part in enumerate(value.parts):
        yield from _with_parts(f"{id}.parts.{place}", part, id)


class PrintedCells:
    """Knows which values were printed once and stand in two records, as where a table shows goals old and new."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, int, Span, str], tuple[str, str]] = {}

    def same_as(self, id: str, holder: Holder, value: Value) -> str | None:
        """The id of the same value in an earlier record; None where this is the first."""
        table, row = holder.behind["table_id"], holder.behind["table_row"]
        if value.span is None or not isinstance(table, str) or not isinstance(row, int):
            return None
        # A cell merged over several rows is each row's own.
        cell = (table, row, value.span, value.text)
        record, first = self._first.setdefault(cell, (holder.record.id, id))
        return None if record == holder.record.id else first


# ------------------------------------------------------------ records with values


def _holders(view: PlanView) -> Iterator[Holder]:
    plan = view.plan
    for indicator in plan.indicators:
        yield _goal_row(view, "indicator", indicator, INDICATOR_SLOTS)
    for outcome in plan.outcomes:
        yield _goal_row(view, "outcome", outcome, OUTCOME_SLOTS)
    for cell in plan.observations:
        yield _observation(view, cell)
    for project in plan.projects:
        yield _project(view, project)
    for mention in plan.mentions:
        yield _mention(mention)


def _goal_row(
    view: PlanView, kind: str, row: Indicator | Outcome, names: tuple[str, ...]
) -> Holder:
    table = view.table(row.table)
    return Holder(
        record=row,
        before={
            "id": None,
            "record_kind": kind,
            "record_id": row.id,
            "key": row.key,
            "source": "table",
            "category": row.category,
            "subcategory": row.subcategory,
            "number": row.number,
            "name": row.name,
            "qualifier": row.qualifier,
            "parent_id": row.parent,
            "parent_name": view.names.get(row.parent or ""),
            "entity": None,
            "entity_parent": None,
            "canonical": row.canonical,
            "nature": row.nature,
        },
        behind=_behind(row, row.inferred),
        values=list(_held(row, names)),
        table=table,
        section=table.section if table else None,
        doubts=row.doubts,
    )


def _held(row: Indicator | Outcome, names: tuple[str, ...]) -> Iterator[HeldValue]:
    for name in names:
        value: Value | None = getattr(row, name)
        if value is not None:
            role = value.role or name
            yield HeldValue(name, name, role, STATUS_OF_ROLE.get(role), value)
    for place, value in enumerate(row.others):
        role = value.role or "other"
        yield HeldValue("others", f"others.{place}", role, STATUS_OF_ROLE.get(role), value)


def _observation(view: PlanView, cell: Observation) -> Holder:
    table = view.table(cell.table)
    before = {
        **_NO_RECORD,
        "record_kind": "observation",
        "record_id": cell.id,
        "key": cell.key,
        "source": "table",
        "name": cell.metric,
        "entity": cell.entity,
        "entity_parent": cell.parent,
    }
    held = HeldValue("value", "value", cell.role, STATUS_OF_ROLE.get(cell.role), cell.value)
    section = table.section if table else None
    return Holder(cell, before, _behind(cell), [held], table, section)


def _project(view: PlanView, project: Project) -> Holder:
    table = view.table(project.table)
    before = {
        **_NO_RECORD,
        "record_kind": "project",
        "record_id": project.id,
        "key": project.key,
        "source": "table",
        "number": project.number,
        "name": project.name,
    }
    values = []
    if project.investment is not None:
        values.append(HeldValue("investment", "investment", "investment", None, project.investment))
    section = table.section if table else None
    return Holder(project, before, _behind(project), values, table, section)


def _mention(mention: Mention) -> Holder:
    before = {
        **_NO_RECORD,
        "record_kind": "mention",
        "record_id": mention.id,
        "key": mention.key,
        "source": "prose",
        "name": mention.subject,
        "canonical": mention.canonical,
    }
    held = HeldValue("value", "value", mention.role, mention.status, mention.value)
    behind: Row = {"inferred": [], "table_id": None, "table_row": None}
    return Holder(mention, before, behind, [held], None, mention.section)


def _behind(row: Indicator | Outcome | Observation | Project, inferred: Sequence[str] = ()) -> Row:
    return {"inferred": list(inferred), "table_id": row.table, "table_row": row.row}


VALUES = FrameTable(
    name="values",
    description="One row for each value of any record, from tables and from prose: the panel of region, year, indicator",
    columns=VALUE_COLUMNS,
    rows=value_rows,
    shown=(
        "title",
        "source",
        "name",
        "qualifier",
        "role",
        "year",
        "comparator",
        "text",
        "unit",
        "status",
        "page",
        "line",
        "doubts",
    ),
)
