"""Web pages: charset, content without navigation, tables with merged cells."""

# ruff: noqa: E501 - markup reads better unwrapped

from __future__ import annotations

import pytest

from planparse.errors import ReadError
from planparse.model.source import Grid, Source
from planparse.readers import read_source
from planparse.readers.limits import Limits

PROSE = "统筹水资源利用与保护，完善供水、排水、防洪体系，增强城乡水安全保障能力。"
GOV = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>某市水务发展规划_信息公开</title>
<meta name="ArticleTitle" content="某市水务发展规划"><meta name="PubDate" content="2021-12-01">
<style>p { color: red }</style><script>var html = "<p>脚本</p>";</script></head><body>
<div class="top"><a href="/">网站首页</a><ul class="nav"><li><a href="1">政务公开</a></li><li><a>办事</a></li></ul></div>
<div class="container"><div class="crumbs">当前位置：<a>首页</a> &gt; <a>规划</a></div>
<h1>某市水务发展规划</h1>
<div class="TRS_Editor"><p>　　第一章 总体要求</p><p>　　PROSE</p><p>　　PROSE</p>
<table><tr><td>指标</td><td>2025年</td></tr><tr><td>供水能力</td><td>30</td></tr></table><p>　　PROSE</p></div>
<div class="share">分享到：<a>微信</a></div></div>
<div class="sidebar"><h3>相关链接</h3><ul><li><a>解读材料一</a></li><li><a>解读材料二</a></li></ul></div>
<div class="footer"><p>主办单位：办公室</p><p>备案编号：00000</p></div></body></html>""".replace(
    "PROSE", PROSE * 3
)


def read(html: str | bytes, name: str = "a.html") -> Source:
    return read_source(html.encode() if isinstance(html, str) else html, name)


def texts(source: Source, furniture: str | None = None) -> list[str]:
    return [
        source.text[line.start : line.end] for line in source.lines if line.furniture == furniture
    ]


def shape(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in grid.cells]


def test_a_government_page_keeps_content_and_marks_the_rest() -> None:
    source = read(GOV)
    kept = texts(source)
    assert kept[:2] == ["某市水务发展规划", "第一章 总体要求"] and kept[-1] == PROSE * 3
    assert texts(source, "navigation") == [
        "网站首页",
        "政务公开",
        "办事",
        "当前位置：首页 > 规划",
        "分享到：微信",
        "相关链接",
        "解读材料一",
        "解读材料二",
        "主办单位：办公室",
        "备案编号：00000",
    ]
    assert len(source.grids) == 1 and "脚本" not in source.text
    assert source.lines[4].heading == 1 and source.paragraphs_known
    assert source.meta == {"title": "某市水务发展规划", "published": "2021-12-01"}


def test_a_headline_that_the_content_repeats() -> None:
    source = read(
        GOV.replace(
            "<p>　　第一章",
            "<p align=center>某市水务发展<br>规划</p><p><b>某市水务 发展规划</b></p><p>　　第一章",
        )
    )
    assert texts(source, "headline") == ["某市水务发展规划"]
    assert texts(source)[:3] == ["某市水务发展", "规划", "某市水务 发展规划"]


def test_a_fragment_without_html_or_body() -> None:
    source = read(f"<p>第一章</p><div>短</div><div>{PROSE * 9}</div><p>结尾</p>", "-")
    assert texts(source) == ["第一章", "短", PROSE * 9, "结尾"] and source.media_type == "text/html"


@pytest.mark.parametrize(
    ("codec", "meta"),
    [
        ("gbk", "gb2312"),
        ("gb18030", "gbk"),
        ("utf-8", "utf-8"),
        ("utf-8", "gb2312"),
        ("gbk", "utf-8"),
        ("utf-8", "x"),
        ("utf-8-sig", "gbk"),
        ("utf-16", "utf-16"),
    ],
)
def test_charset(codec: str, meta: str) -> None:
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={meta}"></head><body><p>供水</p>'
    assert read(page.encode(codec)).text == "供水"


def test_charset_of_the_header() -> None:
    page = "<p>供水</p>".encode("gbk")
    assert read_source(page, "a.html", charset="text/html; charset=GBK").encoding == "gb18030"


def test_merged_cells_thead_breaks_and_entities() -> None:
    source = read("""<table><caption>表1</caption><thead><tr><th rowspan="2">指标</th><th colspan="2">年份</th></tr>
    <tr><th>2020年</th><th>2025年</th></tr></thead><tbody><tr><td><p>供水</p><p>能力</p></td><td>1<br>2</td>
    <td>&ge;3&#37;</td></tr></tbody></table>""")
    (grid,) = source.grids
    assert shape(grid) == [
        (0, 0, 2, 1, "指标"),
        (0, 1, 1, 2, "年份"),
        (1, 1, 1, 1, "2020年"),
        (1, 2, 1, 1, "2025年"),
        (2, 0, 1, 1, "供水\n能力"),
        (2, 1, 1, 1, "1\n2"),
        (2, 2, 1, 1, "≥3%"),
    ]
    assert (
        grid.header_rows == 2
        and source.text[slice(*grid.span)].startswith("指标")
        and texts(source)[0] == "表1"
    )
    for cell in grid.cells:
        assert cell.text == "\n".join(source.text[a:b] for a, b in cell.spans)


