"""What speaks against a table that was put together from text, by name and weight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct


class Cause(StrEnum):
    """One kind of evidence that a table was put together wrongly."""

    NO_NAME = "no-name"
    """A row without a name."""
    NAME_OF_NUMBERS = "name-of-numbers"
    """A name that reads as a value, a serial number, or a mark of nature."""
    TORN_BRACKETS = "torn-brackets"
    """A bracket that is opened in one cell and closed in another."""
    BROKEN_BEGIN = "broken-begin"
    """A name that begins with what only ends one: a closing bracket, 率."""
    UNIT_IN_NAME = "unit-in-name"
    """A unit in the middle of a name: two names in one cell."""
    MEASURES_NOTHING = "measures-nothing"
    """A name whose last word says of nothing how much of it there is."""
    SHORT_PIECE = "short-piece"
    """A line of a wrapped cell that ends before its column does."""
    EMPTY_VALUE = "empty-value"
    """A row without a value in a column of values."""
    NO_VALUES = "no-values"
    """A table without any column of values."""
    RAGGED_ROWS = "ragged-rows"
    """A row with fewer or more cells than the header, which names no group either."""
    STRAY_VALUE = "stray-value"
    """A value or a mark of nature in the place of a group's label, or within a name."""
    MIXED_KINDS = "mixed-kinds"
    """A cell that is no mark of nature in a column of such marks."""
    TORN_LABEL = "torn-label"
    """A merged label that is only a piece of one, or holds words of a name."""
    LABEL_REACH = "label-reach"
    """A merged label that is printed amid its rows: which rows it stands for was guessed."""
    SERIAL_OUT_OF_TURN = "serial-out-of-turn"
    """A serial number that does not follow the one above it."""
    STRAIN = "strain"
    """Wrapped pieces that fit their columns badly."""
    CLOSE_CALL = "close-call"
    """Another way to put the table together is hardly worse."""
    WORDS_OUTSIDE = "words-outside"
    """Words between the cells of a table that are in none of them."""
    SERIAL_GAP = "serial-gap"
    """Serial numbers that leave one out: a row may be missing."""
    NO_HEADER = "no-header"
    """A column of values without any words above it."""
    JOINED_VALUES = "joined-values"
    """A value whose pieces stand apart in the text: perhaps two, or those of two cells."""
    JOINED_HEADS = "joined-heads"
    """Two cells of the header, each with a year of its own, in one."""
    EMPTY_COLUMN = "empty-column"
    """A column of words in which no row prints any: they are perhaps in the cells beside it."""
    EQUAL_HEADS = "equal-heads"
    """Columns of values with the same words above them."""
    ROWS_BEHIND = "rows-behind"
    """Lines right behind the table that print values as its rows do."""
    SECOND_NAMES = "second-names"
    """A column of names behind the values: what stands there was not read."""
    CUT_SIDEWAYS = "cut-sideways"
    """A table whose other columns stand in the table right before or behind it, row by row."""
    NO_YEAR = "no-year"
    """A baseline or a goal whose year is neither printed nor known from the period."""
    NO_TARGET = "no-target"
    """A row without a goal, in a table where other rows have one."""
    UNREAD_NUMBER = "unread-number"
    """A value with digits in it that could not be read as a number."""
    UNTOLD_BRACKETS = "untold-brackets"
    """A number in brackets of which no note says what they mean, or none in words that are known."""
    MARK_IN_NAME = "mark-in-name"
    """A name or unit that ends in a single figure or a sign: perhaps the mark of a footnote."""
    UNKNOWN_UNIT = "unknown-unit"
    """A unit that reads as none: a sentence, a number, a torn bracket, a length over a volume."""
    NO_UNIT = "no-unit"
    """Numbers without any unit, of something that is measured in one."""
    NO_NATURE = "no-nature"
    """A row that is neither 约束性 nor 预期性, in a table where other rows are."""
    NUMERAL_IN_NAME = "numeral-in-name"
    """A name that begins with a numeral (五、地热能): perhaps a group, or its number."""
    SENTENCE_IN_NAME = "sentence-in-name"
    """A name with a full stop in it, or with too many words for one."""
    REPEATED_ROW = "repeated-row"
    """A row with the name and labels of another one of the table."""
    RECOGNITION = "recognition"
    """A cell that recognition of a picture is not sure of."""
    DRAWN_LETTERS = "drawn-letters"
    """Letters on the page that are drawn as shapes, and were not read."""
    OFF_PAGE = "off-page"
    """Words of a table that stand beyond the edge of its page, and are in none of its cells."""
    NO_CATEGORY = "no-category"
    """A row without a group's label between rows that have one."""
    PERIOD_PARTS = "period-parts"
    """Goals for parts of the period (2021—2023年, 2024—2025年): none is that of the whole."""
    BREAKDOWN_END = "breakdown-end"
    """A row behind the parts of 其中 that may be one of them: nothing says where they end."""


class Doubt(Struct, frozen=True):
    """The evidence against one reading of a table: how much of each cause, summed over its rows.

    The unit is one for all causes: 1 is what an empty cell in a column of values counts.
    """

    parts: tuple[tuple[Cause, float], ...] = ()
    """Each cause that was seen with its sum, in the order of `Cause`; none stands twice."""

    @staticmethod
    def of(seen: Iterable[tuple[Cause, float]]) -> Doubt:
        """The sums of what was seen; a cause may be given any number of times."""
        sums = dict.fromkeys(Cause, 0.0)
        for cause, weight in seen:
            sums[cause] += weight
        return Doubt(tuple((cause, weight) for cause, weight in sums.items() if weight))

    @property
    def total(self) -> float:
        """All causes together."""
        return sum(weight for _, weight in self.parts)

    def without(self, cause: Cause) -> Doubt:
        """The same doubt where one cause counts nothing."""
        return Doubt(tuple(part for part in self.parts if part[0] is not cause))

    def __add__(self, other: Doubt) -> Doubt:
        return Doubt.of([*self.parts, *other.parts])

    def __bool__(self) -> bool:
        return bool(self.parts)

    def __iter__(self) -> Iterator[tuple[Cause, float]]:
        return iter(self.parts)


NO_DOUBT = Doubt()
"""Nothing speaks against it."""
