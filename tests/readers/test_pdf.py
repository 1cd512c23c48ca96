"""PDF files drawn by hand: what stands where on the page must come out as lines, cells and furniture."""

from __future__ import annotations

import sys
import zlib
from importlib.util import find_spec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import Drawing, pdf
from planparse.errors import ReadError
from planparse.model.source import Grid, Source
from planparse.readers.limits import Limits
from planparse.readers.paged_text.health import bad_count
from planparse.readers.pages.lines import find_lines, find_runs
from planparse.readers.pages.page import DrawnPage, turn, turn_back
from planparse.readers.pdf.document import read_pdf

HEAD = ["序号", "指标", "2020年", "2025年", "属性"]
XS = [76, 116, 296, 376, 456, 520]
BACKENDS = ["pdfminer", "pypdfium2"]


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """Each backend; the fast one only where it is installed."""
    if request.param == "pypdfium2" and find_spec("pypdfium2") is None:
        pytest.skip("the extra [fast] is not installed (pypdfium2)")
    return str(request.param)


def read(*pages: Drawing, backend: str = "pdfminer", **options: object) -> Source:
    return read_pdf(pdf(*pages, **options), "plan.pdf", backend=backend)  # type: ignore[arg-type]


def words(source: Source) -> list[str]:
    """Lines that are content and stand in no grid."""
    return [
        source.text[line.start : line.end]
        for line in source.lines
        if not line.furniture and not any(g.span[0] <= line.start < g.span[1] for g in source.grids)
    ]


def rows(grid: Grid) -> list[list[str]]:
    """Cells by row, with their spans where they are more than one place: 指标值|1x2."""
    table: list[list[str]] = [[] for _ in range(grid.n_rows)]
    for cell in grid.cells:
        size = "" if (cell.rowspan, cell.colspan) == (1, 1) else f"|{cell.rowspan}x{cell.colspan}"
        table[cell.row].append(cell.text.replace("\n", "/") + size)
    return table


# ------------------------------------------------------------------ text


def test_lines_come_with_page_and_place(backend: str) -> None:
    pages = Drawing().text(100, 112, "一、发展基础"), Drawing().text(100, 200, "二、目标")
    source = read(*pages, backend=backend)
    first, second = source.lines
    assert (source.text, source.pages, source.paragraphs_known) == (
        "一、发展基础\n二、目标\n",
        2,
        False,
    )
    assert (first.page, second.page) == (1, 2)
    assert first.bbox == pytest.approx((100, 101.7, 172, 113.7), abs=0.2)


def test_two_columns_are_read_one_after_the_other(backend: str) -> None:
    page = Drawing().text(100, 80, "横贯两栏的标题在最上面，占据整个页面宽度大半", size=16)
    for i in range(8):
        page.text(70, 120 + 20 * i, f"左栏第{i}行左栏文字左栏文字左栏")
        page.text(320, 126 + 20 * i, f"右栏第{i}行右栏文字右栏文字右栏")
    page.text(70, 320, "两栏之下又是横贯页面的一行正文，前面两栏都已经结束，排在末尾的地方。")
    lines = words(read(page, backend=backend))
    assert [line[0] for line in lines] == ["横", *"左" * 8, *"右" * 8, "两"]


def test_a_short_title_in_the_middle_stands_above_both_columns(backend: str) -> None:
    page = Drawing().text(200, 80, "示例市水务发展规划", size=18).text(225, 470, "专栏一 主要指标")
    for i in range(8):
        for x, words_of in ((70, "左栏"), (320, "右栏")):
            page.text(x, 120 + 20 * i, f"{words_of}第{i}行文字" + words_of * 3)
            page.text(x, 500 + 20 * i, f"下{words_of}第{i}行文字" + words_of * 3)
    lines = words(read(page, backend=backend))
    assert [line[:2] for line in lines] == [
        "示例",
        *["左栏"] * 8,
        *["右栏"] * 8,
        "专栏",
        *["下左"] * 8,
        *["下右"] * 8,
    ]


