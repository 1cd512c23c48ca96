"""What of the gold stands in what a tool found: the same simple measures for all tools.

They are made for tools that give tables and no records: a row is right when its name and all its
printed values stand in one row of any table, whatever the columns are called and however cells are
joined. What a tool finds beside the gold does not count against it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from math import isclose
from typing import Any

Gold = Mapping[str, Any]
"""A line of indicators.jsonl or mentions.jsonl."""

_BRACKETS = str.maketrans("〔〕【】", "[][]")
_MULTIPLES = {"万亿": 1e12, "百亿": 1e10, "亿": 1e8, "千万": 1e7, "百万": 1e6, "万": 1e4, "千": 1e3}
_SAME = 1e-9
"""Of two numbers that were read from the same digits, the difference that floats make."""


def normal(text: str | None) -> str:
    """Text without white space, full-width forms and kinds of square brackets."""
    return re.sub(r"\s", "", _folded(text))


def _folded(text: str | None) -> str:
    return unicodedata.normalize("NFKC", text or "").translate(_BRACKETS)


# ------------------------------------------------------------------ tables


def rows_right(gold: Iterable[Gold], rows: Iterable[Sequence[str]]) -> int:
    """How many indicators of the gold stand in a row each."""
    printed = [[_folded(cell) for cell in row] for row in rows]
    return sum(any(_is_in_row(indicator, row) for row in printed) for indicator in gold)


def _is_in_row(indicator: Gold, row: Sequence[str]) -> bool:
    if normal(indicator["name"]) not in normal("".join(row)):
        return False
    values = [indicator.get("baseline"), indicator.get("target"), *(indicator.get("others") or ())]
    return all(_is_in_a_cell(normal(value["text"]), row) for value in values if value)


def _is_in_a_cell(value: str, row: Sequence[str]) -> bool:
    """Whether a value is printed in a cell, on lines or with spaces as may be.

    Some digits of another number are no value; two values in one cell are.
    """
    letters = r"\s*".join(re.escape(letter) for letter in value)
    before = r"(?<![\d.])" if value[:1].isdigit() else ""
    after = r"(?!\.?\d)" if value[-1:].isdigit() else ""
    whole = re.compile(before + letters + after)
    return any(whole.search(cell) for cell in row)


# ------------------------------------------------------------------- prose


def is_comparable(mention: Gold) -> bool:
    """Whether a mention of the gold has a place, one number and a unit, and so can be asked of all."""
    return bool("start" in mention and mention.get("value") is not None and mention.get("unit"))


def is_money(mention: Gold) -> bool:
    """Whether a mention is an amount of yuan."""
    return str(mention["unit"]).endswith("元")


def mentions_right(
    gold: Iterable[Gold],
    found: Sequence[Gold],
    *,
    with_unit: bool,
) -> int:
    """How many mentions of the gold were found with their value, and with their unit if asked."""
    return sum(any(_is_found(mention, one, with_unit) for one in found) for mention in gold)


def _is_found(mention: Gold, found: Gold, with_unit: bool) -> bool:
    overlap = min(mention["end"], found["end"]) - max(mention["start"], found["start"])
    if overlap <= 0 or not _is_same_value(mention, found.get("value")):
        return False
    return not with_unit or normal(mention["unit"]) in normal(found["text"])


def _is_same_value(mention: Gold, value: float | None) -> bool:
    """Whether the number is that of the mention as printed (3.68 万亿元), or multiplied out."""
    if value is None:
        return False
    unit = normal(mention["unit"])
    multiples = [1.0, *(factor for word, factor in _MULTIPLES.items() if unit.startswith(word))]
    return any(isclose(value, mention["value"] * factor, rel_tol=_SAME) for factor in multiples)
