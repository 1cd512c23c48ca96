"""What the cells of a header cost when they are put together from pieces."""

from __future__ import annotations

import pytest

from planparse import grammar
from planparse.tables.recover.headers.weaving import is_year, woven
from planparse.tables.recover.tokens import Token

G = grammar.default()


def cost(tail: str, *texts: str) -> float | None:
    """The cost of the cheapest header of some lines; pieces are parted by spaces."""
    lines = [
        [Token(word, (n, n), line, n) for n, word in enumerate(text.split())]
        for line, text in enumerate(texts)
    ]
    found = woven(lines, tail, G)
    return None if found is None else found.cost


@pytest.mark.parametrize(
    ("tail", "line", "found"),
    [
        ("V", "指标 2025年", 0),
        ("UVN", "序号 指标 单位 2025年 属性", 0),
        ("VV", "指标 2025年", 2),  # a column that is missing
        ("V", "指标 属性", 3),  # one that holds something else
        ("V", "指标 备注", 3 + 2),
        ("V", "2025年 乡镇", 3 + 2),  # a value in front of the name
        ("V", "单位 乡镇 2025年", 3),
        ("V", "属性 乡镇 2025年", None),
        ("V", "2025年", None),
        ("V", "方向 乡镇 2025年", None),
        ("V", "乡镇 乡镇 2025年", None),
        ("V", "指标 序号 2025年", 1.5),
        ("V", "指标 2025年 序号", None),
        ("V", "指标 2025年 备注", 0.5),
        ("VV", "指标 2025年 2020年", 0.4),
        ("VV", "指标 2020年 2020年", 0),
        ("V", "方向指标 2025年", 0.3),  # words that only a pattern takes for a header
        ("V", "指标 现状2020年", 0.3),  # words before a year
        # each further piece
        ("V", "序 号 指标 2025年", 0.01),
        ("V", "指标 2025年 备 注 说明", 0.5 + 0.02),
        ("V", "指 标 名 称 2025年", None),  # four pieces of one line
    ],
)
def test_what_a_header_on_one_line_costs(tail: str, line: str, found: float | None) -> None:
    assert cost(tail, line) == (found if found is None else pytest.approx(found))


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["", "指标 2025年", ""], 0),  # on the middle line
        (["指标 2025年", "", ""], 0.04),  # on the first one, as the cells of other tables
        (["", "", "指标 2025年"], 0.2),
        (["序 指标 2025年", "号"], 0.01 + 0.04),
        (["序", "指标 2025年", "号"], 0.01),  # above and below the middle
        (["序", "号 指标 2025年", ""], 0.02 + 0.01),
        (["", "序 指标 2025年", "号"], 0.1 + 0.01),
        (["序 指标 2025年", "", "号", ""], 0.02 + 0.01 + 0.3 + 0.04),  # a hole, and not centred
        (["序 指标 2025年", "", "", "号"], 0.01 + 0.04),
        (["序 指标 2025年", "号", "", ""], 0.02 + 0.01 + 0.04),
        (["指 标 2025年", "属性"], None),  # of each of several lines one piece
    ],
)
def test_pieces_stand_evenly_around_the_middle_line(lines: list[str], found: float | None) -> None:
    tail = "V"
    assert cost(tail, *lines) == (found if found is None else pytest.approx(found))


def test_a_header_of_more_than_thirteen_columns_is_not_woven_whole() -> None:
    assert cost("V" * 12, "指标" + " 2025年" * 12) == 0
    assert cost("V" * 13, "指标" + " 2025年" * 13) != 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2025", True),
        ("1998", True),
        ("2125", False),
        ("20", False),
        ("20年初", False),
        ("202.", False),
        ("20255", False),
    ],
)
def test_a_bare_year(text: str, found: bool) -> None:
    assert is_year(text) == found
