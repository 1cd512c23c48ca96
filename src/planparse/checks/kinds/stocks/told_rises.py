"""stock-mismatch beside a rise: 全年新增社区食堂18个，社区食堂由41个增加到61个."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.checks.kinds.stocks.shortfall import falls_short, shortfall
from planparse.checks.matching.counted import is_rate, tally_of
from planparse.checks.matching.extents import amount, base_unit, is_exact
from planparse.checks.matter import Matter, check
from planparse.model.plan import Finding, Mention

LONGEST_RISE = 16
"""Characters of the source from the first level to the last."""

LONGEST_APART = 40
"""Characters of the source from the rise to what is added, before or behind it."""

SHORTEST_NAME = 2
"""Characters of a name that both share: 风电."""


@check("stock-mismatch")
def told_rises(matter: Matter) -> Iterator[Finding]:
    """Levels that rise by more than their sentence says is added, before or behind the rise.

    More may be added, where some of the old is given up.
    """
    mentions = matter.draft.mentions
    words = matter.grammar.words("checks.rising-words")
    for at in matter.prose.gaps_with(words, LONGEST_RISE):
        before, after = mentions[at : at + 2]
        if not _is_rise(before, after, matter):
            continue
        for other in (at - 1, at + 2):
            if not 0 <= other < len(mentions):
                continue
            added = mentions[other]
            if _is_added(added, before, after, matter) and _is_too_little(added, before, after):
                yield _finding(added, before, after, matter)


def _is_rise(before: Mention, after: Mention, matter: Matter) -> bool:
    if base_unit(before) != base_unit(after) or is_rate(after):
        return False
    if not is_exact(before.value) or not is_exact(after.value):
        return False
    grammar = matter.grammar
    words = matter.prose.between(before.span, after.span)
    if words is None or grammar.pattern("checks.rises-to").fullmatch(words) is None:
        return False
    place = matter.prose.place_of(before.span[0])
    if place is None:
        return False
    return grammar.find("checks.rises-from", matter.prose.clause_before(place)) is not None


def _is_added(added: Mention, before: Mention, after: Mention, matter: Matter) -> bool:
    """Whether a number is what the very thing that rose was given, in the same time."""
    if base_unit(added) != base_unit(after) or not is_exact(added.value):
        return False
    is_behind = added.span[0] > after.span[0]
    words = (
        matter.prose.between(after.span, added.span)
        if is_behind
        else matter.prose.between(added.span, before.span)
    )
    if words is None or len(words) > LONGEST_APART or any(mark in words for mark in "。；;"):
        return False
    tally = tally_of(added, matter.draft, matter.grammar)
    if tally.kind == "yearly" or tally.word not in matter.grammar.words("checks.built-on-top"):
        return False
    # 到2025年由26家增加到40家，2023年新增6家: one year of several.
    if not tally.period and added.value.year not in (None, after.value.year):
        return False
    if is_behind and matter.grammar.pattern("checks.added-on-its-own").fullmatch(words):
        return True
    if not is_behind and matter.grammar.pattern("checks.total-of-it").fullmatch(words):
        return True
    return _is_of_it(added, before, after, matter) and not _is_added_otherwise(before, matter)


def _thing_that_rises(before: Mention, matter: Matter) -> str:
    """The words before 由 or 从 in the clause of a rise."""
    place = matter.prose.place_of(before.span[0])
    if place is None:
        return ""
    return matter.grammar.pattern("checks.rises-from").sub("", matter.prose.clause_before(place))


def _is_of_it(added: Mention, before: Mention, after: Mention, matter: Matter) -> bool:
    suffix = matter.grammar.pattern("checks.stock-suffix")
    added_name, *names = (
        suffix.sub("", matter.namer.name(words).plain)
        for words in (added.subject or "", after.subject or "", _thing_that_rises(before, matter))
    )
    return any(len(name) >= SHORTEST_NAME and added_name == name for name in names)


def _is_added_otherwise(before: Mention, matter: Matter) -> bool:
    """Whether the sentence says that others were added in another way (改扩建, 移交)."""
    sentence = matter.prose.sentence_of(before.span[0])
    return matter.grammar.find("checks.other-additions", sentence) is not None


def _is_too_little(added: Mention, before: Mention, after: Mention) -> bool:
    growth = amount(after) - amount(before)
    return falls_short(amount(added), growth)


def _finding(added: Mention, before: Mention, after: Mention, matter: Matter) -> Finding:
    # 总数由41个增加到61个 has its name from what was added.
    name = max((_thing_that_rises(before, matter), added.subject or ""), key=len)
    return shortfall(name, before, added, after, matter)
