"""Money of a project in the text and in the table of projects: 总投资12.6亿元, and 12600万元, or 11.6亿元."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from math import log10

from planparse.checks.matching.extents import amount, half_a_step, is_exact, reach
from planparse.checks.matching.unclear import is_unclear
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, FindingKind, Mention, Project, Value

SHORTEST_NAME = 5
"""Characters of a project's name that only it has."""

LONGEST_APART = 160
"""Characters from the project's name to its money."""

SAME_DIGITS = 0.004
"""How near to a whole power of ten the factor is, as a part of it."""

LEAST_FACTOR = 9.0


@check("unit-mismatch", "prose-contradicts-table")
def told_investments(matter: Matter) -> Iterator[Finding]:
    """Money of one project that text and table print with the same digits, ten times apart or more.

    Other digits are another number of the whole cost, where both say 总投资.
    """
    for project in matter.draft.projects:
        value = project.investment
        if value is None or not is_exact(value) or not reach(value).number:
            continue
        mention = _told_of(project, matter)
        if mention is None:
            continue
        if _is_slip(amount(mention), reach(value).number):
            yield _finding("unit-mismatch", mention, project, matter)
        elif _is_another_cost(mention, project, value, matter):
            yield _finding("prose-contradicts-table", mention, project, matter)


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


def _is_another_cost(mention: Mention, project: Project, value: Value, matter: Matter) -> bool:
    """Whether both are the whole cost of the project, and the number of one is not rounded to the other."""
    gap = abs(amount(mention) - reach(value).number)
    if gap <= half_a_step(mention.value) + half_a_step(value):
        return False
    place = matter.prose.place_of(mention.span[0])
    if place is None or not _is_whole_cost(matter.prose.clause_before(place), matter):
        return False
    table = next(table for table in matter.draft.tables if table.id == project.table)
    heads = ["".join(column.path) for column in table.columns]
    # Beside the whole cost there may be what is spent in a year, but no second whole.
    if sum(_is_whole_cost(head, matter) for head in heads) != 1:
        return False
    return not is_unclear(mention, matter)


def _is_whole_cost(words: str, matter: Matter) -> bool:
    return matter.grammar.find("checks.whole-cost", words) is not None


def _finding(kind: FindingKind, mention: Mention, project: Project, matter: Matter) -> Finding:
    places = matter.places
    return finding(
        kind,
        "warning",
        project.name,
        f"“{project.name}”的投资前后不一：{places.prose(mention)}为{places.quantity(mention)}，"
        f"而项目表（{places.line(project.span)}）为{places.printed(project.investment, None)}。",
        records=[mention.id, project.id],
        span=mention.span,
        page=mention.page,
    )
