"""Which cells are indented: under a row that is not, they name its parts."""

from __future__ import annotations

from planparse.model.draft import Draft

_LEAST = 0.8
"""Characters by which a cell is indented, not just set askew."""

_WIDE_BLANK = "\u3000"


def indented_cells(draft: Draft) -> frozenset[int]:
    """Offsets at which indented cells begin, as the format tells or wide blanks before them do."""
    text = draft.source.text
    has_blanks = _WIDE_BLANK in text
    found: set[int] = set()
    for grid in draft.grids:
        for cell in grid.cells:
            if not cell.spans:
                continue
            start = cell.spans[0][0]
            is_behind_blank = has_blanks and text[max(0, start - 1) : start] == _WIDE_BLANK
            if is_behind_blank or (cell.indent or 0) >= _LEAST:
                found.add(start)
    return frozenset(found)
