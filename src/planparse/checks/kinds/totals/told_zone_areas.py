"""prose-contradicts-prose: the area of the zone that a plan is for, told twice (38.6 and 36.8平方公里)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

import regex

from planparse.checks.matching.extents import ABOUT
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding

FARTHEST = 0.15
"""Of the larger one; what is farther off is the area of something else (what is built up, what is reached)."""

SHORTEST_NAME = 4
"""Characters of a zone's name: 园区 alone is any."""


@check("prose-contradicts-prose")
def told_zone_areas(matter: Matter) -> Iterator[Finding]:
    """Two numbers in one unit for 总面积 of the zone in the title, or of the plan's range by its four sides."""
    told = list(_areas(matter))
    for first, other in combinations(told, 2):
        if first["unit"] == other["unit"] and _differ(first, other):
            yield _finding(first, other, matter)
            return


def _areas(matter: Matter) -> Iterator[regex.Match[str]]:
    """What is said of the area of the whole zone, in the order of the text."""
    title = _title(matter)
    pattern = matter.grammar.pattern("checks.area-of-zone")
    for found in matter.prose.finditer_beside("checks.zone-area-words", pattern):
        name = found["name"]
        if name is not None and (len(name) < SHORTEST_NAME or name not in title):
            continue
        before = matter.prose.sentence_before(found.start("number"))
        if matter.grammar.find("checks.zone-of-another-time", before) is None:
            yield found


def _title(matter: Matter) -> str:
    """The title; one that is not like that of a plan stands on the first line."""
    paragraphs = matter.draft.paragraphs
    return matter.draft.head.title or (paragraphs[0].text if paragraphs else "")


def _differ(first: regex.Match[str], other: regex.Match[str]) -> bool:
    """Whether neither is the other rounded, and both may be meant for one area."""
    areas = [Decimal(found["number"]) for found in (first, other)]
    coarser = max(int(area.as_tuple().exponent) for area in areas)
    is_about = first["about"] or other["about"]
    slack = max(areas) * Decimal(ABOUT) if is_about else Decimal(1).scaleb(coarser) / 2
    return slack < abs(areas[0] - areas[1]) <= max(areas) * Decimal(FARTHEST)


def _finding(first: regex.Match[str], other: regex.Match[str], matter: Matter) -> Finding:
    name = f"{first['name'] or other['name'] or '规划范围'}总面积"
    spans = [
        matter.prose.span_of(found.start("number"), found.end("unit")) for found in (first, other)
    ]
    lines = [matter.places.line(span) for span in spans]
    return finding(
        "prose-contradicts-prose",
        "warning",
        name,
        f"“{name}”前后不一：正文{lines[0]}为{first['number']}{first['unit']}，"
        f"而正文{lines[1]}为{other['number']}{other['unit']}。",
        sides=spans,
        span=spans[1],
    )
