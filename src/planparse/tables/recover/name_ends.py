"""Whether a name breaks off at the end of its line, so that the words below belong to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.grammar.engines import compiled

NUMBERED = compiled(r"\d{1,2}[.．、](?=\D)|[（(]\d{1,2}[)）]")
"""A number that begins a name: 1. or （1）."""
HAN = compiled(r"\p{Han}+")

# Characters of a piece of a wrapped label at most: a narrow column.
PIECE = 4

# Characters of a rest that adds the word of measure. Case: “A name that goes on with 率”.
SHORT_REST = 12

# Characters of a rest that can only go on. Case: “A name that goes on with 的”.
LONGEST_REST = 20

# Characters of a name that fills its column: shorter ones end by themselves. Cases: “A name of
# twelve characters …” and “Below names of eleven characters stand groups …”.
FULL_NAME = 12

# Characters of a word that names the rows below it, where groups were seen above.
LONGEST_GROUP = 8

# A name so many times as long as what stands below is no label's neighbour.
FAR_LONGER = 2

_PAIRS = (
    ("《", "》"),
    ("“", "”"),
)


def begins_numbered_name(text: str) -> bool:
    """（1）每万人口…: words with a number before them stand in no header."""
    number = NUMBERED.match(text)
    return number is not None and number.end() < len(text)


def is_open(name: str) -> bool:
    """Whether a bracket of the name is not closed yet, whichever width its ends have."""
    for opening, closing in _PAIRS:
        if name.count(opening) > name.count(closing):
            return True
    # （%): what one width opens the other may close
    opened = name.count("（") + name.count("(")
    closed = name.count("）") + name.count(")")
    return opened > closed


def has_unit(name: str) -> bool:
    """Whether a name ends in brackets, as one with its unit does; nothing follows these."""
    return name.endswith(("）", ")"))


class NameAbove(Struct, frozen=True):
    """What is known of the name above some words when they are read."""

    text: str
    split: bool
    """Its values stand between its two halves, and the second one is still to come."""
    apart: bool
    """It stood on lines of its own above its values, in a table where names go on below them."""


class NameEnds(Struct):
    """Tells whether words go on with the name above, by what the names of this table look like."""

    grammar: Grammar
    labelled: bool
    """The table has a column of merged labels, whose pieces may stand among the names."""
    lengths: Counter[int]
    """How many words of the table have each length: many are cut at their column's width."""

    def goes_on(
        self,
        above: NameAbove,
        rest: str,
        others: Sequence[str],
        groups: int,
    ) -> bool:
        """Whether the name above breaks off so that `rest` belongs to it.

        `others` are the names of the rows before it, `groups` the number of category rows so far.
        """
        if self._begins_name(rest):
            return False
        if self._adds_measure(above.text, rest):
            return True
        if self._is_unfinished(above):
            return True
        if self._only_goes_on(rest):
            return True
        if self._adds_unit(above.text, rest, others):
            return not self.is_piece(rest)
        return self._fills_column(above, rest, groups)

    def is_piece(self, text: str) -> bool:
        """Whether a word may be a piece of a label in a narrow merged column."""
        if not self.labelled or len(text) > PIECE:
            return False
        return HAN.fullmatch(text) is not None

    def _measures(self, text: str) -> bool:
        measure = self.grammar.pattern("grids.measure")
        return measure.search(text) is not None

    def _begins_name(self, rest: str) -> bool:
        """1.森林覆盖率, 其中：…: words that no name goes on with."""
        if NUMBERED.match(rest):
            return True
        child = self.grammar.pattern("grids.child")
        return child.match(rest) is not None

    def _only_goes_on(self, rest: str) -> bool:
        """的份额, 和校医: words that no name begins with."""
        if len(rest) >= LONGEST_REST:
            return False
        goes_on = self.grammar.pattern("grids.goes-on")
        return goes_on.match(rest) is not None

    def _adds_measure(self, name: str, rest: str) -> bool:
        """江河堤防 / 达标率: only with the rest does it say what is measured."""
        if len(rest) > SHORT_REST:
            return False
        if has_unit(name) or self._measures(name):
            return False
        return self._measures(rest)

    def _is_unfinished(self, above: NameAbove) -> bool:
        """A half of a name, or one with a bracket still open."""
        if above.split or is_open(above.text):
            return True
        # beside merged labels the words below may be a piece of a label
        if not above.apart or self.labelled:
            return False
        return not has_unit(above.text)

    def _adds_unit(
        self,
        name: str,
        rest: str,
        others: Sequence[str],
    ) -> bool:
        """Only the rest ends in a unit, as at least half of the other names do."""
        if not has_unit(rest) or has_unit(name):
            return False
        with_unit = sum(has_unit(other) for other in others)
        return with_unit * 2 >= len(others)

    def _fills_column(
        self,
        above: NameAbove,
        rest: str,
        groups: int,
    ) -> bool:
        """A name as long as its column is wide says nothing of its end: a long rest goes on."""
        name = above.text
        if len(name) < FULL_NAME or len(rest) <= PIECE:
            return False
        if has_unit(name) or self._measures(name):
            return False
        if not self._is_width_of_column(len(name)):
            return False
        # 绿色生态: as long as the groups above
        is_group = groups > 1 and len(rest) <= LONGEST_GROUP
        if is_group:
            return False
        if not self.labelled or above.apart:
            return True
        return len(name) > FAR_LONGER * len(rest)

    def _is_width_of_column(self, length: int) -> bool:
        """Whether another word of the table is as long, so that both were cut at one width."""
        as_wide = 0
        for other, times in self.lengths.items():
            # a character that did not fit goes to the next line
            if other >= length - 1:
                as_wide += times
        return as_wide >= 2
