"""The words that may stand around a number in a cell, and what each of them says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, cast, get_args

from msgspec import Struct

from planparse.errors import GrammarError
from planparse.grammar import Grammar
from planparse.model.plan import Basis, Comparator


class LeadWord(Struct, frozen=True):
    """What a word before a number says."""

    what: Literal["lead", "aside", "minus", "comparator", "basis", "change", "degree"]
    """A `lead` says nothing (达到), an `aside` how sure the number is (预计), a `minus` (零下) is a sign;
    a `degree` (高) is a change only where something is compared."""
    comparator: Comparator | None = None
    basis: Basis | None = None
    sign: int = 0
    """1 for a rise, -1 for a fall."""


class _PrintedComparator(Struct, frozen=True):
    """A word that bounds a number, on which side of it, and how."""

    word: str
    place: str
    comparator: Comparator


_PLACES = ("before", "after")
_SIGNS_BEHIND = frozenset("≥≤><")
_SIGNS = get_args(Comparator)

_MEANINGS = {
    "values.lead": LeadWord("lead"),
    "values.forecast": LeadWord("aside"),
    "values.minus": LeadWord("minus"),
    "values.annual": LeadWord("basis", basis="annual"),
    "values.cumulative": LeadWord("basis", basis="cumulative"),
    "values.rise": LeadWord("change", sign=1),
    "values.fall": LeadWord("change", sign=-1),
    "values.higher": LeadWord("degree", sign=1),
    "values.lower": LeadWord("degree", sign=-1),
}
"""By rule. Where two rules hold one word, the later one counts."""


def words_before(grammar: Grammar) -> dict[str, LeadWord]:
    """Every word that may stand before a number, and what it says."""
    found: dict[str, LeadWord] = {}
    for rule_id, meaning in _MEANINGS.items():
        found |= dict.fromkeys(grammar.words(rule_id), meaning)
    for printed in _comparators(grammar):
        # Last, so that a comparator is one, whatever else a pack says of its word.
        if printed.place == "before":
            found[printed.word] = LeadWord(
                "comparator",
                comparator=printed.comparator,
            )
    return found


def comparators_after(grammar: Grammar) -> dict[str, Comparator]:
    """Every word behind a number that bounds it: 以上, 左右; and the signs, which stand there too.

    1.3< is what others print as <1.3.
    """
    found: dict[str, Comparator] = {}
    for printed in _comparators(grammar):
        if printed.place == "after" or printed.word in _SIGNS_BEHIND:
            found[printed.word] = printed.comparator
    return found


def _comparators(grammar: Grammar) -> Iterator[_PrintedComparator]:
    """Every word of every comparator; GrammarError where a rule names no place or sign."""
    for rule in grammar.group("comparator"):
        place = str(rule.attrs["place"])
        sign = str(rule.attrs["sign"])
        if place not in _PLACES or sign not in _SIGNS:
            reason = "place is before or after, sign one of = ≥ ≤ > < ≈"
            raise GrammarError(rule.file, rule.id, reason)
        for word in rule.words:
            yield _PrintedComparator(word, place, cast(Comparator, sign))
