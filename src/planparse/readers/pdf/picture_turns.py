"""Pictures of pages that lie on their side or upside down: by how many quarters they are turned."""

from __future__ import annotations

from collections.abc import Sequence

from planparse.model.source import BBox

# Fewer words than this don't tell how a picture lies.
_FEW_WORDS = 4

# A word's box is wide or high where one side is longer than the other by this factor. A word that
# is read sideways has a high box.
_LONGER = 1.3

# Recognition of upright print is surer than this on the average, of print upside down it is not.
_UPRIGHT = 0.86

UPRIGHT, LEFT, HEAD, RIGHT = 0, 1, 2, 3
"""Quarter turns, counter-clockwise, that set a picture upright."""


def turns_to_upright(boxes: Sequence[BBox], sures: Sequence[float]) -> int:
    """Quarter turns, counter-clockwise, that may set a picture upright in which words were seen in
    `boxes`, with the confidence `sures`.

    A column of words may be read though it lies on its side: recognition turns it by itself, to
    the one side. What lies to the other side is read upside down.
    """
    if len(boxes) < _FEW_WORDS:
        return UPRIGHT
    high = wide = 0
    for x0, top, x1, bottom in boxes:
        if bottom - top > _LONGER * (x1 - x0):
            high += 1
        elif x1 - x0 > _LONGER * (bottom - top):
            wide += 1
    is_read = sum(sures) / len(sures) >= _UPRIGHT
    if high > wide:
        return LEFT if is_read else RIGHT
    return UPRIGHT if is_read else HEAD
