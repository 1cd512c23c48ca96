"""Whether a name breaks off at the end of its line, so that the words below belong to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from planparse.grammar import Grammar

NUMBERED = regex.compile(r"\d{1,2}[.．、](?=\D)|[（(]\d{1,2}[)）]")
"""A number that begins a name: 1. or （1）."""
HAN = regex.compile(r"\p{Han}+")

PIECE = 4
"""Characters of a piece of a wrapped label at most: a narrow column."""
SHORT_REST = 12
"""Characters of a rest that adds the word of measure. Case: “A name that goes on with 率”."""
LONGEST_REST = 20
"""Characters of a rest that can only go on. Case: “A name that goes on with 的”."""
FULL_NAME = 12
"""Characters of a name that fills its column: shorter ones end by themselves.
Cases: “A name of twelve characters …” and “Below names of eleven characters stand groups …”."""
FAR_LONGER = 2
"""A name so many times as long as what stands below is no label's neighbour."""

_PAIRS = (("（", "）"), ("(", ")"), ("《", "》"), ("“", "”"))


def is_open(name: str) -> bool:
    """Whether a bracket of the name is not closed yet, whichever width its ends have."""
    if any(name.count(opening) > name.count(closing) for opening, closing in _PAIRS):
        return True
    opened = name.count("（") + name.count("(")
    closed = name.count("）") + name.count(")")
    return opened > closed


def has_unit(name: str) -> bool:
    """Whether a name ends in brackets, as one with its unit does; nothing follows these."""
    return name.endswith(("）", ")"))


@dataclass(frozen=True, slots=True)
class NameAbove:
    """What is known of the name above some words when they are read."""

    text: str
    split: bool
    """Its values stand between its two halves, and the second one is still to come."""
    apart: bool
    """It stood on lines of its own above its values, in a table where names go on below them."""


@dataclass(slots=True)
class NameEnds:
    """Tells whether words go on with the name above, by what the names of this table look like."""

    grammar: Grammar
    labelled: bool
    """The table has a column of merged labels, whose pieces may stand among the names."""
    lengths: Counter[int]
    """How many words of the table have each length: a column's width shows where words are cut at it again and again."""

    def goes_on(self, above: NameAbove, rest: str, others: Sequence[str], groups: int) -> bool:
        """Whether the name above breaks off so that `rest` belongs to it.

        `others` are the names of the rows before it, `groups` the number of category rows so far.
        """
        if NUMBERED.match(rest) or self.grammar.pattern("grids.child").match(rest):
            return False
        if self._adds_measure(above.text, rest) or self._is_unfinished(above):
            return True
        if len(rest) < LONGEST_REST and self.grammar.pattern("grids.goes-on").match(rest):
            return True
        if self._adds_unit(above.text, rest, others):
            return not self.is_piece(rest)
        return self._fills_column(above, rest, groups)

    def is_piece(self, text: str) -> bool:
        """Whether a word may be a piece of a label in a narrow merged column."""
        return self.labelled and len(text) <= PIECE and HAN.fullmatch(text) is not None

    def _measures(self, text: str) -> bool:
        return self.grammar.pattern("grids.measure").search(text) is not None

    def _adds_measure(self, name: str, rest: str) -> bool:
        """江河堤防 / 达标率: only with the rest does it say what is measured."""
        if len(rest) > SHORT_REST or has_unit(name) or self._measures(name):
            return False
        return self._measures(rest)

    def _is_unfinished(self, above: NameAbove) -> bool:
        """A half of a name, or one with a bracket still open."""
        if above.split or is_open(above.text):
            return True
        return above.apart and not self.labelled and not has_unit(above.text)

    def _adds_unit(self, name: str, rest: str, others: Sequence[str]) -> bool:
        """Only the rest ends in a unit, as at least half of the other names do."""
        if not has_unit(rest) or has_unit(name):
            return False
        with_unit = sum(has_unit(other) for other in others)
        return with_unit * 2 >= len(others)

    def _fills_column(self, above: NameAbove, rest: str, groups: int) -> bool:
        """A name as long as the column is wide says nothing of where it ends; a longer rest then goes on with it."""
        name = above.text
        if len(name) < FULL_NAME or len(rest) <= PIECE:
            return False
        if has_unit(name) or self._measures(name):
            return False
        as_wide = sum(n for length, n in self.lengths.items() if length >= len(name) - 1)
        if as_wide < 2:
            return False
        is_group = groups > 1 and len(rest) <= 2 * PIECE  # 绿色生态: as long as the groups above
        if is_group:
            return False
        return not self.labelled or above.apart or len(name) > FAR_LONGER * len(rest)
