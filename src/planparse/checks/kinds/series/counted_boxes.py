"""count-mismatch of boxes: 专栏6 生态修复八大工程, and seven items in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planparse.checks.matter import Matter, check
from planparse.checks.numbering.labels import label_stands, style_of
from planparse.checks.places import finding
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Box, BoxItem, Finding

FEWEST_ITEMS = 3
"""Items of a list; of fewer, the box may be read wrongly."""

FARTHEST = 2
"""Boxes that miss their number by more are divided in another way."""

QUOTES = '“”"'


@check("count-mismatch")
def counted_boxes(matter: Matter) -> Iterator[Finding]:
    """Numbers in the titles of boxes that their items do not bear out."""
    pattern = matter.grammar.pattern("checks.title-with-number")
    for box in matter.draft.boxes:
        if len(box.items) < FEWEST_ITEMS:
            continue
        titled = pattern.search(box.title.strip(QUOTES))
        announced = read_integer(titled["number"]) if titled is not None else None
        if titled is None or announced is None or box.table is not None:
            continue
        told = len(box.items)
        if 0 < abs(told - announced) <= FARTHEST and _are_all(box, matter):
            yield _finding(box, titled["counted"], told, matter)


def _are_all(box: Box, matter: Matter) -> bool:
    """Whether the labels of the items run on from 1, and no further one stands behind them."""
    labels = [item.label for item in box.items]
    if len({style_of(label) for label in labels}) != 1:
        return False
    if [_number(item) for item in box.items] != list(range(1, len(labels) + 1)):
        return False
    return not label_stands(labels[0], len(labels) + 1, _behind(box.items, box, matter))


def _behind(items: Sequence[BoxItem], box: Box, matter: Matter) -> str:
    """The text from the last item to the end of the section that the box stands in."""
    text = matter.draft.source.text
    section = matter.sections.get(box.section or "")
    end = section.body[1] if section is not None else box.content[1]
    return text[items[-1].span[0] + len(items[-1].label) : max(end, box.content[1])]


def _number(item: BoxItem) -> int:
    return read_integer("".join(filter(str.isalnum, item.label))) or 0


def _finding(box: Box, counted: str, told: int, matter: Matter) -> Finding:
    return finding(
        "count-mismatch",
        "warning",
        box.title,
        f"{box.label}（{matter.places.line(box.span)}）题为“{counted}”，所列为{told}项。",
        records=[box.id],
        sides=[box.items[-1].span],
        span=box.span,
        page=box.page,
    )
