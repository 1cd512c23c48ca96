"""What a cell prints, by its look alone:
a serial number, a value, words, a mark of nature, or nothing.
"""

from __future__ import annotations

from planparse.grammar import Grammar
from planparse.quantity.units import known
from planparse.tables.raw_cells import clean

KINDS = ("empty", "serial", "value", "missing", "nature", "text")

# The kinds that a rule `grids.<kind>` knows, in the order in which they are asked.
_RULES = ("serial", "value", "missing", "nature")

# Characters of the longest cell that can be anything but words: “完成省下达任务” and its like are
# shorter.
_LONGEST = 40


def cell_kind(text: str, grammar: Grammar) -> str:
    """One of KINDS for a cell's text, by its look alone; a small integer is a `serial`."""
    return grammar.remembered(_kind, text)


_NUMBERS_WITH_MORE = ("grids.relative", "grids.marked-share")
"""Numbers with words or a mark around them: 提高1岁, 35%1."""


def _kind(printed: str, grammar: Grammar) -> str:
    text = clean(printed)
    if not text:
        return "empty"
    if len(text) > _LONGEST:
        return "text"
    for kind in _RULES:
        if grammar.pattern(f"grids.{kind}").fullmatch(text):
            return kind
    if any(grammar.pattern(rule).fullmatch(text) for rule in _NUMBERS_WITH_MORE):
        return "value"
    if _is_measured(text, grammar):
        return "value"
    return "text"


def _is_measured(text: str, grammar: Grammar) -> bool:
    """Whether a cell is a number with its unit: 95%, 3.2万人."""
    found = grammar.pattern("grids.number-and-unit").fullmatch(text)
    if found is None or _is_year(text):
        return False
    return known(found["unit"], grammar)


def _is_year(text: str) -> bool:
    """Whether a cell begins with a year: 2025年 is a number and a unit of time as well."""
    return text.startswith(("19", "20")) and text[4:5] == "年"
