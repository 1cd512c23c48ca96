"""duplicate-number and missing-number among items that are sentences: 11．, 12．, 12．, 13．.

They run on through all chapters, or stand one right below the other.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence

from planparse.checks.kinds.lists.heading_numbers import heading_numbers
from planparse.checks.matter import Matter, check
from planparse.checks.numbering.labels import label_stands, style_of
from planparse.checks.numbering.running_counts import (
    RunningItem,
    running_counts,
    twice_in_a_row,
)
from planparse.checks.places import finding
from planparse.checks.running_text import LINE_ENDS
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Finding, FindingKind

FEWEST_ITEMS = 8
"""Items of one count that runs through chapters; of fewer, two lists may have been taken for one."""

FEWEST_TOGETHER = 4
"""Items of one count where those with the slip are neighbours: no other list begins between them."""

FEWEST_BEHIND = 1
"""Items that go on from the second of two with one number: a last one may begin something else."""


@check("duplicate-number", "missing-number")
def running_items(matter: Matter) -> Iterator[Finding]:
    """The one number that stands twice, or is left out, in a count whose all others follow one another.

    The second may stand in the place of the next one: 5．, 6．, 6．, 8．.
    """
    for items in _counts(matter):
        at = _slip(items, matter)
        if at is None or len(items) - 1 - at < FEWEST_BEHIND:
            continue
        before, item = items[at - 1 : at + 1]
        if not _is_of_headings(before, item, matter):
            yield _finding(before, item, matter)


def _is_of_headings(before: RunningItem, item: RunningItem, matter: Matter) -> bool:
    """Whether both are headings that another check looks at, or that stand in two chapters.

    It leaves out those among which a long sentence stands; one number twice in one chapter is a slip there, too.
    """
    begins = [one.span(matter.prose)[0] for one in (before, item)]
    headings = [section for section in matter.draft.sections if section.span[0] in begins]
    if len(headings) < len(begins):
        return False
    if item.number != before.number or headings[0].parent != headings[1].parent:
        return True
    return any(one.span == headings[1].span for one in heading_numbers(matter))


def _counts(matter: Matter) -> Iterator[list[RunningItem]]:
    """The counts of each style of labels, 1. or （1） or ①, with items enough."""
    styles: dict[str, list[RunningItem]] = defaultdict(list)
    for found in matter.prose.begun_by(matter.grammar.pattern("checks.item-begun")):
        number = read_integer(unicodedata.normalize("NFKC", found["number"]))
        if number is not None:
            item = RunningItem(number, found[0], found.start())
            styles[style_of(found[0])].append(item)
    for items in styles.values():
        for count in running_counts(items):
            if len(count) >= FEWEST_TOGETHER:
                yield count


def _slip(items: Sequence[RunningItem], matter: Matter) -> int | None:
    """The index of the item whose number does not follow the one before; None for none, or several."""
    numbers = [item.number for item in items]
    at = twice_in_a_row(numbers)
    if at is None:
        at = _behind_a_gap(numbers)
        if at is None or _is_printed_between(items[at - 1], items[at], matter):
            return None
    is_long = len(items) >= FEWEST_ITEMS
    return at if is_long or _are_neighbours(items[at - 1], items[at], matter) else None


def _are_neighbours(before: RunningItem, item: RunningItem, matter: Matter) -> bool:
    """Whether they are two sentences one below the other; titles may be of a contents in two columns."""
    first, second = (matter.prose.paragraph(one.at).text for one in (before, item))
    if matter.prose.index(item.at) != matter.prose.index(before.at) + 1:
        return False
    return first[-1] in LINE_ENDS and second[-1] in LINE_ENDS


def _behind_a_gap(numbers: Sequence[int]) -> int | None:
    """Where the one number is left out of a count; None where more are missing."""
    gaps = [at for at in range(1, len(numbers)) if numbers[at] != numbers[at - 1] + 1]
    if len(gaps) != 1 or numbers[gaps[0]] != numbers[gaps[0] - 1] + 2:
        return None
    return gaps[0]


def _is_printed_between(before: RunningItem, item: RunningItem, matter: Matter) -> bool:
    """Whether the one that is missing stands inside of a paragraph."""
    between = matter.prose.text[before.at + len(before.label) : item.at]
    return label_stands(before.label, before.number + 1, between)


def _finding(before: RunningItem, item: RunningItem, matter: Matter) -> Finding:
    spans = [one.span(matter.prose) for one in (before, item)]
    first, second = (matter.places.line(span) for span in spans)
    kind: FindingKind = "duplicate-number"
    message = f"编号“{before.label}”出现两次：{first}和{second}。"
    if item.number != before.number:
        kind = "missing-number"
        message = (
            f"所列各项缺编号{before.number + 1}：“{before.label}”（{first}）"
            f"之后即为“{item.label}”（{second}）。"
        )
    return finding(kind, "warning", before.label, message, sides=spans, span=spans[1])
