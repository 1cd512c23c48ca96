"""A table that goes on in another grid: which grids are one table, and what they hold together.

A page break cuts a table in two. The second half prints the header again, or has the
word 续表 above it, or both.
"""

from __future__ import annotations

from collections.abc import Sequence

from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.source import Grid
from planparse.tables.grid_parts import (
    GridParts,
    Matrix,
    Row,
    matrix_of,
    take_apart,
    text_of,
    texts_of,
)
from planparse.text.table_notes import first_after


def grids_of_tables(draft: Draft, grammar: Grammar) -> list[list[Grid]]:
    """The grids of a draft in groups: a table that page breaks have cut is one group."""
    groups: list[list[Grid]] = []
    for grid in draft.grids:
        if groups and _continues(draft, groups[-1], grid, grammar):
            groups[-1].append(grid)
        else:
            groups.append([grid])
    return groups


def _continues(
    draft: Draft,
    group: Sequence[Grid],
    grid: Grid,
    grammar: Grammar,
) -> bool:
    """Whether a grid goes on with the table of a group:
    续表 stands between, or nothing and the header comes again.
    """
    first = group[0]
    if grid.n_cols != first.n_cols:
        return False
    between = _texts_between(draft, group[-1], grid)
    continued = grammar.pattern("boxes.continued")
    if any(continued.fullmatch(text) for text in between):
        return True
    if between:
        return False
    return _top_row(grid) == _top_row(first)


def _texts_between(draft: Draft, before: Grid, after: Grid) -> list[str]:
    """The paragraphs that stand between two grids."""
    first = first_after(draft, before.span[1])
    end = first_after(draft, after.span[0])
    return [paragraph.text for paragraph in draft.paragraphs[first:end]]


def _top_row(grid: Grid) -> tuple[str, ...]:
    top, *_ = matrix_of(grid)
    return texts_of(top)


def put_together(grids: Sequence[Grid], grammar: Grammar) -> GridParts:
    """The parts of a table's grids as those of one grid, headers that are printed again left out.

    Rows of the body are as wide as the widest grid.
    """
    parts = take_apart(grids[0], grammar)
    for grid in grids[1:]:
        more = take_apart(grid, grammar)
        # Below 续表 the header may be left out: what was taken for one is body.
        if not _is_same_header(more.header, parts.header):
            parts.body += more.header
        parts.body += more.body
        parts.notes += more.notes
    header = [texts_of(row) for row in parts.header]
    width = max(grid.n_cols for grid in grids)
    body: Matrix = []
    for row in parts.body:
        if not _repeats_header(row, header):
            body.append(_widened(row, width))
    parts.body = body
    return parts


def _is_same_header(header: Matrix, other: Matrix) -> bool:
    if not header:
        return False
    mine = [texts_of(row) for row in header]
    others = [texts_of(row) for row in other]
    return mine == others


def _repeats_header(row: Row, header: Sequence[tuple[str, ...]]) -> bool:
    """Whether a row of the body prints one of the header's rows again."""
    return any(_prints(row, words) for words in header)


def _prints(row: Row, words: Sequence[str]) -> bool:
    """Whether a row prints just these words, of which there is at least one."""
    if len(row) != len(words) or not any(words):
        return False
    # Mostly the first cell does not agree: texts are not made for the whole row.
    return all(text_of(cell) == word for cell, word in zip(row, words, strict=True))


def _widened(row: Row, width: int) -> Row:
    """The row with empty places at its end up to a width."""
    return row + [None] * (width - len(row))
