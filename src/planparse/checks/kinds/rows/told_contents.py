"""prose-contradicts-table of what works consist of: 新建公厕12座 in the text, 新建公厕15座 in the list of works."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct

from planparse.checks.matching.counted import is_part, is_rate
from planparse.checks.matching.extents import is_exact
from planparse.checks.matching.unclear import is_unclear
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.checks.sureness import at_most
from planparse.model.plan import Finding, Mention, Project, Table

FEWEST_BORNE_OUT = 2
"""Numbers of the list that the text tells too: then it is the text's own works that it lists."""

SHORTEST_NAME = 3
"""Characters of a thing that the list names as the text does: 道路 may be any."""


class Content(Struct, frozen=True):
    """A number in the words of what a work consists of."""

    project: Project
    words: str
    """What stands before it."""
    number: float
    behind: str
    """Its unit, and what stands behind."""
    printed: str


@check("prose-contradicts-table")
def told_contents(matter: Matter) -> Iterator[Finding]:
    """Numbers of prose that a list of the same works, which bears others of them out, prints otherwise."""
    tables = {table.id: table for table in matter.draft.tables}
    contents: dict[str, list[Content]] = defaultdict(list)
    for project in matter.draft.projects:
        contents[project.table] += _contents(project, matter)
    for table_id, listed in contents.items():
        if len(listed) > FEWEST_BORNE_OUT:
            yield from _contradicted(tables[table_id], listed, matter)


def _contents(project: Project, matter: Matter) -> Iterator[Content]:
    words = "".join((project.content or "").split())
    for found in matter.grammar.pattern("checks.number-in-content").finditer(words):
        number = float(found["number"].replace(",", "").replace("，", ""))
        printed = found["number"] + found["unit"]
        yield Content(project, found["words"], number, words[found.end("number") :], printed)


def _contradicted(table: Table, listed: Sequence[Content], matter: Matter) -> Iterator[Finding]:
    told = [mention for mention in matter.draft.mentions if _is_planned(mention, table)]
    borne_out: set[str] = set()
    denied: list[tuple[Mention, Content]] = []
    for mention in told:
        meant = [content for content in listed if _is_of(mention, content)]
        if any(content.number == mention.value.value for content in meant):
            borne_out.add(mention.subject or "")
        elif len(meant) == 1:
            denied.append((mention, meant[0]))
    if len(borne_out) < FEWEST_BORNE_OUT:
        return
    for mention, content in denied:
        if mention.subject in borne_out or is_part(mention, matter.draft, matter.grammar):
            continue
        if not is_unclear(mention, matter):
            yield _finding(mention, content, table, matter)


def _is_planned(mention: Mention, table: Table) -> bool:
    """Whether a number is a goal of the year that the list is of."""
    if mention.status == "reached" or not is_exact(mention.value) or is_rate(mention):
        return False
    if table.span[0] <= mention.span[0] < table.span[1] or mention.unit is None:
        return False
    year = mention.value.year
    return year is not None and str(year) in (table.caption or "")


def _is_of(mention: Mention, content: Content) -> bool:
    """Whether both count the same: 口袋公园, of 在城区新建口袋公园."""
    subject = mention.subject or ""
    unit = mention.unit.text if mention.unit is not None else ""
    if len(subject) < SHORTEST_NAME or not content.words.endswith(subject):
        return False
    return bool(unit) and content.behind.startswith(unit)


def _finding(mention: Mention, content: Content, table: Table, matter: Matter) -> Finding:
    places = matter.places
    name = mention.subject or ""
    return finding(
        "prose-contradicts-table",
        at_most("warning", matter.sureness.of_table(table)),
        name,
        f"“{name}”前后不一：{places.prose(mention)}为{places.quantity(mention)}，"
        f"而{places.table(table)}“{content.project.name}”一行（{places.line(content.project.span)}）"
        f"为{content.printed}。",
        records=[mention.id, content.project.id],
        span=mention.span,
        page=mention.page,
    )
