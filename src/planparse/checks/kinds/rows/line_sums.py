"""sum-mismatch in lines that look like rows, where no table was read: 东坪县 9.8 2.4 … 合计 42.1 11.0."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding
from planparse.model.source import Span

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
    block: list[RowOfLine] = []
    for row in _rows(matter):
        if row is None or (block and len(row.cells) != len(block[0].cells)):
            block = []
        if row is None:
            continue
        if _is_sum(row.label, matter):
            if len(block) >= FEWEST_ROWS:
                yield from _mismatches(block, row, matter)
            block = []
        else:
            block.append(row)


def _rows(matter: Matter) -> Iterator[RowOfLine | None]:
    """The lines outside of tables as rows, and None for each that is none; empty lines are left out."""
    pattern = matter.grammar.pattern("checks.row-of-line")
    tables = [table.span for table in matter.draft.tables]
    text = matter.draft.source.text
    for line in matter.draft.source.lines:
        printed = text[line.start : line.end].strip()
        if not printed:
            continue
        # Such a line ends in a number or a remark, and most lines of prose in a mark.
        found = None if printed[-1] in MARKS_OF_PROSE else pattern.fullmatch(printed)
        if found is None:
            yield None
            continue
        # Rows above a table's last line may stand in a table that was read only in part: it is the
        # line of the total that has to be outside of all.
        is_inside = any(start <= line.start < end for start, end in tables)
        if is_inside and _is_sum(found["label"], matter):
            yield None
        else:
            yield RowOfLine(found["label"], tuple(found["cells"].split()), line.span)


def _is_sum(label: str, matter: Matter) -> bool:
    grammar = matter.grammar
    names = ("checks.total", "checks.grand-total")
    return any(grammar.pattern(name).fullmatch(label) is not None for name in names)


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
