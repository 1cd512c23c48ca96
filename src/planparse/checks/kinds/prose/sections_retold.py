"""What a clause tells of a section by its title (教育优学项目新增学位5400个), and the section itself (4500个)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from planparse.checks.matching.comparable import of_mention, on_one_scale
from planparse.checks.matching.extents import are_apart, is_exact
from planparse.checks.matching.unclear import is_unclear
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.checks.running_numbers import MentionsAt
from planparse.model.plan import Finding, Mention, Section

SHORTEST_TITLE = 5
"""Characters of a title that is the name of one work: 重点工程 may be any."""

SHORTEST_CORE = 4
"""Characters of a name that leaves out what it began with in the section: 照护床位 of 失能老人照护床位."""


class _Retold(Struct, frozen=True):
    """A number that stands behind a section's title elsewhere."""

    mention: Mention
    words: str
    """What stands between the title and the number."""


@check("prose-contradicts-prose")
def sections_retold(matter: Matter) -> Iterator[Finding]:
    """Numbers that a sentence elsewhere tells of a section in its own words, and that are not the section's."""
    mentions_at = MentionsAt(matter)
    for section in matter.draft.sections:
        title = _plain_title(section, matter)
        if not title:
            continue
        for retold in _retold(title, section, mentions_at, matter):
            own = _own(retold, section, matter)
            if len(own) == 1 and _contradict(own[0], retold.mention, matter):
                yield _finding(own[0], retold.mention, title, matter)


def _plain_title(section: Section, matter: Matter) -> str:
    """The title without its quotation marks; "" for one that is no name, or that no other place prints."""
    title = section.title
    if not title.isalnum():
        title = "".join(filter(str.isalnum, title))
    if len(title) < SHORTEST_TITLE:
        return ""
    if matter.grammar.find("checks.title-that-names", title) is None:
        return ""
    return title if title in matter.prose.text else ""


def _retold(
    title: str, section: Section, mentions_at: MentionsAt, matter: Matter
) -> Iterator[_Retold]:
    text = matter.prose.text
    words = matter.grammar.pattern("checks.words-to-number")
    at = text.find(title)
    while at >= 0:
        begun = at + len(title)
        found = words.match(text, begun)
        mention = mentions_at(found.end()) if found is not None else None
        if found is not None and mention is not None and not _is_inside(mention, section):
            yield _Retold(mention, found[0])
        at = text.find(title, begun)


def _is_inside(mention: Mention, section: Section) -> bool:
    return section.span[0] <= mention.span[0] < section.body[1]


def _own(retold: _Retold, section: Section, matter: Matter) -> Sequence[Mention]:
    """The section's numbers that the words name as the section does, verb and all."""
    return [
        mention
        for mention in matter.draft.mentions
        if section.body[0] <= mention.span[0] < section.body[1]
        and _is_named(retold.words, mention, matter)
    ]


def _is_named(words: str, mention: Mention, matter: Matter) -> bool:
    place = matter.prose.place_of(mention.span[0])
    if place is None or not mention.subject:
        return False
    behind = matter.grammar.pattern("checks.verb-behind")
    told = behind.sub("", words)
    own = behind.sub("", matter.prose.clause_before(place).rpartition("：")[2])
    if told == own:
        return True
    core = matter.grammar.pattern("checks.work-before").sub("", told)
    verb = told[: len(told) - len(core)]
    return len(core) >= SHORTEST_CORE and own.startswith(verb) and own.endswith(core)


def _contradict(own: Mention, retold: Mention, matter: Matter) -> bool:
    if own.value.year != retold.value.year or own.status != retold.status:
        return False
    if not is_exact(own.value) or not is_exact(retold.value):
        return False
    pair = on_one_scale(of_mention(own), of_mention(retold), matter.grammar)
    if pair is None or not are_apart(*pair):
        return False
    return not is_unclear(own, matter) and not is_unclear(retold, matter)


def _finding(own: Mention, retold: Mention, title: str, matter: Matter) -> Finding:
    places = matter.places
    return finding(
        "prose-contradicts-prose",
        "warning",
        own.subject or "",
        f"“{title}”的“{own.subject}”前后不一：{places.prose(own)}为{places.quantity(own)}，"
        f"而{places.prose(retold)}为{places.quantity(retold)}。",
        records=[own.id, retold.id],
        span=retold.span,
        page=retold.page,
    )
