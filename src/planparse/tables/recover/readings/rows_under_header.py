"""Flattened tables under a header that is known or guessed: their rows, read in three ways."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.tables.raw_cells import RawRow
from planparse.tables.recover.doubt import rows_doubt
from planparse.tables.recover.flattened_text import flattened_text
from planparse.tables.recover.proposal import Proposal
from planparse.tables.recover.readings import spaced_rows, stacked_cells
from planparse.tables.recover.readings.wrapped.rows import read_wrapped
from planparse.tables.recover.text_page import HeaderGuess, Lines, TextPage


class SpacedRows(Struct, frozen=True):
    """Cells of a row on one line: what ends in values is a row, other words wait for theirs."""

    name: str = "rows that end in their values"
    shape: str = "flattened"
    signs: str = ""
    marks: tuple[str, ...] = ()
    is_flattened: bool = True
    needs_caption: bool = False

    def propose(self, page: TextPage, first: int) -> Iterator[Proposal]:
        """The rows under each header that the table may have."""
        for guess in _headers(page, first):
            if _is_stacked(guess.body):
                continue
            found = spaced_rows.read_rows(guess.body, guess.layout, page.grammar)
            if found:
                rows, lines = found
                last = guess.body[lines - 1][-1].line
                yield _proposal(
                    guess,
                    rows,
                    last,
                    page.grammar,
                )


class StackedCells(Struct, frozen=True):
    """Every cell on a line of its own: rows by counting, by serial numbers, by kinds."""

    name: str = "a cell on each line"
    shape: str = "flattened"
    signs: str = ""
    marks: tuple[str, ...] = ()
    is_flattened: bool = True
    needs_caption: bool = False

    def propose(self, page: TextPage, first: int) -> Iterator[Proposal]:
        """The rows under each header that the table may have."""
        for guess in _headers(page, first):
            if not _is_stacked(guess.body):
                continue
            found = stacked_cells.rows_of_stack(guess.body, guess.layout, page.grammar)
            if found:
                rows, last = found
                yield _proposal(
                    guess,
                    rows,
                    last,
                    page.grammar,
                )


class WrappedRows(Struct, frozen=True):
    """Cells wrapped to their columns: values share a line, pieces of names lie around it."""

    name: str = "wrapped cells around their values"
    shape: str = "flattened"
    signs: str = ""
    marks: tuple[str, ...] = ()
    is_flattened: bool = True
    needs_caption: bool = False

    def propose(self, page: TextPage, first: int) -> Iterator[Proposal]:
        """The rows under each header that the table may have."""
        for guess in _headers(page, first):
            found = read_wrapped(guess.body, guess.layout, page.grammar)
            if found:
                rows, last, strain = found
                yield _proposal(
                    guess,
                    rows,
                    last,
                    page.grammar,
                    strain=strain,
                )


def _headers(page: TextPage, first: int) -> tuple[HeaderGuess, ...]:
    text = flattened_text(page, first)
    return text.headers if text is not None else ()


# Lines of a body that are looked at to see whether each holds one cell.
FIRST_LINES = 40

# Tenths of those lines that hold a single word.
NEARLY_ALL = 9


def _is_stacked(body: Lines) -> bool:
    """Whether every cell has a line of its own."""
    seen = body[:FIRST_LINES]
    alone = sum(len(line) == 1 for line in seen)
    return alone * 10 >= NEARLY_ALL * len(seen)


def _proposal(
    guess: HeaderGuess,
    rows: list[RawRow],
    last: int,
    grammar: Grammar,
    *,
    strain: float = 0.0,
) -> Proposal:
    doubt = rows_doubt(rows, guess.layout, grammar, strain=strain)
    return Proposal(
        [*guess.layout.header, *rows],
        last + 1,
        guess.layout,
        doubt=doubt,
    )
