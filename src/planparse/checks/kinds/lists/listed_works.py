"""count-mismatch of works that a chapter lists: 十件民生实事 in the title, and nine headings under 实事内容."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from planparse.checks.matter import Matter, check
from planparse.checks.numbering.whole_lists import is_whole_list
from planparse.checks.places import finding
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Finding, Section

FARTHEST = 2
"""Lists that miss their number by more are of something else."""

FEWEST_WORKS = 3


class WorksListed(NamedTuple):
    """Headings that list what a chapter, or the whole document, is named for."""

    name: str
    """What they are called: 实事 of 实事内容."""
    works: Sequence[Section]
    behind: str
    """The text from the last of them to the end of the list."""


@check("count-mismatch")
def listed_works(matter: Matter) -> Iterator[Finding]:
    """Numbers of works in the title and what opens the document, and the headings that list them."""
    announced = list(_announced(matter))
    if not announced:
        return
    lists = list(_lists(matter))
    for found in announced:
        number = read_integer(found["number"])
        listed = [one for one in lists if one.name == found["name"]]
        # Of two lists nobody can tell which one was counted.
        if number is None or len(listed) != 1:
            continue
        told = len(listed[0].works)
        if not 0 < abs(told - number) <= FARTHEST or told < FEWEST_WORKS:
            continue
        if is_whole_list(listed[0].works, listed[0].behind, matter.grammar):
            yield _finding(found, listed[0], matter)
            return


def _announced(matter: Matter) -> Iterator[regex.Match[str]]:
    """The numbers of works before the first heading, but for those that somebody else does."""
    sections = matter.draft.sections
    if not sections:
        return
    end = matter.prose.place_of(sections[0].span[0])
    if end is None:
        return
    grammar = matter.grammar
    for rule in ("checks.works-announced", "checks.works-numbered-behind"):
        for found in grammar.pattern(rule).finditer(matter.prose.text, 0, end):
            before = matter.prose.clause_before(found.start())
            if not grammar.find("checks.items-of-others", before):
                yield found


def _lists(matter: Matter) -> Iterator[WorksListed]:
    """The chapters that are named for works, and the document itself where its title is."""
    text = matter.draft.source.text
    chapter = matter.grammar.pattern("checks.chapter-of-works")
    sections = matter.draft.sections
    for section in sections:
        named = chapter.fullmatch(section.title)
        works = [one for one in sections if one.parent == section.id]
        if named is not None and works:
            yield WorksListed(named["name"], works, text[works[-1].span[1] : section.body[1]])
    # A title that is not like one of a plan stands on the first line.
    title = matter.draft.head.title or matter.draft.paragraphs[0].text
    titled = matter.grammar.pattern("checks.title-of-works").search(title)
    chapters = [one for one in sections if one.parent is None]
    if titled is not None and chapters:
        yield WorksListed(titled["name"], chapters, text[chapters[-1].span[1] :])


def _finding(found: regex.Match[str], listed: WorksListed, matter: Matter) -> Finding:
    span = matter.prose.span_of(*found.span("counted"))
    last = listed.works[-1]
    return finding(
        "count-mismatch",
        "warning",
        found["counted"],
        f"{matter.places.line(span)}说“{found['counted']}”，而所列标题为{len(listed.works)}项"
        f"（至“{last.label}{last.title}”，{matter.places.line(last.span)}）。",
        sides=[span, last.span],
        span=span,
    )
