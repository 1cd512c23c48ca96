"""A caption is no head of the table below it, however its words are set."""

from __future__ import annotations

import pytest

from planparse import parse

ROWS = """指标                    2020年    2025年
护理型床位占比（%）     41        55
设施覆盖率（%）         92        100
持证社会工作者（人）    78        150
"""


@pytest.mark.parametrize("gap", ["  ", "    ", "　", ""])
def test_a_wide_gap_between_label_and_title_makes_no_cells(gap: str) -> None:
    plan = parse(
        f"清河县民政“十四五”规划\n一、目标\n专栏1{gap}民政主要指标\n{ROWS}二、任务\n坚持。\n"
    )
    (table,) = plan.tables
    assert table.caption == "民政主要指标"
    assert [column.path for column in table.columns] == [("指标",), ("2020年",), ("2025年",)]
