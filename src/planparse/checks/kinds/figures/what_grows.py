"""Which well-known indicator a rate of growth is of, so that it is known wherever it is told again."""

from __future__ import annotations

from planparse.grammar import Grammar
from planparse.model.plan import Mention
from planparse.records.canonical import canonical_of


def what_grows(mention: Mention, grammar: Grammar) -> str | None:
    """The id of the growth where it has one (地区生产总值增长), else that of its level; None for others."""
    if mention.canonical or not mention.subject:
        return mention.canonical
    return grammar.remembered(canonical_of, mention.subject)
