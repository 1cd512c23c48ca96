"""Deadlines: one that lies behind the plan's period, and one work that is due as a whole in two years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import regex

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding

ROUND_YEAR = 5
"""Plans that look beyond their period look to 2030, 2035 and so on."""

FARTHEST = 15
"""A deadline that is so many years behind the period is another kind of slip."""


@check("prose-contradicts-prose")
def deadlines(matter: Matter) -> Iterator[Finding]:
    """Works that are due behind the end of the plan, and the same work due in two years."""
    yield from _behind_the_plan(matter)
    yield from _due_twice(matter)


def _behind_the_plan(matter: Matter) -> Iterator[Finding]:
    period = matter.draft.head.period
    if period is None or period.end <= period.start:
        return
    words = matter.grammar.words("checks.deadline-words")
    pattern = matter.grammar.pattern("checks.deadline")
    for found in matter.prose.finditer_with(words, pattern):
        year = int(found["by"] or found["before"])
        if not period.end < year <= period.end + FARTHEST or year % ROUND_YEAR == 0:
            continue
        before = matter.prose.sentence_before(found.start())
        sentence = before + found[0] + matter.prose.sentence_behind(found.end())
        if matter.grammar.find("checks.looks-farther", sentence) or not _is_task(found, matter):
            continue
        span = matter.prose.span_of(*found.span())
        yield finding(
            "prose-contradicts-prose",
            "warning",
            f"{year}年",
            f"规划期为{period.start}—{period.end}年，而正文{matter.places.line(span)}的期限为{year}年。",
            sides=[span],
            span=span,
        )


def _is_task(found: regex.Match[str], matter: Matter) -> bool:
    """Whether it stands among the tasks: the goals of a plan may look beyond it."""
    offset = matter.prose.span_of(*found.span())[0]
    above = [one.title for one in matter.draft.sections if one.body[0] <= offset < one.body[1]]
    grammar = matter.grammar
    if any(grammar.find("checks.heading-of-goals", title) for title in above):
        return False
    return any(grammar.find("checks.heading-of-tasks", title) for title in above)


def _due_twice(matter: Matter) -> Iterator[Finding]:
    """2023年底前，实现A全覆盖, and further down 到2025年底，实现A全覆盖."""
    grammar = matter.grammar
    due: dict[str, list[regex.Match[str]]] = defaultdict(list)
    words = grammar.words("checks.done-words")
    for found in matter.prose.finditer_with(words, grammar.pattern("checks.done-by-then")):
        due["".join(found["what"].split())].append(found)
    for what, places in due.items():
        years = [found["year"] for found in places]
        if len(set(years)) == 1 or any(_is_moved(found, matter) for found in places):
            continue
        first = places[0]
        other = next(found for found in places if found["year"] != first["year"])
        spans = [matter.prose.span_of(*found.span()) for found in (first, other)]
        yield finding(
            "prose-contradicts-prose",
            "warning",
            what,
            f"“{what}”的期限前后不一：正文{matter.places.line(spans[0])}为{first['year']}年，"
            f"而正文{matter.places.line(spans[1])}为{other['year']}年。",
            sides=spans,
            span=spans[1],
        )


def _is_moved(found: regex.Match[str], matter: Matter) -> bool:
    """Whether the sentence tells of parts, of a hope, or of other areas that are due at other dates."""
    start, end = found.span()
    sentence = matter.prose.sentence_before(start) + found[0] + matter.prose.sentence_behind(end)
    grammar = matter.grammar
    return bool(
        grammar.find("checks.date-moved", sentence)
        or grammar.find("checks.hoped-for", sentence)
        or grammar.find("checks.wider-area", sentence)
    )
