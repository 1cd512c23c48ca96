"""Whether two printed numbers may be one that was mistyped once: a digit that is another, or two swapped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from planparse.model.plan import Value

MOST_DIGITS = 12
"""More are not printed."""

SWAPPED = 2
"""Places in which two numbers differ when two digits were swapped."""

POINT = "."

MOST_ALIKE = 6
"""Numbers that differ from one another in the same digit: of more none is a slip."""

MISTYPED = 1
"""Places in which they differ when one digit is another."""


def digits(value: Value) -> str:
    """The digits of a number as they are printed, without zeros behind its point; "" for words and ranges."""
    if value.kind != "number" or value.value is None:
        return ""
    return f"{value.value:.{MOST_DIGITS}g}"


def known_by(number: str) -> int:
    """The digits by which a number is known, without the zeros around them: 2 of 2500, 4 of 10.67."""
    return len(number.replace(".", "").strip("0"))


def is_swapped(a: str, b: str) -> bool:
    """Whether two neighbouring digits stand the other way round, and nothing else is another."""
    other = _other_places(a, b)
    if len(other) != SWAPPED or other[1] - other[0] != 1:
        return False
    return a[other[0]] == b[other[1]] and a[other[1]] == b[other[0]]


def may_be_mistyped(a: str, b: str) -> bool:
    """Whether one digit is another, or two were swapped."""
    return len(_other_places(a, b)) == MISTYPED or is_swapped(a, b)


def slips_among(numbers: Collection[str]) -> Iterator[tuple[str, str]]:
    """Pairs of numbers of which one may be the other mistyped, in time that grows with how many there are."""
    # Numbers that differ in one digit alone are the same where a mark hides it.
    hidden: dict[str, list[str]] = defaultdict(list)
    for number in numbers:
        for at, digit in enumerate(number):
            if digit == POINT:
                continue
            others = hidden[f"{number[:at]}*{number[at + 1 :]}"]
            # Of more than a few nothing tells which is mistyped.
            if len(others) < MOST_ALIKE:
                yield from ((other, number) for other in others)
                others.append(number)
            swapped = f"{number[:at]}{number[at + 1 : at + 2]}{digit}{number[at + 2 :]}"
            if swapped > number and swapped in numbers:
                yield number, swapped


def _other_places(a: str, b: str) -> list[int]:
    """The places in which two numbers of as many digits differ; none where they have not as many."""
    if len(a) != len(b) or a.find(".") != b.find("."):
        return []
    return [at for at, (one, two) in enumerate(zip(a, b, strict=True)) if one != two]
