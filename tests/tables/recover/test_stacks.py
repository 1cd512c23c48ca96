"""Tables with a cell on each line, as PDF converters print them: headers, and cells over lines."""

from __future__ import annotations

import gc

from planparse import parse
from planparse.tables.recover.readings.stack import costs, reading
from readings import read

END_OF_PARAGRAPH = "_"


def stack(*rows: str) -> list[str]:
    """Lines of a stack: `/` parts them, and `_` is the space at the end of a paragraph."""
    return [line.replace(END_OF_PARAGRAPH, " ") for row in rows for line in row.split("/")]


# ------------------------------------------------------------ ends of paragraphs


def test_a_line_without_a_space_goes_on_below_where_cells_end_in_one() -> None:
    lines = stack(
        "序号_/类别_/指标名称_/单位_/2020年_/2025年_/属性_",
        "1_/水资源节/约_/城镇公共管网漏损率_/%_/11.5_/9_/约束性_",
        "2_/再生水利用率_/%_/21_/30_/预期性_",
        "3_/水生态保/护_/重要河湖岸线/保有率_/%_/62_/65_/约束性_",
        "4_/幸福河湖建/成数量_/条_/2_/12_/预期性_",
    )
    assert read("stack", lines) == [
        "序号 | 类别 | 指标名称 | 单位 | 2020年 | 2025年 | 属性",
        "1 | 水资源节约 | 城镇公共管网漏损率 | % | 11.5 | 9 | 约束性",
        "2 |  | 再生水利用率 | % | 21 | 30 | 预期性",
        "3 | 水生态保护 | 重要河湖岸线保有率 | % | 62 | 65 | 约束性",
        "4 |  | 幸福河湖建成数量 | 条 | 2 | 12 | 预期性",
    ]


def test_the_space_may_stand_alone_below_a_cell_that_fills_its_line() -> None:
    lines = stack(
        "指标_/2020年_/2025年_/属性_",
        "监测断面优良比例（%）_/80（5个断面）/ /90（6个断面）_/约束性_",
        "黑臭水体比例（%）_/3_/0_/预期性_",
        "污水集中收集率（%）_/46_/70_/预期性_",
    )
    assert read("stack", lines)[1] == (
        "监测断面优良比例（%） | 80（5个断面） | 90（6个断面） | 约束性"
    )


def test_a_raised_figure_on_its_own_line_belongs_to_the_unit_above() -> None:
    lines = stack(
        "指标_/2020年_/2025年_/属性_",
        "臭氧平均浓度（μg/m|3）_/140_/135_/预期性_".replace("/m|", "∕m/"),
        "优良天数比例（%）_/88_/90_/约束性_",
        "噪声达标率（%）_/85_/90_/预期性_",
    )
    assert read("stack", lines)[1] == "臭氧平均浓度（μg∕m3） | 140 | 135 | 预期性"


# --------------------------------------------------- spaces beside letters and digits


def test_a_space_between_letters_and_words_divides_no_cells() -> None:
    lines = stack(
        "指标/单位/2020 年/2025 年目标/属性",
        "城区PM2.5 年均浓度/微克每立方米/34/31/约束性",
        "单位GDP 用水量下降/%/15/[20 以上]/预期性",
        "V 类水断面比例/%/4/0/约束性",
    )
    rows = read("stack", lines)
    assert rows[0] == "指标 | 单位 | 2020年 | 2025年目标 | 属性"
    assert [row.partition(" | ")[0] for row in rows[1:]] == [
        "城区PM2.5年均浓度",
        "单位GDP用水量下降",
        "V类水断面比例",
    ]
    assert "[20以上]" in rows[2]


def test_a_number_and_the_name_behind_it_are_two_cells() -> None:
    lines = stack(
        "序号/指标/单位/2020年/2025年/属性",
        "1 森林蓄积量/万立方米/310/340/约束性",
        "2 湿地保护率/%/52/55/预期性",
        "3/草原综合植被盖度/%/61/63/预期性",
    )
    assert read("stack", lines)[1:3] == [
        "1 | 森林蓄积量 | 万立方米 | 310 | 340 | 约束性",
        "2 | 湿地保护率 | % | 52 | 55 | 预期性",
    ]


# ----------------------------------------------------------------------- headers


def test_a_lower_row_of_a_header_stands_under_one_of_its_heads() -> None:
    lines = stack(
        "类型/指标/单位/发展规模/属性/2020年/2025年",
        "储能/新型储能装机/万千瓦/5/80/预期性",
        "电网/配电网可靠率/%/99.8/99.9/约束性",
        "充电桩保有量/万台/1.2/6/预期性",
    )
    text = "\n".join(["表1 主要指标", *lines])
    storage = parse(text).indicators[0]
    assert (storage.name, storage.nature) == ("新型储能装机", "预期性")
    assert storage.baseline is not None
    assert storage.target is not None
    assert (storage.baseline.year, storage.baseline.text) == (2020, "5")
    assert (storage.target.year, storage.target.text) == (2025, "80")


