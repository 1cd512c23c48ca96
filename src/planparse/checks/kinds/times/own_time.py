"""Times that cannot be of this plan: 截至2023年底 in one of 2022, its review after its end, “十四五”末（2030年）."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.grammar.five_years import first_of, last_year_of
from planparse.model.plan import Finding, FindingKind, Table

LATE_IN_THE_YEAR = 11
"""From this month on a plan may tell of the end of its year as if it was reached."""

LAST_MONTH = 12

FIRST_PARAGRAPHS = 6
"""Title, issuer and date stand among these."""


@check("impossible-value", "prose-contradicts-prose", "prose-contradicts-table")
def own_time(matter: Matter) -> Iterator[Finding]:
    """Facts of years that the plan could not know, reviews outside of its period, and five-year plans' years."""
    yield from _numbered_otherwise(matter)
    yield from _known_too_early(matter)
    yield from _reviews(matter)
    yield from _stages(matter)
    yield from _other_five_years(matter)


# ---------------------------------------------------------------- its number and its date


def _numbered_otherwise(matter: Matter) -> Iterator[Finding]:
    """〔2021〕36号, dated 2012: the number's year is that of the date, or the one before."""
    head = matter.draft.head
    numbered = matter.grammar.pattern("checks.year-of-number").search(head.document_number or "")
    if numbered is None or not head.issued:
        return
    year, issued = int(numbered["year"]), int(head.issued.partition("-")[0])
    if 0 <= issued - year <= 1:
        return
    words = (head.document_number or "", f"{issued}年")
    for found in matter.prose.finditer_with(words[1:], matter.grammar.pattern("checks.date-alone")):
        if int(found["year"]) == issued:
            what = f"文号为{words[0]}，而落款为“{found[0]}”"
            yield _finding("prose-contradicts-prose", found, what, matter)
            return


# ---------------------------------------------------------------- facts of the future


def _known_too_early(matter: Matter) -> Iterator[Finding]:
    issued = _issued(matter)
    if issued is None:
        return
    grammar = matter.grammar
    words = grammar.words("checks.up-to-now")
    told = set()
    for found in matter.prose.finditer_with(words, grammar.pattern("checks.up-to-date")):
        if not _is_later(found, issued) or found[0] in told:
            continue
        if grammar.find("checks.still-to-come", _sentence(found, matter)):
            continue
        told.add(found[0])
        yield _finding(
            "impossible-value",
            found,
            f"文件印发于{_date(issued)}，不可能有“{found[0]}”的数据",
            matter,
        )
    for table in matter.draft.tables:
        yield from _columns_too_early(table, issued[0], matter)
    yield from _due_before(issued, matter)


def _due_before(issued: tuple[int, int], matter: Matter) -> Iterator[Finding]:
    """2020年底前制定方案, in a plan for 2021 to 2025: what is to be done was due before its period.

    Within the period a plan that was issued late may keep a date that it was drawn up with.
    """
    period = matter.draft.head.period
    # A plan of no period is at work from the day that it is issued.
    start = period.start if period is not None else issued[0]
    grammar = matter.grammar
    words = grammar.words("checks.due-words")
    for found in matter.prose.finditer_with(words, grammar.pattern("checks.due-before")):
        due = int(found["year"]), int(found["month"] or LAST_MONTH)
        if due >= issued or due[0] >= start:
            continue
        if grammar.find("checks.was-due", _sentence(found, matter)):
            continue
        yield _finding(
            "impossible-value",
            found,
            f"文件印发于{_date(issued)}，而“{found[0]}”已是过去",
            matter,
        )
        return


def _issued(matter: Matter) -> tuple[int, int] | None:
    """Year and month of the plan; of one whose number alone has its year, the last month."""
    head = matter.draft.head
    if head.issued:
        year, _, rest = head.issued.partition("-")
        month = rest.partition("-")[0]
        return int(year), int(month) if month else LAST_MONTH
    below = _date_at_top(matter) or _adopted(matter)
    if below is not None:
        return below
    number = matter.grammar.pattern("checks.year-of-number").search(head.document_number or "")
    return (int(number["year"]), LAST_MONTH) if number is not None else None


def _date_at_top(matter: Matter) -> tuple[int, int] | None:
    """The date that stands on a line of its own below the title."""
    pattern = matter.grammar.pattern("checks.date-line")
    for paragraph in matter.draft.paragraphs[:FIRST_PARAGRAPHS]:
        found = pattern.fullmatch(paragraph.text)
        if found is not None:
            return int(found["year"]), int(found["month"])
    return None


