"""How wide a line is printed, for stages that compare lines with the margin of a page."""

from __future__ import annotations


def width(text: str) -> int:
    """Printed width in half-width units: a Chinese character takes two.

    One call counts the narrow ones, which are those of ASCII, instead of a look-up for each.
    """
    return 2 * len(text) - len(text.encode("ascii", "ignore"))


def is_wider(text: str, limit: int) -> bool:
    """Whether a text is printed wider than `limit` half-width units."""
    # Each character takes one at least: a long text need not be measured.
    return len(text) > limit or width(text) > limit
