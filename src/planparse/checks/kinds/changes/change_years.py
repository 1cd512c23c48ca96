"""The years between which a change lies: 较2020年, “十四五”期间, 2021—2025年, 到2025年新增."""

from __future__ import annotations

from typing import NamedTuple

from planparse.checks.matter import Matter
from planparse.grammar import five_years
from planparse.model.plan import Mention


class YearsOfChange(NamedTuple):
    """The year whose level a change sets out from, and the one whose level it leads to."""

    since: int
    until: int


def years_of_change(mention: Mention, *, of_period: bool, matter: Matter) -> YearsOfChange | None:
    """The years of a change; None where its sentence does not tell them.

    `of_period` says that its sentence sums up the years of a plan.
    """
    place = matter.prose.place_of(mention.span[0])
    if place is None:
        return None
    until = _until(mention, matter)
    since = _since(matter.prose.clause_before(place), until, matter)
    if since is not None and until is not None:
        return YearsOfChange(since, until) if since < until else None
    sentence = matter.prose.sentence_before(place)
    spans = list(matter.grammar.pattern("checks.from-year-to-year").finditer(sentence))
    if spans:
        return YearsOfChange(int(spans[-1]["first"]) - 1, int(spans[-1]["last"]))
    if not of_period and _is_of_one_year(mention, sentence, matter):
        year = mention.value.year
        return YearsOfChange(year - 1, year) if year is not None else None
    return _of_a_plan(mention, sentence, until, matter) if of_period or until else None


def _is_of_one_year(mention: Mention, sentence: str, matter: Matter) -> bool:
    """Whether it is what one year has brought: 去年新建公园27个. Growth is told beside its level."""
    if mention.status != "reached" or mention.value.measure == "growth":
        return False
    return matter.grammar.find("checks.in-one-year", sentence) is not None


def _until(mention: Mention, matter: Matter) -> int | None:
    """The year of a change; what a plan of some years wants without one it wants at its end."""
    period = matter.draft.head.period
    if mention.value.year is None and mention.status == "planned" and period is not None:
        return period.end
    return mention.value.year


def _since(clause: str, until: int | None, matter: Matter) -> int | None:
    """The year that its clause compares it with."""
    found = matter.grammar.pattern("checks.since-year").search(clause)
    if found is not None:
        return int(found["year"])
    plan = matter.grammar.pattern("checks.since-plan-end").search(clause)
    if plan is not None:
        return five_years.last_year_of(plan["plan"])
    if until is not None and matter.grammar.find("checks.since-last-year", clause) is not None:
        return until - 1
    return None


def _of_a_plan(
    mention: Mention, sentence: str, until: int | None, matter: Matter
) -> YearsOfChange | None:
    """The years of the five-year plan that the sentence names, or of this plan's own period."""
    named = matter.grammar.pattern("checks.five-year-plan").findall(sentence)
    last = five_years.last_year_of(named[-1]) if named else None
    if last is not None:
        return YearsOfChange(last - five_years.LENGTH, last)
    period = matter.draft.head.period
    if mention.status != "planned" or period is None or until != period.end:
        return None
    return YearsOfChange(period.start - 1, period.end)
