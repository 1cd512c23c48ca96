"""Tables whose header no word of the grammar names, under a caption: told by counting cells alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planparse.tables.recover import tokens
from planparse.tables.recover.flattened_text import ends_of_body, flattened_text
from planparse.tables.recover.proposal import Proposal
from planparse.tables.recover.readings import stacked_cells
from planparse.tables.recover.text_page import TextPage

FIRST_LINES = 6
"""Lines that are looked at to see whether each holds a cell of its own."""
MOST_WORDS = 2
"""Words that such a line may have."""


@dataclass(frozen=True, slots=True)
class CountedCells:
    """A cell on each line, and every N of them a row, as the kinds of the cells repeat."""

    name: str = "counted cells"
    shape: str = "flattened"

    def propose(self, page: TextPage, first: int) -> Iterator[Proposal]:
        """The rows, where some N makes every column hold cells of one kind."""
        text = flattened_text(page, first)
        if text is None or not text.captioned:
            return
        if any(len(line) > MOST_WORDS for line in text.lines[:FIRST_LINES]):
            return
        cells = [tokens.merge(line) for line in text.lines]
        for end in ends_of_body(text.lines, MOST_WORDS):
            rows = stacked_cells.chunked_alone(cells[:end], page.grammar)
            if rows:
                yield Proposal(rows, cells[end - 1].line + 1, certain=True)
                return
