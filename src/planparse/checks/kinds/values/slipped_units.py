"""unit-mismatch of one row: micrometres (μm/m³) where a concentration is told, 42000 beside 4.5 in one unit."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.checks.matching.extents import is_exact, reach
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding, full_name
from planparse.model.plan import Finding

LEAPS = ((800.0, 1250.0), (6000.0, 16000.0))
"""How many times the one number is the other where the 千 or 万 of one of them was left out."""

FEWEST_DIGITS = 100
"""The larger one of such a pair is more than this: small counts may grow a thousandfold."""


@check("unit-mismatch")
def slipped_units(matter: Matter) -> Iterator[Finding]:
    """Units that the thing cannot be measured in, and numbers of a row of which one lost its 万."""
    yield from _lengths_for_masses(matter)
    yield from _leaps(matter)


def _leaps(matter: Matter) -> Iterator[Finding]:
    """Rows whose goal is a thousandth or a ten-thousandth of the start: 42000 and 4.5."""
    for row in matter.rows.sure:
        start, goal = row.baseline, row.target
        if start is None or goal is None:
            continue
        if not is_exact(start) or not is_exact(goal) or start.measure != goal.measure:
            continue
        before, after = reach(start).number, reach(goal).number
        # What begins with next to nothing may grow so much; nothing shrinks so.
        if after <= 0 or not any(low <= before / after <= high for low, high in LEAPS):
            continue
        if (start.value or 0) > FEWEST_DIGITS:
            yield finding(
                "unit-mismatch",
                "warning",
                full_name(row),
                f"{matter.places.row(row)}“{full_name(row)}”的基期值{matter.places.printed(start, row.unit)}"
                f"与目标值{matter.places.printed(goal, row.unit)}相差悬殊，疑单位不一（如漏印“万”）。",
                records=[row.id],
                span=matter.places.spot(row),
                page=row.page,
            )


def _lengths_for_masses(matter: Matter) -> Iterator[Finding]:
    name = matter.grammar.pattern("checks.concentration")
    unit = matter.grammar.pattern("checks.length-for-mass")
    for row in matter.draft.indicators:
        if row.unit is None or not unit.search(row.unit.text) or not name.search(row.name):
            continue
        yield finding(
            "unit-mismatch",
            "warning",
            full_name(row),
            f"{matter.places.row(row)}“{full_name(row)}”的单位印为{row.unit.text}，"
            "是长度单位，疑为μg/m³（微克/立方米）之误。",
            records=[row.id],
            span=matter.places.spot(row),
            page=row.page,
        )
