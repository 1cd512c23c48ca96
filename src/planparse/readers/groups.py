"""Numbered things put into groups, one tie after the other (union-find)."""

from __future__ import annotations


class Groups:
    """The numbers from 0 to `size`, each a group of its own until it is tied to another.

    A group is named by one of its numbers, its root, which may change with every tie.
    """

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def root(self, number: int) -> int:
        """The number that names the group of `number`."""
        above = self._above
        while above[number] != number:
            # The way to the root is halved each time that it is gone.
            above[number] = above[above[number]]
            number = above[number]
        return number

    def tie(self, number: int, other: int) -> None:
        """Make one group of those of `number` and `other`, with the root of `other`."""
        self._above[self.root(number)] = self.root(other)
