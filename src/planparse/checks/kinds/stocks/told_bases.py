"""stock-mismatch of a stock and what comes on top of it: 在937座的基础上新增127座，累计达到1100座."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planparse.checks.kinds.stocks.shortfall import shortfall
from planparse.checks.matching.counted import is_rate
from planparse.checks.matching.extents import amount, base_unit, half_a_step, is_exact
from planparse.checks.matter import Matter, check
from planparse.model.plan import Finding, Mention

LONGEST_BASIS = 32
"""Characters of the source from a stock to what comes on top of it."""

LONGEST_REACH = 40
"""Characters of the source from what is added to all there is then."""

ROUND_NUMBERS = 0.01
"""Such a share of a total in whole tens may be lost by speaking in round numbers."""

TEN = 10


class Heap(NamedTuple):
    """What there was, what comes on top or goes, and what there is then."""

    before: Mention
    moved: Mention
    after: Mention
    falls: bool


@check("stock-mismatch")
def told_bases(matter: Matter) -> Iterator[Finding]:
    """Sums that are told as such, and do not come out: neither more nor less may be there in the end."""
    mentions = matter.draft.mentions
    words = matter.grammar.words("checks.words-of-a-basis")
    # Few numbers are said to be a basis.
    for at in matter.prose.gaps_with(words, LONGEST_BASIS):
        heap = _heap(mentions[at : at + 3], matter)
        if heap is not None and not _comes_out(heap):
            before, moved, after, falls = heap
            # What is added is named, or has its name from the stock: 在937座的基础上新增公园127座.
            name = moved.subject or before.subject or ""
            yield shortfall(name, before, moved, after, matter, falls=falls)


def _heap(mentions: tuple[Mention, ...], matter: Matter) -> Heap | None:
    """Three numbers that are told as a sum, or a difference; None where they are not."""
    if (
        len({base_unit(mention) for mention in mentions}) != 1
        or len(mentions) < len(Heap._fields) - 1
    ):
        return None
    if not all(is_exact(mention.value) for mention in mentions) or any(map(is_rate, mentions)):
        return None
    before, moved, after = mentions
    if after.span[0] - moved.span[1] > LONGEST_REACH:
        return None
    ahead = matter.prose.between(before.span, moved.span)
    behind = matter.prose.between(moved.span, after.span)
    if ahead is None or behind is None:
        return None
    comes = matter.grammar.pattern("checks.on-that-basis").fullmatch(ahead)
    then = matter.grammar.pattern("checks.comes-to-then").fullmatch(behind)
    if comes is None or then is None or not _is_of_it(then["name"], before, matter):
        return None
    # 2021年新增127座，到2025年达到1100座: other years bring some, too.
    if moved.value.year not in (None, before.value.year, after.value.year):
        return None
    return Heap(before, moved, after, falls=comes["fewer"] is not None)


def _is_of_it(name: str, before: Mention, matter: Matter) -> bool:
    """Whether all there is then is named as the stock is, or not again: 公办园12所, 全市幼儿园46所."""
    if not name or not before.subject:
        return True
    namer = matter.namer
    return namer.alike(namer.name(name), namer.name(before.subject))


def _comes_out(heap: Heap) -> bool:
    before, moved, after = map(amount, heap[:3])
    gap = abs(before + (-moved if heap.falls else moved) - after)
    return gap <= max(_rounding(heap), _round_speech(heap.after))


def _rounding(heap: Heap) -> float:
    """What rounding explains: of numbers without decimals none was rounded."""
    numbers = (heap.before, heap.moved, heap.after)
    if all(float(number.value.value or 0).is_integer() for number in numbers):
        return 0.0
    return sum(half_a_step(number.value) for number in numbers)


def _round_speech(after: Mention) -> float:
    """How far a total in whole tens (达到160万千瓦) may be from the sum."""
    is_round = (after.value.value or 1) % TEN == 0
    return amount(after) * ROUND_NUMBERS if is_round else 0.0
