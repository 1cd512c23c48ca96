"""Whole files as offices make them: where a box, a label or a list stands in an unusual place, the records are the same."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise

import pytest

from docx_files import docx, p, tbl, tc
from drawn import Drawing, pdf
from planparse import parse
from planparse.model.plan import Plan
from planparse.parser import Parser
from planparse.readers import read_source

PROSE = (
    "各镇把村口的路修到了家门前，学校添了操场，卫生室夜里也亮着灯，老人看病、孩子上学都比从前方便。"
)


def read(data: str | bytes, name: str) -> Plan:
    return Parser().parse_source(
        read_source(data.encode() if isinstance(data, str) else data, name)
    )


def outline(plan: Plan) -> list[str]:
    return [f"{s.level} {s.label} {s.title}" for s in plan.sections]


def test_a_document_number_right_above_the_title() -> None:
    plan = parse(f"示例教发〔2021〕15号\n示例市教育发展“十四五”规划\n一、发展基础\n{PROSE}\n")
    assert plan.title == "示例市教育发展“十四五”规划"
    assert plan.document_number == "示例教发〔2021〕15号"


def test_the_title_of_a_chapter_below_its_label() -> None:
    lines = (
        "示例市教育发展规划",
        "第一章",
        "规划背景",
        "第一节",
        "发展基础",
        PROSE,
        "第二章 主要任务",
        PROSE,
    )
    for data, name in (("\n\n".join(lines), "a.txt"), (docx("".join(map(p, lines))), "a.docx")):
        plan = read(data, name)
        assert outline(plan) == ["1 第一章 规划背景", "2 第一节 发展基础", "1 第二章 主要任务"]
        assert plan.text[slice(*plan.sections[0].span)].split() == ["第一章", "规划背景"]


def test_a_list_of_annexes_is_no_outline() -> None:
    plan = parse(
        f"示例市教育发展规划\n\n一、发展基础\n\n{PROSE}\n\n附件：1.重点项目表\n\n2.责任分工表\n\n附件1\n\n重点项目表\n\n{PROSE}\n"
    )
    assert outline(plan) == ["1 一、 发展基础", "1 附件1 重点项目表"]
    assert not plan.findings


def row(*cells: str) -> str:
    return "".join(map(tc, cells))


def test_a_table_in_a_box_below_its_first_sentence() -> None:
    table = tbl(
        row("序号", "项目名称", "建设内容"),
        row("1", "东区小学", "新建校舍"),
        row("2", "西区中学", "改扩建校舍"),
    )
    boxed = tbl(
        tc(p("专栏1 校舍建设工程") + p("新建学校布局如下：") + table + p("注：含续建项目。"))
    )
    plan = read(
        docx(p("示例市教育发展规划") + p("一、主要任务") + p(PROSE) + boxed + p(PROSE)), "a.docx"
    )
    (box,), (found,) = plan.boxes, plan.tables
    assert (box.label, box.kind, box.table) == ("专栏1", "projects", found.id)
    assert (found.box, found.label, found.notes) == (box.id, "专栏1", ("注：含续建项目。",))
    assert [x.name for x in plan.projects] == ["东区小学", "西区中学"]


MENU = "<ul><li><a>规章</a></li><li><a>规范性文件</a></li><li><a>规划计划</a></li></ul>"
WEB_PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>规划_示例市人民政府</title></head><body>
<div class="main"><div class="left-menu"><h2>信息公开目录</h2>{MENU}</div><div class="right-content">
<div class="place">您当前所在位置：<a>首页</a>&gt;<a>规划计划</a></div>
<table><tr><th>索引号</th><td>1100/2022-012</td><th>主题分类</th><td>水利</td></tr>
<tr><th>文号</th><td>示例政发〔2022〕3号</td><th>有效性</th><td>有效</td></tr></table>
<h1>示例市水务发展“十四五”规划</h1><div><span>发布时间：2022-01-20 10:30</span><span>来源：市水务局</span></div>
<div class="view"><p><b>一、发展基础</b></p><p>{PROSE * 3}</p><p><b>二、发展目标</b></p><p>{PROSE * 3}</p>
<p><a href="x.pdf">附件：示例市水务发展“十四五”规划.pdf</a></p></div></div></div></body></html>"""


def test_a_web_page_with_a_menu_beside_and_a_card_above_the_plan() -> None:
    plan = read(WEB_PAGE, "a.html")
    aside = [plan.text[slice(*leaf.span)] for leaf in plan.leaves if leaf.kind == "furniture"]
    assert aside == [
        "信息公开目录",
        "规章",
        "规范性文件",
        "规划计划",
        "您当前所在位置：首页>规划计划",
        "发布时间：2022-01-20 10:30来源：市水务局",
    ]
    assert (plan.title, plan.document_number) == (
        "示例市水务发展“十四五”规划",
        "示例政发〔2022〕3号",
    )
    assert outline(plan) == ["1 一、 发展基础", "1 二、 发展目标"] and not plan.tables


