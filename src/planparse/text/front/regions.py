"""The area that a plan is for: its name as printed, its code, its level and what it belongs to."""

from __future__ import annotations

import regex

from planparse.grammar import Grammar
from planparse.model.plan import Region, RegionLevel
from planparse.text.front.divisions import Division, divisions

LATEST = 9999
"""The year where nothing says which: that of the newest list of divisions."""


def find_region(text: str | None, grammar: Grammar, *, year: int) -> Region | None:
    """The area that a title or an issuer's name begins with, as it was in a year."""
    if not text:
        return None
    # “十四五”国家应急体系规划 names its region behind the five-year plan.
    bare = _bare(text, grammar)
    match = grammar.find("head.region", bare)
    if match is None:
        return _short(bare, grammar, year)
    country = match["country"]
    if country:
        name = "全国" if match["ours"] else country
        return Region(name=name, level="国家")
    name = match["name"]
    if not name or name in grammar.words("head.not-regions"):
        return _short(bare, grammar, year)
    division = divisions().find(name, year)
    if division is not None and not match["town"]:
        return _listed(name, division)
    if name.endswith(grammar.words("head.to-be-made-of-regions")):
        # 广西生态文明强区 is what 广西 is to become.
        return _short(bare, grammar, year)
    level = _level(match, grammar)
    if level != "新区":
        return Region(name=name, level=level)
    # 重庆两江新区 is no division, but lies in one.
    within = divisions().beginning(name, year)
    return Region(name=name, level=level, parent=within.name if within else None)


def _listed(name: str, division: Division) -> Region:
    parent = divisions().parent(division)
    return Region(
        name=name,
        code=division.code,
        level=division.level,
        parent=parent.name if parent else None,
    )


def _short(text: str, grammar: Grammar, year: int) -> Region | None:
    """A province by the short name that a title begins with: 广西可再生能源发展“十四五”规划."""
    match = grammar.find("head.short-province", text)
    if match is None:
        return None
    division = divisions().find(match["name"], year)
    return _listed(match["name"], division) if division else None


def _bare(text: str, grammar: Grammar) -> str:
    """A title without what stands before its region: “十四五”国家…, 2026年临川市…, 关于…"""
    match = grammar.pattern("head.before-region").match(text)
    return text[match.end() :] if match else text


def _level(match: regex.Match[str], grammar: Grammar) -> RegionLevel | None:
    """The level by the last area that a name counts down to; None for towns, which have none."""
    if match["town"]:
        return None
    if match["county"]:
        return "区县"
    if match["area"]:
        return "新区"
    if not match["city"] or match["city"] in grammar.words("head.municipalities"):
        return "省"
    return "市"
