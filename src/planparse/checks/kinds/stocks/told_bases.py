"""stock-mismatch of a stock and what comes on top of it: 在937座的基础上新增127座，累计达到1100座."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from planparse.checks.kinds.stocks.shortfall import shortfall
from planparse.checks.matching.counted import is_rate, tally_of
from planparse.checks.matching.extents import amount, base_unit, half_a_step, is_exact
from planparse.checks.matter import Matter, check
from planparse.model.plan import Finding, Mention

LONGEST_BASIS = 32
"""Characters of the source from a stock to what comes on top of it."""

LONGEST_EXCESS = 6
"""Characters of the source from a number to by how much it is exceeded."""

LONGEST_REACH = 40
"""Characters of the source from what is added to all there is then."""

ROUND_NUMBERS = 0.01
"""Such a share of a total in whole tens may be lost by speaking in round numbers."""

TEN = 10

NUMBERS = 3
"""What there was, what comes, and what there is then."""


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
    basis = matter.grammar.words("checks.words-of-a-basis")
    added = matter.grammar.words("checks.added-or-gone")
    # Few numbers are said to be a basis, or to be exceeded.
    places = {*matter.prose.gaps_with(basis, LONGEST_BASIS)}
    places.update(matter.prose.gaps_with(added, LONGEST_EXCESS))
    for at in sorted(places):
        heap = _heap(mentions[at : at + 3], matter)
        if heap is None and at:
            heap = _heap_behind(mentions[at - 1 : at + 2], matter)
        if heap is not None and not _comes_out(heap):
            before, moved, after, falls = heap
            # What is added is named, or has its name from the stock: 在937座的基础上新增公园127座.
            name = moved.subject or before.subject or ""
            yield shortfall(name, before, moved, after, matter, falls=falls)


def _heap(mentions: Sequence[Mention], matter: Matter) -> Heap | None:
    """Three numbers that are told as a sum, or a difference; None where they are not."""
    if not _count_alike(mentions):
        return None
    before, moved, after = mentions
    # 在上年新登记1200户的基础上增加150户，总数达到8650户: what came new in a year is no stock.
    if tally_of(before, matter.draft, matter.grammar).kind in ("added", "yearly"):
        return None
    # 2021年新增127座，到2025年达到1100座: other years bring some, too.
    if moved.value.year not in (None, before.value.year, after.value.year):
        return None
    comes = _on_that_basis(before, moved, matter) or _more_than_it_was(before, moved, after, matter)
    if comes is None or not _is_all_there_is_then(before, moved, after, matter):
        return None
    return Heap(before, moved, after, falls=comes["fewer"] is not None)


def _count_alike(mentions: Sequence[Mention]) -> bool:
    """Whether they are three exact numbers in one unit, and no rates."""
    if len(mentions) < NUMBERS or len(set(map(base_unit, mentions))) != 1:
        return False
    return all(is_exact(mention.value) for mention in mentions) and not any(map(is_rate, mentions))


def _heap_behind(mentions: Sequence[Mention], matter: Matter) -> Heap | None:
    """The same where all there is then stands first: 达到1450万吨，比1990年的1218万吨增加232万吨."""
    if not _count_alike(mentions):
        return None
    after, before, moved = mentions
    ahead = matter.prose.between(after.span, before.span) or ""
    if matter.grammar.pattern("checks.more-than-in").fullmatch(ahead) is None:
        return None
    behind = matter.prose.between(before.span, moved.span) or ""
    comes = matter.grammar.pattern("checks.more-than-it-was").fullmatch(behind)
    return Heap(before, moved, after, falls=comes["fewer"] is not None) if comes else None


def _on_that_basis(before: Mention, moved: Mention, matter: Matter) -> regex.Match[str] | None:
    """The words that say that something comes on top of a stock, or goes: 的基础上新增."""
    ahead = matter.prose.between(before.span, moved.span) or ""
    return matter.grammar.pattern("checks.on-that-basis").fullmatch(ahead)


def _more_than_it_was(
    before: Mention, moved: Mention, after: Mention, matter: Matter
) -> regex.Match[str] | None:
    """The words that say the same of an earlier year: 较2020年的320名增加45名，达到365名."""
    grammar = matter.grammar
    ahead = matter.prose.between(before.span, moved.span) or ""
    clause = matter.prose.clause_up_to(before.span[0])
    if not grammar.find("checks.compared-with-what-was", clause):
        return None
    # 新登记企业比上年的1200户增加150户，总数达到8650户: all there is is another thing.
    behind = matter.prose.between(moved.span, after.span) or ""
    if grammar.find("checks.all-there-is", behind):
        return None
    return grammar.pattern("checks.more-than-it-was").fullmatch(ahead)


def _is_all_there_is_then(before: Mention, moved: Mention, after: Mention, matter: Matter) -> bool:
    """Whether the third number is what the stock comes to."""
    if after.span[0] - moved.span[1] > LONGEST_REACH:
        return False
    behind = matter.prose.between(moved.span, after.span) or ""
    then = matter.grammar.pattern("checks.comes-to-then").fullmatch(behind)
    return then is not None and _is_of_it(then["name"], before, matter)


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
