"""Tables whose rows are blocks of lines, under the headers that flattened text may have."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from planparse.tables.raw_cells import RawRow
from planparse.tables.recover.doubt import rows_doubt
from planparse.tables.recover.flattened_text import flattened_text
from planparse.tables.recover.proposal import Proposal
from planparse.tables.recover.readings.line_blocks.labels import (
    labels_apart,
    with_labels,
    without_labels,
)
from planparse.tables.recover.readings.line_blocks.rows import BlockRows, rows_of_lines
from planparse.tables.recover.text_page import HeaderGuess, Lines, TextPage
from planparse.tables.recover.tokens import ColumnLayout

# Tenths of the first lines that print more than one word, so that lines are no cells.
FEW_WORDS = 3
FIRST_LINES = 40


class LineBlocks(Struct, frozen=True):
    """Each line prints pieces of some of its row's cells, wrapped to the width of their columns."""

    name: str = "blocks of lines"
    shape: str = "flattened"
    signs: str = ""
    marks: tuple[str, ...] = ()
    is_flattened: bool = True
    needs_caption: bool = False

    def propose(self, page: TextPage, first: int) -> Iterator[Proposal]:
        """The rows under each header that the table may have."""
        text = flattened_text(page, first)
        if text is None:
            return
        for guess in text.headers:
            if _has_words(guess.body):
                yield from _proposals(guess, page)


def _proposals(guess: HeaderGuess, page: TextPage) -> Iterator[Proposal]:
    """The rows where labels stand apart, or there are none; labels amid other words are not told."""
    layout = guess.layout
    apart = labels_apart(guess.body, page)
    if apart is not None:
        found = rows_of_lines(apart.lines, without_labels(layout), page.grammar, groups=False)
        if found is not None:
            rows, layout = with_labels(found, apart.labels, layout)
            yield _proposal(rows, layout, found, page)
    elif layout.column("category") is None:
        found = rows_of_lines(guess.body, layout, page.grammar, groups=True)
        if found is not None:
            yield _proposal(found.rows, layout, found, page)


def _proposal(
    rows: list[RawRow],
    layout: ColumnLayout,
    found: BlockRows,
    page: TextPage,
) -> Proposal:
    doubt = rows_doubt(rows, layout, page.grammar, strain=found.strain)
    return Proposal(
        [*layout.header, *rows],
        found.last + 1,
        layout,
        doubt=doubt,
    )


def _has_words(body: Lines) -> bool:
    """Whether enough lines print more than one word."""
    seen = body[:FIRST_LINES]
    several = sum(len(line) > 1 for line in seen)
    return several * 10 >= FEW_WORDS * len(seen)
