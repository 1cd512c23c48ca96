"""Whether the members of a numbered list are headings for sure: only then their numbers count."""

from __future__ import annotations

from collections.abc import Sequence

from planparse.grammar import Grammar
from planparse.model.plan import Section

# A longer title is an item of a list, or a sentence.
LONGEST_TITLE = 40

ITEM_ENDS = "；;，,：:"


def are_sure(siblings: Sequence[Section], grammar: Grammar) -> bool:
    """Whether all members of a list are headings."""
    known = grammar.memory(_is_sure)
    return all(known[section.title] for section in siblings)


def _is_sure(printed: str, grammar: Grammar) -> bool:
    """Whether nothing says that a title is an item, a reference to a section, or two headings in one."""
    title = "".join(printed.split())
    if not title or len(title) > LONGEST_TITLE or title[-1] in ITEM_ENDS:
        return False
    if grammar.pattern("checks.no-title").match(title):
        return False
    return grammar.pattern("checks.label-inside").search(title) is None
