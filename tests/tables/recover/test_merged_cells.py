"""Merged cells that a converter printed in the rows amid them, as pymupdf4llm does: which rows they cover."""

from __future__ import annotations

import random
from bisect import bisect_right
from itertools import accumulate

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
        "|河湖岸线|河长巡查率（%）|90|100|预期性|",
        "|“清四乱|||||",
        "|”整治|岸线复绿长度（公<br>里）|4|9|预期性|",
        "||水质达标率（%）|80|90|约束性|",
        "|水土保持|水土保持率（%）|71|75|约束性|",
        "||梯田整治面积（万<br>亩）|2|3|预期性|",
    )
    assert [row.name for row in plan.indicators][1] == "岸线复绿长度"
    assert groups(plan)[0][0] == groups(plan)[1][0] == "河湖岸线“清四乱”整治"


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


def test_heads_that_the_converter_has_invented_are_none() -> None:
    plan = plan_of(
        "||供水普及<br>率（%）|91|96|预期性|",
        "|供水<br>保障|水厂供水能力（万吨/<br>日）|4|6|预期性|",
        "||管网漏损率（%）|12|9|约束性|",
        head="|Col1|指标|2020年|2025年|Col5|",
    )
    assert groups(plan)[0] == ("供水保障", "供水普及率")
    assert plan.indicators[0].nature == "预期性"
    assert not plan.tables[0].doubts


def test_a_page_on_which_names_and_values_share_a_column() -> None:
    """The bound between two columns was missed there: the value stands below the name."""
    plan = plan_of(
        "|供水|供水普及<br>率（%）|91|96|预期性|",
        "||管网漏损<br>率（%）|12|9|约束性|",
        "",
        "|供水规模（万吨）<br>31|34|预期性|",
        "|---|---|---|",
        "|生态补水||",
        "|河道补水量（亿<br>立方米）<br>1.2（较2015<br>年）|1.5|约束性|",
        "|湿地补水量（万立方米）<br>-|80|约束性|",
    )
    rows = [(row.name, row.baseline and row.baseline.text) for row in plan.indicators[2:]]
    assert rows == [("供水规模", "31"), ("河道补水量", "1.2（较2015年）"), ("湿地补水量", "-")]
    assert [row.category for row in plan.indicators[3:]] == ["生态补水", "生态补水"]
    doubted = [any(doubt.code == "ragged-rows" for doubt in row.doubts) for row in plan.indicators]
    assert doubted == [False, False, True, True, True]


def test_a_page_with_fewer_columns_whose_cells_are_whole() -> None:
    plan = plan_of(
        "|供水|供水普及<br>率（%）|91|96|预期性|",
        "||管网漏损<br>率（%）|12|9|约束性|",
        "",
        "|供水规模（万<br>吨）|34|预期性|",
        "|---|---|---|",
        "|补水规模（万<br>吨）|80|约束性|",
    )
    assert plan.indicators[-1].name == "补水规模"
    assert any(doubt.code == "ragged-rows" for doubt in plan.indicators[-1].doubts)


def test_a_first_page_with_fewer_columns() -> None:
    plan = plan_of(
        "|供水普及<br>率（%）|91|96|预期性|",
        "|管网漏损<br>率（%）|12|9|约束性|",
        "",
        "|补水|湿地补水<br>规模（万吨）|34|50|约束性|",
        "|---|---|---|---|---|",
        "||河道补水<br>规模（万吨）|80|90|约束性|",
        head="|指标|2020年|2025年|属性|",
    )
    doubted = [any(doubt.code == "ragged-rows" for doubt in row.doubts) for row in plan.indicators]
    assert doubted == [True, True, False, False]


def test_names_that_stand_in_the_column_before_those_of_their_parts() -> None:
    """Which names are parts of which, and how far a label goes, cannot be known."""
    plan = plan_of(
        "||装机容<br>量（万千瓦）|310|720|预期性|",
        "|风电||120|260|预期性|",
        "||陆上风<br>电|100|200|预期性|",
        "|水电||90|95|预期性|",
        "||抽水蓄<br>能|20|40|预期性|",
        "|总计||310|720|预期性|",
    )
    assert all("category" in fields for fields in reaches(plan).values())
    assert any(doubt.code == "no-name" for doubt in plan.tables[0].doubts)


