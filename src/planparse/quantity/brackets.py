"""What brackets around a number mean: a total over years, a number below zero, the contrary of its name.

〔13.5〕 and [13.5] are totals by a convention of national plans, unless a note says otherwise. Round
brackets mean what a note or a header says of them; without either nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from typing import Literal, cast

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.model.plan import Basis
from planparse.quantity.measures import NOTHING_SAID, Sense, said_by
from planparse.quantity.spellings import one_spelling

Brackets = Literal["round", "square"]
"""Square ones are all that are not round: 〔〕, [], 【】. Converters make one of another."""

Meaning = Literal["total", "annual", "level", "negative", "contrary", "rise", "fall", "unknown"]
"""`contrary`: it went the other way than the name says. `unknown`: in words that no rule knows."""

_KINDS = ("round", "square", "any")
"""Groups of the pattern that finds what a note says: the last where it says 括号 alone."""

_BASES: dict[Meaning, Basis] = {"total": "cumulative", "annual": "annual"}


class BracketNote(Struct, frozen=True):
    """What a note says of a number in brackets."""

    meaning: Meaning
    said: Sense = NOTHING_SAID
    """What a number measures by the note's words: （）内为下降幅度."""
    year: int | None = None
    """The year whose number it is, where it is a state."""

    @property
    def basis(self) -> Basis | None:
        """Over which years the number runs."""
        return _BASES.get(self.meaning)

    def turns(self, beside: Sense) -> bool:
        """Whether the number is one below zero, where header and name say `beside` of it."""
        if self.meaning in ("negative", "contrary"):
            return True
        ways = {self.said.direction, beside.direction}
        return self.meaning in ("rise", "fall") and ways == {"up", "down"}


class BracketNotes(Struct, frozen=True):
    """What the notes under a table say of brackets; None where they say nothing."""

    round: BracketNote | None = None
    square: BracketNote | None = None

    def of(self, brackets: Brackets | None) -> BracketNote | None:
        """What is said of this kind of brackets."""
        if brackets is None:
            return None
        return self.round if brackets == "round" else self.square


NO_NOTES = BracketNotes()


def read_bracket_notes(notes: Iterable[str], grammar: Grammar) -> BracketNotes:
    """What the notes of a table say of numbers in brackets; what comes first holds."""
    said = [pair for note in notes for pair in grammar.remembered(_read_note, note)]
    return reduce(_with_note, said, NO_NOTES)


def _with_note(notes: BracketNotes, pair: tuple[str, BracketNote]) -> BracketNotes:
    kind, note = pair
    is_round = kind in ("round", "any")
    is_square = kind in ("square", "any")
    return BracketNotes(
        round=notes.round or (note if is_round else None),
        square=notes.square or (note if is_square else None),
    )


def _read_note(note: str, grammar: Grammar) -> tuple[tuple[str, BracketNote], ...]:
    return tuple(_statements(note, grammar))


def _statements(note: str, grammar: Grammar) -> Iterator[tuple[str, BracketNote]]:
    """Each kind of brackets that a note names, with what it says of it."""
    for found in grammar.pattern("values.bracket-note").finditer(one_spelling(note)):
        kind = next(kind for kind in _KINDS if found[kind])
        yield kind, _note(found["said"], grammar)


def _note(words: str, grammar: Grammar) -> BracketNote:
    """What the words behind （）表示 mean; of several rules the first holds."""
    for rule in grammar.group("bracket"):
        found = rule.pattern.search(words)
        if found is None:
            continue
        year = found.groupdict().get("year")
        meaning = cast("Meaning", rule.attrs["meaning"])
        return BracketNote(meaning, said_by(words, grammar), int(year) if year else None)
    return BracketNote("unknown")
