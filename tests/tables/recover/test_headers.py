"""The header of a flattened table: its cells whole, wrapped, in two rows, or in pieces."""

from __future__ import annotations

import pytest

from planparse import grammar
from planparse.tables.header_words import role_of
from planparse.tables.raw_cells import RawCell
from planparse.tables.recover.header_lines import fits, tail_of, weave, whole_natures
from planparse.tables.recover.tokens import (
    ColumnLayout,
    Token,
    guess_header,
    guess_layout,
    layout_of,
    merge,
    read_header,
    tokens_of,
)

G = grammar.default()


def lines(*texts: str) -> list[list[Token]]:
    return [tokens_of(text, n * 100, n, G) for n, text in enumerate(texts)]


def written(rows: list[list[Token]]) -> list[str]:
    return [" ".join(cell.text for cell in row) for row in rows]


# ------------------------------------------------------------------------ words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("指标  2020 年  2025 年", "指标|2020年|2025年"),
        ("合格率 保持 96 以上 约束性", "合格率|保持96以上|约束性"),
        ("公路里程 410 公里 约束性", "公路里程|410|公里|约束性"),  # a unit is a cell of its own
        ("公路里程 410 约束性", "公路里程|410|约束性"),
        ("公路里程 410 — 约束性", "公路里程|410|—|约束性"),
        ("公路里程 410 430", "公路里程|410|430"),
        ("公路里程 ≥ 410", "公路里程|≥410"),
        ("1 公路", "1|公路"),
        ("12年 公路", "12年|公路"),
        ("2020 2025 年", "2020|2025年"),
        ("每万人口发明专利拥有量 96 以上", "每万人口发明专利拥有量|96以上"),
    ],
)
def test_a_space_inside_a_value_divides_no_words(line: str, words: str) -> None:
    assert "|".join(token.text for token in tokens_of(line, 0, 0, G)) == words


def test_words_know_where_they_are_printed() -> None:
    name, value = tokens_of("  指标  2020 年 ", 50, 7, G)
    assert (name.span, name.line, name.x) == ((52, 54), 7, 2)
    assert (value.span, value.line, value.x) == ((56, 62), 7, 6)


def test_words_of_two_lines_keep_a_span_each() -> None:
    first, second = lines("指标 属", "性")
    whole = merge([first[1], second[0]])
    assert whole == Token("属性", (3, 4), 0, 3, ((100, 101),))
    assert merge(first).spans == ((0, 4),)
    assert merge([first[1], *lines("", "性 质")[1]]).spans == ((3, 4), (100, 103))
    assert merge([Token("预期", (0, 2), 0, 0), Token("性", (2, 3), 0, 2)]).spans == ((0, 3),)
    assert merge([whole, first[0]]).spans == ((3, 4), (100, 101), (0, 2))
    assert merge([first[0], whole]).spans == ((0, 2), (3, 4), (100, 101))
    assert merge([first[1], first[0]]).spans == ((3, 4), (0, 2))


# ------------------------------------------------------------------------ known headers


@pytest.mark.parametrize(
    ("texts", "rows", "taken"),
    [
        (["序号 指标 2020年 2025年", "1 公路 410 430"], ["序号 指标 2020年 2025年"], 1),
        # a cell that is wrapped
        (["指标 2020年", "（实际值）", "2025年"], ["指标 2020年（实际值） 2025年"], 3),
        (["指标", "2020年", "实际值", "2025年", "属性"], ["指标 2020年实际值 2025年 属性"], 5),
        (["指标", "2020年", "年均增速", "属性"], ["指标 2020年 年均增速 属性"], 4),
        (["项目名称", "建设内容", "及规模", "备注"], ["项目名称 建设内容及规模 备注"], 4),
        (["指标 2020年", "（预计）", "2025年"], ["指标 2020年（预计） 2025年"], 3),
        (["指标", "2025年", "指标", "属性"], ["指标 2025年 指标属性"], 4),
        (["指标", "属性", "2025年"], ["指标 属性 2025年"], 3),
        (["指标", "2020年", "2025年", "（一）住房保障"], ["指标 2020年 2025年"], 3),
        # of three and more words of a line half are known
        (["指标 2020年 方向 路段", "1 2 3"], None, 0),
        (["指标 2020年 2025年", "属性 方向 路段", "1 2 3"], ["指标 2020年 2025年"], 1),
        (
            ["指标 2020年 2025年", "属性 备注 方向 路段"],
            ["指标 2020年 2025年 属性 备注 方向 路段"],
            2,
        ),
        (["指标 2020年 2025年 属性 方向"], ["指标 2020年 2025年 属性 方向"], 1),
        (["指标 2020年 2025年", "属性 方向"], ["指标 2020年 2025年"], 1),
        (["指标 2020年 2025年 方向 路段 站名"], ["指标 2020年 2025年 方向 路段 站名"], 1),
        (["指标 2020年 方向", "2025年 属性"], ["指标 2020年 方向 2025年 属性"], 2),
        (["指标 2020年"], None, 0),
        # labels that come again under two heads
        (["乡镇 学位 床位", "2020年 2025年 2020年 2025年"], None, 0),
        (
            ["乡镇 现状 目标", "2020年 2025年 2020年 2025年"],
            ["乡镇 现状 目标", "2020年 2025年 2020年 2025年"],
            2,
        ),
        (
            ["乡镇 现状 目标", "2020年 2025年 2030年 2035年"],
            ["乡镇 现状 目标 2020年 2025年 2030年 2035年"],
            2,
        ),
        (["乡镇 现状 目标", "2020年 2020年 2025年"], ["乡镇 现状 目标 2020年 2020年 2025年"], 2),
        (["乡镇 现状 目标", "2020年 2020年"], ["乡镇 现状 目标", "2020年 2020年"], 2),
        (["乡镇 现状 目标", "备注"], ["乡镇 现状 目标 备注"], 2),
    ],
)
def test_the_cells_of_a_known_header(texts: list[str], rows: list[str] | None, taken: int) -> None:
    found = read_header(lines(*texts), G)
    if rows is None:
        assert found is None
    else:
        assert found is not None
        assert (written(found[0]), found[1]) == (rows, taken)


