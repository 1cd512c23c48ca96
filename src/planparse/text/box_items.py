"""The numbered items of a text box: （一）…, 1.…, 01…, each with its first phrase as title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.model.draft import Draft, HeadingLabel
from planparse.model.plan import BoxItem
from planparse.text.headings import read_label

ITEM = 90
"""The rank of a label that numbers items of boxes only (01, 02)."""


_SENTENCE_ENDS = "。；"
"""Signs behind which the next item may begin amid a paragraph that a converter has joined."""

_LONGEST_LABEL = 24
"""Characters that are looked at for a label: it is much shorter, and a few words stand behind it."""


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


class _Opener(Struct, frozen=True):
    """Where an item begins."""

    paragraph: int
    at: int
    """Offset in the paragraph's text of its label."""
    label: HeadingLabel


def read_items(draft: Draft, inside: Sequence[int], grammar: Grammar) -> tuple[BoxItem, ...]:
    """The numbered items among a text box's paragraphs, of the widest style that it uses."""
    labels: dict[int, HeadingLabel] = {}
    for i in inside:
        label = read_item_label(draft.paragraphs[i].text, grammar)
        if label is not None:
            labels[i] = label
    if not labels:
        return ()
    widest = min(label.rank for label in labels.values())
    openers = _openers(draft, inside, labels, widest, grammar)
    behind = [(opener.paragraph, opener.at) for opener in openers[1:]]
    behind.append((inside[-1] + 1, 0))
    items: list[BoxItem] = []
    for opener, (until, at) in zip(openers, behind, strict=True):
        paragraph = draft.paragraphs[opener.paragraph]
        # The next item begins a paragraph, or stands amid one.
        end = draft.paragraphs[until].at(at - 1) + 1 if at else draft.paragraphs[until - 1].end
        span = (paragraph.at(opener.at), end)
        rest = paragraph.text[
            opener.at + opener.label.end : at if until == opener.paragraph else None
        ]
        item = BoxItem(
            label=opener.label.text,
            title=_item_title(rest),
            text=draft.source.printed(span),
            span=span,
        )
        items.append(item)
    return tuple(items)


def _openers(
    draft: Draft,
    inside: Sequence[int],
    labels: Mapping[int, HeadingLabel],
    widest: int,
    grammar: Grammar,
) -> list[_Opener]:
    """The labels of the rank `widest` that begin a paragraph, and those behind a sentence that count
    on from the one before: 一个段落里（一）…。（二）….

    Narrower numbers stand inside an item and are part of its text.
    """
    openers: list[_Opener] = []
    for i in inside:
        own = labels.get(i)
        if own is not None and own.rank == widest:
            openers.append(_Opener(i, 0, own))
        text = draft.paragraphs[i].text
        for at, sign in enumerate(text[:-1], start=1):
            if sign not in _SENTENCE_ENDS or not openers:
                continue
            label = read_item_label(text[at : at + _LONGEST_LABEL], grammar)
            number = openers[-1].label.number
            if label is None or label.rank != widest or number is None:
                continue
            if label.number == number + 1:
                openers.append(_Opener(i, at, label))
    return openers


def _item_title(rest: str) -> str:
    """The first phrase behind an item's label, up to a full stop or colon."""
    end = len(rest)
    for mark in "。：:":
        at = rest.find(mark)
        if 0 < at < end:
            end = at
    return rest[:end]
