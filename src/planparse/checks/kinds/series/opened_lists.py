"""missing-number in a list that a sentence opens: 重点措施包括：, 1., 2., 4., 5.."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from planparse.checks.matter import Matter, check
from planparse.checks.numbering.labels import label_stands, style_of
from planparse.checks.places import finding
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Finding
from planparse.model.source import Span

FEWEST_ITEMS = 4
"""Items that are printed; of fewer, two lists may have been taken for one."""

OPENING = "：:"


class _ListedItem(NamedTuple):
    number: int
    label: str
    paragraph: int


@check("missing-number")
def opened_lists(matter: Matter) -> Iterator[Finding]:
    """The one number that is left out of a list right below the sentence that opens it."""
    paragraphs = matter.draft.paragraphs
    first_label = matter.grammar.pattern("checks.first-label")
    for at, paragraph in enumerate(paragraphs[:-1]):
        if paragraph.text[-1:] not in OPENING or not first_label.match(paragraphs[at + 1].text):
            continue
        items = _items(at + 1, matter)
        gaps = [(a, b) for a, b in pairwise(items) if b.number != a.number + 1]
        if len(items) < FEWEST_ITEMS or len(gaps) != 1:
            continue
        before, behind = gaps[0]
        if behind.number == before.number + 2 and not _is_printed(before, items, matter):
            yield _finding(before, behind, matter)


def _items(first: int, matter: Matter) -> list[_ListedItem]:
    """The paragraphs with labels of one style that stand one below the other, from 1 on."""
    items: list[_ListedItem] = []
    label_of = matter.grammar.pattern("checks.label-of-listed")
    for at in range(first, len(matter.draft.paragraphs)):
        label = label_of.match(matter.draft.paragraphs[at].text)
        number = _number(label["number"]) if label is not None else None
        if label is None or number is None:
            break
        if items and (style_of(items[0].label) != style_of(label[0]) or number <= items[-1].number):
            break
        items.append(_ListedItem(number, label[0], at))
    return items


def _number(printed: str) -> int | None:
    """The number of a label; ① is 1."""
    return read_integer(unicodedata.normalize("NFKC", printed))


def _is_printed(
    before: _ListedItem,
    items: Sequence[_ListedItem],
    matter: Matter,
) -> bool:
    """Whether the one that is missing stands inside of the item before, or behind the last one.

    Of headings another check tells.
    """
    paragraphs = matter.draft.paragraphs
    inside = paragraphs[before.paragraph].text[len(before.label) :]
    last = items[-1].paragraph
    behind = [paragraph.text for paragraph in paragraphs[last + 1 : last + 2]]
    if any(label_stands(before.label, before.number + 1, text) for text in (inside, *behind)):
        return True
    starts = {paragraphs[item.paragraph].start for item in items}
    return starts <= {section.span[0] for section in matter.draft.sections}


def _span(item: _ListedItem, matter: Matter) -> Span:
    return matter.draft.paragraphs[item.paragraph].span_of(0, len(item.label))


def _finding(before: _ListedItem, behind: _ListedItem, matter: Matter) -> Finding:
    spans = [_span(one, matter) for one in (before, behind)]
    first, second = (matter.places.line(span) for span in spans)
    return finding(
        "missing-number",
        "warning",
        behind.label,
        f"所列各项缺编号{before.number + 1}：“{before.label}”（{first}）之后即为“{behind.label}”（{second}）。",
        sides=spans,
        span=spans[1],
    )
