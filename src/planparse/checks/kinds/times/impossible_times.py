"""impossible-value of times: 2025—2022年, 2月30日, and 三年行动 over five years."""

from __future__ import annotations

import calendar
from collections.abc import Iterator

import regex

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Finding
from planparse.model.source import Span
from planparse.model.spans import places_of

LEAP_YEAR = 2024
"""Without a year 2月29日 may be right."""

MONTHS = 12

LONGEST_DATE = 16
"""Characters of a date before its 日: 2025 年 12 月 31."""

LONGEST_SPAN = 60
"""No plan tells of so many years at once."""

LONGEST_PERIOD = 16
"""Plans of more years end in a year with 0 or 5."""


@check("impossible-value", "count-mismatch")
def impossible_times(matter: Matter) -> Iterator[Finding]:
    """Spans of years that run backwards, days that no month has, and years that are counted wrongly."""
    yield from _backwards_in_prose(matter)
    yield from _backwards_in_months(matter)
    yield from _backwards_in_tables(matter)
    yield from _no_days(matter)
    yield from _too_far(matter)
    yield from _ends_oddly(matter)
    yield from _miscounted(matter)


def _backwards_in_prose(matter: Matter) -> Iterator[Finding]:
    spans = matter.grammar.pattern("checks.span-of-plan")
    for found in matter.prose.finditer(spans):
        years = int(found["last"]) - int(found["first"])
        span = matter.prose.span_of(*found.span())
        if years > LONGEST_SPAN:
            where = f"正文{matter.places.line(span)}"
            yield _made(found[0], f"{where}的“{found[0]}年”远在规划期之后", span)
        if years < 0:
            yield _made(found[0], f"正文{matter.places.line(span)}的“{found[0]}年”前后颠倒", span)


def _backwards_in_months(matter: Matter) -> Iterator[Finding]:
    for found in matter.prose.finditer(matter.grammar.pattern("checks.months-span")):
        first = int(found["first"]), int(found["first_month"])
        last = int(found["last"]), int(found["last_month"])
        if last < first:
            span = matter.prose.span_of(*found.span())
            yield _made(found[0], f"正文{matter.places.line(span)}的“{found[0]}”前后颠倒", span)


def _backwards_in_tables(matter: Matter) -> Iterator[Finding]:
    """Periods of projects: 2025—2022年."""
    spans = matter.grammar.pattern("checks.span-of-plan")
    for table in matter.draft.tables:
        if matter.sureness.of_table(table) == "grave":
            continue
        columns = [at for at, column in enumerate(table.columns) if column.role == "period"]
        for row, cells in enumerate(table.rows):
            for at in columns:
                found = spans.fullmatch("".join(cells[at].split()).rstrip("年"))
                if found is None or int(found["last"]) >= int(found["first"]):
                    continue
                span = table.cell_span(row, at) or table.span
                where = f"{matter.places.table(table)}{matter.places.cell(table, row, at)}"
                yield _made(cells[at], f"{where}的“{cells[at]}”前后颠倒", span)


def _no_days(matter: Matter) -> Iterator[Finding]:
    pattern = matter.grammar.pattern("checks.date")
    text = matter.draft.source.text
    # Cells print dates too, and few characters of a text end one.
    ends = (
        at for mark in matter.grammar.words("checks.mark-of-dates") for at in places_of(mark, text)
    )
    for end in ends:
        near = pattern.finditer(text, max(0, end - LONGEST_DATE), end + 1)
        found = next((one for one in near if one.end() > end), None)
        if found is None:
            continue
        month, day = int(found["month"]), int(found["day"])
        year = int(found["year"]) if found["year"] else LEAP_YEAR
        if 1 <= month <= MONTHS and 1 <= day <= calendar.monthrange(year, month)[1]:
            continue
        printed = "".join(found[0].split())
        where = f"正文{matter.places.line(found.span())}"
        yield _made(printed, f"{where}的“{printed}”没有这一天", found.span())


def _too_far(matter: Matter) -> Iterator[Finding]:
    """到2205年: no plan looks so far ahead."""
    pattern = matter.grammar.pattern("checks.far-year")
    for found in matter.prose.finditer_beside("checks.words-of-goal-years", pattern):
        span = matter.prose.span_of(*found.span())
        yield _made(found[0], f"正文{matter.places.line(span)}的“{found[0]}”远在规划期之后", span)


def _ends_oddly(matter: Matter) -> Iterator[Finding]:
    """规划期限为2021—2052年: plans of so many years end in 2035 or 2050."""
    grammar = matter.grammar
    for found in matter.prose.finditer_beside(
        "checks.years-of-the-plan", grammar.pattern("checks.period-told")
    ):
        years = int(found["last"]) - int(found["first"])
        if years < LONGEST_PERIOD or grammar.find("checks.long-period", found["last"]):
            continue
        span = matter.prose.span_of(*found.span())
        yield _made(
            found[0], f"正文{matter.places.line(span)}的“{found[0]}”不是规划所用的年限", span
        )


def _miscounted(matter: Matter) -> Iterator[Finding]:
    """三年行动计划（2023—2027年）: five years, both ends included."""
    for name in ("checks.years-and-span", "checks.span-and-years"):
        pattern = matter.grammar.pattern(name)
        for found in matter.prose.finditer_beside("checks.counting-years", pattern):
            finding = _miscount(found, matter)
            if finding is not None:
                yield finding
                return


def _miscount(found: regex.Match[str], matter: Matter) -> Finding | None:
    number = read_integer(found["number"])
    years = int(found["last"]) - int(found["first"])
    # 2020—2023年 may be from the end of the first year on.
    if number is None or number in (years, years + 1) or years < 1:
        return None
    span = matter.prose.span_of(*found.span())
    return finding(
        "count-mismatch",
        "warning",
        found[0],
        f"{matter.places.line(span)}“{found[0]}”所说的年数与起止年份不符。",
        sides=[span],
        span=span,
    )


def _made(about: str, what: str, span: Span) -> Finding:
    return finding("impossible-value", "warning", about, f"{what}。", sides=[span], span=span)
