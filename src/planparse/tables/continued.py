"""A table that goes on in another grid: which grids are one table, and what they hold together.

A page break, or the hand of an editor, cuts a table in two. The second half prints the header
again, or has the word 续表 or the caption once more above it, or has no header and goes on
with the rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from planparse.grammar import Grammar
from planparse.grammar.numerals import read_integer
from planparse.model.draft import Draft
from planparse.model.source import Grid
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.grid_parts import (
    GridParts,
    Matrix,
    Row,
    matrix_of,
    raw_row,
    take_apart,
    text_of,
    texts_of,
)
from planparse.tables.header_rows import BODY_KINDS, is_label_row
from planparse.tables.header_words import role_of
from planparse.tables.raw_cells import RawRow, clean
from planparse.text.captions import is_unit_note, says_again
from planparse.text.table_notes import first_after

# Lines between the parts of a table at most: 续表, the caption again in two lines, and a unit note.
_MOST_BETWEEN = 4

# First rows of a part that may name groups before a row of the body comes: 二、…, then （一）….
_MOST_LABELS = 2


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
    """Whether a grid goes on with the table of a group.

    续表 or the same caption stands between, or nothing: then the header comes again, or none.
    """
    first = group[0]
    if grid.n_cols != first.n_cols:
        return False
    between = _texts_between(draft, group[-1], grid)
    if len(between) > _MOST_BETWEEN:
        return False
    if between:
        # A line of its own unit alone says that another table begins.
        caption = _caption_of(draft, first)
        lines = [text for text in between if not is_unit_note(text, grammar)]
        return bool(lines) and all(says_again(text, caption, grammar) for text in lines)
    if _top_row(grid) == _top_row(first):
        return True
    return _goes_on_with_rows(group[-1], grid, grammar)


def _texts_between(draft: Draft, before: Grid, after: Grid) -> list[str]:
    """The paragraphs that stand between two grids."""
    first = first_after(draft, before.span[1])
    end = first_after(draft, after.span[0])
    return [paragraph.text for paragraph in draft.paragraphs[first:end]]


def _caption_of(draft: Draft, grid: Grid) -> str:
    """The caption of the box that a grid opens, "" where it has none."""
    for box in draft.boxes:
        begin, end = box.content
        if begin <= grid.span[0] < end:
            return f"{box.label or ''}{box.title or ''}"
    return ""


def _top_row(grid: Grid) -> tuple[str, ...]:
    top, *_ = matrix_of(grid)
    return texts_of(top)


# ------------------------------------------------------------ parts without a header


def _goes_on_with_rows(before: Grid, grid: Grid, grammar: Grammar) -> bool:
    """Whether a grid begins with a row of a body, as no table does: it goes on with the one above."""
    rows = [raw_row(row, at) for at, row in enumerate(matrix_of(grid)[: _MOST_LABELS + 1])]
    first = next((row for row in rows if not is_label_row(row)), None)
    if first is None or any(role_of(clean(cell.text), grammar) for cell in first):
        return False
    kinds = [cell_kind(cell.text, grammar) for cell in first[1:]]
    if any(kind in BODY_KINDS for kind in kinds) or _is_rest_of_row(first):
        return True
    number = _serial(first, grammar)
    return number is not None and number == (_last_serial(before, grammar) or 0) + 1


def _is_rest_of_row(row: RawRow) -> bool:
    """Whether the first column is empty, which has a head in every header: a row goes on."""
    return not row[0].text.strip() and any(cell.text.strip() for cell in row)


def _serial(row: RawRow, grammar: Grammar) -> int | None:
    """The serial number that a row begins with, at its left or behind a group's label."""
    for cell in row[:2]:
        if cell_kind(cell.text, grammar) == "serial":
            return read_integer(clean(cell.text).strip("（）()、.．"))
    return None


def _last_serial(grid: Grid, grammar: Grammar) -> int | None:
    """The serial number of the last row that has one."""
    for at, row in reversed(list(enumerate(matrix_of(grid)))):
        number = _serial(raw_row(row, at), grammar)
        if number is not None:
            return number
    return None


def put_together(grids: Sequence[Grid], grammar: Grammar) -> GridParts:
    """The parts of a table's grids as those of one grid, headers that are printed again left out.

    Rows of the body are as wide as the widest grid.
    """
    parts = take_apart(grids[0], grammar)
    for grid in grids[1:]:
        more = take_apart(grid, grammar)
        # The header may be left out: what was taken for one is body.
        if not _is_header(more.header, parts.header, grammar):
            parts.body += more.header
        parts.body += more.body
        parts.notes += more.notes
    header = [texts_of(row) for row in parts.header]
    width = max(grid.n_cols for grid in grids)
    # Mostly the first cell does not agree, and no more of its row needs to be looked at.
    firsts = {words[0] for words in header}
    body: Matrix = []
    for row in parts.body:
        if text_of(row[0]) not in firsts or not _repeats_header(row, header):
            body.append(_widened(row, width))
    parts.body = body
    return parts


def _is_header(header: Matrix, first: Matrix, grammar: Grammar) -> bool:
    """Whether first rows of a later part are a header: the first part's, or one of its words."""
    mine = [texts_of(row) for row in header]
    if mine and mine == [texts_of(row) for row in first]:
        return True
    words = [text for texts in mine for text in texts if text]
    return bool(words) and all(role_of(text, grammar) for text in words)


def _repeats_header(row: Row, header: Sequence[tuple[str, ...]]) -> bool:
    """Whether a row of the body prints one of the header's rows again."""
    return any(_prints(row, words) for words in header)


def _prints(row: Row, words: Sequence[str]) -> bool:
    """Whether a row prints just these words, of which there is at least one."""
    return any(words) and texts_of(row) == tuple(words)


def _widened(row: Row, width: int) -> Row:
    """The row with empty places at its end up to a width."""
    return row + [None] * (width - len(row))
