"""How wide a line is printed, for stages that compare lines with the margin of a page."""

from __future__ import annotations


def width(text: str) -> int:
    """Printed width in half-width units: a Chinese character takes two.

    GB 18030 stores a Chinese character in two bytes and an ASCII one in one, so its length
    in bytes is the width, told in one call instead of one look-up for each character.
    """
    return len(text.encode("gb18030", "replace"))


def is_wider(text: str, limit: int) -> bool:
    """Whether a text is printed wider than `limit` half-width units."""
    # Each character takes one at least: a long text need not be measured.
    return len(text) > limit or width(text) > limit
