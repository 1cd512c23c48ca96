"""Tables whose rows are blocks of lines, under the headers that flattened text may have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planparse.tables.recover.doubt import rows_doubt
from planparse.tables.recover.flattened_text import flattened_text
from planparse.tables.recover.proposal import Proposal
from planparse.tables.recover.readings.line_blocks.rows import rows_of_lines
from planparse.tables.recover.text_page import Lines, TextPage

# Tenths of the first lines that print more than one word, so that lines are no cells.
FEW_WORDS = 3
FIRST_LINES = 40


@dataclass(frozen=True, slots=True)
class LineBlocks:
    """Each line prints pieces of some of its row's cells, wrapped to the width of their columns."""

    name: str = "blocks of lines"
    shape: str = "flattened"
    signs: str = ""

    def propose(self, page: TextPage, first: int) -> Iterator[Proposal]:
        """The rows under each header that the table may have."""
        text = flattened_text(page, first)
        if text is None:
            return
        for guess in text.headers:
            # the pieces of merged labels lie anywhere beside their rows
            if guess.layout.column("category") is not None or not _has_words(guess.body):
                continue
            found = rows_of_lines(guess.body, guess.layout, page.grammar)
            if found is None:
                continue
            doubt = rows_doubt(found.rows, guess.layout, page.grammar, strain=found.strain)
            yield Proposal(
                [*guess.layout.header, *found.rows],
                found.last + 1,
                guess.layout,
                doubt=doubt,
            )


def _has_words(body: Lines) -> bool:
    """Whether enough lines print more than one word."""
    seen = body[:FIRST_LINES]
    several = sum(len(line) > 1 for line in seen)
    return several * 10 >= FEW_WORDS * len(seen)