def test_lines_of_a_column_are_joined_though_others_are_as_wide_as_the_page(backend: str) -> None:
    page = Drawing()
    for x, words_of in ((70, "左"), (320, "右")):
        for i in range(9):
            page.text(
                x + 24 * (i % 3 == 0),
                120 + 20 * i,
                words_of * (14 if i % 3 == 0 else 16 if i % 3 == 1 else 9),
            )
    wide = Drawing()
    for i in range(6):
        wide.text(70, 120 + 20 * i, "宽" * 37)
    starts = [line.starts_paragraph for line in read(page, wide, backend=backend).lines[:18]]
    assert starts == [
        None,
        *[False, False, True] * 2,
        False,
        False,
        True,
        *[False, False, True] * 2,
        False,
        False,
    ]


def test_a_cell_that_is_wider_than_those_above_it_stays_in_its_row(backend: str) -> None:
    page, y = Drawing(), 100.0
    units = ["%", "%", "%", "人", "人次", "%", "人", "人", "小时", "平方米"]
    for number, unit in enumerate(units, start=1):
        name = ["山塘水库除险加固后达到设计标准"]
        if number in (3, 6, 9):
            name = ["因自然灾害直接经济损失占地区生产总值的", "比例"]
        for line in name:
            page.text(107, y, line, size=10)
            y += 13.5
        middle = y - 13.5 * (1 + len(name)) / 2
        for centre, cell in (
            (84, str(number)),
            (333, unit),
            (390, "574"),
            (442, "1913"),
            (500, "预期性"),
        ):
            wide = sum(10 if ord(char) > 255 else 5 for char in cell)
            page.text(centre - wide / 2, middle, cell, size=10)
        y += 8
    last = words(read(page, backend=backend))[-1]
    assert last == "10 山塘水库除险加固后达到设计标准 平方米 574 1913 预期性"


def test_labels_beside_short_words_are_no_columns(backend: str) -> None:
    page = Drawing()
    for i in range(8):
        page.text(70, 100 + 20 * i, f"第{i}项").text(300, 100 + 20 * i, "责任单位名称")
    assert words(read(page, backend=backend))[0] == "第0项 责任单位名称"


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_rotated_page_is_read_as_displayed(rotate: int, backend: str) -> None:
    """Writing that runs along a rotated page reads upright, whatever the page's own turn."""
    page = Drawing(rotate=rotate)
    turned = {0: 0, 90: 90, 180: 0, 270: 270}[rotate]
    for i in range(3):
        place = {
            0: (100, 100 + 20 * i),
            90: (100 + 20 * i, 700),
            270: (400 - 20 * i, 100),
            180: (100, 100 + 20 * i),
        }[rotate]
        page.text(*place, f"第{i}行写在转过的页上", turned=turned)
    assert [w[:3] for w in words(read(page, backend=backend))] == ["第0行", "第1行", "第2行"]


def test_a_table_set_sideways_is_read_along_its_writing(backend: str) -> None:
    """A wide table turned by a quarter on an upright page: rows are rows of the turned table."""
    page = Drawing()
    for x in (100, 130, 160):
        page.line(x, 100, x, 500)
    for y in (100, 300, 500):
        page.line(100, y, 160, y)
    for x, row in ((120, ("指标名称", "目标")), (150, ("城镇化率", "66%"))):
        page.text(x, 490, row[0], turned=90).text(x, 290, row[1], turned=90)
    source = read(page, backend=backend)
    assert rows(source.grids[0]) == [["指标名称", "目标"], ["城镇化率", "66%"]]
    assert source.grids[0].cells[0].bbox == pytest.approx((100, 300, 130, 500), abs=0.5)


def test_a_watermark_is_furniture(backend: str) -> None:
    page = (
        Drawing()
        .text(200, 500, "内部资料", size=60, turned=45)
        .text(80, 100, "正文一行，说明情况。")
    )
    source = read(page, backend=backend)
    assert words(source) == ["正文一行，说明情况。"]
    assert {line.furniture for line in source.lines} == {None, "watermark"}