def test_one_label_without_a_name_beside_it_is_a_label() -> None:
    plan = plan_of(
        "||供水普及<br>率（%）|91|96|预期性|",
        "|供水<br>保障|水厂供水<br>能力（万吨）|4|6|预期性|",
        "||管网漏损<br>率（%）|12|9|约束性|",
        "|节水||61|50|约束性|",
    )
    assert [category for category, _ in groups(plan)[:3]] == ["供水保障"] * 3


def test_a_name_that_was_broken_where_there_was_room() -> None:
    plan = plan_of(
        "||氨氮<br>重点工程减排量（吨）|91|96|预期性|",
        "|减排|县级及以上城市建成区黑臭水体消除比<br>例（%）|4|6|预期性|",
        "||总磷<br>（吨）|12|9|约束性|",
    )
    doubted = {row.name: [doubt.code for doubt in row.doubts] for row in plan.indicators}
    assert doubted["氨氮重点工程减排量"] == ["short-piece"]
    assert not doubted["县级及以上城市建成区黑臭水体消除比例"] and not doubted["总磷"]


def test_a_caption_that_the_columns_have_torn() -> None:
    rows = [
        "||表2 城乡供水发|展主要|指标|",
        "|---|---|---|---|",
        "|序号|指标|2020年|2025年|",
        "|1|供水普及率（%）|91|96|",
        "|2|管网漏损率（%）|12|9|",
    ]
    plan = parse("\n".join(["青石县水利发展规划（2021—2025年）", "", *rows, ""]))
    assert [(box.label, box.title) for box in plan.boxes] == [("表2", "城乡供水发展主要指标")]
    assert [column.role for column in plan.tables[0].columns] == [
        "number",
        "name",
        "baseline",
        "target",
    ]


def test_a_group_with_a_number_gives_it_to_no_row() -> None:
    plan = plan_of(
        "|一|供水||||",
        "||供水普及率（%）|91|96|预期性|",
        "|二|节水||||",
        "||再生水利用率（%）|15|25|预期性|",
        head="|序号|指标|2020年|2025年|属性|",
    )
    assert [(row.category, row.number) for row in plan.indicators] == [
        ("供水", None),
        ("节水", None),
    ]


def test_a_note_behind_a_table_is_no_row_of_it() -> None:
    rows = "|指标|2020年|2025年|\n|---|---|---|\n|供水普及率（%）|91|96|\n|管网漏损率（%）|12|9|\n"
    note = "\n> 1 以 2025 年常住人口 31 万人、年供水 1200 万吨计\n"
    plan = parse(f"专栏1 主要指标\n\n{rows}{note}")
    assert len(plan.indicators) == 2 and not plan.tables[0].doubts


def test_heads_over_two_columns_and_over_two_rows() -> None:
    rows = [
        "||2020|年|2025|年||",
        "|---|---|---|---|---|---|",
        "|项目|||||年均增速|",
        "||长度（公里）|占比|长度（公里）|占比||",
        "|高速公路|31|10%|42|12%|6.2%|",
        "|普通公路|290|90%|308|88%|1.2%|",
    ]
    plan = parse(
        "\n".join(["青石县公路发展规划（2021—2025年）", "", "表1 公路里程变化情况", "", *rows, ""])
    )
    paths = [column.path for column in plan.tables[0].columns]
    assert paths[0] == ("项目",) and paths[5] == ("年均增速",)
    assert [path[0] for path in paths[1:5]] == ["2020年", "2020年", "2025年", "2025年"]


def test_a_first_row_of_the_body_is_no_strip_of_the_header() -> None:
    plan = plan_of(
        "|供水||91|||", "||管网漏损<br>率（%）|12|9|约束性|", "|节水|用水总量（亿<br>吨）|2|3||"
    )
    assert plan.tables[0].columns[0].path == ("类别",)


