"""The record of a chunk."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from planparse.model.plan import Period
from planparse.model.source import Span

ChunkKind = Literal[
    "prose",
    "box",
    "table",
    "item",
    "indicator",
    "outcome",
    "project",
    "observation",
    "furniture",
]
"""What a chunk holds. `prose`, `box` and `table` print the document once; `item` to `observation` tell
single records of it again; `furniture` is there only where it was asked for."""


class Chunk(BaseModel):
    """A piece of a plan that stands alone.

    `text` is cleaned, and has no line ends but those between paragraphs and rows of tables. `spans` are its
    places in `Plan.text`, half open, in order; `pages` the pages that they are on, from 1, and `page` the first of
    them: none and null where the format has no pages. `plan_id` is made of the hash of the plan's source, so that
    chunks of several plans are told apart; `id` counts within one plan, and `key` is a short hash of kind,
    headings and text, which stays when other parts of the plan change. `heading` has the headings above it, the
    outermost first, `section` the id of the innermost. `records` are the ids of the box, table or rows that it
    tells, `doubts` the codes of what speaks against their having been read rightly (docs/doubts.md).
    A key that this version does not know is ignored when it is read.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    key: str = ""
    plan_id: str
    source: str
    title: str | None = None
    region: str | None = None
    period: Period | None = None
    kind: ChunkKind
    section: str | None = None
    heading: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    page: int | None = None
    pages: tuple[int, ...] = ()
    spans: tuple[Span, ...] = ()
    doubts: tuple[str, ...] = ()
    text: str
