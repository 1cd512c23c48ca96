"""Whether two printed numbers may be one that was mistyped once: a digit that is another, or two swapped."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from itertools import pairwise

from planparse.model.plan import Value

MOST_DIGITS = 12
"""More are not printed."""

POINT = "."

MOST_ALIKE = 6
"""Numbers that differ from one another in the same digit: of more none is a slip."""


def digits(value: Value) -> str:
    """The digits of a number as they are printed, without zeros behind its point; "" for words and ranges."""
    if value.kind != "number" or value.value is None:
        return ""
    return f"{value.value:.{MOST_DIGITS}g}"


def known_by(number: str) -> int:
    """The digits by which a number is known, without the zeros around them: 2 of 2500, 4 of 10.67."""
    return len(number.replace(".", "").strip("0"))


def masks(number: str) -> Iterator[str]:
    """The number with one digit hidden: numbers that differ in one digit alone have such a mask in common."""
    for at, digit in enumerate(number):
        if digit != POINT:
            yield f"{number[:at]}*{number[at + 1 :]}"


def swaps(number: str) -> Iterator[str]:
    """The number with two neighbouring digits the other way round."""
    for at, (one, two) in enumerate(pairwise(number)):
        if one != two and POINT not in (one, two):
            yield f"{number[:at]}{two}{one}{number[at + 2 :]}"


def slips_among(numbers: Collection[str]) -> Iterator[tuple[str, str]]:
    """Pairs of numbers of which one may be the other mistyped, in time that grows with how many there are."""
    hidden: dict[str, list[str]] = defaultdict(list)
    # No slip of the hand makes a number longer or shorter, and most are as long as no other.
    of_length = Counter(map(len, numbers))
    for number in numbers:
        if of_length[len(number)] == 1:
            continue
        for mask in masks(number):
            others = hidden[mask]
            # Of more than a few nothing tells which is mistyped.
            if len(others) < MOST_ALIKE:
                yield from ((other, number) for other in others)
                others.append(number)
        yield from swapped_with(number, numbers)


def swapped_with(number: str, numbers: Collection[str]) -> Iterator[tuple[str, str]]:
    """Pairs of a number and a greater one among others, of which two digits were swapped."""
    for other in swaps(number):
        if other > number and other in numbers:
            yield number, other
