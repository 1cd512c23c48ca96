"""unit-mismatch of money: 总投资12.6亿元 in the text, 12600万元 in the table of projects."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from math import log10

from planparse.checks.matching.extents import amount, is_exact, reach
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Mention, Project

SHORTEST_NAME = 5
"""Characters of a project's name that only it has."""

LONGEST_APART = 160
"""Characters from the project's name to its money."""

SAME_DIGITS = 0.004
"""How near to a whole power of ten the factor is, as a part of it."""

LEAST_FACTOR = 9.0


@check("unit-mismatch")
def told_investments(matter: Matter) -> Iterator[Finding]:
    """Money of one project that text and table print with the same digits, ten times apart or more."""
    for project in matter.draft.projects:
        value = project.investment
        if value is None or not is_exact(value) or not reach(value).number:
            continue
        mention = _told_of(project, matter)
        if mention is not None and _is_slip(amount(mention), reach(value).number):
            yield _finding(mention, project, matter)


def _told_of(project: Project, matter: Matter) -> Mention | None:
    """The first investment that prose tells behind the project's name, in the same paragraph."""
    name = matter.grammar.pattern("checks.end-of-project").sub("", project.name)
    if len(name) < SHORTEST_NAME:
        return None
    place = matter.prose.text.find(name)
    while place >= 0:
        mention = _money_behind(place + len(name), matter)
        if mention is not None:
            return mention
        place = matter.prose.text.find(name, place + 1)
    return None


def _money_behind(place: int, matter: Matter) -> Mention | None:
    prose = matter.prose
    offset = prose.span_of(place - 1, place)[1]
    invested = matter.grammar.pattern("checks.invested")
    for mention in matter.draft.mentions[bisect_left(prose.mention_starts, offset) :]:
        at = prose.place_of(mention.span[0])
        if at is None or at - place > LONGEST_APART or prose.index(at) != prose.index(place - 1):
            return None
        if invested.search(prose.clause_before(at)) and mention.value.normalized is not None:
            return mention if is_exact(mention.value) else None
    return None


def _is_slip(told: float, printed: float) -> bool:
    """Whether the two have the same digits, and are of another size."""
    if told <= 0 or printed <= 0:
        return False
    factor = told / printed
    if 1 / LEAST_FACTOR < factor < LEAST_FACTOR:
        return False
    tens = log10(factor)
    return abs(tens - round(tens)) <= SAME_DIGITS


def _finding(mention: Mention, project: Project, matter: Matter) -> Finding:
    places = matter.places
    return finding(
        "unit-mismatch",
        "warning",
        project.name,
        f"“{project.name}”的投资前后不一：{places.prose(mention)}为{places.quantity(mention)}，"
        f"而项目表（{places.line(project.span)}）为{places.printed(project.investment, None)}。",
        records=[mention.id, project.id],
        span=mention.span,
        page=mention.page,
    )
