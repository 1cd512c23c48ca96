"""duplicate-number among items that are sentences, and run on through all chapters: 11．, 12．, 12．, 13．."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from planparse.checks.matter import Matter, check
from planparse.checks.numbering.running_counts import RunningItem, running_counts
from planparse.checks.places import finding
from planparse.model.plan import Finding
from planparse.model.source import Span

FEWEST_ITEMS = 8
"""Items of one count; of fewer, two lists may have been taken for one."""

FEWEST_BEHIND = 1
"""Items that go on from the second of two with one number: a last one may begin something else."""


@check("duplicate-number")
def running_items(matter: Matter) -> Iterator[Finding]:
    """The one number that stands twice in a count whose all others follow one another."""
    headings = {section.span[0] for section in matter.draft.sections}
    for items in running_counts(_items(matter)):
        slips = [
            (before, item) for before, item in pairwise(items) if item.number != before.number + 1
        ]
        if len(items) < FEWEST_ITEMS or len(slips) != 1:
            continue
        before, item = slips[0]
        behind = len(items) - 1 - items.index(item)
        if item.number != before.number or behind < FEWEST_BEHIND:
            continue
        spans = [one.span(matter.prose) for one in slips[0]]
        # Of headings another check tells.
        if not headings.issuperset(span[0] for span in spans):
            yield _finding(before, spans, matter)


def _items(matter: Matter) -> Iterator[RunningItem]:
    for found in matter.prose.begun_by(matter.grammar.pattern("checks.item-begun")):
        yield RunningItem(int(found["number"]), found[0], found.start())


def _finding(before: RunningItem, spans: list[Span], matter: Matter) -> Finding:
    first, second = (matter.places.line(span) for span in spans)
    return finding(
        "duplicate-number",
        "warning",
        before.label,
        f"编号“{before.label}”出现两次：{first}和{second}。",
        sides=spans,
        span=spans[1],
    )
