"""Word documents: what is printed, in order, with its geometry."""

from __future__ import annotations

import io

import pytest

from docx_files import docx, p, tbl, tc
from planparse.errors import ReadError
from planparse.model.source import Grid, Source
from planparse.readers import read_source
from planparse.readers.docx.numerals import counting, render


def read(body: str, **parts: str) -> Source:
    source = read_source(docx(body, **parts), "plan.docx")
    check_spans(source)
    return source


def check_spans(source: Source) -> None:
    for line in source.lines:
        assert source.text[line.start : line.end].strip()
    for grid in source.grids:
        for cell in grid.cells:
            assert cell.text == "\n".join(source.text[a:b] for a, b in cell.spans)
            assert all(grid.span[0] <= a < b <= grid.span[1] for a, b in cell.spans)


def texts(source: Source) -> list[str]:
    return [source.text[line.start : line.end] for line in source.lines]


def shape(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in grid.cells]


def test_paragraphs_and_tables_in_order() -> None:
    source = read(
        p("前")
        + tbl(
            tc("指标") + tc("2025年"),
            tc("供水量") + tc("<w:p><w:r><w:t>5亿</w:t></w:r></w:p>" + p("立方米")),
        )
        + p("后")
    )
    assert source.text == "前\n指标\n2025年\n供水量\n5亿\n立方米\n后" and source.paragraphs_known
    (grid,) = source.grids
    assert source.text[slice(*grid.span)] == "指标\n2025年\n供水量\n5亿\n立方米"
    assert shape(grid)[-1] == (1, 1, 1, 1, "5亿\n立方米")


def test_merged_cells_on_a_finer_grid() -> None:
    restart, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    source = read(
        tbl(
            tc("类别", restart + '<w:gridSpan w:val="2"/>') + tc("目标", '<w:gridSpan w:val="4"/>'),
            tc("", go_on + '<w:gridSpan w:val="2"/>')
            + tc("甲", '<w:gridSpan w:val="3"/>')
            + tc("乙"),
        )
    )
    assert shape(source.grids[0]) == [
        (0, 0, 2, 1, "类别"),
        (0, 1, 1, 2, "目标"),
        (1, 1, 1, 1, "甲"),
        (1, 2, 1, 1, "乙"),
    ]


def _with_grid(table: str, *widths: int) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return table.replace("<w:tbl>", f"<w:tbl><w:tblGrid>{columns}</w:tblGrid>", 1)


def test_a_border_that_was_dragged_in_some_rows_divides_nothing() -> None:
    two = '<w:gridSpan w:val="2"/>'
    table = tbl(
        tc("指标", two) + tc("单位") + tc("目标"),
        tc("甲") + tc("%", two) + tc("5"),
        tc("乙", two) + tc("人") + tc("6"),
    )
    dragged = read(_with_grid(table, 3300, 114, 1100, 900))
    assert shape(dragged.grids[0]) == [
        (0, 0, 1, 1, "指标"),
        (0, 1, 1, 1, "单位"),
        (0, 2, 1, 1, "目标"),
        (1, 0, 1, 1, "甲"),
        (1, 1, 1, 1, "%"),
        (1, 2, 1, 1, "5"),
        (2, 0, 1, 1, "乙"),
        (2, 1, 1, 1, "人"),
        (2, 2, 1, 1, "6"),
    ]
    # As wide as a character, it is a column; so is one in which a row has a cell of its own.
    apart = read(_with_grid(table, 3300, 200, 1100, 900))
    assert (1, 1, 1, 2, "%") in shape(apart.grids[0])
    own = read(
        _with_grid(tbl(tc("甲", two) + tc("5"), tc("乙") + tc("！") + tc("6")), 900, 114, 900)
    )
    assert shape(own.grids[0]) == [
        (0, 0, 1, 2, "甲"),
        (0, 2, 1, 1, "5"),
        (1, 0, 1, 1, "乙"),
        (1, 1, 1, 1, "！"),
        (1, 2, 1, 1, "6"),
    ]


def test_header_rows_are_told() -> None:
    head = f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{tc('甲')}{tc('乙')}</w:tr>"
    assert read(tbl(head, tc("1") + tc("2"))).grids[0].header_rows == 1
    assert read(tbl(tc("甲") + tc("乙"), tc("1") + tc("2"))).grids[0].header_rows is None


def test_a_one_cell_table_is_a_frame_and_holds_a_real_grid() -> None:
    source = read(
        p("正文")
        + tbl(tc(p("专栏1 重点工程") + tbl(tc("甲") + tc("乙"), tc("1") + tc("2")) + p("注：略")))
        + p("后文")
    )
    assert [line.frame for line in source.lines] == [0, 1, 1, 1, 1, 1, 1, 0]
    assert source.text[slice(*source.grids[0].span)] == "甲\n乙\n1\n2"


