"""prose-contradicts-prose: the text tells one goal or fact twice, with numbers that cannot both hold.

Where it is the same number in another unit (5.6万人, 5.6人), that is told as unit-mismatch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from planparse.checks.kinds.figures.stretch_goals import are_two_tiers
from planparse.checks.kinds.figures.what_grows import what_grows
from planparse.checks.kinds.figures.year_meant import year_meant
from planparse.checks.matching.comparable import of_mention, on_one_scale
from planparse.checks.matching.counted import is_rate
from planparse.checks.matching.extents import are_apart, both_hold, bounds_differ
from planparse.checks.matching.names import Name
from planparse.checks.matching.said import Said
from planparse.checks.matching.same_words import Telling, told_in_same_words
from planparse.checks.matching.unclear import are_measured_alike, is_set_from_above, is_unclear
from planparse.checks.matching.unit_slips import is_slip, is_slip_of_base
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Mention
from planparse.records.canonical import canonical_of

_ALL_YEARS = 0
"""Stands for the year of what is planned for the plan's years together."""

FULL_STOP = "。"
SEMICOLONS = "；;"

SLIPPING = ("target", "baseline")
"""Roles of numbers that may be one, told again with a slip of its unit (8.2万人, 全市8.2人持证残疾人)."""

SHORTEST_SHARE = 6
SHORTEST_COUNTED = 5
"""Characters of a name that no list knows, of a share or of what is counted, and that is of one thing."""

SHORTEST_SLIPPED = 4
"""Those of what is counted where the same digits stand beside both: 人工造林."""


@check("prose-contradicts-prose", "unit-mismatch")
def prose_contradicts_prose(matter: Matter) -> Iterator[Finding]:
    """One finding for each name, role and year that prose tells in two ways."""
    seen = set()
    for first, second, name in _contradictions(matter):
        # What is told twice in the same words may have a known name as well.
        if second.id not in seen:
            seen.add(second.id)
            yield _finding(first, second, name, matter)


def _contradictions(matter: Matter) -> Iterator[tuple[Mention, Mention, str]]:
    """Pairs of mentions that cannot both hold, one for each thing that is told, with its name."""
    for tellings in _by_thing(matter):
        pair = _first_contradiction(tellings, matter)
        if pair is not None:
            yield *pair, pair[0].subject or ""
    for goals in _goals_for_growth(matter).values():
        for first, second in combinations(goals, 2):
            if _are_two_goals(first, second, matter):
                yield first, second, first.subject or ""
                break
    yield from _slips_of_goals(matter)
    for same in told_in_same_words(matter):
        pair = _first_of_same_words(same, matter)
        if pair is not None:
            yield *pair, same[0].words


def _slips_of_goals(matter: Matter) -> Iterator[tuple[Mention, Mention, str]]:
    """Goals or states of one name with the same digits in another unit, of which one names no year."""
    goals: dict[float, list[Said]] = defaultdict(list)
    for said in matter.said:
        value = said.mention.value
        if said.mention.role in SLIPPING and value.value:
            goals[value.value].append(said)
    for tellings in goals.values():
        # Most numbers are told once, or in one unit.
        units = [_unit_and_base(said.mention) for said in tellings] if len(tellings) > 1 else []
        for (first, own), (second, other) in combinations(zip(tellings, units, strict=False), 2):
            if own != other and _is_slip_of_goal(first, second, matter):
                yield first.mention, second.mention, first.mention.subject or ""


def _unit_and_base(mention: Mention) -> tuple[str, int]:
    unit = mention.unit.code or "" if mention.unit is not None else ""
    return unit, mention.per.count if mention.per is not None else 0


def _is_other_unit(a: Mention, b: Mention, matter: Matter) -> bool:
    """Whether both print one number, in another unit or for another base."""
    return is_slip(a.value, a.unit, b.value, b.unit) or is_slip_of_base(a, b, matter.grammar)


def _is_slip_of_goal(first: Said, second: Said, matter: Matter) -> bool:
    a, b = first.mention, second.mention
    if not _are_one_name(first.name, second.name):
        return False
    # Those of one year, one name and one base `_by_thing` compares.
    is_other_name = first.name.bag != second.name.bag or is_slip_of_base(a, b, matter.grammar)
    is_same = a.value.year == b.value.year and is_other_name
    # Goals of two years.
    if None not in (a.value.year, b.value.year) and not is_same:
        return False
    if not _is_other_unit(a, b, matter) or is_unclear(b, matter):
        return False
    # 全年到位资金 is of a year in both places; what is added each year is another amount than that of all.
    if (first.tally.kind == "yearly") != (second.tally.kind == "yearly"):
        return False
    return _is_of_one_thing(first, matter, SHORTEST_SLIPPED)


