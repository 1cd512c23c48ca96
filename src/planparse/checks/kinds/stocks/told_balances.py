"""stock-mismatch of what there was, what is added, what is given up and what there will be."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from planparse.checks.kinds.stocks.shortfall import falls_short, shortfall
from planparse.checks.matching.extents import amount, base_unit, half_a_step, is_exact
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.checks.running_numbers import MentionsAt
from planparse.model.plan import Finding, Mention


@check("stock-mismatch")
def told_balances(matter: Matter) -> Iterator[Finding]:
    """现有公园18个，新建7个，撤并2个，到2025年达到26个; 在8600个的基础上，新增5400个，达到15000个."""
    yield from _with_what_left(matter)
    yield from _more_than_added(matter)
    yield from _less_than_left(matter)


def _more_than_added(matter: Matter) -> Iterator[Finding]:
    """More than there was and what is added; less may well be, where some is given up.

    Of what is added in all (净增) neither more nor less is.
    """
    pattern = matter.grammar.pattern("checks.stock-added-to")
    adding = matter.grammar.words("checks.adding-words")
    at = MentionsAt(matter)
    for match in matter.prose.finditer_with(
        adding, pattern, matter.grammar.words("checks.stock-words")
    ):
        found = [at(match.start(name)) for name in ("old", "added", "all")]
        mentions = [mention for mention in found if mention is not None]
        if len(mentions) < len(found) or not _count_alike(mentions):
            continue
        if _comes_between(match):
            continue
        old, added, total = map(amount, mentions)
        is_net = match["deed"] in matter.grammar.words("checks.net-additions")
        if falls_short(added, total - old) or (is_net and falls_short(total - old, added)):
            before, new, after = mentions
            yield shortfall(before.subject or "", before, new, after, matter)


def _comes_between(match: regex.Match[str]) -> bool:
    """Whether what is added is of one year, and other years lie between both stocks."""
    if match["year"] is None:
        return False
    year = int(match["year"])
    return match["since"] != str(year - 1) or match["until"] not in (None, str(year))


def _less_than_left(matter: Matter) -> Iterator[Finding]:
    """Less than what there was without what is given up; more may well be, where some is added."""
    pattern = matter.grammar.pattern("checks.stock-given-up")
    at = MentionsAt(matter)
    for match in matter.prose.finditer_beside("checks.giving-up", pattern):
        found = [at(match.start(name)) for name in ("old", "left", "all")]
        mentions = [mention for mention in found if mention is not None]
        if len(mentions) < len(found) or not _count_alike(mentions):
            continue
        old, left, total = map(amount, mentions)
        if falls_short(left, old - total):
            before, gone, after = mentions
            yield shortfall(before.subject or "", before, gone, after, matter, falls=True)


def _with_what_left(matter: Matter) -> Iterator[Finding]:
    pattern = matter.grammar.pattern("checks.stock-balanced")
    at = MentionsAt(matter)
    for match in matter.prose.finditer_beside("checks.giving-up", pattern):
        found = [at(match.start(name)) for name in ("old", "added", "left", "all")]
        mentions = [mention for mention in found if mention is not None]
        if len(mentions) < len(found) or not _count_alike(mentions):
            continue
        old, added, left, total = map(amount, mentions)
        if abs(old + added - left - total) > _slack(mentions):
            yield _finding(mentions, matter)


def _slack(mentions: list[Mention]) -> float:
    """What rounding explains: things that are counted are not rounded, other than 12.5公里."""
    if all(map(_is_counted, mentions)):
        return 0.0
    return sum(half_a_step(mention.value) for mention in mentions)


def _is_counted(mention: Mention) -> bool:
    """Whether it prints each one, and no 1.2万台."""
    return amount(mention) == mention.value.value


def _count_alike(mentions: list[Mention]) -> bool:
    units = {base_unit(mention) for mention in mentions}
    return len(units) == 1 and all(is_exact(mention.value) for mention in mentions)


def _finding(mentions: list[Mention], matter: Matter) -> Finding:
    places = matter.places
    old, added, left, total = mentions
    name = total.subject or old.subject or ""
    return finding(
        "stock-mismatch",
        "warning",
        name,
        f"{places.prose(total)}“{old.subject or name}”{places.quantity(old)}，加{places.quantity(added)}，"
        f"减{places.quantity(left)}，不得{places.quantity(total)}。",
        records=[mention.id for mention in mentions],
        span=total.span,
        page=total.page,
    )
