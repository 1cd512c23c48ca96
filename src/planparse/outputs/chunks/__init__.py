"""Pieces of a plan for search systems: along its outline, with heading path, place and kind."""

from planparse.outputs.chunks.chunk import Chunk
from planparse.outputs.chunks.cut import MAX_CHARS, chunks, chunks_jsonl
from planparse.outputs.chunks.headings import LEAST_CHARS

__all__ = ["LEAST_CHARS", "MAX_CHARS", "Chunk", "chunks", "chunks_jsonl"]
