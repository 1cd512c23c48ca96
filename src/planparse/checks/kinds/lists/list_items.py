"""duplicate-number and missing-number in running lists: 一是…二是…四是, and items of a box: 1. 2. 4."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from planparse.checks.matter import Matter, check
from planparse.checks.numbering.labels import label_stands, style_of
from planparse.checks.places import finding
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Box, BoxItem, Finding
from planparse.model.source import Span

FEWEST_ITEMS = 3
FEWEST_OF_A_BOX = 2

_NO_WHITE_SPACE = re.compile(r"\S")

FARTHEST = 2
"""A list that leaves more out is another one, or was read in part."""


@check("duplicate-number", "missing-number")
def list_items(matter: Matter) -> Iterator[Finding]:
    """Ordinals of a paragraph, and labels of a box's items, that leave one out or stand twice."""
    yield from _ordinals(matter)
    for box in matter.draft.boxes:
        yield from _items(box, matter)


# ---------------------------------------------------------------- 一是, 二是


def _ordinals(matter: Matter) -> Iterator[Finding]:
    pattern = matter.grammar.pattern("checks.ordinal")
    starts: dict[int, list[tuple[int, int, str]]] = {}
    for found in matter.prose.finditer_beside("checks.ordinals", pattern):
        number = read_integer(found["number"])
        if number is not None:
            at = matter.prose.index(found.start())
            starts.setdefault(at, []).append((number, found.start(), found[0]))
    for run in starts.values():
        yield from _disorder(run, matter)


def _disorder(run: Sequence[tuple[int, int, str]], matter: Matter) -> Iterator[Finding]:
    """What is wrong in a paragraph whose ordinals are one list."""
    numbers = [number for number, *_ in run]
    # Where a paragraph has two lists, or begins in the middle of one, nothing is known of its end.
    if len(numbers) < FEWEST_ITEMS or numbers[0] != 1 or numbers.count(1) > 1:
        return
    slips = [(a, b) for a, b in pairwise(run) if b[0] != a[0] + 1]
    if len(slips) != 1:
        return
    (before, begun, word), (number, place, next_word) = slips[0]
    # 三要, 第三: the item begins with another word.
    between = matter.prose.text[begun + len(word) : place]
    numerals = (
        found["number"] for found in matter.grammar.pattern("checks.numeral").finditer(between)
    )
    if any(before < (read_integer(numeral) or 0) < number for numeral in numerals):
        return
    span = matter.prose.span_of(place, place + len(next_word))
    where = f"正文{matter.places.line(span)}"
    if number == before:
        yield _made("duplicate-number", word, f"{where}的“{word}”出现两次", span)
    elif before < number <= before + FARTHEST:
        yield _made("missing-number", word, f"{where}的“{word}”之后即为“{next_word}”", span)


# ---------------------------------------------------------------- items of a box


def _items(box: Box, matter: Matter) -> Iterator[Finding]:
    items = [item for item in box.items if item.label]
    numbers = [_number(item) for item in items]
    if len(items) < FEWEST_OF_A_BOX or len(items) != len(box.items) or numbers[0] != 1:
        return
    if len({style_of(item.label or "") for item in items}) != 1 or numbers.count(1) > 1:
        return
    slips = [(a, b) for a, b in pairwise(items) if _number(b) != _number(a) + 1]
    if not slips:
        yield from _next_but_one(box, items[-1], matter)
    if len(slips) != 1:
        return
    last, item = slips[0]
    between = matter.draft.source.text[last.span[0] + len(last.label or "") : item.span[0]]
    missing = _number(item) - 1
    where = f"{box.label or box.title}（{matter.places.line(item.span)}）"
    if _number(item) == _number(last):
        yield _made(
            "duplicate-number",
            item.title or box.title,
            f"{where}的编号“{item.label}”出现两次",
            item.span,
        )
    elif _number(item) == _number(last) + 2 and not label_stands(
        item.label or "", missing, between
    ):
        what = f"{where}的“{last.label}”之后即为“{item.label}”"
        yield _made("missing-number", item.title or box.title, what, item.span)


def _next_but_one(box: Box, last: BoxItem, matter: Matter) -> Iterator[Finding]:
    """1. 2. and right behind them 4., which a box with a gap ends before."""
    text = matter.draft.source.text
    # The text behind a box may be long, and is not copied.
    start = _NO_WHITE_SPACE.search(text, last.span[1])
    if start is None:
        return
    end = text.find("\n", start.start())
    label, number = last.label, _number(last)
    line = text[start.start() : end if end >= 0 else len(text)]
    next_label = matter.grammar.pattern("checks.label-of-item").match(line)
    if next_label is None or style_of(next_label[0]) != style_of(label):
        return
    if read_integer(next_label["number"]) != number + 2:
        return
    # The box may stand below 3., whose list goes on behind it.
    if any(
        section.number == number + 1 and style_of(section.label) == style_of(label)
        for section in matter.draft.sections
        if section.span[0] < box.span[0]
    ):
        return
    what = f"{box.label or box.title}（{matter.places.line(last.span)}）的“{label}”之后即为“{next_label[0]}”"
    place = start.start(), start.start() + len(next_label[0])
    yield _made("missing-number", box.title, what, place)


def _number(item: BoxItem) -> int:
    digits = "".join(filter(str.isalnum, item.label or ""))
    return read_integer(digits) or 0


def _made(kind: str, about: str, what: str, span: Span) -> Finding:
    is_twice = kind == "duplicate-number"
    return finding(
        "duplicate-number" if is_twice else "missing-number",
        "warning",
        about,
        f"{what}。",
        sides=[span],
        span=span,
    )