def test_a_workbook_with_titles_over_its_tables_notes_below_and_a_hidden_sheet() -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl writes the workbook of this test")
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "附表1"
    for line in (
        ["附件2"],
        ["示例市水务发展主要指标表"],
        ["类别", "序号", "指标名称", "2020年", "2025年"],
        ["水安全", 1, "供水普及率（%）", 95.2, 98],
        [None, 2, "漏损率（%）", 11, "≤9"],
        ["注：1.指标口径以统计部门为准。"],
        ["2.“≤”表示不高于。"],
        [],
        ["表2 重点项目表"],
        ["序号", "项目名称", "总投资（万元）"],
        [1, "水厂工程", 900],
    ):
        sheet.append(line)
    for place in ("A1:E1", "A2:E2", "A4:A5", "A6:E6"):
        sheet.merge_cells(place)
    hidden = workbook.create_sheet("参数")
    hidden.append(["密"])
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    workbook.save(out)
    plan = Parser().parse_source(read_source(out.getvalue(), "a.xlsx"))
    assert [(i.category, i.name, i.target and i.target.text) for i in plan.indicators] == [
        ("水安全", "供水普及率", "98"),
        ("水安全", "漏损率", "≤9"),
    ]
    assert plan.tables[0].notes == ("注：1.指标口径以统计部门为准。", "2.“≤”表示不高于。")
    assert [(b.label, b.title) for b in plan.boxes] == [
        ("附件2", "示例市水务发展主要指标表"),
        ("表2", "重点项目表"),
    ]
    assert [x.name for x in plan.projects] == ["水厂工程"]
    assert outline(plan) == ["1 附件2 示例市水务发展主要指标表"] and "密" not in plan.text


def test_markdown_with_numbers_set_as_formulas_and_links_to_footnotes() -> None:
    plan = read(
        f"# 示例市水务发展规划\n\n# 一、发展基础[1](#page-9-1)\n\n{PROSE}\n\n# 二、发展目标\n\n"
        "到 $2025$ 年，供水普及率达到 $98\\%$ 以上。\n",
        "a.md",
    )
    assert outline(plan) == ["1 一、 发展基础", "1 二、 发展目标"]
    assert [
        (m.value.value, m.value.year, m.value.comparator, m.subject) for m in plan.mentions
    ] == [(98.0, 2025, "≥", "供水普及率")]


def test_notes_at_the_end_of_a_page_that_word_has_exported() -> None:
    page = (
        f"<html xmlns:o='urn:schemas-microsoft-com:office:office'><body><div class=WordSection1><h1>一、发展基础</h1><p>{PROSE * 3}"
        "<a href='#_ftn1'>[1]</a></p></div><div style='mso-element:footnote-list'><hr><div style='mso-element:footnote'>"
        "<p class=MsoFootnoteText>[1] 统计口径见年鉴。</p></div></div></body></html>"
    )
    source = read_source(page.encode(), "a.htm")
    assert [source.text[x.start : x.end] for x in source.lines if x.furniture == "footnote"] == [
        "[1] 统计口径见年鉴。"
    ]


def test_a_category_that_is_printed_in_both_columns() -> None:
    plan = read(
        "# 示例市规划\n\n## 一、目标\n\n专栏1 主要指标\n\n| 指标 | 2025年 |\n|---|---|\n| 基础设施 | 基础设施 |\n"
        "| 供水普及率（%） | 98 |\n| 漏损率（%） | 9 |\n",
        "a.md",
    )
    assert [(i.category, i.name) for i in plan.indicators] == [
        ("基础设施", "供水普及率"),
        ("基础设施", "漏损率"),
    ]


def html_table(*rows: str) -> str:
    """A page with one table; `2:` before a cell merges it over two columns, `2|` over two rows."""

    def cell(text: str) -> str:
        wide, tall = text[1:2] == ":", text[1:2] == "|"
        return f"<td{f' colspan={text[0]}' * wide}{f' rowspan={text[0]}' * tall}>{text[2 * (wide or tall) :]}</td>"

    body = "".join(f"<tr>{''.join(map(cell, line.split()))}</tr>" for line in rows)
    return f"<html><body><p>一、主要目标</p><p>{PROSE}</p><table>{body}</table><p>{PROSE}</p></body></html>"


def in_html() -> bytes:
    return html_table(
        "专栏4 3:主要指标", "指标 单位 2020年 2025年", "供水普及率 % 95 98", "漏损率 % 12 9"
    ).encode()


