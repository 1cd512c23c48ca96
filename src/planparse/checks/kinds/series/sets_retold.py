"""prose-contradicts-prose of how many make up a set.

细化为18个二级修复分区, and 针对16个二级修复分区; 营商环境优化提升十条措施, and 营商环境优化提升八条措施.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import takewhile

import regex
from msgspec import Struct
from msgspec.structs import replace

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Finding
from planparse.model.source import Span

SHORTEST_NAME = 6
"""Characters that all tellings of a set have before its number, by which it is one set wherever it stands."""

SHORTEST_PARTS = 4
"""Characters of what a whole is divided into (修复分区), by which its parts are known again: 片区 are of many."""


class _Set(Struct, frozen=True):
    """How many of something a sentence says that there are."""

    number: int
    words: str
    """The number, its unit and what is counted, as printed."""
    name: str
    """What tells this set from others: the words before it, or what is counted."""
    years: frozenset[str]
    """Those that its sentence names: another year's set is another one."""
    sentence: int
    """Where its sentence begins."""
    span: Span


@check("prose-contradicts-prose")
def sets_retold(matter: Matter) -> Iterator[Finding]:
    """The number of a set that is told with another number elsewhere."""
    yield from _named(matter)
    yield from _divided(matter)


# ---------------------------------------------------------------- sets that have a name


def _named(matter: Matter) -> Iterator[Finding]:
    """Sets of measures that are known by the words before their number."""
    by_kind: dict[str, list[_Set]] = defaultdict(list)
    pattern = matter.grammar.pattern("checks.set-of-measures")
    for found in matter.prose.finditer_beside("checks.sets-of-measures", pattern):
        clause = matter.prose.clause_before(found.start())
        name = "".join(filter(str.isalnum, clause))
        if len(name) >= SHORTEST_NAME:
            by_kind[found["kind"]].append(_set(found, name, matter))
    for sets in by_kind.values():
        if len({one.number for one in sets}) > 1:
            yield from _told_otherwise(sets, matter)


def _told_otherwise(sets: Sequence[_Set], matter: Matter) -> Iterator[Finding]:
    """The sets whose number is another one than most of the same name have."""
    told: set[Span] = set()
    most = Counter(one.number for one in sets)
    ordered = sorted(sets, key=lambda one: -most[one.number])
    for at, first in enumerate(ordered):
        for second in ordered[at + 1 :]:
            if second.span in told or first.number == second.number:
                continue
            if _are_one_set(first, second, matter):
                told.add(second.span)
                yield _finding(first, second, matter)


def _are_one_set(first: _Set, second: _Set, matter: Matter) -> bool:
    if first.years != second.years or first.sentence == second.sentence:
        return False
    pairs = zip(reversed(first.name), reversed(second.name), strict=False)
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    shared = first.name[len(first.name) - common :]
    # 组织实施五大工程 is said of many sets.
    core = matter.grammar.pattern("checks.verbs-before-a-set").sub("", shared)
    if len(core) < SHORTEST_NAME:
        return False
    # 省级稳增长十条措施, 市级稳增长八条措施: each has its own.
    offices = matter.grammar.pattern("checks.whose-set")
    owners = [offices.findall(one.name[: len(one.name) - common]) for one in (first, second)]
    return owners[0] == owners[1]


# ---------------------------------------------------------------- parts of a whole


def _divided(matter: Matter) -> Iterator[Finding]:
    """Parts that a whole is divided into once, and that are spoken of as all of them with another number."""
    grammar, prose = matter.grammar, matter.prose
    parts = grammar.pattern("checks.divided-into")
    whole = [
        _set(found, found["noun"], matter)
        for found in prose.finditer_beside("checks.divided-into-words", parts)
    ]
    if not whole:  # as in most plans
        return
    again = grammar.pattern("checks.all-of-the-parts")
    for found in prose.finditer_beside("checks.all-of-the-parts-words", again):
        same = [one for one in whole if _are_same_parts(one.name, found["noun"])]
        # What is divided in two ways may be two things.
        if len({one.number for one in same}) != 1:
            continue
        first, second = same[0], _set(found, found["noun"], matter)
        if first.number != second.number and first.years == second.years:
            # 16个二级修复分区的特点 goes on with something else.
            behind = max(0, len(second.name) - len(first.name))
            words = second.words[: len(second.words) - behind]
            yield _finding(first, replace(second, words=words), matter)


def _are_same_parts(first: str, second: str) -> bool:
    """Whether both name the same: 二级修复分区, and 二级修复分区的特点."""
    short, long = sorted((first, second), key=len)
    return len(short) >= SHORTEST_PARTS and long.startswith(short)


# ---------------------------------------------------------------- what both share


def _set(found: regex.Match[str], name: str, matter: Matter) -> _Set:
    prose = matter.prose
    at = found.start("number")
    before = prose.sentence_before(at)
    years = matter.grammar.pattern("checks.any-year").findall(before + prose.sentence_behind(at))
    return _Set(
        number=read_integer(found["number"]) or 0,
        words=found["counted"],
        name=name,
        years=frozenset(years),
        sentence=at - len(before),
        span=prose.span_of(*found.span("counted")),
    )


def _finding(first: _Set, second: _Set, matter: Matter) -> Finding:
    here, there = (matter.places.line(one.span) for one in (first, second))
    return finding(
        "prose-contradicts-prose",
        "warning",
        second.words,
        f"同一事项前后数目不一：{here}为“{first.words}”，而{there}为“{second.words}”。",
        sides=[first.span, second.span],
        span=second.span,
    )
