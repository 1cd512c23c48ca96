"""How long something takes against the days that it runs from and to: 2026年1月至2028年12月，为期两年."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Finding

MONTHS = 12

A_MONTH = 1
"""Months by which a time may miss its years: 1月 to 1月 is a whole year, and so is 1月 to 12月."""


@check("prose-contradicts-prose")
def told_durations(matter: Matter) -> Iterator[Finding]:
    """Numbers of years that do not lie between the two dates before them."""
    pattern = matter.grammar.pattern("checks.from-to-and-how-long")
    for match in matter.prose.finditer_beside("checks.duration-words", pattern):
        years = read_integer(match["years"])
        first = MONTHS * int(match["first"]) + int(match["begun"] or 1)
        last = MONTHS * int(match["last"]) + int(match["ended"] or MONTHS)
        if years is None or last <= first:
            continue
        # Both the first month and the last one count.
        if abs(last - first + 1 - MONTHS * years) <= A_MONTH:
            continue
        span = matter.prose.span_of(*match.span())
        yield finding(
            "prose-contradicts-prose",
            "warning",
            match["told"],
            f"正文{matter.places.line(span)}说“{match['told']}”，与所述起止时间不符。",
            sides=[span],
            span=span,
        )
