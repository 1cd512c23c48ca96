"""One column of a table that places tell: where its words stand, and of what kinds they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct, field

from planparse.tables.recover.readings.kept_places.words import PlacedWord

NUMBERS = ("serial", "value")
"""Kinds of numbers: a small one is a serial number by its look."""

# For words that stand inside the column, and at none of its ends. All costs here and in `laying`
# are in places: 1 is what it costs to stand one place off.
INSIDE = 0.5

# For each place by which words stick out of a column, on the side where none did.
OVERHANG = 0.5

# Places that count in full; what is further off is only far.
NEAR = 4.0
FAR = 0.25

# For words of another kind than most of the column: a number among words; words among numbers are
# less strange.
OTHER_KIND = 3.0
WORDS_FOR_VALUE = 1.0

# Share of words of a column that are serial numbers, from which on it holds nothing else.
MOSTLY_SERIALS = 0.7


class PlacedColumn(Struct):
    """The places of the words of one column."""

    lefts: list[int] = field(default_factory=list)
    rights: list[int] = field(default_factory=list)
    left: float = 0.0
    middle: float = 0.0
    right: float = 0.0
    first: int = 0
    last: int = 0
    """Where the widest words of the column begin and end."""

    kinds: Counter[str] = field(default_factory=Counter)
    numbers: list[tuple[int, int]] = field(default_factory=list)
    """The lines of its plain whole numbers, and these."""

    def add(self, words: Sequence[PlacedWord], shift: int = 0) -> None:
        """Take in words of one line; `shift` is by how much the columns of their page stand aside."""
        from statistics import median  # here, as it loads much that most texts do not need

        x0, x1 = words[0].x0 - shift, words[-1].x1 - shift
        self.kinds[kind_of_words(words)] += 1
        if words[0].token.text.isdecimal():
            self.numbers.append((words[0].token.line, int(words[0].token.text)))
        self.first = min(self.first, x0) if self.lefts else x0
        self.last = max(self.last, x1)
        self.lefts.append(x0)
        self.rights.append(x1)
        self.left = median(self.lefts)
        self.right = median(self.rights)
        self.middle = median(a + b for a, b in zip(self.lefts, self.rights, strict=True)) / 2

    def off(self, x0: float, x1: float) -> float:
        """How far words stand off: at their beginnings, ends or middles, whichever is nearest."""
        return min(abs(x0 - self.left), abs(x1 - self.right), abs((x0 + x1) / 2 - self.middle))

    def distance(self, x0: float, x1: float) -> float:
        """What it costs that words stand where they do."""
        off = self.off(x0, x1)
        if self.left <= x0 and x1 <= self.right:
            return min(off, INSIDE)
        off += OVERHANG * (max(0.0, self.first - x0) + max(0.0, x1 - self.last))
        return min(off, NEAR) + FAR * max(0.0, off - NEAR)

    @property
    def main(self) -> str:
        """The kind of most of its words; values are `value` even where they may be serial numbers."""
        if self.holds_serials:
            return "serial"
        if self.holds_values:
            return "value"
        return max(self.kinds, key=self.kinds.__getitem__)

    @property
    def holds_values(self) -> bool:
        """Whether most of its words are values."""
        return 2 * sum(self.kinds[kind] for kind in NUMBERS) > sum(self.kinds.values())

    @property
    def holds_serials(self) -> bool:
        """Whether all of its words are serial numbers, so that other words are none of its cells."""
        if self.kinds["serial"] <= MOSTLY_SERIALS * sum(self.kinds.values()):
            return False
        # 0, 22, 0, 95: small numbers, but none that count
        numbers = [number for _, number in sorted(self.numbers)]
        growing = sum(a < b or b == 1 for a, b in pairwise(numbers))
        return growing >= MOSTLY_SERIALS * (len(numbers) - 1)

    def strangeness(self, kind: str) -> float:
        """How little words of a kind look like those of the column."""
        total = sum(self.kinds.values())
        others = total - self.kinds[kind]
        if kind == "text" and not self.holds_serials:
            return WORDS_FOR_VALUE * others / total
        if kind in NUMBERS:  # a small number is a serial one by its look
            others = total - sum(self.kinds[one] for one in NUMBERS)
        return OTHER_KIND * others / total


def kind_of_words(words: Sequence[PlacedWord]) -> str:
    """The kind of words that stand in one cell on one line: 1450 万吨标煤 is a value."""
    kinds = [word.kind for word in words]
    if len(kinds) == 1:
        return kinds[0]
    is_measured = kinds[1:] == ["unit"] and kinds[0] in NUMBERS
    return "value" if is_measured else "text"