@pytest.mark.parametrize(("length", "taken"), [(30, True), (31, False)])
def test_a_word_of_a_header_has_thirty_characters_at_most(length: int, taken: bool) -> None:
    word = ("东湖片区各村庄公共服务设施现状和规划情况" * 2)[:length]
    found = read_header(lines(f"指标 2020年 2025年 {word}"), G)
    assert (found is not None) == taken


@pytest.mark.parametrize(("least", "is_header"), [(2, True), (3, True), (4, False)])
def test_so_many_words_are_known_at_least(least: int, is_header: bool) -> None:
    assert (read_header(lines("指标 2020年 2025年"), G, least=least) is not None) == is_header


def test_a_header_takes_twenty_four_lines_and_forty_words() -> None:
    years = [f"{year}年" for year in range(2001, 2050)]
    tall = read_header(lines("指标", *years), G)
    assert tall and tall[1] == 24
    assert read_header(lines(" ".join(["指标", *years[:39]])), G)
    assert read_header(lines(" ".join(["指标", *years[:40]])), G) is None


@pytest.mark.parametrize(
    ("upper", "lower", "roles", "padding"),
    [
        ("乡镇 现状 目标", "2020年 2025年 2020年 2025年", "entity value value value value", 1),
        (
            "序号 乡镇 现状 目标",
            "2020年 2025年 2020年 2025年",
            "number entity value value value value",
            2,
        ),
        (
            "序号 乡镇 现状 目标 远景",
            "2020年 2025年 2020年 2025年 2020年 2025年",
            "number entity value value value value value value",
            2,
        ),
        ("序号 乡镇 现状 目标", "2020年 2020年", "number entity value value", 2),
        ("现状 目标", "2020年 2025年 2020年 2025年", "baseline value value value value", 1),
    ],
)
def test_the_lower_row_of_a_header_stands_at_the_right(
    upper: str, lower: str, roles: str, padding: int
) -> None:
    layout = layout_of(lines(upper, lower), G)
    assert " ".join(layout.roles) == roles
    assert [cell.text for cell in layout.header[1]] == [""] * padding + lower.split()


def test_the_columns_of_a_layout() -> None:
    layout = ColumnLayout((), ("category", "number", "name", "value", "number"))
    assert (layout.name, layout.tail) == (2, ("value", "number"))
    assert (layout.column("category"), layout.column("number")) == (0, 1)
    assert layout.column("value") is None
    assert ColumnLayout((), ("number", "entity", "value")).name == 1
    assert ColumnLayout((), ("entity", "name", "value")).name == 1
    assert ColumnLayout((), ("text", "value")).name == 0


# ------------------------------------------------------------------------ guessed headers

