"""What is said of all of a kind, and of some that is left: 全部消除 and 仍有2条, 全覆盖 and 覆盖率95%."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from planparse.checks.kinds.values.told_extents import since_stop
from planparse.checks.matching.extents import SHARE, is_exact
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Mention
from planparse.model.source import Span

ALL = 1.0

SHORTEST_QUALITY = 2
"""Characters of what a rate is of (标准化), behind the name of the things."""

SHORTEST_NAME = 3
"""Characters of what is covered; fewer may be of anything."""


class ToldOfAll(NamedTuple):
    """What is said of all of a kind."""

    what: str
    year: int | None
    is_goal: bool
    words: str
    place: tuple[int, int]


@check("prose-contradicts-prose")
def told_leftovers(matter: Matter) -> Iterator[Finding]:
    """All of a kind was done, and some of it is left; all is covered, and the share is less."""
    yield from _left(matter)
    yield from _covered(matter)


def _told(rule: str, name: str, matter: Matter) -> Iterator[ToldOfAll]:
    """What is said of all of a kind, in the paragraphs that print its name."""
    grammar = matter.grammar
    before_name = grammar.pattern("checks.cover-before")
    words = grammar.words("checks.words-for-all")
    for found in matter.prose.finditer_with((name,), grammar.pattern(rule), besides=words):
        begun = before_name.match(found["what"])
        what = found["what"][begun.end() :] if begun is not None else found["what"]
        if len(what) < SHORTEST_NAME:
            continue
        before = since_stop(found.start(), matter) + found["what"]
        year = grammar.pattern("checks.year-before").search(before + "。")
        yield ToldOfAll(
            what,
            int(year["year"]) if year is not None else None,
            grammar.find("checks.is-to-be", before) is not None,
            found[0],
            found.span(),
        )


# ---------------------------------------------------------------- 仍有2条未消除


def _left(matter: Matter) -> Iterator[Finding]:
    grammar = matter.grammar
    words = grammar.words("checks.words-for-left")
    for left in matter.prose.finditer_with(words, grammar.pattern("checks.some-left")):
        year = grammar.pattern("checks.year-before").search(since_stop(left.start(), matter) + "。")
        what = left["among"] or left["what"]
        for one in _told("checks.all-done", what, matter):
            if one.is_goal or (year is not None and int(year["year"]) != one.year):
                continue
            if what in one.what and not _are_in_one_sentence(one, left, matter):
                yield _finding(one, left, matter)
                break
        else:
            yield from _left_of_all(left, what, matter)


def _left_of_all(left: regex.Match[str], what: str, matter: Matter) -> Iterator[Finding]:
    """村卫生室标准化率100%, and 尚有12个村卫生室未达到标准化要求."""
    behind = matter.prose.sentence_behind(left.end())
    for mention in matter.draft.mentions:
        name = mention.subject or ""
        if mention.status != "reached" or what not in name or not _is_all(mention):
            continue
        quality = name[name.index(what) + len(what) :].removesuffix("率")
        if len(quality) >= SHORTEST_QUALITY and quality in behind:
            span = matter.prose.span_of(*left.span())
            yield finding(
                "prose-contradicts-prose",
                "warning",
                name,
                f"“{name}”前后不一：{matter.places.prose(mention)}为{matter.places.quantity(mention)}，"
                f"而正文{matter.places.line(span)}说“{left[0]}{behind}”。",
                records=[mention.id],
                sides=[span],
                span=span,
            )
            return


def _is_all(mention: Mention) -> bool:
    normalized = mention.value.normalized
    return normalized is not None and normalized.unit == SHARE and normalized.value == ALL


def _are_in_one_sentence(one: ToldOfAll, left: regex.Match[str], matter: Matter) -> bool:
    """Whether both stand in one: 3条全部消除，仍有2条未消除 may be of two groups."""
    first, last = sorted((one.place[0], left.start()))
    return "。" not in matter.prose.text[first:last] and "\n" not in matter.prose.text[first:last]


def _finding(one: ToldOfAll, left: regex.Match[str], matter: Matter) -> Finding:
    places = matter.places
    spans = [matter.prose.span_of(*place) for place in (one.place, left.span())]
    return finding(
        "prose-contradicts-prose",
        "warning",
        one.what,
        f"“{one.what}”前后不一：正文{places.line(spans[0])}说“{one.words}”，"
        f"而正文{places.line(spans[1])}说“{left[0]}”。",
        sides=spans,
        span=max(spans),
    )


# ---------------------------------------------------------------- 全覆盖, 覆盖率95%


def _covered(matter: Matter) -> Iterator[Finding]:
    coverage = matter.grammar.pattern("checks.coverage")
    for mention in matter.mentions_of(SHARE):
        if not _is_less_than_all(mention):
            continue
        named = coverage.fullmatch(mention.subject or "")
        if named is None or not is_exact(mention.value):
            continue
        for one in _told("checks.all-covered", named["what"][-SHORTEST_NAME:], matter):
            if _are_one(one, mention, named["what"]):
                yield _cover_finding(one, mention, matter)
                break


def _is_less_than_all(mention: Mention) -> bool:
    normalized = mention.value.normalized
    return normalized is not None and normalized.unit == SHARE and normalized.value < ALL


def _are_one(one: ToldOfAll, mention: Mention, name: str) -> bool:
    """Whether both are of one thing, one year, and both reached or both still to come."""
    if (mention.status == "planned") != one.is_goal or mention.value.year != one.year:
        return False
    return one.what.endswith(name) or name.endswith(one.what)


def _cover_finding(one: ToldOfAll, mention: Mention, matter: Matter) -> Finding:
    places = matter.places
    span: Span = matter.prose.span_of(*one.place)
    return finding(
        "prose-contradicts-prose",
        "warning",
        mention.subject or "",
        f"“{one.what}”前后不一：正文{places.line(span)}说“{one.words}”，"
        f"而{places.prose(mention)}“{mention.subject}”为{places.quantity(mention)}。",
        records=[mention.id],
        sides=[span],
        span=mention.span,
        page=mention.page,
    )
