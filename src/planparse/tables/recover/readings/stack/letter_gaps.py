"""Spaces that a word processor puts between letters or digits and Chinese characters.

城市PM2.5 年均浓度 and 2025 年目标 are one cell each, though a space stands in them. Where each
cell has a line of its own, the words of such a line are put together again.
"""

from __future__ import annotations

from collections.abc import Sequence

from planparse.grammar import Grammar
from planparse.grammar.engines import compiled
from planparse.quantity.units import known
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.recover.flattened_text import FIRST_LINES, is_stacked
from planparse.tables.recover.readings.cell_costs import OWN_CELLS
from planparse.tables.recover.tokens import Lines, Token, merge

# Words of one line of a stack: two cells that adjoin, one of them with a space inside. Where a line
# has more, rows are printed on a line, and spaces divide cells.
MOST_ON_LINE = 3

_END_AND_BEGIN = compiled(r"[0-9A-Za-z]\p{Han}|\p{Han}[A-Za-z]")

# Characters of words behind a serial number that are its name; shorter ones count: 5 个, 2020 年.
LEAST_NAME = 4

_YEAR = compiled(r"(19|20)\d\d")


def without_letter_gaps(lines: Lines, text: str, grammar: Grammar) -> list[list[Token]]:
    """The lines with such words put together, where most hold one cell; spans point into `text`."""
    has_rows = any(len(line) > MOST_ON_LINE for line in lines[:FIRST_LINES])
    if has_rows or not is_stacked(lines):
        return [list(line) for line in lines]
    return [_put_together(line, text, grammar) for line in lines]


def _put_together(line: Sequence[Token], text: str, grammar: Grammar) -> list[Token]:
    if len(line) < 2:
        return list(line)
    whole: list[Token] = []
    for token in line:
        if whole and _is_letter_gap(whole[-1], token, text) and _are_one(whole[-1], token, grammar):
            whole[-1] = merge([whole[-1], token])
        else:
            whole.append(token)
    return whole


def _is_letter_gap(left: Token, right: Token, text: str) -> bool:
    """Whether one space stands between a letter or digit and a Chinese character."""
    _, end = left.spans[-1]
    begin, _ = right.span
    if begin - end != 1 or text[end] != " ":
        return False
    return _END_AND_BEGIN.fullmatch(text[end - 1] + text[begin]) is not None


def _are_one(left: Token, right: Token, grammar: Grammar) -> bool:
    """Whether neither of two words is a cell by itself."""
    if _YEAR.fullmatch(left.text):
        return True
    # [26 以上]
    if left.text.count("[") > left.text.count("]") and "]" in right.text:
        return True
    if any(_is_cell_by_itself(token.text, grammar) for token in (left, right)):
        return False
    # 3 森林覆盖率: the number of a row and its name
    if left.text.isdecimal():
        return len(right.text) < LEAST_NAME
    return True


def _is_cell_by_itself(text: str, grammar: Grammar) -> bool:
    # Ⅴ类 and V 类: a letter alone is no unit here
    if len(text) > 1 and known(text, grammar):
        return True
    return cell_kind(text, grammar) in OWN_CELLS and not text.isdecimal()
