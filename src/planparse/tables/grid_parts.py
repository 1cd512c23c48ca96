"""A grid taken apart: caption and unit rows off the top, notes off the bottom,
then header and body.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from planparse.grammar import Grammar
from planparse.model.source import Cell, Grid
from planparse.tables.header_rows import HIGHEST, declared_height
from planparse.tables.header_words import role_of
from planparse.tables.raw_cells import EMPTY, RawCell, RawRow, clean
from planparse.text.captions import caption_cells, note_cell
from planparse.text.table_notes import is_note

Row = list[Cell | None]
Matrix = list[Row]
"""For each row and column the cell that covers it."""


class GridParts(Struct):
    """Header and body rows of a grid's matrix, and what was neither."""

    header: Matrix = field(default_factory=list)
    body: Matrix = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unit_note: str | None = None
    """What a row 单位：… above the header names, as printed."""


def matrix_of(grid: Grid) -> Matrix:
    """The grid with each merged cell at all places that it covers;
    the first of two that overlap counts.
    """
    matrix: Matrix = [[None] * grid.n_cols for _ in range(grid.n_rows)]
    for cell in grid.cells:
        if cell.rowspan == cell.colspan == 1:  # as most are
            row = matrix[cell.row]
            if row[cell.col] is None:
                row[cell.col] = cell
            continue
        for row in matrix[cell.row : cell.row + cell.rowspan]:
            for col in range(cell.col, cell.col + cell.colspan):
                if row[col] is None:
                    row[col] = cell
    return matrix


def text_of(cell: Cell | None) -> str:
    """The text of a place in the matrix, "" where no cell covers it."""
    return "" if cell is None else clean(cell.text)


def texts_of(row: Sequence[Cell | None]) -> tuple[str, ...]:
    """The texts of a row of the matrix."""
    return tuple(map(text_of, row))


def take_apart(grid: Grid, grammar: Grammar) -> GridParts:
    """Caption, unit note, header, body and notes of one grid;
    rows that print nothing are left out.
    """
    parts = GridParts()
    matrix = matrix_of(grid)
    top = _take_captions(grid, matrix, parts, grammar)
    bottom = _take_notes(matrix, top, parts, grammar)
    parts.notes += [clean(cell.text) for cell in grid.notes]
    rows = matrix[top:bottom]
    height = _height(grid, rows, top, grammar)
    parts.header = rows[:height]
    for row in rows[height:]:
        if any(map(text_of, row)):
            parts.body.append(row)
    return parts


def _take_captions(
    grid: Grid,
    matrix: Matrix,
    parts: GridParts,
    grammar: Grammar,
) -> int:
    """Put the unit note above the header into `parts`; how many rows caption and note take."""
    unit_note = grammar.pattern("boxes.unit-note")
    top = 0
    if caption_cells(grid, grammar):
        top = 1
        beside = note_cell(grid, grammar)
        found = unit_note.search(beside.text) if beside else None
        if found:
            parts.unit_note = found["note"]
    # The last row is never taken: it is the header of a table without a body.
    while top < len(matrix) - 1:
        found = unit_note.search(_only_words(matrix[top]))
        if not found:
            break
        parts.unit_note = found["note"]
        top += 1
    return top


def _take_notes(
    matrix: Matrix,
    top: int,
    parts: GridParts,
    grammar: Grammar,
) -> int:
    """Put the notes below the body into `parts`;
    the first row that they take, else the end of the grid.
    """
    bottom = len(matrix)
    while bottom > top + 1:
        words = clean(_only_words(matrix[bottom - 1]))
        if not words or not is_note(words, grammar):
            break
        parts.notes.insert(0, words)
        bottom -= 1
    return bottom


def _only_words(row: Sequence[Cell | None]) -> str:
    """The text of a row that prints a single cell, "" for any other row."""
    # A merged cell stands in the row once for each column that it covers.
    only: Cell | None = None
    for cell in row:
        if cell is None or cell is only or not cell.text.strip():
            continue
        if only is not None:
            return ""
        only = cell
    return "" if only is None else only.text


def _height(
    grid: Grid,
    rows: Matrix,
    top: int,
    grammar: Grammar,
) -> int:
    """Number of header rows among `rows`, of which the first is row `top` of the grid."""
    if not rows:
        return 0
    if grid.header_rows is not None and grid.inferred:
        return max(0, grid.header_rows - top)
    if grid.header_rows is not None and grid.header_rows <= top:
        # A thead that holds the caption alone: the heads stand below, or in no row.
        return int(_is_of_heads(rows[0], grammar))
    # As many rows as a header that is too low can still grow by.
    looked_at = max(HIGHEST, grid.header_rows or 0) + 1
    raw = [raw_row(row, top + at) for at, row in enumerate(rows[:looked_at])]
    if grid.header_rows is not None:
        return declared_height(raw, grid.header_rows - top, grammar)
    most = len(rows) - 1
    height = max(1, min(most, _merged_height(rows[0], top)))
    return declared_height(raw, height, grammar)


def _is_of_heads(row: Row, grammar: Grammar) -> bool:
    """Whether each cell of a row, and more than one, prints the head of a column."""
    words = [text for text in texts_of(row) if text]
    return len(set(words)) > 1 and all(role_of(text, grammar) for text in words)


def _merged_height(row: Sequence[Cell | None], at: int) -> int:
    """How many rows the highest cell that begins in row `at` covers;
    a label over many rows is no head.
    """
    height = 1
    for cell in row:
        if cell is not None and cell.row == at and cell.rowspan < HIGHEST:
            height = max(height, cell.rowspan)
    return height


def raw_row(row: Sequence[Cell | None], at: int) -> RawRow:
    """Row `at` of a grid with each cell in the first place that it covers, and nothing elsewhere."""
    raw: list[RawCell] = []
    for col, cell in enumerate(row):
        begins_here = cell is not None and cell.row == at and cell.col == col
        raw.append(RawCell(cell.text, cell.spans) if cell and begins_here else EMPTY)
    return raw
