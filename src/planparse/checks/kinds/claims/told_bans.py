"""What is forbidden in one place and planned in another: 禁止新建燃煤锅炉, 新建2台燃煤锅炉."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding


@check("prose-contradicts-prose")
def told_bans(matter: Matter) -> Iterator[Finding]:
    """New works of a kind of which the plan wants no new ones."""
    grammar = matter.grammar
    words = grammar.words("checks.banning")
    bans = [
        found
        for found in matter.prose.finditer_with(words, grammar.pattern("checks.ban"))
        if not grammar.find("checks.ban-limited", matter.prose.sentence_before(found.end()))
    ]
    if not bans:
        return
    for ban in bans:
        built = _built_though(ban, matter)
        if built is not None:
            yield _finding(ban, built, matter)
            return


def _built_though(ban: regex.Match[str], matter: Matter) -> regex.Match[str] | None:
    grammar = matter.grammar
    area = grammar.pattern("checks.area-of-ban").search(matter.prose.sentence_before(ban.start()))
    pattern = grammar.pattern("checks.built-though")
    for built in matter.prose.finditer_with((ban["what"],), pattern):
        if ban["what"] not in (built["what"] or built["what2"]):
            continue
        sentence = matter.prose.sentence_before(built.end())
        if grammar.find("checks.done-before", sentence):
            continue
        if area is None or area["area"] in sentence:
            return built
    return None


def _finding(ban: regex.Match[str], built: regex.Match[str], matter: Matter) -> Finding:
    places = matter.places
    spans = [matter.prose.span_of(*found.span()) for found in (ban, built)]
    return finding(
        "prose-contradicts-prose",
        "warning",
        ban["what"],
        f"“{ban['what']}”前后不一：正文{places.line(spans[0])}说“{ban[0]}”，"
        f"而正文{places.line(spans[1])}为“{built[0]}”。",
        sides=spans,
        span=max(spans),
    )
