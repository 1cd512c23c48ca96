"""Cells as they are found in text: their words, and the spans that print them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from planparse.grammar.engines import compiled
from planparse.model.source import Span

_SPACE = compiled(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])")


class RawCell(Struct, frozen=True):
    """A cell as found in text: its words and the spans that print them."""

    text: str
    spans: tuple[Span, ...] = ()
    rows: int = 1
    """How many rows it is merged over, from its own row down."""
    columns: int = 1
    """How many columns a head is merged over, from its own to the right."""


EMPTY = RawCell("")
REST = RawCell("", ())
"""The place of a header's cell that goes on from its left: the head of two columns. It is told by
its identity, as a cell that is only empty has a head of its own.
"""

RawRow = Sequence[RawCell]


@lru_cache(maxsize=16_384)
def clean(text: str) -> str:
    """Cell text without white space, but for the space between two Latin words."""
    return _SPACE.sub("", text.strip())