def _are_one_name(a: Name, b: Name) -> bool:
    """Whether two names are the same words, or one leaves out what the other begins with.

    The same digits beside both say that they are of one thing: 35岁以上高危人群筛查, 高危人群筛查.
    """
    if a.territory != b.territory:
        return False
    short, long = sorted((a.plain, b.plain), key=len)
    is_end = len(short) >= SHORTEST_SLIPPED and long.endswith(short)
    return a.bag == b.bag or is_end


def _by_thing(matter: Matter) -> Iterator[Sequence[Said]]:
    """Mentions of one name, role and year that no table's row is of."""
    groups: dict[tuple[str, str | None, str], list[Said]] = defaultdict(list)
    for said in matter.said:
        if said.mention.role != "standard":
            groups[said.name.key, said.name.territory, said.mention.role].append(said)
    for near in groups.values():
        # Most names are told once, so that few have to be looked at as words.
        for of_one_year in _by_year(near, matter) if len(near) > 1 else ():
            for tellings in _of_one_name(of_one_year, matter):
                if len(tellings) > 1 and any(_is_of_one_thing(said, matter) for said in tellings):
                    yield tellings


def _by_year(near: Sequence[Said], matter: Matter) -> Iterator[list[Said]]:
    """The mentions of each year that has two or more."""
    years: dict[int, list[Said]] = defaultdict(list)
    for said in near:
        year = year_meant(said.mention, matter)
        if _is_for_the_period(said) and (year is None or said.tally.kind == "added"):
            year = _ALL_YEARS
        if year is not None:
            years[year].append(said)
    yield from (tellings for tellings in years.values() if len(tellings) > 1)


def _is_for_the_period(said: Said) -> bool:
    """Whether an amount without a year is planned for all years of the plan: 规划期内筹集1.6万套."""
    mention = said.mention
    return mention.role == "target" and said.tally.period and not is_rate(mention)


def _of_one_name(near: Sequence[Said], matter: Matter) -> list[list[Said]]:
    """Mentions whose names have the same telling characters, by name (绿地率, 建成区绿地率 are two)."""
    names: list[list[Said]] = []
    for said in near:
        own = next((one for one in names if matter.namer.alike(one[0].name, said.name)), None)
        if own is None:
            names.append([said])
        else:
            own.append(said)
    return names


def _is_of_one_thing(said: Said, matter: Matter, counted: int = SHORTEST_COUNTED) -> bool:
    """Whether the name is surely of one thing wherever it stands, and not left to a table's row."""
    if any(matter.namer.alike(said.name, row.name) for row in matter.rows.near(said.name)):
        return False
    # Names that no list knows are of many things (覆盖率), unless they say of what whole they are.
    if canonical_of(said.mention.subject or "", matter.grammar) is not None:
        return True
    if said.name.whole:
        return True
    # A long name (村级综合文化服务中心达标率) is one thing wherever it stands; of what a share is
    # (占发电量) is none.
    if matter.grammar.find("checks.no-whole-name", said.name.plain):
        return False
    shortest = SHORTEST_SHARE if is_rate(said.mention) else counted
    return len(said.name.plain) >= shortest


def _first_contradiction(
    tellings: Sequence[Said],
    matter: Matter,
) -> tuple[Mention, Mention] | None:
    for first, second in combinations(tellings, 2):
        pair = first.mention, second.mention
        may_differ = _count_alike(first, second) and not _are_in_one_sentence(*pair, matter)
        if may_differ and _contradict(*pair, matter):
            return pair
    return None


def _count_alike(first: Said, second: Said) -> bool:
    """Whether both are states, or both what is added by one deed in the years of the plan.

    A part (其中光伏装机420万千瓦) may be one of a part of the area, so that only a slip of its unit
    is told. One of a state of the whole area is what there is in all of it.
    """
    kinds = {first.tally.kind, second.tally.kind}
    if kinds == {"part", "state"} and _are_of_all(first, second):
        return True
    if kinds == {"state"}:
        return not _is_summed(first) and not _is_summed(second)
    if kinds == {"added"}:
        is_one_deed = first.tally.word == second.tally.word
        return is_one_deed and _is_for_the_period(first) == _is_for_the_period(second)
    a, b = first.mention, second.mention
    return kinds == {"part", "state"} and is_slip(a.value, a.unit, b.value, b.unit)


