"""sum-mismatch of a list and its total: 9个镇、4个乡，共14个乡镇; 项目24个，其中续建8个、新开工6个、前期9个."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planparse.checks.matching.counted import is_rate
from planparse.checks.matching.extents import (
    SHARE,
    adds_up,
    amount,
    base_unit,
    gap_to_sum,
    is_exact,
    is_money,
)
from planparse.checks.matter import Matter, check
from planparse.checks.running_numbers import LONGEST_NAME, behind_aside, stands_behind
from planparse.checks.sums.prose_findings import parts_miss_whole
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Finding, Mention

FEWEST_PARTS = 2

NEAR = 0.15
"""A total that misses the parts by a larger share counts something else."""

MOST_OFF = 0.5
"""A total that says how many parts it has, and misses them by a larger share, is of other ones."""

LACKING = 0.08
"""Kinds behind 其中 that lack a larger share of their total are not all of its kinds (学校, without 高中)."""

THINGS = frozenset({"{item}", "{institution}", "{structure}"})
"""Units of 个, 所 and 座, which one list may mix."""

NO_UNIT = ("", SHARE)
"""What a number without a unit is brought to, and 45万."""

FEWEST_SOURCES = 3

FEWEST_COUNTED = 5
"""A total of so many may miss its parts by one, whatever share that is."""

FEW_MORE = 2
"""By so many a list that is said to be all there are may miss its total, whatever share that is."""


@check("sum-mismatch")
def listed_parts(matter: Matter) -> Iterator[Finding]:
    """Totals right behind the list of their parts, and right before a list that names all of them."""
    yield from _totals_behind(matter)
    yield from _totals_ahead(matter)


# ---------------------------------------------------------------- 9个镇、4个乡，共14个乡镇


def _totals_behind(matter: Matter) -> Iterator[Finding]:
    mentions = matter.draft.mentions
    words = matter.grammar.words("checks.in-all")
    for last in matter.prose.gaps_with(words, LONGEST_NAME):
        at = last + 1
        total = mentions[at]
        if at < FEWEST_PARTS:
            continue
        if not _is_plain(total) or not stands_behind(
            mentions[at - 1].span, total, "checks.total-behind", matter
        ):
            continue
        parts = _list_before(at, matter)
        if len(parts) < FEWEST_PARTS:
            continue
        is_off = _is_off(total, parts) if _counts(parts, total, matter) else False
        if is_off or _is_of_none(total, parts):
            yield parts_miss_whole(total, parts, f"所列{len(parts)}项", matter.places)


def _list_before(at: int, matter: Matter) -> list[Mention]:
    """The numbers that are listed right before a total, in order, in its unit."""
    mentions = matter.draft.mentions
    total = mentions[at]
    parts: list[Mention] = []
    for part in reversed(mentions[:at]):
        if not _is_plain(part) or not _count_alike(part, total):
            break
        if parts and not stands_behind(part.span, parts[0], "checks.listed-next", matter):
            break
        parts.insert(0, part)
    return parts


def _count_alike(part: Mention, total: Mention) -> bool:
    """Whether both are in one unit, or count things in two words (3所, 24个，共27个)."""
    units = base_unit(part), base_unit(total)
    return units[0] == units[1] or all(unit in THINGS for unit in units)


def _counts(parts: Sequence[Mention], total: Mention, matter: Matter) -> bool:
    """Whether the words before a total say how many parts it has, and as many stand before it: 三年共新增."""
    words = matter.prose.between(parts[-1].span, total.span) or ""
    counted = matter.grammar.pattern("checks.as-many-parts").search(words)
    return counted is not None and read_integer(counted["number"]) == len(parts)


def _is_off(total: Mention, parts: Sequence[Mention]) -> bool:
    """Whether so many parts as are told miss their total, by whatever a wrong digit may make of it."""
    return not adds_up(total, parts) and gap_to_sum(total, parts) <= MOST_OFF * amount(total)


def _is_of_none(total: Mention, parts: Sequence[Mention]) -> bool:
    """Whether no end of the list makes up the total, and all of it nearly does."""
    ends = [parts[first:] for first in range(len(parts) - FEWEST_PARTS + 1)]
    return not any(adds_up(total, end) for end in ends) and any(
        _are_near(total, end) for end in ends
    )


# ---------------------------------------------------------------- 24个，其中续建8个、新开工6个、前期9个


def _totals_ahead(matter: Matter) -> Iterator[Finding]:
    mentions = matter.draft.mentions
    words = matter.grammar.words("checks.of-which")
    # Few numbers are broken down by the next ones.
    for at in matter.prose.gaps_with(words, LONGEST_NAME):
        total = mentions[at]
        if at >= len(mentions) - FEWEST_PARTS or not _is_plain(total):
            continue
        says_all = stands_behind(total.span, mentions[at + 1], "checks.all-parts-behind", matter)
        if not says_all and not stands_behind(
            total.span, mentions[at + 1], "checks.part-behind", matter
        ):
            continue
        parts = _list_behind(at, matter)
        if len(parts) < FEWEST_PARTS or not _ends(parts[-1], matter):
            continue
        if not says_all and not (
            _are_all_kinds(parts, matter) and _lack_little(total, parts, matter)
        ):
            continue
        is_near = _are_near(total, parts) or (says_all and gap_to_sum(total, parts) <= FEW_MORE)
        if not adds_up(total, parts) and is_near:
            yield parts_miss_whole(total, parts, f"所列{len(parts)}项", matter.places)


def _list_behind(at: int, matter: Matter) -> list[Mention]:
    """The numbers that are listed right behind a total, in its unit; none where another stands among them."""
    mentions = matter.draft.mentions
    total = mentions[at]
    parts = [mentions[at + 1]]
    number, span = behind_aside(at + 1, matter)
    while number < len(mentions):
        part = mentions[number]
        if not stands_behind(span, part, "checks.listed-next", matter):
            break
        if base_unit(part) in NO_UNIT and not is_rate(part):
            return []  # a part whose unit was torn off by the end of a page
        if base_unit(part) != base_unit(total) and not is_rate(part):
            break
        parts.append(part)
        number, span = behind_aside(number, matter)
    alike = all(_is_plain(part) and base_unit(part) == base_unit(total) for part in parts)
    return parts if alike else []


def _ends(part: Mention, matter: Matter) -> bool:
    """Whether nothing says that there are other parts (等)."""
    place = matter.prose.place_of(part.span[1] - 1)
    if place is None:
        return False
    behind = matter.prose.sentence_behind(place + 1)
    return matter.grammar.pattern("checks.list-goes-on").match(behind) is None


def _are_all_kinds(parts: Sequence[Mention], matter: Matter) -> bool:
    """Whether the names are the kinds that one thing falls into, and there is no other (公办, 民办)."""
    names = [_words_of(part, matter) for part in parts]
    if any(matter.grammar.find("checks.narrower-kind", name) for name in names):
        return False
    return any(
        len({found[0] for found in map(pattern.search, names) if found is not None}) == len(parts)
        for pattern in map(matter.grammar.pattern, matter.grammar.words("checks.kinds-of-parts"))
    )


def _lack_little(total: Mention, parts: Sequence[Mention], matter: Matter) -> bool:
    # Money is told by all of its sources.
    if is_money(total) and len(parts) >= FEWEST_SOURCES:
        return True
    lacking = amount(total) - sum(map(amount, parts))
    names = [_words_of(part, matter) for part in parts]
    # What is not gone on with is begun: of projects there is hardly a third kind.
    is_old_and_new = all(
        any(matter.grammar.find(rule, name) for name in names)
        for rule in ("checks.gone-on-with", "checks.begun-now")
    )
    most = NEAR if is_old_and_new else LACKING
    return lacking <= max(most * amount(total), 1)


def _words_of(part: Mention, matter: Matter) -> str:
    """A part's name: what its clause has before the number, and what stands right behind it."""
    place = matter.prose.place_of(part.span[0])
    last = matter.prose.place_of(part.span[1] - 1)
    if place is None or last is None:
        return ""
    before = matter.prose.clause_before(place)
    unit_ends = matter.grammar.pattern("checks.name-behind").match(
        matter.prose.sentence_behind(last + 1)
    )
    return before or (unit_ends[0] if unit_ends is not None else "")


# ---------------------------------------------------------------- numbers


def _is_plain(mention: Mention) -> bool:
    """Whether it counts something, exactly: shares are no counts, and growth is none."""
    return is_exact(mention.value) and not is_rate(mention) and mention.role != "standard"


def _are_near(total: Mention, parts: Sequence[Mention]) -> bool:
    gap = gap_to_sum(total, parts)
    return gap <= NEAR * amount(total) or (gap == 1 and amount(total) >= FEWEST_COUNTED)
