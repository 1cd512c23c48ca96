"""Digits of full width and years such as 二〇二五年 in plain digits, and marks of half width between
clauses in full width: all one for one, so that offsets stay."""

from __future__ import annotations

import re

from planparse.grammar.numerals import read_integer

# What stands before the first numeral is asked behind it: hardly a text has such a numeral.
_YEAR_IN_NUMERALS = re.compile(
    "[一二](?<![一二三四五六七八九十百千万].)[〇○零九][〇○零一二三四五六七八九]{2}(?=年)"
)
_WIDE_DIGITS = "０１２３４５６７８９"
# No text without one of these has a number to be put in plain digits, and few texts have any.
_UNUSUAL_MARKS = (*_WIDE_DIGITS, *"．〇○零九")
_UNUSUAL = re.compile(f"[{''.join(_UNUSUAL_MARKS)}]")
_WIDE = re.compile("[０-９．]")
# Digits in full width, as they are read; what is printed stays as it is.
_HALF_WIDTH = tuple(zip("０１２３４５６７８９．", "0123456789.", strict=True))


# Between digits these part thousands, not clauses: 1,200. What stands before the mark is asked
# behind it: a mark is found far quicker than a place that is not behind a digit.
_HALF_MARK = re.compile(r"[,;](?:(?<!\d.)|(?!\d))")
_FULL_WIDTH = {",": "，", ";": "；"}


def with_full_marks(text: str) -> str:
    """The text with , and ; between clauses in full width, one for one."""
    return _HALF_MARK.sub(lambda found: _FULL_WIDTH[found[0]], text)


def has_half_marks(text: str) -> bool:
    """Whether marks between clauses may be printed in half width."""
    return "," in text or ";" in text


def plain_digits(text: str) -> str:
    """The text with digits of full width and years such as 二〇二五年 in plain digits, one for one."""
    if not _UNUSUAL.search(text):
        return text
    if _WIDE.search(text):
        # One look for each digit takes far less than `translate`, which asks of every character.
        for wide, half in _HALF_WIDTH:
            text = text.replace(wide, half)
    return _YEAR_IN_NUMERALS.sub(_in_digits, text)


def unusual_marks(text: str) -> list[str]:
    """What a paragraph of this plan has where a number of it is not printed in plain digits.

    Empty where no number of the plan is printed so, as in most plans.
    """
    # A look for one character each takes a fraction of the time of one for any of them.
    marks = [mark for mark in _UNUSUAL_MARKS if mark in text]
    if any(mark in _WIDE_DIGITS for mark in marks) or _YEAR_IN_NUMERALS.search(text):
        return marks
    return []


def _in_digits(year: re.Match[str]) -> str:
    return str(read_integer(year[0]))
