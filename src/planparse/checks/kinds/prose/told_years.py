"""A year's amount against that of all years: 每年新增1.2万人，五年累计新增7.5万人."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planparse.checks.matching.counted import is_rate, tally_of
from planparse.checks.matching.extents import amount, base_unit, half_a_step, is_exact
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.checks.sums.prose_findings import parts_miss_whole
from planparse.grammar import five_years
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Finding, Mention

LONGEST_APART = 60
"""Characters of the source from one number to the other."""

MOST_BETWEEN = 3

ROUND_NUMBERS = 0.06
"""Such a share may be lost by speaking in round numbers, and more where both say 约."""


@check("prose-contradicts-prose", "sum-mismatch")
def told_years(matter: Matter) -> Iterator[Finding]:
    """Amounts of each year that do not make up the one of all years beside them.

    Each may be the same (每年新增1.2万人), or one of a list (每年分别建设30个、35个、35个).
    """
    mentions = matter.draft.mentions
    summed: set[str] = set()
    # Of hardly any number it is told how much there is of it in each year.
    for at in matter.prose.mentions_beside("checks.yearly-words"):
        mention = mentions[at]
        for other in mentions[at + 1 : at + MOST_BETWEEN]:
            pair = (mention, other)
            if not _may_be(*pair):
                continue
            years = _years(*pair, matter)
            if years is None:
                continue
            yearly, total = sorted(pair, key=amount)
            listed = _listed_with(
                at
                if yearly is mention
                else at + 1 + mentions[at + 1 : at + MOST_BETWEEN].index(other),
                matter,
            )
            if len(listed) == 1 and not _comes_out(yearly, total, years):
                yield _finding(yearly, total, years, matter)
            # The whole list is told once, whichever of its numbers was looked at.
            is_told = listed[0].id in summed
            summed.add(listed[0].id)
            if 1 < len(listed) == years and not is_told and not _make_up(listed, total):
                yield parts_miss_whole(total, listed, f"所列{years}年", matter.places)


def _may_be(a: Mention, b: Mention) -> bool:
    """Whether two numbers stand near one another, in one unit, without a look at the words."""
    if b.span[0] - a.span[1] > LONGEST_APART or base_unit(a) != base_unit(b) or is_rate(a):
        return False
    return all(mention.value.kind == "number" and amount(mention) > 0 for mention in (a, b))


def _years(a: Mention, b: Mention, matter: Matter) -> int | None:
    """Over how many years one of the two sums up the other; None where they are of other things."""
    words = matter.prose.between(a.span, b.span)
    if words is None or any(mark in words for mark in "。；;"):
        return None
    yearly, total = sorted((a, b), key=amount)
    place = matter.prose.place_of(total.span[0])
    if place is None:
        return None
    # Hardly any number is a sum over years, so that this is asked first.
    clause = matter.prose.clause_before(place)
    years = _years_summed(clause, place, matter)
    if years is None and _is_right_behind(words, total, b, matter):
        years = _years_named(matter.prose.sentence_before(place), matter)
    if years is None and _is_less_at_the_end(clause, yearly, total, matter):
        years = _years_of_period(matter)
    if years is None or not _are_of_one_thing(yearly, total, clause, matter):
        return None
    counted = [tally_of(mention, matter.draft, matter.grammar).kind for mention in (yearly, total)]
    return years if counted[0] == "yearly" != counted[1] else None


def _years_summed(clause: str, place: int, matter: Matter) -> int | None:
    """How many years a clause says that it sums up; None where it does not say so."""
    summed = matter.grammar.pattern("checks.years-summed")
    found = summed.search(clause)
    if found is None and matter.grammar.find("checks.in-all-years", clause):
        # “十四五”期间，累计培训15万人次: the years open the sentence.
        found = summed.search(matter.prose.sentence_before(place).partition("，")[0])
    if found is None:
        return None
    named = _years_named(matter.prose.sentence_before(place), matter)
    return read_integer(found["number"]) if found["number"] else named or _years_of_period(matter)


def _years_named(sentence: str, matter: Matter) -> int | None:
    """How many years a sentence names: 2016—2020年, “十三五”期间, 三年."""
    spans = list(matter.grammar.pattern("checks.from-year-to-year").finditer(sentence))
    if spans:
        return int(spans[-1]["last"]) - int(spans[-1]["first"]) + 1
    if matter.grammar.find("checks.in-a-five-year-plan", sentence):
        return five_years.LENGTH
    counted = matter.grammar.pattern("checks.so-many-years").search(sentence)
    return read_integer(counted["number"]) if counted is not None else None


def _is_right_behind(words: str, total: Mention, second: Mention, matter: Matter) -> bool:
    """Whether a year's amount stands right behind the sum: 投入9.6亿元，年均投入3.2亿元."""
    behind = matter.grammar.words("checks.yearly-behind")
    return second is not total and words.startswith(behind)


