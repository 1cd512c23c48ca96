"""Headers of two rows, and cells in pieces, in tables that print one cell a line."""

from __future__ import annotations

import pytest

import planparse
from planparse import grammar
from planparse.model.plan import Indicator, Plan
from planparse.tables.recover.readings.stack.grouped_heads import grouped_layouts
from planparse.tables.recover.tokens import Token

CAPTION = "望川县“十五五”水务发展规划（2026—2030年）\n\n表1 主要指标\n\n"
FIRST = ("农村自来水普及率", "%", "预期性", "93", "96")
SECOND = ("城市供水普及率", "%", "预期性", "98", "99")
THIRD = ("再生水利用率", "%", "约束性", "21", "28")


def plan_of(*cells: str) -> Plan:
    """A plan whose table prints each of some cells on a line, with blank lines between them."""
    return planparse.parse(CAPTION + "\n\n".join(cells) + "\n")


def heads_of(plan: Plan) -> list[tuple[str, ...]]:
    """The header cells above each column of values of the only table."""
    [table] = plan.tables
    return [column.path for column in table.columns if column.year]


def values_of(indicator: Indicator) -> list[tuple[str, int | None]]:
    """The baseline and the goal of a row, each with its year."""
    values = (indicator.baseline, indicator.target, *indicator.others)
    return [(value.text, value.year) for value in values if value]


def test_labels_under_a_head_are_printed_behind_all_others() -> None:
    head = ("序号", "指标名称", "单位", "属性", "指标值", "2025年", "2030年")
    plan = plan_of(*head, "1", *FIRST, "2", *SECOND, "3", *THIRD)
    assert heads_of(plan) == [("指标值", "2025年"), ("指标值", "2030年")]
    assert values_of(plan.indicators[0]) == [("93", 2025), ("96", 2030)]
    assert values_of(plan.indicators[2]) == [("21", 2025), ("28", 2030)]


def test_a_head_with_labels_stands_amid_the_others() -> None:
    head = ("指标名称", "单位", "规划目标", "属性", "2027年", "2030年")
    rows = [(name, unit, *values, nature) for name, unit, nature, *values in (FIRST, SECOND, THIRD)]
    plan = plan_of(*head, *(cell for row in rows for cell in row))
    assert heads_of(plan) == [("规划目标", "2027年"), ("规划目标", "2030年")]
    assert values_of(plan.indicators[1]) == [("99", 2030), ("98", 2027)]
    assert plan.indicators[1].nature == "预期性"


def test_labels_are_printed_right_behind_their_head() -> None:
    head = ("指标名称", "单位", "目标值", "2027年", "2030年", "属性")
    rows = [(name, unit, *values, nature) for name, unit, nature, *values in (FIRST, SECOND, THIRD)]
    plan = plan_of(*head, *(cell for row in rows for cell in row))
    assert heads_of(plan) == [("目标值", "2027年"), ("目标值", "2030年")]


def test_kinds_and_years_are_two_lines_of_the_heads() -> None:
    head = ("序号", "指标项", "单位", "属性", "现状", "近期规划", "（2025年）", "（2030年）")
    plan = plan_of(*head, "1", *FIRST, "2", *SECOND, "3", *THIRD)
    assert heads_of(plan) == [("现状（2025年）",), ("近期规划（2030年）",)]
    assert values_of(plan.indicators[0]) == [("93", 2025), ("96", 2030)]


def test_pairs_of_kinds_and_years_stand_under_a_head() -> None:
    head = ("指标项", "单位", "属性", "指标值", "现状", "规划", "（2025年）", "（2030年）")
    plan = plan_of(*head, *FIRST, *SECOND, *THIRD)
    assert heads_of(plan) == [("指标值", "现状（2025年）"), ("指标值", "规划（2030年）")]


