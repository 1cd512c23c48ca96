"""unit-missing in prose: 环保产业产值达到102.8。, where the table's row or the rest of the sentence has units."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

import regex

from planparse.checks.kinds.changes.told_levels import core_of
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Indicator, Mention
from planparse.model.source import Span

FEWEST_BESIDE = 2
"""Numbers of the sentence that have a unit, where nothing else tells that this one needs it."""

LONGEST_CLAUSE = 60
"""Characters of a clause that name the thing and what it is to reach."""

MARKS = "，。；"
"""What a clause ends in. Behind 、 a list goes on, whose unit may stand at its end."""


@check("unit-missing")
def bare_numbers(matter: Matter) -> Iterator[Finding]:
    """Numbers whose clause ends right behind them, of what is else told with a unit."""
    told: set[int] = set()
    for found in (*_decimals(matter), *_amounts(matter)):
        if found.number not in told:
            told.add(found.number)
            yield found.finding
    yield from _whole_numbers(matter)


class Bare(NamedTuple):
    """A number without a unit."""

    number: int
    """Where it begins in the text of all paragraphs."""
    finding: Finding


def _decimals(matter: Matter) -> Iterator[Bare]:
    """Numbers with decimals of what is told with a unit elsewhere, or beside others that have one."""
    pattern = matter.grammar.pattern("checks.number-without-unit")
    for end in matter.prose.finditer_beside(
        "checks.point", matter.grammar.pattern("checks.decimals-at-an-end")
    ):
        begin = end.start() - min(LONGEST_CLAUSE, len(matter.prose.clause_before(end.start())))
        found = pattern.search(end.string, begin, end.end())
        if found is None or _needs_none(found["name"], matter):
            continue
        name = found["name"]
        told = (
            "起始值印有单位"
            if found["start"]
            else _told_elsewhere(name, matter) or _told_beside(found, matter)
        )
        if told:
            yield _bare(name, found, told, matter)


def _amounts(matter: Matter) -> Iterator[Bare]:
    """焚烧处理能力达11575，: what stands in a unit wherever it is printed."""
    pattern = matter.grammar.pattern("checks.amount-without-unit")
    for found in matter.prose.finditer_beside("checks.amounts-with-units", pattern):
        before = matter.grammar.find(
            "checks.name-of-amount", matter.prose.clause_before(found.start())
        )
        name = (before[0] if before is not None else "") + found["head"]
        if not _needs_none(name, matter):
            told = _told_elsewhere(name, matter) or "这类数量须有单位"
            yield _bare(name, found, told, matter)


def _bare(name: str, found: regex.Match[str], told: str, matter: Matter) -> Bare:
    span = matter.prose.span_of(*found.span())
    finding = _finding(name, found["number"], told, span, matter)
    return Bare(found.start("number"), finding)


def _whole_numbers(matter: Matter) -> Iterator[Finding]:
    """Numbers without decimals, of which more is known only where a row prints the very number."""
    text = matter.draft.source.text
    for mention in matter.mentions_of(""):
        value = mention.value.value
        if mention.unit is not None or not mention.subject or value is None:
            continue
        if (
            not mention.value.text.isdigit()
            or text[mention.span[1] : mention.span[1] + 1] not in MARKS
        ):
            continue
        row = _row_of(mention.subject, matter)
        if not value or row is None or _needs_none(mention.subject, matter):
            continue
        if any(one is not None and one.value == value for one in (row.baseline, row.target)):
            told = _unit_of(row, matter)
            yield _finding(mention.subject, mention.value.text, told, mention.span, matter)


def _needs_none(name: str, matter: Matter) -> bool:
    find = matter.grammar.find
    return any(
        find(rule, name) is not None for rule in ("checks.no-unit-needed", "checks.unitless")
    )


def _row_of(words: str, matter: Matter) -> Indicator | None:
    """The row of a name that prints a unit."""
    name = matter.namer.name(words)
    for row in matter.rows.near(name):
        if row.indicator.unit is not None and matter.namer.same(name, row.name):
            return row.indicator
    return None


def _unit_of(row: Indicator, matter: Matter) -> str:
    unit = row.unit.text if row.unit is not None else ""
    return f"{matter.places.row(row)}的单位是“{unit}”"


def _told_elsewhere(words: str, matter: Matter) -> str:
    """Where else the thing is printed with its unit, in words; "" for nowhere."""
    row = _row_of(words, matter)
    if row is not None:
        return _unit_of(row, matter)
    core = core_of(matter.namer.name(words), matter)
    for mention in matter.draft.mentions if core else ():
        # Of the same thing grows by 8% no level is told.
        if mention.role == "change" or mention.unit is None:
            continue
        if _is_of(mention, core, matter):
            return f"{matter.places.prose(mention)}印作{matter.places.quantity(mention)}"
    return ""


def _is_of(mention: Mention, core: str, matter: Matter) -> bool:
    return core_of(matter.namer.name(mention.subject or "", mention.per), matter) == core


def _told_beside(found: regex.Match[str], matter: Matter) -> str:
    """What the other numbers of its sentence say; "" where they are too few, or some have no unit."""
    prose = matter.prose
    begin = found.start("number") - len(prose.sentence_before(found.start("number")))
    end = found.end() + len(prose.sentence_behind(found.end()))
    first, last = prose.span_of(max(begin, 0), end)
    starts = prose.mention_starts
    number = prose.span_of(*found.span("number"))[0]
    beside = [
        mention
        for mention in matter.draft.mentions[bisect_left(starts, first) : bisect_left(starts, last)]
        if mention.span[0] != number
    ]
    if len(beside) < FEWEST_BESIDE or any(mention.unit is None for mention in beside):
        return ""
    return "同句其他数值都印有单位"


def _finding(name: str, number: str, told: str, span: Span, matter: Matter) -> Finding:
    return finding(
        "unit-missing",
        "warning",
        name,
        f"正文{matter.places.line(span)}“{name}”的{number}没有单位，而{told}。",
        sides=[span],
        span=span,
    )
