"""Works that are due by one day, and in their own item later: 供水项目10月底前完工, and 完成时限：11月20日前."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding

LAST_DAY = 31
"""The end of any month, as deadlines are compared."""


class Due(NamedTuple):
    """A day of the year by which something is done."""

    month: int
    day: int


@check("prose-contradicts-prose")
def item_deadlines(matter: Matter) -> Iterator[Finding]:
    """Items whose own deadline lies behind the one that the text sets for them, or for all items."""
    items = list(_items(matter))
    if not items:
        return
    for limit in matter.prose.finditer_with(
        matter.grammar.words("checks.limit-words"), matter.grammar.pattern("checks.limit-for-works")
    ):
        latest = _due(limit)
        for title, found in items:
            if _due(found) > latest and _is_for(limit, title, matter):
                yield _finding(limit, title, found, matter)


def _items(matter: Matter) -> Iterator[tuple[str, regex.Match[str]]]:
    """The deadlines of items (完成时限：11月20日前), each with the heading that it stands under."""
    words = matter.grammar.words("checks.item-deadline-words")
    for found in matter.prose.finditer_with(words, matter.grammar.pattern("checks.item-deadline")):
        offset = matter.prose.span_of(*found.span())[0]
        above = [one for one in matter.draft.sections if one.body[0] <= offset < one.body[1]]
        if above:
            yield above[-1].title, found


def _due(found: regex.Match[str]) -> Due:
    return Due(int(found["month"]), int(found["day"] or LAST_DAY))


def _is_for(limit: regex.Match[str], title: str, matter: Matter) -> bool:
    """Whether a limit is for the item below a heading: for all of them, or for works that it names."""
    if limit["all"] is not None:
        return True
    return limit["what"] in title


def _finding(
    limit: regex.Match[str], title: str, found: regex.Match[str], matter: Matter
) -> Finding:
    spans = [matter.prose.span_of(*one.span()) for one in (limit, found)]
    return finding(
        "prose-contradicts-prose",
        "warning",
        title,
        f"“{title}”的期限前后不一：正文{matter.places.line(spans[0])}要求“{limit[0]}”，"
        f"而正文{matter.places.line(spans[1])}为“{found[0]}”。",
        sides=spans,
        span=spans[1],
    )
