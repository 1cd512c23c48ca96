"""So many things, so much for each, and what all of it comes to: 2000户、每户1.5万元，共需4500万元."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.checks.matching.extents import amount, base_unit, is_exact
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Mention

LONGEST_APART = 40
"""Characters of the source from one of the three numbers to the next."""

ROUNDED = 0.03
"""A product of round numbers may be off by such a share."""

MONTHS = 12
"""Of a year."""


@check("prose-contradicts-prose")
def told_products(matter: Matter) -> Iterator[Finding]:
    """Totals that are not what so many things come to at so much for each."""
    mentions = matter.draft.mentions
    words = matter.grammar.words("checks.for-each")
    for at in matter.prose.gaps_with(words, LONGEST_APART):
        if at + 2 >= len(mentions):
            continue
        count, each, total = mentions[at : at + 3]
        if not _is_told(count, each, total, matter):
            continue
        times = _times(count, each, total, matter)
        if times and not _comes_out(count, each, total, times):
            yield _finding(count, each, total, matter)


def _is_told(count: Mention, each: Mention, total: Mention, matter: Matter) -> bool:
    if not all(is_exact(one.value) for one in (count, each, total)):
        return False
    if total.span[0] - each.span[1] > LONGEST_APART:
        return False
    before = matter.prose.between(count.span, each.span)
    behind = matter.prose.between(each.span, total.span)
    if before is None or behind is None or not _is_of_each(before, count, each, matter):
        return False
    return matter.grammar.find("checks.comes-to", behind) is not None


def _is_of_each(words: str, count: Mention, each: Mention, matter: Matter) -> bool:
    """Whether 每 and the unit of what is counted stand before a number: 每户补助1.5万元."""
    unit = _each_is(count, matter)
    grammar = matter.grammar
    if not unit or unit in grammar.words("checks.counts-years"):
        return False
    marks = [f"{word}{unit}" for word in _for_each(matter)]
    # 45个村，每村: what is counted stands in the place of its unit.
    if count.subject and any(f"{word}{count.subject}" in words for word in _for_each(matter)):
        return True
    if unit not in grammar.words("checks.counts-anything"):
        return any(mark in words for mark in marks)
    named = any(f"{mark}{count.subject or ''}" in words for mark in marks)
    return named or any(_is_of_the_counted(words, mark, each, matter) for mark in marks)


def _for_each(matter: Matter) -> tuple[str, ...]:
    return matter.grammar.words("checks.for-each")


def _is_of_the_counted(words: str, mark: str, each: Mention, matter: Matter) -> bool:
    """Whether 每个 speaks of what was just counted: nothing else is named before the number."""
    if mark not in words:
        return False
    behind = words.partition(mark)[2].removesuffix(each.subject or "")
    return matter.grammar.find("checks.has-so-much", behind) is not None


def _each_is(count: Mention, matter: Matter) -> str:
    """What is counted one by one: 2.5万户 are so many 户."""
    scales = "".join(matter.grammar.words("checks.counting-scales"))
    return count.unit.text.lstrip(scales) if count.unit is not None else ""


def _times(count: Mention, each: Mention, total: Mention, matter: Matter) -> int:
    """How often each gets so much: 每人每月 in a whole year twelve times; 0 where that is not told."""
    grammar = matter.grammar
    before = matter.prose.between(count.span, each.span) or ""
    if grammar.find("checks.time-and-again", before) is None:
        return 1
    behind = matter.prose.between(each.span, total.span) or ""
    is_of_year = grammar.find("checks.in-the-whole-year", behind) is not None
    return MONTHS if is_of_year and grammar.find("checks.each-month", before) else 0


def _comes_out(count: Mention, each: Mention, total: Mention, times: int) -> bool:
    if base_unit(each) != base_unit(total):
        return True
    expected = amount(count) * amount(each) * times
    return abs(expected - amount(total)) <= ROUNDED * max(expected, amount(total))


def _finding(count: Mention, each: Mention, total: Mention, matter: Matter) -> Finding:
    places = matter.places
    name = total.subject or each.subject or ""
    return finding(
        "prose-contradicts-prose",
        "warning",
        name,
        f"{places.prose(total)}“{name}”的{places.quantity(total)}，与{places.quantity(count)}、"
        f"每{_each_is(count, matter)}{places.quantity(each)}之积不符。",
        records=[count.id, each.id, total.id],
        span=total.span,
        page=total.page,
    )
