"""Rows of a table as numbers, which relations of its columns are asked of."""

from __future__ import annotations

from planparse.checks.relations.number_rows import read_number_rows
from planparse.grammar import default
from sketch import sketch


def test_what_is_below_nothing_fills_its_cell_and_a_0_does_not() -> None:
    """30 - 4 = 26 is a relation as well as 30 + 4 = 34, and 0 + 5 = 5 is none to learn from."""
    rows = ("公办园 | 30 | -4 | 26", "民办园 | 12 | 0 | 12", "中学 | 20 | 3 | 23")
    heads = "sheet 专栏2 allocation: 学段 | 2020年（所） | 新增（所） | 2025年（所）"
    lines = "\n".join([heads, *(f"line {row}" for row in rows)])
    read, columns = read_number_rows(sketch(lines, default()).tables[0], default())
    assert columns == [1, 2, 3]
    assert [sorted(row.filled) for row in read] == [[1, 2, 3], [1, 3], [1, 2, 3]]
    assert [one.number for one in read[0].numbers_of(columns)] == [30, -4, 26]
