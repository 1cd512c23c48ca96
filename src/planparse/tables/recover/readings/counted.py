"""Tables whose header no word of the grammar names: told by counting cells alone.

They stand under a caption, or under a sentence that announces them: 任务分解如下：
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

from planparse.tables.recover import tokens
from planparse.tables.recover.flattened_text import ends_of_body, flattened_text
from planparse.tables.recover.proposal import Proposal
from planparse.tables.recover.readings.stacked_cells import counted_rows
from planparse.tables.recover.text_page import TextPage

# Lines that are looked at to see whether each holds a cell of its own.
FIRST_LINES = 6

# Words that such a line may have.
MOST_WORDS = 2


# Ends of a table that are tried, the nearest first: each asks for the kinds of all cells before it.
MOST_ENDS = 20


class CountedCells(Struct, frozen=True):
    """A cell on each line, and every N of them a row, as the kinds of the cells repeat."""

    name: str = "counted cells"
    shape: str = "flattened"
    signs: str = ""
    marks: tuple[str, ...] = ()
    is_flattened: bool = True
    needs_caption: bool = True

    def propose(self, page: TextPage, first: int) -> Iterator[Proposal]:
        """The rows, where some N makes every column hold cells of one kind."""
        text = flattened_text(page, first)
        if text is None:
            return
        first_lines = text.lines[:FIRST_LINES]
        if any(len(line) > MOST_WORDS for line in first_lines):
            return
        cells = [tokens.merge(line) for line in text.lines]
        # the nearest end first: numbers of a section below the table may look like cells
        for end in islice(ends_of_body(text.lines, MOST_WORDS), MOST_ENDS):
            rows = counted_rows(cells[:end], page.grammar)
            if rows:
                last = cells[end - 1].line
                yield Proposal(
                    rows,
                    last + 1,
                    certain=True,
                )
                return
