"""Which well-known indicator a quantity of prose is of."""

from __future__ import annotations

from planparse.grammar import Grammar
from planparse.model.plan import MentionRole
from planparse.quantity.measures import Sense
from planparse.records.canonical import canonical_of

_ENDS = {"up": "prose.ends-of-growth", "down": "prose.ends-of-decline"}
"""What the names of rates of change end in, by the direction of the change."""


class KnownNames:
    """Finds well-known indicators with the words of one grammar."""

    def __init__(self, grammar: Grammar) -> None:
        self.words = grammar.words
        self.ids = grammar.memory(canonical_of)
        """The id of a well-known indicator by its name, or None."""

    def of_mention(self, name: str, role: MentionRole, sense: Sense) -> str | None:
        """The id of what is mentioned; 地区生产总值 that grows by 5 % is its growth, not its level."""
        if role != "change" or sense.measure != "growth":
            return self.ids[name]
        if sense.direction is None:
            return None
        for end in self.words(_ENDS[sense.direction]):
            known = self.ids[name + end]
            if known:
                return known
        return None
