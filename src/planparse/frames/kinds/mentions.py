"""The table `mentions`: the quantities of running prose."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.frames.cells import unit_cells, value_cells
from planparse.frames.columns import RECORD, VALUE, FrameColumn, Row
from planparse.frames.frame_table import FrameTable, columns_of_records
from planparse.frames.view import PlanView

MENTION_COLUMNS = columns_of_records(
    *RECORD,
    FrameColumn("subject", "string", "What is measured, in the words of the sentence"),
    FrameColumn("canonical", "string", "Name that the same indicator has in all plans"),
    FrameColumn("role", "string", "target, baseline, standard, change or other"),
    FrameColumn("status", "string", "reached, planned or norm; empty where nothing says so"),
    *VALUE,
)


def mention_rows(view: PlanView) -> Iterator[Row]:
    """A row for each quantity. `text` is the mention's, from the number to the end of its unit."""
    for mention in view.plan.mentions:
        value = mention.value
        yield {
            **view.plan_cells,
            "id": mention.id,
            "key": mention.key,
            "subject": mention.subject,
            "canonical": mention.canonical,
            "role": mention.role,
            "status": mention.status,
            **value_cells(value),
            "text": mention.text,
            **unit_cells(value.unit or mention.unit, value.per or mention.per),
            **view.place_cells(mention, mention.section),
            **view.doubt_cells(),
        }


MENTIONS = FrameTable(
    name="mentions",
    description="One row for each quantity in running prose, with what it measures",
    columns=MENTION_COLUMNS,
    rows=mention_rows,
    shown=("title", "subject", "comparator", "text", "year", "role", "status", "page", "line"),
)