def test_heads_that_come_again_stand_under_the_years() -> None:
    lines = stack(
        "项目/2015年/2020年/年均增速/产量/占比/产量/占比",
        "全市粮食/52.1/100%/58.4/100%/2.3%",
        "其中：稻谷/30.2/58%/33.6/57.5%/2.2%",
        "小麦/12.4/23.8%/14.1/24.1%/2.6%",
    )
    assert read("stack", lines)[:2] == [
        "项目 | 2015年 |  | 2020年 |  | 年均增速",
        " | 产量 | 占比 | 产量 | 占比 |",
    ]


def test_two_words_with_columns_of_their_own_are_two_heads() -> None:
    lines = stack(
        "类别/序号/指标/单位/2020年/现状/2025年规划/目标/指标/类别",
        "海岸保护/1/自然岸线保有率/%/40/42/约束性",
        "2/岸线修复长度/千米/3/11/预期性",
        "海洋治理/3/排污口整治率/%/60/100/约束性",
        "4/海漂垃圾清理率/%/70/95/预期性",
    )
    assert read("stack", lines)[0] == (
        "类别 | 序号 | 指标 | 单位 | 2020年现状 | 2025年规划目标 | 指标类别"
    )


def test_marks_say_whether_goals_were_met() -> None:
    lines = stack(
        "序号_/指标_/2015年_/2020年_/（现状）_/2020年_/（目标）_/完成_/情况_",
        "1_/建成区绿地率（%）_/33_/38_/36_/√_",
        "2_/公园数量（个）_/12_/25_/20_/√_",
        "3_/绿道长度（公里）_/40_/95_/90_/√_",
    )
    assert read("stack", lines)[:2] == [
        "序号 | 指标 | 2015年 | 2020年（现状） | 2020年（目标） | 完成情况",
        "1 | 建成区绿地率（%） | 33 | 38 | 36 | √",
    ]


def test_the_head_of_names_may_be_unknown_under_a_caption() -> None:
    lines = stack(
        "门类/2020年/（实际）/2025年/（预计）",
        "一、光伏（万千瓦）/120/400",
        "二、水电（万千瓦）/75/80",
        "三、风电（万千瓦）/60/150",
    )
    assert read("stack", ["表2 装机规模", *lines])[0] == "门类 | 2020年（实际） | 2025年（预计）"


# ------------------------------------------------------------------------- cells


def test_what_is_said_of_a_number_goes_on_in_its_cell() -> None:
    lines = stack(
        "指标/单位/2020年/2025年/属性",
        "湿地修复面积/公顷/-/120/（退塘还湿/地块）/约束性",
        "苗圃面积/公顷/35/（现有面积）/50/预期性",
        "绿化覆盖率/%/41/44/预期性",
    )
    assert read("stack", lines)[1:3] == [
        "湿地修复面积 | 公顷 | - | 120（退塘还湿地块） | 约束性",
        "苗圃面积 | 公顷 | 35（现有面积） | 50 | 预期性",
    ]


def test_a_mark_of_nature_may_stand_over_its_rows() -> None:
    lines = stack(
        "指标/2020年/实际/2025年/目标",
        "约束性/耕地保有量（万亩）/88/88",
        "预期性/设施农业面积（万亩）/4.1/6",
        "农机总动力（万千瓦）/52/60",
    )
    assert read("stack", lines)[1:] == [
        "约束性",
        "耕地保有量（万亩） | 88 | 88",
        "预期性",
        "设施农业面积（万亩） | 4.1 | 6",
        "农机总动力（万千瓦） | 52 | 60",
    ]


# ---------------------------------------------------------------------- captions


def test_a_title_below_its_label_is_no_header() -> None:
    lines = stack("专栏3/某县“十四五”水利发展主要目标/种类/2020年/2025年/堤防长度（公里）/42/60")
    lines += stack("水库数量（座）/11/12/泵站数量（座）/31/35")
    names = [indicator.name for indicator in parse("\n".join(lines)).indicators]
    assert names == ["堤防长度", "水库数量", "泵站数量"]


# ------------------------------------------------------------ what is kept


def test_nothing_that_a_stack_was_weighed_by_waits_for_the_collector() -> None:
    """It runs only when a whole document is read, so that circles would pile up until then."""
    lines = stack(
        "指标名称_/单位_/2020年_/2025年_/属性_",
        "城镇公共管网漏损率_/%_/11.5_/9_/约束性_",
        "再生水利用率_/%_/21_/30_/预期性_",
        "幸福河湖建/成数量_/条_/2_/12_/预期性_",
    )
    gc.collect()
    gc.disable()
    try:
        assert len(read("stack", lines)) == len(lines) // 5
        weighed = {costs.__name__, reading.__name__}
        left = [type(one).__name__ for one in gc.get_objects() if type(one).__module__ in weighed]
    finally:
        gc.enable()
    assert left == []
