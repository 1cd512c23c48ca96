"""unit-mismatch of one row: micrometres (μm/m³) where a concentration is told."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding, full_name
from planparse.model.plan import Finding


@check("unit-mismatch")
def slipped_units(matter: Matter) -> Iterator[Finding]:
    """Units that the thing cannot be measured in, and that look like the one that it is measured in."""
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