def test_words_printed_twice_to_look_bold_are_read_once(backend: str) -> None:
    page = Drawing().text(100, 100, "加粗标题").text(100.4, 100, "加粗标题").text(100, 130, "正文")
    assert words(read(page, backend=backend)) == ["加粗标题", "正文"]


def test_raised_marks_stay_in_their_line(backend: str) -> None:
    page = (
        Drawing().text(100, 100, "研发投入强度").text(172, 95, "①", size=7).text(179, 100, "提高")
    )
    assert words(read(page, backend=backend)) == ["研发投入强度①提高"]


def test_blanks_stand_where_the_print_leaves_them(backend: str) -> None:
    page = Drawing().text(100, 100, "1.1 发展现状").text(100, 130, "第一章").text(160, 130, "总则")
    assert words(read(page, backend=backend)) == ["1.1 发展现状", "第一章 总则"]


def test_running_heads_and_page_numbers_are_furniture(backend: str) -> None:
    pages = [
        Drawing()
        .text(200, 50, "河谷县综合规划")
        .text(80, 100 + 7 * n, f"第{n}页正文，各页不同。")
        .text(280 if n % 2 else 100, 800, f"— {n} —")
        for n in range(1, 5)
    ]
    source = read(*pages, backend=backend)
    assert words(source) == [f"第{n}页正文，各页不同。" for n in range(1, 5)]
    assert [line.furniture for line in source.lines] == ["header", None, "page-number"] * 4


def test_paragraph_starts_are_told_by_place(backend: str) -> None:
    page = Drawing()
    for i, (x, line) in enumerate(
        [
            (104, "坚持以人民为中心的发展思想统筹推进各项事业加快补"),
            (80, "齐短板弱项着力提升公共服务均等化水平不断增强群众获"),
            (80, "得感。"),
            (104, "这是第二段的开头因此缩进两个字符接着一直写到行末"),
            (80, "然后又换一行。"),
        ]
    ):
        page.text(x, 100 + 20 * i, line)
    assert [line.starts_paragraph for line in read(page, backend=backend).lines] == [
        None,
        False,
        False,
        True,
        False,
    ]


def test_centred_headings_under_one_another_are_not_joined(backend: str) -> None:
    page = (
        Drawing()
        .text(237, 60, "第二章主要任务", size=14)
        .text(223, 82, "第一节建设骨干水网", size=14)
    )
    for number in range(8):
        page.text(76, 120 + 20 * number, "统筹各项任务。" * 5)
    page.text(223, 300, "第二节整治河道湖泊", size=14)
    source = read(page, backend=backend)
    flags = {source.printed(line.span): line.starts_paragraph for line in source.lines}
    assert flags["第一节建设骨干水网"] is None
    assert flags["第二节整治河道湖泊"] is True


def test_the_decimal_point_of_founder_is_a_point_and_no_unknown_character() -> None:
    page = DrawnPage(1, 595, 842)
    for number, char in enumerate("优良比例为40\U001001b05%"):
        page.write(char, 76 + 12 * number, 100, (12, 0), size=12)
    (line,) = find_lines(find_runs(page.glyphs))
    assert line.text.replace(" ", "") == "优良比例为40.5%"
    assert bad_count(page) == 0


def test_bookmarks_are_evidence_for_headings(backend: str) -> None:
    page = Drawing().text(80, 100, "一、发展基础").text(80, 130, "正文一行在这里。")
    source = read(page, backend=backend, outline=[("一、发展基础", 0), ("没有印出的标题", 0)])
    assert [line.heading for line in source.lines] == [1, 0]


# ------------------------------------------------------------------ tables


