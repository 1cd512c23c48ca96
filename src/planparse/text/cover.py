"""Notice and cover to the plan's own data: title, number, issuer, date, region, period, draft mark.

Layout of official documents after GB/T 9704-2012. What is not printed stays null,
but for the period, which the name of a five-year plan gives.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import regex

from planparse.grammar import Grammar, five_years
from planparse.grammar.numerals import read_integer
from planparse.model.draft import Draft, Head
from planparse.model.furniture import Furniture
from planparse.model.plan import Period, Region, RegionLevel

REACH = 40
"""Paragraphs in front of the first heading that are looked at."""
SHORT = 60
"""Characters of a line of notice or cover at most; prose is longer."""


def read_head(draft: Draft, grammar: Grammar) -> Draft:
    """`Draft.head`, read from what stands in front of the first heading."""
    front = _front(draft)
    title = _title(front, draft, grammar)
    signature = _signature(front, grammar)
    issuer = signature.issuer or _issuer_of_notice(front, grammar)
    head = Head(
        title=title,
        document_number=_document_number(front, grammar),
        issuer=issuer,
        issued=signature.issued,
        region=_region(title, grammar) or _region(issuer, grammar),
        period=_period(title, draft, grammar),
        draft=_is_draft(front, draft, grammar),
    )
    return replace(draft, head=head)


def _front(draft: Draft) -> list[str]:
    """The first paragraphs, up to the first heading that is no annex of a notice."""
    # 附件1 above the plan's title is a heading, and the cover stands behind it.
    first = len(draft.source.text)
    for section in draft.sections:
        if not section.label.startswith("附"):
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
    source = draft.source
    marks = [line for line in source.lines if line.furniture is Furniture.WATERMARK]
    return [source.printed(line.span) for line in marks]


# ---------------------------------------------------------------------- title


_FIRST_LINES = 3
"""Lines at the head of a text that may say which plan it is from, though they are no title."""
MOST_TITLE_LINES = 4
"""Lines of a cover that a title takes at most."""
MOST_NOTICE_LINES = 5
"""Lines that a notice's own title takes at most; it names the plan and its issuer."""


def _title(front: Sequence[str], draft: Draft, grammar: Grammar) -> str | None:
    """The title as the cover prints it, over however many lines; else as the notice names it."""
    title = _cover(front, grammar) or _noticed(front, grammar)
    if title:
        return title
    return draft.source.meta.get("title") or None


def _cover(front: Sequence[str], grammar: Grammar) -> str | None:
    """The title on the cover: the last one and the longest, of those that say it in full."""
    # The loose form takes titles with commas, of which most lines with commas are none.
    for name in ("head.title", "head.title-loose"):
        titles = _titles(front, grammar.pattern(name), grammar)
        if titles:
            return titles[-1]
    return None


def _titles(front: Sequence[str], form: regex.Pattern[str], grammar: Grammar) -> list[str]:
    """All titles of a form, in order, each over as many lines as it takes."""
    titles: list[str] = []
    at = 0
    while at < len(front):
        lines = _title_lines(front[at : at + MOST_TITLE_LINES], form, grammar)
        if lines:
            printed = "".join(front[at : at + lines])
            titles.append(_without_stage(printed, grammar))
        at += max(1, lines)
    return titles


def _title_lines(lines: Sequence[str], form: regex.Pattern[str], grammar: Grammar) -> int:
    """How many lines from the first on make up a title; 0 where they are none."""
    usable = 0
    while usable < len(lines) and _may_be_title(lines[usable], grammar):
        usable += 1
    for count in range(usable, 0, -1):
        part = lines[:count]
        title = _without_stage("".join(part), grammar)
        if not form.fullmatch(title):
            continue
        # 江城市水利规划 above 江城市教育规划 would read as one title of two lines.
        if not _are_two(part[:-1], part[-1], form):
            return count
    return 0


def _may_be_title(line: str, grammar: Grammar) -> bool:
    """Whether a line may be one of a title's: neither prose, notice, date nor number."""
    if len(line) > SHORT or line.startswith("关于"):
        return False
    if grammar.find("head.notice", line) or grammar.find("head.title-start", line):
        return False
    if grammar.find("head.date", line):
        return False
    return not grammar.pattern("head.document-number").fullmatch(line)


def _are_two(before: Sequence[str], last: str, form: regex.Pattern[str]) -> bool:
    """Whether the lines but the last are the title already, and the last is another one."""
    if not before or last.startswith(("（", "(")):
        return False
    titles = ("".join(before), last)
    return all(form.fullmatch(title) for title in titles)


def _without_stage(text: str, grammar: Grammar) -> str:
    """A title without 征求意见稿 and the document's number behind it."""
    unnumbered = grammar.pattern("head.number-behind").sub("", text)
    without = grammar.pattern("head.stage").sub("", unnumbered)
    return without.rstrip("（(【[")


