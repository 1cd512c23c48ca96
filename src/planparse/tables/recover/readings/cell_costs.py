"""What speaks against words being one cell of a column, in the unit of `doubt`.

Readings that cut lines into cells share these costs: what a cell of each role looks like, what an
empty cell weighs, and how lines of one cell fit together.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from planparse.grammar import Grammar
from planparse.grammar.engines import compiled
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.recover.doubt import is_balanced
from planparse.tables.recover.name_ends import has_unit
from planparse.tables.recover.tokens import VALUES

# A cell of a kind that its column never holds: as bad as a row without a name.
WRONG_KIND = 8.0

# Words in a column of values (保持稳定) or of units that nobody knows: they are rare, and may be
# right. More than a word in the wrong place would cost elsewhere makes names of them.
WORDS_FOR_VALUE = 1.0
UNKNOWN_UNIT = 1.0

# Words in the column of natures: 指导性. Case: “A cell on each line, wrapped: …”.
UNKNOWN_NATURE = 2.0

# A note: just less than that it is left empty, and begins the name of the row below (0.25).
NOTE = 0.24

_NUMBERS = {"value": 0.0, "serial": 0.0, "missing": 0.0, "text": WORDS_FOR_VALUE, "unit": 2.0}
_WORDS = {"text": 0.0, "unit": 0.5}
_KINDS: Mapping[str, Mapping[str, float]] = {
    "number": {"serial": 0.0},
    "name": _WORDS,
    "entity": _WORDS,
    "category": _WORDS,
    "subcategory": _WORDS,
    "unit": {"unit": 0.0, "missing": 0.1, "text": UNKNOWN_UNIT},
    "nature": {"nature": 0.0, "missing": 0.5, "text": UNKNOWN_NATURE},
    "met": {"text": 0.0, "serial": 0.0, "value": 0.0, "nature": 0.0, "missing": 0.1},
    "note": {"text": NOTE, "missing": 0.0, "nature": 0.3, "value": 0.5, "serial": 0.5, "unit": 0.5},
    **dict.fromkeys(VALUES, _NUMBERS),
}
"""What each kind of cell costs in a column of a role; kinds that are left out are wrong there."""

# Cells of a column of which nothing is known. Words cost a little: there they would cost nothing
# where they are names.
_ANYTHING = {"nature": 0.3, "text": 0.5}

# Each piece that is put to the one before it.
JOIN = 0.15

# For each half-width unit by which a piece that is no cell's last falls short of its column:
# a converter breaks a line only where it is full.
SHORT = 0.15

# Half-width units that count, and those that a character may leave free.
MOST_SHORT = 12
SLACK = 2

# A value, a serial number or a mark of nature that is put to other pieces: each is a cell.
JOINED_VALUE = 4.0

# A merged label: there are far fewer labels than names.
LABEL = 0.5

# What no label is: words with a unit, torn brackets, 1．森林覆盖率.
NO_LABEL = 6.0

# For each half-width unit of a label beyond the widest usual one.
WIDE_LABEL = 0.15
WIDEST_LABEL = 24

# A column that is left empty. A label is merged over its rows; a name is always there.
EMPTY: Mapping[str, float] = {
    "category": 0.05,
    "subcategory": 0.1,
    "number": 1.5,
    "name": WRONG_KIND,
    "entity": WRONG_KIND,
    "unit": 1.0,
    "nature": 2.0,
    "note": 0.1,
    **dict.fromkeys(VALUES, 1.0),
}
EMPTY_OTHER = 1.5

# For each column to the right of one that is left empty: what is missing stands rather at the end.
EARLIER = 0.01

# The first row without a label: where a table has a column of them, they begin with its rows.
FIRST_LABEL = 2.0

# A word that names the rows below it though no rule knows it as such.
UNKNOWN_GROUP = 0.6

# For each character of such a word beyond the usual ones: 全社会研发投入相当于 begins a name.
LONG_GROUP = 0.1
SHORT_GROUP = 6

# Characters of a unit that nobody knows; longer words are a name.
LONGEST_UNIT = 8

OWN_CELLS = ("value", "serial", "nature", "missing")
"""Kinds of words that are a cell by themselves."""

_NUMBERED_NAME = compiled(r"\d{1,2}[.．、]\D")

_NUMBER_INSIDE = compiled(
    r"\p{Han}（(?:\d{1,2}|[一二三四五六七八九十]{1,3})）\p{Han}|\p{Han}[一二三四五六七八九十]{1,2}、\p{Han}"
)
"""环境质量（1）生态保护: two labels, one inside of the other."""


def cost_of_kind(role: str, kind: str) -> float:
    """What speaks against a cell of a kind in a column of a role."""
    known = _KINDS.get(role)
    if known is None:
        return _ANYTHING.get(kind, 0.0)
    return known.get(kind, WRONG_KIND)


def cost_of_unit(text: str, kind: str) -> float:
    """What speaks against a cell in a column of units."""
    if kind == "text" and len(text) > LONGEST_UNIT:
        return WRONG_KIND
    return cost_of_kind("unit", kind)


def cost_of_empty(role: str) -> float:
    """What speaks against an empty cell in a column of a role."""
    return EMPTY.get(role, EMPTY_OTHER)


def cost_of_label(text: str, grammar: Grammar) -> float:
    """What speaks against words being a merged label."""
    cost = LABEL + WIDE_LABEL * max(0, 2 * len(text) - WIDEST_LABEL)
    if cell_kind(text, grammar) != "text":
        cost += WRONG_KIND
    if (
        has_unit(text)
        or not is_balanced(text)
        or _NUMBERED_NAME.match(text)
        or _NUMBER_INSIDE.search(text)
        or grammar.pattern("grids.broken-begin").match(text)
    ):
        cost += NO_LABEL
    return cost


def cost_of_group(text: str, grammar: Grammar) -> float:
    """What speaks against words being a row that names those below it."""
    cost = cost_of_label(text, grammar)
    if not grammar.pattern("grids.spanning-label").fullmatch(text):
        cost += UNKNOWN_GROUP + LONG_GROUP * max(0, len(text) - SHORT_GROUP)
    return cost


@cache
def cost_of_short(width: int, full: int) -> float:
    """What speaks against a piece that is not the last of a cell in a column of some width."""
    return SHORT * min(MOST_SHORT, max(0, full - SLACK - width))