def test_a_table_inside_a_cell_is_flattened_into_it() -> None:
    source = read(
        tbl(tc("甲") + tc(p("前") + tbl(tc("1") + tc("2")) + p("后")), tc("乙") + tc("丙"))
    )
    assert [c.text for c in source.grids[0].cells] == ["甲", "前\n1\n2\n后", "乙", "丙"]


BOX = "<w:txbxContent>" + p("专栏2 行动") + p("1.推进。") + "</w:txbxContent>"


def test_a_text_box_is_read_once() -> None:
    drawing = (
        f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{BOX}</wps:txbx>'
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>锚</w:t></w:r></w:p>"
    )
    source = read(drawing + p("后"))
    assert texts(source) == ["锚", "专栏2 行动", "1.推进。", "后"]
    assert [line.frame for line in source.lines] == [0, 1, 1, 0]


def test_a_vml_text_box() -> None:
    source = read(
        f"<w:p><w:r><w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    assert texts(source) == ["专栏2 行动", "1.推进。"]


def test_tracked_changes() -> None:
    body = (
        "<w:p><w:r><w:t>到</w:t></w:r><w:del><w:r><w:delText>2024</w:delText></w:r></w:del><w:ins><w:r><w:t>2025"
        "</w:t></w:r></w:ins><w:r><w:t>年</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>上半</w:t></w:r></w:p>"
        + p("下半")
        + "<w:p><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>新</w:t></w:r></w:moveTo></w:p>"
        + tbl(tc("甲") + tc("乙"), f"<w:tr><w:trPr><w:del/></w:trPr>{tc('删')}{tc('去')}</w:tr>")
    )
    assert texts(read(body)) == ["到2025年", "上半下半", "新", "甲", "乙"]


def test_hidden_text_comments_and_instructions_are_not_printed() -> None:
    body = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r>"
        "<w:instrText> SEQ 表 </w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>"
        "<w:r><w:t>表1</w:t>"
        "</w:r><w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:t>投资</w:t></w:r></w:p>"
    )
    assert texts(read(body)) == ["表1投资"]


def test_a_table_of_contents_is_furniture() -> None:
    begin = (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r>"
    )
    end = "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    body = (
        f"<w:p>{begin}<w:r><w:t>第一章</w:t><w:tab/><w:t>1</w:t></w:r></w:p>"
        + p("第二章 2")
        + f"<w:p>{end}</w:p>"
        + p("第一章")
        + p("目  录", '<w:pStyle w:val="T"/>')
    )
    source = read(body, styles='<w:style w:styleId="T"><w:name w:val="TOC Heading"/></w:style>')
    assert [line.furniture for line in source.lines] == ["contents", "contents", None, "contents"]


def test_a_field_that_does_not_end_hides_nothing() -> None:
    begin = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>"
    source = read(f"<w:p>{begin}</w:p>" + p("第一章") + p("第二章"))
    assert texts(source) == ["第一章", "第二章"] and not any(
        line.furniture for line in source.lines
    )


def test_an_embedded_document_is_told() -> None:
    assert "altChunk" in read(p("甲") + "<w:altChunk/>").notices[0].message


def test_headings_come_from_styles_and_their_parents() -> None:
    styles = (
        '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="a"><w:name w:val="我的"/>'
        '<w:basedOn w:val="1"/></w:style><w:style w:styleId="b"><w:name w:val="节"/><w:pPr><w:outlineLvl '
        'w:val="1"/></w:pPr></w:style>'
    )
    source = read(
        p("章", '<w:pStyle w:val="a"/>')
        + p("节", '<w:pStyle w:val="b"/>')
        + p("文")
        + p("条", '<w:outlineLvl w:val="2"/>')
        + p("无", '<w:pStyle w:val="a"/><w:outlineLvl w:val="9"/>'),
        styles=styles,
    )
    assert [line.heading for line in source.lines] == [1, 2, 0, 3, 0]


def test_soft_breaks() -> None:
    broken = "<w:r><w:t>{}</w:t><w:br/><w:t>{}</w:t></w:r></w:p>"
    title = '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr>' + broken.format("第一章", "总体要求")
    prose = "<w:p>" + broken.format("一、发展基础", "水利是经济社会发展的命脉，" * 4 + "必须")
    wrapped = "<w:p>" + broken.format(
        "坚持节水在先、布局均衡、建管并重、分步推进，坚持以水定城、以水定地", "、以水定人。"
    )
    assert texts(read(title + prose + wrapped)) == [
        "第一章 总体要求",
        "一、发展基础",
        "水利是经济社会发展的命脉，" * 4 + "必须",
        "坚持节水在先、布局均衡、建管并重、分步推进，坚持以水定城、以水定地 、以水定人。",
    ]