def test_spans_beyond_the_table_are_cut() -> None:
    source = read(
        '<table><tr><td rowspan="9">甲</td><td rowspan=0>乙</td><td>1</td></tr><tr><td>2</td></tr></table>'
    )
    assert shape(source.grids[0])[:2] == [(0, 0, 2, 1, "甲"), (0, 1, 2, 1, "乙")]


def test_a_layout_table_is_unwrapped_and_a_box_is_a_frame() -> None:
    inner = "<table><tr><td>指标</td><td>值</td></tr><tr><td>供水能力</td><td>30</td></tr></table>"
    source = read(
        f"<table><tr><td><p>{PROSE * 20}</p>{inner}<table><tr><td><p>专栏1</p><p>内容</p></td></tr></table>"
        f"<p>{PROSE}</p></td></tr></table>"
    )
    assert [len(g.cells) for g in source.grids] == [4]
    assert {source.text[x.start : x.end]: x.frame for x in source.lines if x.frame} == {
        "专栏1": 1,
        "内容": 1,
    }


def test_a_page_laid_out_by_a_table_of_columns() -> None:
    inner = "<table><tr><td>指标</td><td>值</td></tr><tr><td>供水</td><td>30</td></tr></table>"
    source = read(
        f"<table><tr><td><a>菜单</a></td><td>{f'<p>{PROSE * 3}</p>' * 6}{inner}</td></tr></table>"
    )
    assert [len(g.cells) for g in source.grids] == [4]


DATA = (
    "<table><tr><td>指标</td><td>2025年</td></tr>"
    + "<tr><td>供水</td><td>5</td></tr>" * 9
    + "</table>"
)


def test_an_old_page_laid_out_by_tables_all_the_way() -> None:
    source = read(
        f"""<body><table><tr><td><a>首页</a> | <a>公开</a></td></tr></table><table><tr><td><table><tr><td><a>机构</a></td></tr><tr><td><a>规划</a></td></tr></table></td><td><table><tr><td>某市规划</td></tr><tr><td>　　一、现状<br>　　{PROSE * 3}<br>{DATA}　　{PROSE}</td></tr></table></td></tr></table><table><tr><td>版权所有：某市</td></tr></table></body>"""
    )
    assert [(g.n_rows, g.n_cols) for g in source.grids] == [(10, 2)]
    assert texts(source, "navigation") == ["首页 | 公开", "机构", "规划", "版权所有：某市"]
    assert texts(source)[:3] == ["某市规划", "一、现状", PROSE * 3] and not any(
        x.frame for x in source.lines
    )


