"""Cells that recognition of a picture is not sure of, by where they are printed."""

from __future__ import annotations

from planparse.model.draft import Draft

SURE = 0.85
"""Cells that are less sure than this may say something else in print: right ones are 0.95 and more, but for a few."""


def doubtful_cells(draft: Draft) -> frozenset[int]:
    """Offsets at which the cells begin that recognition is not sure of; none in a text that was read."""
    return frozenset(
        cell.spans[0][0] for grid in draft.grids for cell in grid.cells
        if cell.confidence is not None and cell.confidence < SURE and cell.spans
    )
