"""Which columns are this plan's goals, and which tell how an earlier period went."""

from __future__ import annotations

import pytest

from planparse import parse
from planparse.grammar import default
from planparse.model.plan import Period
from planparse.tables.columns import kind_of_table, read_columns
from planparse.tables.columns.when import TableTime, period_that_ends

OWN = Period(start=2021, end=2025)
BEFORE = Period(start=2016, end=2020)
UNSAID = TableTime(own=OWN)
LOOKS_BACK = TableTime(own=OWN, told=BEFORE, looks_back=True)
OF_ITS_OWN = TableTime(own=OWN, told=OWN)
UNKNOWN = TableTime()
ONLY_TOLD = TableTime(told=BEFORE, looks_back=True)


def roles(header: str, *rows: str, when: TableTime = UNSAID) -> str:
    paths = [tuple(c.split(">")) for c in header.split("|")]
    columns = read_columns(paths, [r.split("|") for r in rows], None, default(), when=when)
    return " ".join(c.role + (f":{c.year}" if c.year else "") for c in columns)


@pytest.mark.parametrize(
    ("header", "when", "expected"),
    [
        ("指标|规划目标|完成情况", LOOKS_BACK, "name goal actual"),
        ("指标|规划目标|完成情况", UNSAID, "name goal actual"),
        ("指标|规划目标|现状值", UNSAID, "name target baseline"),
        ("指标|规划目标|完成情况", OF_ITS_OWN, "name target baseline"),
        ("指标|2020年目标|2020年现状", UNSAID, "name goal:2020 actual:2020"),
        ("指标|2020年目标|2020年现状", UNKNOWN, "name goal:2020 actual:2020"),
        ("指标|2020年现状|2025年目标", UNKNOWN, "name baseline:2020 target:2025"),
        ("指标|2015年|2020年", LOOKS_BACK, "name baseline:2015 actual:2020"),
        ("指标|2015年|2020年", ONLY_TOLD, "name baseline:2015 actual:2020"),
        ("指标|2018年|2020年", UNSAID, "name baseline:2018 baseline:2020"),
        ("指标|2015年|2018年|2020年", UNSAID, "name baseline:2015 actual:2018 actual:2020"),
        ("县区|2015年|2020年", UNSAID, "entity baseline:2015 baseline:2020"),
        ("指标|“十三五”目标|“十三五”完成", UNSAID, "name goal:2020 actual:2020"),
        (
            "指标|2020年|“十三五”年均增速|2025年",
            UNSAID,
            "name baseline:2020 change:2020 target:2025",
        ),
        ("指标|上年完成|本年目标", UNKNOWN, "name baseline target"),
        ("指标|2020年|2025年末（预计）", UNSAID, "name baseline:2020 target:2025"),
        (
            "指标|2020年|2022年预计|2025年目标",
            UNSAID,
            "name baseline:2020 baseline:2022 target:2025",
        ),
        ("指标|目标|较目标增加|完成率", LOOKS_BACK, "name goal change value"),
        (
            "指标|规划目标>2020年|规划目标>年均增速|年均增速",
            LOOKS_BACK,
            "name goal:2020 goal change",
        ),
    ],
)
def test_the_time_of_a_column_gives_its_role(header: str, when: TableTime, expected: str) -> None:
    width = header.count("|")
    rows = ["森林覆盖率|" + "|".join(["40"] * width), "湿地保护率|" + "|".join(["55"] * width)]
    assert roles(header, *rows, when=when) == expected


@pytest.mark.parametrize(
    ("header", "cells", "role"),
    [
        ("完成情况", ["完成", "未完成", "超额完成"], "met"),
        ("完成情况", ["31.5", "完成", "28"], "actual"),
        ("完成情况", ["√", "√", "×"], "met"),
        ("评估", ["好于预期", "提前完成", "未达预期"], "met"),
        ("是否达标", ["是", "是", "否"], "met"),
        ("评估结果", ["31.5", "28", "6"], "actual"),
        ("结论情况说明", ["完成", "完成", "未完成"], "met"),
        ("备注", ["√", "√", "×"], "note"),
        ("2020年", ["完成省下达任务", "完成省下达任务", "持续下降"], "actual:2020"),
    ],
)
def test_cells_say_whether_a_column_is_of_verdicts(
    header: str, cells: list[str], role: str
) -> None:
    rows = [f"指标{i}率|40|{cell}" for i, cell in enumerate(cells)]
    assert roles(f"指标|规划目标|{header}", *rows, when=LOOKS_BACK) == f"name goal {role}"


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("指标|单位|2020年目标|2020年实际", "review"),
        ("指标|单位|2020年目标|2020年实际|2025年目标", "indicators"),
        ("县区|2020年目标|2020年实际", "allocation"),
        ("项目|建设内容|2020年目标|2020年实际", "projects"),
        ("指标|单位|目标值|完成时限", "indicators"),
        ("项目名称|建设期|总投资", "projects"),
    ],
)
def test_what_a_table_is_about(header: str, kind: str) -> None:
    heads = header.split("|")
    rows = [[f"甲{i}", *[str(40 + i)] * (len(heads) - 1)] for i in range(3)]
    columns = read_columns([(head,) for head in heads], rows, None, default(), when=UNSAID)
    assert kind_of_table(columns, rows, None, default()) == kind


@pytest.mark.parametrize(
    ("caption", "heading", "is_review"),
    [
        ("“十三五”主要指标完成情况", "三、主要指标", True),
        ("主要指标完成情况", "一、“十四五”发展基础", True),
        ("主要指标", "一、“十三五”发展回顾", True),
        ("主要指标", "一、规划实施成效", False),
        ("“十四五”主要指标", "一、“十三五”发展回顾", False),
        ("主要指标", "二、“十四五”发展目标", False),
        ("“十三五”完成情况与“十四五”目标", "一、发展回顾", False),
    ],
)
def test_captions_govern_before_headings(caption: str, heading: str, is_review: bool) -> None:
    plan = parse(
        f"# 云溪市“十四五”林业规划\n\n## {heading}\n\n表1 {caption}\n\n"
        "| 指标 | 目标值 | 数值 |\n|---|---|---|\n| 湿地保护率（%） | 60 | 53 |\n"
    )
    assert [table.kind == "review" for table in plan.tables] == [is_review]


@pytest.mark.parametrize(
    ("year", "own", "expected"),
    [
        (2020, OWN, (2016, 2020)),
        (2018, OWN, (2018, 2018)),
        (2020, Period(start=2021, end=2021), (2020, 2020)),
    ],
)
def test_a_year_ends_a_period_of_five_or_of_itself(
    year: int, own: Period, expected: tuple[int, int]
) -> None:
    period = period_that_ends(year, own)
    assert (period.start, period.end) == expected
