"""stock-mismatch in a sentence: 2020年3200个，新增1800个，到2025年达到5600个."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from planparse.checks.kinds.stocks.shortfall import falls_short, shortfall
from planparse.checks.matching.counted import Tally, is_rate, tally_of
from planparse.checks.matching.extents import amount, is_exact
from planparse.checks.matter import Matter, check
from planparse.model.plan import Finding, Mention

LONGEST_APART = 60
"""Characters of the source between two of the three numbers."""

LONGEST_BARE = 12
"""Characters of the source from a stock to what is added to it, where its name is not said again."""

MOST_STEPS = 2
"""Numbers from one of the three to the next."""

FEWEST_YEARS = 3
"""Years from the first stock to the last for what a whole period adds."""

LEVELS = (None, "level", "total")
"""Measures of what there is: 累计装机 is a total."""


class Additions(NamedTuple):
    """Three numbers in their order: what there was, what is added, what there will be."""

    before: Mention
    added: Mention
    after: Mention


@check("stock-mismatch")
def told_stocks(matter: Matter) -> Iterator[Finding]:
    """Stocks that grow by more than is said to be added.

    More may be added, where some of the old is given up, unless it says that none is.
    """
    for told in _threes(matter):
        if _is_told(told, matter) and not _comes_out(told, matter):
            yield _finding(told, matter)


def _threes(matter: Matter) -> Iterator[Additions]:
    """Three numbers of one unit near each other, a few of other units between them at most."""
    mentions = matter.draft.mentions
    starts = matter.prose.mention_starts
    units = matter.units
    # Of most numbers nothing says that they are added.
    for at in matter.prose.mentions_beside("checks.built-on-top"):
        added = mentions[at]
        if added.value.direction == "down":
            continue
        before = _next_of(units, at, -1)
        after = _next_of(units, at, 1)
        if before is None or after is None:
            continue
        if starts[after] - starts[before] <= 2 * LONGEST_APART:
            yield Additions(mentions[before], added, mentions[after])


def _next_of(units: Sequence[str], at: int, step: int) -> int | None:
    """The nearest number with the unit of one, in front of it or behind it; None where none is near."""
    for other in range(at + step, at + step * (MOST_STEPS + 1), step):
        if not 0 <= other < len(units):
            return None
        if units[other] == units[at]:
            return other
    return None


def _follows_bare(before: Mention, added: Mention, matter: Matter) -> bool:
    """Whether no name stands between a stock and what is added to it."""
    if added.span[0] - before.span[1] > LONGEST_BARE:
        return False
    words = matter.prose.between(before.span, added.span)
    bare = matter.grammar.pattern("checks.added-on-its-own")
    return words is not None and bare.fullmatch(words) is not None


def _is_told(told: Additions, matter: Matter) -> bool:
    if not all(is_exact(mention.value) for mention in told) or any(map(is_rate, told)):
        return False
    before, added, after = told
    if before.value.measure not in LEVELS or after.value.measure not in LEVELS:
        return False
    if not _stand_together(told, matter) or not _are_of_one_thing(told, matter):
        return False
    tally = tally_of(added, matter.draft, matter.grammar)
    words = "checks.added-to-stock" if added.value.measure == "change" else "checks.built-on-top"
    is_added = tally.word in matter.grammar.words(words)
    return is_added and _is_of_the_years(told, tally, matter)


def _stand_together(told: Additions, matter: Matter) -> bool:
    for one, next_one in ((told.before, told.added), (told.added, told.after)):
        words = matter.prose.between(one.span, next_one.span)
        if words is None or len(words) > LONGEST_APART:
            return False
    return True


def _are_of_one_thing(told: Additions, matter: Matter) -> bool:
    names = [matter.namer.name(mention.subject or "", mention.per) for mention in told]
    before, added, after = names
    contains = matter.namer.contains
    is_bare = _follows_bare(told.before, told.added, matter)
    if told.added.value.measure != "change" or is_bare:
        return contains(before, after) or contains(after, before) or _is_in_total(told, matter)
    if not contains(added, before):
        return False
    if contains(added, after) and contains(before, after):
        return True
    return _is_in_total(told, matter)


def _is_in_total(told: Additions, matter: Matter) -> bool:
    """Whether what there will be is all there is of what was just named: 新增湿地公园6处，总数达到26处."""
    words = matter.prose.between(told.added.span, told.after.span) or ""
    return matter.grammar.pattern("checks.in-total").search(words) is not None


def _is_of_the_years(told: Additions, tally: Tally, matter: Matter) -> bool:
    """Whether it is added from the first stock to the last: in the period, or in its one year."""
    first = told.before.value.year
    last = told.after.value.year
    if first is None and last is not None and _is_there_now(told.before, matter):
        return tally.period or told.added.value.year in (None, last)
    if first is None or last is None or first >= last:
        return False
    if tally.period:
        return last - first >= FEWEST_YEARS
    if told.added.value.year != last:
        return False
    return last - first == 1 or _is_by_the_end(told.added, matter)


def _is_there_now(before: Mention, matter: Matter) -> bool:
    at = matter.prose.place_of(before.span[0])
    clause = matter.prose.sentence_before(at) if at is not None else ""
    return matter.grammar.find("checks.there-now", clause) is not None


def _is_by_the_end(added: Mention, matter: Matter) -> bool:
    """Whether it is added up to a year (到2025年新增), and not in that year."""
    at = matter.prose.place_of(added.span[0])
    if at is None:
        return False
    by_year = matter.grammar.pattern("checks.by-year")
    return by_year.search(matter.prose.sentence_before(at)) is not None


def _comes_out(told: Additions, matter: Matter) -> bool:
    """Whether enough is added; too much is, where it is said that nothing was given up."""
    before, added, after = map(amount, told)
    growth = after - before
    if falls_short(added, growth):
        return False
    words = matter.prose.between(told.added.span, told.after.span) or ""
    is_all = matter.grammar.pattern("checks.nothing-given-up").search(words) is not None
    return not (is_all and falls_short(growth, added))


def _lead(mention: Mention, matter: Matter) -> str:
    """What an item is about, whose sentences need not say it again: 风电：2020年装机120万千瓦."""
    at = matter.prose.place_of(mention.span[0])
    if at is None:
        return ""
    lead = matter.grammar.pattern("checks.lead-of-item").match(matter.prose.paragraph(at).text)
    if lead is None or lead["lead"] in (mention.subject or ""):
        return ""
    return str(lead["lead"])


def _finding(told: Additions, matter: Matter) -> Finding:
    before, added, after = told
    name = _lead(after, matter) + max((before.subject or "", after.subject or ""), key=len)
    return shortfall(name, before, added, after, matter)
