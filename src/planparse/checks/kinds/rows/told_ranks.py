"""prose-contradicts-table of ranks: 柳河镇面积最大, where another row of the table has more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import regex

from planparse.checks.kinds.values.table_sums import NOT_SUMMED, ledger_of
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.checks.sums.ledger import Ledger, SumRow
from planparse.checks.sureness import at_most
from planparse.model.plan import Finding, Table


@check("prose-contradicts-table")
def told_ranks(matter: Matter) -> Iterator[Finding]:
    """Rows that are said to have the most or the least of a column, and have not."""
    ranked = list(
        matter.prose.finditer_beside(
            "checks.words-of-ranks", matter.grammar.pattern("checks.row-of-rank")
        )
    )
    for table in matter.draft.tables if ranked else ():
        if table.kind in NOT_SUMMED or matter.sureness.of_table(table) == "grave":
            continue
        ledger = ledger_of(table, matter)
        items = [row for row in ledger.rows if row.kind == "item"]
        for found in ranked:
            yield from _contradicted(found, ledger, items, matter)


def _contradicted(
    found: regex.Match[str], ledger: Ledger, items: Sequence[SumRow], matter: Matter
) -> Iterator[Finding]:
    named = [row for row in items if _is_named(row.label, found["words"])]
    if len(named) != 1:
        return
    row = named[0]
    what = found["words"].partition(row.label)[2]
    columns = [at for at in ledger.amounts if _is_of(what, _head(ledger.table, at))]
    if len(columns) != 1:
        return
    column = columns[0]
    if any(not item.numbers.get(column) for item in items):
        return
    choose = min if found["least"] else max
    first = choose(items, key=partial(SumRow.amount, column=column))
    if first.amount(column) != row.amount(column):
        yield _finding(found, row, first, column, ledger.table, matter)


def _is_named(label: str, words: str) -> bool:
    return bool(label) and label in words


def _head(table: Table, column: int) -> str:
    return "".join("".join(table.columns[column].path[-1:]).split())


def _is_of(what: str, head: str) -> bool:
    """Whether a head prints what is ranked: 面积, of 计划面积（万亩）."""
    bare = what.strip("的“”")
    return bool(bare) and bare in head and not head.startswith("其中")


def _finding(
    found: regex.Match[str], row: SumRow, first: SumRow, column: int, table: Table, matter: Matter
) -> Finding:
    places = matter.places
    span = matter.prose.span_of(*found.span())
    where = places.cell(table, first.index, column)
    own, more = (table.rows[one.index][column].strip() for one in (row, first))
    return finding(
        "prose-contradicts-table",
        at_most("warning", matter.sureness.of_table(table)),
        row.label,
        f"正文{places.line(span)}说“{row.label}”的“{_head(table, column)}”{found['rank']}，"
        f"而{places.table(table)}中为{own}，“{first.label}”{where}为{more}。",
        records=[table.id],
        sides=[span],
        span=span,
    )
