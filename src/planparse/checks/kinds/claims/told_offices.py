"""Who has an office told in two ways: 办公室设在县水利局, and further down 设在县应急管理局的指挥部办公室."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

import regex

from planparse.checks.kinds.claims.offices import are_one_office
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding


class Seat(NamedTuple):
    """Where the office of a body is."""

    office: str
    """As it is printed; what 该局 points back to is named."""
    body: str
    """The name of the body before 领导小组; "" where it is only called that."""
    found: regex.Match[str]


@check("prose-contradicts-prose")
def told_offices(matter: Matter) -> Iterator[Finding]:
    """Two offices that house the one body of a kind which the document sets up."""
    seats: dict[str, list[Seat]] = defaultdict(list)
    words = matter.grammar.words("checks.seat-words")
    for found in matter.prose.finditer_with(words, matter.grammar.pattern("checks.seat-of-office")):
        office = _office(found, matter)
        body = _body(found, matter)
        if office and body is not None:
            seats[body["kind"]].append(Seat(office, body["name"], found))
    for kind, told in seats.items():
        if len({seat.body for seat in told} - {""}) > 1:
            continue  # each of them has an office of its own
        for first, second in combinations(told, 2):
            if not _are_one(first.office, second.office, matter):
                yield _finding(kind, first, second, matter)
                break


def _office(found: regex.Match[str], matter: Matter) -> str:
    """The office that houses it; 该局 is the last one named before it."""
    if not found["back"]:
        return str(found["office"])
    before = matter.prose.sentence_before(found.start())
    named = matter.grammar.pattern("checks.office-named").findall(before)
    return named[-1] if named else ""


def _body(found: regex.Match[str], matter: Matter) -> regex.Match[str] | None:
    """The last body that is named up to here in the paragraph, or else right behind in the sentence."""
    start, end = found.span()
    paragraph = matter.prose.text.rfind("\n", 0, start) + 1
    pattern = matter.grammar.pattern("checks.body-with-office")
    bodies = list(pattern.finditer(matter.prose.text, paragraph, start))
    if bodies:
        return bodies[-1]
    return pattern.search(matter.prose.text, end, end + len(matter.prose.sentence_behind(end)))


def _are_one(a: str, b: str, matter: Matter) -> bool:
    bare = matter.grammar.pattern("checks.area-of-unit")
    return are_one_office(bare.sub("", a), bare.sub("", b))


def _finding(kind: str, first: Seat, second: Seat, matter: Matter) -> Finding:
    spans = [matter.prose.span_of(*seat.found.span()) for seat in (first, second)]
    return finding(
        "prose-contradicts-prose",
        "warning",
        f"{kind}办公室",
        f"“{kind}办公室”所在单位前后不一：正文{matter.places.line(spans[0])}为“{first.office}”，"
        f"而正文{matter.places.line(spans[1])}为“{second.office}”。",
        sides=spans,
        span=spans[1],
    )
