"""Which relations most rows of a table keep, and which rows break one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import combinations

from msgspec import Struct, structs

from planparse.checks.relations.number_rows import NumberRow, PrintedNumber
from planparse.checks.relations.relations import (
    PER_CENT,
    BalanceRelation,
    GrowthRelation,
    ProductRelation,
    Relation,
    SumRelation,
    TripleRelation,
    tens_of,
)
from planparse.grammar import Grammar
from planparse.model.plan import Period, Table

WIDEST = 5
"""Columns of numbers, side by side, that a relation is looked for in."""

FEWEST_MOVING = 2
"""Columns of what is added and given up."""

FEWEST_TOLD = 2
SHARE_TOLD = 0.6
"""So many rows, and so large a share of them, must keep a relation that a head tells of."""

FEWEST_UNTOLD = 3
SHARE_UNTOLD = 0.7
"""The same where only the numbers show it, and only rows that hardly keep it by chance are counted."""

PER_CENT_UNITS = ("%", "％")
POINTS = ("百分点", "个百分点", "%", "％")


DIFFERENCE = "checks.difference-column"
GROWTH = "checks.growth-column"
YEARLY = "checks.yearly-column"
QUOTIENT = "checks.quotient-column"

TELLING = (DIFFERENCE, GROWTH, YEARLY, QUOTIENT)
"""Rules of heads that say what their numbers are reckoned as."""

Telling = Mapping[str, Set[int]]
"""By each rule of `TELLING` the columns whose head is of it."""


class KeptRelation(Struct, frozen=True):
    """A relation that most rows keep."""

    relation: Relation
    right: int
    wrong: tuple[NumberRow, ...]


class ColumnSense(Struct, frozen=True):
    """What is known of a column without its numbers."""

    head: str
    unit: str | None
    year: int | None


def kept_relations(
    table: Table,
    rows: Sequence[NumberRow],
    columns: Sequence[int],
    grammar: Grammar,
    period: Period | None,
) -> list[KeptRelation]:
    """The relations that most rows keep and some do not, those of the most rows first."""
    senses = {at: _sense(table, at, period) for at in columns}
    telling = _telling(senses, grammar)
    kept = []
    for triple in _triples(columns):
        filled = [row for row in rows if row.filled.issuperset(triple)]
        if len(filled) <= FEWEST_TOLD:  # no row is left to break what these keep
            continue
        heads = [senses[at].head for at in triple]
        for relation in _candidates(triple, filled, senses):
            judged = _judged(relation, filled, is_told=_is_told(relation, telling))
            if judged is None:
                continue
            wrong = [
                row for row in judged.wrong if not _is_explained(row, relation, heads, grammar)
            ]
            if wrong:
                kept.append(structs.replace(judged, wrong=tuple(wrong)))
    balances = (_judged(one, rows, is_told=True) for one in _balances(columns, senses, grammar))
    kept += [judged for judged in balances if judged is not None]
    return sorted(kept, key=lambda one: -one.right)


def _sense(table: Table, at: int, period: Period | None) -> ColumnSense:
    """A column's words; of a plan's period those without a year are its start or its end."""
    column = table.columns[at]
    year = column.year
    if year is None and period is not None:
        year = {"baseline": period.start - 1, "target": period.end}.get(column.role)
    return ColumnSense("".join(column.path), column.unit, year)


def _telling(senses: Mapping[int, ColumnSense], grammar: Grammar) -> Telling:
    patterns = {rule: grammar.pattern(rule) for rule in TELLING}
    return {
        rule: {at for at, sense in senses.items() if pattern.search(sense.head)}
        for rule, pattern in patterns.items()
    }


def _triples(columns: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Any three columns that stand near one another."""
    for at, first in enumerate(columns):
        for second, third in combinations(columns[at + 1 : at + WIDEST], 2):
            yield first, second, third


# ---------------------------------------------------------------- relations that may be


def _candidates(
    triple: tuple[int, int, int], rows: Sequence[NumberRow], senses: dict[int, ColumnSense]
) -> Iterator[TripleRelation]:
    for at, last in enumerate(triple):
        first, second = (other for place, other in enumerate(triple) if place != at)
        units = [senses[first].unit, senses[second].unit, senses[last].unit]
        if _are_of_one_unit(units):
            yield SumRelation((first, second, last))
        if _may_be_rate(units):
            yield from _growths((first, second, last), senses)
        if not _are_all_one(units):
            tens = _common_tens(rows, (first, second, last))
            if tens is not None:
                yield ProductRelation((first, second, last), tens)


def _balances(
    columns: Sequence[int], senses: dict[int, ColumnSense], grammar: Grammar
) -> Iterator[BalanceRelation]:
    """Stocks around columns side by side of what is added and given up, two of these at least.

    With one of them it is a sum of three columns.
    """
    adds = grammar.pattern("checks.column-of-added").search
    loses = grammar.pattern("checks.column-of-lost").search
    added = tuple(at for at in columns if adds(senses[at].head))
    lost = tuple(at for at in columns if at not in added and loses(senses[at].head))
    moving = sorted((*added, *lost))
    if len(moving) < FEWEST_MOVING:
        return
    stocks = [at for at in columns if at not in moving]
    before = [at for at in stocks if at < moving[0]]
    behind = [at for at in stocks if at > moving[-1]]
    # The new stock stands behind what moves, or both stand before it.
    pair = [*before[-1:], *behind[:1]] if behind else before[-2:]
    if len(pair) != 2 or not _are_of_one_unit([senses[at].unit for at in (*pair, *moving)]):
        return
    start, end = pair
    yield BalanceRelation(start, added, lost, end)


