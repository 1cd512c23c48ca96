"""Whose values a column holds: the plan's own, another level's (全省), or those of a part (市区)."""

from __future__ import annotations

from dataclasses import replace

from planparse.tables.columns.heads import VALUES, Heads

_PART = 6
"""The level of what is only a part: above all governments, so that a whole goes before it."""


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
        if own == _PART and len(scopes) > 1:
            continue  # 城镇 | 农村: neither is the whole
        for i in columns:
            if heads[i].level == own:
                heads[i] = replace(heads[i], scope=None)
    return heads
