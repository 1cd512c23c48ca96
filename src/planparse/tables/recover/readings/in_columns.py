"""Tables printed column by column: each column stands under its own header."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planparse.grammar import Grammar
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.columns import role_of
from planparse.tables.raw_cells import EMPTY, RawCell, RawRow
from planparse.tables.recover.flattened_text import flattened_text
from planparse.tables.recover.proposal import Proposal
from planparse.tables.recover.text_page import Lines, TextPage
from planparse.tables.recover.tokens import VALUES, Token

LONGEST_CELL = 60
"""Characters of a line that is a cell."""
LEAST_ROWS = 3
"""Rows of a table that is told by its columns alone."""
MOST_LOST = 2
"""Columns of another length: merged labels and merged serial numbers."""

Column = list[Token]
"""The cells of a column, its header first."""


@dataclass(frozen=True, slots=True)
class ColumnByColumn:
    """序号, 1, 2, 3, 指标, all names, 2020年, all values: one cell on each line."""

    name: str = "column by column"
    shape: str = "flattened"

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
            last = text.lines[taken - stood_up.surplus - 1][0].line
            yield Proposal(
                stood_up.rows,
                last + 1,
                notes=stood_up.notes,
                certain=True,
            )


# ------------------------------------------------------------------------ columns


def _columns(lines: Lines, grammar: Grammar) -> tuple[list[Column], int]:
    """The columns under their headers, and how many lines they take; none where the lines have another layout."""
    columns: list[Column] = []
    longest = 0  # of the columns but the last one
    taken = 0
    for n, line in enumerate(lines):
        if not _is_cell(line):
            break
        cell = line[0]
        role = _header_role(cell.text, grammar)
        is_bare = bool(columns) and len(columns[-1]) == 1
        if role and not is_bare:
            longest = max(longest, len(columns[-1]) if columns else 0)
            columns.append([cell])
        elif not columns:
            return [], 0
        elif role and not _holds_names(columns[-1], grammar):
            return [], 0  # two headers in one: another layout
        elif len(columns) > 2 and len(columns[-1]) > longest:
            break
        else:
            columns[-1].append(cell)
        taken = n + 1
    return columns, taken


def _is_cell(line: Sequence[Token]) -> bool:
    if len(line) != 1:
        return False
    return len(line[0].text) <= LONGEST_CELL and not line[0].text.endswith("。")


def _header_role(text: str, grammar: Grammar) -> str | None:
    """The role of a word as a header; a value (-1953) and a mark of nature (约束性) are none."""
    kind = cell_kind(text, grammar)
    if kind == "nature" or (kind == "value" and not text.isdecimal()):
        return None
    return role_of(text, grammar)


def _holds_names(column: Column, grammar: Grammar) -> bool:
    """Whether a column holds words, of which one may read like a header."""
    return role_of(column[0].text, grammar) in ("category", "name", "entity")


# --------------------------------------------------------------------------- rows


@dataclass(frozen=True, slots=True)
class _StoodUp:
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
    """Columns to rows, `least` of them at least; the last column may run on into what follows the table."""
    height = _height(columns, grammar)
    surplus = max(0, len(columns[-1]) - height)
    columns = [*columns[:-1], columns[-1][:height]]
    columns = [
        _with_gaps(column, columns[0], grammar) if len(column) < height else column
        for column in columns
    ]
    whole = [column for column in columns if len(column) == height]
    lost = [column for column in columns if len(column) != height]
    if height < LEAST_ROWS or len(whole) < least or len(lost) > MOST_LOST:
        return None
    if any(len(column) > height for column in lost):
        return None
    if not any(role_of(column[0].text, grammar) in VALUES for column in whole):
        return None
    rows: list[RawRow] = [
        [column[r].raw() if column[r].text else EMPTY for column in whole] for r in range(height)
    ]
    return _StoodUp(rows, [_note(column) for column in lost], surplus)


def _height(columns: Sequence[Column], grammar: Grammar) -> int:
    """Cells of a whole column: as many as there are names, else as most columns have."""
    for column in columns[:-1]:
        if role_of(column[0].text, grammar) in ("name", "entity"):
            return len(column)
    return Counter(len(column) for column in columns).most_common(1)[0][0]


def _with_gaps(
    column: Column,
    names: Column,
    grammar: Grammar,
) -> Column:
    """A column that is short by its table's total rows: nothing is printed for them."""
    total = grammar.pattern("grids.total")
    totals = [r for r, name in enumerate(names) if total.fullmatch(name.text)]
    if len(column) + len(totals) != len(names):
        return column
    filled = list(column)
    for r in totals:
        filled.insert(
            r,
            Token(
                "",
                (0, 0),
                column[0].line,
                0,
            ),
        )
    return filled


def _note(column: Column) -> RawCell:
    """A column of another length, kept with the table as one cell."""
    text = "、".join(cell.text for cell in column)
    return RawCell(text, tuple(span for cell in column for span in cell.spans))
