"""The tables `findings` and `sides`: what cannot be right, and where each side of it is printed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planparse.frames.columns import RECORD, FrameColumn, Row, names
from planparse.frames.frame_table import FrameTable, columns_of_records
from planparse.frames.view import PlanView

if TYPE_CHECKING:
    from planparse.model.plan import Finding, Passage

NAMED_SIDES = ("first", "second")
"""The sides that `findings` shows beside one another; `sides` has all."""

WHAT = (
    FrameColumn("kind", "string", "What is wrong, in one of the words of checks.md"),
    FrameColumn("severity", "string", "error, warning or info"),
    FrameColumn("about", "string", "The indicator, table or heading that it is about"),
    FrameColumn("message", "string", "What contradicts what, in one Chinese sentence"),
)


def _side_columns(side: str) -> tuple[FrameColumn, ...]:
    return (
        FrameColumn(f"{side}_record", "string", f"{side} side: id of the record"),
        FrameColumn(f"{side}_text", "string", f"{side} side: what is printed there"),
        FrameColumn(f"{side}_heading", "string", f"{side} side: the headings above it"),
        FrameColumn(f"{side}_page", "integer", f"{side} side: its page"),
        FrameColumn(f"{side}_line", "integer", f"{side} side: its line"),
    )


FINDING_COLUMNS = columns_of_records(
    *RECORD,
    *WHAT,
    FrameColumn("records", "strings", "Ids of the records on both sides"),
    FrameColumn("sides", "integer", "Number of places where it is printed"),
    *(column for side in NAMED_SIDES for column in _side_columns(side)),
)
SIDE_COLUMNS = columns_of_records(
    FrameColumn("id", "string", "Id of the finding and the side's place in it, from 0: f1.0"),
    FrameColumn("finding_id", "string", "The finding"),
    FrameColumn("key", "string", "The finding's key"),
    *WHAT,
    FrameColumn("record_id", "string", "Record that is printed there"),
    FrameColumn("text", "string", "What is printed there"),
)


def finding_rows(view: PlanView) -> Iterator[Row]:
    """A row for each finding, with its first two sides."""
    for finding in view.plan.findings:
        yield {
            **view.plan_cells,
            "id": finding.id,
            "key": finding.key,
            **_what(finding),
            "records": list(finding.records),
            "sides": len(finding.passages),
            **_sides(view, finding),
            **view.place_cells(finding, view.section_at(finding.span[0])),
            **view.doubt_cells(),
        }


def side_rows(view: PlanView) -> Iterator[Row]:
    """A row for each side of each finding."""
    for finding in view.plan.findings:
        for place, passage in enumerate(finding.passages):
            yield {
                **view.plan_cells,
                "id": f"{finding.id}.{place}",
                "finding_id": finding.id,
                "key": finding.key,
                **_what(finding),
                "record_id": passage.record,
                "text": passage.text,
                **view.span_cells(passage.span, view.section_at(passage.span[0]), passage.page),
                **view.doubt_cells(),
            }


def _what(finding: Finding) -> Row:
    return {
        "kind": finding.kind,
        "severity": finding.severity,
        "about": finding.about,
        "message": finding.message,
    }


def _sides(view: PlanView, finding: Finding) -> Row:
    cells: Row = {}
    for place, side in enumerate(NAMED_SIDES):
        passage = finding.passages[place] if place < len(finding.passages) else None
        cells.update(_side_cells(view, side, passage))
    return cells


def _side_cells(view: PlanView, side: str, passage: Passage | None) -> Row:
    if passage is None:
        return dict.fromkeys(names(_side_columns(side)))
    start = passage.span[0]
    return {
        f"{side}_record": passage.record,
        f"{side}_text": passage.text,
        f"{side}_heading": view.heading(view.section_at(start)),
        f"{side}_page": passage.page,
        f"{side}_line": view.line(start),
    }


FINDINGS = FrameTable(
    name="findings",
    description="One row for each finding: what in the plan cannot be right, or could not be read",
    columns=FINDING_COLUMNS,
    rows=finding_rows,
    shown=("title", "severity", "kind", "message", "first_text", "second_text", "page", "line"),
)
SIDES = FrameTable(
    name="sides",
    description="One row for each place that a finding rests on",
    columns=SIDE_COLUMNS,
    rows=side_rows,
    shown=("title", "finding_id", "kind", "text", "heading", "page", "line"),
)
