"""翻一番, 增长1.5倍, 2020年的1.6倍 against the two levels that it is said of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planparse.checks.matching.counted import is_rate, tally_of
from planparse.checks.matching.extents import amount, base_unit, is_exact
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Mention

LONGEST_BETWEEN = 40
"""Characters of the source from a level to the multiple, or back."""

NEARLY = 0.97
"""A level that is said to be doubled may be rounded by so much."""

ABOUT = 0.9
"""The same where it is said to be nearly doubled."""

TOO_MUCH = 1.3
"""Who has more by so much has more than doubled, and would say so."""

A_LITTLE_MORE = 1.08
"""So much more rounding explains where the multiple is printed as a number (1.6倍)."""


class Multiple(NamedTuple):
    """How many times as much there is, and the two levels."""

    told: Mention
    start: Mention
    end: Mention
    factors: tuple[float, ...]
    """What it may be read as: 增长3倍 is meant as three or as four times as much."""
    is_about: bool
    is_doubling: bool
    """Whether it is told in doublings (翻两番), and not as a number."""

    @property
    def comes_out(self) -> bool:
        """Whether the levels are so many times each other, in one of the ways."""
        real = amount(self.end) / amount(self.start)
        least = ABOUT if self.is_about else NEARLY
        most = TOO_MUCH if self.is_doubling or self.is_about else A_LITTLE_MORE
        if _is_more_than(self.end):
            least /= A_LITTLE_MORE  # 突破3亿件 may be a little more
        return any(factor * least <= real <= factor * most for factor in self.factors)


@check("prose-contradicts-prose")
def told_multiples(matter: Matter) -> Iterator[Finding]:
    """Multiples that the levels beside them do not come to."""
    words = matter.grammar.words("checks.times-over")
    for at in matter.prose.mentions_beside("checks.times-over"):
        told = matter.draft.mentions[at]
        if not any(map(told.value.text.__contains__, words)) or not is_exact(told.value):
            continue
        multiple = _multiple(at, told, matter)
        if multiple is not None and not multiple.comes_out:
            yield _finding(multiple, matter)


def _multiple(at: int, told: Mention, matter: Matter) -> Multiple | None:
    levels = _levels(at, told, matter)
    if levels is None:
        return None
    start, end = levels
    if not _are_alike(start, end):
        return None
    place = matter.prose.place_of(told.span[0])
    clause = matter.prose.clause_before(place) if place is not None else ""
    behind = matter.prose.sentence_behind(place + len(told.text)) if place is not None else ""
    if matter.grammar.find("checks.more-than-so", clause + told.text + "…" + behind[:3]):
        return None
    if matter.grammar.find("checks.goes-down", clause):
        return None
    is_about = matter.grammar.find("checks.nearly", clause + behind[:3]) is not None
    return Multiple(told, start, end, _factors(told), is_about, _is_doubling(told))


def _factors(told: Mention) -> tuple[float, ...]:
    number = amount(told)
    if told.value.measure != "growth":
        return (number,)
    # 增长3倍 is often said of what is three times as much; 翻两番 is never said of less.
    return (1 + number, number) if number > 1 and not _is_doubling(told) else (1 + number,)


def _is_doubling(told: Mention) -> bool:
    return told.unit is not None and told.unit.code == "%"


def _levels(at: int, told: Mention, matter: Matter) -> tuple[Mention, Mention] | None:
    """The levels that are said to be multiples: those of 由…到…, or that of the year it is compared with."""
    mentions = matter.draft.mentions
    if at >= 2 and _is_behind(mentions[at - 1], told, matter) is not None:
        start, end = mentions[at - 2 : at]
        if _is_rise(start, end, matter):
            return start, end
    if at + 2 < len(mentions) and _is_ahead(told, mentions[at + 1], matter):
        start, end = mentions[at + 1 : at + 3]
        if _is_rise(start, end, matter):
            return start, end
    if at >= 2 and _is_of_told(mentions[at - 2], mentions[at - 1], told, matter):
        return mentions[at - 1], mentions[at - 2]
    if 0 < at < len(mentions) - 1 and _is_amid(mentions[at - 1], told, mentions[at + 1], matter):
        return mentions[at - 1], mentions[at + 1]
    return _by_year(at, told, matter)


def _is_amid(start: Mention, told: Mention, end: Mention, matter: Matter) -> bool:
    """在15亿元基础上翻一番，达到30亿元: the multiple stands between the levels."""
    ahead = matter.prose.between(start.span, told.span)
    to = matter.prose.between(told.span, end.span)
    grammar = matter.grammar
    if ahead is None or grammar.pattern("checks.base-of-doubling").fullmatch(ahead) is None:
        return False
    return to is not None and grammar.pattern("checks.so-reaching").fullmatch(to) is not None


def _is_of_told(end: Mention, start: Mention, told: Mention, matter: Matter) -> bool:
    """150亿元，是“十二五”期间75亿元的3倍: the start stands between the end and the multiple."""
    if matter.prose.between(start.span, told.span) != "的":
        return False
    words = matter.prose.between(end.span, start.span)
    pattern = matter.grammar.pattern("checks.base-of-multiple")
    return words is not None and pattern.fullmatch(words) is not None


def _is_rise(start: Mention, end: Mention, matter: Matter) -> bool:
    to = matter.prose.between(start.span, end.span)
    if to is None or matter.grammar.pattern("checks.rise-to").fullmatch(to) is None:
        return False
    return tally_of(start, matter.draft, matter.grammar).kind == "start"


def _is_behind(end: Mention, told: Mention, matter: Matter) -> str | None:
    """The words from a level to the multiple, where they say no more than that it is one; else None."""
    if told.span[0] - end.span[1] > LONGEST_BETWEEN:
        return None
    words = matter.prose.between(end.span, told.span)
    pattern = matter.grammar.pattern("checks.multiple-behind")
    return words if words is not None and pattern.fullmatch(words) is not None else None


def _is_ahead(told: Mention, start: Mention, matter: Matter) -> bool:
    if start.span[0] - told.span[1] > LONGEST_BETWEEN:
        return False
    words = matter.prose.between(told.span, start.span)
    return (
        words is not None
        and matter.grammar.pattern("checks.levels-behind").fullmatch(words) is not None
    )


def _by_year(at: int, told: Mention, matter: Matter) -> tuple[Mention, Mention] | None:
    """2022年120家 somewhere, and 2025年达到200家，比2022年翻一番."""
    mentions = matter.draft.mentions
    end: Mention | None = None
    words = _is_behind(mentions[at - 1], told, matter) if at else None
    if words is not None:
        end = mentions[at - 1]
    elif at + 1 < len(mentions):
        to = matter.prose.between(told.span, mentions[at + 1].span)
        if to is not None and matter.grammar.pattern("checks.so-reaching").fullmatch(to):
            end = mentions[at + 1]
            words = matter.prose.clause_up_to(told.span[0])
    year = matter.grammar.pattern("checks.year-compared").search(words or "")
    if end is None or year is None:
        return None
    name = matter.namer.name(end.subject or "")
    starts = [
        other
        for other in mentions
        if other.value.year == int(year["year"])
        and other.status != "planned"
        and _are_alike(other, end)
        and matter.namer.same(name, matter.namer.name(other.subject or ""))
    ]
    if len({amount(start) for start in starts}) != 1 or end.value.year == int(year["year"]):
        return None
    return starts[0], end


def _are_alike(start: Mention, end: Mention) -> bool:
    is_told = is_exact(end.value) or _is_more_than(end)
    if not is_exact(start.value) or not is_told or is_rate(end) or is_rate(start):
        return False
    return base_unit(start) == base_unit(end) and amount(start) > 0 and amount(end) > 0


def _is_more_than(end: Mention) -> bool:
    """Whether it is a number that is passed by a little: 突破3亿件."""
    value = end.value
    is_number = value.kind == "number" and value.normalized is not None
    return is_number and value.comparator in (">", "≥")


def _finding(multiple: Multiple, matter: Matter) -> Finding:
    places = matter.places
    told, start, end, *_ = multiple
    name = start.subject or end.subject or ""
    return finding(
        "prose-contradicts-prose",
        "warning",
        name,
        f"{places.prose(end)}“{name}”由{places.quantity(start)}到{places.quantity(end)}，"
        f"与所述的{places.quantity(told)}不符。",
        records=[start.id, end.id, told.id],
        span=end.span,
        page=end.page,
    )
