"""What speaks against pieces being one cell of a header, and against two cells side by side."""

from __future__ import annotations

from collections.abc import Sequence, Set

from planparse.grammar import Grammar
from planparse.grammar.engines import compiled
from planparse.tables.header_words import is_head_of_two, is_word, plain, role_of
from planparse.tables.recover.name_ends import is_open
from planparse.tables.recover.tokens import VALUES, Token

# A header cell that no rule knows: nearly as bad as a column without a value in each of two rows.
UNKNOWN = 1.5

# One that only stands in headers, though it says nothing of its cells: 类型.
LIKELY = 0.2

# Each further piece of such a cell: it may as well be a cell of its own.
UNKNOWN_PIECE = 1.0

# Each piece of a header cell that only a pattern knows, and no list of words: 号主要指标 may be two.
LOOSE = 0.5

# The same for each piece beyond two: 指标 / 类别 / 牵头 / 单位 are rather two cells than one.
LOOSE_PIECE = 1.0

# A second year or period in one cell.
SECOND_YEAR = 1.0

# Each piece that is put to the one before: 2020年 / 现状 are rather one cell than two.
JOIN = 0.1

# Two pieces that are known each by itself and are taken for one cell.
JOINED_KNOWN = 0.2

# 2020 alone, mostly a year without its word.
BARE_YEAR = 0.6

# A second column of a role that a table has once: its words say something else of it, as 指标类别
# behind 类别 does.
TWICE = 1.5

# Two words with columns of their own as one cell: 指标 / 单位. Less than the head of names twice, so
# that 指标 / 属性 behind 指标 is one.
JOINED_ROLES = 0.8

# A year and a word for values without one as two cells: 2025年 / 目标值 are rather one.
YEAR_AND_WORD = 0.8

# Words for what is and for what is to be in one cell: 现状值规划目标.
BOTH_KINDS = 1.0

# A second head of names right behind the first: 项目 | 指标, where the first groups the second.
NAMES_SIDE_BY_SIDE = 0.3

SINGLE_ROLES = ("number", "name", "nature", "unit", "category", "note")
"""Roles that one column has at most."""

YEAR_INSIDE = compiled("20[0-9][0-9]")
_BARE_YEAR = compiled("20[0-9][0-9]年?")


def cost_of_head(
    cell: Token,
    pieces: Sequence[Token],
    grammar: Grammar,
) -> float:
    """What speaks against some pieces being one cell of a header."""
    cost = JOIN * (len(pieces) - 1)
    if is_likely(cell, grammar):
        cost += LIKELY
    elif role_of(cell.text, grammar) is None or is_open(cell.text):
        cost += UNKNOWN + UNKNOWN_PIECE * (len(pieces) - 1)
    elif not is_word(cell.text, grammar):
        cost += LOOSE * len(pieces) + LOOSE_PIECE * max(0, len(pieces) - 2)
    elif cell.text.isdecimal():
        cost += BARE_YEAR
    cost += SECOND_YEAR * _further_dates(cell, pieces, grammar)
    roles = {role_of(piece.text, grammar) for piece in pieces}
    if is_head_of_two(cell.text, grammar):
        cost += BOTH_KINDS
    if len(roles.intersection(SINGLE_ROLES)) > 1:
        cost += JOINED_ROLES
    if len(pieces) > 1 and all(is_word(piece.text, grammar) for piece in pieces):
        is_year_and_word = _BARE_YEAR.fullmatch(pieces[0].text) and len(pieces) == 2
        if not is_year_and_word:
            cost += JOINED_KNOWN
    return cost


def cost_beside(
    before: Sequence[Token],
    cell: Token,
    taken: Set[str],
    grammar: Grammar,
) -> float:
    """What speaks against a cell of a header behind those before it, which have the roles `taken`."""
    if not before:
        return 0.0
    left = before[-1].text
    role = role_of(cell.text, grammar)
    if role in taken:
        is_beside = role == "name" and role_of(left, grammar) == "name"
        return NAMES_SIDE_BY_SIDE if is_beside else TWICE
    if role not in VALUES or YEAR_INSIDE.search(cell.text) or not YEAR_INSIDE.search(left):
        return 0.0
    # 2025年目标 / 五年累计 and 2020年 / 完成情况 are two
    if grammar.pattern("tables.value.growth").search(cell.text):
        return 0.0
    if grammar.pattern("grids.met-head").fullmatch(cell.text):
        return 0.0
    # 2025年 / 目标值, 2020年现状 / 完成情况
    if _BARE_YEAR.fullmatch(left) or role == role_of(left, grammar):
        return YEAR_AND_WORD
    return 0.0


def _further_dates(cell: Token, pieces: Sequence[Token], grammar: Grammar) -> int:
    """Years and periods beyond the first: 2020年目标值2025年目标值, “十四五”完成值“十五五”."""
    *_, last = pieces
    dated_aside = last.text.startswith(("（", "(")) and is_bare_date(last, grammar)
    # 目标值（2025年）, but not （2020年）目标值
    words = cell.text.removesuffix(last.text) if dated_aside else cell.text
    years = len(YEAR_INSIDE.findall(words, 1))
    periods = grammar.pattern("tables.five-year-plan").findall(cell.text)
    return years + max(0, len(periods) - 1)


def is_likely(cell: Token, grammar: Grammar) -> bool:
    """Whether a cell is one of the words that say nothing of their column: 类别 | … | 类型."""
    return grammar.pattern("tables.header.likely").fullmatch(cell.text) is not None


def is_bare_date(cell: Token, grammar: Grammar) -> bool:
    """Whether a cell is a year or period and no more: （2025年）."""
    return grammar.pattern("tables.header.bare-date").fullmatch(plain(cell.text)) is not None
