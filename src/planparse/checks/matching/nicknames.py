"""Names that prose has for a row, learned where it tells the row's own number under them.

Prose says 公众覆盖率95.2%, the table 气象预警信息公众覆盖率 95.2. No list of words says that these are one;
the number does. What prose says of 公众覆盖率 in another year is then compared with the same row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from planparse.checks.matching.comparable import Pair
from planparse.checks.matching.names import Name
from planparse.checks.matching.printed_values import agree, counts_alike, pair_of, values
from planparse.checks.matching.said import Said
from planparse.checks.matter import Matter
from planparse.model.plan import Indicator, Mention, Value

# A number of fewer digits may stand beside two names by chance.
FEWEST_DIGITS = 2

# The mention that the name is learned from, and at least one more to compare.
FEWEST_TELLINGS = 2

# A name of fewer characters is no name to learn.
SHORTEST_NAME = 4

# A name that has left out more of the row's is another one.
SHORTEST_SHARE = 0.5

# What stands around the digits that tell a number from others.
_BOUNDS_AND_ZEROS = "≥≤><≈〔〕[]%％以上下左右 0"


class Denied(Struct, frozen=True):
    """A mention that contradicts a value of a row which it names in its own way."""

    mention: Mention
    indicator: Indicator
    value: Value


def nicknamed(unnamed: Iterable[Said], matter: Matter) -> Iterator[Denied]:
    """Mentions that contradict a value of the row which they mean, and name in their own way."""
    known = RowNumbers(matter)
    for mentions in _by_name(unnamed):
        if len(mentions) < FEWEST_TELLINGS:
            continue
        meant: dict[str, Indicator] = {}
        for said in mentions:
            meant.update((row.id, row) for row in known.told_by(said))
        if len(meant) != 1:
            continue
        (row,) = meant.values()
        for said in mentions:
            value = known.denied_by(said, row)
            if value is not None:
                yield Denied(said.mention, row, value)


def _by_name(unnamed: Iterable[Said]) -> Iterable[Sequence[Said]]:
    """The mentions under each name that is long enough to be learned."""
    by_name: dict[tuple[str, str | None], list[Said]] = defaultdict(list)
    for said in unnamed:
        name = said.name
        if said.mention.role != "standard" and len(name.plain) >= SHORTEST_NAME:
            by_name[name.bag, name.territory].append(said)
    return by_name.values()


class RowNumbers:
    """The rows of a plan by the numbers that they print."""

    def __init__(self, matter: Matter) -> None:
        self._matter = matter
        self._by_number: dict[float, list[Indicator]] = defaultdict(list)
        for indicator in matter.draft.indicators:
            for value in (indicator.baseline, indicator.target, *indicator.others):
                if value is not None and value.value is not None and _is_telling(value):
                    self._by_number[value.value].append(indicator)

    def told_by(self, said: Said) -> Iterator[Indicator]:
        """Rows whose very number a mention tells, under a longer or shorter form of their name."""
        number = said.mention.value
        if number.value is None:
            return
        for indicator in self._by_number.get(number.value, ()):
            name = self._matter.rows.full_name(indicator)
            if not is_shortened(name, said.name):
                continue
            if self._prints(indicator, number, said):
                yield indicator

    def denied_by(self, said: Said, indicator: Indicator) -> Value | None:
        """The value of a row that a mention contradicts, if it speaks of the row.

        None where it does not.
        """
        pairs = list(self._pairs(said, indicator))
        if not pairs or any(agree(said.mention, pair) for _, pair in pairs):
            return None
        value, _ = pairs[0]
        return value

    def _prints(
        self,
        indicator: Indicator,
        number: Value,
        said: Said,
    ) -> bool:
        """Whether the number is one of those values of the row that the mention may speak of."""
        return any(
            value.value == number.value and value.comparator == number.comparator
            for value, _ in self._pairs(said, indicator)
        )

    def _pairs(self, said: Said, indicator: Indicator) -> Iterator[tuple[Value, Pair]]:
        """The values of a row that a mention may speak of, with both on one scale."""
        for value in values(said.mention, said.year, indicator):
            pair = pair_of(said.mention, indicator, value, self._matter.grammar)
            if pair is None:
                continue
            if counts_alike(said, said.name, indicator, value, matter=self._matter):
                yield value, pair


def _is_telling(value: Value) -> bool:
    """Whether a number says which row it is of: 100 % and round ones are reached by many."""
    digits = value.text.replace(".", "").strip(_BOUNDS_AND_ZEROS)
    return digits.isdigit() and len(digits) >= FEWEST_DIGITS


def is_shortened(a: Name, b: Name) -> bool:
    """Whether one name is the other with words left out, and is the half of it at least."""
    short, long = sorted((a.plain, b.plain), key=len)
    if a.territory != b.territory or len(short) < SHORTEST_NAME:
        return False
    if len(short) < len(long) * SHORTEST_SHARE:
        return False
    # The last word says what is measured (率, 数), and is not left out.
    if short[-1] != long[-1]:
        return False
    # Asking an iterator takes it on: the characters of one stand in the other in the same order.
    rest = iter(long)
    return all(character in rest for character in short)
