"""Cells on lines of their own, with blank lines between the columns or the rows."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from planparse.tables.recover.proposal import Proposal
from planparse.tables.recover.text_page import TextPage, is_caption, next_printed

# Characters of a line that may be a cell.
LONGEST_CELL = 60

# Rows below the header.
LEAST_ROWS = 2

Block = list[int]
"""Indexes of the lines between two blank ones."""


class Blocks(Struct, frozen=True):
    """The header's cells in the first block; then a block for each column, or for each row."""

    name: str = "blocks between blank lines"
    shape: str = "blocks"
    signs: str = ""
    marks: tuple[str, ...] = ()
    is_flattened: bool = False
    needs_caption: bool = True

    def propose(self, page: TextPage, first: int) -> Iterator[Proposal]:
        """The table right under a caption on line `first`."""
        if not page.captioned[first]:
            return
        blocks = _blocks(page, first)
        if len(blocks) < 2 or len(blocks[0]) < 2:
            return
        rows = _rows_of_columns(blocks) or _rows_of_blocks(blocks)
        if not rows:
            return
        cells = [[page.cell_of_line(line) for line in row] for row in rows]
        last = rows[-1][-1]
        yield Proposal(cells, last + 1, certain=True)


def _blocks(page: TextPage, first: int) -> list[Block]:
    """The blocks from line `first` on, up to one that holds a line which is no cell."""
    found: list[Block] = []
    block = _block(page, first)
    while block:
        found.append(block)
        below = next_printed(page, block[-1] + 1)
        block = _block(page, below)
    return found


def _block(page: TextPage, first: int) -> Block:
    """Short lines up to a blank one; none where one of them cannot be a cell."""
    block: Block = []
    for i in range(first, len(page.texts)):
        if not page.words[i]:
            break
        if not _may_be_cell(page, i):
            return []
        block.append(i)
    return block


def _may_be_cell(page: TextPage, line: int) -> bool:
    """Whether a line may be one cell: no prose, no caption, nothing that divides it."""
    text = page.words[line]
    if page.taken[line] or is_caption(page, line):
        return False
    if len(text) > LONGEST_CELL or "\t" in text:
        return False
    return not text.endswith("。")


def _rows_of_columns(blocks: list[Block]) -> list[Block]:
    """The rows where each block behind the header is a column, all of one height."""
    header = blocks[0]
    columns = blocks[1 : len(header) + 1]
    height = len(columns[0])
    if height < LEAST_ROWS or len(columns) < len(header):
        return []
    if any(len(column) != height for column in columns):
        return []
    rows = [header]
    for r in range(height):
        rows.append([column[r] for column in columns])
    return rows


def _rows_of_blocks(blocks: list[Block]) -> list[Block]:
    """The rows where each block is one, as long as the header."""
    header = blocks[0]
    rows: list[Block] = []
    for block in blocks:
        # another length: what follows the table
        if len(block) != len(header):
            break
        rows.append(block)
    if len(rows) - 1 < LEAST_ROWS:
        return []
    return rows
