"""Works of which prose tells when they are begun or finished.

新院区2023年底前建成投用, 2025年10月建成开放, 2027年6月底前市儿童医院建成投用.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex
from msgspec import Struct, structs

from planparse.checks.matter import Matter

SHORTEST_NAME = 4
"""Characters of a name that is of one work only: 机场 may be any."""

LONGEST_NAME = 20

STEPS = ("prepared", "begun", "topped", "done", "in-use")
"""What happens to a work, in order: the rules `checks.step-…` have the words."""

BEGUN = STEPS.index("begun")


class DatedEvent(Struct, frozen=True):
    """A work, a date, and what happens to it then."""

    name: str
    """"" where the sentence does not say whose date it is."""
    year: int
    month: int | None
    steps: tuple[int, ...]
    """Which of `STEPS` happen: 建成投用 is two of them."""
    words: str
    place: tuple[int, int]
    """Where it stands in the running text."""

    @property
    def begins(self) -> bool:
        """Whether the work is begun then."""
        return self.steps == (BEGUN,)

    def is_before(self, other: DatedEvent) -> bool:
        """Whether the date surely lies before another one."""
        if self.year != other.year or self.month is None or other.month is None:
            return self.year < other.year
        return self.month < other.month


def events_by_sentence(matter: Matter) -> Iterator[list[DatedEvent]]:
    """The dated events of each sentence that has some, in order."""
    sentence: list[DatedEvent] = []
    start = -1
    for event in _events(matter):
        begin = event.place[0] - len(matter.prose.sentence_before(event.place[0]))
        if begin != start and sentence:
            yield _named_in_turn(sentence)
            sentence = []
        start = begin
        sentence.append(event)
    if sentence:
        yield _named_in_turn(sentence)


def _events(matter: Matter) -> Iterator[DatedEvent]:
    """The events in the order of the text, whether the work stands before its date or behind it."""
    told = [*_events_at_dates(matter), *_events_of_works(matter)]
    yield from sorted(told, key=lambda event: event.place)


def _events_of_works(matter: Matter) -> Iterator[DatedEvent]:
    """Those whose work stands between the date and what happens."""
    for found, steps in _dated("checks.dated-event-of-work", matter):
        name = _cleaned(found["name"], matter)
        if name:
            yield _event(found, name, steps)


def _events_at_dates(matter: Matter) -> Iterator[DatedEvent]:
    """Those whose date and what happens stand side by side."""
    for found, steps in _dated("checks.dated-event", matter):
        name = _name(found, matter)
        if name is not None:
            yield _event(found, name, steps)


def _dated(rule: str, matter: Matter) -> Iterator[tuple[regex.Match[str], tuple[int, ...]]]:
    """What a rule finds of dates and what happens then, with the steps that this is."""
    grammar = matter.grammar
    words = grammar.words("checks.events")
    years = grammar.words("checks.years-of-events")
    for found in matter.prose.finditer_with(words, grammar.pattern(rule), besides=years):
        steps = _steps(found[0], matter)
        if steps:
            yield found, steps


def _event(found: regex.Match[str], name: str, steps: tuple[int, ...]) -> DatedEvent:
    return DatedEvent(
        name=name,
        year=int(found["year"]),
        month=int(found["month"]) if found["month"] else None,
        steps=steps,
        words=found[0],
        place=found.span(),
    )


def _steps(event: str, matter: Matter) -> tuple[int, ...]:
    if matter.grammar.find("checks.step-of-a-part", event):
        return (STEPS.index("topped"),)  # 主体完工
    return tuple(
        at for at, step in enumerate(STEPS) if matter.grammar.find(f"checks.step-{step}", event)
    )


# ---------------------------------------------------------------- whose date it is


def _name(found: regex.Match[str], matter: Matter) -> str | None:
    """The work, by the words before the date, behind the event, or at the start of the sentence.

    "" where the sentence only says 项目; None where it names something that is no one work.
    """
    before = matter.prose.clause_before(found.start())
    bare = matter.grammar.pattern("checks.before-work").sub("", before)
    if len(bare) >= SHORTEST_NAME:
        return _cleaned(before, matter) or None
    behind = matter.prose.sentence_behind(found.end())
    named = matter.grammar.pattern("checks.work-behind").match(behind)
    if named is not None:
        return _cleaned(named["name"], matter) or None
    if matter.grammar.pattern("checks.something-behind").match(behind):
        return None
    return _of_sentence(found.start(), matter)


def _of_sentence(at: int, matter: Matter) -> str:
    """新院区位于城北片区，规划床位800张，2025年底建成投用: the work that the sentence begins with."""
    before = matter.prose.sentence_before(at)
    begun = matter.grammar.pattern("checks.work-at-start").match(before)
    return _cleaned(begun["name"], matter) if begun is not None else ""


def _cleaned(words: str, matter: Matter) -> str:
    grammar = matter.grammar
    name = grammar.pattern("checks.before-work").sub("", words)
    name = grammar.pattern("checks.end-of-work").sub("", name)
    if not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
        return ""
    return "" if grammar.find("checks.any-works", name) else name


def _named_in_turn(events: Sequence[DatedEvent]) -> list[DatedEvent]:
    """The events of a sentence, of which those without a name are of the work before them."""
    named: list[DatedEvent] = []
    for event in events:
        if not event.name and named:
            event = structs.replace(event, name=named[-1].name)
        named.append(event)
    return named