ROUTES = ["一号线 东湖 41.5", "二号线 西河 28.6", "三号线 古城 35.2"]


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["线路 起点 长度", *ROUTES], "线路 起点 长度"),
        (["线路 起点", "长度", *ROUTES], "线路 起点 长度"),
        (["线路 起点 长度 （公里）", *ROUTES], "线路 起点 长度（公里）"),
        (["线路 长度", "一号线 41.5", "二号线 28.6"], "线路 长度"),
        (["线路 起点", *ROUTES], ""),
        (["线路", "41.5", "28.6"], ""),
        (ROUTES, ""),
        (["线路 起点 长度"], ""),
        # most of the three lines below have as many words
        (["线路 起点 长度", ROUTES[0], "二号线 西河", ROUTES[1]], "线路 起点 长度"),
        (["线路 起点 长度", ROUTES[0], "二号线 86", "三号线 86"], ""),
        (["线路 起点 长度", *ROUTES, *["四号线 86"] * 4], "线路 起点 长度"),
        (["线路 起点 长度", "环线 86.5", *ROUTES[:2], "支线 86.5"], "线路 起点 长度"),
        (["线路 起点 长度", "一号线 东湖 —", *ROUTES], "线路 起点 长度"),
    ],
)
def test_a_header_that_nobody_knows(texts: list[str], found: str) -> None:
    header = guess_header(lines(*texts), G)
    assert ("" if header is None else written(header[0])[0]) == found


@pytest.mark.parametrize(("height", "is_header"), [(11, True), (12, False)])
def test_a_guessed_header_takes_less_than_twelve_lines(height: int, is_header: bool) -> None:
    heads = [f"第{'甲乙丙丁戊己庚辛壬癸子丑'[n]}段" for n in range(height)]
    row = " ".join(["东湖"] * (height - 1)) + " 41.5"
    assert (guess_header(lines(*heads, row, row), G) is not None) == is_header


@pytest.mark.parametrize(
    ("header", "rows", "roles"),
    [
        ("线路 起点 长度", ROUTES, "text entity value"),
        ("线路 起点 指标", ROUTES, "text text name"),
        ("线路 起点 长度", [*ROUTES, "四号线"], "text entity value"),
        ("线路 起点 长度", [ROUTES[0], "二号线 西河 在建"], "text text entity"),  # half are values
        ("线路 起点 长度", [*ROUTES[:2], "二号线 西河 在建"], "text entity value"),
        ("长度 宽度", ["41.5 12.5", "86.5 28.6"], "value value"),
    ],
)
def test_the_rows_tell_the_columns_of_a_header_that_nobody_knows(
    header: str, rows: list[str], roles: str
) -> None:
    assert " ".join(guess_layout(lines(header), lines(*rows), G).roles) == roles


# ------------------------------------------------------------------------ pieces

MARKED = ["1 每万人口发明专利拥有量（件） 6.1 9 预期性", "2 技术合同成交额（亿元） 12.5 30 预期性"]
ROADS = ["1 公路总里程 公里 410.5 430.5", "2 港口吞吐量 万吨 80.5 95.5"]


@pytest.mark.parametrize(
    ("texts", "tail"),
    [
        (MARKED, "VVN"),
        (MARKED[:1], ""),  # one row is no evidence
        (ROADS, "UVV"),
        ([*MARKED, "3 研发投入占比（%） 2.1 预期性"], "VVN"),
        (["公路 410.5", "航道 80.5 86.5", "泊位 3.5"], "V"),
        (["公路 2020年 410.5", "航道 2025年 80.5"], "V"),
        # each cell on a line of its own
        (["公路", "410.5", "430.5", "航道", "80.5", "95.5"], "VV"),
        (["序号", "1", "公路", "41.5", "43.5", "2", "航道", "8.5", "9.5"], "VV"),
        (["指标 属性", *["公路", "410.5", "430.5"] * 3], "VV"),  # nine of ten lines
        (["指标 属性", *["公路", "410.5", "430.5"] * 2], "V"),  # six of seven
        # a serial number near a line's start is no value
        (["公路 1 41.5", "航道 2 8.5"], "V"),
        (["公路 里程 1 41.5", "航道 里程 2 8.5"], "VV"),
        (["1 2 41.5", "2 3 8.5"], "VV"),
    ],
)
def test_what_the_rows_print_behind_the_name(texts: list[str], tail: str) -> None:
    assert tail_of(lines(*texts), G) == tail


@pytest.mark.parametrize(
    ("roles", "tail", "fit"),
    [
        ("name value value nature", "VVN", True),
        ("name value value nature", "", True),
        ("name value value nature", "VV", False),
        ("name value value", "VVV", True),  # with the serial number of the next row
        ("name value value", "VVVV", False),
        ("name value note", "V", True),
        ("name note value", "V", False),
        ("name unit value", "UV", True),
        ("number name value number", "V", False),
        ("name value name", "V", False),
    ],
)
def test_whether_a_header_is_that_of_the_rows(roles: str, tail: str, fit: bool) -> None:
    assert fits(ColumnLayout((), tuple(roles.split())), tail) == fit


