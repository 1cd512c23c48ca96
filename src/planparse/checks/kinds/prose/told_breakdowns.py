"""sum-mismatch behind 其中: 新建道路120公里，其中主干路45公里、次干路38公里、支路42公里."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile

from planparse.checks.kinds.prose.told_parts import (
    LONGEST_BETWEEN,
    are_added_up,
    index_of_whole,
)
from planparse.checks.kinds.slips.typing_slips import swaps
from planparse.checks.matching.counted import OF_WHICH, is_rate
from planparse.checks.matching.extents import (
    amount,
    base_unit,
    counts_things,
    half_a_step,
    is_exact,
    is_money,
)
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.checks.running_numbers import behind_aside
from planparse.model.plan import Finding, Mention

FEWEST_PARTS = 2

LONGEST_NAME = 60
"""Characters of the source from one part to the next."""

LITTLE_MORE = 1.15
"""Parts that overlap (女教师, 乡村教师) make up far more than the whole; a slip of a digit does not."""

MANY_PARTS = 3
LITTLE_LESS = 0.04
"""So many parts, that lack no more than this share of their whole, seem to be all there are."""

DIGIT_LESS = 0.1
"""What a wrong digit may be of the whole: a larger share is that of a part that was left out."""


FEWEST_OF_DIGITS = 100
"""In a smaller number two digits may be swapped by chance."""


@check("sum-mismatch")
def told_breakdowns(matter: Matter) -> Iterator[Finding]:
    """Parts behind 其中 that are together more than the number before it.

    They may be less: what is broken down need not be named to the end.
    """
    mentions = matter.draft.mentions
    for at in matter.prose.gaps_with(matter.grammar.words("checks.breaking-down"), LONGEST_BETWEEN):
        number = index_of_whole(at, matter) if at < len(mentions) - FEWEST_PARTS else None
        if number is None or not _is_whole(mentions[number]):
            continue
        whole = mentions[number]
        parts = _parts(at, whole, matter)
        is_more = len(parts) >= FEWEST_PARTS and _are_too_many(whole, parts, matter)
        # 含, and a limit, leave open how much less the parts are.
        is_open = not is_exact(whole.value) or not _says_of_which(mentions[at], parts, matter)
        if not is_more and is_open:
            continue
        is_sure = is_more or _lack_of_all_years(whole, parts, matter)
        is_seeming = not is_sure and _seem_to_be_all(whole, parts, matter)
        is_sure = is_sure or (is_seeming and _lack_by_a_digit(whole, parts, matter))
        if not is_sure and not (is_seeming and _lack_a_little(whole, parts)):
            continue
        # 医院20家、卫生院30家，其中…: the parts are of both.
        before = mentions[number - 1] if number else None
        if before is None or not are_added_up(before, whole, matter):
            yield _finding(whole, parts, matter, is_more=is_more, is_sure=is_sure)


def _says_of_which(before: Mention, parts: Sequence[Mention], matter: Matter) -> bool:
    """Whether it is 其中 that stands before the parts, and not 含."""
    words = matter.prose.between(before.span, parts[0].span) if parts else None
    return words is not None and OF_WHICH in words


def _is_whole(whole: Mention) -> bool:
    value = whole.value
    # 用水总量控制在9.8亿立方米以内，其中…: what is allowed cannot be less than what it is for.
    is_limit = value.kind == "number" and value.comparator == "≤" and bool(base_unit(whole))
    return (is_exact(value) or is_limit) and not is_rate(whole) and whole.role != "standard"


def _parts(at: int, whole: Mention, matter: Matter) -> list[Mention]:
    """All parts that stand one behind the other, of the unit of the whole."""
    mentions = matter.draft.mentions
    parts = [mentions[at + 1]]
    listed = ""
    behind = matter.grammar.pattern("checks.next-part")
    added = matter.grammar.words("checks.part-added")
    number = at + 1
    while number + 1 < len(mentions):
        last = mentions[number]
        number, span = behind_aside(number, matter)
        if number >= len(mentions):
            break
        part = mentions[number]
        gap = part.span[0] - span[1]
        if gap == 0 and base_unit(part) == base_unit(whole):
            parts[-1] = part  # 3条280公里: how many stand before how long
            continue
        words = matter.prose.between(span, part.span) if gap <= LONGEST_NAME else None
        # A bracket is left out that breaks down the part before.
        is_aside = span != last.span
        if words is None or behind.fullmatch(words) is None:
            break
        # 本科生14200人、博士生1600人，专任教师1180人: behind 、 a comma ends the list.
        if len(parts) >= FEWEST_PARTS and words[0] in "，," and listed == "、" and not is_aside:
            break
        # 新增学位500个，其中…: what is added is a part of what is added, and of nothing else.
        if words.endswith(added) and whole.value.measure != "change":
            break
        listed = words[0]
        parts.append(part)
    alike = list(takewhile(lambda part: _is_part(part, whole), parts))
    # 城镇人口71万人，乡村人口58万人，城镇化率56%: what is counted otherwise ends the list, but none of it.
    is_over = all(base_unit(part) != base_unit(whole) for part in parts[len(alike) :])
    return alike if is_over else []


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
    halves = [half_a_step(number.value) for number in numbers]
    # What was rounded up and down hardly adds up to more than one of the last digit.
    return min(sum(halves), 2 * max(halves))


def _is_counted(number: Mention) -> bool:
    return counts_things(number) and amount(number) == number.value.value


def _lack_of_all_years(whole: Mention, parts: Sequence[Mention], matter: Matter) -> bool:
    """Whether the parts are those of all years that the whole is of, and less than it."""
    if len(parts) < FEWEST_PARTS:
        return False
    years = [part.value.year for part in parts]
    if not any(years == list(range(first, last + 1)) for first, last in _spans(whole, matter)):
        return False
    lacking = amount(whole) - sum(map(amount, parts))
    return _slack(whole, parts) < lacking <= (LITTLE_MORE - 1) * amount(whole)


def _spans(whole: Mention, matter: Matter) -> Iterator[tuple[int, int]]:
    """The first and last years that the whole may be of: those of its sentence, and of the plan."""
    period = matter.draft.head.period
    if period is not None and period.end > period.start:
        yield period.start, period.end
    place = matter.prose.place_of(whole.span[0])
    if place is not None:
        spans = matter.grammar.pattern("checks.span-of-plan")
        for found in spans.finditer(matter.prose.sentence_before(place)):
            yield int(found["first"]), int(found["last"])


def _seem_to_be_all(whole: Mention, parts: Sequence[Mention], matter: Matter) -> bool:
    """Whether many parts are less than the whole, and nothing says that there are others (等).

    What lacks is less than each of them: who names the smaller ones would name it too.
    """
    if len(parts) < MANY_PARTS or not _are_of_its_years(whole, parts):
        return False
    lacking = _lacking(whole, parts)
    if lacking <= _slack(whole, parts):
        return False
    if lacking >= min(map(amount, parts)) and not _are_digits_swapped(whole, parts):
        return False
    if len({part.value.year for part in parts}) > 1:
        return False
    place = matter.prose.place_of(parts[-1].span[1] - 1)
    behind = matter.prose.sentence_behind(place + 1) if place is not None else ""
    # Up to the next number: 专业机构5个，卫生人员6780名，其中…: what is broken down there is of its own.
    words = matter.grammar.pattern("checks.up-to-a-number").match(behind)
    said = words[0] if words is not None else behind
    return not behind.startswith("等") and not matter.grammar.find("checks.not-all", said)


def _lacking(whole: Mention, parts: Sequence[Mention]) -> float:
    return amount(whole) - sum(map(amount, parts))


def _lack_a_little(whole: Mention, parts: Sequence[Mention]) -> bool:
    """Whether parts make up nearly the whole.

    One that is so small may be left out all the same, so that this is only worth a look.
    """
    return _lacking(whole, parts) <= LITTLE_LESS * amount(whole)


def _lack_by_a_digit(whole: Mention, parts: Sequence[Mention], matter: Matter) -> bool:
    """Whether one wrong digit of a number explains what lacks: 3990 for 3790.

    All digits behind it come out, which those of a part that was left out would hardly do.
    """
    if _lacking(whole, parts) > DIGIT_LESS * amount(whole):
        return False
    # A subject may have lost what tells it from another: 新建学校新增, 改扩建学校新增.
    if _overlap([_clause(part, matter) for part in parts]):
        return False
    numbers = _whole_numbers((whole, *parts))
    if not numbers:
        return _are_digits_swapped(whole, parts)
    # 400 of numbers in tens; 40 of them may be any part.
    is_round = _zeros(numbers[0] - sum(numbers[1:])) > min(map(_zeros, numbers))
    is_one_digit = is_round and _is_explained(numbers, _is_one_digit_off)
    return is_one_digit or _are_digits_swapped(whole, parts)


def _are_digits_swapped(whole: Mention, parts: Sequence[Mention]) -> bool:
    """Whether two neighbouring digits of one number, the other way round, explain what lacks: 369.4 for 396.4.

    A part that was left out would hardly be just as large.
    """
    numbers = _in_last_digits((whole, *parts))
    return bool(numbers) and _is_explained(numbers, _is_swapped)


def _is_explained(numbers: Sequence[int], is_slip: Callable[[int, int], bool]) -> bool:
    """Whether a slip of one number, the first of which is the whole, explains what the parts lack."""
    lacking = numbers[0] - sum(numbers[1:])
    slips = [numbers[0] - lacking, *(part + lacking for part in numbers[1:])]
    return any(map(is_slip, numbers, slips))


def _clause(part: Mention, matter: Matter) -> str:
    """The words of a part before its number, without 其中."""
    words = matter.prose.clause_up_to(part.span[0])
    return words.removeprefix("其中")


def _whole_numbers(mentions: Sequence[Mention]) -> list[int]:
    """Their numbers as printed; none where one is a fraction, or of another scale (万人, 人)."""
    numbers = [mention.value.value or 0.0 for mention in mentions]
    if not all(number and number.is_integer() for number in numbers):
        return []
    scales = {amount(mention) / number for mention, number in zip(mentions, numbers, strict=True)}
    return list(map(int, numbers)) if len(scales) == 1 else []


def _in_last_digits(mentions: Sequence[Mention]) -> list[int]:
    """Their numbers, counted in the last digit that all of them print; none where they are of two scales."""
    values = [mention.value.value or 0.0 for mention in mentions]
    scales = {amount(mention) / (mention.value.value or 1.0) for mention in mentions}
    decimals = {_decimals(mention) for mention in mentions}
    if not all(values) or len(scales) > 1 or len(decimals) > 1:
        return []
    return [round(value * 10 ** max(decimals)) for value in values]


def _decimals(mention: Mention) -> int:
    """How many digits stand behind the point of the printed number."""
    _, _, behind = mention.value.text.partition(".")
    return len(behind)


def _zeros(number: int) -> int:
    """How many zeros it ends in."""
    digits = str(number)
    return len(digits) - len(digits.rstrip("0"))


def _is_one_digit_off(one: int, other: int) -> bool:
    first, second = str(one), str(other)
    return len(first) == len(second) and sum(map(str.__ne__, first, second)) == 1


def _is_swapped(one: int, other: int) -> bool:
    """Whether two neighbouring digits stand the other way round: 3694, 3964."""
    return one >= FEWEST_OF_DIGITS and str(other) in swaps(str(one))


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
    if is_money(whole):
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
