"""One line of a flattened table: the words in front, and the cells behind the name."""

from __future__ import annotations

import pytest

from planparse import grammar
from planparse.tables.recover.line_cells import LineCells, needed_values, split_line, whole_line
from planparse.tables.recover.tokens import COLUMN_GAP, ColumnLayout, tokens_of

G = grammar.default()
NAMES = "number name baseline target nature"


def layout(roles: str) -> ColumnLayout:
    return ColumnLayout((), tuple(roles.split()))


def written(cells: LineCells) -> str:
    """The two parts of a line, parted by a stroke."""
    parts = (" ".join(word.text for word in part) for part in cells)
    return " / ".join(parts).strip()


def cut(line: str, roles: str) -> str:
    return written(split_line(tokens_of(line, 0, 0, G), layout(roles), G))


def cut_whole(line: str, roles: str) -> str:
    cells = whole_line(tokens_of(line, 0, 0, G, COLUMN_GAP), layout(roles), G)
    return "" if cells is None else written(cells)


@pytest.mark.parametrize(
    ("roles", "line", "found"),
    [
        (NAMES, "1  公路里程（公里）  410  430  预期性", "1 公路里程（公里） / 410 430 预期性"),
        (NAMES, "1  公路里程（公里）  410  430  市级", "1 公路里程（公里） / 410 430 市级"),
        (NAMES, "1  公路里程（公里）  410  —  预期性", "1 公路里程（公里） / 410 — 预期性"),
        (NAMES, "1  公路里程（公里）  3  4  预期性", "1 公路里程（公里） / 3 4 预期性"),
        (NAMES, "1  公路里程（公里）  410  430", ""),
        (NAMES, "公路  公路里程（公里）  410  430  预期性", ""),
        (NAMES, "1  公路里程（公里）  410  稳定  预期性", ""),
        (NAMES, "1  85.2  410  430  预期性", ""),
        (NAMES, "1  公路里程（公里）  410  430  86", ""),
        # words may stand among the values
        (
            "name content investment note",
            "西客站迁建  建设客运枢纽  5200  市级",
            "西客站迁建 / 建设客运枢纽 5200 市级",
        ),
        ("name content investment note", "西客站迁建  12  5200  86", "西客站迁建 / 12 5200 86"),
        # a unit is one that is known, or none
        ("name unit value", "公路里程  公里  410", "公路里程 / 公里 410"),
        ("name unit value", "公路里程  —  410", "公路里程 / — 410"),
        ("name unit value", "公路里程  全市  410", ""),
        ("entity value value", "东湖镇  410  430", "东湖镇 / 410 430"),
        ("entity value value", "8.5  410  430", ""),
        # most rows do not print the label that is merged over them
        ("category name value", "公路  公路里程（公里）  410", "公路 公路里程（公里） / 410"),
        ("category name value", "公路里程（公里）  410", "公路里程（公里） / 410"),
        ("category name value", "8.5  公路里程（公里）  410", ""),
        ("name value", "410", ""),
    ],
)
def test_a_line_that_prints_every_cell_of_its_row(roles: str, line: str, found: str) -> None:
    assert cut_whole(line, roles) == found


