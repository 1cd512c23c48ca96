"""What speaks against the way a table was put together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from planparse.grammar import Grammar
from planparse.model.doubt import Cause
from planparse.model.draft import Draft
from planparse.model.plan import RecordDoubt, Table
from planparse.model.source import Grid, Span
from planparse.model.spans import without
from planparse.records.doubts.flaws import doubts_of_flaws
from planparse.records.doubts.labels import grave, light
from planparse.tables.cell_kinds import cell_kind
from planparse.text.table_notes import first_after

LEAST_SERIALS = 3
"""Numbers that a table must print before one that is left out is missed."""

STRAINED = 0.6
"""Doubt of a row, in empty cells, from which a table that was put together from text is not believed.

Tables of the corpus and the fixtures that are read right have at most 0.4."""

LEAST_OUTSIDE = 2
"""Characters between cells that count; a single one is a mark or a line's end."""

NUMBERS = ("value", "serial")
"""Kinds of cells that a column of numbers holds; a small number may be a serial one."""

MOSTLY = 0.5
"""Share of a column's cells that must be numbers, or different words."""

LEAST_CUT_ROWS = 2
"""Rows of two tables from which on it is no coincidence that they have as many."""


def doubts_of_table(draft: Draft, table: Table, grammar: Grammar) -> Iterator[RecordDoubt]:
    """What speaks against all rows of a table."""
    grids = grids_of(draft, table)
    yield from _of_columns(table, grammar)
    yield from _of_serials(table)
    yield from _of_reading(grids)
    yield from doubts_of_flaws(grids, table)
    if any(_words_outside(draft, grid) for grid in grids):
        yield grave(Cause.WORDS_OUTSIDE)


def grids_of(draft: Draft, table: Table) -> Sequence[Grid]:
    """The grids that make up a table."""
    start, end = table.span
    first = bisect_left(draft.grids, start, key=lambda grid: grid.span[0])
    until = bisect_left(draft.grids, end, key=lambda grid: grid.span[0])
    return draft.grids[first:until]


# ------------------------------------------------------------------ columns


def doubts_of_neighbours(draft: Draft, table: Table, grammar: Grammar) -> Iterator[RecordDoubt]:
    """Whether the columns of a table go on in its neighbour: nothing stands between them, both have
    as many rows, and the right one has no names.
    """
    at = bisect_left(draft.tables, table.span[0], key=lambda other: other.span[0])
    for left, right in pairwise(draft.tables[max(0, at - 1) : at + 2]):
        if len(left.rows) != len(right.rows) or len(left.rows) < LEAST_CUT_ROWS:
            continue
        if first_after(draft, left.span[1]) != first_after(draft, right.span[0]):
            continue
        if _has_words(left, grammar) and not _has_words(right, grammar):
            yield grave(Cause.CUT_SIDEWAYS)


def _has_words(table: Table, grammar: Grammar) -> bool:
    """Whether a table has a column that tells its rows apart by words."""
    for cells in zip(*table.rows, strict=False):
        words = [text for text in cells if cell_kind(text, grammar) == "text"]
        if len(set(words)) > MOSTLY * len(cells):
            return True
    return False


def _of_columns(table: Table, grammar: Grammar) -> Iterator[RecordDoubt]:
    for index, column in enumerate(table.columns):
        if not any(column.path) and _holds_numbers(table, index, grammar):
            yield grave(Cause.NO_HEADER)


def _holds_numbers(table: Table, column: int, grammar: Grammar) -> bool:
    texts = [row[column] for row in table.rows if column < len(row) and row[column]]
    numbers = [text for text in texts if cell_kind(text, grammar) in NUMBERS]
    return len(numbers) > MOSTLY * len(texts)


# ------------------------------------------------------------------ serial numbers


def _of_serials(table: Table) -> Iterator[RecordDoubt]:
    """One number of a table is left out, or comes in another place than its turn."""
    columns = [at for at, column in enumerate(table.columns) if column.role == "number"]
    if not columns:
        return
    serials = [row[columns[0]] for row in table.rows if columns[0] < len(row)]
    numbers = [int(text) for text in serials if text.isdecimal()]
    if len(numbers) < LEAST_SERIALS:
        return
    for before, number in pairwise(numbers):
        # A merged number stands in several rows; a new group begins at 1.
        if number not in (before, before + 1, 1):
            yield grave(Cause.SERIAL_GAP, "number")
            return


# ------------------------------------------------------------------ how it was read


def _of_reading(grids: Sequence[Grid]) -> Iterator[RecordDoubt]:
    """Labels whose rows were guessed, and the gravest cause against a table made from text."""
    if any(cause is Cause.LABEL_REACH for grid in grids for cause, _ in grid.doubt):
        yield light(Cause.LABEL_REACH, "category")
    for grid in grids:
        rows = max(1, grid.n_rows - 1)
        if grid.doubt.total > STRAINED * rows:
            cause, _ = max(grid.doubt, key=lambda part: part[1])
            yield grave(cause)
            return


def _words_outside(draft: Draft, grid: Grid) -> bool:
    """Whether words that stand between the cells of a grid are in none of them."""
    owned = sorted(_owned(draft, grid))
    between = without(grid.span, owned)
    # Most gaps are a line end or a tab, too short for words.
    wide = [span for span in between if span[1] - span[0] >= LEAST_OUTSIDE]
    return any(_printed(draft, span) >= LEAST_OUTSIDE for span in wide)


def _printed(draft: Draft, span: Span) -> int:
    """Characters that are no white space."""
    return len("".join(draft.source.printed(span).split()))


def _owned(draft: Draft, grid: Grid) -> Iterator[Span]:
    for cell in (*grid.cells, *grid.notes):
        yield from cell.spans
    yield from grid.furniture
    start, end = grid.span
    first = bisect_left(draft.inline, (start, start))
    last = bisect_right(draft.inline, (end, end))
    yield from draft.inline[first:last]
    lines = draft.source.lines
    at = bisect_left(lines, start, key=lambda line: line.start)
    while at < len(lines) and lines[at].start < end:
        if draft.furniture[at]:
            yield lines[at].span
        at += 1
