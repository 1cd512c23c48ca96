"""Laws of chunks: nothing of the document is lost, nothing is made up, and none is too long."""

from __future__ import annotations

from collections.abc import Sequence

from planparse.model.plan import Plan
from planparse.outputs.chunks import Chunk
from planparse.outputs.cleaned.clean_text import shown_text

DOCUMENT = ("prose", "box", "table")
"""Kinds that print the document itself."""


def tight(text: str) -> str:
    return "".join(text.split())


def assert_chunk_laws(plan: Plan, max_chars: int) -> None:
    """What holds for the chunks of any plan, however long they may be."""
    chunks = list(plan.chunks(max_chars=max_chars))
    assert chunks == list(plan.chunks(max_chars=max_chars))
    assert [chunk.id for chunk in chunks] == [f"c{n}" for n in range(1, len(chunks) + 1)]
    keys = [chunk.key for chunk in chunks]
    assert len(keys) == len(set(keys))
    _assert_nothing_is_lost(plan, chunks)
    _assert_texts(plan, chunks)
    _assert_lengths(chunks, max_chars)


def _assert_nothing_is_lost(plan: Plan, chunks: Sequence[Chunk]) -> None:
    """Every character that is neither white space nor furniture lies in a chunk of the document."""
    owned = bytearray(len(plan.text))
    for chunk in chunks:
        for start, end in chunk.spans:
            assert 0 <= start < end <= len(plan.text)
            if chunk.kind in DOCUMENT:
                owned[start:end] = b"\1" * (end - start)
    for leaf in plan.leaves:
        if leaf.kind == "furniture":
            continue
        start, end = leaf.span
        lost = [at for at in range(start, end) if not owned[at] and not plan.text[at].isspace()]
        assert not lost, f"{plan.text[lost[0] : lost[0] + 30]!r} at {lost[0]} is in no chunk"


def _assert_texts(plan: Plan, chunks: Sequence[Chunk]) -> None:
    """The text of prose is what its spans print without furniture; each cell stands in its table."""
    text = shown_text(plan)
    content = [" "] * len(text)
    for leaf in plan.leaves:
        if leaf.kind != "furniture":
            start, end = leaf.span
            content[start:end] = text[start:end]
    for chunk in chunks:
        assert chunk.text.strip()
        if chunk.kind in ("prose", "box"):
            printed = tight("".join("".join(content[start:end]) for start, end in chunk.spans))
            # What is repeated, the caption of a box, stands before it.
            assert tight(chunk.text).endswith(printed)
        elif chunk.kind == "table":
            own = tight(chunk.text).replace("\\|", "|")
            for start, end in chunk.spans:
                for leaf in plan.leaves:
                    if leaf.kind != "furniture" and start <= leaf.span[0] < end:
                        assert tight(text[slice(*leaf.span)]) in own


def _assert_lengths(chunks: Sequence[Chunk], max_chars: int) -> None:
    for chunk in chunks:
        if len(chunk.text) <= max_chars or chunk.kind in ("indicator", "outcome", "project"):
            continue
        rows = [line for line in chunk.text.splitlines() if line.startswith("|")]
        # A table without rows is a note below its caption.
        is_one_row = chunk.kind == "table" and len(rows) <= 3
        is_one_value = chunk.kind == "observation" and len(chunk.records) == 1
        # A caption of more than half of a chunk leaves the least room that there is.
        is_captioned = chunk.kind in ("box", "item") and max_chars < 200
        assert is_one_row or is_one_value or is_captioned, chunk