@pytest.mark.parametrize(
    ("roles", "line", "found"),
    [
        (NAMES, "1 公路里程 410 430 预期性", "1 公路里程 / 410 430 预期性"),
        (NAMES, "里程（公里） 410 430 预期性", "里程（公里） / 410 430 预期性"),
        (NAMES, "410 430 预期性", "/ 410 430 预期性"),
        (NAMES, "1 公路里程（公里） 410 430 86 预期性", "1 公路里程（公里） 410 / 430 86 预期性"),
        # one value is missing
        (NAMES, "1 公路里程（公里） 430 预期性", "1 公路里程（公里） / 430 预期性"),
        (NAMES, "430 预期性", "/ 430 预期性"),
        # a value in words
        (NAMES, "1 公路里程（公里） 410 稳定 预期性", "1 公路里程（公里） / 410 稳定 预期性"),
        (NAMES, "公路里程（公里） 410 稳定 预期性", "公路里程（公里） / 410 稳定 预期性"),
        (NAMES, "1 公路里程 410 稳定", "1 公路里程 410 稳定 /"),
        (NAMES, "86.5 稳定 预期性", "/ 86.5 稳定 预期性"),
        (NAMES, "— 稳定 预期性", "/ — 稳定 预期性"),
        (NAMES, "公路 稳定 预期性", "公路 稳定 预期性 /"),
        (NAMES, "2 稳定 预期性", "2 稳定 预期性 /"),
        (NAMES, "1 410 稳定 预期性", "1 410 稳定 预期性 /"),
        (NAMES[7:], "1 410 稳定 预期性", "1 / 410 稳定 预期性"),
        # a line without a mark of nature, or with no more than that
        (NAMES, "1 公路里程（公里） 410 430", "1 公路里程（公里） 410 430 /"),
        (NAMES, "公路里程（公里） 预期性", "公路里程（公里） 预期性 /"),
        (NAMES, "410 430 86", "410 430 86 /"),
        ("name unit nature", "公路里程 公里 约束性", "公路里程 / 公里 约束性"),
        ("name unit nature", "公路里程 约束性", "公路里程 约束性 /"),
        ("name nature", "公路里程达标 约束性", "公路里程达标 / 约束性"),
        # without a column of natures all values are needed, or all but one of three and more
        ("name value", "公路里程 410", "公路里程 / 410"),
        ("name value value", "公路里程 410 430", "公路里程 / 410 430"),
        ("name value value", "公路里程 410", "公路里程 410 /"),
        ("name value value value", "公路里程 410 430 450", "公路里程 / 410 430 450"),
        ("name value value value", "公路里程 410 430", "公路里程 / 410 430"),
        ("name value value value", "公路里程 410", "公路里程 410 /"),
        ("name unit value", "公路里程 公里 410", "公路里程 / 公里 410"),
        ("name unit value", "公路里程 410", "公路里程 / 410"),
        ("name unit value", "公路里程 公里", "公路里程 公里 /"),
        ("name unit", "公路里程 公里", "公路里程 公里 /"),
        ("name unit unit", "公路里程 公里 公里", "公路里程 / 公里 公里"),
        # behind the values stand words under 备注
        ("name value value note", "公路里程 410 430 含在建", "公路里程 / 410 430 含在建"),
        ("name value value note", "公路里程 410 430", "公路里程 / 410 430"),
        ("name value note", "410 含在建", "/ 410 含在建"),
        ("name value value note", "公路里程 含在建", "公路里程 含在建 /"),
        ("name value value note", "含在建", "含在建 /"),
        ("name value value other", "公路里程 410 430 含在建", "公路里程 410 430 含在建 /"),
        ("name value value", "公路里程 410 430 含在建", "公路里程 410 430 含在建 /"),
        # a number alone is a serial number whose name stands below, if there is a column of these
        ("number name value", "2", "/ 2"),
        ("number name value value", "2", "2 /"),
        ("number name value unit", "2", "2 /"),
        ("name value unit", "2", "/ 2"),
        ("number name value unit", "86.5", "/ 86.5"),
    ],
)
def test_where_the_cells_behind_the_name_begin(roles: str, line: str, found: str) -> None:
    assert cut(line, roles) == found


@pytest.mark.parametrize(
    ("words", "is_name"),
    [
        ("农村公路，含乡道，养护里程", False),
        ("农村公路，含乡道养护里程", True),
        ("农村公路含乡道。养护里程", False),
        ("农村公路" * 20, True),  # eighty characters
        ("农村公路" * 20 + "里", False),
    ],
)
def test_prose_in_front_of_numbers_is_no_name(words: str, is_name: bool) -> None:
    found = f"{words} / 410 430" if is_name else f"{words} 410 430 /"
    assert cut(f"{words} 410 430", "name value value") == found


@pytest.mark.parametrize(
    ("roles", "needed"),
    [
        ("name", 0),
        ("name value", 1),
        ("name baseline target", 2),
        ("name baseline target target", 2),
        ("name unit baseline target target nature", 2),
        ("name value value value investment", 3),
        ("number name note", 0),
    ],
)
def test_how_many_values_end_a_row(roles: str, needed: int) -> None:
    assert needed_values(layout(roles)) == needed
