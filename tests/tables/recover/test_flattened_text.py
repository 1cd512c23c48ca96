"""Where a table that only spaces divide may begin and end, and which lines it takes."""

from __future__ import annotations

import pytest

import planparse
from planparse import grammar
from planparse.model.draft import Draft
from planparse.model.source import Source, text_lines
from planparse.tables.recover.finders import text_page
from planparse.tables.recover.flattened_text import (
    FIRST_LINES,
    ends_of_body,
    flattened_text,
    text_of,
)
from planparse.tables.recover.text_page import FlattenedText, TextPage, ends_table, next_printed
from planparse.tables.recover.tokens import tokens_of

G = grammar.default()
HEADER = "序号 指标 2020年 2025年"
ROWS = ["1 公路总里程（公里） 410 430", "2 港口泊位数（个） 12 16"]

MARKED = ["1 每万人口发明专利拥有量（件） 6.1 9 预期性", "2 技术合同成交额（亿元） 12.5 30 预期性"]


def page(lines: list[str]) -> TextPage:
    source = Source("\n".join(lines), text_lines("\n".join(lines)))
    return text_page(Draft(source, furniture=(None,) * len(source.lines)), G)


def found(lines: list[str], *, caption: bool = False) -> FlattenedText | None:
    above = ["云溪市交通规划", "", "专栏1 主要指标" if caption else "有关情况如下"]
    return flattened_text(page([*above, *lines]), len(above))


def body(lines: list[str]) -> list[str]:
    """The lines below the likeliest header, without their spaces."""
    table = found(lines, caption=True)
    assert table is not None
    return [text_of(line) for line in table.headers[0].body]


@pytest.mark.parametrize(
    ("lines", "caption", "is_table"),
    [
        ([HEADER, *ROWS], False, True),
        ([HEADER, ROWS[0]], False, False),  # a header, and two rows
        ([HEADER, ROWS[0]], True, False),
        (
            ["东湖西河 古城 2020年 2025年", *ROWS],
            False,
            False,
        ),  # no header word among the first two
        (["东湖西河 古城 2020年 2025年", *ROWS], True, True),
        (["方向 指标 2020年 2025年", *ROWS], False, True),
        (["方向 路段 指标 2020年 2025年", *ROWS], False, False),
        (["方向 指标 属性 单位", *ROWS], False, True),
        # a header of twenty-four characters, and a longer word
        (["2025年全市规划目标值（人）（“十四五”期末） 方向 路段", *ROWS], False, True),
        (["2025年全市规划目标值（公里）（“十四五”期末） 方向 路段", *ROWS], False, False),
        (["2025年全市规划目标值（公里）（“十四五”期末） 指标 路段", *ROWS], False, True),
        # a title, and the header below it
        (["主要指标", HEADER, *ROWS], False, False),
        (["主要指标", HEADER, *ROWS], True, True),
        (["主要指标", "2020年 2025年", *ROWS], False, True),
        (["主要指标", "2020年 2025年 属性", *ROWS], False, False),
        (["主要指标", "方向 2020年 2025年 属性", *ROWS], False, True),
        (["序号 指标", "2020年 2025年 属性", *ROWS], False, True),
        # a long line is prose
        ([f"序号 指标 {'2025年目标值 ' * 12}2035目标", *ROWS], True, True),  # 120 characters
        ([f"序号 指标 {'2025年目标值 ' * 12}2035年目标", *ROWS], True, False),
    ],
)
def test_where_a_flattened_table_may_begin(lines: list[str], caption: bool, is_table: bool) -> None:
    assert (found(lines, caption=caption) is not None) == is_table


def test_a_caption_asks_for_fewer_known_headers() -> None:
    captioned, bare = found([HEADER, *ROWS], caption=True), found([HEADER, *ROWS])
    assert captioned and (captioned.captioned, captioned.least_headers) == (True, 2)
    assert bare and (bare.captioned, bare.least_headers) == (False, 3)
    two = ["指标 2025年", *ROWS]
    captioned, bare = found(two, caption=True), found(two)
    assert captioned and captioned.headers
    assert bare and not bare.headers


def test_words_that_nobody_knows_are_a_header_under_a_caption() -> None:
    lines = ["线路 起点 终点", "一号线 东湖 41.5", "二号线 西河 28.6"]
    table = found(lines, caption=True)
    assert table and [head.layout.roles for head in table.headers] == [("text", "entity", "value")]


