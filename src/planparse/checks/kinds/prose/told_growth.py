"""A rate of growth against the two levels beside it: 由480亿元增加到5098亿元，增长6.2%."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.checks.matching.counted import is_rate, tally_of
from planparse.checks.matching.extents import amount, base_unit, is_exact, is_money
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Mention

LONGEST_APART = 60
"""Characters of the source from one of the three numbers to the next."""

PRICES = 1.25
"""Growth is told at comparable prices, so that of money only what no price explains is told."""

FALLING = 0.93
"""Prices that fall explain hardly more than this."""

FEWEST_YEARS = 3
PRICES_A_YEAR = 0.035
"""Over some years prices rise by no more than this a year."""

FALLING_A_YEAR = 0.02
"""And hardly fall: what is told as growth is never so much less."""

ROUND_POINTS = 0.012
"""Other levels are printed rounded: their growth may be so far from the printed one, in all years."""


@check("prose-contradicts-prose")
def told_growth(matter: Matter) -> Iterator[Finding]:
    """Levels of two years that do not grow by what is said behind them."""
    mentions = matter.draft.mentions
    for at, growth in enumerate(mentions):
        if growth.value.measure != "growth" or not is_exact(growth.value):
            continue
        if _is_multiple(growth, matter):
            continue
        levels = _levels(at, matter)
        if levels is not None and not _comes_out(*levels, growth):
            yield _finding(*levels, growth, matter)


def _levels(at: int, matter: Matter) -> tuple[Mention, Mention] | None:
    """The two levels right before a growth (由A增加到B，增长6%), or right behind it (增长6%，由A增加到B)."""
    mentions = matter.draft.mentions
    growth = mentions[at]
    if at > 1 and _is_told(mentions[at - 2], mentions[at - 1], growth, matter):
        return mentions[at - 2], mentions[at - 1]
    if at + 2 < len(mentions):
        start, end = mentions[at + 1 : at + 3]
        if _is_told_behind(growth, start, end, matter):
            return start, end
    return None


def _is_multiple(growth: Mention, matter: Matter) -> bool:
    """Whether it says how many times as much there will be, which `told_multiples` compares."""
    return any(word in growth.value.text for word in matter.grammar.words("checks.times-over"))


def _have_levels(start: Mention, end: Mention) -> bool:
    if not is_exact(start.value) or not is_exact(end.value) or is_rate(end):
        return False
    return base_unit(start) == base_unit(end) and amount(start) > 0 and amount(end) > 0


def _is_told_behind(growth: Mention, start: Mention, end: Mention, matter: Matter) -> bool:
    words = matter.prose.between(growth.span, start.span)
    ahead = matter.grammar.pattern("checks.growth-ahead")
    if words is None or ahead.fullmatch(words) is None or not _have_levels(start, end):
        return False
    to = matter.prose.between(start.span, end.span)
    return to is not None and matter.grammar.pattern("checks.rise-to").fullmatch(to) is not None


def _is_told(start: Mention, end: Mention, growth: Mention, matter: Matter) -> bool:
    if not _have_levels(start, end):
        return False
    if tally_of(start, matter.draft, matter.grammar).kind != "start":
        return False
    to = matter.prose.between(start.span, end.span)
    by = matter.prose.between(end.span, growth.span)
    if to is None or by is None:
        return False
    grammar = matter.grammar
    if grammar.pattern("checks.rise-to").fullmatch(to) is None:
        return False
    return grammar.pattern("checks.growth-behind").fullmatch(by) is not None


def _comes_out(start: Mention, end: Mention, growth: Mention) -> bool:
    sign = -1.0 if growth.value.direction == "down" else 1.0
    rate = 1.0 + sign * abs(amount(growth))
    years = _years(start, end) if growth.value.basis == "annual" else 1
    if years is None or rate <= 0:
        return True
    real = amount(end) / amount(start)
    expected = float(rate**years)
    if is_money(end):
        ahead = float(real ** (1 / years)) - rate
        # Prices rise: money that grows by less than is told has no such reason.
        if years >= FEWEST_YEARS and not -FALLING_A_YEAR <= ahead <= PRICES_A_YEAR:
            return False
        return FALLING <= real / expected <= PRICES
    return abs(float(real ** (1 / years)) - rate) <= ROUND_POINTS


def _years(start: Mention, end: Mention) -> int | None:
    first, last = start.value.year, end.value.year
    if first is None or last is None or first >= last:
        return None
    return last - first


def _finding(start: Mention, end: Mention, growth: Mention, matter: Matter) -> Finding:
    places = matter.places
    name = end.subject or start.subject or ""
    return finding(
        "prose-contradicts-prose",
        "warning",
        name,
        f"{places.prose(end)}“{name}”由{places.quantity(start)}到{places.quantity(end)}，"
        f"与所述的增减{places.quantity(growth)}不符。",
        records=[start.id, end.id, growth.id],
        span=end.span,
        page=end.page,
    )
