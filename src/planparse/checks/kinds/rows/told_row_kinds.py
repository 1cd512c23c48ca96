"""count-mismatch of a table's rows of one kind: 其中新建2项、续建3项, above a table with three that are 新建."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from planparse.checks.announced import Announced
from planparse.checks.kinds.rows.told_rows import (
    FARTHEST,
    FEWEST_ROWS,
    KINDS,
    announced_rows,
    row_counts,
)
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Finding, Table

FEWEST_KINDS = 2
"""Kinds that the sentence and one column have in common: one word may be of anything."""

Told = dict[str, int]
"""How many rows of each kind the text says that there are."""


@check("count-mismatch")
def told_row_kinds(matter: Matter) -> Iterator[Finding]:
    """Numbers of rows by kinds, where all rows are as many as is said, and those of a kind are not."""
    for table in matter.draft.tables:
        if table.kind not in KINDS or len(table.rows) < FEWEST_ROWS:
            continue
        if matter.sureness.of_table(table) == "grave":
            continue
        for announced in announced_rows(table, matter):
            told = _told(announced, matter)
            # Where all of them are more or fewer, that is what is wrong.
            if len(told) >= FEWEST_KINDS and announced.number in row_counts(table, matter):
                yield from _finding(announced, told, table, matter)
                break


def _told(announced: Announced, matter: Matter) -> Told:
    """The kinds behind the number of all rows."""
    told = {}
    for found in matter.grammar.pattern("checks.rows-of-kind").finditer(announced.behind):
        number = read_integer(found["number"])
        if number is not None:
            told[found["kind"]] = number
    return told


def _column_of(told: Told, table: Table) -> Sequence[str] | None:
    """The cells of the one column that prints these kinds."""
    columns = [["".join(row[at].split()) for row in table.rows] for at in range(len(table.columns))]
    for cells in columns:
        if sum(1 for kind in told if kind in cells) >= FEWEST_KINDS:
            return cells
    return None


def _finding(announced: Announced, told: Told, table: Table, matter: Matter) -> Iterator[Finding]:
    """One finding for all kinds: what one has too many, another has too few."""
    cells = _column_of(told, table)
    if cells is None:
        return
    printed = Counter(cells)
    wrong = {kind: number for kind, number in told.items() if _is_wrong(kind, number, printed)}
    if not wrong or any(abs(number - printed[kind]) > FARTHEST for kind, number in wrong.items()):
        return
    places = matter.places
    said = "、".join(f"{kind}{number}项" for kind, number in wrong.items())
    listed = "、".join(f"{kind}{printed[kind]}项" for kind in wrong)
    yield finding(
        "count-mismatch",
        "warning",
        announced.noun,
        f"正文{places.line(announced.span)}说{said}，"
        f"而{places.table(table)}（{places.line(table.span)}）列有{listed}。",
        records=[table.id],
        sides=[announced.span],
        span=announced.span,
    )


def _is_wrong(kind: str, number: int, printed: Counter[str]) -> bool:
    """Whether a column that prints a kind prints it another number of times.

    A cell of two kinds (新建、改建) may be counted or not.
    """
    if not printed[kind]:
        return False
    joint = sum(times for cell, times in printed.items() if kind in cell and cell != kind)
    return not printed[kind] <= number <= printed[kind] + joint
