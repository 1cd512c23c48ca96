"""What both loaders share: how a plan is cut, and what is said of each chunk beside its text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planparse.model.heading_paths import BETWEEN_HEADINGS
from planparse.model.plan import Plan
from planparse.outputs.chunks import MAX_CHARS, Chunk

TECHNICAL = ("plan_id", "chunk", "section", "records", "start", "end")
"""Metadata by which a program finds a place again, and that says nothing to a model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkOptions:
    """The options of `Plan.chunks`; `headings` is on, so that a text says where it belongs."""

    max_chars: int = MAX_CHARS
    headings: bool = True
    records: bool = True
    keep_furniture: bool = False

    def chunks(self, plan: Plan) -> Iterator[Chunk]:
        """The plan in pieces."""
        return plan.chunks(
            max_chars=self.max_chars,
            headings=self.headings,
            records=self.records,
            keep_furniture=self.keep_furniture,
        )


def chunk_id(chunk: Chunk) -> str:
    """An id that is the same each time the file is loaded, for stores that replace by it."""
    return f"{chunk.plan_id}-{chunk.key}"


def chunk_metadata(chunk: Chunk) -> dict[str, str | int]:
    """What is said of a chunk, as single values, which every vector store can filter by.

    `start` and `end` are half-open offsets in `Plan.text`, from its first character to its last.
    What is not known is left out.
    """
    said: dict[str, str | int | None] = {
        "source": chunk.source,
        "title": chunk.title,
        "region": chunk.region,
        "period_start": chunk.period.start if chunk.period else None,
        "period_end": chunk.period.end if chunk.period else None,
        "kind": chunk.kind,
        "heading": BETWEEN_HEADINGS.join(chunk.heading) or None,
        "page": chunk.page,
        "doubts": ",".join(chunk.doubts) or None,
        "plan_id": chunk.plan_id,
        "chunk": chunk.id,
        "section": chunk.section,
        "records": ",".join(chunk.records) or None,
        "start": chunk.spans[0][0] if chunk.spans else None,
        "end": chunk.spans[-1][1] if chunk.spans else None,
    }
    return {key: value for key, value in said.items() if value is not None}
