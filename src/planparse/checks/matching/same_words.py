"""Mentions that are told in the very same words: 五年新建城市绿道260公里, 五年内新建城市绿道206公里.

The names of known indicators are compared by what they mean. Of all others nothing is known, so
that the whole clause has to be the same, and to say that it speaks of the plan's own area or period.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct

from planparse.checks.matching.counted import is_rate
from planparse.checks.matching.names import Name
from planparse.checks.matter import Matter
from planparse.grammar import Grammar
from planparse.model.plan import Mention, Status
from planparse.records.canonical import canonical_of

SHORTEST_NAME = 4
"""Characters of a name that is one without its verb: 城市绿道 of 新建城市绿道."""


class Telling(Struct, frozen=True):
    """A mention, and the words that tell it."""

    mention: Mention
    words: str
    """Its clause, without its time and the verb before its number."""
    name: Name
    """The plain form of these words."""
    is_summed: bool
    """Whether it is of a span of years, and not of one year."""
    says_years: bool
    """Whether its own sentence says so."""


class _Thing(Struct, frozen=True):
    """What one number can be of."""

    bag: str
    status: Status | None
    year: int | None
    """None for what a span of years sums up: 五年, and 到2025年 of a plan that ends then, are one."""
    is_summed: bool


def told_in_same_words(matter: Matter) -> Iterator[Sequence[Telling]]:
    """Mentions of one name, year or span, and status, where there are two or more."""
    groups: dict[_Thing, list[Telling]] = defaultdict(list)
    for mention in _told_twice(matter):
        telling = _telling(mention, matter)
        if telling is not None:
            year = None if telling.is_summed else mention.value.year
            thing = _Thing(telling.name.bag, mention.status, year, telling.is_summed)
            groups[thing].append(telling)
    for tellings in groups.values():
        if len(tellings) > 1 and not _are_only_among_goals(tellings):
            yield tellings


def _are_only_among_goals(tellings: Sequence[Telling]) -> bool:
    """Whether no sentence says that any of them is for all years: two goals may be of two works."""
    return tellings[0].is_summed and not any(telling.says_years for telling in tellings)


def _told_twice(matter: Matter) -> Iterator[Mention]:
    """The mentions whose subject is told with another number: the words of all others need no look."""
    by_subject: dict[str, list[Mention]] = defaultdict(list)
    for mention in matter.draft.mentions:
        if mention.subject:
            # 五年新建城市绿道, 五年内新建城市绿道: what is counted stands at the end.
            by_subject[mention.subject[-SHORTEST_NAME:]].append(mention)
    for mentions in by_subject.values():
        if len(mentions) > 1:
            yield from _told_with_another_number(mentions)


def _told_with_another_number(mentions: Sequence[Mention]) -> Iterator[Mention]:
    by_unit: dict[tuple[str, Status | None], list[Mention]] = defaultdict(list)
    for mention in mentions:
        number = mention.value.normalized
        # Reports tell of many works in the same words (下达投资1406万元); a goal is set once.
        is_goal = mention.status == "planned" and mention.role != "standard"
        if number is not None and mention.value.kind == "number" and is_goal:
            by_unit[number.unit, mention.status].append(mention)
    for alike in by_unit.values():
        if len({_amount(mention) for mention in alike}) > 1:
            yield from alike


def _amount(mention: Mention) -> float:
    return mention.value.normalized.value if mention.value.normalized is not None else 0.0


def _telling(mention: Mention, matter: Matter) -> Telling | None:
    """The telling of a mention; None where its words may be of a part, or of one of many."""
    grammar = matter.grammar
    at = matter.prose.place_of(mention.span[0])
    if at is None or matter.prose.text[at - 1 : at] == "、":
        return None
    clause = matter.prose.clause_before(at)
    if grammar.pattern("checks.one-of-many").search(clause):
        return None
    sentence = matter.prose.sentence_before(at)
    if grammar.pattern("checks.hoped-for").search(sentence):
        return None
    says_years = grammar.pattern("checks.span-of-years").search(sentence) is not None
    is_summed = says_years or _is_goal_of_period(clause, mention, matter)
    if not is_summed and mention.value.year is None:
        return None
    words = _without_time(clause, grammar)
    words = grammar.pattern("checks.verb-behind").sub("", words)
    name = matter.namer.name(words, mention.per)
    # 城镇新增就业 is of the whole area wherever it stands.
    is_known = canonical_of(words, grammar) is not None
    if name.territory is not None or not (name.whole or is_summed or is_known):
        return None
    if not name.whole and _is_of_a_project(mention, at, matter):
        return None
    if len(grammar.pattern("checks.work-before").sub("", name.plain)) < SHORTEST_NAME:
        return None
    return Telling(mention, words, name, is_summed, says_years)


def _is_goal_of_period(clause: str, mention: Mention, matter: Matter) -> bool:
    """Whether work without a year (新建36公里) stands among the goals of a plan for several years.

    There it is planned for all of them, as one that 五年 stands before.
    """
    if matter.grammar.pattern("checks.work-before").match(clause) is None:
        return False
    period = matter.draft.head.period
    if period is None or period.end <= period.start:
        return False
    if mention.value.year is not None or is_rate(mention):
        return False
    titles = (section.title for section in matter.headings_above(mention))
    return any(matter.grammar.find("checks.title-of-goals", title) for title in titles)


def _without_time(clause: str, grammar: Grammar) -> str:
    """A clause without its time and what says that it is done: 确保完成五年职业培训 is 职业培训."""
    time = grammar.pattern("checks.time-before")
    words = time.sub("", clause)
    return time.sub("", grammar.pattern("checks.doing-before").sub("", words))


def _is_of_a_project(mention: Mention, at: int, matter: Matter) -> bool:
    """Whether it may be of one project of many: in a box, below its name, or behind it."""
    start = mention.span[0]
    if any(box.content[0] <= start < box.content[1] for box in matter.draft.boxes):
        return True
    project = matter.grammar.pattern("checks.project-before")
    if project.match(matter.prose.paragraph(at).text):
        return True
    section = matter.sections.get(mention.section or "")
    return section is not None and project.match(f"{section.title}：") is not None
