"""Tables printed column by column: each column stands under its own header."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.model.source import Span
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.columns import role_of
from planparse.tables.raw_cells import EMPTY, RawCell, RawRow
from planparse.tables.recover.flattened_text import flattened_text
from planparse.tables.recover.proposal import Proposal
from planparse.tables.recover.text_page import Lines, TextPage
from planparse.tables.recover.tokens import VALUES, Token

# Characters of a line that is a cell.
LONGEST_CELL = 60

# Rows of a table that is told by its columns alone.
LEAST_ROWS = 3

# Columns of another length: merged labels and merged serial numbers.
MOST_LOST = 2

Column = list[Token]
"""The cells of a column, its header first."""


class ColumnByColumn(Struct, frozen=True):
    """序号, 1, 2, 3, 指标, all names, 2020年, all values: one cell on each line."""

    name: str = "column by column"
    shape: str = "flattened"
    signs: str = ""
    marks: tuple[str, ...] = ()
    is_flattened: bool = True
    needs_caption: bool = False

    def propose(self, page: TextPage, first: int) -> Iterator[Proposal]:
        """The columns under their headers, where they have as many cells."""
        text = flattened_text(page, first)
        if text is None:
            return
        columns, taken = _columns(text.lines, page.grammar)
        if len(columns) < text.least_headers:
            return
        stood_up = _stood_up(columns, page.grammar, text.least_headers)
        if stood_up is not None:
            own_lines = taken - stood_up.surplus
            last = text.lines[own_lines - 1][0].line
            yield Proposal(
                stood_up.rows,
                last + 1,
                notes=stood_up.notes,
                certain=True,
            )


# ------------------------------------------------------------------------ columns


def _columns(lines: Lines, grammar: Grammar) -> tuple[list[Column], int]:
    """The columns under their headers, and how many lines they take.

    None where the lines have another layout.
    """
    columns: list[Column] = []
    column: Column = []
    # of the columns before that one
    longest = 0
    taken = 0
    for line in lines:
        if not _is_cell(line):
            break
        cell = line[0]
        role = _header_role(cell.text, grammar)
        is_bare = len(column) == 1
        if role and not is_bare:
            longest = max(longest, len(column))
            column = [cell]
            columns.append(column)
        elif not columns:
            return [], 0
        elif role and not _holds_names(column, grammar):
            # 2020年 / 2025年: two headers and no cell between them
            return [], 0
        elif len(columns) > 2 and len(column) > longest and not _holds_names(column, grammar):
            # Prose below the last column. Names may be more than the serial numbers before them,
            # as rows after 其中 have none.
            break
        else:
            column.append(cell)
        taken += 1
    return columns, taken


def _is_cell(line: Sequence[Token]) -> bool:
    if len(line) != 1:
        return False
    text = line[0].text
    return len(text) <= LONGEST_CELL and not text.endswith("。")


def _header_role(text: str, grammar: Grammar) -> str | None:
    """The role of a word as a header; a value (-1953) and a mark of nature (约束性) are none."""
    kind = cell_kind(text, grammar)
    if kind == "nature":
        return None
    # 2020 may be a header, -1953 is none
    if kind == "value" and not text.isdecimal():
        return None
    return role_of(text, grammar)


def _holds_names(column: Column, grammar: Grammar) -> bool:
    """Whether a column holds words, of which one may read like a header."""
    header = column[0].text
    return role_of(header, grammar) in ("category", "name", "entity")


# --------------------------------------------------------------------------- rows


class _StoodUp(Struct, frozen=True):
    """Columns as rows."""

    rows: list[RawRow]
    notes: list[RawCell]
    """Columns of another length: which rows a merged label or number spans is lost."""
    surplus: int
    """Cells behind the last column, which follow the table."""


def _stood_up(
    columns: list[Column],
    grammar: Grammar,
    least: int,
) -> _StoodUp | None:
    """Columns to rows, `least` of them at least; the last one may run on into what follows."""
    height = _height(columns, grammar)
    surplus = max(0, len(columns[-1]) - height)
    columns = [*columns[:-1], columns[-1][:height]]
    whole: list[Column] = []
    lost: list[Column] = []
    for column in columns:
        if len(column) < height:
            column = _with_gaps(column, columns[0], grammar)
        if len(column) == height:
            whole.append(column)
        else:
            lost.append(column)
    if height < LEAST_ROWS or len(whole) < least:
        return None
    if len(lost) > MOST_LOST or any(len(column) > height for column in lost):
        return None
    if not any(_holds_values(column, grammar) for column in whole):
        return None
    rows = [_row(whole, r) for r in range(height)]
    notes = [_note(column) for column in lost]
    return _StoodUp(rows, notes, surplus)


def _holds_values(column: Column, grammar: Grammar) -> bool:
    """Whether a column stands under the header of values."""
    header = column[0].text
    return role_of(header, grammar) in VALUES


def _row(columns: Sequence[Column], r: int) -> RawRow:
    """The cells of one row; a gap that was filled is an empty cell."""
    cells: list[RawCell] = []
    for column in columns:
        cell = EMPTY
        if column[r].text:
            cell = column[r].raw()
        cells.append(cell)
    return cells


def _height(columns: Sequence[Column], grammar: Grammar) -> int:
    """Cells of a whole column: as many as there are names, else as most columns have."""
    for column in columns[:-1]:
        if role_of(column[0].text, grammar) in ("name", "entity"):
            return len(column)
    heights = Counter(len(column) for column in columns)
    commonest, _ = heights.most_common(1)[0]
    return commonest


def _with_gaps(
    column: Column,
    names: Column,
    grammar: Grammar,
) -> Column:
    """A column that is short by its table's total rows: nothing is printed for them."""
    total = grammar.pattern("grids.total")
    totals: list[int] = []
    for r, name in enumerate(names):
        if total.fullmatch(name.text):
            totals.append(r)
    if len(column) + len(totals) != len(names):
        return column
    filled = list(column)
    header = column[0]
    nothing = Token(
        "",
        (0, 0),
        header.line,
        0,
    )
    for r in totals:
        filled.insert(r, nothing)
    return filled


def _note(column: Column) -> RawCell:
    """A column of another length, kept with the table as one cell."""
    text = "、".join(cell.text for cell in column)
    spans: list[Span] = []
    for cell in column:
        spans += cell.spans
    return RawCell(text, tuple(spans))
