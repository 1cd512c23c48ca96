"""Rows of cells to a grid: which rows are header, and which column each cell is in.

What the kinds of cells say of their columns stands in `alignment`, how far the merged
cells of the header reach in `headers.spans`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from operator import attrgetter

from msgspec import structs

from planparse.grammar import Grammar
from planparse.grammar.rules import Answers
from planparse.model.source import Cell, Grid, Span
from planparse.tables.header_rows import header_height
from planparse.tables.header_words import role_of
from planparse.tables.raw_cells import RawRow, clean
from planparse.tables.recover.alignment import Profile, fits_in, kind_in_row, place, profile_of
from planparse.tables.recover.headers.spans import fitted, header_cells
from planparse.tables.recover.mended.shifted_rows import MARKED, without_padding

__all__ = ["lay_out", "place"]

# Rows above the header at most, a caption and a unit note; more rows of one cell are no table's
# head.
_MOST_LEADING_ROWS = 2

# Where a cell stands: the order of a grid's cells.
_PLACE = attrgetter("row", "col")

# Share of words above which a column is one of words.
_MOST_WORDS = 0.5

# What it costs to leave a column of a role empty, counted as in `alignment`.
# A label is merged over its rows, a note is often not needed, a serial number is left out by the
# parts of an indicator; a row without a name is hardly one. Pinned by “A merged label that is not
# printed leaves its own column empty, not the last one (transport)”.
_SKIP = {
    "category": 0.0,
    "note": 0.0,
    "number": 0.05,
    "name": 0.3,
    "entity": 0.3,
}

# The same for groups inside of others: where the outer label changes the inner one does as well, so
# that a row with one of them lacks the outer one.
_SKIP_INNER = 0.02

# The same for any other column.
_SKIP_OTHER = 0.1


def lay_out(
    rows: Sequence[RawRow],
    span: Span,
    shape: str,
    grammar: Grammar,
    furniture: tuple[Span, ...] = (),
) -> Grid:
    """A grid of rows whose lengths may differ because merged cells were dropped.

    `span`, `shape` and `furniture` are those of the grid.
    """
    lead = _lead(rows)
    height = header_height(rows[lead:], grammar)
    header = rows[lead : lead + height]
    body = rows[lead + height :]
    n_cols = _column_count(header, body)
    skips = _skips(header, n_cols, grammar)
    if shape in MARKED:
        body = without_padding(body, n_cols, skips, grammar)
    profile = profile_of(body, n_cols, grammar)
    # Many rows hold the same kinds of cells.
    fits = fits_in(profile)
    columns_of = Answers[tuple[str, ...], list[int]](
        partial(place, profile=profile, skips=skips, fits=fits)
    )
    cells: list[Cell] = []
    for r, row in enumerate(rows[:lead]):
        lone = row[0]
        cell = Cell(r, 0, lone.text, lone.spans, colspan=n_cols)
        cells.append(cell)
    heads = header_cells(header, n_cols, profile, grammar)
    cells += sorted([structs.replace(cell, row=cell.row + lead) for cell in heads], key=_PLACE)
    merged: set[tuple[int, int]] = set()
    for r, row in enumerate(body, lead + height):
        found = _body_cells(row, r, profile, columns_of, grammar)
        if merged:
            found = [cell for cell in found if cell.text or (r, cell.col) not in merged]
        cells += found
        # as hardly a cell is
        for cell in [cell for cell in found if cell.rowspan > 1]:
            merged.update((r + n, cell.col) for n in range(1, cell.rowspan))
    return Grid(
        span=span,
        cells=tuple(cells),
        shape=shape,
        header_rows=lead + height,
        furniture=furniture,
        inferred=True,
    )


def _lead(rows: Sequence[RawRow]) -> int:
    """How many rows of one cell stand above the header: a caption, a unit note."""
    lead = 0
    most = len(rows) - 2  # a header and a row of the body are left
    while lead < most and _is_lone_first_cell(rows[lead]):
        lead += 1
    if lead > _MOST_LEADING_ROWS or _printed(rows[lead]) < 2:
        return 0
    return lead


def _is_lone_first_cell(row: RawRow) -> bool:
    if _printed(row) != 1:
        return False
    return bool(row[0].text.strip())


def _printed(row: RawRow) -> int:
    """How many cells of a row print something."""
    return len([cell for cell in row if cell.text.strip()])


def _column_count(header: Sequence[RawRow], body: Sequence[RawRow]) -> int:
    """How many columns a table has: as many as its longest row, but for rows that ran together."""
    lengths = Counter(len(row) for row in body if len(row) > 1)
    longest = max((len(row) for row in header), default=1)
    if not lengths:
        return longest
    [(usual, _)] = lengths.most_common(1)
    # A row of more than twice the usual length is two rows that were not divided.
    sane = [length for length in lengths if length <= 2 * usual]
    return max(longest, *sane)


def _skips(
    header: Sequence[RawRow],
    n_cols: int,
    grammar: Grammar,
) -> tuple[float, ...]:
    """What it costs to leave each column empty; nothing where no row of the header is whole."""
    if not header or len(header[-1]) != n_cols:
        return (0.0,) * n_cols
    texts = [clean(cell.text) for cell in header[-1]]
    roles = [role_of(text, grammar) for text in texts]
    costs = [_SKIP.get(str(role), _SKIP_OTHER) for role in roles]
    for left in range(n_cols - 1):
        # 二级指标 | 三级指标, 指标 | (no words): names stand in the right one, their groups in the left.
        if roles[left] == "name" and (roles[left + 1] == "name" or not texts[left + 1]):
            costs[left : left + 2] = _SKIP_INNER, _SKIP["name"]
    return tuple(costs)


def _body_cells(
    row: RawRow,
    r: int,
    profile: Profile,
    columns_of: Mapping[tuple[str, ...], list[int]],
    grammar: Grammar,
) -> list[Cell]:
    """The cells of row `r` of the grid, each in its column.

    `columns_of` says where cells of some kinds stand in a row that lacks some.
    """
    n_cols = len(profile)
    row = fitted(row, n_cols)
    if len(row) == 1:
        # A category row spans the table.
        lone = row[0]
        col = _column_of_lone_cell(lone.text, profile, grammar)
        return [Cell(r, col, lone.text, lone.spans, colspan=n_cols - col)]
    columns: Sequence[int] = range(n_cols)
    if len(row) != n_cols:
        columns = columns_of[tuple([kind_in_row(cell.text, grammar) for cell in row])]
    placed = zip(columns, row, strict=True)
    return [Cell(r, col, cell.text, cell.spans, rowspan=cell.rows) for col, cell in placed]


def _column_of_lone_cell(
    text: str,
    profile: Profile,
    grammar: Grammar,
) -> int:
    """The first column; but 合计 goes to the first column of words, where it is a name."""
    if not grammar.pattern("grids.total").fullmatch(clean(text)):
        return 0
    for col, kinds in enumerate(profile):
        if kinds.get("text", 0.0) > _MOST_WORDS:
            return col
    return 0
