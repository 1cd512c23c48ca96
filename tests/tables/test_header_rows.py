"""Which rows of a table are its header, and the paths of its columns.

A table is written in HTML as formats know it (with merged cells), or as rows of Markdown.
"""

from __future__ import annotations

import pytest

from planparse import parse
from planparse.model.plan import Table
from planparse.tables.header_rows import counts_columns

LABELS = ("一、总量指标", "（二）投资", "项目", "总体指标", "单位", "建设内容")
"""Words of groups; some of them are header words elsewhere."""


def html(*rows: str) -> Table:
    """The one table of rows, each the HTML of its cells, or of a whole part of the table."""
    inside = "".join(
        row if row.startswith("<t") and "<tr>" in row else f"<tr>{row}</tr>" for row in rows
    )
    page = f"<html><body><p>表1 主要指标</p><table>{inside}</table></body></html>"
    (table,) = parse(page).tables
    return table


def pipes(*rows: str) -> Table:
    """The one table of a page in Markdown."""
    first, *others = rows
    rule = "|" + "---|" * (first.count("|") - 1)
    (table,) = parse("\n".join(["# 规划", "", "表1 主要指标", "", first, rule, *others, ""])).tables
    return table


def td(*cells: str) -> str:
    return "".join(f"<td>{cell}</td>" for cell in cells)


def paths(table: Table) -> list[str]:
    return ["/".join(column.path) for column in table.columns]


@pytest.mark.parametrize("label", LABELS)
def test_a_cell_over_the_whole_width_is_no_header(label: str) -> None:
    header = td("指标", "2020年", "2025年", "属性")
    row = td("林地面积（万亩）", "12", "15", "预期性")
    merged = html(header, f"<td colspan=4>{label}</td>", row)
    assert paths(merged) == ["指标", "2020年", "2025年", "属性"]
    assert [cells[0] for cells in merged.rows] == [label, "林地面积（万亩）"]
    unmerged = pipes(
        "| 指标 | 2020年 | 2025年 |", f"| {label} | | |", "| 林地面积（万亩） | 12 | 15 |"
    )
    assert paths(unmerged) == ["指标", "2020年", "2025年"]
    assert unmerged.kind == "indicators"


def test_a_label_in_header_cells_is_no_header() -> None:
    head = "<th>指标</th><th>2020年</th><th>2025年</th>"
    table = html(head, "<th colspan=3>基础指标</th>", td("林地面积（万亩）", "12", "15"))
    assert paths(table) == ["指标", "2020年", "2025年"]
    assert len(table.rows) == 2


def test_a_header_goes_on_below_its_thead() -> None:
    head = "<thead><tr><th>机构</th><th>床位（张）</th><th></th></tr></thead>"
    table = html(
        head, td("", "2020年", "2025年"), td("县医院", "80", "120"), td("中医院", "40", "60")
    )
    assert paths(table) == ["机构", "床位（张）/2020年", "床位（张）/2025年"]
    assert [column.role for column in table.columns] == ["entity", "baseline", "target"]
    assert [column.unit for column in table.columns] == [None, "张", "张"]


def test_unknown_words_under_merged_heads_are_header() -> None:
    table = pipes(
        "| 机构 | 床位（张） | | 投资（万元） | | 增长（%） |",
        "| | 2020年 | 2025年 | 财政 | 社会 | |",
        "| 县医院 | 80 | 120 | 300 | 50 | 50 |",
        "| 中医院 | 40 | 60 | 100 | 20 | 50 |",
    )
    assert paths(table)[3:] == ["投资（万元）/财政", "投资（万元）/社会", "增长（%）"]
    assert len(table.rows) == 2


def test_words_under_heads_that_are_not_merged_are_a_row() -> None:
    table = html(td("区域", "范围", "定位"), td("", "甲乡", "水源涵养"), td("北部", "丙乡", "农业"))
    assert paths(table) == ["区域", "范围", "定位"]
    assert len(table.rows) == 2


@pytest.mark.parametrize("between", [" - ", ".", "/", "_", "—"])
def test_heads_that_a_converter_has_joined(between: str) -> None:
    table = pipes(
        f"| 指标{between}指标 | 全市{between}2020年 | 全市{between}2025年 |",
        "| 供水能力（万吨） | 36 | 52 |",
        "| 供气能力（万方） | 12 | 18 |",
    )
    assert paths(table) == ["指标", "全市/2020年", "全市/2025年"]
    assert [column.year for column in table.columns] == [None, 2020, 2025]


def test_a_range_of_years_is_no_joined_head() -> None:
    table = pipes(
        "| 项目名称 | 2021-2023年 | 2021-2025年 |", "| 供水厂 | 3 | 5 |", "| 污水厂 | 1 | 2 |"
    )
    assert paths(table) == ["项目名称", "2021-2023年", "2021-2025年"]


def test_numbers_that_a_program_puts_around_a_table() -> None:
    table = pipes(
        "| | 0 | 1 | 2 | 3 |",
        "| 0 | 指标 | 单位 | 2020年 | 2025年 |",
        "| 1 | 失业率 | % | 3.2 | 4 |",
        "| 2 | 就业人数 | 万人 | 12 | 15 |",
    )
    assert paths(table) == ["", "指标", "单位", "2020年", "2025年"]
    assert [column.role for column in table.columns][:2] == ["number", "name"]
    assert len(table.rows) == 2


def test_row_numbers_from_nought_on_number_nothing() -> None:
    table = pipes(
        "| | 指标 | 2020年 |", "| 0 | 失业率（%） | 3.2 |", "| 1 | 就业人数（万人） | 12 |"
    )
    assert table.columns[0].role == "other"


def test_a_row_that_counts_the_columns_is_no_row() -> None:
    table = html(
        td("指标", "单位", "2020年", "2025年"),
        td("甲", "乙", "1", "2"),
        td("失业率", "%", "3.2", "4"),
        td("就业人数", "万人", "12", "15"),
    )
    assert paths(table) == ["指标", "单位", "2020年", "2025年"]
    assert len(table.rows) == 2


@pytest.mark.parametrize(
    ("cells", "counts"),
    [
        ("甲 乙 1 2", True),
        ("1 2 3", True),
        ("0 1 2 3", True),
        ("1 2", False),
        ("2 3 4", False),
        ("乙 甲 1", False),
        ("1 失业率 3", False),
    ],
)
def test_what_counts_columns(cells: str, counts: bool) -> None:
    assert counts_columns(cells.split()) is counts


def test_years_in_full_width_are_years() -> None:
    table = pipes("| 指标 | ２０２０年 | ２０２５年 |", "| 失业率（%） | 3 | 4 |")
    assert [column.year for column in table.columns] == [None, 2020, 2025]
    assert [column.role for column in table.columns] == ["name", "baseline", "target"]
