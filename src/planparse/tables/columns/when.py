"""What stands around a table and says of its time: its caption, the line above it, its headings."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from planparse.grammar import Grammar, five_years
from planparse.grammar.numerals import read_integer
from planparse.model.draft import Draft
from planparse.model.plan import Period
from planparse.tables.header_words import plain
from planparse.text.table_notes import first_after

_HEADINGS = 4
"""Headings above a table that are asked: those of a deeper outline say nothing new."""


class TableTime(Struct, frozen=True):
    """The plan's own period, and what the words around one table say of theirs."""

    own: Period | None = None
    """The plan's."""
    told: Period | None = None
    """The one that caption or headings name."""
    looks_back: bool = False
    """They tell how something went: 完成情况, 回顾."""

    @property
    def is_past(self) -> bool:
        """Whether the table is about a period that is over."""
        if self.told is None:
            return self.looks_back
        if self.own is None:
            # “十三五”主要指标 may be this plan's own, “十三五”主要指标完成情况 is not.
            return self.looks_back
        return self.told.end < self.own.start

    @property
    def first(self) -> int | None:
        """The first year of the plan's own goals, where that is known."""
        if self.own is not None:
            return self.own.start
        if self.told is not None and self.is_past:
            return self.told.end + 1
        return None


class _Hints(Struct, frozen=True):
    """What one line of words says of time."""

    periods: tuple[Period, ...]
    looks_back: bool


def table_time(
    draft: Draft,
    caption: str | None,
    section: str | None,
    start: int,
    grammar: Grammar,
) -> TableTime:
    """What governs the time of a table that begins at `start`.

    It is the caption, and where that is silent, the sentence that leads to the table, or the
    headings above it.
    """
    own = draft.head.period
    by_caption = _said(caption or "", grammar)
    if by_caption.periods:
        told = _governing(by_caption.periods, own)
        return TableTime(own, told, by_caption.looks_back)
    for title in (_lead(draft, start, grammar), *_headings(draft, section)):
        said = _said(title, grammar)
        told = _governing(said.periods, own)
        if told is not None and told == own:
            break  # “十四五”发展基础 says nothing of what went before
        if told is not None or said.looks_back:
            return TableTime(own, told, looks_back=True)
    return TableTime(own, None, by_caption.looks_back)


def _lead(draft: Draft, start: int, grammar: Grammar) -> str:
    """The last sentence above a table, where it speaks of the table: …完成情况见下表。"""
    above = first_after(draft, start) - 1
    if above < 0:
        return ""
    text = draft.paragraphs[above].text.rstrip("。：:")
    sentence = text.rsplit("。", 1)[-1]
    return sentence if grammar.pattern("tables.leads-to").search(sentence) else ""


def _headings(draft: Draft, section: str | None) -> Iterator[str]:
    """The titles above a place, the nearest first."""
    by_id = {s.id: s for s in draft.sections}
    for _ in range(_HEADINGS):
        if section is None:
            return
        found = by_id[section]
        yield found.title
        section = found.parent


def _said(words: str, grammar: Grammar) -> _Hints:
    return grammar.remembered(_read_words, words)


def _read_words(words: str, grammar: Grammar) -> _Hints:
    text = plain(words)
    looks_back = grammar.pattern("tables.looks-back").search(text) is not None
    return _Hints(tuple(_periods(text, grammar)), looks_back)


def _periods(text: str, grammar: Grammar) -> Iterator[Period]:
    """The periods that a caption names: “十三五”, 2016-2020年, 2023年."""
    for plan in grammar.pattern("tables.five-year-plan").finditer(text):
        number = read_integer("十" + plan["nth"])
        if number:
            yield Period(start=five_years.first_year(number), end=five_years.last_year(number))
    for dated in grammar.pattern("tables.year").finditer(text):
        last = int(dated["year"])
        first = int(dated["from"] or last)
        yield Period(start=first, end=last)


def _governing(periods: tuple[Period, ...], own: Period | None) -> Period | None:
    """The period that words name; the plan's own where they name that, too: then columns decide."""
    if not periods:
        return None
    if own is not None and any(period.end >= own.start for period in periods):
        return own
    return max(periods, key=lambda period: (period.end, -period.start))


def period_that_ends(year: int, own: Period | None) -> Period:
    """The period at whose end a year stands: of five years, or the year alone."""
    is_annual = own is not None and own.start == own.end
    if is_annual or year % five_years.LENGTH:
        return Period(start=year, end=year)
    return Period(start=five_years.first_of(year), end=year)
