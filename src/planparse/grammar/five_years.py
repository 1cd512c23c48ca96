"""The years of China's five-year plans, by their number: 十四五 is the fourteenth, 2021 to 2025."""

from __future__ import annotations

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
