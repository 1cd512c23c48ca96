"""The tables `sections`, `boxes` and `items`: how the document is divided."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.frames.cells import whole
from planparse.frames.columns import RECORD, FrameColumn, Row
from planparse.frames.frame_table import FrameTable, columns_of_records
from planparse.frames.view import PlanView

SECTION_COLUMNS = columns_of_records(
    *RECORD,
    FrameColumn("parent_id", "string", "Section that it is a part of"),
    FrameColumn("section_level", "integer", "Depth in this document's own hierarchy, from 1"),
    FrameColumn("section_label", "string", "Label as printed: 第一章, 一、, （一）"),
    FrameColumn("section_number", "integer", "The label's number"),
    FrameColumn("section_title", "string", "Title of the section"),
    FrameColumn("run_in", "boolean", "Whether the heading is the first sentence of a paragraph"),
    FrameColumn("body_start", "integer", "Where its content begins in the text"),
    FrameColumn("body_end", "integer", "Where its content ends, its subsections included"),
)
BOX_COLUMNS = columns_of_records(
    *RECORD,
    FrameColumn("box_label", "string", "Label as printed: 专栏1, 表2"),
    FrameColumn("box_number", "integer", "The label's number"),
    FrameColumn("box_title", "string", "Title of the box"),
    FrameColumn("kind", "string", "indicators, review, allocation, projects, measures or other"),
    FrameColumn("table_id", "string", "Table that stands in it"),
    FrameColumn("items", "integer", "Number of its items"),
    FrameColumn("caption", "string", "Its caption as printed"),
    FrameColumn("content_start", "integer", "Where all that belongs to it begins in the text"),
    FrameColumn("content_end", "integer", "Where all that belongs to it ends, notes included"),
)
ITEM_COLUMNS = columns_of_records(
    FrameColumn("id", "string", "Id of the box and the item's place in it, from 0: b2.0"),
    FrameColumn("box_id", "string", "Box that it stands in"),
    FrameColumn("box_label", "string", "The box's label"),
    FrameColumn("box_title", "string", "The box's title"),
    FrameColumn("item_label", "string", "Label as printed: 1., ——"),
    FrameColumn("item_title", "string", "Its first phrase"),
    FrameColumn("text", "string", "From the label to the item's end, as printed"),
)


def section_rows(view: PlanView) -> Iterator[Row]:
    """A row for each heading; its own words end the path `heading`."""
    for section in view.plan.sections:
        yield {
            **view.plan_cells,
            "id": section.id,
            "key": section.key,
            "parent_id": section.parent,
            "section_level": section.level,
            "section_label": section.label,
            "section_number": whole(section.number),
            "section_title": section.title,
            "run_in": section.run_in,
            "body_start": section.body[0],
            "body_end": section.body[1],
            **view.place_cells(section, section.id),
            **view.doubt_cells(),
        }


def box_rows(view: PlanView) -> Iterator[Row]:
    """A row for each box; its place is that of its caption."""
    for box in view.plan.boxes:
        yield {
            **view.plan_cells,
            "id": box.id,
            "key": box.key,
            "box_label": box.label,
            "box_number": whole(box.number),
            "box_title": box.title,
            "kind": box.kind,
            "table_id": box.table,
            "items": len(box.items),
            "caption": box.text,
            "content_start": box.content[0],
            "content_end": box.content[1],
            **view.place_cells(box, box.section),
            **view.doubt_cells(),
        }


def item_rows(view: PlanView) -> Iterator[Row]:
    """A row for each item of the boxes that hold text."""
    for box in view.plan.boxes:
        for place, item in enumerate(box.items):
            yield {
                **view.plan_cells,
                "id": f"{box.id}.{place}",
                "box_id": box.id,
                "box_label": box.label,
                "box_title": box.title,
                "item_label": item.label,
                "item_title": item.title,
                "text": item.text,
                **view.span_cells(item.span, box.section),
                **view.doubt_cells(),
            }


SECTIONS = FrameTable(
    name="sections",
    description="One row for each heading: the outline",
    columns=SECTION_COLUMNS,
    rows=section_rows,
    shown=("title", "section_level", "section_label", "section_title", "page", "line"),
)
BOXES = FrameTable(
    name="boxes",
    description="One row for each 专栏, 表 and 附件 with a caption",
    columns=BOX_COLUMNS,
    rows=box_rows,
    shown=("title", "box_label", "box_title", "kind", "items", "page", "line"),
)
ITEMS = FrameTable(
    name="items",
    description="One row for each item of a box that holds text: measures, works, tasks",
    columns=ITEM_COLUMNS,
    rows=item_rows,
    shown=("title", "box_title", "item_label", "item_title", "page", "line"),
)
