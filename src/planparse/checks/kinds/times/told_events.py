"""What is said to be finished before it is begun: 2027年建成通航 in one place, 2028年开工建设 in another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple, TypeAlias

import regex

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Project
from planparse.model.source import Span

SHORTEST_NAME = 4
"""Characters of a name that is of one work only: 机场 may be any."""

LONGEST_BEFORE = 40
"""Characters before a year that may name a work and say that it is planned: twice a long name."""

Told: TypeAlias = tuple[str, regex.Match[str], Span]
"""The name of a work, the match of its year and event, and the place of all of it in the text."""


class ToldEvent(NamedTuple):
    """A work, a year, and what happens to it then."""

    name: str
    year: int
    begins: bool
    words: str
    place: Span
    """Where it stands in the running text."""


@check("prose-contradicts-prose", "prose-contradicts-table")
def told_events(matter: Matter) -> Iterator[Finding]:
    """Works that are finished in an earlier year than that in which they are begun."""
    told = list(_all_told(matter))
    yield from _against_tables(told, matter)
    begun = [event for event in told if event.begins]
    finished = [event for event in told if not event.begins]
    seen: set[str] = set()
    for first, last in product(begun, finished):
        if last.year < first.year and _are_one(first, last) and first.name not in seen:
            seen.add(first.name)
            yield _finding(first, last, matter)


def _all_told(matter: Matter) -> Iterator[ToldEvent]:
    for name, found, place in (*_works_in_years(matter), *_years_of_works(matter)):
        event = _event(name, found, place, matter)
        if event is not None:
            yield event
            yield from _next_events(event, matter)


def _works_in_years(matter: Matter) -> Iterator[Told]:
    """清江机场2027年底建成通航: the work stands before the year."""
    grammar = matter.grammar
    # Any character may begin a name: it is only looked for before a year in which something happens.
    before_year = grammar.pattern("checks.work-before-year")
    done = 0
    for found in matter.prose.finditer_beside("checks.events", grammar.pattern("checks.in-year")):
        low = max(done, found.start() - LONGEST_BEFORE)
        work = before_year.search(matter.prose.text, low, found.start())
        if work is not None:
            done = found.end()
            yield work["name"], found, (work.start(), done)


def _years_of_works(matter: Matter) -> Iterator[Told]:
    """2028年开工建设清江机场: the work stands behind the event."""
    pattern = matter.grammar.pattern("checks.year-of-work")
    for found in matter.prose.finditer_beside("checks.events", pattern):
        yield found["name"], found, found.span()


def _against_tables(told: list[ToldEvent], matter: Matter) -> Iterator[Finding]:
    """Works that prose finishes after their years in the table of projects, or begins after them."""
    told_of: set[str] = set()
    for event in told:
        meant = [project for project in matter.draft.projects if _is_of(event, project, matter)]
        # One of several works of a name (东镇, 西镇) may be the one that is meant.
        if any(_is_in_time(event, project) for project in meant):
            continue
        for project in meant:
            if project.id not in told_of:
                told_of.add(project.id)
                yield _table_finding(event, project, matter)


def _is_of(event: ToldEvent, project: Project, matter: Matter) -> bool:
    name = matter.grammar.pattern("checks.end-of-project").sub("", project.name)
    if project.start is None or project.end is None or len(name) < SHORTEST_NAME:
        return False
    return event.name.endswith(name) or name.endswith(event.name)


def _is_in_time(event: ToldEvent, project: Project) -> bool:
    return (project.start or 0) <= event.year <= (project.end or 0)


def _table_finding(event: ToldEvent, project: Project, matter: Matter) -> Finding:
    span = matter.prose.span_of(*event.place)
    return finding(
        "prose-contradicts-table",
        "warning",
        project.name,
        f"“{project.name}”的时序前后不一：正文{matter.places.line(span)}为{event.words}，"
        f"而项目表（{matter.places.line(project.span)}）的起止年限为{project.start}—{project.end}年。",
        records=[project.id],
        sides=[span],
        span=span,
    )


def _event(
    printed: str,
    found: regex.Match[str],
    place: Span,
    matter: Matter,
) -> ToldEvent | None:
    grammar = matter.grammar
    name = grammar.pattern("checks.before-work").sub("", printed)
    name = grammar.pattern("checks.end-of-project").sub("", name)
    if len(name) < SHORTEST_NAME or grammar.pattern("checks.any-works").search(name):
        return None
    return ToldEvent(
        name=name,
        year=int(found["year"]),
        begins=grammar.find("checks.begins", found["event"]) is not None,
        words=f"{found['year']}年{found['event']}",
        place=place,
    )


def _next_events(event: ToldEvent, matter: Matter) -> Iterator[ToldEvent]:
    """What the same sentence says of the work besides: 2025年开工，2027年建成."""
    behind = matter.prose.sentence_behind(event.place[1])
    found = matter.grammar.pattern("checks.then-in-year").match(behind)
    if found is None:
        return
    yield ToldEvent(
        name=event.name,
        year=int(found["year"]),
        begins=matter.grammar.find("checks.begins", found["event"]) is not None,
        words=f"{found['year']}年{found['event']}",
        place=(event.place[1] + found.start(), event.place[1] + found.end()),
    )


def _are_one(a: ToldEvent, b: ToldEvent) -> bool:
    """Whether both are of one work, the longer name having only a place before the shorter."""
    return a.name.endswith(b.name) or b.name.endswith(a.name)


def _finding(begun: ToldEvent, done: ToldEvent, matter: Matter) -> Finding:
    places = matter.places
    spans = [matter.prose.span_of(*event.place) for event in (begun, done)]
    name = min(begun.name, done.name, key=len)
    return finding(
        "prose-contradicts-prose",
        "warning",
        name,
        f"“{name}”的时序前后不一：正文{places.line(spans[0])}为{begun.words}，"
        f"而正文{places.line(spans[1])}为{done.words}。",
        sides=spans,
        span=max(spans),
    )
