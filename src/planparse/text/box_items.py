"""The numbered items of a text box: （一）…, 1.…, 01…, each with its first phrase as title."""

from __future__ import annotations

from collections.abc import Sequence

from planparse.grammar import Grammar
from planparse.model.draft import Draft, HeadingLabel, Paragraph
from planparse.model.plan import BoxItem
from planparse.text.headings import read_label

ITEM = 90
"""The rank of a label that numbers items of boxes only (01, 02)."""


def read_item_label(text: str, grammar: Grammar) -> HeadingLabel | None:
    """The label that an item of a text box begins with: one of the outline's styles, or 01, 02."""
    match = grammar.find("boxes.item", text)
    if match is None:
        return read_label(text, grammar)
    return HeadingLabel(
        rank=ITEM,
        text=match["label"],
        number=int(match["number"]),
        end=match.end(),
    )


def read_items(draft: Draft, inside: Sequence[int], grammar: Grammar) -> tuple[BoxItem, ...]:
    """The numbered items among a text box's paragraphs, of the widest style that it uses."""
    labels: dict[int, HeadingLabel] = {}
    for i in inside:
        text = draft.paragraphs[i].text
        label = read_item_label(text, grammar)
        if label is not None:
            labels[i] = label
    if not labels:
        return ()
    widest = min(label.rank for label in labels.values())
    # Narrower numbers stand inside an item and are part of its text.
    openers = [i for i, label in labels.items() if label.rank == widest]
    behind_all = inside[-1] + 1
    behind = [*openers[1:], behind_all]
    items: list[BoxItem] = []
    for i, until in zip(openers, behind, strict=True):
        opener = draft.paragraphs[i]
        last = draft.paragraphs[until - 1]
        span = (opener.start, last.end)
        item = BoxItem(
            label=labels[i].text,
            title=_item_title(opener, labels[i]),
            text=draft.source.printed(span),
            span=span,
        )
        items.append(item)
    return tuple(items)


def _item_title(paragraph: Paragraph, label: HeadingLabel) -> str:
    """An item's first phrase, up to a full stop or colon."""
    rest = paragraph.text[label.end :]
    end = len(rest)
    for mark in "。：:":
        at = rest.find(mark)
        if 0 < at < end:
            end = at
    return rest[:end]
