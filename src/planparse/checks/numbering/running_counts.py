"""Items that are counted through a document, whichever headings they stand below: 11．, 12．; 第三条."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from planparse.checks.running_text import RunningText
from planparse.model.source import Span

AFTER_A_SLIP = 3
"""What stands behind a 1 that is printed in the place of a 2."""


class RunningItem(NamedTuple):
    """A paragraph that begins with its number."""

    number: int
    label: str
    at: int
    """Where its label begins in the running text."""

    def span(self, prose: RunningText) -> Span:
        """Where its label stands in the source."""
        return prose.span_of(self.at, self.at + len(self.label))


def running_counts(items: Iterable[RunningItem]) -> Iterator[list[RunningItem]]:
    """The items from each 1 to the next one; those before the first 1 are of no count.

    Of 1, 1, 3, 4 the second 1 stands in the place of a 2, and begins none.
    """
    counts: list[list[RunningItem]] = []
    for item in items:
        if item.number == 1:
            counts.append([item])
        elif counts:
            if item.number == AFTER_A_SLIP and len(counts) > 1 and not counts[-1][1:]:
                _join_lone_firsts(counts)
            counts[-1].append(item)
    yield from counts


def _join_lone_firsts(counts: list[list[RunningItem]]) -> None:
    """Make one count of the last two where both are a 1 alone."""
    if len(counts[-2]) == 1:
        counts[-2:] = [counts[-2] + counts[-1]]


def twice_in_a_row(numbers: Sequence[int]) -> int | None:
    """Where the one number stands that is printed twice in a row; None where more than that is wrong.

    The second may be one too many, or either of them in the place of another number: 5, 6, 6, 8.
    """
    again = [at for at in range(1, len(numbers)) if numbers[at] == numbers[at - 1]]
    if len(again) != 1:
        return None
    (at,) = again
    rest = [*numbers[:at], *numbers[at + 1 :]]
    first_changed = [*numbers[: at - 1], numbers[at] - 1, *numbers[at:]]
    second_changed = [*numbers[:at], numbers[at] + 1, *numbers[at + 1 :]]
    return at if any(map(_runs_on, (rest, first_changed, second_changed))) else None


def _runs_on(numbers: Sequence[int]) -> bool:
    return list(numbers) == list(range(1, len(numbers) + 1))