def test_labels_of_a_program_that_writes_blanks_beside_its_bars() -> None:
    """It prints them in the first of their rows, though it keeps the lines of cells."""
    plan = plan_of(
        "| 供水 | 供水普及<br>率（%） | 91 | 96 | 预期性 |",
        "| | 水厂供水能力（万<br>吨/日） | 4 | 6 | 预期性 |",
        "| | 管网漏损<br>率（%） | 12 | 9 | 约束性 |",
        "| 节水 | 用水总量（亿<br>立方米） | 2.1 | 2.3 | 约束性 |",
        "| | 再生水利用率（%） | 15 | 25 | 预期性 |",
        "| | 节水器具普及率（%） | 75 | 85 | 预期性 |",
    )
    assert [category for category, _ in groups(plan)] == ["供水"] * 3 + ["节水"] * 3
    assert not any(reaches(plan).values())


SIGNS = "江河湖海山川林田路桥港站车船电水火风光热土石沙金木花草鸟鱼虫春夏秋冬东南西北城乡村镇"


def printed_table(rng: random.Random) -> tuple[list[str], list[str]]:
    """Rows as a page prints them, each line of a label in the row that it lies in; and their labels."""
    padding = rng.choice([0.3, 0.5, 0.8, 1.2])
    lines_of_rows = [2, 2]
    labels: list[str] = []
    groups: list[list[str]] = []
    sizes: list[int] = []
    for _ in range(rng.randint(2, 5)):
        label = "".join(rng.sample(SIGNS, rng.choice([3, 4, 6, 8])))
        groups.append([label[at : at + 4] for at in range(0, len(label), 4)])
        # A table in which each row prints a label says of none that it was merged.
        sizes.append(rng.choice([1, 2, 2, 3, 3, 4, 5, 6]) if sizes else 3)
        labels += [label] * sizes[-1]
    lines_of_rows += [rng.choice([1, 1, 2]) for _ in labels[2:]]
    edges = [0.0, *accumulate(lines + padding for lines in lines_of_rows[: len(labels)])]
    cells: list[list[str]] = [[] for _ in labels]
    begin = 0
    for lines, size in zip(groups, sizes, strict=True):
        end = begin + size
        # The last row of a cell grows where its label needs more room.
        more = max(0.0, len(lines) + padding - (edges[end] - edges[begin]))
        edges[end:] = [edge + more for edge in edges[end:]]
        top = (edges[begin] + edges[end]) / 2 - (len(lines) - 1) / 2
        for at, line in enumerate(lines):
            row = bisect_right(edges, top + at + rng.uniform(-0.1, 0.1)) - 1
            cells[min(max(row, begin), end - 1)].append(line)
        begin = end
    rows: list[str] = []
    for number, (cell, height) in enumerate(zip(cells, lines_of_rows, strict=False)):
        name = f"第{number}项{'延长的名称' * 2}" + ("<br>与其余的字" if height == 2 else "")
        rows.append(f"|{'<br>'.join(cell)}|{name}（%）|{20 + number}|{50 + number}|预期性|")
    return rows, labels


@pytest.mark.parametrize("seed", range(40))
def test_each_row_has_its_label_or_says_that_it_may_be_another(seed: int) -> None:
    rows, labels = printed_table(random.Random(seed))
    plan = plan_of(*rows)
    assert len(plan.indicators) == len(labels)
    for row, label in zip(plan.indicators, labels, strict=True):
        told = any(doubt.field == "category" for doubt in row.doubts)
        assert row.category == label or told


def test_a_unit_is_not_given_to_the_rows_around_it() -> None:
    """An index has none; that it lacks one is said where it is measured in one."""
    plan = plan_of(
        "|一|供水||||",
        "||供水普及率<br>（全域）|%|91|96|",
        "||水生态指数<br>（新法）||2.1|2.3|",
        head="|序号|指标|单位|2020年|2025年|",
    )
    assert [(row.category, row.unit and row.unit.text) for row in plan.indicators] == [
        ("供水", "%"),
        ("供水", None),
    ]
