"""Which column holds the names: both sides of every share that the bodies decide by.

A column is written as its cells from top to bottom, `.` for an empty one.
"""

from __future__ import annotations

from itertools import zip_longest

import pytest

from planparse.grammar import default
from planparse.tables.columns import read_columns
from planparse.tables.columns.bodies import ColumnBody

G = default()
LENGTHS = (
    "公路里程 航道里程 铁路里程 管网长度 堤防长度 隧道长度 桥梁长度 步道长度 绿道长度 轨道长度"
)
TOWNS = "东湖镇 西河镇 古城镇 南港镇 北山镇 桃源乡 柳林乡 石桥乡 清泉乡 白云乡"
NUMBERS = "41.5 43.2 86.1 52.7 90.4 11.8 12.6 35.5 28.3 64.9"


def roles(header: str, *columns: str) -> str:
    """The roles of columns under the heads `header`, `>` between the cells of a path."""
    cells = [[cell.strip(".") for cell in column.split()] for column in columns]
    rows = list(zip_longest(*cells, fillvalue=""))
    paths = [tuple(head.split(">")) if head else () for head in header.split("|")]
    return " ".join(column.role for column in read_columns(paths, rows, None, G))


def many(count: int, word: str, other: str, of: int = 10) -> str:
    """A column of `of` cells: `count` of them one word, numbered where it ends in #."""
    cells = [word] * count + [other] * (of - count)
    return " ".join(cell.replace("#", str(n)) for n, cell in enumerate(cells, 11))


@pytest.mark.parametrize(
    ("column", "role"),
    [
        (many(6, "约束性", "市级"), "nature"),  # six of ten
        (many(5, "约束性", "市级"), "category"),
        (many(6, "新建", "市级"), "nature"),
        (many(5, "新建", "市级"), "category"),
        (". . .", "category"),
    ],
)
def test_marks_of_nature_are_mostly_so(column: str, role: str) -> None:
    assert roles("类别|指标|2025年", column, LENGTHS, NUMBERS) == f"{role} name target"


def test_kinds_of_projects_under_no_known_head_are_natures_as_well() -> None:
    header = "项目名称|情况|总投资（万元）"
    column = many(10, "改扩建", "")
    assert roles(header, LENGTHS, column, NUMBERS) == "name nature investment"
    assert roles("项目名称|备注|总投资（万元）", LENGTHS, column, NUMBERS).split()[1] == "note"


@pytest.mark.parametrize(("numbers", "role"), [(6, "value"), (5, "other")])
def test_an_unknown_head_over_numbers_is_one_of_values(numbers: int, role: str) -> None:
    column = many(numbers, "41.#", "稳步提高")
    assert roles("指标|情况|2025年", LENGTHS, column, NUMBERS) == f"name {role} target"


@pytest.mark.parametrize(
    ("head", "column", "role"),
    [
        (
            "目标",
            "富民 富民 富民 强基 强基 惠民 惠民 善治 兴业 美城",
            "category",
        ),  # six of ten differ
        ("目标", "富民 富民 富民 强基 强基 惠民 善政 善治 兴业 美城", "category"),  # seven
        ("目标", "富民 富民 活力 强基 强基 惠民 善政 善治 兴业 美城", "target"),
        ("目标", "富民 富民 富民 富民 富民 富民 富民 富民 富民 12.5", "category"),
        ("目标", "富民 富民 富民 富民 富民 富民 富民 富民 12.5 12.5", "target"),
        ("2025年目标", "富民 富民 富民 强基 强基 惠民 惠民 善治 兴业 美城", "target"),
        ("市级目标", "富民 富民 富民 强基 强基 惠民 惠民 善治 兴业 美城", "target"),
    ],
)
def test_goals_that_repeat_group_indicators(head: str, column: str, role: str) -> None:
    assert roles(f"{head}|指标|2025年", column, LENGTHS, NUMBERS) == f"{role} name target"


@pytest.mark.parametrize(
    ("beside", "found"),
    [
        (
            "公路 航道 铁路 管网 堤防 隧道 桥梁 . . .",
            "category name target",
        ),  # seven of ten are full
        ("公路 航道 铁路 管网 堤防 隧道 . . . .", "name qualifier target"),
        ("公路 公路 公路 公路 公路 公路 公路 公路 公路 公路", "name qualifier target"),
        (
            "公路 公路 公路 公路 公路 航道 航道 航道 航道 航道",
            "name qualifier target",
        ),  # as many as labels
        ("公路 公路 公路 公路 公路 航道 航道 航道 铁路 铁路", "category name target"),
        ("公路 航道 铁路 管网 堤防 隧道 桥梁 步道 绿道 12.5", "category name target"),
        ("公路 航道 铁路 管网 堤防 隧道 桥梁 步道 11.5 12.5", "name other target"),
    ],
)
def test_the_head_of_the_names_is_also_over_the_column_beside_it(beside: str, found: str) -> None:
    """指标 over two columns, of which print names only the first: labels, and what they group."""
    labels = "交通 交通 交通 交通 交通 水务 水务 水务 水务 水务"
    assert roles("指标||2025年", labels, beside, NUMBERS) == found
    assert roles("指标|情况|2025年", labels, beside, NUMBERS) == "name other target"


