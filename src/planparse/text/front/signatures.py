"""Who issued a plan, when, and under which number."""

from __future__ import annotations

from collections.abc import Sequence

import regex
from msgspec import Struct

from planparse.grammar import Grammar
from planparse.grammar.numerals import read_integer

SHORT = 60
"""Characters of a line of notice or cover at most; prose is longer."""
MOST_NOTICE_LINES = 5
"""Lines that a notice's own title takes at most; it names the plan and its issuer."""


def notice_of(front: Sequence[str], grammar: Grammar) -> regex.Match[str] | None:
    """The notice's own title (…关于印发…的通知), over up to five lines."""
    pattern = grammar.pattern("head.notice")
    for at in range(len(front)):
        title = ""
        for line in front[at : at + MOST_NOTICE_LINES]:
            if len(line) > 2 * SHORT or "。" in line:
                break
            # A cover prints the notice's title over several lines.
            title += line
            if match := pattern.search(title):
                return match
    return None


class Signature(Struct, frozen=True):
    """Who issued the notice, and when (ISO date); None where it does not say."""

    issuer: str | None
    issued: str | None


def document_number(front: Sequence[str], grammar: Grammar) -> str | None:
    """The number of the notice; one inside 《》 or brackets is another document's."""
    pattern = grammar.pattern("head.document-number")
    for text in front:
        if len(text) > SHORT or "《" in text:
            continue
        match = pattern.search(text)
        if match and not match["number"].startswith("（"):
            return str(match["number"])
    return None


def find_signature(front: Sequence[str], back: Sequence[str], grammar: Grammar) -> Signature:
    """Issuer and date of a notice in front of the plan, or below the text of a document."""
    found = _signature(front, grammar)
    if found.issued:
        return found
    # At the end only both together are a signature: a date alone is when something was printed.
    below = _signature(back, grammar)
    if below.issuer and below.issued:
        return Signature(found.issuer or below.issuer, below.issued)
    return found


def _signature(front: Sequence[str], grammar: Grammar) -> Signature:
    """Issuer and date of the notice: the date on a line of its own, the issuer right above it."""
    named = _issuer_field(front, grammar)
    for at, text in enumerate(front):
        if len(text) > SHORT:
            continue
        date = grammar.find("head.date", text)
        if date:
            issuer = named or _issuer_above(front, at, grammar)
            return Signature(issuer, iso_date(date))
        dated = grammar.find("head.dated", text)
        if dated:
            # 江城市人民政府2022年12月30日: issuer and date on one line.
            before = text[: dated.start()]
            signed = issuer_of(before, grammar)
            if signed:
                return Signature(named or signed, iso_date(dated))
    return Signature(named, issued=None)


def issuer_of(text: str, grammar: Grammar) -> str | None:
    """The name of a body that issues documents, where a text is nothing else."""
    match = grammar.find("head.issuer", text)
    return match["name"] if match else None


def _issuer_field(front: Sequence[str], grammar: Grammar) -> str | None:
    """The issuer that a line of fields names: 发布机构：…"""
    for text in front:
        if match := grammar.find("head.issuer-field", text):
            return str(match["name"])
    return None


ISSUER_ABOVE = 2
"""Lines above the date among which the issuer stands; a seal's line may come between."""


def _issuer_above(front: Sequence[str], at: int, grammar: Grammar) -> str | None:
    above = front[max(0, at - ISSUER_ABOVE) : at]
    for text in reversed(above):
        if issuer := issuer_of(text, grammar):
            return issuer
    return None


def issuer_of_notice(front: Sequence[str], grammar: Grammar) -> str | None:
    """The issuer that the notice's title begins with, or that stands above its line 关于…"""
    notice = notice_of(front, grammar)
    if notice is None:
        return None
    issuer = issuer_of(notice["issuer"], grammar)
    if issuer:
        return issuer
    # The issuer has a line of its own where the notice's title begins with 关于.
    for at, text in enumerate(front):
        if text.startswith(grammar.words("head.concerning")):
            return _issuer_above(front, at, grammar)
    return None


LAST_MONTH = 12
LAST_DAY = 31


def iso_date(match: regex.Match[str]) -> str | None:
    """A printed date as 2021-12-30; None where it is no date."""
    year = read_integer(match["year"])
    month = read_integer(match["month"])
    day = read_integer(match["day"])
    if year is None or month is None or day is None:
        return None
    if 1 <= month <= LAST_MONTH and 1 <= day <= LAST_DAY:
        return f"{year:04}-{month:02}-{day:02}"
    return None
