"""Numbers that are told twice with a slip of the hand: 386万人次 and 368万人次, 10.67万公顷 and 12.67万公顷.

Two digits that were swapped give such a slip away whatever words stand around them. One digit that is
another does only where both are told in the same words, and nothing says that they are of two works.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product

from msgspec import Struct

from planparse.checks.kinds.slips.typing_slips import (
    digits,
    known_by,
    slips_among,
    swapped_with,
)
from planparse.checks.matching.counted import SENTENCE_ENDS, is_part, is_rate, tally_of
from planparse.checks.matching.extents import is_exact
from planparse.checks.matching.names import Name, Namer
from planparse.checks.matching.unclear import are_measured_alike, is_set_from_above, is_unclear
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Mention

FEWEST_DIGITS = 3
"""Digits of numbers that are hardly alike by chance."""

FEWEST_UNDATED = 4
"""Digits of a number that is told without its year, and is hardly alike by chance."""

FEWEST_MISTYPED = 2
"""Digits before its zeros of a number that is known by them: 5米 and 6米 are any two gates'."""

SHORTEST_WORDS = 6
"""Characters in common, without time and verb, that tell one thing however round its numbers are."""

SHORTEST_REACHED = 4
"""The same of facts, of which a text has many with short names (办结率)."""

LAST_WORD = 2
"""Characters that the names of one thing end in."""

MOST_TELLINGS = 6
"""Places of one number that are compared with those of another one."""

_ROLE_OF: dict[str | None, str] = {"reached": "baseline", "planned": "target"}
"""The role of what is compared by its status: facts and goals."""

MOST_NUMBERS = 2
"""A name that has more numbers is of many works."""


@check("prose-contradicts-prose")
def mistyped_digits(matter: Matter) -> Iterator[Finding]:
    """Pairs of facts or goals of one name and unit, and of no two years, of which one may be mistyped."""
    yield from _swapped(matter)
    yield from _mistyped(matter)


# ---------------------------------------------------------------- two digits swapped


def _swapped(matter: Matter) -> Iterator[Finding]:
    of_same_digits: dict[tuple[str, str], dict[str, list[Mention]]] = defaultdict(dict)
    for mention, unit in zip(matter.draft.mentions, matter.units, strict=True):
        if mention.role != "baseline" or mention.status != "reached":
            continue
        number = digits(mention.value)
        if len(number) < FEWEST_DIGITS or not is_exact(mention.value) or not mention.subject:
            continue
        told = of_same_digits["".join(sorted(number)), unit].setdefault(number, [])
        if len(told) < MOST_TELLINGS:
            told.append(mention)
    for by_number in of_same_digits.values():
        if len(by_number) == 1:  # as most are
            continue
        pairs = (pair for number in by_number for pair in swapped_with(number, by_number))
        for first, second in _tellings(pairs, by_number):
            if _are_of_one_year(first, second) and _are_one(first, second, matter):
                yield _finding(first, second, matter)


def _are_of_one_year(a: Mention, b: Mention) -> bool:
    """Whether both are of one year, or one is told without any, and has more digits to be known by."""
    years = {a.value.year, b.value.year}
    if len(years) == 1:
        return None not in years
    return None in years and len(digits(a.value)) >= FEWEST_UNDATED


def _are_one(a: Mention, b: Mention, matter: Matter) -> bool:
    names = [matter.namer.name(mention.subject or "", mention.per) for mention in (a, b)]
    if not matter.namer.alike(*names) or is_rate(a) != is_rate(b):
        return False
    text = matter.draft.source.text
    if not any(text.find(mark, a.span[1], b.span[0]) >= 0 for mark in SENTENCE_ENDS):
        return False
    if any(is_part(mention, matter.draft, matter.grammar) for mention in (a, b)):
        return False
    return _are_clear(a, b, matter)


def _are_clear(a: Mention, b: Mention, matter: Matter) -> bool:
    """Whether nothing says that either is of another time or area, or that they were measured in two ways."""
    if is_unclear(a, matter) or is_unclear(b, matter):
        return False
    return are_measured_alike(a, b, matter)


# ---------------------------------------------------------------- one digit that is another


class _Repeated(Struct, frozen=True):
    """A number, and the words that tell it."""

    mention: Mention
    name: Name
    words: str
    """Its clause before it in plain form, without its time and the verb."""
    paragraph: int


def _mistyped(matter: Matter) -> Iterator[Finding]:
    for mentions in _told_twice(matter):
        numbers = _NumbersOfNames(mentions, matter.namer)
        # Few numbers are so alike, and only of them the words are looked at.
        for one, two in _alike(mentions):
            first, second = _telling(one, matter), _telling(two, matter)
            if first is None or second is None or not _are_told_alike(first, second, matter):
                continue
            if not _are_of_one_time(first, second, matter):
                continue
            if numbers.of(first.name) <= MOST_NUMBERS:
                yield _finding(one, two, matter)