def _is_less_at_the_end(clause: str, yearly: Mention, total: Mention, matter: Matter) -> bool:
    """Whether 到2025年累计新建, in the plan's last year, is less than its years add."""
    found = matter.grammar.pattern("checks.up-to-the-end").search(clause)
    period = matter.draft.head.period
    if found is None or period is None or int(found["year"]) != period.end:
        return False
    return amount(total) < amount(yearly) * (period.end - period.start + 1)


def _years_of_period(matter: Matter) -> int | None:
    period = matter.draft.head.period
    return period.end - period.start + 1 if period is not None else None


def _are_of_one_thing(yearly: Mention, total: Mention, clause: str, matter: Matter) -> bool:
    own = matter.namer.name(yearly.subject or "").plain
    other = matter.namer.name(total.subject or "").plain
    bare = matter.grammar.pattern("checks.work-before")
    own = bare.sub("", matter.grammar.pattern("checks.each-year-before").sub("", own))
    other = bare.sub("", other)
    # 五年累计7.5万人: what was just named.
    if not other or not own or own in other or other in own:
        return True
    # 累计投入涉农资金9.6亿元，年均投入3.2亿元: what is said again of the sum.
    return set(own) <= set(clause)


def _listed_with(at: int, matter: Matter) -> Sequence[Mention]:
    """The numbers of the list that a year's amount stands in, one for each year; it alone where it stands in none."""
    mentions = matter.draft.mentions
    first = last = at
    while first and _is_listed_next(mentions[first - 1], mentions[first], matter):
        first -= 1
    while last + 1 < len(mentions) and _is_listed_next(mentions[last], mentions[last + 1], matter):
        last += 1
    return mentions[first : last + 1]


def _is_listed_next(one: Mention, next_one: Mention, matter: Matter) -> bool:
    if base_unit(one) != base_unit(next_one):
        return False
    return matter.prose.between(one.span, next_one.span) in matter.grammar.words(
        "checks.joints-of-lists"
    )


def _make_up(listed: Sequence[Mention], total: Mention) -> bool:
    """Whether the amounts of all years make up the total; bounds leave that open."""
    numbers = (total, *listed)
    if not all(is_exact(number.value) for number in numbers):
        return True
    slack = sum(half_a_step(number.value) for number in numbers)
    if all(float(number.value.value or 0).is_integer() for number in numbers):
        slack = half_a_step(total.value)
    return abs(sum(map(amount, listed)) - amount(total)) <= slack


def _comes_out(yearly: Mention, total: Mention, years: int) -> bool:
    added = amount(yearly) * years
    gap = added - amount(total)
    slack = amount(total) * ROUND_NUMBERS
    signs = [mention.value.comparator or "=" for mention in (yearly, total)]
    if "≈" in signs:
        slack *= 2
    # 每年不少于1.2万, 五年6.5万: more than the least is no contradiction.
    if signs[0] in "≥>" and gap < 0:
        return True
    if (signs[1] in "≥>" and gap > 0) or (signs[0] in "≤<" and gap > 0):
        return True
    if signs[1] in "≤<" and gap < 0:
        return True
    return abs(gap) <= slack


def _finding(yearly: Mention, total: Mention, years: int, matter: Matter) -> Finding:
    places = matter.places
    name = max((yearly.subject or "", total.subject or ""), key=len)
    return finding(
        "prose-contradicts-prose",
        "warning",
        name,
        f"{places.prose(yearly)}“{name}”每年{places.quantity(yearly)}，{years}年合计"
        f"与所述的{places.quantity(total)}不符。",
        records=[yearly.id, total.id],
        span=total.span,
        page=total.page,
    )
