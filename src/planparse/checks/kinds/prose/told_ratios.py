"""Numbers of one sentence of which one follows from two: a share, what it is of, and what it comes to.

应参保120万人、参保率95%、参保104万人; 人口50万、床位4200张、每千人口7.2张; 医院20家，其中民营15家，占60%.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations, product
from typing import NamedTuple

from planparse.checks.matching.counted import is_part, is_rate
from planparse.checks.matching.extents import amount, base_unit, half_a_step, is_exact, reach
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Mention

LONGEST_APART = 160
"""Characters of the source from the first of the three numbers to the last."""

MOST_NEAR = 6
"""Numbers of one sentence that are looked at beside a share."""

PEOPLE = "{person}"
"""What a population counts."""

NOT_QUITE = 0.01
"""Such a share of what a rate comes to may be lost in round numbers."""

OTHER_PEOPLE = 0.05
"""Who is counted (常住, 户籍) may change a rate per head by so much."""

DUE = "应"
"""What the names of those begin with who are due: 应参保."""

WholeAndPart = tuple[Mention, Mention]
"""Two numbers that a rate may be the quotient of."""


class Reckoned(NamedTuple):
    """Three numbers of one sentence."""

    whole: Mention
    rate: Mention
    part: Mention
    low: float
    """What the rate may be, by the other two."""
    high: float

    @property
    def comes_out(self) -> bool:
        """Whether the printed rate is among what it may be; a floor is kept by all above it."""
        printed = self.rate.value.normalized
        if printed is None:
            return True
        half = half_a_step_of(self.rate)
        sign = self.rate.value.comparator
        too_low = self.high < printed.value - half
        too_high = self.low > printed.value + half
        if sign in ("≥", ">"):
            return not too_low
        if sign in ("≤", "<"):
            return not too_high
        return not (too_low or too_high)


def half_a_step_of(mention: Mention) -> float:
    """How far a number may be from the one that was rounded to it, whatever its comparator."""
    extent = reach(mention.value)
    return extent.step / 2 + extent.slack


@check("prose-contradicts-prose")
def told_ratios(matter: Matter) -> Iterator[Finding]:
    """Shares and rates that do not follow from the two numbers that their sentence tells with them."""
    populations = _populations(matter)
    for at, rate in enumerate(matter.draft.mentions):
        if not is_rate(rate) or rate.value.kind != "number" or rate.value.normalized is None:
            continue
        if rate.value.measure in ("change", "growth") or rate.value.comparator == "≈":
            continue
        for reckoned in _reckoned(at, rate, populations, matter):
            if not reckoned.comes_out:
                yield reckoned_finding(reckoned, matter)
                break


def _reckoned(
    at: int, rate: Mention, populations: Sequence[int], matter: Matter
) -> Iterator[Reckoned]:
    if rate.per is not None:
        yield from _per_head(at, rate, populations, matter)
        return
    pair = _pair_before(at, matter)
    yield from _of_those_due(at, rate, matter)
    if pair is not None:
        yield from _of_a_task(at, rate, pair, matter)
        yield from _of_a_whole(rate, pair, matter)
    yield from _of_a_named_whole(at, rate, matter)
    if pair is not None:
        yield from _of_what_arises(at, rate, pair, matter)


def _pair_before(at: int, matter: Matter) -> WholeAndPart | None:
    """The two mentions right before a rate, where they are in one unit, as a whole and its part."""
    if at < 2:
        return None
    whole, part = matter.draft.mentions[at - 2 : at]
    if base_unit(whole) != base_unit(part) or amount(whole) <= 0:
        return None
    return whole, part


def _beside(at: int, matter: Matter) -> Sequence[Mention]:
    """The mentions around one, itself among them."""
    return matter.draft.mentions[max(0, at - MOST_NEAR) : at + MOST_NEAR + 1]


def _near(at: int, matter: Matter) -> list[Mention]:
    """The exact amounts of the sentence of a mention, and of its year."""
    return amounts_with(matter.draft.mentions[at], _beside(at, matter), matter)


def amounts_with(rate: Mention, others: Iterable[Mention], matter: Matter) -> list[Mention]:
    """Those of some mentions that are exact amounts of one sentence and year with a rate."""
    near = []
    for other in others:
        if other is rate or not is_exact(other.value) or other.per is not None:
            continue
        if other.value.year != rate.value.year or other.value.measure in ("change", "growth"):
            continue
        first, last = sorted((other, rate), key=lambda mention: mention.span)
        words = matter.prose.between(first.span, last.span)
        if (
            words is not None
            and len(words) <= LONGEST_APART
            and not any(m in words for m in "。；;")
        ):
            near.append(other)
    return near


# ---------------------------------------------------------------- those who are due: 应参保, 参保率, 参保


def _of_those_due(at: int, rate: Mention, matter: Matter) -> Iterator[Reckoned]:
    # Most plans tell nothing of those who are due.
    if DUE not in matter.subjects:
        return
    named = matter.grammar.pattern("checks.rate-of-those-due").search(rate.subject or "")
    if named is None:
        return
    what = named["what"]
    whose = (rate.subject or "")[: named.start()]
    due = DUE + what
    if due not in matter.subjects or not any(
        due in (other.subject or "") for other in _beside(at, matter)
    ):
        return
    if is_part(rate, matter.draft, matter.grammar):
        return
    for whole, part in permutations(_near(at, matter), 2):
        if base_unit(whole) != base_unit(part) or amount(whole) <= 0:
            continue
        is_due = due in (whole.subject or "")
        if not is_due or what not in (part.subject or "") or due in (part.subject or ""):
            continue
        if whose not in (whole.subject or ""):
            continue
        quotient = amount(part) / amount(whole)
        yield Reckoned(whole, rate, part, quotient * (1 - NOT_QUITE), quotient * (1 + NOT_QUITE))


# ---------------------------------------------------------------- what is done of a task: 下达, 完成, 完成率


def _of_a_task(at: int, rate: Mention, pair: WholeAndPart, matter: Matter) -> Iterator[Reckoned]:
    """下达投资19473万元，已完成投资9000万元，下达投资完成率46.22%: the last two are of the first."""
    named = matter.grammar.pattern("checks.rate-of-a-task").search(rate.subject or "")
    if named is None:
        return
    if any(mention not in _near(at, matter) for mention in pair):
        return
    clauses = []
    for mention in pair:
        place = matter.prose.place_of(mention.span[0])
        clauses.append("" if place is None else matter.prose.clause_before(place))
    is_task = matter.grammar.find("checks.task", clauses[0]) and named["task"] in clauses[0]
    if not is_task or named["done"] not in clauses[1]:
        return
    whole, part = pair
    yield _quotient(whole, rate, part)


# ---------------------------------------------------------------- per head: 人口, 床位, 每千人口床位


def _per_head(
    at: int, rate: Mention, populations: Sequence[int], matter: Matter
) -> Iterator[Reckoned]:
    people = _people(at, populations, matter)
    if people is None:
        return
    name = matter.namer.name(rate.subject or "", rate.per)
    for part in _near(at, matter):
        if part is people or base_unit(part) != base_unit(rate):
            continue
        if not matter.namer.alike(name, matter.namer.name(part.subject or "")):
            continue
        quotient = amount(part) / amount(people)
        yield Reckoned(
            people, rate, part, quotient * (1 - OTHER_PEOPLE), quotient * (1 + OTHER_PEOPLE)
        )


def _populations(matter: Matter) -> list[int]:
    """The indexes of the mentions that tell of a population: few do."""
    population = matter.grammar.pattern("checks.population-told")
    return [
        at
        for at in matter.of_unit.get(PEOPLE, ())
        if population.search(matter.draft.mentions[at].subject or "")
    ]


def _people(at: int, populations: Sequence[int], matter: Matter) -> Mention | None:
    """The one population that is told near a rate."""
    mentions = matter.draft.mentions
    near = [mentions[other] for other in populations if abs(other - at) <= MOST_NEAR]
    people = amounts_with(mentions[at], near, matter)
    return people[0] if len(people) == 1 and amount(people[0]) > 0 else None


# ---------------------------------------------------------------- a part of a whole: 其中…，占…%


def _of_a_whole(rate: Mention, pair: WholeAndPart, matter: Matter) -> Iterator[Reckoned]:
    """矿山138座，其中大中型矿山51座，占比37%: the three stand one behind the other."""
    for told in pair:
        if not is_exact(told.value) or told.per is not None or told.value.measure == "growth":
            return
    whole, part = pair
    of_which = matter.prose.between(whole.span, part.span)
    share = matter.prose.between(part.span, rate.span)
    if of_which is None or share is None:
        return
    grammar = matter.grammar
    if share == "的" and grammar.pattern("checks.of-the-whole").fullmatch(of_which):
        if amount(part) > 0:
            yield _quotient(part, rate, whole)  # 30公顷，占总面积120公顷的25%
        return
    if not grammar.pattern("checks.joint-part-behind").fullmatch(of_which):
        return
    behind = grammar.pattern("checks.share-behind").fullmatch(share)
    # 占总装机的56%, behind 总装机容量: another whole than the one before is not known.
    if behind is None or (behind["of"] or "") not in (whole.subject or ""):
        return
    # 税收占比, behind 税收收入: the share of another part has its own name.
    if (behind["own"] or "") in (part.subject or ""):
        yield _quotient(whole, rate, part)


def _of_a_named_whole(at: int, rate: Mention, matter: Matter) -> Iterator[Reckoned]:
    """地区生产总值680亿元，民营经济增加值420亿元，占地区生产总值的55%: the whole has its name behind 占."""
    named = matter.grammar.pattern("checks.share-of-a-named-whole").match(rate.subject or "")
    if named is None or at < 1:
        return
    part = matter.draft.mentions[at - 1]
    near = _near(at, matter)
    if part not in near or part.value.measure == "growth":
        return
    name = matter.namer.name(named["whole"])
    wholes = [
        whole
        for whole in near
        if whole is not part
        and base_unit(whole) == base_unit(part)
        and matter.namer.alike(name, matter.namer.name(whole.subject or ""))
    ]
    if len(wholes) == 1 and amount(wholes[0]) > 0 and _are_side_by_side(part, rate, matter):
        yield _quotient(wholes[0], rate, part)


def _of_what_arises(
    at: int, rate: Mention, pair: WholeAndPart, matter: Matter
) -> Iterator[Reckoned]:
    """固体废物产生量320万吨，综合利用量256万吨，综合利用率86%."""
    named = matter.grammar.pattern("checks.rate-of-what-arises").search(rate.subject or "")
    if named is None:
        return
    whole, part = pair
    done = f"{named['done']}量"
    if not done.endswith(part.subject or "") and not (part.subject or "").endswith(done[-3:]):
        return
    arises = matter.grammar.find("checks.what-arises", whole.subject or "")
    near = _near(at, matter) if arises else []
    if whole in near and part in near:
        yield _quotient(whole, rate, part)


def _are_side_by_side(part: Mention, rate: Mention, matter: Matter) -> bool:
    """Whether nothing but 占 and its whole stands between a part and its share."""
    words = matter.prose.between(part.span, rate.span)
    behind = matter.grammar.pattern("checks.share-of-a-whole-behind")
    return words is not None and behind.fullmatch(words) is not None


def _quotient(whole: Mention, rate: Mention, part: Mention) -> Reckoned:
    """The two amounts and all that their share may be, as far as they were rounded."""
    off_part, off_whole = half_a_step(part.value), half_a_step(whole.value)
    ends = [
        (amount(part) + a * off_part) / (amount(whole) + b * off_whole)
        for a, b in product((-1, 1), repeat=2)
    ]
    return Reckoned(whole, rate, part, min(ends), max(ends))


# ---------------------------------------------------------------- the finding


def reckoned_finding(reckoned: Reckoned, matter: Matter) -> Finding:
    """The finding that a rate is not what the two amounts of its sentence come to."""
    places = matter.places
    whole, rate, part, *_ = reckoned
    name = rate.subject or ""
    return finding(
        "prose-contradicts-prose",
        "warning",
        name,
        f"{places.prose(rate)}“{name}”为{places.quantity(rate)}，与同句的“{whole.subject or ''}”"
        f"{places.quantity(whole)}、“{part.subject or ''}”{places.quantity(part)}不符。",
        records=[whole.id, rate.id, part.id],
        span=rate.span,
        page=rate.page,
    )
