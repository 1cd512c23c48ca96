"""Each way of reading a table by itself: what it takes for one, and where its bounds lie."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from planparse.tables.recover.finders import READINGS
from planparse.tables.recover.proposal import TableReading
from planparse.tables.recover.tokens import width
from readings import BY_NAME, NAMES, Case, page_of, proposal_of, read, reading_cases, words


@pytest.mark.parametrize("case", reading_cases("marked.txt"), ids=lambda c: c.title)
def test_tables_that_marks_divide(case: Case) -> None:
    assert read(case.reading, case.lines) == case.rows


def led(*cells: str) -> list[str]:
    return [f"\t{cell}" if cell else "" for cell in cells]


HEAD_OF_BLOCKS = ["表1 重点工程", "项目", "建设内容", ""]
WORKS = ["项目\t内容\t投资（万元）", "环湖路\t拓宽\t5200"]


@pytest.mark.parametrize(("length", "found"), [(60, 3), (61, 0)])
def test_a_cell_of_a_block_is_no_longer_than_a_line(length: int, found: int) -> None:
    lines = [*HEAD_OF_BLOCKS, "环湖路", "南山路", "", "拓宽路面", words(length)]
    assert len(read("blocks", lines)) == found


@pytest.mark.parametrize(
    ("length", "rows"),
    [
        (400, ["项目 | 内容 | 工期", f"环湖路 | 拓宽/{words(400)} | 两年"]),
        (401, ["项目 | 内容 | 工期", "环湖路 | 拓宽", "… 6 of 8 lines"]),
    ],
)
def test_a_paragraph_of_a_cell_takes_a_few_lines(length: int, rows: list[str]) -> None:
    lines = [*led("项目", "内容", "工期", "", "环湖路", "拓宽"), words(length), "\t两年"]
    assert read("led", lines) == rows


@pytest.mark.parametrize(("between", "found"), [(9, 2), (10, 0)])
def test_three_cells_begin_near_one_another(between: int, found: int) -> None:
    """Of a cell's paragraphs so many lie between the second cell and the third."""
    paragraphs = [f"建设{n}号泵站" for n in range(between)]
    lines = ["\t项目", "\t建设内容", *paragraphs, "\t工期", "", "\t防洪工程"]
    assert len(read("led", lines)) == found


@pytest.mark.parametrize(("paragraphs", "taken"), [(11, True), (12, False)])
def test_cells_go_on_near_below_a_paragraph(paragraphs: int, taken: bool) -> None:
    more = [f"建设{n}号泵站" for n in range(paragraphs)]
    rows = read("led", [*led("项目", "内容", "工期", "", "排涝工程", "两处"), *more, "\t两年"])
    assert (rows[1] == "/".join(["排涝工程 | 两处", *more]) + " | 两年") == taken


@pytest.mark.parametrize(
    ("paragraphs", "taken"),
    [
        ([words(120)], True),
        ([words(121)], False),
        (["拓宽路面", words(40)], True),
        (["拓宽路面", words(41)], False),
        ([words(120), words(40)], True),
        ([f"建设{n}号泵站" for n in range(7)], True),
        ([f"建设{n}号泵站" for n in range(8)], False),
        (["拓宽路面", "", "增设路灯"], True),
        (["拓宽路面", "表2 水利工程"], False),
        (["拓宽路面", "注：不含征地费用"], False),
    ],
)
def test_lines_without_a_tab_are_few_and_short(paragraphs: list[str], taken: bool) -> None:
    """They are paragraphs of a cell where rows go on below."""
    rows = read("tabs", [*WORKS, *paragraphs, "南山路\t新建\t3100"])
    assert rows[-1].endswith(" | 新建 | 3100") == taken


def test_a_bar_in_a_pipe_table_is_needed_twice() -> None:
    assert read("bars", ["|公路"]) == []


@pytest.mark.parametrize("case", reading_cases("aligned.txt"), ids=lambda c: c.title)
def test_columns_at_fixed_places(case: Case) -> None:
    assert read(case.reading, case.lines) == case.rows


@pytest.mark.parametrize("case", reading_cases("places.txt"), ids=lambda c: c.title)
def test_words_under_one_another(case: Case) -> None:
    assert read(case.reading, case.lines) == case.rows


ON_TWO_PAGES = [
    "表1 主要指标",
    "序号      指标            2020年    2025年   属性",
    " 1   公交专用道里程（公里）      42       80     预期性",
    " 2   公交站点覆盖率（%）       86.5      95     约束性",
    "\f        3   公交优先路口数量（个）       15       60     预期性",
    "        4   新能源公交车占比（%）      61.2      90     约束性",
]


