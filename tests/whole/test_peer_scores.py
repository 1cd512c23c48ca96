"""What counts as right in the comparison with other tools, on made-up rows and mentions."""

from __future__ import annotations

from typing import Any

import pytest
from benchmarks.peer_scores import (
    is_comparable,
    is_money,
    mentions_right,
    rows_right,
)
from benchmarks.peer_tools import pipe_rows

LAMPS = {
    "name": "路灯数量",
    "baseline": {"text": "25"},
    "target": {"text": "〔3.5〕"},
    "others": [{"text": "达到 上级要求"}],
}
PIPES = {"start": 2, "end": 9, "text": "3.68万公里", "value": 3.68, "unit": "万公里"}


@pytest.mark.parametrize(
    "row",
    [
        ["1", "路灯数量", "盏", "25", "[3.5]", "达到上级要求"],
        ["路灯\n数量", "25 〔3.5〕", "达到上级\n要求"],  # cells joined, and lines broken
        ["路灯", "数量（盏）", "２５", "［3.5］", "达到上级要求"],  # a name over two cells
    ],
)
def test_a_row_is_right_with_its_name_and_all_values(row: list[str]) -> None:
    assert rows_right([LAMPS], [row]) == 1


@pytest.mark.parametrize(
    "rows",
    [
        [["路灯数量", "25", "[3.5]"]],  # a value is missing
        [["路灯数量", "2025", "[3.5]", "达到上级要求"]],  # digits of another number
        [["路灯数量", "25.4", "[3.5]", "达到上级要求"]],
        [["公园数量", "25", "[3.5]", "达到上级要求"]],
        [["路灯数量", "25"], ["", "[3.5]", "达到上级要求"]],  # in two rows
        [],
    ],
)
def test_a_row_is_wrong(rows: list[list[str]]) -> None:
    assert rows_right([LAMPS], rows) == 0


def test_two_numbers_in_one_cell_are_two() -> None:
    two = {"name": "路灯", "baseline": {"text": "25"}, "target": {"text": "30.5"}, "others": []}
    assert rows_right([two], [["路灯", "25 30.5"]]) == 1
    assert rows_right([two], [["路灯", "2530.5"]]) == 0


def found(**changed: Any) -> list[dict[str, Any]]:
    return [{**PIPES, **changed}]


@pytest.mark.parametrize("value", [3.68, 36_800.0])
def test_a_mention_counts_as_printed_or_multiplied_out(value: float) -> None:
    assert mentions_right([PIPES], found(value=value), with_unit=True) == 1


@pytest.mark.parametrize(
    "changed",
    [{"value": 368.0}, {"value": None}, {"start": 9, "end": 12}],
)
def test_a_mention_is_not_found(changed: dict[str, Any]) -> None:
    assert mentions_right([PIPES], found(**changed), with_unit=False) == 0


def test_a_number_without_its_unit_counts_by_its_value_alone() -> None:
    number = found(text="3.68万", end=7)
    assert mentions_right([PIPES], number, with_unit=True) == 0
    assert mentions_right([PIPES], number, with_unit=False) == 1


def test_ranges_and_bare_numbers_are_not_asked_for() -> None:
    assert is_comparable(PIPES)
    assert not is_comparable({**PIPES, "value": None})
    assert not is_comparable({**PIPES, "unit": None})
    assert is_money({"unit": "亿元"})
    assert not is_money(PIPES)


def test_rows_of_pipe_tables_are_taken_out_of_markdown() -> None:
    assert pipe_rows("# 一\n\n| 名 | 值 |\n|---|---|\n| 灯 | 3 |\n") == [
        [" 名 ", " 值 "],
        ["---", "---"],
        [" 灯 ", " 3 "],
    ]
