"""A row's number that prose prints in another unit, beside the row's own name: 4.5人 and 4.5万人, 每千人口 and 每万人口."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from planparse.checks.matching.unit_slips import LEAST_FACTOR
from planparse.checks.matter import Matter
from planparse.model.plan import Indicator, Mention, Value

SHORTEST_NAME = 4
"""Characters of a row's name that prose has before the number: fewer are those of many things."""


def scales_in_words(matter: Matter) -> Iterator[tuple[Mention, Indicator, Value]]:
    """Mentions and values of one number and year, in units of other sizes or for each of other bases."""
    by_number: dict[float, list[tuple[Indicator, Value]]] = defaultdict(list)
    for row in matter.rows.readable:
        for value in (row.baseline, row.target):
            if value is not None and value.kind == "number" and value.value:
                by_number[value.value].append((row, value))
    for mention in matter.draft.mentions:
        number = mention.value.value
        rows = by_number.get(number) if number is not None else None
        if not rows or mention.value.kind != "number":
            continue
        for row, value in rows:
            if _differ(mention, row, value) and _is_named(mention, row, matter):
                yield mention, row, value


def _differ(mention: Mention, row: Indicator, value: Value) -> bool:
    """Whether both are of one year and dimension, and of sizes that are far apart."""
    if mention.value.year not in (None, value.year) or mention.role == "standard":
        return False
    said, printed = mention.value.normalized, value.normalized
    if said is None or printed is None or said.unit != printed.unit or not printed.value:
        return False
    if (mention.per is None) != (row.per is None):
        return False
    factor = abs(said.value / printed.value)
    return factor >= LEAST_FACTOR or factor <= 1 / LEAST_FACTOR


def _is_named(mention: Mention, row: Indicator, matter: Matter) -> bool:
    """Whether the clause before the number has the row's name, but for its base and its 数."""
    grammar = matter.grammar
    name = grammar.pattern("checks.base-before").sub("", "".join(row.name.split()))
    name = grammar.pattern("checks.count-suffix").sub("", name)
    place = matter.prose.place_of(mention.span[0])
    if place is None or len(name) < SHORTEST_NAME:
        return False
    clause = matter.prose.clause_before(place)
    return name in clause and not grammar.find("checks.one-of-many-but-base", clause)