def test_merged_cells_and_cells_of_several_lines(backend: str) -> None:
    page = Drawing()
    for y, x0 in ((100, 76), (120, 296), (140, 76), (180, 116), (200, 76)):
        page.line(x0, y, 456 if x0 == 296 else 520, y)
    for x, top in ((76, 100), (116, 100), (296, 100), (376, 120), (456, 100), (520, 100)):
        page.line(x, top, x, 200)
    page.cells(XS, [130, 114], [["类别", "指标", "", "", "属性"], ["", "", "指标值"]])
    page.cells(
        XS,
        [134, 156, 170, 194],
        [
            ["", "", "2020年", "2025年"],
            ["健康", "每千人口执业", "2.9", "3.2", "预期性"],
            ["水平", "（助理）医师数"],
            ["", "平均寿命（岁）", "78.1", "79", "预期性"],
        ],
    )
    source = read(page.text(80, 250, "表后正文。"), backend=backend)
    assert rows(source.grids[0]) == [
        ["类别|2x1", "指标|2x1", "指标值|1x2", "属性|2x1"],
        ["2020年", "2025年"],
        ["健康/水平|2x1", "每千人口执业/（助理）医师数", "2.9", "3.2", "预期性"],
        ["平均寿命（岁）", "78.1", "79", "预期性"],
    ]
    assert words(source) == ["表后正文。"]
    for cell in source.grids[0].cells:
        assert "\n".join(source.text[a:b] for a, b in cell.spans) == cell.text


def test_thin_rectangles_and_boxes_of_single_cells_are_rules(backend: str) -> None:
    """Every program has its own way to draw a table: bars, one box per cell, strokes; all give one grid."""
    table = [["指标", "2025年"], ["增速", "6.5"]]
    bars, boxes = Drawing(), Drawing()
    for y in (100, 120, 140):
        bars.rect(100, y - 0.3, 300, y + 0.3, "f")
    for x in (100, 200, 300):
        bars.rect(x - 0.3, 100, x + 0.3, 140, "f")
    for x in (100, 200):
        for y in (100, 120):
            boxes.rect(x, y, x + 100, y + 20)
    for page in (bars, boxes):
        page.cells([100, 200], [115, 135], table)
        assert [rows(g) for g in read(page, backend=backend).grids] == [table]


def test_a_table_without_outer_lines(backend: str) -> None:
    page = Drawing()
    for y in (100, 120, 140, 160):
        page.line(76, y, 520, y)
    for x in XS[1:-1]:
        page.line(x, 100, x, 120).line(x, 140, x, 160)
    last = ["1", "增速", "5", "6", "预期性"]
    page.cells(XS, [115, 135, 155], [HEAD, ["一、经济发展"], last])
    assert rows(read(page, backend=backend).grids[0]) == [HEAD, ["一、经济发展|1x5"], last]


def test_a_three_line_table(backend: str) -> None:
    page = Drawing().line(76, 80, 520, 80).line(76, 102, 520, 102).line(76, 200, 520, 200)
    page.cells(XS, [95], [HEAD]).cells(
        XS,
        [120, 140, 152, 172],
        [
            ["1", "人均预期寿命（岁）", "78.1", "79", "预期性"],
            ["2", "每千人口拥有执业"],
            ["", "（助理）医师数（人）", "2.9", "3.2", "预期性"],
            ["3", "参保率（%）", "93", "95", "约束性"],
        ],
    )
    source = read(
        page.text(80, 60, "专栏1 主要指标").text(80, 240, "后面的正文在这里。"), backend=backend
    )
    assert rows(source.grids[0]) == [
        HEAD,
        ["1", "人均预期寿命（岁）", "78.1", "79", "预期性"],
        ["2", "每千人口拥有执业/（助理）医师数（人）", "2.9", "3.2", "预期性"],
        ["3", "参保率（%）", "93", "95", "约束性"],
    ]
    assert words(source) == ["专栏1 主要指标", "后面的正文在这里。"]


