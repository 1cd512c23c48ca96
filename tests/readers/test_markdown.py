"""Markdown of converters: the text stays, marks are furniture, tables inside are grids."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planparse import parse
from planparse.model.source import Grid, Source, text_lines
from planparse.readers import read_source
from planparse.readers.limits import Limits
from planparse.readers.markdown.document import markdown_source
from planparse.readers.markdown.labelled_values import find_records


def read(text: str) -> Source:
    source = read_source(text.encode(), "plan.md")
    assert source.text == text and source.media_type == "text/markdown"
    every_character_once(source)
    return source


def every_character_once(source: Source) -> None:
    at = 0
    for line in source.lines:
        assert at <= line.start <= line.end and not source.text[at : line.start].strip()
        at = line.end
    assert not source.text[at:].strip()


def content(source: Source) -> list[str]:
    return [
        source.text[x.start : x.end] for x in source.lines if not x.furniture and x.end > x.start
    ]


def shape(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in grid.cells]


def test_marks_are_furniture_and_headings_evidence() -> None:
    source = read(
        "# 某市规划\n\n![](images/a.jpg)\n\n## 第一章 现状 ##\n\n正文**加粗**。\n\n- 项目一\n\n> 引文\n\n---\n\n<!-- image -->\n\n"
        '### <span id="page-2-0"></span>一、基础\n\n{3}------------------------\n\n- 12 -\n'
    )
    assert content(source) == [
        "某市规划",
        "第一章 现状",
        "正文**加粗**。",
        "项目一",
        "引文",
        "一、基础",
        "- 12 -",
    ]
    assert [line.heading for line in source.lines if line.heading] == [1, 2, 3]


def test_front_matter() -> None:
    source = read('---\ntitle: "某市规划"\ndate: 2021\n---\n# 一、基础\n')
    assert source.meta == {"title": "某市规划"} and content(source) == ["一、基础"]


TABLE = (
    '<table><thead><tr><td rowspan="2">指标</td><td colspan=2>年份</td></tr>\n<tr><td>2020年</td><td>2025年</td></tr></thead>'
    "<tr><td>甲<br>乙 &lt;5</td><td>$9 5 \\%$</td><td>$\\geq 3 5$</td></tr></table>"
)


def test_an_html_table_inside() -> None:
    source = read(f"# 规划\n\n表1 指标\n\n{TABLE}\n\n注：略\n")
    (grid,) = source.grids
    assert shape(grid) == [
        (0, 0, 2, 1, "指标"),
        (0, 1, 1, 2, "年份"),
        (1, 1, 1, 1, "2020年"),
        (1, 2, 1, 1, "2025年"),
        (2, 0, 1, 1, "甲\n乙 <5"),
        (2, 1, 1, 1, "95%"),
        (2, 2, 1, 1, "≥35"),
    ]
    assert source.text[slice(*grid.span)] == TABLE and grid.header_rows == 2
    assert [source.text[a:b] for a, b in grid.cells[4].spans] == ["甲", "乙 &lt;5"]


def test_a_one_cell_table_is_a_frame() -> None:
    source = read("# 规划\n\n<table><tr><td>专栏1 工程<br>1.内容</td></tr></table>后文\n")
    assert [
        (source.text[x.start : x.end], bool(x.frame))
        for x in source.lines
        if not x.furniture and x.end > x.start
    ] == [("规划", False), ("专栏1 工程", True), ("1.内容", True), ("后文", False)]


def test_a_table_that_nothing_closes() -> None:
    source = read("# 规划\n\n<table><tr><td>甲</td><td>乙</td></tr><tr><td>1</td><td>2\n")
    assert [c.text for c in source.grids[0].cells] == ["甲", "乙", "1", "2"]


def test_flattened_rows_are_a_grid() -> None:
    source = read(
        "# 规划\n\n领域：供水 指标：供水能力（万吨） 2020年：12 2025年：15\n\n领域：供水 指标：漏损率（%） 2025年：≤9\n\n后文。\n"
    )
    (grid,) = source.grids
    assert shape(grid)[:4] == [
        (0, 0, 1, 1, "领域"),
        (0, 1, 1, 1, "指标"),
        (0, 2, 1, 1, "2020年"),
        (0, 3, 1, 1, "2025年"),
    ]
    assert [c.text for c in grid.cells[8:]] == ["供水", "漏损率（%）", "", "≤9"] and grid.inferred
    assert content(source)[-1] == "后文。"


@pytest.mark.parametrize(
    "text",
    [
        "领域：供水\n指标：供水能力\n2025年：15\n\n领域：排水\n指标：处理率\n2025年：95\n",
        "- **领域**：供水；**指标**：供水能力；**2025年**：15\n- **领域**：排水；**指标**：处理率；**2025年**：95\n",
        "领域: 供水, 指标: 供水能力, 2025年: 15\n领域: 排水, 指标: 处理率, 2025年: 95\n",
    ],
)
def test_flattened_rows_in_other_dress(text: str) -> None:
    ((grid, _, _),) = find_records(text, [(x.start, x.end) for x in text_lines(text)])
    assert [c.text for c in grid.cells] == [
        "领域",
        "指标",
        "2025年",
        "供水",
        "供水能力",
        "15",
        "排水",
        "处理率",
        "95",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "责任单位：水利局 配合单位：财政局\n责任单位：住建局 配合单位：财政局\n",
        "主要目标：一是供水。二是排水。\n时间：12：30：40\n",
        "领域：供水 指标：能力 2025年：15\n",
    ],
)
def test_labelled_prose_is_no_table(text: str) -> None:
    assert not list(find_records(text, [(x.start, x.end) for x in text_lines(text)]))


def test_hard_wrapped_text_is_not_called_paragraphs() -> None:
    wrapped = "加强水资源节约集约利用，优化供水结构，提高用水效率，推动\n" * 9
    assert not read("# 一、目标\n\n" + wrapped).paragraphs_known
    assert read("# 一、目标\n\n" + wrapped.replace("\n", "\n\n")).paragraphs_known


def test_paragraphs_whose_last_line_is_short_are_hard_wrapped() -> None:
    """A last line is as short as chance has it, so that not only long ones stand right below another."""
    wrapped = "加强水资源节约集约利用，优化供水结构，提高用水效率，推动\n绿色发展。\n\n" * 4
    assert not read("# 一、目标\n\n" + wrapped).paragraphs_known
    listed = "加强水资源节约集约利用，优化供水结构，提高用水效率：\n- 绿色发展。\n\n" * 4
    assert read("# 一、目标\n\n" + listed).paragraphs_known


def test_plain_text_is_no_markdown() -> None:
    assert (
        read_source("某市规划\n**关于印发规划的通知**\n一、基础\n".encode(), "-").media_type
        == "text/plain"
    )
    assert read_source("# 某市规划\n\n## 一、基础\n".encode(), "-").media_type == "text/markdown"


@given(
    st.lists(
        st.sampled_from(
            [
                "# ",
                "甲",
                "<table>",
                "<tr>",
                "<td>",
                "</td>",
                "</table>",
                "\n",
                "|",
                "- ",
                "<br>",
                "领域：",
                " ",
                "<td rowspan=0 colspan=99999>",
                "**",
                "![](",
                ")",
                "---",
                "$",
            ]
        ),
        max_size=40,
    )
)
def test_any_markup_keeps_every_character_once(parts: list[str]) -> None:
    """Whatever marks a text is made of, lines partition it and grid cells lie in their grid."""
    text = "# 题\n" + "".join(parts)
    source = read_source(text.encode(), "a.md", limits=Limits(cells=2_000_000))
    every_character_once(source)
    for grid in source.grids:
        assert all(grid.span[0] <= a < b <= grid.span[1] for c in grid.cells for a, b in c.spans)


def test_a_quotation_is_a_frame_and_its_bullets_are_marks() -> None:
    """The lines of a quotation belong together, as those of a box with a line around it do."""
    text = (
        "# 一、总则\n\n加快建设。\n\n> **专栏1 重大工程**\n>\n> - （一）供水工程。\n>\n> - （二）供热工程。\n\n"
        "（二）其他\n\n> 另一处引文。\n"
    )
    source = markdown_source(text)
    framed = [(source.printed(line.span), line.frame) for line in source.lines if line.frame]
    assert framed == [
        ("**专栏1 重大工程**", 1),
        ("（一）供水工程。", 1),
        ("（二）供热工程。", 1),
        ("另一处引文。", 2),
    ]


@pytest.mark.parametrize(
    ("written", "shown"), [(r"1\. 建设", "1. 建设"), (r"\- 建设", "- 建设"), (r"3\.5", "3.5")]
)
def test_escapes_before_what_would_be_a_list(written: str, shown: str) -> None:
    (chunk,) = parse(f"# 一、总则\n\n{written}\n").chunks()
    assert chunk.text == f"一、总则\n{shown}"


def test_a_head_that_holds_the_caption_alone_stands_above_the_heads() -> None:
    """pandoc puts the first row into thead, and cuts a table where the page does."""
    heads = "<tr><td>序号</td><td>指标</td><td>2020年</td><td>2025年</td></tr>"
    first = (
        '<table>\n<thead><tr><th colspan="4"><p>专栏2 林业主要指标</p></th></tr></thead>\n'
        f"<tbody>{heads}</tbody>\n</table>"
    )
    rest = (
        "<table><thead><tr><th>1</th><th>造林面积（亩）</th><th>800</th><th>950</th></tr></thead>"
        "<tbody><tr><td>2</td><td>林木蓄积量（万立方米）</td><td>31</td><td>35</td></tr></tbody></table>"
    )
    plan = parse(f"# 青石县林业规划（2021—2025年）\n\n{first}\n\n{rest}\n")
    rows = [(row.number, row.name, row.target and row.target.text) for row in plan.indicators]
    assert rows == [("1", "造林面积", "950"), ("2", "林木蓄积量", "35")]
    assert [(box.label, box.table) for box in plan.boxes] == [("专栏2", "t1")]
    assert not plan.findings


def test_rules_through_the_words_of_a_cell_are_marks() -> None:
    table = "|指标|2020年|2025年|\n|---|---|---|\n|~~绿地率（%）~~|~~31.5~~|~~≥33~~<br>~~（建成区）~~|\n"
    (row,) = parse(f"专栏1 主要指标\n\n{table}").indicators
    assert (row.name, row.baseline and row.baseline.value) == ("绿地率", 31.5)
    assert row.target and (row.target.value, row.target.remark) == (33, "建成区")
    assert not row.doubts


def test_a_range_with_two_tildes_is_no_mark() -> None:
    table = "|指标|2020年|2025年|\n|---|---|---|\n|绿地率（%）|31.5|33~~35|\n"
    (row,) = parse(f"专栏1 主要指标\n\n{table}").indicators
    assert row.target and row.target.text == "33~~35"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (">2", ">2"),
        ("> 95%", "> 95%"),
        (">3.5万户", ">3.5万户"),
        (">2个以上的村庄", "2个以上的村庄"),
    ],
)
def test_a_bound_alone_on_a_line_is_no_quotation(line: str, shown: str) -> None:
    source = markdown_source(f"# 规划\n\n户数\n\n{line}\n\n约束性\n")
    assert shown in content(source)
