"""target-weaker-than-baseline of two goals: 70% by 2027 and 65% by 2030."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from planparse.checks.matching.behind import are_levels, is_behind
from planparse.checks.matching.comparable import Measure, of_mention, of_row
from planparse.checks.matching.counted import is_rate, tally_of
from planparse.checks.matching.unclear import is_unclear
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding, full_name
from planparse.model.plan import Finding, Indicator, Mention, Value

PLAIN = (None, "=")

FEWEST_YEARS = 2
"""A goal that runs back has one for another year."""


@check("target-weaker-than-baseline")
def goals_run_back(matter: Matter) -> Iterator[Finding]:
    """Goals for a later year that are weaker than one for an earlier year, in a row or in prose."""
    for row in matter.rows.sure:
        yield from _in_row(row, matter)
    yield from _in_prose(matter)


def _in_row(row: Indicator, matter: Matter) -> Iterator[Finding]:
    if not row.others:  # as of most rows: of one goal none runs back
        return
    own = [value for value in row.others if value.role == "target" and not value.scope]
    goals = [value for value in (row.target, *own) if value is not None and _is_plain(value)]
    goals.sort(key=lambda value: value.year or 0)
    for early, late in combinations(goals, 2):
        if not _runs_back(row.name, of_row(row, early), of_row(row, late), matter):
            continue
        places = matter.places
        yield finding(
            "target-weaker-than-baseline",
            "warning",
            full_name(row),
            f"{places.row(row)}“{full_name(row)}”{late.year}年的目标{places.printed(late, row.unit)}"
            f"弱于{early.year}年的目标{places.printed(early, row.unit)}。",
            records=[row.id],
            span=places.spot(row),
            page=row.page,
        )
        return


def _is_plain(value: Value) -> bool:
    """Whether it is what there is to be in a year, as one number."""
    return value.kind == "number" and value.basis is None and value.comparator in PLAIN


def _runs_back(name: str, early: Measure, late: Measure, matter: Matter) -> bool:
    first, last = early.value, late.value
    if first.year is None or last.year is None or first.year >= last.year:
        return False
    if not are_levels(first, last) or first.measure != last.measure:
        return False
    grammar = matter.grammar
    if grammar.find("checks.effort", name) or grammar.find("checks.allotted", name):
        return False
    return is_behind(name, late, early, grammar)


def _in_prose(matter: Matter) -> Iterator[Finding]:
    """Goals of one name: rates, and of well-known amounts what there is to be by each year."""
    by_name: dict[tuple[str, str | None], list[Mention]] = defaultdict(list)
    for mention in matter.draft.mentions:
        # Most goals are for the last year of the plan, or for none.
        if mention.role != "target" or mention.value.year is None or not mention.subject:
            continue
        if mention.value.kind == "number" and mention.value.basis is None:
            name = matter.namer.name(mention.subject, mention.per)
            by_name[name.bag, name.territory].append(mention)
    for mentions in by_name.values():
        if len({mention.value.year for mention in mentions}) < FEWEST_YEARS:
            continue
        goals = [mention for mention in mentions if _is_level(mention, matter)]
        goals.sort(key=lambda mention: mention.value.year or 0)
        for early, late in combinations(goals, 2):
            measures = of_mention(early), of_mention(late)
            if not _runs_back(early.subject or "", *measures, matter):
                continue
            if not is_unclear(early, matter) and not is_unclear(late, matter):
                yield _prose_finding(early, late, matter)
                break


def _is_level(mention: Mention, matter: Matter) -> bool:
    """Whether it is what there is to be in its year; amounts may be of works that are done in each year."""
    if tally_of(mention, matter.draft, matter.grammar).kind != "state":
        return False
    is_age = mention.unit is not None and mention.unit.dimension == "age"
    if is_rate(mention) or is_age:
        return True
    place = matter.prose.place_of(mention.span[0])
    if place is None or not mention.canonical:
        return False
    before = matter.prose.sentence_before(place)
    return matter.grammar.find("checks.there-by-a-year", before) is not None


def _prose_finding(early: Mention, late: Mention, matter: Matter) -> Finding:
    places = matter.places
    name = late.subject or ""
    return finding(
        "target-weaker-than-baseline",
        "warning",
        name,
        f"{places.prose(late)}“{name}”{late.value.year}年的目标{places.quantity(late)}"
        f"弱于{places.prose(early)}{early.value.year}年的目标{places.quantity(early)}。",
        records=[early.id, late.id],
        span=late.span,
        page=late.page,
    )
