"""A chunk before it has its number, its key and its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planparse.model.plan import Box
from planparse.model.source import Span
from planparse.outputs.chunks.chunk import ChunkKind


@dataclass(slots=True)
class RawChunk:
    """Text, and what it is made of."""

    kind: ChunkKind
    text: str
    spans: Sequence[Span]
    """Half open in `Plan.text`, in any order."""
    section: str | None = None
    records: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    own_headings: int = 0
    """How many of the headings above it, the innermost ones, its text begins with."""


def box_words(box: Box) -> str:
    """The caption of a box on one line: 专栏2 重大工程."""
    return " ".join(f"{box.label} {box.title}".split())