def in_word() -> bytes:
    rows = (
        row("指标", "单位", "2020年", "2025年"),
        row("供水普及率", "%", "95", "98"),
        row("漏损率", "%", "12", "9"),
    )
    first = tc("专栏4") + tc("主要指标", '<w:gridSpan w:val="3"/>')
    return docx(p("一、主要目标") + p(PROSE) + tbl(first, *rows) + p(PROSE))


def in_pdf() -> bytes:
    page = Drawing().text(60, 60, "一、主要目标").text(60, 230, PROSE[:20])
    page.grid([60, 240, 300, 360, 420], [110, 140, 170, 200]).line(60, 80, 420, 80)
    for x in (60, 240, 420):
        page.line(x, 80, x, 110)
    page.cells([60, 240], [100], [["专栏4", "主要指标"]])
    page.cells(
        [60, 240, 300, 360],
        [130, 160, 190],
        [
            ["指标", "单位", "2020年", "2025年"],
            ["供水普及率", "%", "95", "98"],
            ["漏损率", "%", "12", "9"],
        ],
    )
    return pdf(page)


@pytest.mark.parametrize(
    ("name", "make"), [("a.html", in_html), ("a.docx", in_word), ("a.pdf", in_pdf)]
)
def test_a_caption_in_two_cells_of_the_first_row(name: str, make: Callable[[], bytes]) -> None:
    plan = read(make(), name)
    (box,), (table,) = plan.boxes, plan.tables
    assert (box.label, box.number, box.title, box.kind) == ("专栏4", 4, "主要指标", "indicators")
    assert plan.text[slice(*box.span)].split() == ["专栏4", "主要指标"]
    assert [c.path for c in table.columns] == [("指标",), ("单位",), ("2020年",), ("2025年",)]
    assert [i.name for i in plan.indicators] == ["供水普及率", "漏损率"]


WATER = [
    ("供水", "城市供水普及率"),
    ("供水", "农村自来水普及率"),
    ("排水", "污水处理率"),
    ("排水", "污泥处置率"),
]
HEADER = "表1 主要指标\n\n指标\t"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "a.html",
            html_table(
                "2:指标 单位 2020年 2025年",
                "2|供水 城市供水普及率 % 95 98",
                "农村自来水普及率 % 80 90",
                "2|排水 污水处理率 % 85 95",
                "污泥处置率 % 80 90",
            ),
        ),
        (
            "a.html",
            html_table(
                "2:指标 单位 2020年 2025年",
                "供水 城市供水普及率 % 95 98",
                "供水 农村自来水普及率 % 80 90",
                "排水 污水处理率 % 85 95",
                "排水 污泥处置率 % 80 90",
            ),
        ),
        (
            "a.txt",
            f"{HEADER}\t单位\t2020年\t2025年\n供水\t城市供水普及率\t%\t95\t98\n\t农村自来水普及率\t%\t80\t90\n"
            "排水\t污水处理率\t%\t85\t95\n\t污泥处置率\t%\t80\t90\n",
        ),
        (
            "a.txt",
            f"{HEADER}单位\t2020年\t2025年\n供水\t城市供水普及率\t%\t95\t98\n农村自来水普及率\t%\t80\t90\n"
            "排水\t污水处理率\t%\t85\t95\n污泥处置率\t%\t80\t90\n",
        ),
        (
            "a.txt",
            "表1 主要指标\n\n"
            + "\n\n".join(
                "\n".join(f"\t{c}" for c in line.split("|"))
                for line in (
                    "指标|单位|2020年|2025年",
                    "供水|城市供水普及率|%|95|98",
                    "|农村自来水普及率|%|80|90",
                    "排水|污水处理率|%|85|95",
                    "|污泥处置率|%|80|90",
                )
            )
            + "\n",
        ),
    ],
    ids=["merged", "repeated", "tabs", "tabs without empty cells", "tab-led cells"],
)
def test_labels_and_names_under_one_head(name: str, text: str) -> None:
    plan = read(text, name)
    assert [(i.category, i.name) for i in plan.indicators] == WATER
    assert [(i.target.text if i.target else "") for i in plan.indicators] == [
        "98",
        "90",
        "95",
        "90",
    ]


def test_names_and_their_qualifiers_under_one_head() -> None:
    plan = read(
        html_table(
            "2:指标 单位 2020年 2025年",
            "2|供水普及率 城市 % 95 98",
            "农村 % 80 90",
            "2:污水处理率 % 85 95",
        ),
        "a.html",
    )
    assert [(i.name, i.qualifier) for i in plan.indicators] == [
        ("供水普及率", "城市"),
        ("供水普及率", "农村"),
        ("污水处理率", None),
    ]


def workbook(*sheets: list[list[object]], hidden: int = -1) -> bytes:
    """An xlsx with these rows; the sheet numbered `hidden` is."""
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl writes the workbooks of this test")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet()
        for line in rows:
            sheet.append(line)
        if number == hidden:
            sheet.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


