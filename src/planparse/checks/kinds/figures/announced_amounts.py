"""sum-mismatch of what is announced with a number of rows: 项目8个，总投资26.8亿元, over 8 rows of 25.8亿元."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from planparse.checks.kinds.rows.told_rows import FEWEST_ROWS, KINDS, announced_rows, row_counts
from planparse.checks.kinds.values.table_sums import ledger_of
from planparse.checks.matching.extents import MONEY, amount, half_a_step, is_exact, is_money
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.checks.sums.ledger import Ledger
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Finding, Mention, Table
from planparse.quantity.units import find_unit, normalize

FARTHEST = 0.2
"""A sum that misses by a larger share is of other rows, or of another column."""


class AmountTold(NamedTuple):
    """An amount of all rows together, and how many they are said to be."""

    mention: Mention
    rows: int
    words: str


class ColumnSum(NamedTuple):
    """The rows of a column added up, or their sum as printed."""

    head: str
    number: Decimal
    unit: str
    base: str
    factor: float
    slack: float
    """By how much the rounding of its parts may put it off, in the base unit."""

    @property
    def amount(self) -> float:
        """It in the base unit."""
        return float(self.number) * self.factor


@check("sum-mismatch")
def announced_amounts(matter: Matter) -> Iterator[Finding]:
    """Amounts told with the number of rows that a table has, which no column of it adds up to."""
    for table in matter.draft.tables:
        if table.kind not in KINDS or len(table.rows) < FEWEST_ROWS:
            continue
        if matter.sureness.of_table(table) == "grave":
            continue
        told = list(_told(table, matter))
        sums = _column_sums(table, matter) if told else []
        for one in told:
            near = _missed(one, sums)
            if near is not None:
                yield _finding(one, near, table, matter)
                break


# ---------------------------------------------------------------- what is announced


def _told(table: Table, matter: Matter) -> Iterator[AmountTold]:
    """Amounts behind the number of rows: above the table, and wherever its own things are counted."""
    counts: Sequence[int] | None = None
    for words, number, end in _announcements(table, matter):
        if counts is None:
            counts = row_counts(table, matter)
        if number in counts:
            mention = _amount_behind(end, matter)
            if mention is not None and number is not None:
                yield AmountTold(mention, number, words)


def _announcements(table: Table, matter: Matter) -> Iterator[tuple[str, int | None, int]]:
    """Words that say how many rows there are, the number, and where in the text they end."""
    prose = matter.prose
    for one in announced_rows(table, matter):
        at = prose.place_of(one.span[1] - 1)
        if at is not None and not one.is_caption:
            yield one.words, one.number, at + 1
    caption = "".join((table.caption or "").split())
    grammar = matter.grammar
    for found in prose.finditer_beside(
        "checks.cost-words", grammar.pattern("checks.works-counted")
    ):
        sentence = prose.sentence_before(found.start())
        noun = found["noun"] or found["noun_behind"]
        if noun not in caption:
            continue
        if grammar.find("checks.rows-of-others", sentence) is None:
            number = read_integer(found["number"] or found["number_before"])
            yield found[0], number, found.end()


def _amount_behind(end: int, matter: Matter) -> Mention | None:
    """What all of it costs, by the words right behind its number."""
    prose = matter.prose
    behind = prose.sentence_behind(end)
    offset = prose.span_of(end - 1, end)[1]
    for mention in matter.draft.mentions[bisect_left(prose.mention_starts, offset) :]:
        at = prose.place_of(mention.span[0])
        if at is None or at - end >= len(behind):
            return None
        if not is_money(mention) or not is_exact(mention.value):
            continue
        between = behind[: at - end]
        is_all = matter.grammar.pattern("checks.cost-of-all").fullmatch(between) is not None
        return mention if is_all and amount(mention) else None
    return None


# ---------------------------------------------------------------- what is listed


def _column_sums(table: Table, matter: Matter) -> list[ColumnSum]:
    """The sums of a table's columns of money, in which no row is left open."""
    ledger = ledger_of(table, matter)
    found = (_column_sum(ledger, column, matter) for column in ledger.amounts)
    return [one for one in found if one is not None]


def _column_sum(ledger: Ledger, column: int, matter: Matter) -> ColumnSum | None:
    printed = ledger.table.columns[column].unit or ""
    scale = normalize(Decimal(1), find_unit(printed, matter.grammar), None, matter.grammar)
    if scale is None or scale.unit != MONEY:
        return None
    items = [row for row in ledger.rows if row.rank == 0]
    if any(row.kind != "item" or not row.numbers.get(column) for row in items):
        return None
    totals = [row.numbers[column] for row in ledger.rows if row.rank and row.numbers.get(column)]
    number = totals[-1] if totals else ledger.sum(items, column)
    if number is None:
        return None
    slack = float(ledger.tolerance(len(items), column)) * scale.value
    head = "".join(ledger.table.columns[column].path)
    return ColumnSum(head, number, printed, scale.unit, scale.value, slack)


def _missed(told: AmountTold, sums: Sequence[ColumnSum]) -> ColumnSum | None:
    """The column that adds up to nearly the amount; None where one bears it out, or none is near."""
    own = amount(told.mention)
    slack = half_a_step(told.mention.value)
    gaps = [(abs(own - one.amount), one) for one in sums]
    if not gaps or any(gap <= slack + one.slack for gap, one in gaps):
        return None
    gap, nearest = min(gaps, key=lambda pair: pair[0])
    return nearest if gap <= FARTHEST * own else None


def _finding(told: AmountTold, near: ColumnSum, table: Table, matter: Matter) -> Finding:
    places = matter.places
    return finding(
        "sum-mismatch",
        "warning",
        told.mention.subject or near.head,
        f"{places.prose(told.mention)}说“{told.words}”共{places.quantity(told.mention)}，"
        f"而{places.table(table)}（{places.line(table.span)}）{told.rows}项的“{near.head}”"
        f"相加为{near.number:f}{near.unit}。",
        records=[told.mention.id, table.id],
        span=told.mention.span,
        page=told.mention.page,
    )
