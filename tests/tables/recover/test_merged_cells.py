"""Merged cells that a converter printed in the rows amid them, as pymupdf4llm does: which rows they cover."""

from __future__ import annotations

import pytest

from planparse import Plan, parse
from planparse.tables.recover.merged.division import PrintedColumn, PrintedPiece, divided

RULE = "|" + "---|" * 5


def plan_of(*rows: str, head: str = "|类别|指标|2020年|2025年|属性|") -> Plan:
    table = "\n".join([head, RULE[: 4 * head.count("|") - 3], *rows])
    return parse(
        f"青石县水利发展规划（2021—2025年）\n\n专栏1 主要指标\n\n{table}\n\n二、重点任务\n"
    )


def groups(plan: Plan) -> list[tuple[str | None, str]]:
    return [(row.category, row.name) for row in plan.indicators]


def reaches(plan: Plan) -> dict[str, list[str]]:
    """The fields of each row that were guessed."""
    return {
        row.name: [doubt.field or "" for doubt in row.doubts if doubt.code == "label-reach"]
        for row in plan.indicators
    }


def test_a_label_in_the_middle_of_its_rows() -> None:
    plan = plan_of(
        "||供水普及率（%）|91|96|预期性|",
        "|供水<br>保障|水厂供水能力（万吨/<br>日）|4|6|预期性|",
        "||管网漏损率（%）|12|9|约束性|",
        "||用水总量<br>（亿立方米）|2.1|2.3|约束性|",
        "|节水|万元GDP用水量（立方米）|61|50|约束性|",
        "||再生水利用率（%）|15|25|预期性|",
    )
    assert [category for category, _ in groups(plan)] == ["供水保障"] * 3 + ["节水"] * 3
    assert not reaches(plan)["供水普及率"] and not reaches(plan)["再生水利用率"]


def test_a_label_torn_between_two_rows() -> None:
    plan = plan_of(
        "||堤防达标率（%）|71|85|预期性|",
        "|防洪|水库除险加固率（%）|60|100|约束性|",
        "|减灾|山洪沟治理（公里<br>）|12|30|预期性|",
        "||预警信息发布<br>时间（分钟）|30|15|预期性|",
        "|智慧<br>水利|自动监测率（%）|40|80|预期性|",
    )
    assert [category for category, _ in groups(plan)] == ["防洪减灾"] * 4 + ["智慧水利"]


def test_a_label_with_a_line_on_a_row_of_its_own() -> None:
    plan = plan_of(
        "|河湖|河长巡查率（%）|90|100|预期性|",
        "|“清四|||||",
        "|乱”|岸线复绿长度（公<br>里）|4|9|预期性|",
        "||水质达标率（%）|80|90|约束性|",
        "|水土保持|水土保持率（%）|71|75|约束性|",
        "||梯田整治面积（万<br>亩）|2|3|预期性|",
    )
    assert [row.name for row in plan.indicators][1] == "岸线复绿长度"
    assert groups(plan)[0][0] == groups(plan)[1][0] == "河湖“清四乱”"


def test_a_number_and_a_mark_of_nature_over_two_rows() -> None:
    plan = plan_of(
        "|1|灌溉面积（万亩）|31|34|约束性|",
        "||断面达标率（%）|81|90||",
        "|2|其中：省控断面<br>达标率（%）|90|95|约束性|",
        "|3|有效利用系数<br>（-）|0.55|0.58|预期性|",
        head="|序号|指标|2020年|2025年|属性|",
    )
    assert [row.nature for row in plan.indicators] == ["约束性", "约束性", "约束性", "预期性"]
    assert [row.number for row in plan.indicators][1:] == ["2", "2", "3"]
    assert "nature" in reaches(plan)["断面达标率"]


def test_a_goal_in_words_over_all_rows_that_lack_one() -> None:
    plan = plan_of(
        "||化学需氧量<br>减排（吨）|210||约束性|",
        "|减排|氨氮减排（吨）|18|完成市下达<br>任务|约束性|",
        "||总磷减排（吨）|4||约束性|",
        "|节水|再生水利用率（%）|18|22|预期性|",
    )
    targets = [row.target.text if row.target else None for row in plan.indicators]
    assert targets == ["完成市下达任务"] * 3 + ["22"]


def test_a_name_over_two_rows() -> None:
    plan = plan_of(
        "||发电量|万千瓦时|310|420|",
        "|能源|及小水电比重|%|21|25|",
        "||装机容量<br>（全口径）|万千瓦|31|42|",
        "|管网|供水管网<br>长度|公里|120|180|",
        head="|类别|指标|单位|2020年|2025年|",
    )
    assert [(row.name, row.unit and row.unit.text) for row in plan.indicators[:2]] == [
        ("发电量及小水电比重", "万千瓦时"),
        ("发电量及小水电比重", "%"),
    ]


