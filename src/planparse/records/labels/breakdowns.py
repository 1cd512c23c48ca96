"""Which indicator a row is a part of: breakdowns that 其中 opens, read row by row."""

from __future__ import annotations

from typing import Generic, Protocol, TypeVar

from msgspec import Struct

from planparse.model.plan import Per
from planparse.records.labels.numerals import UNNUMBERED
from planparse.records.labels.row_labels import GoalLabel

_SHARED_WORDS = 3
"""Characters at the end of a name that the whole and its parts share: 床位数 of 公立医院床位数."""


class Whole(Protocol):
    """What is known of a row that others may be parts of."""

    @property
    def name(self) -> str:
        """What the row calls its indicator."""

    @property
    def category(self) -> str | None:
        """The group that it stands in."""

    @property
    def per(self) -> Per | None:
        """The base of its rate."""


W = TypeVar("W", bound=Whole)


class OpenBreakdown(Struct, Generic[W]):
    """The breakdown that is open while a table is read from top to bottom."""

    numbered: bool
    """Whether the rows bear serial numbers, so that a row without one is a part."""
    head: W | None = None
    """The last row of the first rank."""
    parent: W | None = None
    """The row that the open breakdown belongs to; None where none is open."""
    opener: GoalLabel | None = None
    """The row that opened the breakdown."""
    style: str = UNNUMBERED
    """Of the number of that row."""
    head_style: str = UNNUMBERED
    """Of the number of the head."""

    parts: int = 0
    """How many rows of it are still to come; its numbers add up to the parent's. 0: not known."""
    is_counted: bool = False
    """Whether numbers that add up have told how many rows belong to it."""
    is_by_sum: bool = False
    """Whether nothing else says that there is a breakdown."""
    by_indent: bool = False
    """Whether its rows are indented, so that it ends where one is not."""

    def close(self) -> None:
        """A category ends every breakdown."""
        self.head = None
        self.parent = None

    def open(self, label: GoalLabel, style: str, parts: int) -> None:
        """The first row that says 其中 opens the breakdown of the row above it.

        `style` is that of its number, `parts` how many rows add up to the row above, 0 if unknown.
        """
        self.parent = self.head
        self.opener = label
        self.style = style
        self.parts = parts
        self.is_counted = parts > 0
        self.is_by_sum = False
        self.by_indent = False

    def open_by_sum(self, label: GoalLabel, parts: int) -> None:
        """Rows without a number that add up to the row with one above them are its parts."""
        self.open(label, UNNUMBERED, parts)
        self.is_by_sum = True

    def parent_of(
        self,
        label: GoalLabel,
        style: str,
        category: str | None,
        per: Per | None,
    ) -> W | None:
        """The row that a row is a part of. A serial number of a wider style ends the breakdown."""
        if not label.child and not self._goes_on(label, style, category, per):
            self.parent = None
        self.parts -= 1
        return self.parent

    def _goes_on(
        self,
        label: GoalLabel,
        style: str,
        category: str | None,
        per: Per | None,
    ) -> bool:
        """Whether the open breakdown goes on in a row that says no 其中.

        With serial numbers: while there is none, the one merged over the breakdown, or those that
        count its parts. Without: while the parts don't yet add up to the whole, or rows end in the
        words that the whole and its first part share.
        """
        if self.parent is None or self.opener is None:
            return False
        if category != self.parent.category:
            return False
        if self.is_by_sum:
            return self.parts > 0 and not label.number
        if style != UNNUMBERED and style == self.style != self.head_style:
            return True
        if self.numbered:
            is_merged_number = label.number == self.opener.number and per is None
            return not label.number or is_merged_number
        # A part counts as its whole does; a rate of its own is another indicator.
        if per is not None:
            return False
        if self.is_counted:
            return self.parts > 0
        shared = self.opener.name[-_SHARED_WORDS:]
        if len(shared) < _SHARED_WORDS or not self.parent.name.endswith(shared):
            return False
        return label.name.endswith(shared)
