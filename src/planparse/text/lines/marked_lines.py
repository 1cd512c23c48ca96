"""The lines of a source while it is being found out which of them are no content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from planparse.grammar import Rule
from planparse.model.furniture import Furniture
from planparse.model.source import Line


class MarkedLines(Struct, frozen=True):
    """The lines of a source while they are being marked; each list has one entry a line."""

    lines: Sequence[Line]
    texts: list[str]
    """What a line prints, without what stands around it; "" for an empty line."""
    marks: list[Furniture | None]
    """Why a line is no content, as far as the steps before have found."""
    by_first: Mapping[str, list[int]]
    """The lines that print something, in order, by the first character that each prints."""

    def likely(self, rule: Rule) -> list[tuple[int, str]]:
        """Index and text of the lines with which a match of `rule` may begin, in order.

        Lines that the steps before have marked are not among them.
        """
        found: list[int] = []
        # Most lines begin as no furniture does, and are never looked at.
        for first, lines in self.by_first.items():
            if rule.begins[first]:
                found += lines
        found.sort()
        return [(i, self.texts[i]) for i in found if not self.marks[i]]