def test_a_unit_on_a_row_of_its_own() -> None:
    plan = plan_of(
        "|农村自来水普及率|88|95|约束性|",
        "|（%）||||",
        "|灌区配套建筑物<br>（座）|210|260|预期性|",
        "|规模化供水<br>人口比例（%）|51|60|预期性|",
        head="|指标|2020年|2025年|属性|",
    )
    assert [(row.name, row.unit and row.unit.text) for row in plan.indicators[:1]] == [
        ("农村自来水普及率", "%")
    ]
    assert len(plan.indicators) == 3


def test_the_head_of_the_names_stands_over_their_labels_too() -> None:
    plan = plan_of(
        "|1||供水普及<br>率（%）|91|96|",
        "|2|供水<br>保障|水厂供水能力（万吨/<br>日）|4|6|",
        "|3||管网漏损率（%）|12|9|",
        head="|序号||指标|2020年|2025年|",
    )
    assert groups(plan)[0] == ("供水保障", "供水普及率")


def test_a_group_above_the_labels() -> None:
    plan = plan_of(
        "||安全保障||||",
        "||农村供水普及<br>率（%）|91|96|预期性|",
        "|供水<br>保障|水厂供水能力（万吨/<br>日）|4|6|预期性|",
        "||管网漏损率（%）|12|9|约束性|",
    )
    first = plan.indicators[0]
    assert (first.category, first.subcategory) == ("安全保障", "供水保障")
    assert len(plan.indicators) == 3


def test_each_page_has_labels_of_its_own() -> None:
    head = "|类别|指标|2020年|2025年|属性|"
    rows = [
        "||供水普及率（%）|91|96|预期性|",
        "|供水|水厂供水能力（万吨/<br>日）|4|6|预期性|",
        "||管网漏损<br>率（%）|12|9|约束性|",
        "",
        head,
        "|---|---|---|---|---|",
        "||应急备用水源（处）|1|2|预期性|",
        "|节水|用水总量<br>（亿立方米）|2.1|2.3|约束性|",
    ]
    plan = plan_of(*rows)
    assert [category for category, _ in groups(plan)][:3] == ["供水"] * 3
    assert groups(plan)[-1][0] == "节水"
    assert "category" in reaches(plan)["应急备用水源"]


def test_labels_at_the_top_of_their_rows_stay_there() -> None:
    """Other converters join the lines of a cell, and print a label in the first of its rows."""
    plan = plan_of(
        "|供水|供水普及率（%）|91|96|预期性|",
        "||水厂供水能力（万吨/日）|4|6|预期性|",
        "||管网漏损率（%）|12|9|约束性|",
        "|节水|用水总量（亿立方米）|2.1|2.3|约束性|",
        "||再生水利用率（%）|15|25|预期性|",
    )
    assert [category for category, _ in groups(plan)] == ["供水"] * 3 + ["节水"] * 2
    assert not any(reaches(plan).values())


def test_a_first_label_in_the_first_row_leaves_the_reach_in_doubt() -> None:
    plan = plan_of(
        "|水源|水源达标率（%）|91|96|预期性|",
        "||水厂供水能力<br>（万吨/日）|4|6|预期性|",
        "|供水|管网漏损率<br>（%）|12|9|约束性|",
        "||供水普及率<br>（%）|80|90|预期性|",
    )
    assert groups(plan)[0][0] == "水源" and groups(plan)[2][0] == "供水"
    assert reaches(plan)["水厂供水能力"] == ["category"]


@pytest.mark.parametrize(
    ("printed", "rows", "begins"),
    [
        # one line in the middle row of three, and of five
        ([(1, 1), (5, 1)], 8, [0, 3]),
        # two lines on both sides of the middle
        ([(1, 1), (2, 1), (5, 2)], 7, [0, 4]),
    ],
)
def test_where_each_cell_begins(
    printed: list[tuple[int, int]], rows: int, begins: list[int]
) -> None:
    pieces = [PrintedPiece(row, lines) for row, lines in printed]

    def cost_of_joint(first: int, behind: int) -> float:
        steps = zip(pieces[first:behind], pieces[first + 1 : behind], strict=False)
        return 0.3 if all(below.row == above.row + 1 for above, below in steps) else float("inf")

    column = PrintedColumn(pieces, [1.5] * rows, cost_of_joint, [1.5] * rows, [False] * len(pieces))
    division = divided(column)
    assert division is not None
    assert [share.begin for share in division.shares] == begins
    assert not division.misfits
