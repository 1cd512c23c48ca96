"""What speaks against rows and tables: `fixtures/cases/doubts.txt`, and the list in docs/doubts.md."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from msgspec import structs

from places import CASES, ROOT
from planparse import Plan, parse, read
from planparse.grammar import default
from planparse.model.doubt import Cause
from planparse.model.plan import Indicator, Outcome
from planparse.model.source import Source, text_lines
from planparse.parser import run
from planparse.records.doubts import find_doubts


def cases() -> dict[str, str]:
    blocks = (CASES / "doubts.txt").read_text(encoding="utf-8").split("\n== ")[1:]
    return dict(block.split("\n", 1) for block in blocks)


def doubts_of(plan: Plan) -> list[str]:
    """Every doubt as the cases write it, tables first."""
    found = []
    for table in plan.tables:
        found += [f"table: {doubt.code} {doubt.field or ''}".strip() for doubt in table.doubts]
    rows: list[Indicator | Outcome] = [*plan.indicators, *plan.outcomes]
    for row in rows:
        found += [f"{doubt.code} {doubt.field or ''}".strip() for doubt in row.doubts]
    return found


@pytest.mark.parametrize("title", cases())
def test_what_is_doubted(title: str) -> None:
    lines = cases()[title].splitlines()
    printed = "\n".join(line for line in lines if line.startswith("|"))
    expected = [line.removeprefix("=> ") for line in lines if line.startswith("=> ")]
    assert doubts_of(parse(f"专栏1 主要指标\n{printed}\n")) == expected


def test_words_between_the_cells() -> None:
    """A line inside a table that no row took is told, as it may be a row."""
    text = "专栏1 主要指标\n指标\t2020年\t2025年\n森林覆盖率（%）\t40\t42\n湿地面积（万亩）\t5\t6\n"
    source = Source(text, text_lines(text))
    draft = run(source, default())
    grid = draft.grids[0]
    lost = replace(grid, cells=tuple(cell for cell in grid.cells if cell.row != 2))
    doubted = find_doubts(structs.replace(draft, grids=(lost,)), default())
    assert [doubt.code for doubt in doubted.tables[0].doubts] == ["words-outside"]


@pytest.mark.parametrize(("words", "doubted"), [("※", []), ("湿地", ["words-outside"])])
def test_a_single_mark_between_the_cells_is_no_word(words: str, doubted: list[str]) -> None:
    text = f"专栏1 主要指标\n指标\t2020年\t2025年\n造林面积（亩）\t40\t42\n{words}\t5\t—\n"
    draft = run(Source(text, text_lines(text)), default())
    grid = draft.grids[0]
    lost = replace(grid, cells=tuple(cell for cell in grid.cells if cell.text != words))
    assert len(lost.cells) == len(grid.cells) - 1
    found = find_doubts(structs.replace(draft, grids=(lost,)), default())
    assert [doubt.code for doubt in found.tables[0].doubts] == doubted


def html_table(rows: Sequence[Sequence[str]]) -> str:
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>\n"


@pytest.mark.parametrize(("rows", "doubted"), [(1, False), (2, True)])
def test_a_table_whose_right_half_is_a_table_of_its_own(rows: int, doubted: bool) -> None:
    """As many rows in both say that they are one, but a single row says nothing."""
    left = [("指标", "2020年"), ("森林覆盖率（%）", "40"), ("湿地保护率（%）", "50")]
    right = [("2025年", "属性"), ("42", "约束性"), ("55", "预期性")]
    halves = html_table(left[: rows + 1]) + html_table(right[: rows + 1])
    plan = parse(f"专栏1 主要指标\n\n{halves}")
    codes = [[doubt.code for doubt in table.doubts] for table in plan.tables]
    assert len(codes) == 2
    assert all(("cut-sideways" in of_table) is doubted for of_table in codes)


def test_two_numbers_in_one_cell_are_no_number() -> None:
    """A cell of two lines may hold two values; what they read as together is not believed."""
    rows = [("指标", "2020年", "2025年"), ("优良天数比率<br>浓度", "97.7<br>26", "98")]
    page = f"<html><body><p>专栏1 主要指标</p>{html_table(rows)}</body></html>"
    assert "joined-values baseline" in doubts_of(read(page.encode()))


def test_a_blank_between_words_counts_only_where_blanks_may_divide_cells() -> None:
    rows = [("指标", "2020年", "2025年"), ("补助标准增长机制", "无", "建立 健全")]
    page = f"<html><body><p>专栏1 主要指标</p>{html_table(rows)}</body></html>"
    assert not [doubt for doubt in doubts_of(read(page.encode())) if "joined" in doubt]


@pytest.mark.parametrize("cell", ["42<br>%", "42<br>左右", "42"])
def test_a_number_and_words_on_two_lines_of_a_cell_are_one_value(cell: str) -> None:
    rows = [("指标", "单位", "2020年", "2025年"), ("优良天数比率", "%", "40", cell)]
    page = f"<html><body><p>专栏1 主要指标</p>{html_table(rows)}</body></html>"
    assert not [doubt for doubt in doubts_of(read(page.encode())) if "joined" in doubt]


@pytest.mark.parametrize(
    ("cell", "doubted"), [("42<br>43", True), ("42<br/>43.5", True), ("<b>42</b>", False)]
)
def test_two_numbers_that_markup_divides_are_no_number(cell: str, doubted: bool) -> None:
    """In Markdown the lines of a cell are divided by a mark."""
    rows = f"| 优良天数比例（%） | 40 | {cell} |\n"
    text = f"专栏1 主要指标\n\n| 指标 | 2020年 | 2025年 |\n|---|---|---|\n{rows}"
    assert ("joined-values target" in doubts_of(parse(text))) is doubted


FLATTENED = """专栏1 主要指标

