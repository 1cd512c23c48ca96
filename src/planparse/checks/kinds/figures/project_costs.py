"""What one project costs, told twice: 冷链集配中心项目总投资3.6亿元, and further down 3600万元."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from planparse.checks.matching.comparable import of_mention, on_one_scale
from planparse.checks.matching.extents import MONEY, both_hold, is_exact
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Mention

SHORTEST_NAME = 4
"""Characters of a name that is of one project only."""


@check("prose-contradicts-prose")
def project_costs(matter: Matter) -> Iterator[Finding]:
    """Projects of which two places tell another 总投资."""
    costs: dict[str, list[Mention]] = defaultdict(list)
    for mention in matter.mentions_of(MONEY):
        name = _project(mention, matter)
        if len(name) >= SHORTEST_NAME:
            costs[name].append(mention)
    for name, (first, *others) in costs.items():
        for other in others:
            pair = on_one_scale(of_mention(first), of_mention(other), matter.grammar)
            if pair is not None and not both_hold(*pair):
                yield _finding(name, first, other, matter)
                break


def _project(mention: Mention, matter: Matter) -> str:
    """The project that a sum of money is the whole cost of; "" for other sums."""
    if not is_exact(mention.value) or not mention.subject:
        return ""
    named = matter.grammar.pattern("checks.cost-of-project").fullmatch(mention.subject)
    if named is None:
        return ""
    if named["name"]:
        return _cleaned(named["name"], matter)
    opening = _opening(mention, matter)
    if opening:
        return opening
    section = matter.sections.get(mention.section or "")
    title = matter.grammar.pattern("checks.title-of-project").fullmatch(
        "".join(section.title.split()) if section is not None else ""
    )
    return _cleaned(title["name"], matter) if title is not None else ""


def _opening(mention: Mention, matter: Matter) -> str:
    """The work that the sentence of a sum begins with: 新建白石水库，总库容2600万立方米，总投资8.2亿元."""
    sentence = matter.prose.sentence_up_to(mention.span[0])
    begun = matter.grammar.pattern("checks.new-project-at-start").match(sentence)
    return _cleaned(begun["name"], matter) if begun is not None else ""


def _cleaned(name: str, matter: Matter) -> str:
    """A project's name without the word behind it that only says that it is one."""
    return matter.grammar.pattern("checks.end-of-project").sub("", name)


def _finding(name: str, a: Mention, b: Mention, matter: Matter) -> Finding:
    places = matter.places
    return finding(
        "prose-contradicts-prose",
        "warning",
        name,
        f"“{name}”的总投资前后不一：{places.prose(a)}为{places.quantity(a)}，"
        f"而{places.prose(b)}为{places.quantity(b)}。",
        records=[a.id, b.id],
        span=b.span,
        page=b.page,
    )
