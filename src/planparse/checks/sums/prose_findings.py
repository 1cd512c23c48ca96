"""The finding about numbers of prose that do not add up, in words."""

from __future__ import annotations

from collections.abc import Sequence

from planparse.checks.places import Places, finding
from planparse.model.plan import Finding, Mention


def parts_miss_whole(
    whole: Mention, parts: Sequence[Mention], counted: str, places: Places
) -> Finding:
    """A number that is not the sum of its parts; `counted` is how many they are, and where (所列3期)."""
    listed = "、".join(places.quantity(part) for part in parts)
    name = whole.subject or ""
    return finding(
        "sum-mismatch",
        "warning",
        name,
        f"{places.prose(whole)}“{name}”为{places.quantity(whole)}，"
        f"而{counted}（{listed}）相加不等于这个数。",
        records=[whole.id, *(part.id for part in parts)],
        span=whole.span,
        page=whole.page,
    )
