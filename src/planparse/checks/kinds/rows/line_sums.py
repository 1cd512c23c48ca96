"""sum-mismatch in lines that look like rows, where no table was read: 东坪县 9.8 2.4 … 合计 42.1 11.0."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.checks.sums.row_kinds import is_total
from planparse.model.plan import Finding
from planparse.model.source import Span
from planparse.model.spans import places_of

FEWEST_ROWS = 3

NEAR = 0.1
"""A sum that misses by a larger share is none: a column of shares or averages."""


class RowOfLine(NamedTuple):
    """A line of a label and numbers."""

    label: str
    cells: tuple[str, ...]
    span: Span


MARKS_OF_PROSE = "。，；："
"""Signs at the end of a line that is none of a table."""


@check("sum-mismatch")
def line_sums(matter: Matter) -> Iterator[Finding]:
    """Lines with a label and as many numbers each, whose last one is 合计 and is not their sum."""
    for at in _lines_with_totals(matter):
        total = _row(at, matter)
        # Rows above a table's last line may stand in a table that was read only in part: it is the
        # line of the total that has to be outside of all.
        if (
            total is None
            or not is_total(total.label, matter.grammar)
            or _is_in_table(total, matter)
        ):
            continue
        block = _rows_above(at, total, matter)
        if len(block) >= FEWEST_ROWS:
            yield from _mismatches(block, total, matter)


def _lines_with_totals(matter: Matter) -> list[int]:
    """The indexes of the lines that print one of the words for a total, in order: few do."""
    starts = matter.places.starts_of_lines
    text = matter.draft.source.text
    words = matter.grammar.words("checks.words-of-totals")
    totals = chain.from_iterable(places_of(word, text) for word in words)
    behind = {bisect_right(starts, at) for at in totals}
    return sorted(number - 1 for number in behind)


def _row(at: int, matter: Matter) -> RowOfLine | None:
    """The line at this index as a row; None where it is none."""
    source = matter.draft.source
    line = source.lines[at]
    printed = source.text[line.start : line.end].strip()
    # Such a line ends in a number or a remark, and most lines of prose in a mark.
    if not printed or printed[-1] in MARKS_OF_PROSE:
        return None
    found = matter.grammar.pattern("checks.row-of-line").fullmatch(printed)
    if found is None:
        return None
    return RowOfLine(found["label"], tuple(found["cells"].split()), line.span)


def _is_in_table(row: RowOfLine, matter: Matter) -> bool:
    start = row.span[0]
    return any(table.span[0] <= start < table.span[1] for table in matter.draft.tables)


def _rows_above(at: int, total: RowOfLine, matter: Matter) -> list[RowOfLine]:
    """The rows right above a total with as many numbers as it has, up to the total before."""
    source = matter.draft.source
    rows: list[RowOfLine] = []
    for number in range(at - 1, -1, -1):
        line = source.lines[number]
        if not source.text[line.start : line.end].strip():
            continue
        row = _row(number, matter)
        if row is None or len(row.cells) != len(total.cells) or is_total(row.label, matter.grammar):
            break
        rows.append(row)
    return rows[::-1]


def _mismatches(rows: Sequence[RowOfLine], total: RowOfLine, matter: Matter) -> Iterator[Finding]:
    columns = list(zip(*(row.cells for row in rows), strict=True))
    sums = [sum(map(_number, column)) for column in columns]
    for column, added, printed in zip(columns, sums, total.cells, strict=True):
        gap = abs(added - _number(printed))
        if _half_a_step((*column, printed)) < gap <= NEAR * abs(_number(printed)):
            yield finding(
                "sum-mismatch",
                "warning",
                total.label,
                f"“{total.label}”一行（{matter.places.line(total.span)}）印为{printed}，"
                f"而其上{len(rows)}行相加为{added:g}。",
                sides=[total.span],
                span=total.span,
            )


def _number(cell: str) -> float:
    return float(cell.replace(",", ""))


def _half_a_step(cells: Sequence[str]) -> float:
    """By how much the sum of rounded numbers may be off."""
    return sum(0.5 * 10.0 ** -len(cell.partition(".")[2]) for cell in cells if "." in cell) + 1e-9
