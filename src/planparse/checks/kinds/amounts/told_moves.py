"""How far a level moves against what is said of the move: 由320亿元增加到450亿元，年均增长10%.

Every way of saying the move is one equation of the two levels: by how much, by what share, by what
share a year, by how many points, how many times over. Each is checked with the digits that are
printed, so that rounding is no slip.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planparse.checks.matching.extents import Extent, extent, normalized_extent
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.checks.running_numbers import MentionsAt
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Finding, Mention

FEWEST_YEARS, MOST_YEARS = 4, 6
"""五年 may be counted from the first year's end or from its begin, or with both."""

ROUNDED = 0.0006
"""A share that is printed with one decimal may be off by half of it, and a little for the levels."""

ABOUT = 0.1
"""By what part of itself a share may be off that is said to be about so much."""

PERCENT = "%"
"""As units are read, whatever sign is printed."""


class Move(NamedTuple):
    """Two levels of one thing, and a change that is said to lie between them."""

    start: Mention
    end: Mention
    change: Mention
    is_yearly: bool

    @property
    def records(self) -> list[str]:
        """Its mentions in printed order."""
        return [self.start.id, self.end.id, self.change.id]


@check("prose-contradicts-prose")
def told_moves(matter: Matter) -> Iterator[Finding]:
    """Levels that do not move as is said beside them, and points that are printed as per cent."""
    for move in _moves(matter):
        found = _judged(move, matter)
        if found is not None:
            yield found


@check("prose-contradicts-prose")
def told_doublings(matter: Matter) -> Iterator[Finding]:
    """在15亿元基础上翻一番，达到28亿元."""
    pattern = matter.grammar.pattern("checks.level-doubled")
    at = MentionsAt(matter)
    for match in matter.prose.finditer_beside("checks.doubling-words", pattern):
        start, end = (at(match.start(name)) for name in ("start", "end"))
        times = read_integer(match["times"].replace("两", "二"))
        if start is None or end is None or not times or start.unit != end.unit:
            continue
        first, last = normalized_extent(start.value), normalized_extent(end.value)
        if first is None or last is None or first.number <= 0:
            continue
        factor = 2.0**times
        too_low = _widened(last, "high") < _widened(first, "low") * factor
        too_high = _widened(last, "low") > _widened(first, "high") * factor
        if too_low or too_high:
            yield _told([start, end], end, f"翻{match['times']}番", matter)


def _moves(matter: Matter) -> Iterator[Move]:
    pattern = matter.grammar.pattern("checks.level-moved")
    at = MentionsAt(matter)
    for match in matter.prose.finditer_beside("checks.moving-words", pattern):
        start, end = at(match.start("start")), at(match.start("end"))
        if start is None or end is None or start.unit is None or start.unit != end.unit:
            continue
        for name in ("before", "behind"):
            if match[name] is None:
                continue
            change = at(match.start(name))
            if change is not None and change.role == "change":
                is_yearly = change.value.basis == "annual" or bool(match["yearly"])
                yield Move(start, end, change, is_yearly)


def _judged(move: Move, matter: Matter) -> Finding | None:
    first = normalized_extent(move.start.value)
    last = normalized_extent(move.end.value)
    change = normalized_extent(move.change.value)
    if first is None or last is None or change is None or first.number <= 0:
        return None
    words = f"{matter.places.quantity(move.change)}"
    if _is_in_points(move.change, matter):
        return _of(move, words, matter) if _are_other_points(move) else None
    if not _is_in_percent(move.change):
        return None  # what is added, and what is given up besides, other checks weigh
    if _is_in_percent(move.start) and not move.is_yearly:
        if _fits(_growth(first, last, 1), change):
            return None
        if _fits(_difference(first, last), change):
            return _points_as_percent(move, matter)
        return _of(move, words, matter)
    if _is_at_other_prices(move, matter):
        return None
    counts = _years(move, matter) if move.is_yearly else [1]
    if not counts or any(_fits(_growth(first, last, years), change) for years in counts):
        return None
    return _of(move, words, matter)