def _adopted(matter: Matter) -> tuple[int, int] | None:
    """The date that the plan's own text says it was adopted on: 本规划经…2021年11月18日…审议通过."""
    pattern = matter.grammar.pattern("checks.adopted-on")
    for found in matter.prose.finditer_beside("checks.adopting-words", pattern):
        return int(found["year"]), int(found["month"])
    return None


def _is_later(found: regex.Match[str], issued: tuple[int, int]) -> bool:
    year, month = int(found["year"]), found["month"]
    if year != issued[0]:
        return year > issued[0]
    if month:
        return int(month) > issued[1]
    return found["end"] is not None and issued[1] < LATE_IN_THE_YEAR


def _date(issued: tuple[int, int]) -> str:
    return f"{issued[0]}年" + (f"{issued[1]}月" if issued[1] < LAST_MONTH else "")


def _columns_too_early(table: Table, year: int, matter: Matter) -> Iterator[Finding]:
    """Columns of what was reached in a year behind the plan's (2024年现状, in a plan of 2022)."""
    for column in table.columns:
        head = "".join(column.path)
        is_fact = matter.grammar.find("checks.head-of-fact", head)
        if column.year is None or column.year <= year or not is_fact:
            continue
        yield finding(
            "prose-contradicts-table",
            "warning",
            head,
            f"文件印发于{year}年，而{matter.places.table(table)}有“{head}”一栏。",
            records=[table.id],
            span=table.span,
            page=table.page,
        )
        return


# ---------------------------------------------------------------- reviews of the plan


def _reviews(matter: Matter) -> Iterator[Finding]:
    period = matter.draft.head.period
    if period is None or period.start == period.end:
        return
    grammar = matter.grammar
    words = grammar.words("checks.review-words")
    for rule in ("checks.review-in-year", "checks.year-of-review"):
        for found in matter.prose.finditer_with(words, grammar.pattern(rule)):
            year = int(found["year"])
            is_midway = found["midway"] is not None
            fits = period.start <= year <= period.end if is_midway else year >= period.end
            if fits or grammar.find("checks.review-of-others", _sentence(found, matter)):
                continue
            yield _finding(
                "prose-contradicts-prose",
                found,
                f"规划期为{period.start}—{period.end}年，而“{found[0]}”",
                matter,
            )
            return


def _stages(matter: Matter) -> Iterator[Finding]:
    """Stages of the plan that lie outside of its period; what closes it may be in the year behind it."""
    period = matter.draft.head.period
    if period is None or period.start == period.end:
        return
    grammar = matter.grammar
    words = grammar.words("checks.stage-words")
    for found in matter.prose.finditer_with(words, grammar.pattern("checks.stage-of-plan")):
        last = period.end + (1 if found["closing"] else 0)
        if period.start <= int(found["first"]) and int(found["last"]) <= last:
            continue
        # A stage that has nothing of the period is one of another plan.
        if int(found["last"]) < period.start or int(found["first"]) > period.end:
            continue
        yield _finding(
            "prose-contradicts-prose",
            found,
            f"规划期为{period.start}—{period.end}年，而“{found[0]}”",
            matter,
        )
        return


# ---------------------------------------------------------------- years of five-year plans


def _other_five_years(matter: Matter) -> Iterator[Finding]:
    grammar = matter.grammar
    words = grammar.words("checks.five-year-words")
    for rule in (
        "checks.end-of-five-years",
        "checks.year-of-five-years",
        "checks.span-of-five-years",
    ):
        besides = grammar.words(f"{rule}-words")
        for found in matter.prose.finditer_with(besides, grammar.pattern(rule), besides=words):
            if _is_wrong(found):
                yield _finding(
                    "impossible-value", found, f"“{found[0]}”的年份与五年规划的起止年份不符", matter
                )


def _is_wrong(found: regex.Match[str]) -> bool:
    last = last_year_of(found["plan"])
    if last is None:
        return False
    said = found.groupdict()
    if said.get("first"):
        return (int(said["first"]), int(said["last"])) != (first_of(last), last)
    wanted = last if said.get("end") else first_of(last)
    return int(said["year"]) != wanted


# ---------------------------------------------------------------- the finding


def _sentence(found: regex.Match[str], matter: Matter) -> str:
    before = matter.prose.sentence_before(found.start())
    return before + found[0] + matter.prose.sentence_behind(found.end())


def _finding(kind: FindingKind, found: regex.Match[str], what: str, matter: Matter) -> Finding:
    span = matter.prose.span_of(*found.span())
    return finding(
        kind,
        "warning",
        found[0],
        f"正文{matter.places.line(span)}：{what}。",
        sides=[span],
        span=span,
    )
