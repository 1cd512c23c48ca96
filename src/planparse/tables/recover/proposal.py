"""What a reading of text proposes as a table, and how one of several proposals is chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from planparse.grammar import Grammar
from planparse.model.doubt import NO_DOUBT, Cause, Doubt
from planparse.quantity.units import known
from planparse.tables.raw_cells import RawCell, RawRow
from planparse.tables.recover.doubt import UNREAD
from planparse.tables.recover.text_page import TextPage
from planparse.tables.recover.tokens import ColumnLayout

# Said of the table that was taken, and nothing by which one is chosen: next to nothing.
CLOSE_CALL = 0.01


class Proposal(Struct, frozen=True):
    """A table that one reading sees: its rows, header first, and the first line behind it."""

    rows: Sequence[RawRow]
    until: int
    """Index of the first line of the page that is no part of the table."""
    layout: ColumnLayout | None = None
    """What the header says of the columns, where the reading worked by it."""
    notes: Sequence[RawCell] = ()
    """Cells that belong to the table and to no row of it."""
    doubt: Doubt = NO_DOUBT
    """What speaks against the rows."""
    by_places: bool = False
    """Where words stand on the page divides the cells, and not what they say."""
    certain: bool = False
    """Marks or places in the text itself divide the cells: no other reading needs to be asked."""

    @property
    def height(self) -> int:
        """Number of body rows, at least 1."""
        height = len(self.rows)
        if self.layout:
            height -= len(self.layout.header)
        return max(1, height)


class TableReading(Protocol):
    """One way in which lines of text can be read as a table. No reading asks another one."""

    @property
    def name(self) -> str:
        """Names this way of reading, for whoever asks why a table was read so."""

    @property
    def shape(self) -> str:
        """The raw shape of text that it reads, as `Table.shape` prints it."""

    @property
    def signs(self) -> str:
        """The signs that this way of reading takes for dividers of cells; mostly none.

        A line may begin a table with one of them, however long it is, and where they stand between
        cells they are no content.
        """

    @property
    def marks(self) -> tuple[str, ...]:
        """Such a table prints one of these; none where no mark tells it."""

    @property
    def is_flattened(self) -> bool:
        """Whether it reads what `flattened_text` gives, and nothing where that gives nothing."""

    @property
    def needs_caption(self) -> bool:
        """Whether it reads only what stands right under a caption."""

    def propose(self, page: TextPage, first: int) -> Iterator[Proposal]:
        """The tables that may begin on a line of the page, the likeliest first; mostly none."""


class Chosen(Struct, frozen=True):
    """The proposal that was taken, and the reading that made it."""

    reading: TableReading
    proposal: Proposal


def choose(
    readings: Sequence[TableReading],
    page: TextPage,
    first: int,
) -> Chosen | None:
    """The proposal against which the least speaks, the first of equals; None where none is made.

    A certain proposal is taken at once, without asking the readings behind it.
    """
    made: list[Chosen] = []
    for reading in readings:
        for proposal in reading.propose(page, first):
            if proposal.certain:
                return Chosen(reading, proposal)
            made.append(Chosen(reading, proposal))
    if not made:
        return None
    # a reading that stops early has fewer rows to doubt, so all are measured up to one line
    last = max(one.proposal.until for one in made) - 1
    rows_a_line = min(one.proposal.height / (one.proposal.until - first) for one in made)
    best = min(made, key=lambda one: badness(one.proposal, first, last, rows_a_line))
    if any(_divides_otherwise(one.proposal, best.proposal) for one in made):
        doubt = best.proposal.doubt + Doubt(((Cause.CLOSE_CALL, CLOSE_CALL),))
        return Chosen(best.reading, replace(best.proposal, doubt=doubt))
    return best


def _divides_otherwise(other: Proposal, taken: Proposal) -> bool:
    """Whether the places of the words divide the cells in another way than the proposal taken."""
    if not other.by_places or taken.by_places or taken.certain:
        return False
    return _texts(other) != _texts(taken)


def _texts(proposal: Proposal) -> list[list[str]]:
    """What the cells of each row print, without empty ones."""
    printed = [[cell.text for cell in row if cell.text] for row in proposal.rows]
    return printed[len(proposal.layout.header) if proposal.layout else 0 :]


def badness(
    proposal: Proposal,
    first: int,
    last: int,
    rows_a_line: float,
) -> float:
    """How badly a proposal reads: the doubt of a row, and how many lines up to `last` it leaves.

    A row is as many lines as in the proposal with the fewest rows: one that makes rows of pieces
    would else have less to doubt in each.
    """
    rows = rows_a_line * (proposal.until - first)
    doubt_of_row = proposal.doubt.total / rows
    lines_left = last - (proposal.until - 1)
    share_left = lines_left / max(1, last - first)
    return doubt_of_row + UNREAD * share_left


def have_units(proposal: Proposal, grammar: Grammar) -> bool:
    """Whether a column holds the unit of every row: then each measures something (风电, 万千瓦)."""
    layout = proposal.layout
    if layout is None or "unit" not in layout.roles:
        return False
    at = layout.roles.index("unit")
    body = proposal.rows[len(layout.header) :]
    whole = [row for row in body if len(row) == len(layout.roles)]
    return bool(whole) and all(known(row[at].text, grammar) for row in whole)