def _are_of_one_unit(units: Sequence[str | None]) -> bool:
    """Whether numbers of these units may be added; points and shares may."""
    known = {"%" if unit in POINTS else unit for unit in units if unit}
    return len(known) <= 1


def _are_all_one(units: Sequence[str | None]) -> bool:
    return None not in units and len(set(units)) == 1


def _may_be_rate(units: Sequence[str | None]) -> bool:
    """Whether the last may be growth of the other two in per cent."""
    before, after, rate = units
    return before == after and (rate is None or rate in PER_CENT_UNITS)


def _growths(
    columns: tuple[int, int, int], senses: dict[int, ColumnSense]
) -> Iterator[GrowthRelation]:
    first, second, rate = columns
    since, until = senses[first].year, senses[second].year
    between = until - since if since is not None and until is not None else 0
    if between < 0:
        first, second = second, first
    for falls in (False, True):
        yield GrowthRelation((first, second, rate), falls)
        if abs(between) > 1:
            yield GrowthRelation((first, second, rate), falls, abs(between))


def _common_tens(rows: Sequence[NumberRow], columns: tuple[int, int, int]) -> int | None:
    """The power of ten that is between product and factors in most rows."""
    found = Counter(tens for row in rows if (tens := tens_of(row, columns)) is not None)
    if not found:
        return None
    tens, times = found.most_common(1)[0]
    return tens if times >= FEWEST_TOLD else None


def _is_told(relation: TripleRelation, telling: Telling) -> bool:
    """Whether a head says that its numbers are reckoned from those of the others."""
    if isinstance(relation, GrowthRelation):
        return relation.columns[2] in telling[YEARLY if relation.years else GROWTH]
    rule = QUOTIENT if isinstance(relation, ProductRelation) else DIFFERENCE
    return not telling[rule].isdisjoint(relation.columns)


# ---------------------------------------------------------------- what the rows say


def _judged(relation: Relation, rows: Sequence[NumberRow], *, is_told: bool) -> KeptRelation | None:
    """The relation with the rows that break it; None where too few keep it, or all do."""
    counted = ("sharp", "right") if is_told else ("sharp",)
    fewest, share = (FEWEST_TOLD, SHARE_TOLD) if is_told else (FEWEST_UNTOLD, SHARE_UNTOLD)
    kept: set[tuple[float, ...]] = set()
    wrong: list[NumberRow] = []
    against = 0
    # Nearly all that is tried is no relation, which a part of the rows shows.
    most_against = (1 - share) * len(rows)
    for row in rows:
        outcome = relation.outcome(row)
        if outcome in counted:
            kept.add(_printed(row, relation))
        elif outcome in ("near", "wrong"):
            against += 1
            if against > most_against:
                return None
        if outcome == "wrong":
            wrong.append(row)
    if not wrong or len(kept) < fewest or len(kept) < share * (len(kept) + against):
        return None
    return KeptRelation(relation, len(kept), tuple(wrong))


def _printed(row: NumberRow, relation: Relation) -> tuple[float, ...]:
    """What two rows of the same numbers have in common: they show no more than one."""
    return tuple(row.numbers[at].number for at in relation.columns)


def _is_explained(
    row: NumberRow, relation: TripleRelation, heads: Sequence[str], grammar: Grammar
) -> bool:
    """Whether the row's own numbers are in another relation, or something is left out that may be."""
    first, second, last = relation.columns
    others = (
        SumRelation((first, second, last)),
        SumRelation((first, last, second)),
        SumRelation((second, last, first)),
        GrowthRelation(relation.columns),
        GrowthRelation(relation.columns, falls=True),
    )
    if any(other.outcome(row) in ("sharp", "right") for other in others):
        return True
    numbers = row.numbers_of(relation.columns)
    if isinstance(relation, SumRelation):
        return _is_made_up(row, relation) or _may_lack(numbers, heads, grammar)
    if isinstance(relation, GrowthRelation):
        return relation.years > 0 and _is_yearly_difference(numbers, relation.years)
    # More than all of it is done: 完成率 is printed as 100.
    return any(one.number == PER_CENT for one in numbers)


def _may_lack(numbers: Sequence[PrintedNumber], heads: Sequence[str], grammar: Grammar) -> bool:
    """Whether the parts are less than the whole, and further parts may well be left to later or out."""
    first, second, whole = (one.number for one in numbers)
    incomplete = grammar.pattern("checks.column-of-some")
    return first + second < whole and any(incomplete.search(head) for head in heads)


def _is_yearly_difference(numbers: Sequence[PrintedNumber], years: int) -> bool:
    """Whether the rate is by how many points a share changes a year: 1.8% to 2.5%, by 0.14."""
    before, after, rate = numbers
    return abs(abs(after.number - before.number) / years - abs(rate.number)) <= rate.step


def _is_made_up(row: NumberRow, relation: SumRelation) -> bool:
    """Whether other cells of the row make up what the sum lacks, or has too much."""
    numbers = row.numbers_of(relation.columns)
    first, second, whole = (one.number for one in numbers)
    gap = abs(whole - first - second)
    slack = sum(one.half for one in numbers)
    rest = [one.number for at, one in row.numbers.items() if at not in relation.columns][:WIDEST]
    return any(
        abs(sum(some) - gap) <= slack
        for count in range(1, len(rest) + 1)
        for some in combinations(rest, count)
    )
