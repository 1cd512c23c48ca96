"""The table `plans`: a row for each document."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.frames.columns import PLAN, FrameColumn, Row
from planparse.frames.frame_table import FrameTable
from planparse.frames.view import PlanView

COLUMNS = (
    *PLAN,
    FrameColumn("region_parent", "string", "The area that the region lies in"),
    FrameColumn(
        "document_number", "string", "Number of the document: 〔2022〕35号 with what stands before"
    ),
    FrameColumn("issuer", "string", "Who issued it"),
    FrameColumn("issued", "string", "When, as an ISO date"),
    FrameColumn("draft", "boolean", "Whether it is a 征求意见稿, 送审稿 or 草案"),
    FrameColumn("file_name", "string", "Name of the file"),
    FrameColumn("media_type", "string", "Format that the file was recognised as"),
    FrameColumn("encoding", "string", "Encoding of a text file"),
    FrameColumn("bytes", "integer", "Size of the file"),
    FrameColumn("chars", "integer", "Code points of the text"),
    FrameColumn("pages", "integer", "Number of pages, in formats that have them"),
    FrameColumn("sections", "integer", "Number of sections"),
    FrameColumn("boxes", "integer", "Number of boxes"),
    FrameColumn("tables", "integer", "Number of tables"),
    FrameColumn("indicators", "integer", "Number of indicators"),
    FrameColumn("outcomes", "integer", "Number of outcomes"),
    FrameColumn("projects", "integer", "Number of projects"),
    FrameColumn("observations", "integer", "Number of observations"),
    FrameColumn("mentions", "integer", "Number of quantities in prose"),
    FrameColumn("findings", "integer", "Number of findings"),
    FrameColumn(
        "doubted_rows", "integer", "Number of tables, indicators and outcomes with a doubt"
    ),
    FrameColumn("sha256", "string", "SHA-256 of the file"),
    FrameColumn("text_sha256", "string", "SHA-256 of the text in UTF-8"),
    FrameColumn("schema_version", "string", "Version of the output contract"),
    FrameColumn("producer", "string", "Program that made the records"),
    FrameColumn("producer_version", "string", "Its version"),
    FrameColumn("grammar", "string", "Hash of all rules in force"),
    FrameColumn("backend", "string", "What read a PDF"),
    FrameColumn("ocr", "string", "What read its pictures"),
)


def plan_rows(view: PlanView) -> Iterator[Row]:
    """The one row of a plan."""
    plan = view.plan
    yield {
        **view.plan_cells,
        "region_parent": plan.region.parent if plan.region else None,
        "document_number": plan.document_number,
        "issuer": plan.issuer,
        "issued": plan.issued,
        "draft": plan.draft,
        **_file_cells(view),
        "sections": len(plan.sections),
        "boxes": len(plan.boxes),
        "tables": len(plan.tables),
        "indicators": len(plan.indicators),
        "outcomes": len(plan.outcomes),
        "projects": len(plan.projects),
        "observations": len(plan.observations),
        "mentions": len(plan.mentions),
        "findings": len(plan.findings),
        "doubted_rows": _doubted(view),
        "sha256": plan.source.sha256,
        "text_sha256": plan.source.text_sha256,
        "schema_version": plan.schema_version,
        "producer": plan.producer.name,
        "producer_version": plan.producer.version,
        "grammar": plan.producer.grammar,
        "backend": plan.producer.backend,
        "ocr": plan.producer.ocr,
    }


def _file_cells(view: PlanView) -> Row:
    source = view.plan.source
    return {
        "file_name": source.name,
        "media_type": source.media_type,
        "encoding": source.encoding,
        "bytes": source.bytes,
        "chars": source.chars,
        "pages": source.pages,
    }


def _doubted(view: PlanView) -> int:
    plan = view.plan
    doubts = [record.doubts for record in plan.tables]
    doubts += [row.doubts for row in plan.indicators]
    doubts += [row.doubts for row in plan.outcomes]
    return sum(1 for found in doubts if found)


PLANS = FrameTable(
    name="plans",
    description="One row for each document: what it is, where it came from, and how much was found in it",
    columns=COLUMNS,
    rows=plan_rows,
    shown=(
        "title",
        "region",
        "region_level",
        "period_start",
        "period_end",
        "issued",
        "indicators",
        "outcomes",
        "mentions",
        "findings",
        "path",
    ),
)
