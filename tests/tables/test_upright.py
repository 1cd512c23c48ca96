"""Tables that do not print a row for each record: `fixtures/cases/upright.txt`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

from places import CASES
from planparse import Plan, parse
from planparse.model.plan import Indicator


def cases() -> Iterator[tuple[str, list[str], list[str]]]:
    for block in (CASES / "upright.txt").read_text(encoding="utf-8").split("\n# ")[1:]:
        title, *lines = block.split("\n")
        at = lines.index("=")
        yield title, [x for x in lines[:at] if x], [x for x in lines[at + 1 :] if x]


def plan_of(lines: list[str], caption: str = "专栏1 主要指标") -> Plan:
    """A plan with one Markdown table."""
    head, *rows = lines
    rule = "|" + "---|" * (head.count("|") - 1)
    table = "\n".join([head, rule, *rows])
    return parse(f"# 松江县“十四五”绿化规划（2021—2025年）\n\n{caption}\n\n{table}\n")


def show(row: Indicator) -> str:
    unit = row.unit.text if row.unit else "-"
    values = " → ".join(value.text if value else "none" for value in (row.baseline, row.target))
    return f"{row.category or '-'} / {row.name} [{unit}] {row.nature or '-'}: {values}"


@pytest.mark.parametrize(("lines", "expected"), [pytest.param(a, b, id=t) for t, a, b in cases()])
def test_each_record_has_a_row(lines: list[str], expected: list[str]) -> None:
    plan = plan_of(lines)
    assert [show(row) for row in plan.indicators] == expected
    assert not [doubt for row in plan.indicators for doubt in row.doubts]
    assert not [doubt for table in plan.tables for doubt in table.doubts]


@pytest.mark.parametrize(("lines", "expected"), [pytest.param(a, b, id=t) for t, a, b in cases()])
def test_the_records_of_a_table_do_not_overlap(lines: list[str], expected: list[str]) -> None:
    """Wherever the cells of a row are printed, its span holds none of another row's."""
    rows = plan_of(lines).indicators
    assert len(rows) == len(expected)
    spans = sorted(row.span for row in rows)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


NO_TABLE_OF_GOALS = {
    "districts": ["| 指标 | 城东片区 | 城西片区 |", "| 2020年 | 52 | 4 |", "| 2025年 | 53 | 18 |"],
    "a row that heads no column": [
        "| 指标 | 森林覆盖率（%） | 造林面积（万亩） |",
        "| 2020年 | 52 | 4 |",
        "| 天气 | 晴 | 雨 |",
        "| 2025年 | 53 | 18 |",
    ],
    "one row of values": [
        "| 指标 | 森林覆盖率（%） | 造林面积（万亩） |",
        "| 2025年目标 | 52 | 4 |",
    ],
    "one indicator": ["| 指标 | 森林覆盖率（%） |", "| 2020年 | 52 |", "| 2025年 | 53 |"],
}


@pytest.mark.parametrize("lines", NO_TABLE_OF_GOALS.values(), ids=NO_TABLE_OF_GOALS)
def test_a_table_that_is_not_on_its_side_stays_as_it_is(lines: list[str]) -> None:
    [table] = plan_of(lines).tables
    assert [column.path[-1] for column in table.columns] == [
        cell.strip() for cell in lines[0].strip("|").split("|")
    ]


def test_years_without_a_promise_need_a_caption_of_indicators() -> None:
    lines = [
        "| 年份 | 森林覆盖率（%） | 造林面积（万亩） |",
        "| 2020年 | 52 | 4 |",
        "| 2025年 | 53 | 18 |",
    ]
    assert plan_of(lines, "表1 生态状况").indicators == ()
    assert len(plan_of(lines).indicators) == 2
    lines[-1] = "| 2025年目标 | 53 | 18 |"
    assert len(plan_of(lines, "表1 生态状况").indicators) == 2


STATISTICS = [
    "| 年份 | 常住人口（万人） | 地区生产总值（亿元） |",
    "| 2018年 | 60 | 570 |",
    "| 2019年 | 62 | 620 |",
    "| 2020年 | 64 | 656 |",
]


@pytest.mark.parametrize("caption", ["表1 主要统计数据", "表1 主要指标"])
def test_statistics_by_year_hold_no_goals(caption: str) -> None:
    """Years that are over stay in their rows, whatever the caption calls them."""
    assert plan_of(STATISTICS, caption).indicators == ()
