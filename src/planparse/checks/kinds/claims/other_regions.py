"""Another county's name where the plan speaks of its own: 把青溪县建设成为, in the plan of 云桥县."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding

MOST_TOLD = 2
"""A name that stands more often is that of a neighbour or of a part, which the plan speaks of."""


SHORTEST = 3
"""Characters at the end of the plan's own name (上海市长宁区) that are a name of it as well."""


@check("prose-contradicts-prose")
def other_regions(matter: Matter) -> Iterator[Finding]:
    """Names of the plan's own level in phrases that a plan has for its own region."""
    region = matter.draft.head.region
    if region is None or region.level != "区县":
        return
    grammar = matter.grammar
    seen = set()
    ending = region.name[-1]
    for phrase in grammar.words("checks.own-region-phrases"):
        words = grammar.words(f"{phrase}-words")
        pattern = grammar.pattern(phrase)
        for found in matter.prose.finditer_with(words, pattern, besides=(ending,)):
            area = found["area"]
            if area not in seen and _is_another(area, region.name, matter):
                seen.add(area)
                yield _finding(found, region.name, matter)


def _is_another(area: str, own: str, matter: Matter) -> bool:
    """Whether it is a name like the plan's own, of another region, that hardly stands elsewhere."""
    if area[-1] != own[-1] or area in own or own.endswith(area[-SHORTEST:]):
        return False
    if matter.grammar.find("checks.no-region", area):
        return False
    return matter.prose.text.count(area) <= MOST_TOLD


def _finding(found: regex.Match[str], own: str, matter: Matter) -> Finding:
    span = matter.prose.span_of(*found.span("area"))
    return finding(
        "prose-contradicts-prose",
        "warning",
        found["area"],
        f"正文{matter.places.line(span)}：本文件为{own}的规划，而“{found[0]}”说的是{found['area']}。",
        sides=[span],
        span=span,
    )
