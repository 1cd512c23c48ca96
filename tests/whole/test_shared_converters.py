"""Tables in the text of converters: cases that once were read wrongly in silence.

They stand beside the project, as `../shared/cases/text`, and are skipped visibly where they are missing.
"""

from __future__ import annotations

import pytest

from places import SHARED
from planparse.model.plan import Plan
from planparse.parser import Parser
from planparse.readers import read_source

CASES = SHARED / "cases" / "text"


def read(case: str) -> Plan:
    found = [*CASES.glob(f"{case}*/input.*")]
    if not found:
        pytest.skip(f"the case {case} of ../shared/cases is not on this machine")
    return Parser().parse_source(read_source(found[0].read_bytes(), found[0].name))


def rows(plan: Plan) -> list[str]:
    """Each indicator in one line: category, number, name, unit, baseline, target, nature."""
    found: list[str] = []
    for i in plan.indicators:
        cells = (
            i.category,
            i.number,
            i.name,
            i.unit and i.unit.text,
            i.baseline and i.baseline.text,
            i.target and i.target.text,
            i.nature,
        )
        found.append(" ".join(str(cell) if cell else "-" for cell in cells))
    return found


def test_a_cell_of_two_paragraphs_and_merged_labels() -> None:
    assert rows(read("01")) == [
        "水源保障 1 规模化供水工程覆盖人口比例 % 48 60 约束性",
        "水源保障 2 应急备用水源地数量 处 —— 3 预期性",
        "管网运行 3 城镇供水管网漏损率 % 13.5 9 预期性",
        "管网运行 4 老旧管网改造长度 公里 —— 县城≥40乡镇≥25 约束性",
    ]


def test_header_words_that_no_list_has() -> None:
    plan = read("02")
    assert rows(plan) == [
        "- 1 新建供水管网 公里 - 320 约束性",
        "- 2 改造老旧管网 公里 - 150 约束性",
        "- 3 新增供水能力 万m³/日 - 12 预期性",
    ]
    assert [[o.text for o in i.others] for i in plan.indicators] == [["60"], ["40"], ["3.5"]]


def test_names_wrapped_over_lines_and_labels_on_their_own() -> None:
    assert rows(read("03")) == [
        "馆藏建设 - 县级综合档案馆馆藏档案数量 - - ≥80 约束性",
        "馆藏建设 - 应进馆单位档案接收率（含乡镇机关、县属企业） - - ≥95 约束性",
        "馆藏建设 - 已完成数字化的馆藏纸质档案占全部馆藏的比例 % - ≥75 预期性",
        "库房管理 - 县级综合档案馆库房消防设施达标率 % - 100 预期性",
        "库房管理 - 档案安全检查覆盖率 % - 100 预期性",
    ]


def test_a_unit_above_and_below_its_row() -> None:
    plan = read("05")
    assert rows(plan) == [
        "- 1 地区生产总值年均增长率 % - 6左右 预期性",
        "- 2 规模以上工业劳动生产率 万元/人 - 42左右 预期性",
        "- 3 单位工业用地产值提升 % - [18] 预期性",
        "- 4 市级以上总部企业数量 家 - [累计达到60] 预期性",
        "- 5 全社会研发投入相当于地区生产总值比例 % - 3.2左右 预期性",
        "- 6 居民平均预期寿命 岁 - >81 预期性",
        "- 7 单位生产总值能耗降低 % - [确保完成省下达任务] 约束性",
        "- 8 森林覆盖率 % - 38.5 约束性",
        "- 9 单位生产总值安全事故死亡率 人/亿元 - <0.02 约束性",
    ]


def test_a_grid_of_signs_is_one_table() -> None:
    [table] = read("10").tables
    assert [(row[0], row[2]) for row in table.rows] == [
        ("县教育局", "健康环境"),
        ("县民政局县老龄办", "社会救助"),
        ("县住建局", "居住环境"),
    ]
    assert all(len(row) == 3 and row[1].endswith("。") for row in table.rows)


def test_a_label_on_the_line_of_a_wrapped_name() -> None:
    """The names are whole; which rows a label amid them stands for is guessed, and that is told."""
    plan = read("04")
    assert [i.name for i in plan.indicators] == [
        "县级综合档案馆馆藏数量",
        "应进馆单位档案接收率（含乡镇机关、县属国有企业、社会组织）",
        "实施重点馆藏数字化与保护工程和基层档案室标准化建设项目数量",
        "新增省级珍贵档案名录入选项目数量",
        "县级档案开放利用示范点",
        "库房消防设施达标率",
        "档案安全检查覆盖率",
        "年度接待查档利用人数",
    ]
    assert [i.target and i.target.text for i in plan.indicators] == (
        ["≥80", "≥95", "≥20", "6", "2", "100", "100", "40"]
    )
    categories = [i.category for i in plan.indicators]
    assert categories[:4] == ["馆藏建设"] * 4
    assert categories[5:] == ["库房管理"] * 3
    assert [doubt.code for doubt in plan.tables[0].doubts] == ["label-reach"]