def _are_of_all(first: Said, second: Said) -> bool:
    """Whether a part of what the whole area has, and the same thing, are both told of all of it."""
    return all(
        said.is_part_of_area if said.tally.kind == "part" else said.name.whole
        for said in (first, second)
    )


def _is_summed(said: Said) -> bool:
    """Whether years are summed up; a share that is for the period (规划期内达到86%) is no sum of it."""
    mention = said.mention
    return said.tally.period and not is_rate(mention) and mention.value.year is not None


def _first_of_same_words(
    tellings: Sequence[Telling],
    matter: Matter,
) -> tuple[Mention, Mention] | None:
    """The first two numbers that contradict one another, where no table has a row of the name."""
    name = tellings[0].name
    if any(matter.namer.alike(name, row.name) for row in matter.rows.near(name)):
        return None
    for first, second in combinations(tellings, 2):
        pair = first.mention, second.mention
        if not _are_in_one_sentence(*pair, matter) and _contradict(*pair, matter):
            return pair
    return None


GrowthKey = tuple[str, int, str | None]
"""A well-known indicator, the year, and whether each year or all of them are meant."""


def _goals_for_growth(matter: Matter) -> dict[GrowthKey, list[Mention]]:
    """Planned rates of growth of one indicator in one year (增长5.5%左右, 增长6%).

    What was reached is told of halves and quarters of a year too, so that it is left out.
    """
    goals: dict[GrowthKey, list[Mention]] = defaultdict(list)
    for mention in matter.draft.mentions:
        if mention.role != "change" or mention.status != "planned":
            continue
        value = mention.value
        if not value.year or value.measure != "growth" or value.reference:
            continue
        thing = what_grows(mention, matter.grammar)
        if thing is not None:
            goals[thing, value.year, value.basis].append(mention)
    return goals


def _are_two_goals(a: Mention, b: Mention, matter: Matter) -> bool:
    """Whether no growth is both, and each goal is of the whole area."""
    if _are_in_one_sentence(a, b, matter) or a.value.direction != b.value.direction:
        return False
    pair = on_one_scale(of_mention(a), of_mention(b), matter.grammar)
    if pair is None or not are_apart(*pair) or are_two_tiers(a, b.value, matter):
        return False
    # What is asked from above and the plan's own goal may differ.
    if is_set_from_above(a, matter) != is_set_from_above(b, matter):
        return False
    is_clear = not is_unclear(a, matter) and not is_unclear(b, matter)
    return is_clear and are_measured_alike(a, b, matter)


def _are_in_one_sentence(a: Mention, b: Mention, matter: Matter) -> bool:
    """Whether both stand in one sentence, which tells them of two things (分别为41%, 9%).

    So does one whose halves a semicolon divides: 市区35微克；全市域29微克. An item of a list that ends in
    one (；, and a new line) is a sentence of its own.
    """
    text = matter.draft.source.text
    # The two may stand pages apart, and the first stop is near.
    if text.find(FULL_STOP, a.span[1], b.span[0]) >= 0:
        return False
    if not any(text.find(mark, a.span[1], b.span[0]) >= 0 for mark in SEMICOLONS):
        return True
    return matter.prose.between(a.span, b.span) is not None


def _contradict(a: Mention, b: Mention, matter: Matter) -> bool:
    pair = on_one_scale(of_mention(a), of_mention(b), matter.grammar)
    if pair is None or is_unclear(a, matter) or is_unclear(b, matter):
        return False
    if not are_measured_alike(a, b, matter):
        return False
    if _is_other_unit(a, b, matter):
        return True
    if a.role == "baseline":
        return not both_hold(*pair)
    # What is asked from above and the plan's own goal may differ.
    if is_set_from_above(a, matter) != is_set_from_above(b, matter):
        return False
    # 达到95% keeps 不低于90%, so that only what cannot both be kept is told.
    if both_hold(*pair):
        return bounds_differ(*pair) and not is_set_from_above(a, matter)
    return are_apart(*pair) and not are_two_tiers(a, b.value, matter)


def _finding(a: Mention, b: Mention, name: str, matter: Matter) -> Finding:
    places = matter.places
    is_of_units = _is_other_unit(a, b, matter)
    what = "的单位" if is_of_units else ""
    return finding(
        "unit-mismatch" if is_of_units else "prose-contradicts-prose",
        "warning",
        name,
        f"“{name}”{what}前后不一：{places.prose(a)}为{places.quantity(a)}，"
        f"而{places.prose(b)}为{places.quantity(b)}。",
        records=[a.id, b.id],
        span=b.span,
        page=b.page,
    )
