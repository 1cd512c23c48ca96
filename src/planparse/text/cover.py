"""Notice and cover to the plan's own data: title, number, issuer, date, region, period, draft mark.

Layout of official documents after GB/T 9704-2012. What is not printed stays null,
but for the period, which the name of a five-year plan gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from planparse.grammar import Grammar, five_years
from planparse.grammar.numerals import read_integer
from planparse.model.draft import Draft, Head
from planparse.model.plan import Period, Region, RegionLevel

REACH = 40
"""Paragraphs in front of the first heading that are looked at."""
SHORT = 60
"""Characters of a line of notice or cover at most; prose is longer."""


def read_head(draft: Draft, grammar: Grammar) -> Draft:
    """`Draft.head`, read from what stands in front of the first heading."""
    front = _front(draft)
    stage = grammar.pattern("head.stage")
    title = _title(front, draft, grammar)
    number = _document_number(front, grammar)
    issuer, issued = _signature(front, grammar)
    issuer = issuer or _issuer_of_notice(front, grammar)
    is_draft = any(stage.search(t) for t in front if len(t) <= SHORT) or bool(stage.search(draft.source.name.rsplit(".", 1)[0]))
    region = _region(title, grammar) or _region(issuer, grammar)
    head = Head(title, number, issuer, issued, region, _period(title, draft, grammar), is_draft)
    return replace(draft, head=head)


def _front(draft: Draft) -> list[str]:
    """The paragraphs in front of the first heading, longer ones cut; the notice's furniture among them."""
    first = next((s.span[0] for s in draft.sections if s.label[:1] != "附"), len(draft.source.text))
    return [p.text for p in draft.paragraphs[:REACH] if p.at(0) < first]


# ---------------------------------------------------------------------- title


def _title(front: Sequence[str], draft: Draft, grammar: Grammar) -> str | None:
    """The title as the cover prints it, over however many lines; else as the notice names it."""
    return _cover(front, grammar) or _noticed(front, grammar) or draft.source.meta.get("title") or None


def _cover(front: Sequence[str], grammar: Grammar) -> str | None:
    found: str | None = None
    for pattern in (grammar.pattern("head.title"), grammar.pattern("head.title-loose")):
        at = 0
        while at < len(front):
            lines = _title_lines(front[at:], pattern, grammar)
            if lines:
                title = _without_stage("".join(front[at : at + lines]), grammar)
                found = title if found is None or len(title) >= len(found) or found not in title else found
            at += max(1, lines)
        if found:
            return found
    return None


def _title_lines(lines: Sequence[str], pattern: regex.Pattern[str], grammar: Grammar) -> int:
    """How many lines from the first on make up a title; 0 where they are none."""
    if grammar.pattern("head.title-start").search(lines[0]) or grammar.pattern("head.notice").search(lines[0]):
        return 0
    for count in (4, 3, 2, 1):
        part = lines[:count]
        if len(part) < count or any(len(t) > SHORT for t in part) or any(grammar.pattern("head.notice").search(t) or t.startswith("关于") for t in part):
            continue
        if any(grammar.pattern("head.title-start").search(t) for t in part):
            continue
        if any(grammar.pattern(p).fullmatch(t) for t in part for p in ("head.date", "head.document-number")):
            continue
        if pattern.fullmatch(_without_stage("".join(part), grammar)) and not _is_whole(part[: count - 1], pattern, part[-1], grammar):
            return count
    return 0


def _is_whole(before: Sequence[str], pattern: regex.Pattern[str], last: str, grammar: Grammar) -> bool:
    """Whether the lines but the last are the title already, and the last is another one."""
    if not before or last[:1] in "（(":
        return False
    return pattern.fullmatch("".join(before)) is not None and pattern.fullmatch(last) is not None


def _without_stage(text: str, grammar: Grammar) -> str:
    return grammar.pattern("head.stage").sub("", text).rstrip("（(【[")


def _noticed(front: Sequence[str], grammar: Grammar) -> str | None:
    match = _notice(front, grammar)
    return _without_stage(match["quoted"] or match["title"], grammar) if match else None


