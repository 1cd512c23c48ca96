"""Whose values a column holds: the plan's own, another level's (全省), or those of a part (市区)."""

from __future__ import annotations

from msgspec.structs import replace

from planparse.grammar import Grammar
from planparse.model.plan import RegionLevel
from planparse.tables.columns.heads import VALUES, ColumnHead, Heads
from planparse.tables.header_words import is_value_header

LEVELS: dict[RegionLevel, int] = {"国家": 5, "省": 4, "市": 3, "区县": 2, "新区": 2}
"""The levels of the grammar's `scope` rules for those of the areas that plans are for."""

PART = 6
"""The level of what is only a part: above all governments, so that a whole goes before it."""


def is_part(scope: str, grammar: Grammar) -> bool:
    """Whether a scope is a part of an area (市区), and no level of government (全省)."""
    levels = [rule for rule in grammar.group("scope") if int(rule.attrs["level"]) < PART]
    return not any(rule.pattern.search(scope) for rule in levels)


def own_scope(heads: Heads, grammar: Grammar, level: int = 0) -> Heads:
    """Take the scope from the plan's own columns: the plain ones, else those of the plan's own
    level, else those of the lowest. A part never stands for its whole.

    `level` is that of the area that the plan is for, 0 where it is not known.
    """
    heads = _parts_beside_wholes(heads, grammar)
    for role in VALUES:
        columns = [i for i, head in enumerate(heads) if head.role == role]
        levels = [heads[i].level for i in columns if not heads[i].growth]
        if not levels:
            continue
        own = level if level in levels and min(levels) else min(levels)
        scopes = {heads[i].scope for i in columns if heads[i].level == own}
        if own == PART and len(scopes) > 1:
            continue  # 城镇 | 农村: neither is the whole
        for i in columns:
            if heads[i].level == own and heads[i].scope is not None:
                heads[i] = replace(heads[i], scope=None)
    return heads


def _parts_beside_wholes(heads: Heads, grammar: Grammar) -> Heads:
    """全市 | 县域 over years: beside the word for a whole area one that says nothing else is a part."""
    wholes = [head for head in heads if 0 < head.level < PART]
    if not any(_area(head, grammar) is not None for head in wholes):
        return list(heads)
    areas = [_area(head, grammar) for head in heads]
    return [
        replace(head, scope=area, level=PART) if area is not None and not head.level else head
        for area, head in zip(areas, heads, strict=True)
    ]


def _area(head: ColumnHead, grammar: Grammar) -> str | None:
    """The one word beside the years of a column; None where there is none, or more than that."""
    if head.role not in VALUES:
        return None
    words = head.text.split("/")
    others = [word for word in words if not is_value_header(word, grammar)]
    return others[0] if len(words) > 1 and len(others) == 1 else None
