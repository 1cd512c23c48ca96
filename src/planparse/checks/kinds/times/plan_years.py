"""Years of the plan itself: its base and target year, its period, and goals that are of the past."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.grammar.five_years import first_of, last_year_of
from planparse.model.plan import Finding, FindingKind, Period, Section
from planparse.model.source import Span

YEAR_WORDS = "checks.years-of-the-plan"

MONTHS_OVER = 3
"""So many months an action may begin before its first year, or end behind its last one."""

MONTHS = 12


@check("prose-contradicts-prose", "impossible-value")
def plan_years(matter: Matter) -> Iterator[Finding]:
    """Target years that are not behind the base year, other periods than the title's, goals for a year that is over."""
    yield from _targets_before_base(matter)
    title = period_of_title(matter)
    if title is not None:
        yield from _other_periods(title, matter)
        yield from _goals_of_the_past(title, matter)


# ---------------------------------------------------------------- base year and target year


def _targets_before_base(matter: Matter) -> Iterator[Finding]:
    grammar = matter.grammar
    base_year = grammar.pattern("checks.base-year")
    target_year = grammar.pattern("checks.target-year")
    base = list(matter.prose.finditer_beside(YEAR_WORDS, base_year))
    target = list(matter.prose.finditer_beside(YEAR_WORDS, target_year))
    if len({found["year"] for found in base}) != 1:
        return
    for found in target:
        if int(found["year"]) <= int(base[0]["year"]):
            yield _finding(
                "impossible-value",
                "目标年",
                f"目标年{found['year']}年不在基期年{base[0]['year']}年之后",
                [base[0], found],
                matter,
            )


# ---------------------------------------------------------------- the period


def period_of_title(matter: Matter) -> Period | None:
    """The period that the title prints, in years or as “十五五”."""
    title = "".join((matter.draft.head.title or "").split())
    found = matter.grammar.pattern("checks.span-of-plan").search(title)
    if found is not None:
        return Period(start=int(found["first"]), end=int(found["last"]))
    five = matter.grammar.pattern("checks.title-of-five").search(title)
    last = last_year_of(five[0]) if five is not None else None
    return Period(start=first_of(last), end=last) if last is not None else None


def _other_periods(title: Period, matter: Matter) -> Iterator[Finding]:
    """规划期为2021—2030年 in a plan whose title says 2021—2025年."""
    grammar = matter.grammar
    spans = grammar.pattern("checks.span-of-plan")
    period = grammar.pattern("checks.period-told")
    for found in matter.prose.finditer_beside(YEAR_WORDS, period):
        sentence = found[0] + matter.prose.sentence_behind(found.end())
        told = {(int(one["first"]), int(one["last"])) for one in spans.finditer(sentence)}
        own = int(found["first"]), int(found["last"])
        # 近期2021—2025年，远期至2035年: the title's is told too.
        if (title.start, title.end) in told or _is_of_these_years(found, title):
            continue
        if own[1] < title.start or own[0] > title.end:
            continue  # another plan's
        yield _finding(
            "prose-contradicts-prose",
            "规划期",
            f"规划期在标题中为{title.start}—{title.end}年，而正文为{own[0]}—{own[1]}年",
            [found],
            matter,
        )


def _is_of_these_years(found: regex.Match[str], title: Period) -> bool:
    """Whether a period that is told in months is that of the title, but for a few months."""
    start, end = int(found["first"]), int(found["last"])
    if found["first_month"] and int(found["first_month"]) > MONTHS - MONTHS_OVER:
        start = max(start, title.start)
    if found["last_month"] and int(found["last_month"]) <= MONTHS_OVER:
        end = min(end, title.end)
    return (start, end) == (title.start, title.end)


# ---------------------------------------------------------------- goals of the past


def _goals_of_the_past(title: Period, matter: Matter) -> Iterator[Finding]:
    """到2025年 among the tasks of a plan of 2026—2030."""
    grammar = matter.grammar
    for found, year, told in _goal_years(matter):
        if year >= title.start or not _is_among_tasks(found, matter):
            continue
        sentence = matter.prose.sentence_before(found.end())
        sentence += matter.prose.sentence_behind(found.end())
        if grammar.pattern("checks.looks-back").search(sentence):
            continue
        yield _finding(
            "prose-contradicts-prose",
            "目标年份",
            f"规划期为{title.start}—{title.end}年，而任务中的目标年份为{told}",
            [found],
            matter,
        )


def _goal_years(matter: Matter) -> Iterator[tuple[regex.Match[str], int, str]]:
    """Where something is to be done by a year or in a five-year period, its last year, and its words."""
    grammar = matter.grammar
    by_year = grammar.pattern("checks.by-that-year")
    for found in matter.prose.finditer_beside("checks.words-of-goal-years", by_year):
        yield found, int(found["year"]), f"{found['year']}年"
    in_period = grammar.pattern("checks.in-old-period")
    for found in matter.prose.finditer_beside("checks.words-of-periods", in_period):
        last = last_year_of(found["period"])
        if last is not None:
            yield found, last, f"“{found['period'].lstrip('“')}”"


def _is_among_tasks(found: regex.Match[str], matter: Matter) -> bool:
    """Whether a place stands in a chapter of tasks, behind the goals of the plan."""
    grammar = matter.grammar
    offset = matter.prose.span_of(*found.span())[0]
    headings = [s for s in matter.draft.sections if s.body[0] <= offset < s.body[1]]
    if not headings or any(grammar.find("checks.heading-of-past", s.title) for s in headings):
        return False
    return any(grammar.find("checks.heading-of-tasks", s.title) for s in headings) or any(
        _is_of_goals(s, offset, matter) for s in matter.draft.sections
    )


def _is_of_goals(section: Section, offset: int, matter: Matter) -> bool:
    is_before = section.span[0] < offset
    return is_before and matter.grammar.find("checks.heading-of-goals", section.title) is not None


# ---------------------------------------------------------------- the finding


def _finding(
    kind: FindingKind,
    about: str,
    what: str,
    places: list[regex.Match[str]],
    matter: Matter,
) -> Finding:
    spans: list[Span] = [matter.prose.span_of(*found.span()) for found in places]
    return finding(
        kind,
        "warning",
        about,
        f"正文{matter.places.line(spans[-1])}：{what}。",
        sides=spans,
        span=spans[-1],
    )
