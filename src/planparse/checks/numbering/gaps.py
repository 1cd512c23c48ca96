"""Numbers that a list leaves out between two of its items."""

from __future__ import annotations

from collections.abc import Collection, Sequence

# A gap of more numbers than this is no gap but a numbering of another kind.
MOST_MISSING = 5


def left_out(
    before: int,
    after: int,
    present: Collection[int],
) -> list[int]:
    """The numbers between two neighbours, without those that stand elsewhere in the list."""
    return [number for number in range(before + 1, after) if number not in present]


def listed(gap: Sequence[int]) -> str:
    """The missing numbers as a message names them: 3、4."""
    return "、".join(str(number) for number in gap)
