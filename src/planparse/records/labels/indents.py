"""Which cells are indented: under a row that is not, they name its parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from planparse.model.draft import Draft
from planparse.model.source import Cell, Grid

_LEAST = 0.8
"""Characters by which a cell is indented, not just set askew."""

_SAME_PLACE = 0.2
"""Characters by which cells differ that begin at one place."""

_WIDE_BLANK = "\u3000"

_MOST_BLANKS = 12
"""Wide blanks before a cell that are looked at."""


def indented_cells(draft: Draft) -> dict[int, float]:
    """By how many characters cells are indented, by the offset at which they begin: as the format tells,
    or as wide blanks before them do."""
    text = draft.source.text
    has_blanks = _WIDE_BLANK in text
    found: dict[int, float] = {}
    for grid in draft.grids:
        found |= {cell.spans[0][0]: cell.indent or 0 for cell in _indented(grid)}
        if not has_blanks:
            continue
        starts = [cell.spans[0][0] for cell in grid.cells if cell.spans]
        for start in starts:
            # Before most cells there are none, even in a text that has some.
            if start and text[start - 1] == _WIDE_BLANK:
                found[start] = _blanks_before(text, start)
    return found


def _blanks_before(text: str, start: int) -> int:
    before = text[max(0, start - _MOST_BLANKS) : start]
    return len(before) - len(before.rstrip(_WIDE_BLANK))


def _indented(grid: Grid) -> Iterator[Cell]:
    """The indented cells of columns whose cells are either indented or not; those of a column that is
    centred or spaced begin anywhere."""
    columns: dict[int, list[Cell]] = defaultdict(list)
    for cell in grid.cells:
        if cell.indent is not None and cell.spans:  # as hardly any format tells
            columns[cell.col].append(cell)
    for cells in columns.values():
        if not any(_SAME_PLACE < (cell.indent or 0) < _LEAST for cell in cells):
            yield from (cell for cell in cells if (cell.indent or 0) >= _LEAST)
