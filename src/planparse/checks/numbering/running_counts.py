"""Items that are counted through a document, whichever headings they stand below: 11．, 12．; 第三条."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from planparse.checks.running_text import RunningText
from planparse.model.source import Span


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
    """The items from each 1 to the next one; those before the first 1 are of no count."""
    count: list[RunningItem] = []
    for item in items:
        if item.number == 1 and count:
            yield count
            count = []
        if item.number == 1 or count:
            count.append(item)
    if count:
        yield count