def test_a_list_of_labels_above_the_content_is_no_table() -> None:
    source = read(f"""<body><div class="wrap"><table><tr><td>索 引 号：</td><td>000/2021-1</td><td>发文机关：</td><td>某市</td></tr>
    <tr><td>发文字号：</td><td>某府发〔2021〕1号</td><td>成文日期：</td><td>2021年12月1日</td></tr></table>
    <div id="zoom"><p>{PROSE * 9}</p>{DATA}<p>{PROSE}</p></div><div class="ewm"><p>扫一扫打开当前页</p></div></div></body>""")
    assert len(source.grids) == 1 and texts(source, "navigation") == ["扫一扫打开当前页"]
    assert texts(source)[:3] == [
        "索 引 号： 000/2021-1",
        "发文机关： 某市",
        "发文字号： 某府发〔2021〕1号",
    ]


def test_content_in_several_containers() -> None:
    source = read(
        f"<body><ul><li><a>首页</a></li></ul><div><p>通知</p><p>{PROSE * 2}</p></div><div><p>第一章</p><p>"
        f"{PROSE * 6}</p></div><div>{DATA}</div></body>"
    )
    assert (
        texts(source, "navigation") == ["首页"]
        and texts(source)[0] == "通知"
        and len(source.grids) == 1
    )


def test_word_export() -> None:
    source = read("""<html xmlns:o="urn:schemas-microsoft-com:office:office"><body lang=ZH-CN><div class=WordSection1>
    <p class=MsoToc1>第一章 3</p>
    <p class=MsoNormal style='mso-outline-level:1'><![if !supportLists]><span style='mso-list:Ignore'>第一章<span>&nbsp;
    </span></span><![endif]><b><span>总体<br>要求</span></b><o:p></o:p></p>
    <p class=MsoNormal>加强水利
设施建设<del>删</del><ins>增</ins><span style='mso-hide:all'>隐</span><!-- 注释 --></p></div></body></html>""")
    assert [source.text[x.start : x.end].replace("\xa0", "") for x in source.lines] == [
        "第一章 3",
        "第一章 总体 要求",
        "加强水利 设施建设增",
    ]
    assert [(x.heading, x.furniture) for x in source.lines] == [
        (0, "contents"),
        (1, None),
        (0, None),
    ]


def test_lists_have_their_numbers() -> None:
    source = read(
        "<ol start=3><li>甲</li><li value=7>乙</li></ol><ol type=a><li>丙</li></ol><ul><li>丁</li></ul>"
    )
    assert texts(source) == ["3. 甲", "7. 乙", "a. 丙", "丁"]


def test_a_single_file_page() -> None:
    page = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html; "
        'charset="gb2312"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<html><p>供水</p></html>\r\n--x--\r\n'
    )
    assert read(page.encode("gbk"), "a.doc").text == "供水"
    with pytest.raises(ReadError, match="cut off"):
        read(page.encode("gbk")[:-30], "a.doc")


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><p>供水</p><table><tr><td>甲</td><td>乙",
        "<html><body><p>供水</p><table border=1 cl",
    ],
)
def test_a_page_that_is_cut_off(page: str) -> None:
    with pytest.raises(ReadError, match="the page is cut off"):
        read(page)


def test_depth_is_limited_but_usual_tag_soup_is_read() -> None:
    assert read("<body>" + "<font><b>" * 900 + "供水").text == "供水"
    with pytest.raises(ReadError, match="nesting"):
        read("<body>" + "<div>" * 9000 + "供水")
    with pytest.raises(ReadError, match="nesting"):
        read("<table><tr><td>" * 300 + "供水")


def test_giant_spans_are_bounded() -> None:
    cells = '<td rowspan="60000" colspan="1000">甲</td>' * 50
    with pytest.raises(ReadError, match=r"over the limit of 20000 \(cells\)"):
        read_source(
            f"<table><tr>{cells}</tr></table>".encode(), "a.html", limits=Limits(cells=20_000)
        )


@pytest.mark.parametrize("where", ["body", "html"])
def test_a_page_hidden_as_a_whole_is_read(where: str) -> None:
    page = "<html><body><p>绿地布局</p><div style='display:none'>菜单</div></body></html>"
    hidden = page.replace(f"<{where}>", f"<{where} style='visibility:hidden'>")
    assert read_source(hidden.encode(), "a.html").text == "绿地布局"
