"""Whose values a column holds: the plan's own, another level's (全省), or those of a part (市区)."""

from __future__ import annotations

from dataclasses import replace

from planparse.grammar import Grammar
from planparse.tables.columns.heads import VALUES, Heads

PART = 6
"""The level of what is only a part: above all governments, so that a whole goes before it."""


def is_part(scope: str, grammar: Grammar) -> bool:
    """Whether a scope is a part of an area (市区), and no level of government (全省)."""
    levels = [rule for rule in grammar.group("scope") if int(rule.attrs["level"]) < PART]
    return not any(rule.pattern.search(scope) for rule in levels)


def own_scope(heads: Heads) -> Heads:
    """Take the scope from the plan's own columns:
    the plain ones, else those of the lowest level. A part never stands for its whole.
    """
    heads = list(heads)
    for role in VALUES:
        columns = [i for i, head in enumerate(heads) if head.role == role]
        levels = [heads[i].level for i in columns if not heads[i].growth]
        if not levels:
            continue
        own = min(levels)
        scopes = {heads[i].scope for i in columns if heads[i].level == own}
        if own == PART and len(scopes) > 1:
            continue  # 城镇 | 农村: neither is the whole
        for i in columns:
            if heads[i].level == own and heads[i].scope is not None:
                heads[i] = replace(heads[i], scope=None)
    return heads