def test_a_year_behind_its_kind_is_one_cell() -> None:
    head = ("序号", "指标名称", "单位", "属性", "基准值", "（2025年）", "目标值", "（2030年）")
    plan = plan_of(*head, "1", *FIRST, "2", *SECOND, "3", *THIRD)
    assert heads_of(plan) == [("基准值（2025年）",), ("目标值（2030年）",)]


def test_heads_of_two_periods_are_two_cells() -> None:
    head = ("序号", "指标名称", "单位", "属性", "“十四五”", "完成值", "“十五五”", "目标值")
    plan = plan_of(*head, "1", *FIRST, "2", *SECOND, "3", *THIRD)
    assert heads_of(plan) == [("“十四五”完成值",), ("“十五五”目标值",)]
    assert values_of(plan.indicators[0]) == [("93", 2025), ("96", 2030)]


@pytest.mark.parametrize(
    ("labels", "are_under_one_head"),
    [
        (("2025年", "2030年"), True),
        (("2030年", "年均增速"), True),
        # the end of a head, and another head
        (("“十五五”", "目标值"), False),
    ],
)
def test_labels_of_one_head_are_of_one_kind(
    labels: tuple[str, ...],
    are_under_one_head: bool,
) -> None:
    cells = [
        Token(text, (n, n + 1), n, 0)
        for n, text in enumerate(("指标名称", "单位", "完成值", *labels))
    ]
    uppers = [
        [cell.text for cell in one.layout.header[0]]
        for one in grouped_layouts(cells, grammar.default())
        if len(one.layout.header) == 2
    ]
    assert (["指标名称", "单位", "完成值", ""] in uppers) == are_under_one_head


def test_heads_begin_with_whose_values_they_are() -> None:
    head = (
        "序号",
        "指标名称",
        "单位",
        "属性",
        "望川",
        "“十四五”",
        "现状",
        "望川",
        "“十五五”",
        "指标",
    )
    plan = plan_of(*head, "1", *FIRST, "2", *SECOND, "3", *THIRD)
    assert heads_of(plan) == [("望川“十四五”现状",), ("望川“十五五”指标",)]


def test_plain_heads_stay_side_by_side() -> None:
    head = ("序号", "指标名称", "单位", "属性", "2025年", "2030年")
    plan = plan_of(*head, "1", *FIRST, "2", *SECOND, "3", *THIRD)
    assert heads_of(plan) == [("2025年",), ("2030年",)]


def test_a_heading_above_is_no_head() -> None:
    plan = planparse.parse(
        "望川县水务发展规划（2026—2030年）\n\n2.主要指标\n\n望川县水务发展主要指标\n\n"
        + "\n\n".join(("序号", "指标名称", "单位", "属性", "“十五五”", "目标"))
        + "\n\n"
        + "\n\n".join(("1", *FIRST[:3], "96", "2", *SECOND[:3], "99", "3", *THIRD[:3], "28"))
        + "\n"
    )
    [table] = plan.tables
    assert [column.path for column in table.columns][-1] == ("“十五五”目标",)
    assert [one.number for one in plan.indicators] == ["1", "2", "3"]


def test_units_below_their_numbers_are_parts_of_the_values() -> None:
    head = ("序号", "指标名称", "属性", "2025年", "2030年")
    rows = (
        "1", "供水普及率", "预期性", "93%", "96%",
        "2", "湿地面积", "约束性", "120.4", "平方公里", "128.9", "平方公里",
        "3", "再生水利用率", "约束性", "21%", "28%",
    )  # fmt: skip
    plan = plan_of(*head, *rows)
    assert values_of(plan.indicators[1]) == [("120.4平方公里", 2025), ("128.9平方公里", 2030)]
    assert plan.indicators[2].category is None