def test_a_table_with_a_two_row_header_ruled_only_across(backend: str) -> None:
    page = Drawing().line(296, 120, 450, 120).text(350, 114, "指标值", size=10.5)
    for y in (100, 140, 180):
        page.line(76, y, 520, y)
    page.cells(
        XS,
        [123, 135, 155, 172],
        [
            ["序号", "指标", "", "", "属性"],
            ["", "", "2020年", "2025年"],
            ["1", "增速", "5", "6", "预期性"],
            ["2", "城镇化率", "61", "66", "预期性"],
        ],
    )
    assert rows(read(page, backend=backend).grids[0])[:2] == [
        ["序号|2x1", "指标|2x1", "指标值|1x2", "属性|2x1"],
        ["2020年", "2025年"],
    ]


def test_rows_without_lines_between_them_are_told_apart(backend: str) -> None:
    page = (
        Drawing()
        .grid(XS, [100, 120, 210])
        .cells(
            XS,
            [115, 135, 155, 175, 195],
            [
                HEAD,
                ["1", "甲指标", "1.5", "2.5", "预期性"],
                ["2", "乙指标", "3", "4", "预期性"],
                ["3", "丙指标", "5.5", "6", "约束性"],
                ["4", "丁指标", "7", "8", "约束性"],
            ],
        )
    )
    assert [r[0] for r in rows(read(page, backend=backend).grids[0])] == [
        "序号",
        "1",
        "2",
        "3",
        "4",
    ]


def test_rules_above_and_below_prose_are_no_table(backend: str) -> None:
    page = Drawing()
    for y in (60, 300, 780):
        page.line(76, y, 520, y)
    for i in range(20):
        page.text(80, 80 + 20 * i, "坚持以人民为中心的发展思想统筹推进各项事业加快补齐短板")
    assert read(page, backend=backend).grids == ()


def test_a_box_of_one_cell_is_a_frame(backend: str) -> None:
    page = (
        Drawing()
        .rect(76, 100, 520, 200)
        .text(84, 120, "专栏3 强基行动")
        .text(84, 145, "1．提质工程。")
    )
    source = read(page.text(80, 230, "框外正文。"), backend=backend)
    assert source.grids == ()
    assert [line.frame for line in source.lines] == [1, 1, 0]


def test_a_table_inside_a_frame_stays_a_table(backend: str) -> None:
    page = Drawing().rect(70, 100, 530, 300).text(84, 120, "专栏4 重点工程")
    page.grid([90, 200, 400], [130, 150, 170])
    page.cells([90, 200], [145, 165], [["项目", "内容"], ["甲", "新建"]])
    source = read(page, backend=backend)
    assert [rows(g) for g in source.grids] == [[["项目", "内容"], ["甲", "新建"]]]
    assert {line.frame for line in source.lines} == {1}


# ------------------------------------------------------------------ tables over pages


def two_pages(last: list[str], first: list[str], *, header: bool = True) -> Grid:
    """A table over two pages; `last` and `first` are the rows at the break."""
    one = (
        Drawing()
        .grid(XS, [700, 720, 740, 780])
        .cells(XS, [715, 735, 755], [HEAD, list("1甲56预"), last])
    )
    top = [HEAD, first] if header else [first]
    two = Drawing().grid(XS, [80 + 20 * i for i in range(len(top) + 2)])
    two.cells(XS, [95 + 20 * i for i in range(len(top) + 1)], [*top, list("9癸78约")])
    source = read(one.text(280, 810, "— 1 —"), two.text(280, 810, "— 2 —"))
    assert len(source.grids) == 1
    return source.grids[0]


def test_a_table_goes_on_over_the_page_without_its_repeated_header() -> None:
    grid = two_pages(list("2乙34预"), list("3丙56预"))
    assert [r[0] for r in rows(grid)] == ["序号", "1", "2", "3", "9"]
    assert [c.page for c in grid.cells if c.col == 0] == [1, 1, 1, 2, 2]
    assert two_pages(list("2乙34预"), list("3丙56预"), header=False).n_rows == 5


