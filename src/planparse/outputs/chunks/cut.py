"""A plan cut into chunks: its text along the outline, and its records as sentences."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

from planparse.model.plan import Plan
from planparse.model.plan_ids import plan_id
from planparse.outputs.chunks.chunk import Chunk
from planparse.outputs.chunks.document_chunks import DocumentChunks
from planparse.outputs.chunks.headings import LEAST_CHARS, ChunkHeadings
from planparse.outputs.chunks.places import ChunkPlaces
from planparse.outputs.chunks.raw_chunk import RawChunk
from planparse.outputs.chunks.record_chunks import RecordChunks
from planparse.outputs.cleaned.clean_text import merged, shown_text
from planparse.outputs.cleaned.parts import document_parts

MAX_CHARS = 800
"""Characters of a chunk where nothing else is asked for: some paragraphs, a table of ten rows."""
_KEY_BYTES = 6
"""Of the hash in a chunk's key, as in the keys of records."""


def chunks(
    plan: Plan,
    *,
    max_chars: int = MAX_CHARS,
    headings: bool = False,
    records: bool = True,
    keep_furniture: bool = False,
) -> Iterator[Chunk]:
    """The chunks of a plan, in reading order; `Plan.chunks` says what the options mean."""
    if max_chars < LEAST_CHARS:
        raise ValueError(f"max_chars is {max_chars}; it must be {LEAST_CHARS} or more")
    text = shown_text(plan)
    places = ChunkPlaces(plan)
    above = ChunkHeadings(plan, max_chars, before_text=headings)
    rows = RecordChunks(plan, text, above, places) if records else None
    parts = document_parts(plan, keep_furniture=keep_furniture)
    cut = DocumentChunks(text, above, rows).cut(parts)
    return _finished(plan, cut, above, places)


def chunks_jsonl(found: Iterable[Chunk]) -> bytes:
    """The chunks as JSON Lines in UTF-8, one object a line."""
    data = (chunk.model_dump(mode="json") for chunk in found)
    lines = (json.dumps(one, ensure_ascii=False, allow_nan=False) + "\n" for one in data)
    # Half a surrogate pair has no UTF-8; backslashreplace writes it as JSON's own escape.
    return "".join(lines).encode("utf-8", "backslashreplace")


def _finished(
    plan: Plan,
    cut: Iterable[RawChunk],
    above: ChunkHeadings,
    places: ChunkPlaces,
) -> Iterator[Chunk]:
    """The chunks with number, key, headings and pages."""
    seen: Counter[str] = Counter()
    for number, raw in enumerate(cut, start=1):
        heading = above.path(raw.section)
        key = _key(raw.kind, heading, raw.text)
        seen[key] += 1
        spans = merged(raw.spans, plan.text)
        pages = places.pages(spans)
        yield Chunk(
            id=f"c{number}",
            key=key if seen[key] == 1 else f"{key}-{seen[key]}",
            plan_id=plan_id(plan),
            source=plan.source.path or plan.source.name,
            title=plan.title,
            region=plan.region.name if plan.region else None,
            period=plan.period,
            kind=raw.kind,
            section=raw.section,
            heading=heading,
            records=raw.records,
            page=pages[0] if pages else None,
            pages=pages,
            spans=spans,
            doubts=raw.doubts,
            text=above.before(raw.section, raw.own_headings) + raw.text,
        )


def _key(kind: str, path: Sequence[str], text: str) -> str:
    words = "\0".join((kind, *path, text))
    return blake2b(words.encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES).hexdigest()
