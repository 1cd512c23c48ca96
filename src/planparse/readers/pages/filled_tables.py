"""Ruled tables with their words: which run stands in which cell, and rows that no line parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

import regex

from planparse.readers.pages.blocks import LaidTable
from planparse.readers.pages.half_ruled import divided
from planparse.readers.pages.held_runs import FilledCell, HeldTable, runs_by_cell
from planparse.readers.pages.lines import GlyphRun, TextLine, find_lines, group_lines, set_line
from planparse.readers.pages.open.labels import label_spans, labels_of
from planparse.readers.pages.open.rows import ColumnSpan, OpenRow, Piece, is_full, rows_of
from planparse.readers.pages.ruled_cells import RuledCell
from planparse.readers.pages.rulings import RuledTable

_NUMBER = regex.compile(r"[\d.,%‰≥≤＜＞<>＝=±+〔〕\[\]［］()（）—–－\-/:：]+")
"""The words of a cell that holds a value and nothing else."""

# Lines of neighbouring cells are one row where their baselines differ by fewer font sizes.
_SAME_ROW = 0.4

# A ruled row is split where there are so many main lines, and numbers under one another beside
# most of them: fewer are a cell of several paragraphs.
_LEAST_ROWS = 3
_NUMBERED = 0.8

# The same where lines between its cells are missing too: then nothing speaks against rows.
_LEAST_TORN_ROWS = 2

# Columns beside that of labels, at least.
_BESIDE_LABELS = 3

# A cell with no more runs and baselines than this does not hold the lines of many rows.
_FEW_LINES = 2


def fill_table(ruled: RuledTable, runs: Sequence[GlyphRun]) -> LaidTable | None:
    """`ruled` with the lines of each cell; None where no cell holds a word."""
    if not runs:
        return None
    table = divided(HeldTable(ruled, runs_by_cell(ruled, runs)))
    # Each time the first row that needs it is split, and the rows below it move down.
    split = _split_rows(table)
    while split is not None:
        table = split
        split = _split_rows(table)
    lines: list[tuple[TextLine, ...]] = []
    for inside in table.held:
        lines.append(tuple(find_lines(inside)))
    return LaidTable(table.ruled, tuple(lines), table.ruled.bbox)


def _split_rows(table: HeldTable) -> HeldTable | None:
    """`table` with a row for each line, where a row of it holds the lines of many; None where none
    does.

    That is so where every cell of the row is a single one and in one column three numbers or more
    stand below one another, most of them beside words of other columns.
    """
    for row in _high_rows(table):
        columns = _lines_by_column(table, row)
        if columns is None:
            continue
        labelled = _labelled_rows(table, row, columns)
        if labelled is not None:
            return labelled
        is_torn = row in _torn_rows(table)
        rows = _rows_in(columns, least=_LEAST_TORN_ROWS if is_torn else _LEAST_ROWS)
        if rows is not None:
            return _with_rows(table, row, rows)
    return None


def _labelled_rows(
    table: HeldTable,
    row: int,
    columns: Sequence[list[Piece]],
) -> HeldTable | None:
    """`table` with the rows in `row`, and labels in the first column that stand for several; None
    where the labels' places do not tell for which."""
    first, *others = columns
    if len(others) < _BESIDE_LABELS:
        return None
    rows = _rows_in([[], *others], least=_LEAST_ROWS)
    if rows is None:
        return None
    upper, lower = table.ruled.ys[row], table.ruled.ys[row + 1]
    bounds = [upper, *_between(rows), lower]
    for labels in labels_of(first, [other.y for other in rows]):
        spans = label_spans(labels, bounds)
        if spans is None:
            continue
        split = _with_rows(table, row, rows)
        left, right = table.ruled.xs[0], table.ruled.xs[1]
        placed = [
            FilledCell(cell, runs)
            for cell, runs in zip(split.ruled.cells, split.held, strict=True)
            if cell.col or not row <= cell.row < row + len(rows)
        ]
        for span, label in zip(spans, labels, strict=True):
            box = (left, bounds[span.start], right, bounds[span.stop])
            cell = RuledCell(row + span.start, 0, rowspan=len(span), colspan=1, bbox=box)
            placed.append(FilledCell(cell, [run for piece in label.pieces for run in piece]))
        placed.sort(key=_place)
        ruled = replace(split.ruled, cells=tuple([filled.cell for filled in placed]))
        return HeldTable(ruled, [filled.runs for filled in placed])
    return None


def _between(rows: Sequence[OpenRow]) -> list[float]:
    """Half way between each row and the next, where their words end and begin."""
    return [(above.bottom + below.top) / 2 for above, below in pairwise(rows)]


def _lines_by_column(table: HeldTable, row: int) -> list[list[Piece]] | None:
    """The lines in each cell of `row`; None where a cell is merged, or where there is but one."""
    columns: list[list[Piece]] = []
    for cell, runs in zip(table.ruled.cells, table.held, strict=True):
        if cell.row != row:
            continue
        if cell.rowspan > 1:
            return None
        columns.append(group_lines(runs))
    n_cols = len(table.ruled.xs) - 1
    is_whole = len(columns) == n_cols
    return columns if is_whole and n_cols >= 2 else None