CROPS: list[list[object]] = [
    ["指标", "2020年", "2025年"],
    ["粮食产量", 10, 12],
    ["蔬菜产量", 20, 25],
    ["注：数据为快报数。"],
]
WORKS: list[list[object]] = [["项目名称", "建设内容", "总投资（万元）"], ["水厂", "新建", 900]]


@pytest.mark.parametrize(
    "between",
    [[["表2 重点项目"]], [[], ["表2 重点项目"]], [[], []]],
    ids=["caption", "blank", "blanks"],
)
@pytest.mark.parametrize(
    "title",
    [
        ["表1 主要指标", None, "单位：万吨"],
        ["表1 主要指标", "单位：万吨"],
        ["表1 主要指标（单位：万吨）"],
    ],
    ids=["far", "near", "one cell"],
)
def test_a_title_with_its_unit_in_one_row_and_two_tables_in_one_sheet(
    title: list[object], between: list[list[object]]
) -> None:
    plan = Parser().parse_source(read_source(workbook([title, *CROPS, *between, *WORKS]), "a.xlsx"))
    first, second = plan.tables
    assert (first.caption, first.unit_note, first.notes) == (
        "主要指标",
        "单位：万吨",
        ("注：数据为快报数。",),
    )
    assert [(i.name, i.unit and i.unit.text) for i in plan.indicators] == [
        ("粮食产量", "万吨"),
        ("蔬菜产量", "万吨"),
    ]
    assert (second.kind, second.unit_note, second.rows) == (
        "projects",
        None,
        (("水厂", "新建", "900"),),
    )
    assert second.caption == ("重点项目" if ["表2 重点项目"] in between else None)


def test_a_group_between_rows_of_words_parts_no_table() -> None:
    rows: list[list[object]] = [
        ["序号", "指标", "2025年"],
        [1, "粮食产量（万吨）", 12],
        ["二、改革创新"],
        [2, "营商环境", "全国领先"],
    ]
    plan = Parser().parse_source(read_source(workbook([["密"]], rows, hidden=0), "a.xlsx"))
    assert [(i.category, i.name) for i in plan.indicators] == [
        (None, "粮食产量"),
        ("改革创新", "营商环境"),
    ]
    assert len(plan.tables) == 1 and "密" not in plan.text


@pytest.mark.parametrize(
    "foot",
    [
        "<div>版权所有：示例市人民政府</div><div>主办单位：示例市人民政府办公室</div>",
        "<p>主办单位：示例市人民政府办公室　承办单位：示例市大数据局</p><p>版权所有 示例市人民政府</p>",
    ],
)
def test_who_runs_the_site_at_the_end_of_a_short_page(foot: str) -> None:
    page = f"<html><body><h1>示例市水务规划</h1><p>一、主要任务</p><p>主办单位：市水务局。{PROSE}</p>{foot}</body></html>"
    plan = read(page, "a.html")
    assert [plan.text[slice(*x.span)][:4] for x in plan.leaves if x.kind == "furniture"] in (
        ["版权所有", "主办单位"],
        ["主办单位", "版权所有"],
    )
    assert any(
        "主办单位：市水务局" in plan.text[slice(*x.span)]
        for x in plan.leaves
        if x.kind == "paragraph"
    )


ESCAPED = """# 一、发展目标

到2025年，新增床位\\[33\\]张，单位能耗降至\\<295千克，供水普及率约\\~98%。

表1 主要指标

| 指标 | 单位 | 2020年 | 2025年 |
|---|---|---|---|
| 新增床位\\* | 张 | \\- | \\[33\\] |
| 单位能耗 | 千克 | 300 | \\<295 |
| 供水普及率 | % | \\~95 | 98 |

注：\\*为累计数。
"""


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_signs_that_a_converter_has_escaped(name: str) -> None:
    """Records show what is printed; a backslash is a mark, and every character lies in one leaf."""
    plan = read(ESCAPED, name)
    assert [
        (i.name, i.baseline and i.baseline.text, i.target and i.target.text)
        for i in plan.indicators
    ] == [("新增床位", "-", "[33]"), ("单位能耗", "300", "<295"), ("供水普及率", "~95", "98")]
    assert [(i.target.comparator, i.target.basis) for i in plan.indicators if i.target][:2] == [
        ("=", "cumulative"),
        ("<", None),
    ]
    assert plan.indicators[0].note == "为累计数。"
    assert "<295千克" in [m.text for m in plan.mentions]
    spans = sorted(leaf.span for leaf in plan.leaves)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert "".join("".join(plan.text[a:b].split()) for a, b in spans) == "".join(plan.text.split())
    for indicator in plan.indicators:
        assert indicator.target and indicator.target.span
        assert plan.text[slice(*indicator.target.span)].replace("\\", "") == indicator.target.text
