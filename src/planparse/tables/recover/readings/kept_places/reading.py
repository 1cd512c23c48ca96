"""Tables whose text keeps the places of the page, cells wrapped: columns by places, rows by sense."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.model.doubt import Cause, Doubt
from planparse.tables.header_words import role_of
from planparse.tables.recover.doubt import rows_doubt
from planparse.tables.recover.proposal import Proposal
from planparse.tables.recover.readings.kept_places.body_lines import (
    Cells,
    before_prose,
    by_sheet,
    laid_body,
    lines_from,
    unrepeated,
)
from planparse.tables.recover.readings.kept_places.build import RowBuilder
from planparse.tables.recover.readings.kept_places.column import PlacedColumn
from planparse.tables.recover.readings.kept_places.columns import (
    columns_of,
    merged_columns,
    shift_of,
)
from planparse.tables.recover.readings.kept_places.exponents import with_exponents
from planparse.tables.recover.readings.kept_places.header import (
    MOST_LINES,
    header_end,
    heads_of,
    told_apart,
)
from planparse.tables.recover.readings.kept_places.roles import with_name
from planparse.tables.recover.readings.kept_places.rows import LinesToRows
from planparse.tables.recover.readings.kept_places.words import LineOfWords
from planparse.tables.recover.text_page import TextPage
from planparse.tables.recover.tokens import ColumnLayout

# Heads that the grammar knows, without a caption and under one.
KNOWN_HEADS = 3
CAPTIONED_HEADS = 2

# Share of lines that wide gaps divide; the others hold the rest of a cell.
OFTEN_DIVIDED = 0.3

# Columns and rows of a table.
LEAST_COLUMNS = 3
LEAST_ROWS = 2

# What a line may cost on the average, so that places are told by it.
MOST_OFF = 6.0

# The same where the places are surely those that they are taken for.
WELL_PLACED = 1.5

# What is off by places counts in the strain of a table as this part of it.
STRAIN_OF_PLACES = 0.12

# Doubt of a row up to which places are believed, whatever other readings make of the words.
NEARLY_CERTAIN = 0.4

# Said of the table, and nothing by which one is chosen.
REACH_GUESSED = 0.01


class KeptPlaces(Struct, frozen=True):
    """Words that stand under one another are a column; rows are told by what their cells say."""

    name: str = "words under one another"
    shape: str = "aligned"
    signs: str = ""
    marks: tuple[str, ...] = ("   ",)
    is_flattened: bool = False
    needs_caption: bool = False

    def propose(self, page: TextPage, first: int) -> Iterator[Proposal]:
        """The rows under a header that begins on line `first`."""
        if not _may_begin(page, first):
            return
        # Most programs count places in characters, some in the half widths of a terminal.
        by_characters = _placed(page, first, in_cells=False)
        if by_characters is None or by_characters.off > WELL_PLACED:
            by_widths = _placed(page, first, in_cells=True)
            tables = [table for table in (by_characters, by_widths) if table is not None]
        else:
            tables = [by_characters]
        if not tables:
            return
        proposal = _proposal(min(tables, key=lambda table: table.off), page.grammar)
        if proposal is not None:
            yield proposal


def _may_begin(page: TextPage, first: int) -> bool:
    if page.captioned[first]:
        return True
    if "  " not in page.words[first]:
        return False
    return any(role_of(word, page.grammar) for word in page.words[first].split())


# ------------------------------------------------------------------ lines and columns


class _HeadAndBody(NamedTuple):
    """The lines of a header, and those below it."""

    head: list[LineOfWords]
    body: list[LineOfWords]


class _PlacedTable(NamedTuple):
    """A table as its places tell it."""

    head: list[LineOfWords]
    body: list[LineOfWords]
    columns: list[PlacedColumn]
    cells: list[Cells]
    shift: int
    """By how much the columns of the header's page stand aside."""
    off: float
    """What a line of the body costs on the average."""


