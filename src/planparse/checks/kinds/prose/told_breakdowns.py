"""sum-mismatch behind 其中: 新建道路120公里，其中主干路45公里、次干路38公里、支路42公里."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from planparse.checks.kinds.prose.told_parts import (
    LONGEST_BETWEEN,
    are_added_up,
    breaks_down,
)
from planparse.checks.matching.counted import OF_WHICH, is_rate
from planparse.checks.matching.extents import amount, base_unit, half_a_step, is_exact
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Mention

FEWEST_PARTS = 2

LONGEST_NAME = 60
"""Characters of the source from one part to the next."""

LITTLE_MORE = 1.15
"""Parts that overlap (女教师, 乡村教师) make up far more than the whole; a slip of a digit does not."""

MANY_PARTS = 3
LITTLE_LESS = 0.04
"""So many parts, that lack no more than this share of their whole, seem to be all there are."""

MONEY = "CNY"


@check("sum-mismatch")
def told_breakdowns(matter: Matter) -> Iterator[Finding]:
    """Parts behind 其中 that are together more than the number before it.

    They may be less: what is broken down need not be named to the end.
    """
    mentions = matter.draft.mentions
    for at in matter.prose.gaps_with((OF_WHICH,), LONGEST_BETWEEN):
        whole = mentions[at]
        if at >= len(mentions) - FEWEST_PARTS or not _is_whole(whole):
            continue
        if not breaks_down(whole, mentions[at + 1], matter):
            continue
        parts = _parts(at, matter)
        is_more = len(parts) >= FEWEST_PARTS and _are_too_many(whole, parts, matter)
        is_sure = is_more or _lack_of_all_years(whole, parts, matter)
        if not is_sure and not _lack_a_little(whole, parts, matter):
            continue
        # 医院20家、卫生院30家，其中…: the parts are of both.
        before = mentions[at - 1] if at else None
        if before is None or not are_added_up(before, whole, matter):
            yield _finding(whole, parts, matter, is_more=is_more, is_sure=is_sure)


def _is_whole(whole: Mention) -> bool:
    return is_exact(whole.value) and not is_rate(whole) and whole.role != "standard"


def _parts(at: int, matter: Matter) -> list[Mention]:
    """All parts that stand one behind the other, of the unit of the whole."""
    mentions = matter.draft.mentions
    whole = mentions[at]
    parts = [mentions[at + 1]]
    behind = matter.grammar.pattern("checks.next-part")
    for last, part in pairwise(mentions[at + 1 :]):
        gap = part.span[0] - last.span[1]
        if gap == 0 and base_unit(part) == base_unit(whole):
            parts[-1] = part  # 3条280公里: how many stand before how long
            continue
        words = matter.prose.between(last.span, part.span) if gap <= LONGEST_NAME else None
        if words is None or behind.fullmatch(words) is None:
            break
        parts.append(part)
    alike = [part for part in parts if _is_part(part, whole)]
    return alike if len(alike) == len(parts) else []


def _is_part(part: Mention, whole: Mention) -> bool:
    return is_exact(part.value) and not is_rate(part) and base_unit(part) == base_unit(whole)


def _are_too_many(whole: Mention, parts: Sequence[Mention], matter: Matter) -> bool:
    added = sum(map(amount, parts))
    if added <= amount(whole) + _slack(whole, parts) or not _are_of_its_years(whole, parts):
        return False
    if added > amount(whole) * LITTLE_MORE:
        return False
    if len({part.value.year for part in parts}) == len(parts):
        return True  # years share nothing
    names = [matter.namer.name(part.subject or "").plain for part in parts]
    return not _overlap(names) and not _are_of_several_kinds(whole, names, matter)


def _slack(whole: Mention, parts: Sequence[Mention]) -> float:
    """How far rounded parts may be from a rounded whole; what is counted in ones was not rounded."""
    numbers = (whole, *parts)
    if all(_is_counted(number) for number in numbers):
        return 0.0
    return sum(half_a_step(number.value) for number in numbers)


def _is_counted(number: Mention) -> bool:
    return base_unit(number).startswith("{") and amount(number) == number.value.value


def _lack_of_all_years(whole: Mention, parts: Sequence[Mention], matter: Matter) -> bool:
    """Whether the parts are those of all years of the period, and less than the whole."""
    period = matter.draft.head.period
    if period is None or len(parts) < MANY_PARTS:
        return False
    if [part.value.year for part in parts] != list(range(period.start, period.end + 1)):
        return False
    lacking = amount(whole) - sum(map(amount, parts))
    return _slack(whole, parts) < lacking <= (LITTLE_MORE - 1) * amount(whole)


def _lack_a_little(whole: Mention, parts: Sequence[Mention], matter: Matter) -> bool:
    """Whether many parts make up nearly the whole, and nothing says that there are others (等).

    One that is so small may be left out all the same, so that this is only worth a look.
    """
    if len(parts) < MANY_PARTS or not _are_of_its_years(whole, parts):
        return False
    lacking = amount(whole) - sum(map(amount, parts))
    if lacking <= _slack(whole, parts) or lacking > LITTLE_LESS * amount(whole):
        return False
    if lacking >= min(map(amount, parts)) or len({part.value.year for part in parts}) > 1:
        return False
    place = matter.prose.place_of(parts[-1].span[1] - 1)
    behind = matter.prose.sentence_behind(place + 1) if place is not None else ""
    return not behind.startswith("等") and not matter.grammar.find("checks.not-all", behind)


def _are_of_its_years(whole: Mention, parts: Sequence[Mention]) -> bool:
    """Whether all are of one year, or each part is of another (其中2023年20个、2024年22个)."""
    years = [part.value.year for part in parts]
    return set(years) == {whole.value.year} or len(set(years)) == len(years)


def _overlap(names: Sequence[str]) -> bool:
    """Whether one part is of another (高级职称, 正高级职称)."""
    return any(
        a and b and (a in b or b in a) for at, a in enumerate(names) for b in names[at + 1 :]
    )


def _are_of_several_kinds(whole: Mention, names: Sequence[str], matter: Matter) -> bool:
    """Whether one part goes by its owner or rank and another does not: 三级医院, 民营医院."""
    if base_unit(whole) == MONEY:
        return False  # 市级财政, 社会资本
    for axis in ("checks.owners", "checks.ranks", "checks.people-by-state"):
        pattern = matter.grammar.pattern(axis)
        if len({pattern.search(name) is not None for name in names}) > 1:
            return True
    return False


def _finding(
    whole: Mention, parts: Sequence[Mention], matter: Matter, *, is_more: bool, is_sure: bool
) -> Finding:
    places = matter.places
    name = whole.subject or ""
    listed = "、".join(places.quantity(part) for part in parts)
    return finding(
        "sum-mismatch",
        "warning" if is_sure else "info",
        name,
        f"{places.prose(whole)}“{name}”为{places.quantity(whole)}，而其中所列{len(parts)}项（{listed}）"
        f"相加{'大' if is_more else '略小'}于这个数。",
        records=[whole.id, *(part.id for part in parts)],
        span=whole.span,
        page=whole.page,
    )
