"""The table `values`: every value of every record in one shape, from tables and from prose.

It is the panel of region, year and indicator that is otherwise built by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planparse.frames.cells import value_cells
from planparse.frames.columns import VALUE, FrameColumn, Row
from planparse.frames.frame_table import FrameTable, columns_of_records
from planparse.frames.kinds.value_holders import HOLDER, Holder, holders
from planparse.frames.view import PlanView

if TYPE_CHECKING:
    from planparse.model.plan import Value
    from planparse.model.source import Span

VALUE_COLUMNS = columns_of_records(
    *HOLDER,
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


def value_rows(view: PlanView) -> Iterator[Row]:
    """A row for each value, and for each part of a compound one, record by record."""
    printed = PrintedCells()
    for holder in holders(view):
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
