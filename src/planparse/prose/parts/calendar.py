"""The years of a document: which one begins what it plans, and which one it calls this year."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from msgspec import Struct

from planparse.grammar import Grammar, five_years
from planparse.grammar.numerals import read_integer
from planparse.model.draft import Draft
from planparse.prose.numerals.plain_digits import plain_digits

# Paragraphs at the head of a document that may say of which year it is, and their length together.
_FRONT = 40
_FRONT_LENGTH = 900
# A line of a title has no more characters: prose is longer.
_LINE = 60
# From this month on a report plans the year that follows.
_LATE = 10


class Calendar(Struct, frozen=True):
    """The years of a document."""

    first_year: int | None = None
    """The first year that is to come: of the plan's period, or the one that a yearly document plans."""
    now: int | None = None
    """What it calls 今年 where it tells of what is."""
    ahead: int | None = None
    """What it calls 今年 where it plans; a report of December may mean another year here."""
    yearly: bool = False
    """It reports on one year and plans the next: a work report, an annual plan."""
    midyear: bool = False
    """It reports on some months and plans the rest of their year."""
    account: bool = False
    """It tells how things stand, or how a plan was carried out, over however many years."""

    @property
    def reported(self) -> int | None:
        """The year that a yearly document reports on."""
        if not self.yearly or self.first_year is None:
            return None
        return self.first_year if self.midyear else self.first_year - 1

    def this_year(self, *, past: bool) -> int | None:
        """The year that 今年 names, in a part that tells of the past or not."""
        return self.now if past else self.ahead


def read_calendar(draft: Draft, grammar: Grammar, guessed: int | None) -> Calendar:
    """The calendar of a draft; `guessed` is its first year by its horizons, where it prints none."""
    period = draft.head.period
    is_of_years = period is not None and period.end > period.start
    if not is_of_years:
        front = _front(draft, grammar)
        if _is_yearly(draft, front, grammar):
            return _of_one_year(draft, front, grammar)
    issued = draft.head.issued
    year = int(issued[:4]) if issued else None
    if _is_account(draft.head.title or "", grammar):
        # Without a date nobody can tell how much of its period is over (中期评估).
        first = _planned_when(_dated(draft, "", grammar))
        return Calendar(first, now=year, ahead=year, account=True)
    return Calendar(period.start if period else guessed, now=year, ahead=year)


def _is_account(title: str, grammar: Grammar) -> bool:
    """Whether a title is that of an account: “十四五”规划实施情况评估, 关于…工作情况的汇报."""
    return grammar.pattern("parts.account").search(plain_digits(title)) is not None


class _Front(Struct, frozen=True):
    """The first lines of a document."""

    lines: tuple[str, ...]
    """Up to the first heading."""
    text: str
    """The same, run together: a title may stand on several."""
    opening: str
    """As many characters, past the first heading, too."""


def _front(draft: Draft, grammar: Grammar) -> _Front:
    first = len(draft.source.text)
    for section in draft.sections:
        if not grammar.find("outline.annex", section.label):
            first = section.span[0]
            break
    lines: list[str] = []
    further: list[str] = []
    for paragraph in islice(draft.paragraphs, _FRONT):
        if not paragraph.text:
            continue
        line = plain_digits(paragraph.text[:_FRONT_LENGTH])
        further.append(line)
        if paragraph.start < first:
            lines.append(line)
    return _Front(tuple(lines), "".join(lines)[:_FRONT_LENGTH], "".join(further)[:_FRONT_LENGTH])


def _is_yearly(draft: Draft, front: _Front, grammar: Grammar) -> bool:
    """Whether title or first lines name a work report or a plan of one year."""
    title = plain_digits(draft.head.title or "")
    report = grammar.pattern("parts.report")
    of_year = grammar.pattern("parts.title-of-year")
    if report.search(title) or of_year.search(title):
        return True
    line = grammar.pattern("parts.report-line")
    if any(line.fullmatch(text) for text in front.lines if len(text) <= 2 * _LINE):
        return True
    if grammar.pattern("parts.report-said").search(front.opening):
        return True
    head = front.text[: 2 * _LINE]
    return of_year.search(head) is not None or report.search(head[:_LINE]) is not None


def _of_one_year(draft: Draft, front: _Front, grammar: Grammar) -> Calendar:
    """The calendar of a yearly document, by the surest of what it prints."""
    delivered = _delivered(front.text, grammar)
    titles = [plain_digits(section.title) for section in draft.sections]
    text = _Text(draft)
    says_next = grammar.pattern("parts.next-year").search(text.whole) is not None
    planned = (
        _planned_when(delivered)
        or _by_title(draft, front.text, grammar)
        or _by_headings(titles, grammar)
        or _by_text(text.whole, grammar)
        or _planned_when(_dated(draft, front.text, grammar))
    )
    if planned is None:
        return Calendar(yearly=True)
    title = plain_digits(draft.head.title or "")
    if grammar.find("parts.part-of-year", title) is not None:
        return Calendar(planned, now=planned, ahead=planned, yearly=True, midyear=True)
    is_late = says_next or (delivered is not None and delivered.month >= _LATE)
    return Calendar(
        planned,
        now=planned - is_late,
        ahead=planned - says_next,
        yearly=True,
    )


class _Text:
    """The prose of a draft as one text, without white space."""

    def __init__(self, draft: Draft) -> None:
        self.whole = plain_digits("\n".join(p.text for p in draft.paragraphs if p.text))


class _Day(Struct, frozen=True):
    year: int
    month: int


def _planned_when(day: _Day | None) -> int | None:
    """The year that a report of this day plans: late in the year it is the next."""
    if day is None:
        return None
    return day.year + (day.month >= _LATE)


def _delivered(front: str, grammar: Grammar) -> _Day | None:
    found = grammar.pattern("parts.delivered").search(front)
    if found is None:
        return None
    year = read_integer(found["year"] or found["year2"])
    month = read_integer(found["month"] or found["month2"])
    if year is None or month is None:
        return None
    return _Day(year, month)


def _dated(draft: Draft, front: str, grammar: Grammar) -> _Day | None:
    """The day on which it was issued, or any date of the first lines."""
    found = grammar.pattern("parts.dated").search(draft.head.issued or front)
    if found is None:
        return None
    return _Day(int(found["year"]), int(found["month"]))


def _by_title(draft: Draft, front: str, grammar: Grammar) -> int | None:
    """The last year in the title: 2025年计划执行情况与2026年计划草案."""
    of_year = grammar.pattern("parts.title-of-year")
    for text in (plain_digits(draft.head.title or ""), front[: 2 * _LINE]):
        years = [int(found["year"]) for found in of_year.finditer(text)]
        if years:
            return max(years)
    return None


def _by_headings(titles: Sequence[str], grammar: Grammar) -> int | None:
    """2026年工作安排 plans 2026, and so does a document with 2025年工作回顾."""
    of_year = grammar.pattern("parts.year-in-title")
    review = grammar.pattern("parts.review")
    years: list[int] = []
    for title in titles:
        found = of_year.search(title)
        if found:
            years.append(int(found["year"]) + (review.search(title) is not None))
    return max(years, default=None)


def _by_text(text: str, grammar: Grammar) -> int | None:
    """做好2026年工作; 今年是“十五五”开局之年."""
    found = grammar.pattern("parts.year-ahead").search(text)
    if found:
        return int(found["todo"] or found["year"])
    found = grammar.pattern("parts.year-of-plan").search(text)
    if found is None:
        return None
    last = five_years.last_year_of(found["plan"])
    if last is None:
        return None
    return five_years.first_of(last) if found["first"] else last
