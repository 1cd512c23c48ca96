"""The title: as the cover prints it, over however many lines, or as the notice names it."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.text.front.regions import LATEST, find_region
from planparse.text.front.signatures import SHORT, issuer_of, notice_of

MOST_TITLE_LINES = 4
"""Lines of a cover that a title takes at most."""

MOST_LINES_ABOVE = 8
"""Lines of a notice or of a web page that stand above a title."""

BRACKETS = (("《", "》"), ("（", "）"), ("(", ")"), ("“", "”"), ("〈", "〉"))
"""What a title opens and closes."""

FORMS = ("head.title", "head.title-loose", "head.title-other")
"""The forms of titles, from the surest on: the loose one has commas, of which most lines with
commas are none, and the other one ends like a document that is no plan."""


def find_title(front: Sequence[str], draft: Draft, grammar: Grammar) -> str | None:
    """The title that cover, notice or annex print; else the one that the file's properties know."""
    return (
        _cover(front, grammar)
        or _noticed(front, grammar)
        or _of_annex(draft, grammar)
        or _of_properties(front, draft, grammar)
        or _first_line(front, grammar)
    )


def _cover(front: Sequence[str], grammar: Grammar) -> str | None:
    """The title on the cover: the last one of those that say it in full."""
    for name in FORMS:
        titles = _titles(front, grammar.pattern(name), grammar)
        if titles:
            return titles[-1]
    return None


def _of_annex(draft: Draft, grammar: Grammar) -> str | None:
    """The title of the annex that a document is nothing but."""
    if not draft.sections:
        return None
    first = draft.sections[0]
    is_whole = draft.paragraphs[0].start == first.span[0]
    if not is_whole or not grammar.find("outline.annex", first.label):
        return None
    return first.title if grammar.find("outline.annex-title-end", first.title) else None


def _of_properties(front: Sequence[str], draft: Draft, grammar: Grammar) -> str | None:
    """The title that the file's own properties name, where it can be no other document's.

    A file is often made from an older one, and keeps its title: what the page does not print is
    not believed. The title of a web page is its own.
    """
    named = "".join((draft.source.meta.get("title") or "").split())
    if not named:
        return None
    if draft.source.media_type == "text/html":
        return next(
            (t for form in FORMS for t in _titles([named], grammar.pattern(form), grammar)), None
        )
    return named if named in "".join(front) else None


def _first_line(front: Sequence[str], grammar: Grammar) -> str | None:
    """The line that a document begins with, below those of a web page or a notice; prose is no title.

    Reports and tables go by names without end (…情况通报, …主要指标, …的请示). What they are about
    shows that it is one: an area, a year, 关于.
    """
    for line in front[:MOST_LINES_ABOVE]:
        if grammar.find("head.title-of-notice", line):
            return line
        if _is_of_notice(line, grammar) or issuer_of(line, grammar):
            continue
        title = _without_aside(line, grammar)
        if grammar.find("head.title-any", title) is None or not _is_closed(title):
            return None
        is_told = find_region(title, grammar, year=LATEST) or grammar.find(
            "head.title-tells", title
        )
        return title if is_told else None
    return None


def _titles(front: Sequence[str], form: regex.Pattern[str], grammar: Grammar) -> list[str]:
    """All titles of a form, in order, each over as many lines as it takes."""
    titles: list[str] = []
    concerning = grammar.words("head.concerning")
    at = 0
    while at < len(front):
        lines = _title_lines(front[at : at + MOST_TITLE_LINES], form, grammar)
        if lines:
            printed = "".join(front[at : at + lines])
            above = front[at - 1] if at and printed.startswith(concerning) else ""
            if issuer_of(above, grammar):
                # 某某市人民政府 stands above 关于…的意见, and belongs to it.
                printed = above + printed
            titles.append(_without_aside(printed, grammar))
        at += max(1, lines)
    return titles


def _title_lines(lines: Sequence[str], form: regex.Pattern[str], grammar: Grammar) -> int:
    """How many lines from the first on make up a title; 0 where they are none."""
    usable = 0
    while usable < len(lines) and _may_be_title(lines[usable], grammar):
        usable += 1
    for count in range(usable, 0, -1):
        part = lines[:count]
        title = _without_aside("".join(part), grammar)
        if not form.fullmatch(title) or not _is_closed(title):
            continue
        # 江城市水利规划 above 江城市教育规划 would read as one title of two lines.
        if not _are_two(part[:-1], part[-1], form, grammar):
            return count
    return 0


def _may_be_title(line: str, grammar: Grammar) -> bool:
    """Whether a line may be one of a title's: neither prose, notice, date nor number."""
    if len(line) > SHORT or grammar.find("head.about", line) or grammar.find("head.notice", line):
        return False
    return not _is_of_notice(line, grammar)


def _is_of_notice(line: str, grammar: Grammar) -> bool:
    """Whether a line is one of a notice, or of the page around it: a date, a number, 附件."""
    if grammar.find("head.title-start", line) or grammar.find("head.date", line):
        return True
    return grammar.pattern("head.document-number").fullmatch(line) is not None


def _is_closed(text: str) -> bool:
    """Whether all that is opened in it is closed again: prose that goes on may name a plan (和《江城市规划)."""
    return all(text.count(opening) == text.count(closing) for opening, closing in BRACKETS)


def _are_two(before: Sequence[str], last: str, form: regex.Pattern[str], grammar: Grammar) -> bool:
    """Whether the lines but the last are a title already, and the last is another one."""
    if not before or last.startswith(("（", "(")) or not form.fullmatch(last):
        return False
    # 和二〇三五年远景目标纲要 goes on with the plan above it, and is none by itself.
    if grammar.find("head.title-second", last):
        return False
    above = "".join(before)
    if form.fullmatch(above):
        return True
    # 政府信息公开指南 stands above many a plan on the web.
    return grammar.find("head.title-other", above) is not None


def _without_aside(text: str, grammar: Grammar) -> str:
    """A title without 征求意见稿 or its number behind it."""
    without = grammar.pattern("head.number-behind").sub("", text)
    # （摘要）（征求意见稿） or the other way round
    for aside in ("head.stage", "head.edition", "head.stage"):
        without = grammar.pattern(aside).sub("", without)
    return without.rstrip("（(【[")


def _noticed(front: Sequence[str], grammar: Grammar) -> str | None:
    """The title that the notice names: …关于印发《…规划》的通知, or 《…规划》已经…通过，现印发给你们."""
    notice = notice_of(front, grammar)
    if notice is not None:
        return _without_aside(notice["quoted"] or notice["title"], grammar)
    for text in front:
        if issued := grammar.find("head.issued-plan", text):
            return _without_aside(issued["quoted"], grammar)
    return None