def _notice(front: Sequence[str], grammar: Grammar) -> regex.Match[str] | None:
    """The notice's own title (…关于印发…的通知), over up to four lines."""
    pattern = grammar.pattern("head.notice")
    for at in range(len(front)):
        for count in (1, 2, 3, 4, 5):
            part = front[at : at + count]
            if any(len(t) > 2 * SHORT or "。" in t for t in part):
                break
            if match := pattern.search("".join(part)):
                return match
    return None


# ------------------------------------------------------------ number, issuer, date


def _document_number(front: Sequence[str], grammar: Grammar) -> str | None:
    for text in front:
        match = grammar.pattern("head.document-number").search(text) if len(text) <= SHORT else None
        if match and "《" not in text and "（" not in match["number"][:1]:
            return str(match["number"])
    return None


def _signature(front: Sequence[str], grammar: Grammar) -> tuple[str | None, str | None]:
    """Issuer and date of the notice: the date on a line of its own, the issuer right above it."""
    issuer = next((m["name"] for t in front if (m := grammar.pattern("head.issuer-field").fullmatch(t))), None)
    for at, text in enumerate(front):
        if len(text) > SHORT:
            continue
        if match := grammar.pattern("head.date").fullmatch(text):
            return issuer or _issuer_above(front, at, grammar), _iso(match)
        if match := grammar.pattern("head.dated").search(text):
            name = grammar.pattern("head.issuer").fullmatch(text[: match.start()])
            if name:
                return issuer or name["name"], _iso(match)
    return issuer, None


def _issuer_above(front: Sequence[str], at: int, grammar: Grammar) -> str | None:
    for text in reversed(front[max(0, at - 2) : at]):
        if match := grammar.pattern("head.issuer").fullmatch(text):
            return str(match["name"])
    return None


def _issuer_of_notice(front: Sequence[str], grammar: Grammar) -> str | None:
    match = _notice(front, grammar)
    if match is None:
        return None
    name = grammar.pattern("head.issuer").fullmatch(match["issuer"])
    if name:
        return str(name["name"])
    above = next((n for n, t in enumerate(front) if t.startswith("关于")), 0)
    return _issuer_above(front, above, grammar)


def _iso(match: regex.Match[str]) -> str | None:
    year, month, day = (read_integer(match[k]) for k in ("year", "month", "day"))
    if year is None or month is None or day is None or not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{year:04}-{month:02}-{day:02}"


# ------------------------------------------------------------------ region, period


def _region(text: str | None, grammar: Grammar) -> Region | None:
    """The area that a title or an issuer's name begins with."""
    if not text:
        return None
    text = _bare(text, grammar)
    match = grammar.pattern("head.region").match(text)
    if match is None:
        return None
    if match["country"]:
        return Region(name="全国" if match["country"] == "我国" else match["country"], level="国家")
    name = match["name"]
    if not name or name in grammar.words("head.not-regions"):
        return None
    return Region(name=name, level=_level(match, grammar))


def _bare(text: str, grammar: Grammar) -> str:
    """A title without the name of the five-year plan in front of it: “十四五”国家应急体系规划."""
    match = grammar.pattern("head.five-years").match(text)
    return text[match.end() :] if match else text


def _level(match: regex.Match[str], grammar: Grammar) -> RegionLevel | None:
    if match["town"]:
        return None
    if match["county"]:
        return "区县"
    if match["area"]:
        return "新区"
    if match["city"]:
        return "省" if match["city"] in grammar.words("head.municipalities") else "市"
    return "省"


def _period(title: str | None, draft: Draft, grammar: Grammar) -> Period | None:
    """First and last year: printed in the title, in the text (规划期…), or given by the five-year plan's name."""
    span = grammar.pattern("head.span-of-years")
    if title and (match := span.search(title)):
        return _years(match)
    for paragraph in draft.paragraphs[:REACH]:
        if match := grammar.pattern("head.term").search(paragraph.text):
            return _years(match)
    if title and (match := grammar.pattern("head.five-years").search(title)):
        number = read_integer(match["ordinal"] or match["long"])
        if not number:
            return None
        return Period(start=five_years.first_year(number), end=five_years.last_year(number))
    return None


def _years(match: regex.Match[str]) -> Period | None:
    start, end = read_integer(match["start"]), read_integer(match["end"])
    return Period(start=start, end=end) if start and end and start <= end else None
