"""Merged labels whose rows were guessed: where the text tells, and where it does not."""

from __future__ import annotations

import pytest

from planparse import parse

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