def level(ilvl: int, fmt: str, text: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/><w:lvlText w:val="{text}"/>'
        f"{extra}</w:lvl>"
    )


NUMBERING = (
    '<w:abstractNum w:abstractNumId="7">'
    + level(0, "chineseCountingThousand", "第%1章")
    + level(1, "chineseCounting", "（%2）", '<w:suff w:val="nothing"/>')
    + level(2, "decimal", "%1.%3", "<w:isLgl/>")
    + level(3, "decimalEnclosedCircle", "%4", '<w:suff w:val="space"/>')
    + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/>'
    "</w:lvlOverride></w:num>"
)


def num(num_id: int, ilvl: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="{num_id}"/></w:numPr>'


def test_automatic_numbering_is_printed() -> None:
    body = "".join(
        p(text, num(*at))
        for text, at in (
            ("基础", (1, 0)),
            ("成效", (1, 1)),
            ("形势", (1, 1)),
            ("子", (1, 2)),
            ("丑", (1, 3)),
            ("要求", (1, 0)),
            ("思想", (1, 1)),
            ("重起", (2, 0)),
            ("续", (1, 0)),
        )
    ) + p("无", num(0, 0))
    assert texts(read(body, numbering=NUMBERING)) == [
        "第一章 基础",
        "（一）成效",
        "（二）形势",
        "1.1 子",
        "① 丑",
        "第二章 要求",
        "（一）思想",
        "第九章 重起",
        "第十章 续",
        "无",
    ]


def test_numbering_comes_from_styles_too_and_counts_empty_cells() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:numId '
        'w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    tied = NUMBERING.replace(
        '<w:lvlText w:val="（%2）"/>', '<w:lvlText w:val="（%2）"/><w:pStyle w:val="H"/>'
    )
    source = read(
        p("章", num(1, 0))
        + p("节", '<w:pStyle w:val="H"/>')
        + tbl(tc(p("", num(1, 3))) + tc("甲"), tc(p("", num(1, 3))) + tc("乙")),
        styles=styles,
        numbering=tied,
    )
    assert texts(source) == ["第一章 章", "（一）节", "①", "甲", "②", "乙"]


@pytest.mark.parametrize(
    ("number", "fmt", "text"),
    [
        (10, "chineseCounting", "十"),
        (11, "chineseCountingThousand", "十一"),
        (20, "japaneseCounting", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCountingThousand", "一百一十"),
        (3, "decimalEnclosedCircle", "③"),
        (21, "decimalEnclosedCircle", "㉑"),
        (99, "decimalEnclosedCircle", "99"),
        (4, "upperRoman", "IV"),
        (28, "lowerLetter", "bb"),
        (2, "ideographTraditional", "乙"),
        (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"),
        (3, "decimalEnclosedParen", "⑶"),
        (25, "decimalEnclosedParen", "25"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (10, "ideographDigital", "一〇"),
        (5, "unheardOf", "5"),
    ],
)
def test_number_formats(number: int, fmt: str, text: str) -> None:
    assert render(number, fmt) == text


def test_counting_is_right_around_zeros() -> None:
    assert [counting(n, "零一二三四五六七八九", "十百千") for n in (1005, 1050, 2000, 30)] == [
        "一千零五",
        "一千零五十",
        "二千",
        "三十",
    ]


def test_notes_stand_at_the_end() -> None:
    body = '<w:p><w:r><w:t>供水率</w:t><w:footnoteReference w:id="4"/></w:r></w:p>' + p("完")
    source = read(
        body,
        footnotes=f'<w:footnote w:id="4">{p("指城镇。")}</w:footnote><w:footnote w:id="5">{p("不引")}'
        "</w:footnote>",
    )
    assert (
        texts(source) == ["供水率①", "完", "① 指城镇。"]
        and source.lines[-1].furniture == "footnote"
    )


def test_a_file_of_python_docx() -> None:
    document = pytest.importorskip("docx", reason="python-docx is not installed").Document()
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.add_heading("第一章 现状", 1)
    for i in range(40):
        document.add_paragraph("加快补齐短板，夯实基础。" * 30)
        table = document.add_table(rows=6, cols=6)
        table.cell(0, 0).merge(table.cell(1, 0)).text = f"类别{i}"
        table.cell(2, 2).merge(table.cell(2, 4)).text = "跨列"
    out = io.BytesIO()
    document.save(out)
    source = read_source(out.getvalue(), "x.docx")
    check_spans(source)
    assert source.lines[0].heading == 1 and "页眉" not in source.text and len(source.grids) == 40
    assert {c.text: (c.rowspan, c.colspan) for c in source.grids[0].cells if c.text} == {
        "类别0": (2, 1),
        "跨列": (1, 3),
    }


def test_no_text_is_a_clear_error() -> None:
    with pytest.raises(ReadError, match="the document holds no text"):
        read_source(docx(p()), "x.docx")
