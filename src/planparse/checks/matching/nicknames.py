"""Names that prose has for a row, learned where it tells the row's own number under them.

Prose says 公众覆盖率95.2%, the table 气象预警信息公众覆盖率 95.2. No list of words says that these are one;
the number does. What prose says of 公众覆盖率 in another year is then held against the same row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from planparse.checks.matching.names import Name, Namer
from planparse.checks.matching.spoken_of import Pair, Said, agree, one_tally, pair_of, values
from planparse.checks.matching.table_rows import Rows
from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Indicator, Mention, Value

_TELLING = 2
"""A number of fewer digits may stand beside two names by chance."""
_SHORTEST = 4
"""A name of fewer characters is no name to learn."""


def nicknamed(
    unnamed: Iterable[Said], draft: Draft, rows: Rows, grammar: Grammar, namer: Namer
) -> Iterator[tuple[Mention, Indicator, Value]]:
    """Mentions whose names no row has, with the value that they contradict of the row which they mean."""
    known = _Nicknames(draft, rows, grammar, namer)
    by_name: dict[tuple[str, str | None], list[Said]] = defaultdict(list)
    for said in unnamed:
        if said.mention.role != "standard" and len(said.name.plain) >= _SHORTEST:
            by_name[said.name.bag, said.name.territory].append(said)
    for saids in by_name.values():
        told = {i.id: i for s in saids for i in known.told_by(s)} if len(saids) > 1 else {}
        if len(told) == 1:
            (row,) = told.values()
            yield from ((s.mention, row, value) for s in saids for value in known.denied_by(s, row))


class _Nicknames:
    """The rows of a plan by the numbers that they print."""

    def __init__(self, draft: Draft, rows: Rows, grammar: Grammar, namer: Namer) -> None:
        self._grammar, self._namer, self._rows = grammar, namer, rows
        self._by_number: dict[float, list[Indicator]] = defaultdict(list)
        for indicator in draft.indicators:
            for value in (indicator.baseline, indicator.target, *indicator.others):
                if value is not None and value.value is not None and _is_telling(value):
                    self._by_number[value.value].append(indicator)

    def told_by(self, said: Said) -> Iterator[Indicator]:
        """Rows whose very number a mention tells, under a longer or a shorter form of their name."""
        number = said.mention.value
        for indicator in self._by_number.get(number.value, ()) if number.value is not None else ():
            name = self._namer.name(indicator.name + (indicator.qualifier or ""), indicator.per)
            if not _shortened(name, said.name):
                continue
            printed = [v.value for v, _ in self._pairs(said, indicator) if v.comparator == number.comparator]
            if number.value in printed:
                yield indicator

    def denied_by(self, said: Said, indicator: Indicator) -> Iterator[Value]:
        """Values of a row that a mention contradicts, if it speaks of the row."""
        pairs = list(self._pairs(said, indicator))
        if not any(agree(said.mention, (a, b)) for _, (a, b) in pairs):
            yield from (value for value, _ in pairs[:1])

    def _pairs(self, said: Said, indicator: Indicator) -> Iterator[tuple[Value, Pair]]:
        for value in values(said.mention, indicator):
            pair = pair_of(said.mention, indicator, value, self._grammar)
            if pair is not None and one_tally(said, said.name, indicator, value, self._rows, self._namer):
                yield value, pair


def _is_telling(value: Value) -> bool:
    """Whether a number says which row it is of: 100 % and round ones are reached by many."""
    digits = value.text.replace(".", "").strip("≥≤><≈〔〕[]%％以上下左右 0")
    return digits.isdigit() and len(digits) >= _TELLING


def _shortened(a: Name, b: Name) -> bool:
    """Whether one name is the other with words left out, and is the half of it at least."""
    short, long = sorted((a.plain, b.plain), key=len)
    if a.territory != b.territory or len(short) < _SHORTEST or len(short) * 2 < len(long):
        return False
    rest = iter(long)
    return short[-1] == long[-1] and all(c in rest for c in short)
