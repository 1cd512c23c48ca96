"""Which well-known indicator a quantity of prose is of."""

from __future__ import annotations

from planparse.grammar import Grammar
from planparse.model.plan import MentionRole
from planparse.quantity.measures import Sense
from planparse.records.canonical import canonical_of

# What the names of rates of change end in.
_ENDS = {"up": ("增长", "增速"), "down": ("下降", "降低")}


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
    for end in _ENDS.get(sense.direction or "", ()):
        known = grammar.remembered(canonical_of, name + end)
        if known:
            return known
    return None
