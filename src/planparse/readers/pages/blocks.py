"""What a page is made of once it is laid out: lines, tables, frames, and what stands aside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planparse.model.furniture import Furniture
from planparse.model.source import BBox
from planparse.readers.pages.lines import TextLine
from planparse.readers.pages.rulings import RuledTable


@dataclass(frozen=True, slots=True)
class LaidTable:
    """A table's geometry and, for each of its cells, the printed lines inside."""

    ruled: RuledTable
    lines: tuple[tuple[TextLine, ...], ...]
    bbox: BBox


@dataclass(frozen=True, slots=True)
class Frame:
    """A box drawn around blocks: a table of one cell, or of one column."""

    ruled: RuledTable
    blocks: tuple[Block, ...]
    bbox: BBox


@dataclass(frozen=True, slots=True)
class Aside:
    """A line that is no part of the page's text, and why."""

    line: TextLine
    why: Furniture

    @property
    def bbox(self) -> BBox:
        """Box of the line."""
        return self.line.bbox


Block = TextLine | LaidTable | Frame | Aside


def lines_of(block: Block) -> Iterator[TextLine]:
    """Every printed line inside `block`."""
    match block:
        case Aside():
            yield block.line
        case TextLine():
            yield block
        case Frame():
            for inner in block.blocks:
                yield from lines_of(inner)
        case LaidTable():
            for cell in block.lines:
                yield from cell
