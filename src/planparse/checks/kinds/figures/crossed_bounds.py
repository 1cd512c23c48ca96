"""impossible-value of bounds: 2.5—1.5平方米, and 不低于40%、不超过35% of one thing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from planparse.checks.matching.comparable import of_mention, on_one_scale
from planparse.checks.matching.extents import are_apart
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding, full_name
from planparse.model.plan import Finding, Indicator, Mention, Value

MOST_APART = 10.0
"""Times that one end of a range is the other at most: what is further off are numbers run together."""

LONGEST_BETWEEN = 24
"""Characters of the source between two bounds of one thing."""

FLOORS, CEILINGS = ("≥", ">"), ("≤", "<")
BOUNDS = frozenset(FLOORS + CEILINGS)


@check("impossible-value")
def crossed_bounds(matter: Matter) -> Iterator[Finding]:
    """Ranges whose first number is the larger one, and pairs of bounds that leave no number open."""
    for mention in matter.draft.mentions:
        if _is_upside_down(mention.value, matter) and not _runs_down(mention, matter):
            name = mention.subject or ""
            where = f"{matter.places.prose(mention)}“{name}”的{matter.places.quantity(mention)}"
            yield _finding(mention, name, where)
    for row in matter.rows.sure:
        for value in (row.baseline, row.target):
            if value is not None and _is_upside_down(value, matter):
                name = full_name(row)
                printed = matter.places.printed(value, row.unit)
                yield _finding(row, name, f"{matter.places.row(row)}“{name}”的{printed}")
    yield from _pairs(matter)


def _is_upside_down(value: Value, matter: Matter) -> bool:
    if value.kind != "range" or value.low is None or value.high is None:
        return False
    if value.low <= value.high or value.low > MOST_APART * value.high:
        return False
    # 5千—1万: its first number has a scale of its own.
    scales = matter.grammar.words("checks.scales-in-ranges")
    return all(value.text.count(word) in (0, 2) for word in scales)


def _runs_down(mention: Mention, matter: Matter) -> bool:
    """Whether it is no goal, or goes down as something else rises: 距离50—150米，噪声分别为53—33."""
    place = matter.prose.place_of(mention.span[0])
    if mention.role != "target" or place is None:
        return True
    return matter.grammar.find("checks.runs-down", matter.prose.clause_before(place)) is not None


def _pairs(matter: Matter) -> Iterator[Finding]:
    for first, second in pairwise(matter.draft.mentions):
        # Few numbers are bounds.
        if second.value.comparator not in BOUNDS or first.value.comparator not in BOUNDS:
            continue
        signs = first.value.comparator, second.value.comparator
        is_pair = (signs[0] in FLOORS and signs[1] in CEILINGS) or (
            signs[0] in CEILINGS and signs[1] in FLOORS
        )
        if not is_pair or first.subject != second.subject or not first.subject:
            continue
        if second.span[0] - first.span[1] > LONGEST_BETWEEN:
            continue
        if first.value.year != second.value.year or first.role != second.role:
            continue
        pair = on_one_scale(of_mention(first), of_mention(second), matter.grammar)
        words = matter.prose.between(first.span, second.span)
        if pair is None or words is None or not are_apart(*pair):
            continue
        if matter.grammar.pattern("checks.between-bounds").fullmatch(words) is None:
            continue
        printed = "与".join(matter.places.quantity(mention) for mention in (first, second))
        where = f"{matter.places.prose(second)}“{second.subject}”的{printed}"
        yield finding(
            "impossible-value",
            "warning",
            first.subject,
            f"{where}互相排斥。",
            records=[first.id, second.id],
            span=second.span,
            page=second.page,
        )


def _finding(record: Mention | Indicator, name: str, where: str) -> Finding:
    return finding(
        "impossible-value",
        "warning",
        name,
        f"{where}前后颠倒。",
        records=[record.id],
        span=record.span,
        page=record.page,
    )
