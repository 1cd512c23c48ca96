"""Numbered paragraphs to headings: those that count on from one another decide together.

An item of a list opens with a label as a heading does (1．…；2．…。), and no single one says which
it is. Its siblings do: whether they end in ；, whether all of them are whole sentences with nothing
below them, and whether a number is missing among the headings that a longer title would fill.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from planparse.model.draft import Draft, Heading, HeadingLabel, Paragraph

SHORT_TITLE = 24
"""Characters of a title that is one even beside sentences; longer ones may be such a sentence."""
LISTED_SHARE = 1 / 3
"""Share of siblings without a title that end in ；, from which on all are items of a list."""
SENTENCES_SHARE = 0.3
"""Share of siblings without any title, from which on the first sentence of the others is none."""
UNTITLED_SHARE = 0.6
"""Share of siblings without any title, from which on the others are none without prose behind them."""


class Numbered(NamedTuple):
    """A paragraph that opens with a label, and the heading that it is by itself, if it is one."""

    paragraph: int
    label: HeadingLabel
    heading: Heading | None


@dataclass(slots=True)
class Run:
    """Siblings: numbered paragraphs of one style that count up one by one."""

    items: list[Numbered] = field(default_factory=list)


ReadBySiblings = Callable[[int], Heading | None]
"""The heading that a paragraph may be if its siblings say so."""


def decided(
    draft: Draft, numbered: Sequence[Numbered], by_siblings: ReadBySiblings
) -> list[Heading]:
    """The headings among numbered paragraphs, in order."""
    decision = _Decision(draft.paragraphs, numbered, by_siblings)
    found: dict[int, Heading] = {}
    for run in _runs(numbered):
        for heading in decision.headings(run):
            found[heading.paragraph] = heading
    return [found[i] for i in sorted(found)]


def _runs(numbered: Sequence[Numbered]) -> Iterator[Run]:
    """The siblings among numbered paragraphs; those of other styles may stand between them."""
    open_runs: dict[tuple[int, str], Run] = {}
    for item in numbered:
        key = item.label.rank, _parent_number(item.label.text)
        run = open_runs.get(key)
        if run is None or item.label.number != (run.items[-1].label.number or 0) + 1:
            if run is not None:
                yield run
            run = open_runs[key] = Run()
        run.items.append(item)
    yield from open_runs.values()


def _parent_number(label: str) -> str:
    """What a decimal says of its parent: 2. of 2.3; "" for all other labels."""
    figures = label.rstrip(".．﹒、")
    return figures[: max(figures.rfind(dot) for dot in ".．﹒") + 1]


class _Decision:
    """What siblings say of one another."""

    def __init__(
        self,
        paragraphs: Sequence[Paragraph],
        numbered: Sequence[Numbered],
        by_siblings: ReadBySiblings,
    ) -> None:
        self.paragraphs = paragraphs
        self.by_siblings = by_siblings
        self.rank_at = {item.paragraph: item.label.rank for item in numbered}

    def headings(self, run: Run) -> Iterator[Heading]:
        """Those of the siblings that are headings."""
        items = run.items
        if len(items) > 1:
            items = self._with_missing(items)
        if self._is_list(items):
            # An item with prose behind a title of its own stays a heading.
            yield from self._titled_items(items)
            return
        untitled = sum(item.heading is None for item in items)
        are_sentences = untitled >= SENTENCES_SHARE * len(items)
        for item in items:
            heading = item.heading
            if heading is None:
                continue
            if untitled and self._is_sentence(item):
                continue
            if are_sentences and heading.run_in and not self._is_short(heading):
                continue
            if untitled >= UNTITLED_SHARE * len(items) and not heading.run_in:
                continue
            yield heading

    def _titled_items(self, items: Sequence[Numbered]) -> Iterator[Heading]:
        for item in items:
            heading = item.heading
            if heading is not None and heading.run_in and self._is_short(heading):
                yield heading

    def _with_missing(self, items: Sequence[Numbered]) -> list[Numbered]:
        """The siblings, and as headings those whose number is missing among headings."""
        found: list[Numbered] = []
        for at, item in enumerate(items):
            before = found[-1].heading if found else None
            if item.heading is None and before is not None:
                after = items[at + 1].heading if at + 1 < len(items) else None
                item = item._replace(heading=self._missing(item, before, after))
            found.append(item)
        return found

    def _missing(self, item: Numbered, before: Heading, after: Heading | None) -> Heading | None:
        """The heading that an item is between headings, though it does not look like one."""
        heading = self.by_siblings(item.paragraph)
        if heading is None or before.run_in or heading.run_in:
            # Where titles run in before prose, figures are all that may have hidden one.
            return heading if heading is not None and heading.run_in else None
        is_sentence = self._text(item).endswith("。")
        if after is None and is_sentence:
            return None
        return heading if self._has_body(item) else None

    def _is_list(self, items: Sequence[Numbered]) -> bool:
        """Whether siblings are the items of a list of phrases or sentences."""
        if len(items) == 1:
            return False
        untitled = [item for item in items if item.heading is None]
        going_on = [item for item in untitled if self._text(item).endswith(("；", ";"))]
        if going_on and len(going_on) >= LISTED_SHARE * len(items):
            return True
        # What stands behind the last item may be the text that goes on behind the list.
        return all(map(self._is_sentence, items[:-1])) and self._ends_as_sentence(items[-1])

    def _is_sentence(self, item: Numbered) -> bool:
        """Whether an item is a whole sentence with nothing of its own below it."""
        return self._ends_as_sentence(item) and not self._has_body(item)

    def _ends_as_sentence(self, item: Numbered) -> bool:
        runs_in = item.heading is not None and item.heading.run_in
        return not runs_in and self._text(item).endswith("。")

    def _has_body(self, item: Numbered) -> bool:
        """Whether something stands below an item before the next one of its style or a wider one."""
        below = item.paragraph + 1
        if below == len(self.paragraphs):
            return False
        rank = self.rank_at.get(below)
        return rank is None or rank > item.label.rank

    def _is_short(self, heading: Heading) -> bool:
        """Whether a title is one even beside siblings that are sentences."""
        text = self.paragraphs[heading.paragraph].text
        title = text[heading.label.end : heading.title_end]
        return len(title) <= SHORT_TITLE and "，" not in title

    def _text(self, item: Numbered) -> str:
        return self.paragraphs[item.paragraph].text
