"""The years that a plan is for."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import regex

from planparse.grammar import Grammar, five_years
from planparse.grammar.numerals import read_integer
from planparse.model.draft import Draft
from planparse.model.plan import Period

FIRST_LINES = 3
"""Lines at the head of a text that may say which plan it is from, though they are no title."""
LONGEST_LINE = 60
"""Characters of such a line at most; prose is longer."""


def find_period(
    title: str | None, draft: Draft, grammar: Grammar, *, reach: int, session: int | None
) -> Period | None:
    """First and last year: in the title, in the text (规划期…), or by the five-year plan's name.

    `session` is the year of the assembly that a report was given to.
    """
    # Full-width digits are digits: ２０２１－２０２５年.
    plain = unicodedata.normalize("NFKC", title or "")
    printed = grammar.find("head.span-of-years", plain)
    if printed:
        return _years(printed)
    for paragraph in draft.paragraphs[:reach]:
        if match := grammar.find("head.term", paragraph.text):
            return _years(match)
    if not title:
        return _named_above(draft, grammar)
    return _five_years(title, grammar) or _one_year(plain, grammar, session)


def _one_year(title: str, grammar: Grammar, session: int | None) -> Period | None:
    """The year of an annual plan or report: 2024年养老服务工作要点."""
    annual = grammar.find("head.annual", title)
    if annual is None:
        return None
    year = read_integer(annual["year"] or "") or session
    return Period(start=year, end=year) if year else None


def _named_above(draft: Draft, grammar: Grammar) -> Period | None:
    """The five-year plan that the first lines name where none is a title: “十五五”规划要点."""
    first = min((box.span[0] for box in draft.boxes), default=len(draft.source.text))
    above = [p.text for p in draft.paragraphs[:FIRST_LINES] if p.start < first]
    return _of_lines([text for text in above if len(text) <= LONGEST_LINE], grammar)


def _of_lines(lines: Sequence[str], grammar: Grammar) -> Period | None:
    named = {_five_years(line, grammar) for line in lines} - {None}
    # Two plans in the first lines may be looked back at and ahead to.
    return named.pop() if len(named) == 1 else None


def _five_years(title: str, grammar: Grammar) -> Period | None:
    """The years of the five-year plan that a title names: 十四五, 第十四个五年."""
    named = grammar.find("head.five-years", title)
    if named is None:
        return None
    number = read_integer(named["ordinal"] or named["long"])
    if not number:
        return None
    return Period(
        start=five_years.first_year(number),
        end=five_years.last_year(number),
    )


def _years(match: regex.Match[str]) -> Period | None:
    start = read_integer(match["start"])
    end = read_integer(match["end"])
    if not start or not end or start > end:
        return None
    return Period(start=start, end=end)
