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