@pytest.mark.parametrize(
    ("head", "tail", "cells", "height"),
    [
        (
            ["序 2020 指标属", "类别 指标 2025年", "号 年 性"],
            "VVN",
            "类别 序号 指标 2020年 2025年 指标属性",
            3,
        ),
        (["序号 指标 2020 2025 指标", "年 年 属性"], "VVN", "序号 指标 2020年 2025年 指标属性", 2),
        (["序号 指标 2020 2025年 属", "年 性"], "VVN", "序号 指标 2020年 2025年 属性", 2),
        (
            ["序号", "指标", "2020", "年", "2025", "年", "属", "性"],
            "VVN",
            "序号 指标 2020年 2025年 属性",
            8,
        ),
        (["指标 单 2025", "位 年"], "UV", "指标 单位 2025年", 2),
        (["指标 2025年 备注"], "V", "指标 2025年 备注", 1),
        (["指标 2025年 备注 备注 备注"], "V", "指标 2025年 备注 备注 备注", 1),
        (["指标 2025年 备注 备注 备注 备注"], "V", "", 0),  # four more weigh as one that is missing
        (["指标 2025年", "备注"], "V", "指标 2025年", 1),  # a column more than the rows print
        # a column that the rows print and the header has not
        (["序号 指标 2020年 属性"], "VVN", "", 0),
        (["序号 指标 2020年"], "VV", "", 0),
        (["2020年 2025年"], "VV", "", 0),
        (["指标 方向 2025年"], "V", "", 0),
    ],
)
def test_a_header_is_woven_of_its_pieces(
    head: list[str], tail: str, cells: str, height: int
) -> None:
    row = "1 每万人口发明专利拥有量（件） 6.1 9.5 预期性"
    found = weave(lines(*head, row, row), tail, G)
    if not cells:
        assert found is None
    else:
        assert found is not None
        assert " ".join(cell.text for cell in found[0].header[0]) == cells
        assert found[1] == height
        assert found[0].roles == tuple(role_of(cell, G) or "text" for cell in cells.split())
        assert all(len(cell.spans) >= 1 for cell in found[0].header[0])


def test_without_a_line_of_values_no_header_is_woven() -> None:
    assert weave(lines("指标 2025年"), "V", G) is None
    cells = weave(lines("指标 单 2025", "位 年", "公路 公里 41.5"), "UV", G)
    assert cells and cells[0].header[0][1] == RawCell("单位", ((3, 4), (100, 101)))


@pytest.mark.parametrize(
    ("texts", "mended"),
    [
        # 预期 above and 性 below the values of their row
        (
            ["预期", "1 托位数 12 36", "性", "约束", "2 覆盖率 25.5 60", "性"],
            ["1 托位数 12 36 预期性", "2 覆盖率 25.5 60 约束性"],
        ),
        (
            ["1 托位数 12 36 预期", "性", "2 覆盖率 25.5 60 约束", "性"],
            ["1 托位数 12 36 预期性", "2 覆盖率 25.5 60 约束性"],
        ),
        # right below the values
        (
            ["1 托位数 12 36", "预期", "性", "2 覆盖率 25.5 60", "约束", "性"],
            ["1 托位数 12 36 预期性", "2 覆盖率 25.5 60 约束性"],
        ),
        # four lines apart at most
        (
            ["预期", "托位", "1 12 36", "数", "性", "约束", "2 25.5 60", "性"],
            ["托位", "1 12 36 预期性", "数", "2 25.5 60 约束性"],
        ),
        (["预期", "托位", "1 12 36", "数", "（个）", "性", "约束", "2 25.5 60", "性"], None),
        (
            ["预期", "1 托位数 12 36 性", "约束", "2 覆盖率 25.5 60 性"],
            ["1 托位数 12 36 预期性", "2 覆盖率 25.5 60 约束性"],
        ),
        (["预期", "性", "约束", "性", "1 托位数 12 36"], ["预期性", "约束性", "1 托位数 12 36"]),
        # among two pairs one half may be left, no more
        (
            ["预期", "1 12 36", "性", "约束", "2 25.5 60", "性", "引导"],
            ["1 12 36 预期性", "2 25.5 60 约束性", "引导"],
        ),
        (
            ["预期", "1 12 36", "性", "约束", "2 25.5 60", "性", "性"],
            ["1 12 36 预期性", "2 25.5 60 约束性", "性"],
        ),
        (["预期", "1 12 36", "性", "约束", "2 25.5 60", "性", "引导", "指导"], None),
        # one pair alone are words of some name
        (["预期", "1 托位数 12 36", "性", "2 覆盖率 25.5 60"], None),
        (["性", "预期", "1 托位数 12 36"], None),
    ],
)
def test_marks_of_nature_in_halves_are_put_together(
    texts: list[str], mended: list[str] | None
) -> None:
    assert written(whole_natures(lines(*texts), G)) == (mended or texts)


def test_the_raw_cell_of_a_word_keeps_its_places() -> None:
    first, second = lines("属", "性")
    assert merge([*first, *second]).raw() == RawCell("属性", ((0, 1), (100, 101)))