def test_columns_of_another_page_stand_aside() -> None:
    """Each page of a document is set for itself: its columns are found again."""
    rows = read("places", ON_TWO_PAGES)
    assert rows[3:5] == [
        "3 | 公交优先路口数量（个） | 15 | 60 | 预期性",
        "4 | 新能源公交车占比（%） | 61.2 | 90 | 约束性",
    ]


def test_merged_cells_say_how_many_rows_they_cover() -> None:
    """A name of two rows, one in 公里 and one in %, and words for a value beside three rows."""
    centred, named, *_ = reading_cases("places.txt")
    by_name, by_value = (proposal_of("places", case.lines) for case in (named, centred))
    assert by_name and by_value
    assert [row[0].rows for row in by_name.rows[1:]] == [2, 1, 2, 1, 1]
    assert [row[4].rows for row in by_value.rows[1:]] == [1, 1, 1, 3, 1, 1]


def aligned(rows: list[list[str]], *at: int) -> list[str]:
    """Cells of rows at half-width places: a Chinese character takes two."""
    lines = []
    for row in rows:
        line = ""
        for cell, place in zip(row, at, strict=True):
            line += " " * (place - width(line)) + cell
        lines.append(line)
    return lines


ROADS = [["环湖路", "36", "5200"], ["南山路", "18", "3100"]]


@pytest.mark.parametrize(("length", "found"), [(30, 3), (31, 0)])
def test_a_header_over_columns_is_short(length: int, found: int) -> None:
    head = ["路线", words(length - 8) + "投资额（万元）", "里程"]
    assert len(head[1]) == length - 1
    head[1] = "总" + head[1]
    assert len(read("aligned", aligned([head, *ROADS], 0, 20, 100))) == found


@pytest.mark.parametrize(("length", "taken"), [(16, True), (17, False)])
def test_the_rest_of_a_cell_is_short(length: int, taken: bool) -> None:
    """And cells go on below it."""
    lines = aligned([["路线", "里程", "建设内容"], *ROADS, ["西河路", "22", "拓宽"]], 0, 20, 40)
    rest = " " * 40 + words(length)
    rows = read("aligned", [*lines, rest, *aligned([["东山路", "9", "新建"]], 0, 20, 40)])
    assert (f"西河路 | 22 | 拓宽/{words(length)}" in rows) == taken


@pytest.mark.parametrize(("length", "taken"), [(79, True), (80, False)])
def test_a_long_line_is_divided_by_wide_gaps_only(length: int, taken: bool) -> None:
    """One ideographic space divides a short line, as a converter wrote it; long ones are prose."""
    lines = ["路线\u3000里程\u3000内容", "环湖路\u300036\u3000拓宽", "南山路\u300018\u3000新建"]
    last = "西河路\u300022\u3000" + words(length - 7)
    assert len(last) == length
    assert (read("aligned", [*lines, last])[-1] == f"西河路 | 22 | {last[7:]}") == taken


@pytest.mark.parametrize(("off", "by_place"), [(6, True), (7, False)])
def test_cells_stand_near_their_headers(off: int, by_place: bool) -> None:
    """Else a row that lacks a cell lacks its last one."""
    head = aligned([["路线", "里程", "投资", "工期"]], 0, 20, 40, 60)
    rows = aligned(
        [["环湖路", "36", "5200", "两年"], ["南山路", "18", "3100", "一年"]],
        0,
        20 + off,
        40 - off,
        60,
    )
    short = aligned([["西河路", "4050", "两年"]], 0, 40, 60)
    wanted = "西河路 |  | 4050 | 两年" if by_place else "西河路 | 4050 | 两年"
    assert read("aligned", [*head, *rows, *short])[-1] == wanted


@pytest.mark.parametrize(("whole", "by_place"), [(4, True), (3, False)])
def test_few_cells_stand_off_their_headers(whole: int, by_place: bool) -> None:
    """Two of twenty, but not two of fewer."""
    at = (0, 20, 40, 60)
    rows = aligned(
        [["路线", "里程", "投资", "工期"], *[["环湖路", "36", "5200", "两年"]] * whole], *at
    )
    off = aligned([["南山路", "18", "3100", "一年"]], 0, 28, 48, 60)
    short = aligned([["西河路", "4050", "两年"]], 0, 40, 60)
    wanted = "西河路 |  | 4050 | 两年" if by_place else "西河路 | 4050 | 两年"
    assert read("aligned", [*rows, *off, *short])[-1] == wanted


