"""What stands aside of a cell's number and is no part of it: footnote marks, remarks, stops.

A parenthesis behind a number is a remark: the number stays a number. A remark may say more:
a year of its own (（2020年，全市）), what the number is compared with (（较2015年）), or a basis
(（年均）).
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import regex
from msgspec import Struct
from msgspec.structs import replace

from planparse.grammar import Grammar
from planparse.model.plan import Basis
from planparse.quantity.cell_numbers import CellReading
from planparse.quantity.spellings import one_spelling

_BASES: tuple[Basis, ...] = ("annual", "cumulative")
_MAY_HAVE_BASIS = ("number", "range", "relative")
_STOPS = frozenset("。；;，,、")
_LONGEST_MARK = 6
"""Characters of the longest footnote mark, with room: [注12]."""


class AsidePiece(Struct, frozen=True):
    """A piece at the end or the start of a cell that is no part of its number."""

    what: Literal["mark", "remark", "stop"]
    text: str
    """As printed; a remark without its parentheses."""


class WithoutAside(NamedTuple):
    """A cell without one of its asides, and that."""

    rest: str
    aside: AsidePiece


class AsideReader:
    """Takes asides off with the patterns of one grammar."""

    def __init__(self, grammar: Grammar) -> None:
        self.mark = grammar.pattern("units.mark")
        self.power = grammar.pattern("units.power")
        self.remark = grammar.pattern("values.aside")
        self.raised_from = grammar.pattern("values.raised-from")
        self.year = grammar.pattern("values.aside-year")
        self.against = grammar.pattern("values.aside-against")
        self.bases: dict[Basis, regex.Pattern[str]] = {
            basis: grammar.pattern(f"values.{basis}") for basis in _BASES
        }

    def cut(self, text: str) -> WithoutAside | None:
        """`text` without the aside at its end or the mark at its start; None where it has none."""
        if not text:
            return None
        start = self._mark_at_end(text)
        # A mark in parentheses (（注）) would pass for a remark, so marks come first.
        if start is not None:
            return WithoutAside(text[:start], AsidePiece("mark", text[start:]))
        remark = self.remark.search(one_spelling(text))
        if remark is not None and remark.start() > 0:
            first, last = remark.span("aside")
            return WithoutAside(text[: remark.start()], AsidePiece("remark", text[first:last]))
        raised = self.raised_from.match(one_spelling(text))
        if raised is not None:  # 由85户提高到110户
            return WithoutAside(text[raised.end() :], AsidePiece("remark", text[: raised.end()]))
        if len(text) == 1:
            return None
        if text[-1] in _STOPS:
            return WithoutAside(text[:-1], AsidePiece("stop", text[-1]))
        if self.mark.fullmatch(text, 0, 1):
            return WithoutAside(text[1:], AsidePiece("mark", text[0]))
        return None

    def with_remarks(self, reading: CellReading, remarks: list[str]) -> CellReading:
        """A number with what its remarks say of it."""
        if not remarks:
            return reading
        for remark in remarks:
            reading = self._with_remark(reading, one_spelling(remark), remark)
        own = [reading.remark] if reading.remark else []
        return replace(reading, remark="；".join([*own, *remarks]))

    def _with_remark(self, reading: CellReading, plain: str, remark: str) -> CellReading:
        year = self.year.fullmatch(plain)
        if year is not None and reading.year is None:
            reading = replace(reading, year=int(year["year"]))
        against = self.against.fullmatch(plain)
        if against is not None and reading.reference is None:
            start, end = against.span("reference")
            reading = replace(reading, reference=remark[start:end])
        if reading.basis is None and reading.kind in _MAY_HAVE_BASIS:
            reading = replace(reading, basis=self._basis(remark))
        return reading

    def _basis(self, remark: str) -> Basis | None:
        """What a remark says of the number's basis: 6%（年均）. A number in it is another value."""
        if any(letter.isdecimal() for letter in remark):
            return None
        return next((basis for basis, says in self.bases.items() if says.search(remark)), None)

    def _mark_at_end(self, text: str) -> int | None:
        """Where the footnote mark begins that `text` ends in; None where it ends in none."""
        if text[-1].isalpha():  # no mark ends in a letter
            return None
        if self.power.search(text):
            return None
        farthest = max(1, len(text) - _LONGEST_MARK)
        for start in range(farthest, len(text)):
            # A digit behind a digit goes on with the number, whatever a pack calls a mark.
            two_digits = text[start - 1 : start + 1]
            if not two_digits.isdecimal() and self.mark.fullmatch(text, start):
                return start
        return None
