"""How many rows below 其中 are its parts, told by what they add up to."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from planparse.grammar import Grammar

_LEAST_PARTS = 2
"""Parts that a sum is told by: a single row as large as the whole says nothing of the next one."""

_MOST_PARTS = 20
"""Rows that are looked at: nothing is divided into more."""


def count_parts(
    whole: Sequence[str],
    below: Sequence[Sequence[str]],
    grammar: Grammar,
) -> int:
    """How many first rows of `below` add up to `whole` in one column at least; 0 where none do.

    A row is given by its cells of values, as printed. Rounded goals may add up before the last part
    has come, so that the column counts which takes the most rows.
    """
    found = 0
    numbers = grammar.memory(_number)
    wholes = [numbers[text] for text in whole]
    sums = [Decimal(0)] * len(whole)
    broken = [total is None or total == 0 for total in wholes]
    for count, row in enumerate(below[:_MOST_PARTS], start=1):
        for col, text in enumerate(row):
            number = numbers[text]
            if number is None:
                broken[col] = True
            else:
                sums[col] += number
        if count < _LEAST_PARTS:
            continue
        for total, own_sum, is_broken in zip(wholes, sums, broken, strict=True):
            if total is not None and not is_broken and _is_near(own_sum, total):
                found = count
    return found


def _is_near(own_sum: Decimal, total: Decimal) -> bool:
    """Whether two numbers are the same but for rounding in the last place of the total."""
    exponent = total.as_tuple().exponent
    last_place = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(0)
    return abs(own_sum - total) < last_place


def _number(text: str, grammar: Grammar) -> Decimal | None:
    """The number in a cell; a dash adds nothing to a sum."""
    if grammar.pattern("tables.body.missing").fullmatch(text):
        return Decimal(0)
    found = grammar.pattern("tables.row.summand").fullmatch(text)
    return Decimal(found["number"].replace(",", "")) if found else None
