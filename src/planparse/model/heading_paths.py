"""The headings above a place, in words: 第一章 总则 > 第二节 发展目标."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planparse.model.plan import Section

BETWEEN_HEADINGS = " > "
"""What stands between the headings of a path, from the outermost."""


def heading_words(section: Section) -> str:
    """A heading on one line, its label set off where it ends in a word: 第一章 总则, 一、总则."""
    label = "".join(section.label.split())
    title = "".join(section.title.split())
    between = " " if label[-1:].isalnum() else ""
    return f"{label}{between}{title}"