指标 单位 2020 2025 属性
就业创业 就业人员安置率 % 90.2 93 预期性
 职业技能培训合格率 % 92 95 预期性
服务保障 示范型服务站创建比例 % 65 100 约束性
优待抚恤 补助标准自然增长机制 — 建立 健全 预期性
"""


def test_words_of_two_cells_that_spaces_divide() -> None:
    """Where spaces divide cells, a value with a space in it may be two."""
    assert "joined-values target" in doubts_of(parse(FLATTENED))
    assert "joined-values target" not in doubts_of(parse(FLATTENED.replace("建立 健全", "健全")))


@pytest.mark.parametrize(
    ("behind", "doubted"),
    [
        ("3 无烟法规保护人口\n比例（%）\n10 30 80 预期性\n", True),
        ("上述指标由统计部门核定。\n", False),
        # Values on lines of their own, as many as the table has columns for.
        ("绿道长度\n10.5\n30.5\n", True),
        ("绿道长度\n10.5\n公里\n", False),
        ("绿道长度\n10.5\n公里\n30.5\n", False),
        ("绿道长度 10.5\n", False),
        ("绿道长度 10.5 预期性\n", True),
        ("绿道长度 — 10.5\n", True),
        # Numbers of headings are one on a line.
        ("3 绿道建设 5\n", False),
        ("3 生态保护\n3.1 总体布局\n3.2 分区管控\n", False),
        # Behind a line of prose the table is over.
        ("绿道长度\n说明如下：\n10.5 30.5 预期性\n", False),
        # What stands further below is none of its rows.
        ("绿\n道\n长\n度\n总\n10.5 30.5 预期性\n", True),
        ("绿\n道\n长\n度\n总\n数\n10.5 30.5 预期性\n", False),
    ],
)
def test_rows_right_behind_a_table(behind: str, doubted: bool) -> None:
    """Lines that print values as the rows of a table do are rows that were cut off."""
    text = "专栏1 主要指标\n序号\t指标\t2020年\t2025年\n1\t森林覆盖率（%）\t40\t42\n2\t湿地（万亩）\t5\t6\n"
    codes = doubts_of(parse(f"{text}\n{behind}"))
    assert ("table: rows-behind" in codes) is doubted


def test_values_behind_a_table_are_as_many_as_it_has_columns_for() -> None:
    """Two numbers on lines of their own are no row of three values."""
    text = "专栏1 主要指标\n指标\t2020年\t2023年\t2025年\n湿地（万亩）\t5\t6\t7\n绿地（亩）\t5\t6\t7\n\n"
    assert "table: rows-behind" not in doubts_of(parse(f"{text}绿道长度\n10.5\n30.5\n"))
    assert "table: rows-behind" in doubts_of(parse(f"{text}绿道长度\n10.5\n30.5\n40.5\n"))


def test_a_table_that_the_format_gives_is_not_cut_off() -> None:
    rows = [("指标", "2020年", "2025年"), ("森林覆盖率（%）", "40", "42")]
    page = f"<html><body><p>专栏1 主要指标</p>{html_table(rows)}<p>绿道 10.5 30.5</p></body></html>"
    assert "table: rows-behind" not in doubts_of(read(page.encode()))


def test_a_column_of_words_that_is_empty_in_text() -> None:
    """Its words went into the labels beside it: a converter loses where a cell stands, not a column."""
    text = (
        "专栏1 主要指标\n| 指标 | 2020年 | 2025年 | 责任单位 |\n| 森林覆盖率（%） | 40 | 42 | |\n"
    )
    text += "| 湿地面积（万亩） | 5 | 6 | |\n"
    assert "table: empty-column" in doubts_of(parse(text))


def test_two_heads_in_one() -> None:
    text = "专栏1 主要指标\n| 指标 | 基期年（2020年）近期目标（2025年） | 2035年 |\n"
    text += "| 森林覆盖率（%） | 40 | 42 |\n| 湿地面积（万亩） | 5 | 6 |\n"
    assert "table: joined-heads" in doubts_of(parse(text))


def test_the_title_of_the_plan_in_a_name() -> None:
    """A running head that was not told from the cells went into the name below it."""
    title = "松江县高质量发展规划（2021—2025年）"
    text = f"# {title}\n\n专栏1 主要指标\n\n| 指标 | 2020年 | 2025年 |\n|---|---|---|\n"
    text += f"| {title}能耗降低（%） | 10 | 14 |\n"
    assert "sentence-in-name name" in doubts_of(parse(text))


def test_each_word_of_the_page_has_a_case() -> None:
    """What is said of rows and tables by name here is listed in docs/doubts.md."""
    page = (ROOT / "docs" / "doubts.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([\w-]+)` \|", page, re.M))
    in_code = set()
    for module in (ROOT / "src" / "planparse" / "records" / "doubts").glob("*.py"):
        in_code |= set(re.findall(r"Cause\.([A-Z_]+)", module.read_text(encoding="utf-8")))
    assert {Cause[name].value for name in in_code} <= listed