@pytest.mark.parametrize("caption", [True, False])
@pytest.mark.parametrize(
    ("header", "roles"),
    [
        # the columns are those that the rows print
        (["序号 指标 2020年 2025年 属性"], ["number name value value nature"]),
        (["序号 指标名称 2020年", "2025年 属性"], ["number name value value nature"]),
        # they are not: the cells may have been wrapped
        (
            ["序 2020 指标属", "类别 指标 2025年", "号 年 性"],
            ["category number name value value nature", "number value entity name value"],
        ),
        (
            ["序号 指标 2020 2025 指标", "年 年 属性"],
            ["number name value value nature", "number name value value name"],
        ),
    ],
)
def test_headers_that_a_table_may_have(header: list[str], roles: list[str], caption: bool) -> None:
    table = found([*header, *MARKED], caption=caption)
    assert table and [" ".join(head.layout.roles) for head in table.headers] == roles


def test_without_a_known_header_or_a_caption_none_is_woven() -> None:
    lines = ["方 指", "向 标 2020 2025 属", "年 年 性", *MARKED]
    assert found(lines) is None
    table = found(["指", "标 2020 2025 属", "年 年 性", *MARKED], caption=True)
    assert table and " ".join(table.headers[0].layout.roles) == "name value value nature"


def test_a_table_may_begin_on_a_line_that_reads_like_prose() -> None:
    """It ends a table above, and none of its own."""
    header = "指标 2020年，市级 2025年，市级 备注，含在建"
    lines = page([HEADER, *ROWS, header, *ROWS])
    first, second = flattened_text(lines, 0), flattened_text(lines, 3)
    assert first and second
    assert (len(first.lines), len(second.lines)) == (3, 3)


@pytest.mark.parametrize(
    ("behind", "taken"),
    [
        ("3 航道里程（公里） 86 92", True),
        ("专栏2 重大工程", False),
        ("注：公路总里程不含村道", False),
        ("3\t航道里程", False),
        ("\t3 航道里程", True),
        ("公路、航道，泊位，锚地，浮标", False),
        ("公路、航道，泊位，锚地浮标", True),
    ],
)
def test_what_cannot_stand_in_a_table_ends_it(behind: str, taken: bool) -> None:
    table = found([HEADER, *ROWS, "", behind], caption=True)
    assert table is not None
    assert len(table.lines) == 3 + taken


@pytest.mark.parametrize(("length", "ends"), [(60, False), (61, True)])
def test_a_long_sentence_ends_a_table(length: int, ends: bool) -> None:
    """A short one may be a cell of 备注."""
    words = ("加快推进农村公路养护" * 7)[: length - 1]
    assert ends_table(page([f"{words}。"]), 0) == ends
    assert not ends_table(page([f"{words}路"]), 0)


def test_a_table_reaches_as_far_as_its_rows() -> None:
    table = found([HEADER, *[f"{n} 公路总里程（公里） 410 430" for n in range(700)]], caption=True)
    assert table and len(table.lines) == 701


def test_the_first_printed_line_from_one_on() -> None:
    lines = page(["专栏1", "", " \u3000", HEADER, ""])
    assert [next_printed(lines, n) for n in range(6)] == [0, 3, 3, 3, 5, 5]


# ------------------------------------------------------------------------ the end


LINES = [
    "公路总里程",
    "410",
    "430",
    "二、重点任务",
    "（一）提升路网",
    "第一章路网",
    "1.2路网建设",
    "优良路率",
]


def ends(lines: list[str], n_cols: int = 1) -> list[int]:
    return list(ends_of_body([tokens_of(line, 0, 0, G) for line in lines], n_cols))


def test_a_table_may_end_before_each_heading_and_at_its_last_line() -> None:
    assert ends(LINES) == [3, 4, 5, 6, 8]
    assert ends(LINES, 2) == [3, 4, 5, 6, 8]
    assert ends(LINES, 3) == [4, 5, 6, 8]  # not before its second row
    assert ends(LINES[:2]) == [2]


@pytest.mark.parametrize(
    ("text", "is_text"),
    [
        ("12.5", False),
        ("（%）", False),
        ("第一节", False),
        ("第一章总", False),  # four characters
        ("第一章总则", True),
        ("（一）总则", True),
        ("(一)总则篇", True),
        ("一、总体要求", True),
        ("公路、航道里程", False),
        ("12公路里程", True),
        ("1.2路网建设", True),
        ("路网建设。", True),
        ("路网建设年", False),
        ("公路1网建设", False),
    ],
)
def test_which_line_looks_like_text(text: str, is_text: bool) -> None:
    assert (2 in ends(["甲", "乙", text])) == is_text


