"""Cells on lines of their own, with blank lines between the columns or the rows."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from planparse.tables.recover.proposal import Proposal
from planparse.tables.recover.text_page import TextPage, is_caption, next_printed

LONGEST_CELL = 60
"""Characters of a line that may be a cell."""

Block = list[int]
"""Indexes of the lines between two blank ones."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """The header's cells in the first block; then a block for each column, or for each row."""

    name: str = "blocks between blank lines"
    shape: str = "blocks"

    def propose(self, page: TextPage, first: int) -> Iterator[Proposal]:
        """The table right under a caption on line `first`."""
        if not page.captioned[first]:
            return
        blocks = _blocks(page, first)
        if len(blocks) < 2 or len(blocks[0]) < 2:
            return
        rows = _rows_of_columns(blocks) or _rows_of_blocks(blocks)
        if rows:
            cells = [[page.cell(line) for line in row] for row in rows]
            yield Proposal(cells, rows[-1][-1] + 1, certain=True)


def _blocks(page: TextPage, first: int) -> list[Block]:
    found: list[Block] = []
    line = first
    while line < len(page.texts):
        block = _block(page, line)
        if not block:
            break
        found.append(block)
        line = next_printed(page, block[-1] + 1)
    return found


def _block(page: TextPage, first: int) -> Block:
    """Short lines up to a blank one; none where one of them cannot be a cell."""
    block = []
    for i in range(first, len(page.texts)):
        text = page.texts[i].strip()
        if not text:
            break
        if page.taken[i] or "\t" in text or is_caption(page, i):
            return []
        if len(text) > LONGEST_CELL or text.endswith("。"):
            return []
        block.append(i)
    return block


def _rows_of_columns(blocks: list[Block]) -> list[Block]:
    """The rows where each block behind the header is a column: as many as the header has cells, all of one height."""
    header = blocks[0]
    height = len(blocks[1])
    columns = blocks[1 : len(header) + 1]
    if height < 2 or len(columns) < len(header) or any(len(c) != height for c in columns):
        return []
    return [header, *([column[r] for column in columns] for r in range(height))]


def _rows_of_blocks(blocks: list[Block]) -> list[Block]:
    """The rows where each block is one: as long as the header, two of them at least, three columns or more."""
    header = blocks[0]
    same = itertools.takewhile(lambda block: len(block) == len(header), blocks[1:])
    rows = [header, *same]
    return rows if len(rows) > 2 and len(header) > 2 else []