def _alike(mentions: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Pairs of mentions of one unit whose numbers differ in one digit, or in two that were swapped."""
    by_number: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        number = digits(mention.value)
        # A number that is told again and again needs no more places to be compared from.
        if number and len(by_number[number]) < MOST_TELLINGS:
            by_number[number].append(mention)
    for one, two in _tellings(slips_among(by_number), by_number):
        if max(known_by(digits(mention.value)) for mention in (one, two)) < FEWEST_MISTYPED:
            continue
        if _are_in_one_unit(one, two):
            yield one, two


def _tellings(
    numbers: Iterable[tuple[str, str]],
    by_number: Mapping[str, Sequence[Mention]],
) -> Iterator[tuple[Mention, Mention]]:
    """The mentions of both numbers of each pair, that which stands first as the first of them."""
    for a, b in numbers:
        for one, two in product(by_number[a], by_number[b]):
            yield (one, two) if one.span < two.span else (two, one)


def _told_twice(matter: Matter) -> Iterator[Sequence[Mention]]:
    """Facts, or goals, whose names end alike and that print one unit, with two numbers or more."""
    groups: dict[tuple[str, str, str], list[Mention]] = defaultdict(list)
    for mention, unit in zip(matter.draft.mentions, matter.units, strict=True):
        if mention.subject and _ROLE_OF.get(mention.status) == mention.role:
            groups[mention.subject[-LAST_WORD:], mention.role, unit].append(mention)
    for mentions in groups.values():
        # Most things are told once.
        if len(mentions) > 1:
            yield mentions


def _telling(mention: Mention, matter: Matter) -> _Repeated | None:
    """The telling of a mention whose name stands before its number; None for a part and a start."""
    at = matter.prose.place_of(mention.span[0])
    if at is None:
        return None
    clause = matter.prose.clause_before(at)
    if (mention.subject or "")[-LAST_WORD:] not in clause:
        return None
    if matter.grammar.find("checks.one-of-many", clause):
        return None
    words = matter.grammar.pattern("checks.time-before").sub("", clause)
    words = matter.namer.name(words).plain
    name = matter.namer.name(mention.subject or "", mention.per)
    return _Repeated(mention, name, words, matter.prose.index(at))


def _are_in_one_unit(a: Mention, b: Mention) -> bool:
    """Whether both print one unit, so that their digits can be compared."""
    if a.unit is None or b.unit is None:
        return a.unit is b.unit
    return a.unit.code == b.unit.code


def _are_told_alike(a: _Repeated, b: _Repeated, matter: Matter) -> bool:
    """Whether both are of one name, and one clause ends in the words of the other."""
    # Numbers of one paragraph are of two things, or of one that rises.
    if a.paragraph == b.paragraph or not matter.namer.alike(a.name, b.name):
        return False
    short, long = sorted((a.words, b.words), key=len)
    if not short or not long.endswith(short):
        return False
    is_fact = a.mention.role == "baseline"
    if is_fact and len(short) < SHORTEST_REACHED:
        return False
    is_precise = max(known_by(digits(one.mention.value)) for one in (a, b)) >= FEWEST_DIGITS
    if not is_precise and len(short) < SHORTEST_WORDS:
        return False
    kinds = {tally_of(one.mention, matter.draft, matter.grammar).kind for one in (a, b)}
    return len(kinds) == 1 and kinds <= {"state", "added"}


def _are_of_one_time(a: _Repeated, b: _Repeated, matter: Matter) -> bool:
    """Whether both name one year or none; a goal that names none is of the plan's end."""
    first, second = a.mention, b.mention
    if not _are_clear(first, second, matter):
        return False
    if is_set_from_above(first, matter) != is_set_from_above(second, matter):
        return False
    years = {first.value.year, second.value.year}
    if len(years) == 1:
        return True
    period = matter.draft.head.period
    if None not in years:
        return False
    if first.role == "target":
        return period is not None and period.end in years
    return _are_of_one_year(first, second)


class _NumbersOfNames:
    """How many numbers a text tells under each name."""

    def __init__(self, mentions: Sequence[Mention], namer: Namer) -> None:
        self._mentions = mentions
        self._namer = namer
        self._counts: dict[Name, int] = {}

    def of(self, name: Name) -> int:
        """How many numbers stand under names that are like this one."""
        if name not in self._counts:
            alike = self._by_name.get(name.key, {})
            told = (alike[other] for other in alike if self._namer.alike(other, name))
            self._counts[name] = len(set[float | None]().union(*told))
        return self._counts[name]

    @cached_property
    def _by_name(self) -> Mapping[str, Mapping[Name, set[float | None]]]:
        """The numbers under each name, together where their keys are the same: others are never alike."""
        found: dict[str, dict[Name, set[float | None]]] = defaultdict(lambda: defaultdict(set))
        for mention in self._mentions:
            name = self._namer.name(mention.subject or "", mention.per)
            found[name.key][name].add(mention.value.value)
        return found


# ---------------------------------------------------------------- findings


def _finding(a: Mention, b: Mention, matter: Matter) -> Finding:
    places = matter.places
    name = max(a.subject or "", b.subject or "", key=len)
    return finding(
        "prose-contradicts-prose",
        "warning",
        name,
        f"“{name}”前后不一：{places.prose(a)}为{places.quantity(a)}，"
        f"而{places.prose(b)}为{places.quantity(b)}。",
        records=[a.id, b.id],
        span=b.span,
        page=b.page,
    )
