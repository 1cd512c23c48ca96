"""part-exceeds-whole in prose: 耕地保有量42万亩，其中永久基本农田45万亩."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from planparse.checks.matching.comparable import (
    PEOPLE_COUNTED,
    PLACES_COUNTED,
    Measure,
    of_mention,
    on_one_scale,
    same_base,
)
from planparse.checks.matching.counted import OF_WHICH, is_rate
from planparse.checks.matching.extents import MONEY, base_unit, counts_things
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Mention

LONGEST_BETWEEN = 60
"""Characters of the source from the whole to its part: 其中 stands right behind the whole."""

NEW_THINGS = ("change", "level", None)
"""Measures of what came new and is counted: a rate of growth is none."""


MOST_BETWEEN = 3
"""Numbers of other things that may stand between a whole and 其中: 改造小区86个、惠及1.9万户，其中."""


@check("part-exceeds-whole")
def told_parts(matter: Matter) -> Iterator[Finding]:
    """Numbers behind 其中 that are larger than the number before it."""
    mentions = matter.draft.mentions
    for at in matter.prose.gaps_with(matter.grammar.words("checks.breaking-down"), LONGEST_BETWEEN):
        number = index_of_whole(at, matter)
        if number is None or not _exceeds(mentions[number], mentions[at + 1], matter):
            continue
        whole = mentions[number]
        # 医院20家、卫生院30家，其中民营35家: the part is one of both.
        before = mentions[number - 1] if number else None
        if (
            before is None
            or _are_houses_and_people(before, whole)
            or not are_added_up(before, whole, matter)
        ):
            yield _finding(whole, mentions[at + 1], matter)


def index_of_whole(at: int, matter: Matter) -> int | None:
    """The index of the number that the one behind `at` breaks down; None where it breaks down none.

    That is the one right before 其中, or the only one of the part's unit before it in the sentence.
    """
    mentions = matter.draft.mentions
    if not breaks_down(mentions[at], mentions[at + 1], matter):
        return None
    unit = base_unit(mentions[at + 1])
    if not unit or base_unit(mentions[at]) == unit:
        return at
    for number in range(at - 1, max(at - 1 - MOST_BETWEEN, -1), -1):
        words = matter.prose.between(mentions[number].span, mentions[number + 1].span)
        if words is None or any(mark in words for mark in "。；;") or OF_WHICH in words:
            return at
        if base_unit(mentions[number]) == unit:
            return number
    return at


def breaks_down(whole: Mention, part: Mention, matter: Matter) -> bool:
    """Whether 其中 stands between the two, and nothing else but the part's name."""
    if part.span[0] - whole.span[1] > LONGEST_BETWEEN:
        return False
    words = matter.prose.between(whole.span, part.span)
    return (
        words is not None
        and matter.grammar.pattern("checks.part-behind").fullmatch(words) is not None
    )


def _exceeds(whole: Mention, part: Mention, matter: Matter) -> bool:
    if whole.value.year != part.value.year:
        return False
    if (is_rate(whole) or is_rate(part)) and not _are_by_one_base(whole, part, matter):
        return False
    if whole.role == "standard":
        return False
    is_new = whole.value.measure == "change"
    if (is_new or "change" in (whole.role, part.role)) and not _are_new(whole, part, matter):
        return False
    pair = on_one_scale(of_mention(whole), _as_new(part, is_new), matter.grammar)
    if pair is None or _is_average(whole, part, matter):
        return False
    of_whole, of_part = pair
    if of_part.sign in "≤<":
        return False  # a limit says nothing of how large the part is
    return of_part.number > of_whole.number + of_whole.slack + of_whole.step / 2


def _are_by_one_base(whole: Mention, part: Mention, matter: Matter) -> bool:
    """Whether both are counted by the same people: 每千人口医师3.5人，其中中医类别0.9人."""
    if whole.per is None or part.per is None or not counts_things(whole):
        return False
    # 每千人6.6批次，其中农产品抽检5万批次: who prints another unit counts them all.
    if whole.unit is None or part.unit is None or whole.unit.text != part.unit.text:
        return False
    return same_base(whole.per, part.per, matter.grammar) and whole.per.count == part.per.count


def _as_new(part: Mention, is_new: bool) -> Measure:
    """新增企业46家，其中制造业52家: what is said to be new is so in all its parts."""
    told = of_mention(part)
    if is_new:
        told = replace(told, value=part.value.model_copy(update={"measure": "change"}))
    return told


def _are_new(whole: Mention, part: Mention, matter: Matter) -> bool:
    """Whether both are of what came new and is counted: 新增就业1.3万人，其中毕业生1.5万人.

    What grows on balance may grow by less than a part of it, as another part may shrink.
    """
    if base_unit(whole) == MONEY:
        return False
    if any(one.value.measure not in NEW_THINGS for one in (whole, part)):
        return False
    before = matter.prose.clause_up_to(whole.span[0])
    new = matter.grammar.pattern("checks.come-new-in-all")
    behind = matter.prose.between(whole.span, part.span) or ""
    return new.search(before) is not None and not matter.grammar.find(
        "checks.balance", before + behind
    )


def _is_average(whole: Mention, part: Mention, matter: Matter) -> bool:
    average = matter.grammar.pattern("checks.part-of-average")
    return any(average.search(mention.subject or "") for mention in (whole, part))


def _are_houses_and_people(before: Mention, whole: Mention) -> bool:
    """Whether nobody would add the two up: 幼儿园94所，在园幼儿2.86万人."""
    counted = {base_unit(before), base_unit(whole)}
    return not PEOPLE_COUNTED.isdisjoint(counted) and not PLACES_COUNTED.isdisjoint(counted)


def are_added_up(before: Mention, whole: Mention, matter: Matter) -> bool:
    """Whether another number of the kind stands in the same sentence before the whole."""
    words = matter.prose.between(before.span, whole.span)
    if words is None or any(mark in words for mark in "。；;"):
        return False
    if before.unit is None or whole.unit is None:
        return True
    return before.unit.dimension == whole.unit.dimension


def _finding(whole: Mention, part: Mention, matter: Matter) -> Finding:
    places = matter.places
    name = part.subject or ""
    return finding(
        "part-exceeds-whole",
        "warning",
        name,
        f"{places.prose(part)}“{name}”的{places.quantity(part)}大于其所属“{whole.subject or ''}”的"
        f"{places.quantity(whole)}。",
        records=[part.id, whole.id],
        span=part.span,
        page=part.page,
    )
