"""unit-missing of money in a table of projects: 总投资 18600, and nowhere 万元 or 亿元."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Column, Finding, Table

FEWEST_AMOUNTS = 3
"""Amounts of a column without a unit: of fewer, nothing says that it is one of money."""

AROUND = 200
"""Characters of the source before the table and behind it that may say in what its money is."""


@check("unit-missing")
def bare_investments(matter: Matter) -> Iterator[Finding]:
    """Tables of projects whose money is in no unit: neither in head, caption and cells, nor near them."""
    for table in matter.draft.tables:
        if table.kind != "projects" or table.unit_note or table.doubts:
            continue
        column = _column_of_money(table, matter)
        if column is None or not (table.caption or table.box):
            continue  # what has no caption may go on with a table above it
        if not _is_told_near(table, matter) and not _is_told_of_another(table, column, matter):
            yield _finding(table, column, matter)


def _column_of_money(table: Table, matter: Matter) -> int | None:
    """The first column of amounts whose head says that they are money, and not in what; None for none."""
    money = matter.grammar.pattern("checks.column-of-money")
    bare = matter.grammar.pattern("checks.bare-amount")
    for at, column in enumerate(table.columns):
        if column.unit or not column.path:
            continue
        head = "".join(column.path[-1].split())
        # 总计 in a table of projects is what they cost, as its other columns tell.
        if money.search(head) is None and column.role != "investment":
            continue
        cells = ["".join(row[at].split()) for row in table.rows]
        amounts = [cell for cell in cells if any(map(str.isdigit, cell))]
        is_bare = all(bare.fullmatch(cell) for cell in cells if cell)
        if len(amounts) >= FEWEST_AMOUNTS and is_bare:
            return at
    return None


def _is_told_of_another(table: Table, column: int, matter: Matter) -> bool:
    """Whether another table says of a column of the same head in what its money is."""
    head = _head(table.columns[column], matter)
    return any(
        _head(one, matter) == head and (one.unit or other.unit_note)
        for other in matter.draft.tables
        for one in other.columns
    )


def _head(column: Column, matter: Matter) -> str:
    """A column's own words, without what stands in brackets: 总投资 of 总投资（万元）."""
    own = "".join("".join(column.path[-1:]).split())
    return matter.grammar.pattern("checks.in-brackets").sub("", own)


def _is_told_near(table: Table, matter: Matter) -> bool:
    """Whether a unit of money stands in the table, in its caption or around it, or is told for all tables."""
    text = matter.draft.source.text
    if matter.grammar.find("checks.money-of-all-tables", text) is not None:
        return True
    start, end = table.span
    boxes = [box.span[0] for box in matter.draft.boxes if box.id == table.box]
    around = text[max(min([start, *boxes]) - AROUND, 0) : end + AROUND]
    return matter.grammar.pattern("checks.unit-of-money").search(around) is not None


def _finding(table: Table, column: int, matter: Matter) -> Finding:
    head = "".join(table.columns[column].path[-1].split())
    return finding(
        "unit-missing",
        "warning",
        head,
        f"{matter.places.table(table)}的“{head}”一栏没有单位（万元或亿元），表题、表头和表注中也没有。",
        records=[table.id],
        span=table.span,
        page=table.page,
    )
