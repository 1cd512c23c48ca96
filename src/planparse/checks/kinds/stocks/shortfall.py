"""What the checks of stocks share: when what is added falls short, and how that is told."""

from __future__ import annotations

from planparse.checks.matter import Matter
from planparse.checks.places import finding
from planparse.model.plan import Finding, Mention

ROUND_NUMBERS = 0.05
"""Such a share may be lost by speaking in round numbers (新增约1800, for 1816)."""


def falls_short(added: float, growth: float) -> bool:
    """Whether a stock grows by more than is added. More may be added, where some of the old is given up.

    So does a stock that falls by more than is given up, as more may be where some is added.
    """
    return growth > 0 and added < growth * (1 - ROUND_NUMBERS)


def shortfall(
    name: str,
    before: Mention,
    added: Mention,
    after: Mention,
    matter: Matter,
    *,
    falls: bool = False,
) -> Finding:
    """The finding that `before` and what is `added`, or given up, do not make `after`."""
    places = matter.places
    moved = "减" if falls else "加"
    return finding(
        "stock-mismatch",
        "warning",
        name,
        f"{places.prose(after)}“{name}”由{places.quantity(before)}{moved}{places.quantity(added)}，"
        f"不得{places.quantity(after)}。",
        records=[before.id, added.id, after.id],
        span=after.span,
        page=after.page,
    )
