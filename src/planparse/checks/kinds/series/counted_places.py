"""count-mismatch of places: 选取甲河区、乙山县、丙江县、丁溪县5个县（区）开展试点, with four of them; 7个乡镇，包括…."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Finding

FARTHEST = 2
"""Names that miss their number by more are counted in another way."""


@check("count-mismatch")
def counted_places(matter: Matter) -> Iterator[Finding]:
    """Names of places, and right behind them or before them how many they are."""
    grammar = matter.grammar
    for found in _counted(matter):
        announced = read_integer(found["number"])
        names = grammar.pattern("checks.between-places").split(found["names"])
        if announced is None or len(set(names)) < len(names):
            continue
        # 甲河区、乙山县 of 县（区）; of 12个村 they are not.
        if any(name[-1] not in found["noun"] for name in names):
            continue
        zones = sum(grammar.find("checks.zone-beside-places", name) is not None for name in names)
        is_borne_out = len(names) - zones <= announced <= len(names)
        if not is_borne_out and abs(len(names) - announced) <= FARTHEST:
            yield _finding(found, len(names), matter)
    yield from _provinces(matter)


def _provinces(matter: Matter) -> Iterator[Finding]:
    """确定北京、吉林、安徽、山东5个省（区、市）."""
    pattern = matter.grammar.pattern("checks.provinces-and-number")
    province = matter.grammar.pattern("head.short-province")
    for found in matter.prose.finditer_beside("checks.counts-of-provinces", pattern):
        names = matter.grammar.pattern("checks.between-provinces").split(found["names"])
        # 确定北京: the first one may have words before it.
        if not all(map(province.search, names)):
            continue
        if 0 < abs(len(names) - int(found["number"])) <= FARTHEST:
            yield _finding(found, len(names), matter)


def _counted(matter: Matter) -> Iterator[regex.Match[str]]:
    for rule in ("checks.places-and-number", "checks.number-and-places"):
        pattern = matter.grammar.pattern(rule)
        yield from matter.prose.finditer_beside("checks.counts-of-places", pattern)


def _finding(found: regex.Match[str], told: int, matter: Matter) -> Finding:
    span = matter.prose.span_of(*found.span())
    counted = found["counted"]
    return finding(
        "count-mismatch",
        "warning",
        counted,
        f"{matter.places.line(span)}说“{counted}”，所列为{told}个。",
        sides=[span],
        span=span,
    )