def _parted(page: TextPage, first: int, *, in_cells: bool) -> _HeadAndBody | None:
    """Header and body; None where no header stands, or nothing below it is divided."""
    all_lines = lines_from(page, first, in_cells=in_cells)
    # Most lines begin no table: their first ones say so.
    lines = list(islice(all_lines, MOST_LINES + 1))
    height = header_end(lines, page.grammar)
    least = CAPTIONED_HEADS if page.captioned[first] else KNOWN_HEADS
    if not height or _known(lines[:height], page.grammar) < least:
        return None
    lines += all_lines
    whole = with_exponents(lines, page.draft.source.text)
    head = whole[:height]
    body = unrepeated(before_prose(whole[height:], page.grammar), head)
    divided = sum(line.pieces > 1 for line in body)
    if divided < max(LEAST_ROWS, OFTEN_DIVIDED * len(body)):
        return None
    return _HeadAndBody(head, body)


def _known(head: Sequence[LineOfWords], grammar: Grammar) -> int:
    """How many words of a header the grammar knows."""
    words = (word.token.text for line in head for word in line.words)
    return sum(role_of(word, grammar) is not None for word in words)


def _placed(page: TextPage, first: int, *, in_cells: bool) -> _PlacedTable | None:
    """The columns of a table; None where places tell none."""
    lines = _parted(page, first, in_cells=in_cells)
    if lines is None:
        return None
    head, body = lines
    if _is_unwrapped(body):
        return None
    sheets = by_sheet(body)
    fullest = max(sheets, key=lambda sheet: sum(line.pieces for line in sheets[sheet]))
    columns = columns_of(sheets[fullest])
    if len(columns) < LEAST_COLUMNS:
        return None
    shifts = {sheet: shift_of(on_it, columns) for sheet, on_it in by_sheet([*head, *body]).items()}
    shifts[fullest] = 0
    shift = shifts[head[-1].sheet]
    apart = told_apart(head, columns, shift, page.grammar)
    columns = merged_columns(body, columns, shifts, apart)
    if len(columns) < LEAST_COLUMNS:
        return None
    laid = laid_body(body, columns, shifts)
    if laid.cost > MOST_OFF * len(body):
        return None
    below = _header_below(laid.cells, columns)
    head, body = [*head, *body[:below]], body[below:]
    return _PlacedTable(head, body, columns, laid.cells[below:], shift, laid.cost / len(body))


def _is_unwrapped(body: Sequence[LineOfWords]) -> bool:
    """Whether each line is a whole row, or the name of a group at the left edge alone.

    Nothing is to be put together then, and a group's name is no part of the row beside it.
    """
    most = max(line.pieces for line in body)
    edge = min(line.words[0].x0 for line in body)
    for line in body:
        is_group = line.pieces == 1 and line.words[0].x0 == edge
        if not is_group and line.pieces < most:
            return False
    return any(line.pieces == 1 for line in body)


def _header_below(cells: Sequence[Cells], columns: Sequence[PlacedColumn]) -> int:
    """How many first lines go on with the header: words over columns of values, and nothing else."""
    for n, line in enumerate(cells):
        kinds = {word.kind for words in line.values() for word in words}
        are_heads = all(columns[at].holds_values for at in line)
        if len(line) < 2 or not are_heads or kinds != {"text"}:
            return n
    return 0


# ------------------------------------------------------------------ rows


def _proposal(table: _PlacedTable, grammar: Grammar) -> Proposal | None:
    """The rows of a table; None where it has none."""
    header, told = heads_of(table.head, table.columns, table.shift, grammar)
    roles, name = with_name(told, table.cells, table.columns)
    blanks = [line.is_after_blank for line in table.body]
    division = LinesToRows(table.cells, blanks, roles, name, grammar).divide()
    built = RowBuilder(division, table.cells, roles, name, grammar).build()
    if len(built.rows) < LEAST_ROWS:
        return None
    layout = ColumnLayout(tuple(header), tuple(roles))
    strain = STRAIN_OF_PLACES * table.off * len(table.body)
    doubt = rows_doubt(built.filled, layout, grammar, strain=strain)
    # A name may end in any word, and places say more than words do.
    counted = doubt.without(Cause.MEASURES_NOTHING).total
    if built.is_reach_guessed:
        doubt += Doubt(((Cause.LABEL_REACH, REACH_GUESSED),))
    return Proposal(
        [*header, *built.rows],
        table.body[built.lines - 1].index + 1,
        layout,
        doubt=doubt,
        by_places=True,
        certain=counted <= NEARLY_CERTAIN * len(built.rows),
    )