def test_a_row_cut_by_the_page_is_one_row() -> None:
    grid = two_pages(
        ["2", "每千人口拥有执业（助理）医师和注册", "2.9", "3.2", "预期性"], ["", "护士数（人）"]
    )
    assert rows(grid)[2] == [
        "2",
        "每千人口拥有执业（助理）医师和注册/护士数（人）",
        "2.9",
        "3.2",
        "预期性",
    ]


def test_a_label_row_after_the_page_is_no_cut_row() -> None:
    assert rows(two_pages(list("2乙34预"), ["二、", "", "", "", ""]))[3][0] == "二、"


def test_a_merged_label_cut_by_the_page_covers_the_rows_of_both() -> None:
    one, two = Drawing(), Drawing()
    for page, x, y in (
        (one, 76, 700),
        (one, 76, 720),
        (one, 136, 740),
        (one, 76, 760),
        (two, 76, 80),
        (two, 136, 100),
        (two, 76, 120),
    ):
        page.line(x, y, 300, y)
    for x in (76, 136, 300):
        one.line(x, 700, x, 760)
        two.line(x, 80, x, 120)
    one.cells([76, 136], [715, 735, 755], [["类别", "指标"], ["健康", "甲"], ["", "乙"]])
    two.cells([76, 136], [95, 115], [["", "丙"], ["", "丁"]])
    (grid,) = read(one, two).grids
    assert rows(grid) == [["类别", "指标"], ["健康|4x1", "甲"], ["乙"], ["丙"], ["丁"]]


@pytest.mark.parametrize(
    ("below", "first", "others"),
    [("用", ["技术推广应/用|2x1", "甲"], [["乙"]]), ("二", ["技术推广应", "甲"], [["二", "乙"]])],
)
def test_a_label_whose_words_the_page_cuts_is_one(
    below: str, first: list[str], others: list[list[str]]
) -> None:
    one, two = Drawing(), Drawing()
    for page, ys in ((one, (700, 720, 740)), (two, (80, 100))):
        for y in ys:
            page.line(76, y, 300, y)
        for x in (76, 142, 300):
            page.line(x, ys[0], x, ys[-1])
    one.cells([80, 150], [715, 735], [["类别", "指标"], ["技术推广应", "甲"]])
    two.cells([80, 150], [95], [[below, "乙"]])
    (grid,) = read(one, two).grids
    assert rows(grid) == [["类别", "指标"], first, *others]


# ------------------------------------------------------------------ what cannot be read


def test_an_encrypted_file_needs_its_password(backend: str) -> None:
    """The error says so and names the way out; with the password the file is read."""
    data = pdf(Drawing().text(100, 100, "保密的规划"), password="guhe")
    for password in (None, "wrong"):
        with pytest.raises(ReadError, match="--password"):
            read_pdf(data, "a.pdf", password=password, backend=backend)
    assert words(read_pdf(data, "a.pdf", password="guhe", backend=backend)) == ["保密的规划"]


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_truncated_file_is_refused(part: float, backend: str) -> None:
    data = pdf(*[Drawing().text(100, 100, "正文" * 20) for _ in range(5)])
    with pytest.raises(ReadError, match=r"cut off|broken"):
        read_pdf(data[: int(len(data) * part)], "a.pdf", backend=backend)


@given(st.binary(max_size=60), st.integers(0, 3000))
def test_any_damage_gives_text_or_one_clear_error(junk: bytes, at: int) -> None:
    """Bytes overwritten anywhere in a file never give another exception than ReadError."""
    data = bytearray(
        pdf(Drawing().text(100, 100, "正文正文").grid([50, 100, 150], [200, 220, 240]))
    )
    data[at : at + len(junk)] = junk
    try:
        assert read_pdf(bytes(data), "a.pdf").pages
    except ReadError as error:
        assert error.where == "a.pdf" and error.remedy


