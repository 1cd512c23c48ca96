"""stock-mismatch over several sentences: 2020年底356公里 … 新建124公里，到2025年总里程达到500公里."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.checks.kinds.stocks.shortfall import falls_short
from planparse.checks.matching.counted import is_rate, tally_of
from planparse.checks.matching.extents import LEVELS, amount, base_unit, is_exact
from planparse.checks.matching.unclear import is_unclear
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Mention

LONGEST_APART = 60
"""Characters of the source from what is added to the stock that it leads to."""

SHORTEST_NAME = 2
"""Characters of a name that three numbers share: 风电."""


@check("stock-mismatch")
def stocks_apart(matter: Matter) -> Iterator[Finding]:
    """Stocks that grow by more than a sentence says is added, from what is told of them elsewhere.

    More may be added, where some of the old is given up.
    """
    mentions = matter.draft.mentions
    for at in range(1, len(mentions)):
        added, after = mentions[at - 1 : at + 1]
        if not _may_be(added, after) or not _is_added(added, after, matter):
            continue
        name = _name_of_both(added, after, matter)
        before = _stock_of(name, after, matter) if name else None
        if before is None or _is_of_one_sentence(before, added, matter):
            continue  # `told_stocks` looks at what one sentence says
        growth = amount(after) - amount(before)
        if falls_short(amount(added), growth):
            yield _finding(before, added, after, matter)


def _may_be(added: Mention, after: Mention) -> bool:
    """Whether two amounts of one unit stand near one another, without a look at their words."""
    if after.status != "planned" or after.value.measure not in LEVELS:
        return False
    if after.span[0] - added.span[1] > LONGEST_APART or base_unit(added) != base_unit(after):
        return False
    return is_exact(added.value) and is_exact(after.value) and not is_rate(after)


def _is_added(added: Mention, after: Mention, matter: Matter) -> bool:
    """Whether the period adds the first number to a stock, of which the second is all there will be."""
    words = matter.prose.between(added.span, after.span)
    grammar = matter.grammar
    if words is None or any(mark in words for mark in "。；;"):
        return False
    tally = tally_of(added, matter.draft, grammar)
    if tally.word not in grammar.words("checks.built-on-top"):
        return False
    place = matter.prose.place_of(after.span[0])
    if place is None:
        return False
    is_by_year = grammar.find("checks.by-year-all", matter.prose.sentence_before(place))
    if not (tally.period or is_by_year) or not grammar.find(
        "checks.all-there-are", matter.prose.clause_before(place)
    ):
        return False
    sentence = matter.prose.sentence_before(place) + matter.prose.sentence_behind(place)
    return grammar.find("checks.other-additions", sentence) is None


def _is_of_one_sentence(before: Mention, added: Mention, matter: Matter) -> bool:
    words = matter.prose.between(before.span, added.span)
    return words is not None and "。" not in words


def _name_of_both(added: Mention, after: Mention, matter: Matter) -> str:
    """The name that both are of (高速公路, of 新建高速公路 and 高速公路通车总里程); "" for two things."""
    grammar = matter.grammar
    whole = matter.namer.name(after.subject or "").plain
    whole = grammar.pattern("checks.stock-suffix").sub("", whole)
    if len(whole) < SHORTEST_NAME:
        return ""
    more = matter.namer.name(added.subject or "").plain
    return whole if more.endswith(whole) else ""


def _stock_of(name: str, after: Mention, matter: Matter) -> Mention | None:
    """What was there before the period under a name; None where that is not told, or told in two ways."""
    found: list[Mention] = []
    for mention in matter.draft.mentions:
        if mention.role != "baseline" or not is_exact(mention.value):
            continue
        if base_unit(mention) != base_unit(after) or not _is_before(mention, after, matter):
            continue
        own = matter.namer.name(mention.subject or "").plain
        if matter.grammar.pattern("checks.stock-suffix").sub("", own) != name:
            continue
        kind = tally_of(mention, matter.draft, matter.grammar).kind
        if kind in ("state", "part") and not is_unclear(mention, matter):
            found.append(mention)
    return found[0] if len({amount(mention) for mention in found}) == 1 else None


def _is_before(mention: Mention, after: Mention, matter: Matter) -> bool:
    """Whether it is of the year before the period, or of an earlier one than the goal's where that is unknown."""
    year = mention.value.year
    period = matter.draft.head.period
    if period is not None:
        return year in (None, period.start - 1)
    return year is not None and after.value.year is not None and year < after.value.year


def _finding(before: Mention, added: Mention, after: Mention, matter: Matter) -> Finding:
    places = matter.places
    name = after.subject or before.subject or ""
    return finding(
        "stock-mismatch",
        "warning",
        name,
        f"{places.prose(after)}“{name}”由{places.quantity(before)}（{places.prose(before)}）"
        f"加{places.quantity(added)}，不得{places.quantity(after)}。",
        records=[before.id, added.id, after.id],
        span=after.span,
        page=after.page,
    )
