"""How wide a line is printed, for stages that compare lines with the margin of a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

SHORTEST_FULL = 24
"""Characters of a line that was cut after a number of them; shorter ones are headings, cells."""
FEWEST_FULL = 6
SAME_LENGTH = 0.6
"""Share of the longer lines that have the very same length, where lines are cut by it."""


def characters_a_line(lengths: Iterable[int]) -> int:
    """After how many characters lines are cut that are cut by their number; 0 for all others.

    Programs wrap so, for which 2025 is as long as 二〇二五. The widths of such lines differ.
    """
    long = Counter([length for length in lengths if length >= SHORTEST_FULL])
    if not long:
        return 0
    length, lines = long.most_common(1)[0]
    # A mark that closes a sentence may stand behind the last character.
    if lines < FEWEST_FULL or lines < SAME_LENGTH * sum(long.values()) or max(long) > length + 1:
        return 0
    return length


def width(text: str) -> int:
    """Printed width in half-width units: a Chinese character takes two.

    One call counts the narrow ones, which are those of ASCII, instead of a look-up for each.
    """
    return 2 * len(text) - len(text.encode("ascii", "ignore"))


def is_wider(text: str, limit: int) -> bool:
    """Whether a text is printed wider than `limit` half-width units."""
    # Each character takes one at least: a long text need not be measured.
    return len(text) > limit or width(text) > limit
