"""Records that have values: what all values of one share, and where each of them stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from planparse.frames.columns import FrameColumn, Row, names
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

HOLDER = (
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
)
"""What a row of `values` says of its record, before the value."""
_NO_RECORD: Row = dict.fromkeys(names(HOLDER))
"""Cells of a record that has nothing of these."""


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


def holders(view: PlanView) -> Iterator[Holder]:
    """The records of a plan that can have values: rows of tables first, then prose."""
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
