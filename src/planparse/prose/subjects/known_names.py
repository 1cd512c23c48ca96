"""Which well-known indicator a quantity of prose is of."""

from __future__ import annotations

from planparse.grammar import Grammar
from planparse.model.plan import MentionRole
from planparse.quantity.measures import Sense
from planparse.records.canonical import canonical_of

_ENDS = {"up": "prose.ends-of-growth", "down": "prose.ends-of-decline"}
"""What the names of rates of change end in, by the direction of the change."""


def canonical_of_mention(
    name: str | None,
    role: MentionRole,
    sense: Sense,
    grammar: Grammar,
) -> str | None:
    """The id of a well-known indicator; 地区生产总值 that grows by 5 % is its growth, not its level."""
    if not name:
        return None
    if role != "change" or sense.measure != "growth":
        return grammar.remembered(canonical_of, name)
    if sense.direction is None:
        return None
    for end in grammar.words(_ENDS[sense.direction]):
        known = grammar.remembered(canonical_of, name + end)
        if known:
            return known
    return None