def test_a_head_over_two_columns_may_be_the_last_one() -> None:
    labels, names, numbers = "交通 交通 水务 水务", "公路 航道 管网 堤防", "4.5 5.5 6.5 7.5"
    assert roles("指标|", labels, names) == "category name"
    assert roles("2025年|指标|", numbers, labels, names) == "target category name"
    assert roles("2025年|指标", numbers, names) == "target name"


def test_only_the_rows_that_are_looked_at_count() -> None:
    """A table of a hundred rows: sixty are evidence enough."""
    labels = " ".join(["交通"] * 50 + ["水务"] * 50)
    names = " ".join(f"公路{n}段" for n in range(100))
    numbers = " ".join(f"{n}.5" for n in range(100))
    assert roles("指标||2025年", labels, names, numbers) == "category name target"


@pytest.mark.parametrize(
    ("first", "found"),
    [
        ("1 2 3 4 5 6 7 甲 乙 丙", "number name target"),  # seven of ten
        ("1 2 3 4 5 6 丁 甲 乙 丙", "name qualifier target"),
    ],
)
def test_the_first_column_under_one_head_may_only_count(first: str, found: str) -> None:
    second = "公路 公路 公路 航道 航道 航道 铁路 铁路 管网 管网"
    assert roles("指标|指标|2025年", first, second, NUMBERS) == found


def test_where_another_column_counts_the_first_under_one_head_does_not() -> None:
    serials = "1 2 3 4 5 6 7 8 9 10"
    found = roles("序号|指标|指标|2025年", serials, serials, TOWNS, NUMBERS)
    assert found == "number name qualifier target"


@pytest.mark.parametrize(
    ("header", "columns", "found"),
    [
        # the last that is full and tells rows apart
        (
            "指标|指标|2025年",
            ("交通 交通 交通 水务", "公路 航道 铁路 管网"),
            "category name target",
        ),
        (
            "指标|指标|2025年",
            ("公路 航道 铁路 管网", "全市 全市 全市 市区"),
            "name qualifier target",
        ),
        (
            "指标|指标|2025年",
            ("公路 航道 铁路 管网", "一级 二级 三级 四级"),
            "name qualifier target",
        ),
        ("指标|指标|2025年", ("交通 交通 交通 水务", "公路 航道 . ."), "name qualifier target"),
        (
            "指标|指标|指标|2025年",
            ("交通 交通 交通 水务", "公路 航道 铁路 管网", "全市 全市 市区 县城"),
            "category name qualifier target",
        ),
        # fewer than seven of ten are full
        (
            "指标|指标|2025年",
            ("交通 交通 交通 水务 水务", "公路 航道 铁路 . ."),
            "name qualifier target",
        ),
        (
            "指标|指标|2025年",
            ("交通 交通 交通 水务 水务", "公路 航道 铁路 管网 ."),
            "category name target",
        ),
        (
            "指标|指标|指标|2025年",
            ("1 2 3 4", "公路 公路 航道 航道", "省级 市级 省级 市级"),
            "number name qualifier target",
        ),
        ("指标|2025年", ("1 2 3 4",), "name target"),
        # 项目 beside a sure name only groups
        (
            "指标|指标|项目|2025年",
            ("交通 交通 交通 水务", "公路 航道 铁路 管网", "全市 全市 市区 县城"),
            "category name category target",
        ),
        (
            "指标|项目|2025年",
            ("交通 交通 交通 水务", "公路 航道 铁路 管网"),
            "name category target",
        ),
        (
            "项目|指标|2025年",
            ("交通 交通 交通 水务", "公路 航道 铁路 管网"),
            "category name target",
        ),
    ],
)
def test_of_several_columns_of_names_one_is(
    header: str, columns: tuple[str, ...], found: str
) -> None:
    assert roles(header, *columns, "41.5 43.2 86.1 52.7 90.4") == found


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("项目名称|建设内容|合计（万元）", "name content investment"),
        ("项目名称|建设年限|合计（万元）", "name period investment"),
        ("机构名称|2025年|合计（万元）", "entity target value"),
        ("机构名称|总投资（万元）|合计（万元）", "entity investment investment"),
    ],
)
def test_a_total_is_money_only_among_projects(header: str, found: str) -> None:
    assert roles(header, TOWNS, NUMBERS, NUMBERS) == found