def test_fonts_that_do_not_tell_their_characters_are_reported(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A page of (cid:…) is no text: its lines are set aside and a notice names the page."""
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    monkeypatch.setattr("planparse.readers.pdf.document.find_spec", lambda name: None)
    garbled = pdf(Drawing().text(100, 100, "规划正文" * 10), encoding="Identity-H")
    with pytest.raises(ReadError, match="do not tell"):
        read_pdf(garbled, "a.pdf")


def test_garbled_pages_are_set_aside_and_the_rest_is_read() -> None:
    """Without the extra [ocr], a notice names the garbled page, whose lines are no content."""
    from planparse.readers.paged_text.written import write_pages
    from planparse.readers.pages.page import DrawnPage
    from planparse.readers.pdf.document import _PdfReading

    reading = _PdfReading("a.pdf", None)
    for number, words in ((1, "一、发展基础"), (2, "\ue123\ue456\ufffd" * 20)):
        page = DrawnPage(number, 595, 842)
        for i, char in enumerate(words):
            page.write(char, 80 + 7 * i, 100, (7, 0), 7)
        reading.add(page)
    reading.refuse_unreadable()
    written = write_pages(reading.layouts())
    assert [line.furniture for line in written.lines] == [None, "unreadable"]
    (notice,) = reading.notices(written)
    assert (notice.severity, notice.about, notice.span) == ("error", "第2页", (7, 67))


def test_rare_ideographs_all_over_are_garbage() -> None:
    """A font that tells arbitrary ideographs is found out by how rare they are; real text is not."""
    from planparse.readers.paged_text.health import is_garbled
    from planparse.readers.pages.page import DrawnPage

    page = DrawnPage(1, 595, 842)
    for i in range(100):
        page.write(chr(0x4E00 + 197 * i % 20900), 100, 100, (12, 0), 12)
    real = DrawnPage(1, 595, 842)
    for char in (
        "坚持以人民为中心的发展思想统筹推进各项事业加快补齐短板弱项着力提升公共服务水平" * 2
    ):
        real.write(char, 100, 100, (12, 0), 12)
    assert is_garbled(page) and not is_garbled(real)


def test_limits_are_kept() -> None:
    data = pdf(*[Drawing().text(100, 100, "页") for _ in range(4)])
    with pytest.raises(ReadError, match="pages"):
        read_pdf(data, "a.pdf", limits=Limits(pages=3))
    with pytest.raises(ReadError, match="file_bytes"):
        read_pdf(data, "a.pdf", limits=Limits(file_bytes=100))


def test_a_stream_that_unpacks_to_too_much_is_refused(backend: str) -> None:
    bomb = zlib.compress(b"0 0 m " * 30_000_000, 9)
    packed = (
        b"99 0 obj\n<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\nendobj\ntrailer"
    )
    data = pdf(Drawing().text(1, 1, "页")).replace(b"trailer", packed % (len(bomb), bomb))
    with pytest.raises(ReadError, match="unpacked_bytes"):
        read_pdf(
            data.replace(b"trailer", b"startxref\n0\ntrailer"),
            "a.pdf",
            backend=backend,
            limits=Limits(unpacked_bytes=100_000_000),
        )


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(ReadError, match="no PDF"):
        read_pdf(b"hello", "a.pdf")
    with pytest.raises(ReadError, match="no such PDF backend"):
        read_pdf(pdf(Drawing()), "a.pdf", backend="word")


@given(st.sampled_from([0, 90, 180, 270]), st.tuples(*[st.floats(0, 800)] * 4))
def test_turning_a_box_back_undoes_turning_it(
    angle: int, box: tuple[float, float, float, float]
) -> None:
    """turn_back is the inverse of turn, for every quarter turn."""
    x0, x1, top, bottom = min(box[::2]), max(box[::2]), min(box[1::2]), max(box[1::2])
    a, b = turn(x0, top, angle, 595, 842), turn(x1, bottom, angle, 595, 842)
    seen = min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])
    assert turn_back(seen, angle, 595, 842) == pytest.approx((x0, top, x1, bottom))