def _high_rows(table: HeldTable) -> list[int]:
    """Rows in which a cell holds many lines, from the top."""
    high: set[int] = set()
    for cell, runs in zip(table.ruled.cells, table.held, strict=True):
        few = _FEW_LINES - 1 if cell.torn else _FEW_LINES
        if len(runs) <= few:
            continue
        bases = {run.base for run in runs}
        if len(bases) > few:
            high.add(cell.row)
    return sorted(high)


def _torn_rows(table: HeldTable) -> set[int]:
    """Rows with a cell at whose sides lines are missing."""
    return {cell.row for cell in table.ruled.cells if cell.torn}


def _rows_in(columns: Sequence[list[Piece]], *, least: int) -> list[OpenRow] | None:
    """Rows that the lines of neighbouring cells make, None where they make fewer than `least`.

    `columns` are the lines of each cell.
    """
    heights = _by_height(columns)
    main_lines = [row for row in heights if row.full]
    numbers = max(_number_count(lines) for lines in columns)
    if len(main_lines) < least:
        return None
    if numbers < _NUMBERED * len(main_lines):
        return None
    spans = [_span(lines) for lines in columns]
    return rows_of([row.pieces for row in heights], spans)


def _by_height(columns: Sequence[list[Piece]]) -> list[OpenRow]:
    """Lines of several columns put side by side where they stand at one height."""
    placed: list[tuple[float, int, Piece]] = []
    for col, lines in enumerate(columns):
        for line in lines:
            placed.append((line[0].base, col, line))
    # Lines at one height keep their order, which is that of their columns.
    placed.sort(key=lambda place: place[0])
    rows: list[OpenRow] = []
    for base, col, line in placed:
        near = _SAME_ROW * line[0].size
        if not rows or abs(base - rows[-1].y) >= near:
            rows.append(OpenRow(base, False, {}))
        rows[-1].cells.setdefault(col, []).append(line)
    for row in rows:
        row.full = is_full(len(row.cells), len(columns))
    return rows


def _number_count(lines: Iterable[Piece]) -> int:
    """How many of `lines` are a value and nothing else."""
    count = 0
    for line in lines:
        text = set_line(line).text
        if _NUMBER.fullmatch(text):
            count += 1
    return count


def _span(lines: Sequence[Piece]) -> ColumnSpan:
    if not lines:
        return ColumnSpan(0.0, 0.0)
    left = min(line[0].x0 for line in lines)
    right = max(line[-1].x1 for line in lines)
    return ColumnSpan(left, right)


def _with_rows(
    table: HeldTable,
    row: int,
    rows: Sequence[OpenRow],
) -> HeldTable:
    """`table` with `rows` in place of its row number `row`."""
    ruled = table.ruled
    ys = list(ruled.ys)
    for number, (above, below) in enumerate(pairwise(rows), start=row + 1):
        middle = (above.y + below.y) / 2
        ys.insert(number, middle)
    is_torn = row in _torn_rows(table)
    placed: list[FilledCell] = []
    for cell, runs in zip(ruled.cells, table.held, strict=True):
        if cell.row == row and is_torn and _is_label(cell, runs, rows):
            placed.append(FilledCell(replace(cell, rowspan=len(rows)), runs))
        elif cell.row == row:
            placed += _split_cell(cell, rows, ys)
        elif cell.row > row:
            lower = replace(cell, row=cell.row + len(rows) - 1)
            placed.append(FilledCell(lower, runs))
        else:
            placed.append(FilledCell(cell, runs))
    placed.sort(key=_place)
    cells = [filled.cell for filled in placed]
    return HeldTable(
        RuledTable(ruled.xs, tuple(ys), tuple(cells)),
        held=[filled.runs for filled in placed],
    )


def _place(filled: FilledCell) -> tuple[int, int]:
    return filled.cell.row, filled.cell.col


def _is_label(
    cell: RuledCell,
    runs: Sequence[GlyphRun],
    rows: Sequence[OpenRow],
) -> bool:
    """Whether `cell`, which has all its lines, stands once for the `rows` beside it."""
    return not cell.torn and len(group_lines(runs)) < len(rows)


def _split_cell(
    cell: RuledCell,
    rows: Sequence[OpenRow],
    ys: Sequence[float],
) -> list[FilledCell]:
    """The cells that `rows` make of `cell`, with the runs in them; `ys` are the new bounds."""
    x0, _, x1, _ = cell.bbox
    parts: list[FilledCell] = []
    for number, row in enumerate(rows, start=cell.row):
        part = RuledCell(
            number,
            cell.col,
            rowspan=1,
            colspan=1,
            bbox=(x0, ys[number], x1, ys[number + 1]),
        )
        runs: list[GlyphRun] = []
        for piece in row.cells.get(cell.col, []):
            runs += piece
        parts.append(FilledCell(part, runs))
    return parts