@pytest.mark.parametrize(("measured", "role"), [(3, "name"), (2, "entity")])
@pytest.mark.parametrize("head", ["项目", "名目"])
def test_names_that_measure_something_are_indicators(head: str, measured: int, role: str) -> None:
    """Three of ten; entities (乡镇) measure nothing."""
    names = many(measured, "绿化覆盖率", "东湖镇")
    assert roles(f"{head}|2020年|2025年", names, NUMBERS, NUMBERS).split()[0] == role
    # a unit or a mark of nature stands beside indicators only
    with_unit = roles(f"{head}|单位|2025年", names, many(10, "公里", ""), NUMBERS)
    assert with_unit == "name unit target"


@pytest.mark.parametrize(
    ("header", "columns", "found"),
    [
        # of equals the last: groups stand at the left of what they group
        ("方向|村庄|2025年", ("东片 西片", "柳村 桃村"), "other entity target"),
        ("方向|村庄|2025年", ("东片 西片", "柳村 柳村"), "entity other target"),
        ("方向|村庄|2025年", ("东片 东片", "柳村 桃村"), "other entity target"),
        # not behind the first values
        ("方向|2020年|村庄", ("东片 东片", "4.5", "柳村 桃村"), "entity target other"),
        ("方向|村庄", ("东片 东片", "柳村 桃村"), "other entity"),
        (
            "方向|2020年|村庄|2025年",
            ("东片 东片", "4.5", "柳村 桃村"),
            "entity baseline other target",
        ),
        ("村庄|2025年", ("柳村",), "entity target"),
        # nor where nothing is printed
        ("村庄|2025年", (". .", "4.5 5.5"), "other target"),
        ("方向|村庄|2025年", ("东片 西片", ". ."), "entity other target"),
        # a column with its own meaning holds no names
        ("方向|备注|2025年", ("东片 东片", "柳村 桃村"), "entity note target"),
        ("备注|村庄|2025年", ("东片 东片", "柳村 桃村"), "note entity target"),
        ("类别|备注|2025年", ("东片 东片", "柳村 桃村"), "entity note target"),
        # where names are known none are looked for
        ("方向|指标|2025年", ("东片 西片", "柳村 桃村"), "other name target"),
        ("方向|机构名称|2025年", ("东片 西片", "柳村 桃村"), "other entity target"),
        # of indicators, and of projects
        ("方向|2025年|属性", ("东片 西片", "4.5 5.5", "约束性 约束性"), "name target nature"),
        (
            "方向|建设年限|总投资（万元）",
            ("东片 西片", "2023年 2024年", "4.5 5.5"),
            "name period investment",
        ),
    ],
)
def test_the_words_that_tell_most_rows_apart_are_the_names(
    header: str, columns: tuple[str, ...], found: str
) -> None:
    assert roles(header, *columns) == found


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        (3, "other entity target"),
        (4, "entity other target"),  # four of ten
    ],
)
def test_a_column_of_names_holds_few_numbers(numbers: int, found: str) -> None:
    column = many(numbers, "#.5", "柳村#")
    assert roles("方向|村庄|2025年", many(10, "东片", ""), column, NUMBERS) == found


# ------------------------------------------------------------------- bodies


def body(*cells: str) -> ColumnBody:
    return ColumnBody([("甲", cell) for cell in cells], 1, G)


def test_a_body_is_of_the_cells_that_print_something() -> None:
    assert body("12", "", " ", "—", "12", "——", "————", "13").cells == ["12", "12", "13"]
    assert ColumnBody([("甲",), ("乙", "12")], 1, G).cells == ["12"]
    assert (body("12", "", "12", "13").filled, body("12", "", "12", "13").distinct) == (3, 2)
    assert body("/////").cells == ["/////"]  # longer than any mark for a missing value


def test_a_body_is_looked_at_down_to_its_sixtieth_row() -> None:
    assert body(*(["12"] * 60)).filled == 60
    assert body(*(["12"] * 61)).filled == 60


def test_shares_are_of_the_filled_cells() -> None:
    assert body("12", "", "市级", "13", "县级").share("number") == 0.5
    assert body("", "").share("number") == 0
    assert not body("", "").natures
    assert body("约束性", "", "预期性", "市级").natures
    assert not body("约束性", "市级").natures
    assert body("约束性").natures
