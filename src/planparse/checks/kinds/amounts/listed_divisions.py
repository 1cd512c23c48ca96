"""sum-mismatch of a total that is divided further down: 按资金来源分：…, 分年度安排为：…, 。其中，…类….

A division says that it names all there is, so that its parts make up the total, which stands before
it in its paragraph, or for a division by years wherever the same thing is summed up.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import regex
from msgspec import Struct

from planparse.checks.matching.counted import SENTENCE_ENDS, is_rate, tally_of
from planparse.checks.matching.extents import amount, base_unit, half_a_step, is_exact, is_money
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Mention

FEWEST_PARTS = 3

NEAR = 0.3
"""A total that is further off than this share of it is the total of something else."""

FEWEST_SOURCES = 2
"""So many of the parts of a sum say where it comes from, where it is divided by that."""

LONGEST_STEP = 30
"""Characters of the source from the number of one year to that of the next, or to their sum."""

MOST_BEFORE = 12
"""Numbers of a paragraph before a division that may be its total."""

LONGEST_REMARK = 400
"""Characters behind a division within which its paragraph may say that the parts overlap."""


class ListedDivision(Struct, frozen=True):
    """Parts, and the words that say what is divided, and how."""

    parts: tuple[Mention, ...]
    first: int
    """Index of the first part among the mentions of the plan."""
    words: str
    """What its clause says before the marks of the division."""
    kind: str
    """By which group of the pattern it was found."""


@check("sum-mismatch")
def listed_divisions(matter: Matter) -> Iterator[Finding]:
    """Totals that are not the sum of all that they are divided into, or of the years before them."""
    yield from _sums_of_years(matter)
    pattern = matter.grammar.pattern("checks.divided")
    for match in matter.prose.finditer_beside("checks.dividing-words", pattern):
        division = _division(match, matter)
        if division is None:
            continue
        total = _total(division, matter)
        if total is not None and not _comes_out(total, division.parts):
            yield _finding(total, division.parts, matter)


def _sums_of_years(matter: Matter) -> Iterator[Finding]:
    """2026年新增3万亩，2027年新增4万亩，2028年新增5万亩，三年累计新增13万亩."""
    mentions = matter.draft.mentions
    for at in matter.prose.gaps_with(matter.grammar.words("checks.summing-words"), LONGEST_STEP):
        total = mentions[at + 1]
        parts = [mentions[at]]
        for before in reversed(mentions[:at]):
            if not _is_year_before(before, parts[0]):
                break
            parts.insert(0, before)
        if len(parts) < FEWEST_PARTS or not all(map(_is_plain, (total, *parts))):
            continue
        if base_unit(total) != base_unit(parts[0]) or _comes_out(total, parts):
            continue
        words = matter.prose.between(parts[-1].span, total.span)
        if words is not None and not any(mark in words for mark in SENTENCE_ENDS):
            yield _finding(total, parts, matter)


def _is_year_before(before: Mention, after: Mention) -> bool:
    """Whether it is what `after` tells of, close before it and for the year before."""
    year = before.value.year
    if year is None or year + 1 != after.value.year:
        return False
    is_near = after.span[0] - before.span[1] <= LONGEST_STEP
    return is_near and base_unit(before) == base_unit(after)


def _division(match: regex.Match[str], matter: Matter) -> ListedDivision | None:
    prose = matter.prose
    end = match.end() + len(prose.sentence_behind(match.end()))
    if matter.grammar.find("checks.and-others", prose.text[match.end() : end]):
        return None
    behind = prose.text[match.end() : match.end() + LONGEST_REMARK].partition("\n")[0]
    if matter.grammar.find("checks.parts-overlap", behind):
        return None
    first = bisect_left(prose.mention_starts, prose.span_of(match.end(), match.end() + 1)[0])
    parts: list[Mention] = []
    for mention in matter.draft.mentions[first:]:
        place = prose.place_of(mention.span[0])
        if place is None or place >= end:
            break
        if not parts or base_unit(mention) == base_unit(parts[0]):
            parts.append(mention)
    kind = match.lastgroup or ""
    if len(parts) < FEWEST_PARTS or not all(map(_is_plain, parts)):
        return None
    if kind == "kinds" and not _are_all_there_are(parts, matter):
        return None
    words = prose.clause_before(match.start(kind))
    return ListedDivision(tuple(parts), first, words, kind)


def _is_plain(mention: Mention) -> bool:
    """Whether it counts something, exactly: shares are no counts, and growth is none."""
    return is_exact(mention.value) and not is_rate(mention)


def _are_all_there_are(parts: Sequence[Mention], matter: Matter) -> bool:
    """Whether all parts are kinds that one thing falls into, or money of which sources are named."""
    grammar = matter.grammar
    names = [part.subject or "" for part in parts]
    if all(grammar.find("checks.of-a-kind", name) for name in names):
        return True
    sources = [name for name in names if grammar.find("checks.source-of-money", name)]
    return is_money(parts[0]) and len(sources) >= FEWEST_SOURCES


def _total(division: ListedDivision, matter: Matter) -> Mention | None:
    """The number that is divided; None where it is not clear which one."""
    unit = base_unit(division.parts[0])

    def may_be_it(mention: Mention) -> bool:
        return _is_plain(mention) and base_unit(mention) == unit

    if division.kind == "years" and division.words:
        same = [
            one
            for one in matter.draft.mentions
            if may_be_it(one) and _is_summed(one, division, matter)
        ]
        return same[0] if len({amount(one) for one in same}) == 1 else None
    total = max(filter(may_be_it, _right_before(division, matter)), key=amount, default=None)
    if total is None:
        return None
    missed = abs(amount(total) - sum(map(amount, division.parts)))
    return total if missed <= NEAR * amount(total) else None


def _right_before(division: ListedDivision, matter: Matter) -> Iterator[Mention]:
    """The last numbers of its paragraph before a division."""
    prose = matter.prose
    own = prose.place_of(division.parts[0].span[0])
    for mention in matter.draft.mentions[max(0, division.first - MOST_BEFORE) : division.first]:
        place = prose.place_of(mention.span[0])
        if place is not None and own is not None and prose.index(place) == prose.index(own):
            yield mention


def _is_summed(mention: Mention, division: ListedDivision, matter: Matter) -> bool:
    """Whether it is the sum over years of what a division shares out over them."""
    name, words = mention.subject or "", division.words
    if not name or not words or not (name.endswith(words) or words.endswith(name)):
        return False
    if mention in division.parts:
        return False
    is_over_years = tally_of(mention, matter.draft, matter.grammar).period
    return mention.value.basis == "cumulative" or is_over_years


def _comes_out(total: Mention, parts: Sequence[Mention]) -> bool:
    gap = abs(sum(map(amount, parts)) - amount(total))
    rounded = half_a_step(total.value) + sum(half_a_step(part.value) for part in parts)
    # Whole numbers are not rounded.
    is_whole = all(float(one.value.value or 0).is_integer() for one in (total, *parts))
    return gap <= (half_a_step(total.value) if is_whole else rounded)


def _finding(total: Mention, parts: Sequence[Mention], matter: Matter) -> Finding:
    places = matter.places
    name = total.subject or ""
    listed = "、".join(places.quantity(part) for part in parts)
    return finding(
        "sum-mismatch",
        "warning",
        name,
        f"{places.prose(total)}“{name}”为{places.quantity(total)}，而{places.prose(parts[0])}"
        f"所列各项（{listed}）之和与之不符。",
        records=[total.id, *(part.id for part in parts)],
        span=total.span,
        page=total.page,
    )
