"""Merged labels whose rows were guessed: where the text tells, and where it does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from msgspec import structs

from planparse import parse
from planparse.grammar import default
from planparse.model.source import Cell, Source, text_lines
from planparse.parser import run
from planparse.records.doubts import find_doubts

HEAD = "专栏1 主要指标\n"


def reach(table: str) -> list[str]:
    """What is said of the labels of the first table under the caption."""
    [read] = parse(HEAD + table).tables
    return [doubt.code for doubt in read.doubts if doubt.code == "label-reach"]


def test_a_label_on_the_first_line_of_its_rows_is_known() -> None:
    table = (
        "类别 序号 指标 2020年 2025年\n"
        "客运 1 建制村通客车率（%） 92 100\n"
        "2 公交车辆总数（辆） 310 420\n"
        "货运 3 冷链车辆总数（辆） 12 60\n"
        "4 货运站场面积（万平方米） 8.5 11\n"
    )
    assert reach(table) == []


def test_a_label_amid_its_rows_is_a_guess() -> None:
    table = (
        "类别 序号 指标 2020年 2025年\n"
        "1 建制村通客车率（%） 92 100\n"
        "客运 2 公交车辆总数（辆） 310 420\n"
        "3 出租车辆总数（辆） 120 130\n"
        "4 冷链车辆总数（辆） 12 60\n"
        "货运 5 货运站场面积（万平方米） 8.5 11\n"
        "6 货运站场数量（个） 3 5\n"
    )
    assert reach(table) == ["label-reach"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("建制村通客车\n比率（%）", []),
        ("建制村\n通客车\n率（%）", ["label-reach"]),
    ],
)
def test_names_as_narrow_as_labels_are_not_told_from_them(name: str, expected: list[str]) -> None:
    """A line of four characters may be a label, where names are wrapped at four as well."""
    rows = [f"{n}\n{label}\n{name}\n{n}0\n{n}5" for n, label in enumerate(("客运站", "货运站"), 1)]
    table = "\n".join(["序号\n类别\n指标\n2020年\n2025年", *rows, ""])
    assert reach(table) == expected


STACKED = [
    ("客运", "通客车率（%）", "92", "100"),
    ("", "公交车辆（辆）", "310", "420"),
    ("货运", "冷链车辆（辆）", "12", "60"),
    ("", "货运站场（个）", "8", "11"),
]


@pytest.mark.parametrize(
    ("last", "cell", "expected"),
    [
        ("责任单位", "运管局", ["label-reach"]),
        ("备注", "分年完成", ["label-reach"]),
        ("属性", "预期性", []),
    ],
)
def test_words_that_end_a_row_are_not_told_from_the_next_label(
    last: str, cell: str, expected: list[str]
) -> None:
    """In a stack of cells both are words on a line of their own."""
    rows = [("类别", "指标", "2020年", "2025年", last), *((*row, cell) for row in STACKED)]
    assert reach("\n".join(text for row in rows for text in row if text) + "\n") == expected


def test_words_that_end_a_row_on_its_own_line_are_told_from_the_next_label() -> None:
    rows = [
        ("类别", "指标", "2020年", "2025年", "责任单位"),
        *((*row, "运管局") for row in STACKED),
    ]
    assert reach("\n".join(" ".join(row).strip() for row in rows) + "\n") == []


@pytest.mark.parametrize(
    ("head", "field"), [("类别", ["category"]), ("指标属性", ["nature"]), ("责任单位", [])]
)
def test_a_column_of_labels_that_was_lost_leaves_their_reach_open(
    head: str, field: list[str]
) -> None:
    """A cell beside all rows heads a column that none of them has."""
    text = HEAD + "指标\t2020年\t2025年\n通客车率（%）\t92\t100\n公交车辆（辆）\t310\t420\n"
    draft = run(Source(text, text_lines(text)), default())
    [grid] = draft.grids
    lost = replace(grid, notes=(Cell(-1, 0, f"{head}、客运", ()),))
    [read] = find_doubts(structs.replace(draft, grids=(lost,)), default()).tables
    assert [doubt.field for doubt in read.doubts if doubt.code == "label-reach"] == field
    given = replace(lost, inferred=False)
    [drawn] = find_doubts(structs.replace(draft, grids=(given,)), default()).tables
    assert not drawn.doubts
