"""Notice and cover to the plan's own data: title, number, issuer, date, region, period, draft mark.

Layout of official documents after GB/T 9704-2012. What is not printed stays null,
but for the period, which the name of a five-year plan gives.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from planparse.grammar import Grammar
from planparse.grammar.numerals import read_integer
from planparse.model.draft import Draft, Head
from planparse.model.furniture import Furniture
from planparse.model.plan import Region
from planparse.text.front.periods import find_period
from planparse.text.front.regions import LATEST, find_region
from planparse.text.front.signatures import (
    SHORT,
    document_number,
    find_signature,
    iso_date,
    issuer_of_notice,
)
from planparse.text.front.titles import find_title

REACH = 40
"""Paragraphs in front of the first heading that are looked at."""
LAST = 12
"""Paragraphs at the end of the text, or in front of its first annex, that may sign it."""


def read_head(draft: Draft, grammar: Grammar) -> Draft:
    """`Draft.head`, read from what stands in front of the first heading, and from the signature."""
    front = _front(draft, grammar)
    title = find_title(front, draft, grammar)
    signature = find_signature(front, _back(draft, grammar), grammar)
    issuer = signature.issuer or issuer_of_notice([*front, title or ""], grammar)
    session = _session(front, grammar)
    period = find_period(
        title, draft, grammar, reach=REACH, session=session.year if session else None
    )
    issued = signature.issued or (session.date if session else None)
    year = period.start if period else _year(issued)
    head = Head(
        title=title,
        document_number=document_number(front, grammar),
        issuer=issuer,
        issued=issued,
        region=_region([title, issuer, session.assembly if session else None], grammar, year),
        period=period,
        draft=_is_draft(front, draft, grammar),
    )
    return replace(draft, head=head)


def _region(texts: Sequence[str | None], grammar: Grammar, year: int) -> Region | None:
    """The area that the first of the texts begins with that begins with one."""
    for text in texts:
        if region := find_region(text, grammar, year=year):
            return region
    return None


def _year(date: str | None) -> int:
    return int(date[:4]) if date else LATEST


class Session(Struct, frozen=True):
    """The assembly that a work report was given to, and when."""

    year: int
    date: str | None
    assembly: str


def _session(front: Sequence[str], grammar: Grammar) -> Session | None:
    """——2026年1月8日在江东市第九届人民代表大会第五次会议上, on one line or two."""
    session = grammar.rule("head.session")
    for at, line in enumerate(front):
        # The first character says of most lines that they tell of none.
        if not session.begins[line[:1]]:
            continue
        for text in (line, "".join(front[at : at + 2])):
            match = session.find(text)
            year = read_integer(match["year"]) if match else None
            if match and year:
                return Session(year, iso_date(match), match["assembly"])
    return None


def _front(draft: Draft, grammar: Grammar) -> list[str]:
    """The first paragraphs, up to the first heading that is no annex of a notice."""
    # 附件1 above the plan's title is a heading, and the cover stands behind it.
    first = len(draft.source.text)
    for section in draft.sections:
        if not grammar.find("outline.annex", section.label):
            first = section.span[0]
            break
    return [p.text for p in draft.paragraphs[:REACH] if p.start < first]


def _is_draft(front: Sequence[str], draft: Draft, grammar: Grammar) -> bool:
    """Whether cover, notice, a watermark or the file's name (without its ending) says 征求意见稿,
    草案."""
    stage = grammar.pattern("head.stage")
    lines = [text for text in front if len(text) <= SHORT]
    lines += _watermarks(draft)
    file_name, *_ = draft.source.name.rsplit(".", 1)
    return any(stage.search(text) for text in [*lines, file_name])


def _watermarks(draft: Draft) -> list[str]:
    if Furniture.WATERMARK not in draft.furniture:
        return []
    source = draft.source
    marks = [line for line in source.lines if line.furniture is Furniture.WATERMARK]
    return [source.printed(line.span) for line in marks]


def _back(draft: Draft, grammar: Grammar) -> list[str]:
    """The last paragraphs, and those in front of the first annex behind the text."""
    texts = [p.text for p in draft.paragraphs]
    back = texts[-LAST:]
    later = draft.sections[1:]
    annexes = grammar.rule("outline.annex").find_in([section.label for section in later])
    if annexes:
        first, _ = annexes[0]
        annex = later[first].span[0]
        before = [p.text for p in draft.paragraphs if p.start < annex]
        back = before[-LAST:] + back
    return back
