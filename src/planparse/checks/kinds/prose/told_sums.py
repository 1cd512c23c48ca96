"""sum-mismatch in prose: parts that are said to make up a total, and do not."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import regex
from msgspec import Struct

from planparse.checks.matching.extents import reach
from planparse.checks.matter import Matter, check
from planparse.checks.sums.prose_findings import parts_miss_whole
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Finding, Mention

FEWEST_PARTS = 2


class ToldSum(Struct, frozen=True):
    """A total of prose, and all the parts that its sentence names."""

    total: Mention
    parts: tuple[Mention, ...]
    must_make_up: bool
    """Whether the parts are said to be all there are; else they are parts that share nothing."""


@check("sum-mismatch")
def told_sums(matter: Matter) -> Iterator[Finding]:
    """Totals that are not the sum of the parts that their sentence says they consist of."""
    pattern = matter.grammar.pattern("checks.made-up-of")
    for found in matter.prose.finditer_beside("checks.making-up", pattern):
        told = _told_sum(found, matter)
        if told is not None and not _adds_up(told):
            counted = f"所含{len(told.parts)}项"
            yield parts_miss_whole(told.total, told.parts, counted, matter.places)


def _told_sum(found: regex.Match[str], matter: Matter) -> ToldSum | None:
    """The total before the words, and the parts behind them, to the end of the sentence."""
    offset = matter.prose.span_of(found.start(), found.end())[0]
    at = bisect_left(matter.prose.mention_starts, offset)
    if at == 0:
        return None
    total = matter.draft.mentions[at - 1]
    # The number stands right before the words: 186.5亿元，由三部分构成.
    if matter.prose.between(total.span, (offset, offset + 1)) not in ("", "，", ",", "左右，"):
        return None
    end = matter.prose.text.find("。", found.end())
    line_end = matter.prose.text.find("\n", found.end())
    stops = [stop for stop in (end, line_end) if stop >= 0]
    stop = min(stops, default=len(matter.prose.text))
    behind = matter.prose.text[found.end() : stop]
    if not _is_all_there_is(found, behind, matter):
        return None
    parts = []
    for mention in matter.draft.mentions[at:]:
        place = matter.prose.place_of(mention.span[0])
        if place is None or place >= stop:
            break
        parts.append(mention)
    return _with_parts(total, parts, found)


def _is_all_there_is(found: regex.Match[str], behind: str, matter: Matter) -> bool:
    """Whether the sentence says that the parts make up the total, and breaks down none of them."""
    if matter.grammar.pattern("checks.not-all").search(behind):
        return False
    if found["all"] or found["side"]:
        return True
    return matter.grammar.pattern("checks.make-up").search(behind) is not None


def _with_parts(
    total: Mention, parts: Sequence[Mention], found: regex.Match[str]
) -> ToldSum | None:
    base = total.value.normalized
    if base is None or not _is_exact(total):
        return None
    amounts = []
    for part in parts:
        own = part.value.normalized
        if own is None or not _is_exact(part):
            return None
        if own.unit == base.unit:
            amounts.append(part)
        elif part.unit is None or part.unit.dimension != "fraction":
            return None  # another thing is told of
    number = read_integer(found["number"]) if found["number"] else None
    if len(amounts) < FEWEST_PARTS or (number is not None and number != len(amounts)):
        return None
    return ToldSum(total, tuple(amounts), must_make_up=found["side"] is None)


def _is_exact(mention: Mention) -> bool:
    return mention.value.kind == "number" and mention.value.comparator in (None, "=")


def _adds_up(told: ToldSum) -> bool:
    whole = reach(told.total.value)
    parts = [reach(part.value) for part in told.parts]
    added = sum(part.number for part in parts)
    slack = sum(part.step / 2 + part.slack for part in (whole, *parts))
    if told.must_make_up:
        return abs(added - whole.number) <= slack
    return added <= whole.number + slack
