"""Headings to levels: how the numbering styles nest in this document.

A style stands under another one where its numbers begin anew behind it: 1.1, 1.2 behind each
一、 says that decimals stand under 一、 here, whatever other styles the document has. So one
heading of a style that nothing else speaks for doesn't push all the others a level down.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from planparse.model.draft import Heading, HeadingLabel
from planparse.text.headings import ANNEX, LAST_LONE

LEAST_SHARE = 0.2
"""Share of a style's beginnings that stand behind a wider one, to say that it stands under it."""
RARE_SHARE = 0.1
"""A style with fewer headings than this share of another's is chance beside it."""
DECIMALS = frozenset({58, 62, 64, 66})
"""Ranks of the styles that count by decimals: 1, 1.1, 1.1.1."""
FEWEST_ALIKE = 2
"""Beginnings that are no chance: two of them count whatever their share."""


class Nesting(NamedTuple):
    """That headings of the style `inner` stand under those of the style `outer`."""

    outer: int
    inner: int


def levels_of(headings: Sequence[Heading]) -> list[int]:
    """Level of each heading, from 1: that of its style, and one deeper inside an annex."""
    level_of = _style_levels([heading.label for heading in headings])
    levels: list[int] = []
    in_annex = False
    for heading in headings:
        label = heading.label
        if label.rank == ANNEX:
            # A heading without a label (附则) ends the annex before it.
            in_annex = label.text != ""
            levels.append(1)
            continue
        level = level_of[label.rank]
        # What an annex holds stands under it, as its first heading would under the plan's title.
        if in_annex:
            level += 1
        levels.append(level)
    return levels


# -------------------------------------------------------------------- styles


def _style_levels(labels: Sequence[HeadingLabel]) -> dict[int, int]:
    """The level of each style."""
    ranks = sorted({label.rank for label in labels} - {ANNEX})
    outer_of: dict[int, list[int]] = {rank: [] for rank in ranks}
    for outer, inner in _nestings(labels):
        outer_of[inner].append(outer)
    level_of: dict[int, int] = {}
    for rank in _from_outside(ranks, outer_of):
        outers = outer_of[rank]
        if not outers:
            # The numbers say nothing: below the widest style, which was the first.
            outers = [wider for wider in level_of if wider < rank][:1]
        level_of[rank] = 1 + max([level_of[outer] for outer in outers], default=0)
    return level_of


def _from_outside(ranks: Sequence[int], outer_of: Mapping[int, Sequence[int]]) -> list[int]:
    """The styles, from the widest on, but each behind those that it stands under."""
    done: list[int] = []
    left = list(ranks)
    while left:
        ready = next(rank for rank in left if not set(outer_of[rank]) - set(done))
        done.append(ready)
        left.remove(ready)
    return done


def _nestings(labels: Sequence[HeadingLabel]) -> list[Nesting]:
    """Which style stands under which; never in a circle."""
    votes = _votes(labels)
    beginnings: Counter[int] = Counter()
    for nesting, count in votes.items():
        beginnings[nesting.inner] += count
    kept: list[Nesting] = []
    # The best supported ones come first; of two alike that of a wider style outside.
    for nesting in sorted(votes, key=lambda n: (-votes[n], n.outer > n.inner, n)):
        share = votes[nesting] / beginnings[nesting.inner]
        if not _is_supported(nesting, votes[nesting], share):
            continue
        if nesting.outer not in _all_inside(nesting.inner, kept):
            kept.append(nesting)
    for nesting in _usual(labels):
        if nesting.outer not in _all_inside(nesting.inner, kept):
            kept.append(nesting)
    return kept


def _usual(labels: Sequence[HeadingLabel]) -> Iterator[Nesting]:
    """How styles nest by custom (一、 over （一） over 1.), also where no number of theirs says so.

    Decimals have no place in this order, nor has a style that hardly occurs.
    """
    uses = Counter(label.rank for label in labels)
    in_order = sorted(uses.keys() - {ANNEX, *DECIMALS})
    for at, inner in enumerate(in_order):
        for outer in in_order[:at]:
            is_established = uses[outer] > 1 and uses[outer] >= RARE_SHARE * uses[inner]
            if is_established or outer <= LAST_LONE:
                yield Nesting(outer, inner)


def _is_supported(nesting: Nesting, count: int, share: float) -> bool:
    """Whether so many beginnings, and such a share of them, make a nesting believable."""
    if nesting.outer < nesting.inner:
        return count >= FEWEST_ALIKE or share >= LEAST_SHARE
    if nesting.outer in DECIMALS and nesting.inner not in DECIMALS:
        return share > 1 / 2  # custom knows no order between them
    # Against the usual order a heading may just be missing: 1. … and, its 第二章 lost, 一、 …
    if nesting.inner <= LAST_LONE:
        return False
    return count >= FEWEST_ALIKE and share > 1 / 2


def _all_inside(rank: int, nestings: Sequence[Nesting]) -> set[int]:
    """A style and all that stand under it, at whatever depth."""
    found = {rank}
    grown = True
    while grown:
        inner = {n.inner for n in nestings if n.outer in found}
        grown = not inner <= found
        found |= inner
    return found


def _votes(labels: Sequence[HeadingLabel]) -> Counter[Nesting]:
    """How often each style begins behind a heading of another one.

    Where its numbers begin anew (1), it stands under the style before it. Articles and the like
    count on through the document: then a wider style before a narrower one has to do.
    """
    anew = Counter(_changes(labels, anew=True))
    going_on = Counter(_changes(labels, anew=False))
    for nesting, count in going_on.items():
        back = Nesting(nesting.inner, nesting.outer)
        if not {*nesting}.isdisjoint(DECIMALS):
            continue  # these never count on
        if nesting not in anew and back not in anew and nesting.outer < nesting.inner:
            anew[nesting] = count
    return anew


def _changes(labels: Sequence[HeadingLabel], *, anew: bool) -> Iterator[Nesting]:
    """The places where one style follows another, with a number that begins `anew` or goes on."""
    before = ANNEX
    for label in labels:
        rank = label.rank
        if rank != before and ANNEX not in (rank, before) and (label.number == 1) is anew:
            yield Nesting(before, rank)
        before = rank