@pytest.mark.parametrize(
    ("cells", "at", "wanted"),
    [
        (["西河路", "22", "4050", "一年"], (0, 20, 40, 60), "西河路 | 22 | 4050 | 一年"),
        (["西河路", "22"], (0, 61), "西河路 |  |  | 22"),
        (["22", "4050", "一年"], (21, 40, 60), " | 22 | 4050 | 一年"),
        (["西河路", "4050", "一年"], (0, 58, 64), "西河路 |  | 4050 | 一年"),
        (["西河路", "22", "4050", "一年"], (30, 50, 60, 68), "西河路 | 22 | 4050 | 一年"),
        (
            ["西河路", "22", "4050", "一年", "续建"],
            (0, 20, 40, 60, 70),
            "西河路 | 22 | 4050 | 一年/续建",
        ),
        (["西河路", "22"], (0, 11), "西河路 | 22 |  |"),
        (["西河路", "22"], (0, 29), "西河路 | 22 |  |"),
        (["西河路", "22"], (0, 31), "西河路 |  | 22 |"),
    ],
)
def test_a_cell_goes_under_the_nearest_header(
    cells: list[str],
    at: tuple[int, ...],
    wanted: str,
) -> None:
    rows = [["路线", "里程", "投资", "工期"], *[["环湖路", "36", "5200", "两年"]] * 12]
    below = aligned([cells], *at)
    assert read("aligned", [*aligned(rows, 0, 20, 40, 60), *below])[-1] == wanted


def test_aligned_rows_are_certain_unless_something_speaks_against_them() -> None:
    names = [["森林覆盖率（%）", "36", "52"], ["湿地保护率（%）", "18", "31"]]
    rows = aligned([["指标", "2020年", "2025年"], *names], 0, 20, 40)
    sure = proposal_of("aligned", rows)
    assert sure is not None and sure.certain
    open_bracket = [["森林覆盖率（%", "36", "52"], ["湿地率", "18", "31"]]
    torn = aligned([["指标", "2020年", "2025年"], *open_bracket], 0, 20, 40)
    unsure = proposal_of("aligned", torn)
    assert unsure is not None and not unsure.certain and unsure.doubt


@pytest.mark.parametrize(
    ("reading", "lines"),
    [
        ("aligned", aligned([["路线", "里程", "投资"], *ROADS, *ROADS], 0, 20, 40)),
        ("blocks", ["表1 重点路线", "路线", "里程", "", "环湖路", "南山路", "", "36", "18"]),
    ],
)
def test_lines_of_a_delivered_table_are_left_to_it(reading: str, lines: list[str]) -> None:
    page = page_of(lines)
    first = 1 if page.captions[0] else 0
    whole = next(BY_NAME[NAMES[reading]].propose(page, first))
    taken = replace(page, taken=(*page.taken[:-1], True), cut_lines={}, flattened={})
    cut = next(BY_NAME[NAMES[reading]].propose(taken, first), None)
    assert cut is None or cut.until < whole.until


@pytest.mark.parametrize("reading", [reading for group in READINGS for reading in group])
def test_a_reading_keeps_nothing(reading: TableReading) -> None:
    """It is asked about many pages, so it can hold nothing of one."""
    with pytest.raises((AttributeError, TypeError)):
        reading.name = "another way"  # type: ignore[misc]
    assert not hasattr(reading, "__dict__")


@pytest.mark.parametrize(
    ("reading", "lines"),
    [
        ("bars", ["|路线|里程|", "|环湖路|36|"]),
        ("tabs", ["路线\t里程", "环湖路\t36"]),
        ("led", ["\t路线", "\t里程", "", "\t环湖路", "\t36"]),
        ("blocks", [*HEAD_OF_BLOCKS, "环湖路", "南山路", "", "拓宽路面", "新建"]),
        ("columns", ["序号", "1", "2", "指标", "床位（张）", "护士（名）", "2020年", "36", "18"]),
        ("counted", ["表1 路线", "起点", "长度", "东门", "3.6", "西门", "1.8", "南门", "2.2"]),
    ],
)
def test_marks_and_counts_leave_no_doubt(reading: str, lines: list[str]) -> None:
    found = proposal_of(reading, lines)
    assert found is not None and found.certain


