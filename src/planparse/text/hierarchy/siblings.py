"""Numbered paragraphs to headings: those that count on from one another decide together.

An item of a list opens with a label as a heading does (1．…；2．…。), and no single one says which
it is. Its siblings do: whether they end in ；, whether all of them are whole sentences with nothing
below them, and whether a number is missing among the headings that a longer title would fill.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct, field, structs

from planparse.model.draft import Draft, Heading, HeadingLabel, Paragraph
from planparse.text.headings import may_be_number

SHORT_TITLE = 24
"""Characters of a title that is one even beside sentences; longer ones may be such a sentence."""
LISTED_SHARE = 1 / 3
"""Share of siblings without a title that end in ；, from which on all are items of a list."""
SENTENCES_SHARE = 0.3
"""Share of siblings without any title, from which on the first sentence of the others is none."""
LIST_SHARE = 0.8
"""Share of siblings without any title, from which on none is a heading."""
UNTITLED_SHARE = 0.6
"""Share of siblings without any title, from which on the others are none without prose behind them."""


_POINT = re.compile("[.．﹒]")


class Numbered(Struct, frozen=True):
    """A paragraph that opens with a label, and the heading that it is by itself, if it is one."""

    paragraph: int
    label: HeadingLabel
    heading: Heading | None


class Run(Struct):
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
        if run is not None and _is_same_again(run.items[-1], item):
            run.items.pop()
        if run is None or not _goes_on(run, item):
            if run is not None:
                yield run
            run = open_runs[key] = Run()
        run.items.append(item)
    yield from open_runs.values()


def _is_same_again(before: Numbered, item: Numbered) -> bool:
    """Whether an item has the number of the one before it, which is no heading by itself."""
    return before.heading is None and before.label.number == item.label.number


def _goes_on(run: Run, item: Numbered) -> bool:
    """Whether an item has the next number of its siblings."""
    if not run.items:
        return True
    return item.label.number == (run.items[-1].label.number or 0) + 1


def _parent_number(label: str) -> str:
    """What a decimal says of its parent: 2. of 2.3; "" for all other labels."""
    figures = label.rstrip(".．﹒、")
    if not _POINT.search(figures):  # as in most labels
        return ""
    return figures[: max(map(figures.rfind, ".．﹒")) + 1]


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
        if len(run.items) == 1:
            # One alone is what it is by itself.
            if run.items[0].heading is not None:
                yield run.items[0].heading
            return
        items = self._with_missing(run.items)
        if self._is_list(items):
            # An item with prose behind a title of its own stays a heading.
            yield from self._titled_items(items)
            return
        untitled = [item for item in items if item.heading is None]
        if untitled:
            # Beside items without a title a whole sentence is none either.
            items = [structs.replace(item, heading=self._beside_list(item)) for item in items]
        share = sum(item.heading is None for item in items) / len(items)
        if share >= LIST_SHARE:
            return
        for heading in [item.heading for item in items if item.heading]:
            if len(untitled) >= SENTENCES_SHARE * len(items) and not self._is_sure(heading):
                continue
            if share >= UNTITLED_SHARE and not heading.run_in:
                continue
            yield heading

    def _beside_list(self, item: Numbered) -> Heading | None:
        """The heading that an item is beside siblings without a title."""
        return None if self._is_sentence(item) else item.heading

    def _is_sure(self, heading: Heading) -> bool:
        """Whether a title is one even if it is the first of several sentences."""
        return not heading.run_in or self._is_short(heading)

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
                is_between = any(later.heading for later in items[at + 1 :])
                item = structs.replace(item, heading=self._missing(item, before, is_between))
            found.append(item)
        return found

    def _missing(self, item: Numbered, before: Heading, is_between: bool) -> Heading | None:
        """The heading that an item is behind another one, though it does not look like one.

        `is_between`: a further heading goes on behind it.
        """
        if not is_between and may_be_number(self.paragraphs[item.paragraph], item.label):
            return None
        heading = self.by_siblings(item.paragraph)
        if heading is None or before.run_in or heading.run_in:
            # Where titles run in before prose, figures are all that may have hidden one.
            return heading if heading is not None and heading.run_in else None
        is_sentence = self._text(item).endswith("。")
        if is_sentence and not is_between:
            return None
        return heading if self._has_body(item) else None

    def _is_list(self, items: Sequence[Numbered]) -> bool:
        """Whether siblings are the items of a list of phrases or sentences."""
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
