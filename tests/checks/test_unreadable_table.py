"""unreadable-table: promises of indicators that were not kept, and tables that are not believed."""

from __future__ import annotations

import pytest

from planparse import parse

HEADER = "| 指标 | 单位 | 2020年 | 2025年 |\n"
ROW = "| 森林覆盖率 | % | 40 | 42 |\n"


def told(text: str) -> list[tuple[str, str]]:
    found = parse(text).findings
    return [(f.about, f.severity) for f in found if f.kind == "unreadable-table"]


def test_a_caption_of_indicators_without_rows() -> None:
    text = "专栏1 主要指标\n（图略）\n二、重点任务\n推进造林绿化。\n"
    assert told(text) == [("专栏1 主要指标", "warning")]


def test_a_caption_with_its_rows() -> None:
    assert told(f"专栏1 主要指标\n{HEADER}{ROW}") == []


@pytest.mark.parametrize("caption", ["专栏1 重点工程", "专栏1 主要指标解释"])
def test_a_caption_of_something_else(caption: str) -> None:
    assert told(f"{caption}\n（略）\n二、重点任务\n推进造林绿化。\n") == []


def test_a_box_of_items_is_no_table() -> None:
    text = "专栏1 主要指标\n1．森林覆盖率。到2025年达到42%。\n2．湿地保护率。到2025年达到55%。\n"
    assert told(text) == []


def test_a_table_in_which_most_rows_are_doubtful() -> None:
    rows = "| 率（%） | % | 40 | 42 |\n| 的比例 | % | 50 | 55 |\n"
    assert told(f"专栏1 主要指标\n{HEADER}{rows}") == [("专栏1", "warning")]


def test_what_speaks_against_a_table_is_told_in_chinese() -> None:
    rows = "| 率（%） | % | 40 | 42 |\n| 的比例 | % | 50 | 55 |\n"
    found = parse(f"专栏1 主要指标\n{HEADER}{rows}").findings
    assert ["很可能有误（名称开头残缺）" in finding.message for finding in found] == [True]


def test_one_doubtful_row_of_many() -> None:
    rows = "".join(ROW.replace("森林", kind) for kind in ("森林", "林木", "草原", "绿化"))
    assert told(f"专栏1 主要指标\n{HEADER}{rows}| 的比例 | % | 50 | 55 |\n") == []


def test_a_table_that_the_text_points_to() -> None:
    text = "到2025年，主要指标见下表。\n二、重点任务\n推进造林绿化。\n"
    assert told(text) == [("下表", "warning")]


ROWS_WITHOUT_HEADS = """\
（1）湿地保护率（%）
52
55
约束性
（2）河道疏浚长度（公里）
—
36
预期性
（3）水源地达标率（%）
96
100
约束性
"""


def test_rows_without_heads_are_told() -> None:
    assert told(f"一、主要目标\n全市设3项指标。\n{ROWS_WITHOUT_HEADS}") == [("表格", "warning")]


def test_rows_without_heads_are_told_by_their_box() -> None:
    text = f"专栏2 生态保护\n{ROWS_WITHOUT_HEADS}"
    assert ("专栏2 生态保护", "warning") in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "表1 林业发展指标序号指标2025年属性1森林覆盖率（%）42约束性2湿地保护率（%）55约束性3造林面积（万亩）6预期性。",
        "表1 就业年度目标 项目2021年2022年2023年新增就业（万人）4.54.85.1",
        "表1 用水指标单位2020年2025年用水总量亿立方米3.23.4",
    ],
)
def test_a_table_that_is_run_together_is_told_once(text: str) -> None:
    assert told(f"一、主要目标\n到期末目标如下。{text}\n二、重点任务\n推进造林。\n") == [
        ("表1", "warning")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "指标体系分为约束性\n和预期性\n两类，约束性指标6项。",
        "（一）约束性指标\n（二）预期性指标\n（三）约束性指标",
        "主要指标2020年达到序时进度，2025年全面完成。",
        "项目2024年2月开工，指标2020年、2025年各算一次。",
    ],
)
def test_words_of_sentences_are_no_rows(text: str) -> None:
    assert told(f"一、主要目标\n{text}\n") == []


def test_rows_that_were_read_are_not_told() -> None:
    rows = "".join(f"{name} {value} 约束性\n" for name, value in (("森林覆盖率（%）", "42"),) * 4)
    assert told(f"专栏1 主要指标\n指标 2025年 属性\n{rows}") == []


PROSE = "全市推进造林绿化和湿地保护，完善林长制，提升生态系统质量和稳定性。\n"


def test_a_text_whose_fonts_did_not_tell_their_characters() -> None:
    garbled = "ۻᇐ ᅹ೘െ䳓ภ౷ฆᛅऊ\n"
    assert ("全文", "warning") in told(PROSE + garbled * 3)
    assert told(PROSE * 20 + garbled) == []


def test_a_text_of_one_letter_a_line() -> None:
    assert told("\n".join(PROSE.strip() * 4)) == [("全文", "warning")]
    assert told("\n".join(PROSE.strip() * 2)) == []
    assert told("\n".join(PROSE.strip() * 4) + "\n" + PROSE * 150) == []


def test_two_marks_of_nature_are_no_table() -> None:
    assert told("一、主要目标\n湿地保护率（%） 55 约束性\n水质达标率（%） 96 约束性\n") == []


def test_marks_of_nature_far_apart_are_of_no_table() -> None:
    row = "湿地保护率（%） 55 约束性\n" + PROSE * 20
    assert told(f"一、主要目标\n{row * 3}") == []