def test_groups_lie_in_groups_and_are_merged_over_rows() -> None:
    head = ("类别", "序号", "一级指标", "二级指标", "单位", "属性", "2025年", "2030年")
    text = "2026年底前全面启动老旧管网改造，2028年底前完成其中七成以上的改造任务，2030年全部完成"
    rows = (
        "供水保障", "1", "水源建设", "供水能力", "万吨/日", "预期性", "12", "15",
        "2", "应急水源", "个", "预期性", "1", "2",
        "3", "管网更新", "老旧管网改造", "公里", "约束性", "启动三个片区", text,
        "节水降耗", "4", "农业节水", "灌溉水有效利用系数", "—", "预期性", "0.56", "0.58",
        "5", "滴灌面积", "万亩", "预期性", "3", "5",
    )  # fmt: skip
    plan = plan_of(*head, *rows)
    groups = [(one.category, one.subcategory, one.number) for one in plan.indicators]
    assert groups == [
        ("供水保障", "水源建设", "1"),
        ("供水保障", "水源建设", "2"),
        ("供水保障", "管网更新", "3"),
        ("节水降耗", "农业节水", "4"),
        ("节水降耗", "农业节水", "5"),
    ]
    assert plan.indicators[2].target and plan.indicators[2].target.text == text


def test_years_of_a_number_are_printed_below_it() -> None:
    head = ("指标名称", "2025年", "2030年", "指标性质")
    rows = (
        "年均供水规模（万吨）", "36", "（2021年-2025年）", "40", "预期性",
        "供水普及率（%）", "93", "96", "预期性",
        "管网漏损率（%）", "9", "（2025年较2020年下降）", "8左右", "约束性",
    )  # fmt: skip
    plan = plan_of(*head, *rows)
    goals = [one.target.text for one in plan.indicators if one.target]
    assert goals == ["40", "96", "8左右"]
    assert plan.indicators[0].baseline
    assert plan.indicators[0].baseline.text == "36（2021年-2025年）"


def test_a_goal_in_words_goes_on_below_and_a_nature_has_a_mark() -> None:
    head = ("目标类别", "具体目标内容", "目标值（%）", "指标属性")
    rows = (
        "节能降碳", "单位生产总值能耗降低", "完成市级", "下达目标", "约束性",
        "单位生产总值碳排放降低", "完成市级", "下达目标", "预期性[1]",
        "绿色建筑", "新建建筑中绿色建筑比例", "100", "预期性",
    )  # fmt: skip
    plan = plan_of(*head, *rows)
    rows_read = [
        (one.category, one.name, one.target and one.target.text, one.nature)
        for one in plan.indicators
    ]
    assert rows_read == [
        ("节能降碳", "单位生产总值能耗降低", "完成市级下达目标", "约束性"),
        ("节能降碳", "单位生产总值碳排放降低", "完成市级下达目标", "预期性"),
        ("绿色建筑", "新建建筑中绿色建筑比例", "100", "预期性"),
    ]


def test_what_is_measured_belongs_to_the_line_above() -> None:
    head = ("指标名称", "2025年", "2030年", "指标性质")
    rows = (
        "年均再生水计划", "规模（万吨）", "36", "40", "预期性",
        "全县工业用水重复利用率（%）", "93", "96", "预期性",
        "供水管网漏损率（%）", "9", "8", "约束性",
    )  # fmt: skip
    plan = plan_of(*head, *rows)
    assert plan.indicators[0].name == "年均再生水计划规模"
    assert plan.indicators[0].category is None


def test_the_figure_of_a_note_behind_a_share_joins_no_cells() -> None:
    head = ("序号", "指标名称", "规划目标", "完成情况", "是否完成")
    rows = (
        "1", "易涝区域达标面积占比", "35%1", "74.2%2", "已完成",
        "2", "河湖水面率", "8.3%", "8.4%", "已完成",
        "3", "供水普及率", "98%", "99%", "已完成",
    )  # fmt: skip
    plan = planparse.parse(
        "望川县“十五五”水务发展规划（2026—2030年）\n\n表1 “十四五”主要指标完成情况\n\n"
        + "\n\n".join((*head, *rows))
        + "\n"
    )
    first = plan.outcomes[0]
    assert first.goal and first.actual
    assert (first.goal.text, first.actual.text) == ("35%1", "74.2%2")
