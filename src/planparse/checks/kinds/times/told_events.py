"""When works are begun and finished, against one another and against the table of projects.

2027年建成通航 in one place and 2028年开工建设 in another, 2023年建成投用 and 2025年建成投用.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise, product

from planparse.checks.kinds.times.dated_works import (
    SHORTEST_NAME,
    STEPS,
    DatedEvent,
    events_by_sentence,
)
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Project


@check("prose-contradicts-prose", "prose-contradicts-table")
def told_events(matter: Matter) -> Iterator[Finding]:
    """Works that are finished before they are begun, or finished at two dates."""
    sentences = list(events_by_sentence(matter))
    told = [event for sentence in sentences for event in sentence if event.name]
    yield from _against_tables(told, matter)
    seen: set[str] = set()
    for first, last in (*_run_back(sentences), *_out_of_order(told), *_twice(told, matter)):
        name = first.name or last.name or first.words
        if name not in seen:
            seen.add(name)
            yield _finding(first, last, matter)


# ---------------------------------------------------------------- prose against itself


def _run_back(
    sentences: Sequence[Sequence[DatedEvent]],
) -> Iterator[tuple[DatedEvent, DatedEvent]]:
    """Events of one sentence and one work of which a later step has the earlier date."""
    for sentence in sentences:
        for one, other in pairwise(sentence):
            if one.name != other.name:
                continue
            for first, last in ((one, other), (other, one)):
                if _comes_first(first, last) and last.is_before(first):
                    yield first, last


def _comes_first(first: DatedEvent, last: DatedEvent) -> bool:
    return max(first.steps) < min(last.steps)


def _out_of_order(told: Sequence[DatedEvent]) -> Iterator[tuple[DatedEvent, DatedEvent]]:
    begun = [event for event in told if event.begins]
    finished = [event for event in told if STEPS.index("done") <= min(event.steps)]
    for first, last in product(begun, finished):
        if last.year < first.year and _are_one(first, last):
            yield first, last


def _twice(told: Sequence[DatedEvent], matter: Matter) -> Iterator[tuple[DatedEvent, DatedEvent]]:
    """One step of one work in two years, in two sentences."""
    for first, last in combinations(told, 2):
        if (
            not set(first.steps) & set(last.steps)
            or first.year == last.year
            or not _are_one(first, last)
        ):
            continue
        between = matter.prose.text[first.place[1] : last.place[0]]
        is_apart = any(mark in between for mark in "。；\n")
        if is_apart and not any(_is_moved(event, matter) for event in (first, last)):
            yield first, last


def _is_moved(event: DatedEvent, matter: Matter) -> bool:
    """Whether the sentence tells of phases, or that the date was another one."""
    start, end = event.place
    sentence = matter.prose.sentence_before(start) + event.words + matter.prose.sentence_behind(end)
    return matter.grammar.find("checks.date-moved", sentence) is not None


def _are_one(a: DatedEvent, b: DatedEvent) -> bool:
    """Whether both are of one work, the longer name having only a place before the shorter."""
    return a.name.endswith(b.name) or b.name.endswith(a.name)


def _finding(begun: DatedEvent, done: DatedEvent, matter: Matter) -> Finding:
    places = matter.places
    spans = [matter.prose.span_of(*event.place) for event in (begun, done)]
    name = min(begun.name, done.name, key=len) or "项目"
    return finding(
        "prose-contradicts-prose",
        "warning",
        name,
        f"“{name}”的时序前后不一：正文{places.line(spans[0])}为{begun.words}，"
        f"而正文{places.line(spans[1])}为{done.words}。",
        sides=spans,
        span=max(spans),
    )


# ---------------------------------------------------------------- prose against the table of projects


def _against_tables(told: list[DatedEvent], matter: Matter) -> Iterator[Finding]:
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


def _is_of(event: DatedEvent, project: Project, matter: Matter) -> bool:
    name = matter.grammar.pattern("checks.end-of-project").sub("", project.name)
    if project.start is None or project.end is None or len(name) < SHORTEST_NAME:
        return False
    return event.name.endswith(name) or name.endswith(event.name)


def _is_in_time(event: DatedEvent, project: Project) -> bool:
    return (project.start or 0) <= event.year <= (project.end or 0)


def _table_finding(event: DatedEvent, project: Project, matter: Matter) -> Finding:
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