@pytest.mark.parametrize(
    ("below", "kept"),
    [
        # prose under the heading, on one of four lines
        (["三、重点任务", "加快路网建设。", "3 航道 86 92"], 2),
        (["三、重点任务", "3 航道 86 92", "4 锚地 3 5", "加快路网建设。"], 2),
        (["三、重点任务", "3 航道 86 92", "4 锚地 3 5", "5 浮标 3 5", "加快路网建设。"], 7),
        # no value under it, on one of five lines
        (["三、港航设施", "航道", "锚地", "浮标", "码头", "3 86 92"], 8),
        (["三、港航设施", "航道", "锚地", "浮标", "码头", "渡口", "3 86 92"], 2),
        (["三、港航设施", "约束性"], 4),
        (["三、港航设施", "—"], 4),
        (["三、港航设施", "86.5"], 4),
        (["三、港航设施"], 2),
        (["三、港航设施 86.5"], 2),
        (["公用设施", "加快路网建设。", "3 航道 86 92"], 5),
    ],
)
def test_a_heading_over_prose_ends_a_table(below: list[str], kept: int) -> None:
    assert len(body([HEADER, *ROWS, *below])) == kept


@pytest.mark.parametrize(
    ("sentence", "is_prose"),
    [
        ("加快推进农村公路养护" * 4 + "管理改革", False),
        ("加快推进农村公路养护" * 4 + "和管理改革", False),  # forty-five characters
        ("加快推进农村公路养护" * 4 + "和各管理改革", True),
        ("加快推进农村公路养护，健全管护长效工作机制体系", False),
        ("加快推进农村公路养护，健全管护长效工作机制和体系", False),  # twenty-four
        ("加快推进农村公路养护，健全管护各长效工作机制和体系", True),
    ],
)
def test_what_is_a_sentence_below_a_heading(sentence: str, is_prose: bool) -> None:
    lines = [HEADER, *ROWS, "三、港航设施", sentence, "3 航道 86 92"]
    assert len(body(lines)) == (2 if is_prose else 5)


def test_a_header_that_comes_again_is_no_row() -> None:
    tall = ["序号 指标", "2020年 2025年"]
    assert body([HEADER, *ROWS, HEADER, "3 航道里程 86 92"])[-2:] == [
        "2港口泊位数（个）1216",
        "3航道里程8692",
    ]
    assert body([*tall, *ROWS, *tall, "3 航道里程 86 92"])[-2:] == [
        "2港口泊位数（个）1216",
        "3航道里程8692",
    ]
    # the first of its lines alone is one
    assert body([*tall, *ROWS, tall[0], "3 航道里程 86 92"])[-2:] == ["序号指标", "3航道里程8692"]


def test_a_group_above_whole_rows_is_no_part_of_the_row_before_it() -> None:
    rows = (
        "序号       指标名称                              2025年规划值",
        "安全保障",
        "1          堤防达标长度（公里）                  178以内",
        "2          应急避难场所数量（个）                持续增加",
        "资源环境",
        "3          单位地区生产总值能源消耗降低率（%）   13.5",
        "4          再生水利用率（%）                     完成省下达任务",
        "公共服务",
        "5          常住人口城镇化率（%）                 68",
        "6          老旧小区改造户数（户）                1200",
    )
    plan = planparse.parse(
        "望川县公共服务发展规划（2021—2025年）\n\n专栏1 主要发展指标\n\n" + "\n".join(rows) + "\n"
    )
    groups = [(one.number, one.category) for one in plan.indicators]
    assert groups == [
        ("1", "安全保障"),
        ("2", "安全保障"),
        ("3", "资源环境"),
        ("4", "资源环境"),
        ("5", "公共服务"),
        ("6", "公共服务"),
    ]


PROSE_WITH_YEAR = "云溪片区的服务能力到 2025 年底每个 乡镇 都有 一处 养老院"
"""It begins as a header may, and is none."""
LINES_OF_PROSE = ["都有 一处 托育点", "并向 各村 开放"] * 50


def test_prose_that_names_a_year_is_not_read_to_its_end() -> None:
    table = found([PROSE_WITH_YEAR, *LINES_OF_PROSE])
    assert table is not None
    assert not table.headers
    assert len(table.lines) == FIRST_LINES + 1


@pytest.mark.parametrize(
    "below",
    [
        ["公路", "12.5"] * 50,  # a stack may stand below any first line
        [*LINES_OF_PROSE[:4], "预期 都有", "性 一处", *LINES_OF_PROSE],  # halves may be one cell
        [*LINES_OF_PROSE, "12.5", "万吨", "13.5", "万吨"],  # and so may a value and its unit
    ],
)
def test_below_a_first_line_of_several_words_a_table_may_stand(below: list[str]) -> None:
    table = found([PROSE_WITH_YEAR, *below])
    assert table is not None
    assert len(table.lines) > FIRST_LINES + 1


def test_a_header_of_several_words_is_read_to_the_end_of_its_table() -> None:
    table = found([HEADER, *ROWS * 50])
    assert table is not None
    assert len(table.lines) == 101


def test_below_a_head_with_a_letter_a_line_a_table_may_stand() -> None:
    table = found(["指", "标", *LINES_OF_PROSE])
    assert table is not None
    assert len(table.lines) > FIRST_LINES + 1
