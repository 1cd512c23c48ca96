"""sum-mismatch of several numbers for each part: 1236个，面积4521万平方米，其中基本级819个，面积2980万平方米；…."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from planparse.checks.matching.counted import OF_WHICH, is_rate
from planparse.checks.matching.extents import (
    adds_up,
    amount,
    base_unit,
    gap_to_sum,
    half_a_step,
    is_exact,
)
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.checks.running_numbers import LONGEST_NAME, stands_behind
from planparse.checks.sums.prose_findings import parts_miss_whole
from planparse.model.plan import Finding, Mention

MOST_ASPECTS = 3
"""Numbers that are told of each part: how many, how large, and what they cost."""

FEWEST_PARTS = 2

HUNDRED = 100

NEAR = 0.15
"""A total that misses the parts by a larger share counts something else."""


class PartOfGroup(NamedTuple):
    """The numbers of a part, one for each of the whole's, and the shares that are told of it besides."""

    numbers: Sequence[Mention]
    shares: Sequence[Mention]


class PartsOfAspects(NamedTuple):
    """The numbers of a whole, and those of each of its parts, in the same order."""

    whole: Sequence[Mention]
    parts: Sequence[PartOfGroup]


@check("sum-mismatch")
def told_groups(matter: Matter) -> Iterator[Finding]:
    """Totals that their parts miss, where another total of the same parts comes out.

    What comes out shows that these parts are all there are, and that their shares make up the whole.
    """
    for at in matter.prose.gaps_with((OF_WHICH,), LONGEST_NAME):
        groups = _groups(at, matter)
        if groups is None:
            continue
        numbers = zip(*(part.numbers for part in groups.parts), strict=True)
        columns = list(zip(groups.whole, numbers, strict=True))
        missed = [column for column in columns if not adds_up(*column)]
        # One of them at least says that nothing is left out.
        if len(missed) == len(columns):
            continue
        for total, parts in missed:
            if _is_near(total, parts):
                yield parts_miss_whole(total, parts, f"其中所列{len(parts)}项", matter.places)
        yield from _shares_off(groups.parts, matter)


def _groups(at: int, matter: Matter) -> PartsOfAspects | None:
    """The numbers before 其中 and those behind it, in groups of the same units; None for no such groups."""
    mentions = matter.draft.mentions
    if not stands_behind(mentions[at].span, mentions[at + 1], "checks.part-behind", matter):
        return None
    for aspects in range(2, MOST_ASPECTS + 1):
        whole = mentions[max(at - aspects + 1, 0) : at + 1]
        if len(whole) < aspects or not _are_of_one_thing(whole, matter):
            continue
        parts = list(_parts(at + 1, list(map(base_unit, whole)), matter))
        if len(parts) >= FEWEST_PARTS:
            return PartsOfAspects(whole, parts)
    return None


def _parts(at: int, units: Sequence[str], matter: Matter) -> Iterator[PartOfGroup]:
    """The groups of numbers in these units that stand one behind the other."""
    mentions = matter.draft.mentions
    first = at
    while first + len(units) <= len(mentions):
        behind = first + len(units)
        group = mentions[first:behind]
        if first > at and not stands_behind(
            mentions[first - 1].span, group[0], "checks.next-group", matter
        ):
            return
        if list(map(base_unit, group)) != list(units) or not _are_of_one_thing(group, matter):
            return
        # 由238.9万千瓦增长到664.0万千瓦，比重由18.0%提高到34.6%
        first = behind
        while first < len(mentions) and _is_share_of(mentions[first - 1], mentions[first], matter):
            first += 1
        yield PartOfGroup(group, mentions[behind:first])


def _are_of_one_thing(group: Sequence[Mention], matter: Matter) -> bool:
    """Whether numbers are plain ones that are told of one thing: several aspects of it, or a start and an end."""
    if not all(is_exact(one.value) and base_unit(one) and not is_rate(one) for one in group):
        return False
    return all(
        stands_behind(
            one.span,
            next_one,
            "checks.rise-to" if base_unit(one) == base_unit(next_one) else "checks.next-aspect",
            matter,
        )
        for one, next_one in pairwise(group)
    )


def _is_share_of(before: Mention, share: Mention, matter: Matter) -> bool:
    """Whether a number is the share that a part has, told right behind its other numbers."""
    if not is_rate(share) or share.per is not None:
        return False
    return stands_behind(before.span, share, "checks.share-besides", matter) or (
        is_rate(before) and stands_behind(before.span, share, "checks.rise-to", matter)
    )


def _shares_off(parts: Sequence[PartOfGroup], matter: Matter) -> Iterator[Finding]:
    """Shares of parts that are all there are, and make up more or less than the whole."""
    if not parts[0].shares or len({len(part.shares) for part in parts}) > 1:
        return
    for shares in zip(*(part.shares for part in parts), strict=True):
        added = sum(map(amount, shares))
        slack = sum(half_a_step(share.value) for share in shares)
        if slack < abs(added - 1.0) <= NEAR:
            yield _share_finding(shares, added, matter)


def _share_finding(shares: Sequence[Mention], added: float, matter: Matter) -> Finding:
    places = matter.places
    listed = "、".join(map(places.quantity, shares))
    name = shares[0].subject or ""
    return finding(
        "sum-mismatch",
        "warning",
        name,
        f"{places.prose(shares[0])}“{name}”等所列{len(shares)}项的占比（{listed}）"
        f"相加为{added * HUNDRED:.4g}%，而各项数量相加等于总数。",
        records=[share.id for share in shares],
        span=shares[0].span,
        page=shares[0].page,
    )


def _is_near(total: Mention, parts: Sequence[Mention]) -> bool:
    return gap_to_sum(total, parts) <= NEAR * amount(total)