@pytest.mark.parametrize("case", reading_cases("cut_rows.txt"), ids=lambda c: c.title)
def test_rows_that_paragraphs_have_cut(case: Case) -> None:
    assert read(case.reading, case.lines) == case.rows


@pytest.mark.parametrize("case", reading_cases("cells.txt"), ids=lambda c: c.title)
def test_cells_on_lines_of_their_own(case: Case) -> None:
    assert read(case.reading, case.lines) == case.rows


@pytest.mark.parametrize("case", reading_cases("rows.txt"), ids=lambda c: c.title)
def test_rows_of_words_and_values(case: Case) -> None:
    assert read(case.reading, case.lines) == case.rows


BEDS = ["序号 指标 2020年 2025年", "1 床位（张） 620 900", "2 护士（名） 812 960"]


@pytest.mark.parametrize(
    ("above", "taken"),
    [
        ([words(89)], True),
        ([words(90)], True),
        ([words(91)], False),
        (["（含" + words(12) + "）。"], True),
        (["（含" + words(13) + "）。"], False),
        (["养老机构"] * 16, True),
        (["养老机构"] * 17, False),
        (["养老机构", "3 护理型床位（张） 210 300"], True),
        (["二、养老机构", "床位", "人员", "设施", "3 护理型床位（张） 210 300"], True),
        (["二、养老机构", "床位", "人员", "设施", "场地", "3 护理型床位（张） 210 300"], False),
    ],
)
def test_words_wait_for_their_values(above: list[str], taken: bool) -> None:
    """A few short ones; more, or a sentence, or a heading far above the values, end the table."""
    found = proposal_of("spaced", [*BEDS, *above, "4 医师（名） 610 705"])
    assert found is not None
    assert any(cell.text == "医师（名）" for cell in found.rows[-1]) == taken


@pytest.mark.parametrize(
    ("label", "name", "apart"),
    [
        ("养老服务机构床位", "护理型床位占机构床位比", True),
        ("养老服务机构的床位", "护理型床位占机构床位比", False),
        ("养老服务", "护理型床位占比重大", False),
        ("养老服务", "护理型床位占比重大小", True),
    ],
)
def test_a_short_label_over_a_long_name_is_a_group(label: str, name: str, apart: bool) -> None:
    rows = read("spaced", ["指标 2020年 2025年", *[x[2:] for x in BEDS[1:]], label, name, "21 30"])
    assert (rows[-2:] == [label, f"{name} | 21 | 30"]) == apart


@pytest.mark.parametrize(
    ("group", "spans"),
    [
        ("基本公共服务能力和水平的", True),
        ("基本公共服务能力和健康水平", False),
    ],
)
def test_a_numbered_group_in_two_words_is_short(group: str, spans: bool) -> None:
    rows = read("spaced", [*BEDS, f"二 {group}", "3 医师（名） 610 705"])
    assert (len(rows) == 5 and rows[-2].startswith("二")) == spans


@pytest.mark.parametrize(
    ("end", "goes_on"),
    [
        ("含政府办和社会办的各类养老托育床", False),
        ("含政府办和社会办的各类养老和托育床", True),
        ("含民营（张）", True),
    ],
)
def test_words_before_a_serial_number_end_a_name_where_they_are_long(
    end: str, goes_on: bool
) -> None:
    rows = read(
        "spaced",
        ["序号 指标 2020年 2025年", "1 床位总数 620 900", end, "2 护士 812 960", "3 医师 61 70"],
    )
    assert (f"1 | 床位总数{end} | 620 | 900" in rows) == goes_on


@pytest.mark.parametrize(
    ("label", "name", "apart"),
    [
        ("基层医疗服务能力", "村卫生室标准化建设比例（%）", True),
        ("基层的医疗服务能力", "村卫生室标准化建设比例（%）", False),
        ("基层服务能力", "村卫生室建设达标率（%）", False),
        ("基层服务能力", "村卫生室建设的达标率（%）", True),
        ("基层服务能力", "村卫生室标准化建设比例的增幅", False),
        ("基层服务（级）", "村卫生室标准化建设比例（%）", False),
    ],
)
def test_a_label_above_a_long_name_with_its_unit(label: str, name: str, apart: bool) -> None:
    head = ["类别 指标 2020年 2025年", "医院 二级医院老年科比例（%） 28 74"]
    rows = read("spaced", [*head, label, name, "25 84", "康复 康复床位（张） 12 30"])
    assert (f"{label} | {name} | 25 | 84" in rows) == apart