def _noticed(front: Sequence[str], grammar: Grammar) -> str | None:
    """The title that the notice names: …关于印发《…规划》的通知."""
    notice = _notice(front, grammar)
    if notice is None:
        return None
    return _without_stage(notice["quoted"] or notice["title"], grammar)


def _notice(front: Sequence[str], grammar: Grammar) -> regex.Match[str] | None:
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


# ------------------------------------------------------------ number, issuer, date


class Signature(NamedTuple):
    """Who issued the notice, and when (ISO date); None where it does not say."""

    issuer: str | None
    issued: str | None


def _document_number(front: Sequence[str], grammar: Grammar) -> str | None:
    """The number of the notice; one inside 《》 or brackets is another document's."""
    pattern = grammar.pattern("head.document-number")
    for text in front:
        if len(text) > SHORT or "《" in text:
            continue
        match = pattern.search(text)
        if match and not match["number"].startswith("（"):
            return str(match["number"])
    return None


def _signature(front: Sequence[str], grammar: Grammar) -> Signature:
    """Issuer and date of the notice: the date on a line of its own, the issuer right above it."""
    named = _issuer_field(front, grammar)
    for at, text in enumerate(front):
        if len(text) > SHORT:
            continue
        date = grammar.find("head.date", text)
        if date:
            issuer = named or _issuer_above(front, at, grammar)
            return Signature(issuer, _iso(date))
        dated = grammar.find("head.dated", text)
        if dated:
            # 江城市人民政府2022年12月30日: issuer and date on one line.
            before = text[: dated.start()]
            signed = _issuer(before, grammar)
            if signed:
                return Signature(named or signed, _iso(dated))
    return Signature(named, issued=None)


def _issuer(text: str, grammar: Grammar) -> str | None:
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
        if issuer := _issuer(text, grammar):
            return issuer
    return None


def _issuer_of_notice(front: Sequence[str], grammar: Grammar) -> str | None:
    """The issuer that the notice's title begins with, or that stands above its line 关于…"""
    notice = _notice(front, grammar)
    if notice is None:
        return None
    issuer = _issuer(notice["issuer"], grammar)
    if issuer:
        return issuer
    # The issuer has a line of its own where the notice's title begins with 关于.
    for at, text in enumerate(front):
        if text.startswith("关于"):
            return _issuer_above(front, at, grammar)
    return None


LAST_MONTH = 12
LAST_DAY = 31


def _iso(match: regex.Match[str]) -> str | None:
    """A printed date as 2021-12-30; None where it is no date."""
    year = read_integer(match["year"])
    month = read_integer(match["month"])
    day = read_integer(match["day"])
    if year is None or month is None or day is None:
        return None
    if 1 <= month <= LAST_MONTH and 1 <= day <= LAST_DAY:
        return f"{year:04}-{month:02}-{day:02}"
    return None


# ------------------------------------------------------------------ region, period


def _region(text: str | None, grammar: Grammar) -> Region | None:
    """The area that a title or an issuer's name begins with."""
    if not text:
        return None
    # “十四五”国家应急体系规划 names its region behind the five-year plan.
    bare = _bare(text, grammar)
    match = grammar.find("head.region", bare)
    if match is None:
        return None
    country = match["country"]
    if country:
        name = "全国" if country == "我国" else country
        return Region(name=name, level="国家")
    name = match["name"]
    if not name or name in grammar.words("head.not-regions"):
        return None
    return Region(name=name, level=_level(match, grammar))


def _bare(text: str, grammar: Grammar) -> str:
    """A title without the name of the five-year plan in front of it: “十四五”国家应急体系规划."""
    match = grammar.pattern("head.five-years").match(text)
    return text[match.end() :] if match else text


def _level(match: regex.Match[str], grammar: Grammar) -> RegionLevel | None:
    """The level of the last area that a name counts down to; None for towns, which have none."""
    if match["town"]:
        return None
    if match["county"]:
        return "区县"
    if match["area"]:
        return "新区"
    if not match["city"] or match["city"] in grammar.words("head.municipalities"):
        return "省"
    return "市"


def _period(title: str | None, draft: Draft, grammar: Grammar) -> Period | None:
    """First and last year: in the title, in the text (规划期…), or by the five-year plan's name."""
    # Full-width digits are digits: ２０２１－２０２５年.
    printed = grammar.find("head.span-of-years", unicodedata.normalize("NFKC", title or ""))
    if printed:
        return _years(printed)
    for paragraph in draft.paragraphs[:REACH]:
        if match := grammar.find("head.term", paragraph.text):
            return _years(match)
    if title:
        return _five_years(title, grammar)
    return _named_above(draft, grammar)


def _named_above(draft: Draft, grammar: Grammar) -> Period | None:
    """The five-year plan that the first lines name where none is a title: “十五五”规划要点."""
    first = min((box.span[0] for box in draft.boxes), default=len(draft.source.text))
    above = [p.text for p in draft.paragraphs[:_FIRST_LINES] if p.start < first]
    lines = [text for text in above if len(text) <= SHORT]
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
