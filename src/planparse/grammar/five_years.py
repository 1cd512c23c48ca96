"""The years of China's five-year plans, by their number: 十四五 is the fourteenth, 2021 to 2025."""

from __future__ import annotations

from planparse.grammar.numerals import read_integer

_END_OF_NONE = 1955
"""The n-th plan ends in 1955 + 5n."""
LENGTH = 5
"""Years of a plan."""


def last_year(number: int) -> int:
    """The last year of the n-th five-year plan; for the early plans, where the count would put it."""
    return _END_OF_NONE + LENGTH * number


def first_year(number: int) -> int:
    """The first year of the n-th five-year plan."""
    return first_of(last_year(number))


def first_of(last: int) -> int:
    """The first year of the five that end with `last`."""
    return last - LENGTH + 1


_ORDINALS = "一二三四五六七"
"""The digits of 十一五 to 十七五; 十五 has but one of them."""


def last_year_of(words: str) -> int | None:
    """The last year of the plan that words such as “十四五”时期 name; None where they name none."""
    words = words.replace("个", "")  # 第十四个五年规划
    at = words.find("十")
    if at < 0:
        return None
    digits = [letter for letter in words[at : at + 3] if letter in _ORDINALS]
    if not digits or digits[-1] != "五":
        return None
    number = 10
    if len(digits) == 2:  # 十四五 prints 四 and 五, 十五 only 五
        number += read_integer(digits[0]) or 0
    return last_year(number)