def _are_other_points(move: Move) -> bool:
    """Whether two percentages are not so many points apart; points are counted in hundredths."""
    first, last, points = (extent(one.value) for one in (move.start, move.end, move.change))
    if first is None or last is None or points is None or not _is_in_percent(move.start):
        return False
    return not _fits(_difference(first, last), points)


def _is_in_percent(mention: Mention) -> bool:
    return mention.unit is not None and mention.unit.text == PERCENT


def _is_in_points(mention: Mention, matter: Matter) -> bool:
    text = mention.unit.text if mention.unit is not None else ""
    return matter.grammar.find("prose.points", text) is not None


def _is_at_other_prices(move: Move, matter: Matter) -> bool:
    """Output grows at comparable prices, and some sums are of another scope than before."""
    names = (move.start.subject or "", move.end.subject or "")
    if any(matter.grammar.find("checks.at-comparable-prices", name) for name in names):
        return True
    place = matter.prose.place_of(move.end.span[0])
    if place is None:
        return True
    sentence = matter.prose.sentence_before(place) + matter.prose.sentence_behind(place)
    return matter.grammar.find("checks.of-another-scope", sentence) is not None


def _years(move: Move, matter: Matter) -> list[int]:
    """How many years the move may take; none where nothing tells."""
    first, last = move.start.value.year, move.end.value.year
    if first is not None and last is not None and first < last:
        return [last - first]
    place = matter.prose.place_of(move.end.span[0])
    before = matter.prose.sentence_before(place) if place is not None else ""
    if matter.grammar.find("checks.five-years-long", before) is None:
        return []
    return list(range(FEWEST_YEARS, MOST_YEARS + 1))


def _growth(first: Extent, last: Extent, years: int) -> tuple[float, float]:
    """The shares by which the level may grow in a year, the digits being rounded."""
    low = max(_widened(last, "low"), 0.0) / _widened(first, "high")
    high = _widened(last, "high") / max(_widened(first, "low"), first.number / 2)
    return low ** (1 / years) - 1.0 - ROUNDED, high ** (1 / years) - 1.0 + ROUNDED


def _difference(first: Extent, last: Extent) -> tuple[float, float]:
    low = _widened(last, "low") - _widened(first, "high")
    high = _widened(last, "high") - _widened(first, "low")
    return low, high


def _widened(level: Extent, side: str) -> float:
    """The least or the largest number that was rounded to the printed one, or is told by its bound."""
    half = level.step / 2 + level.slack
    low = level.low if level.low > float("-inf") else level.number
    high = level.high if level.high < float("inf") else level.number
    return low - half if side == "low" else high + half


def _fits(real: tuple[float, float], told: Extent) -> bool:
    """Whether a change may be what is told, whose sign is told by the words around it."""
    low, high = sorted(map(abs, real))
    if real[0] <= 0 <= real[1]:
        low = 0.0
    half = told.step / 2 + told.slack
    number = abs(told.number)
    if told.sign == "≈":
        half += ABOUT * number
    if told.sign in ("≥", ">"):
        return high + half >= number
    if told.sign in ("≤", "<"):
        return low - half <= number
    return low - half <= number <= high + half


# ---------------------------------------------------------------- findings


def _of(move: Move, words: str, matter: Matter) -> Finding:
    said = f"年均{words}" if move.is_yearly else words
    return _told([move.start, move.end, move.change], move.end, f"增减{said}", matter)


def _told(mentions: list[Mention], end: Mention, said: str, matter: Matter) -> Finding:
    places = matter.places
    name = mentions[0].subject or end.subject or ""
    return finding(
        "prose-contradicts-prose",
        "warning",
        name,
        f"{places.prose(end)}“{name}”由{places.quantity(mentions[0])}到{places.quantity(end)}，"
        f"与所述的{said}不符。",
        records=[mention.id for mention in mentions],
        span=end.span,
        page=end.page,
    )


def _points_as_percent(move: Move, matter: Matter) -> Finding:
    places = matter.places
    name = move.start.subject or move.end.subject or ""
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
