"""Cases of groups, headers and tables in several parts that stand beside the project."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from places import SHARED
from planparse.model.plan import Plan
from planparse.parser import Parser

CASES = SHARED / "cases"


@cache
def plan(path: str) -> Plan:
    """The plan in a file of `../shared/cases`; skips visibly where that is not beside the project."""
    file = CASES / path
    if not file.exists():
        pytest.skip(f"there is no {file}")
    return Parser().read(Path(file))


def labels(read: Plan) -> list[tuple[str | None, str | None, str | None, str]]:
    """Groups, number and name of each indicator."""
    return [(i.category, i.subcategory, i.number, i.name) for i in read.indicators]


def parents(read: Plan) -> dict[str, str | None]:
    names = {i.id: i.name for i in read.indicators}
    return {i.name: names.get(i.parent or "") for i in read.indicators}


def paths(read: Plan) -> list[str]:
    return ["/".join(column.path) for column in read.tables[0].columns]


@pytest.mark.parametrize(
    "path",
    [
        "pdf/03-category-row-under-header/case.html",
        "pdf/03-category-row-under-header/case.pdf",
    ],
)
def test_the_first_group_is_no_header(path: str) -> None:
    groups = [category for category, *_ in labels(plan(path))]
    assert groups == ["总体指标", "总体指标", "装备水平"]


@pytest.mark.parametrize("name", ["input.docx", "input.xlsx"])
def test_a_group_whose_words_are_a_header_elsewhere(name: str) -> None:
    read = plan(f"office/02-category-row-that-ends-in-zhibiao/{name}")
    assert [i.category for i in read.indicators] == ["总量指标", "总量指标", "质量指标"]


@pytest.mark.parametrize("name", ["case.html", "case.pdf"])
def test_two_ranks_of_groups(name: str) -> None:
    read = plan(f"pdf/05-subcategory-column/{name}")
    assert labels(read) == [
        ("环境质量", "空气", "1", "优良天数比率"),
        ("环境质量", "空气", "2", "细颗粒物浓度"),
        ("环境质量", "水体", "3", "断面水质优良比例"),
        ("环境质量", "水体", "4", "黑臭水体比例"),
        ("生态质量", None, "5", "森林覆盖率"),
        ("生态质量", None, "6", "生态质量指数"),
    ]
    assert [i.unit.text for i in read.indicators if i.unit] == ["%", "微克/立方米", "%", "%", "%"]


@pytest.mark.parametrize("name", ["case.html", "case.pdf"])
def test_each_part_has_its_whole(name: str) -> None:
    read = plan(f"pdf/13-breakdown/{name}")
    whole = {"风电": "新能源装机", "光伏": "新能源装机", "生物质": "新能源装机"}
    whole |= {"水电": "发电装机", "陆上风电": "发电装机"}
    found = parents(read)
    assert {name: parent for name, parent in found.items() if parent} == whole
    assert found["储能装机"] is None
    assert [i.number for i in read.indicators if i.table == "t2"] == ["（一）", "1", "2", "（二）"]


@pytest.mark.parametrize(
    ("name", "rows"), [("a.md", 5), ("b.md", 5), ("d.md", 4), ("e.md", 4), ("f.docx", 4)]
)
def test_parts_without_a_header_are_one_table(name: str, rows: int) -> None:
    read = plan(f"reports/02-split-table-md/{name}")
    assert len(read.tables) == 1
    assert [i.number for i in read.indicators] == [str(n + 1) for n in range(rows)]
    assert [box.label for box in read.boxes] == ["专栏1"]


@pytest.mark.parametrize("name", ["rows.docx", "header-only.docx"])
def test_a_table_broken_by_hand_is_one(name: str) -> None:
    read = plan(f"office/06-table-goes-on-in-a-second-table/{name}")
    assert len(read.tables) == 1
    assert len(read.indicators) == 5


@pytest.mark.parametrize("name", ["a.md", "b.md", "c.html", "d.csv"])
def test_two_header_rows(name: str) -> None:
    read = plan(f"reports/03-two-row-header-pipe/{name}")
    columns = read.tables[0].columns
    assert [column.role for column in columns[1:]] == ["baseline", "target"] * 2
    assert [column.unit for column in columns[1:]] == ["张", "张", "人", "人"]


def test_sub_headers_in_words() -> None:
    read = plan("reports/03-two-row-header-pipe/f.md")
    assert paths(read)[3:] == ["投资（万元）/中央", "投资（万元）/地方", "增长（%）"]
    assert read.tables[0].rows[0][0] == "合计"


@pytest.mark.parametrize(("name", "numbers"), [("a.md", ["1", "2"]), ("c.md", [None, None])])
def test_numbers_of_columns(name: str, numbers: list[str | None]) -> None:
    read = plan(f"reports/17-index-row-pipe/{name}")
    assert [(i.number, i.name) for i in read.indicators] == [
        (numbers[0], "人均预期寿命"),
        (numbers[1], "婴儿死亡率"),
    ]
    assert [i.target.value for i in read.indicators if i.target] == [79, 3]


def test_numbers_of_rows_are_no_values() -> None:
    read = plan("reports/17-index-row-pipe/b.csv")
    assert all(i.others == () for i in read.indicators)
    assert read.indicators[2].baseline is not None
    assert read.indicators[2].baseline.kind == "missing"


def test_full_width_years() -> None:
    read = plan("pdf/01-fullwidth-years/case.md")
    years = [(i.baseline.year, i.target.year) for i in read.indicators if i.baseline and i.target]
    assert years == [(2020, 2025), (2020, 2025)]
    assert [i.baseline.value for i in read.indicators if i.baseline] == [61, 120]
