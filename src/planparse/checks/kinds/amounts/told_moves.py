"""How far a level moves against what is said of the move: 由320亿元增加到450亿元，年均增长10%.

Every way of saying the move is one equation of the two levels: by how much, by what share, by what
share a year, by how many points, how many times over. Each is checked with the digits that are
printed, so that rounding is no slip.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planparse.checks.kinds.changes.arithmetic import (
    POINTS_IN_ONE,
    difference,
    fits,
    growth,
    is_in_percent,
)
from planparse.checks.matching.extents import base_unit, normalized_extent
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.checks.running_numbers import MentionsAt
from planparse.model.plan import Finding, FindingKind, Mention
from planparse.quantity.measures import is_points

FIVE_YEARS = 5
"""What 五年 says, and “十四五”期间."""


class Move(NamedTuple):
    """Two levels of one thing, and a change that is said to lie between them."""

    start: Mention
    end: Mention
    change: Mention

    @property
    def is_yearly(self) -> bool:
        """Whether the change is one a year, on the average."""
        return self.change.value.basis == "annual"

    @property
    def records(self) -> list[str]:
        """Its mentions in printed order."""
        return [self.start.id, self.end.id, self.change.id]


@check("prose-contradicts-prose", "stock-mismatch", "unit-mismatch")
def told_moves(matter: Matter) -> Iterator[Finding]:
    """Levels that do not move as is said beside them, and points that are printed as per cent."""
    for move in _moves(matter):
        found = _judged(move, matter)
        if found is not None:
            yield found


def _moves(matter: Matter) -> Iterator[Move]:
    pattern = matter.grammar.pattern("checks.level-moved")
    at = MentionsAt(matter)
    for match in matter.prose.finditer_beside("checks.moving-words", pattern):
        start, end = at(match.start("start")), at(match.start("end"))
        if start is None or end is None or base_unit(start) != base_unit(end):
            continue
        for name in ("before", "behind"):
            if match[name] is None:
                continue
            change = at(match.start(name))
            if change is not None:
                yield Move(start, end, change)


def _judged(move: Move, matter: Matter) -> Finding | None:
    first = normalized_extent(move.start.value)
    last = normalized_extent(move.end.value)
    change = normalized_extent(move.change.value)
    if first is None or last is None or change is None:
        return None
    if first.number <= 0 or last.number <= 0:
        return None  # from or to nothing
    if float("-inf") in (first.low, last.low):
        return None  # 不足20万吨 may be any smaller number
    are_shares = is_in_percent(move.start) and is_in_percent(move.end)
    if are_shares and move.is_yearly:
        return None  # 年均提高2%: points or per cent, as it is printed without care
    if is_points(move.change.unit):
        points = difference(first, last, POINTS_IN_ONE)
        return None if not are_shares or fits(points, change) else _off(move, matter)
    if not is_in_percent(move.change):
        return None  # what is added, and what is given up besides, other checks weigh
    if are_shares:
        if fits(growth(first, last, 1), change):
            return None
        is_slip = fits(difference(first, last), change)
        return _points_as_percent(move, matter) if is_slip else _off(move, matter)
    if _is_at_other_prices(move, matter):
        return None
    counts = _years(move, matter) if move.is_yearly else [1]
    if not counts or any(fits(growth(first, last, years), change) for years in counts):
        return None
    return _of(move, matter)


def _is_at_other_prices(move: Move, matter: Matter) -> bool:
    """Output grows at comparable prices, and some sums are of another scope than before."""
    names = (move.start.subject or "", move.end.subject or "")
    if any(matter.grammar.find("checks.at-comparable-prices", name) for name in names):
        return True
    sentence = matter.prose.sentence_of(move.end.span[0])
    return matter.grammar.find("checks.of-another-scope", sentence) is not None


def _years(move: Move, matter: Matter) -> list[int]:
    """How many years the move may take; none where nothing tells."""
    first, last = move.start.value.year, move.end.value.year
    if first is not None and last is not None and first < last:
        return [last - first]
    before = matter.prose.sentence_up_to(move.end.span[0])
    if matter.grammar.find("checks.five-years-long", before) is not None:
        return _about(FIVE_YEARS)
    period = matter.draft.head.period
    if last is None or period is None or last < period.start:
        return []
    return _about(last - period.start + 1)


def _about(years: int) -> list[int]:
    """They may be counted from the first year's end or from its begin, or with both."""
    return list(range(max(1, years - 1), years + 2))


# ---------------------------------------------------------------- findings


# In the words of the checks that compare such numbers where they stand right beside each other, so
# that what both find is told once.


def _of(move: Move, matter: Matter) -> Finding:
    said = f"与所述的增减{matter.places.quantity(move.change)}不符。"
    return _told("prose-contradicts-prose", said, move, matter)


def _off(move: Move, matter: Matter) -> Finding:
    said = f"而所述增减为{matter.places.quantity(move.change)}。"
    return _told("stock-mismatch", said, move, matter)


def _told(kind: FindingKind, said: str, move: Move, matter: Matter) -> Finding:
    places = matter.places
    # 起步，五年提高2.6个百分点，到2025年: where the change comes first, the end has no name.
    names = [move.end.subject, move.start.subject]
    if move.change.span[0] < move.end.span[0]:
        names.reverse()
    name = names[0] or names[1] or ""
    levels = f"由{places.quantity(move.start)}到{places.quantity(move.end)}"
    return finding(
        kind,
        "warning",
        name,
        f"{places.prose(move.end)}“{name}”{levels}，{said}",
        records=move.records,
        span=move.end.span,
        page=move.end.page,
    )


def _points_as_percent(move: Move, matter: Matter) -> Finding:
    places = matter.places
    name = move.end.subject or move.start.subject or ""
    return finding(
        "unit-mismatch",
        "warning",
        name,
        f"{places.prose(move.end)}“{name}”由{places.quantity(move.start)}到{places.quantity(move.end)}，"
        f"相差的是百分点，所述增减{places.quantity(move.change)}却以%为单位。",
        records=move.records,
        span=move.change.span,
        page=move.change.page,
    )
