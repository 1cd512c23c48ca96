"""Tables of which lines are missing, drawn by hand: their rows are those that a reader sees."""

from __future__ import annotations

import pytest

from drawn import Drawing, pdf
from planparse.model.source import Grid
from planparse.readers.pdf.document import read_pdf

XS = [76, 260, 350, 430, 520]
HEAD = ["指标", "2020年", "2025年", "属性"]
SIZE = 10.5
"""Points of a character."""
ROWS = [
    ["林木绿化率（%）", "42.3", "45", "约束性"],
    ["林木蓄积量（万立方米）", "512", "560", "约束性"],
    ["湿地保有量（公顷）", "830", "≥860", "预期性"],
]


def grids(*pages: Drawing) -> list[Grid]:
    return list(read_pdf(pdf(*pages), "plan.pdf").grids)


def rows(grid: Grid) -> list[list[str]]:
    table: list[list[str]] = [[] for _ in range(grid.n_rows)]
    for cell in grid.cells:
        size = "" if (cell.rowspan, cell.colspan) == (1, 1) else f"|{cell.rowspan}x{cell.colspan}"
        table[cell.row].append(cell.text.replace("\n", "/") + size)
    return table


def test_the_ruled_part_inside_a_frame_and_the_words_beside_it_are_one_table() -> None:
    page = Drawing().grid([76, 520], [100, 120, 200]).grid(XS[1:4], [140, 160, 180])
    page.cells(
        XS, [115, 135, 155, 175, 195], [HEAD, *ROWS, ["古树挂牌率（%）", "90", "100", "约束性"]]
    )
    (grid,) = grids(page)
    assert rows(grid)[:4] == [HEAD, *ROWS] and len(rows(grid)) == 5


def test_a_table_of_its_own_inside_a_frame_is_no_part_of_it() -> None:
    page = Drawing().grid([60, 540], [80, 260]).grid(XS, [140, 160, 180])
    page.text(70, 100, "下表给出主要指标。").cells(XS, [155, 175], [HEAD, ROWS[0]])
    page.text(70, 220, "以上指标每年评估一次。")
    (grid,) = grids(page)
    assert rows(grid) == [HEAD, ROWS[0]]


def test_a_row_without_inner_lines_is_divided_at_the_columns_of_the_others() -> None:
    page = Drawing().grid(XS, [100, 120, 140]).grid([76, 520], [140, 160]).grid(XS, [160, 180])
    page.cells(XS, [115, 135, 155, 175], [HEAD, *ROWS])
    (grid,) = grids(page)
    assert rows(grid) == [HEAD, *ROWS]


def test_a_label_row_a_caption_and_a_note_stay_whole() -> None:
    page = Drawing().grid([76, 520], [80, 100]).grid(XS, [100, 120]).grid([76, 520], [120, 140])
    page.grid(XS, [140, 160]).grid([76, 520], [160, 180])
    page.text(200, 95, "专栏1").text(300, 95, "林业主要指标").cells(XS, [115], [HEAD])
    page.text(80, 135, "一、资源").text(80, 175, "注：1. 均为年末数。  2. 不含飞地。")
    page.cells(XS, [155], [ROWS[0]])
    (grid,) = grids(page)
    shown = rows(grid)
    assert [len(row) for row in shown] == [1, 4, 1, 4, 1]
    assert shown[2] == ["一、资源|1x4"]


def test_rows_with_no_line_between_them_at_all_are_told_by_their_heights() -> None:
    page = Drawing().grid(XS, [100, 120]).grid([76, 520], [120, 180])
    page.cells(XS, [115, 135, 155, 175], [HEAD, *ROWS])
    (grid,) = grids(page)
    assert rows(grid) == [HEAD, *ROWS]


def test_a_label_beside_unruled_rows_stands_for_all_of_them() -> None:
    xs = [20, *XS]
    page = Drawing().grid(xs, [100, 120]).grid([20, 76, 520], [120, 180])
    page.cells(xs, [115, 135, 155, 175], [["类别", *HEAD], *[["", *row] for row in ROWS]])
    page.text(24, 155, "资源")
    (grid,) = grids(page)
    assert rows(grid) == [["类别", *HEAD], ["资源|3x1", *ROWS[0]], *ROWS[1:]]


def test_a_boxed_table_ruled_only_across_has_the_columns_of_its_words() -> None:
    page = Drawing().grid([76, 520], [80, 100, 120, 140, 160, 180])
    page.text(220, 95, "专栏1 林业主要指标")
    page.cells(XS, [115, 135, 155, 175], [HEAD, *ROWS])
    (grid,) = grids(page)
    assert rows(grid) == [HEAD, *ROWS]


def test_a_box_of_two_parts_with_lists_stays_text() -> None:
    page = Drawing().grid([76, 520], [80, 100, 160, 220])
    page.text(220, 95, "专栏2 重点工程")
    for y, words in ((120, "一是建设骨干水网，完善城乡供水。"), (140, "二是整治河道。")):
        page.text(80, y, words).text(80, y + 60, words)
    assert grids(page) == []


def test_words_in_half_of_the_columns_are_a_row() -> None:
    """A row without its baseline is divided; a number and a title over five columns are a caption."""
    xs = [40, 140, *XS[1:]]
    page = Drawing().grid([40, 520], [80, 100]).grid(xs, [100, 120]).grid([40, 520], [120, 140])
    page.grid(xs, [140, 160])
    page.cells(xs, [95], [["专栏1", "林业指标"]])
    page.cells(xs, [115], [["类别", *HEAD]])
    page.cells(xs, [135], [["资源", ROWS[0][0], "", *ROWS[0][2:]]])
    page.cells(xs, [155], [["资源", *ROWS[1]]])
    (grid,) = grids(page)
    assert [len(row) for row in rows(grid)] == [1, 5, 5, 5]


# ------------------------------------------------- how exactly words stand in a row, in font sizes


def unruled(*words: tuple[float, str]) -> int:
    """How many cells a row without inner lines has, whose words begin at these places."""
    page = Drawing().grid(XS, [100, 120]).grid([76, 520], [120, 140]).grid(XS, [140, 160])
    page.cells(XS, [115, 155], [HEAD, ROWS[0]])
    for x, piece in words:
        page.text(x, 135, piece, size=SIZE)
    (grid,) = grids(page)
    return len(rows(grid)[1])


NAME, TARGET, NATURE = (80, "林木蓄积量"), (380, "十处"), (434, "约束性")


@pytest.mark.parametrize(("gap", "cells"), [(0.5, 1), (0.8, 1), (1.0, 4), (1.6, 4)])
def test_a_gap_between_columns_is_nearly_a_character_wide(gap: float, cells: int) -> None:
    name = "乡镇集中式饮用水水源保护区数"
    end = 258
    first = (end - len(name) * SIZE, name)
    assert unruled(first, (end + gap * SIZE, "九处"), TARGET, NATURE) == cells


@pytest.mark.parametrize(("out", "cells"), [(0.3, 4), (0.45, 4), (0.6, 1), (0.9, 1)])
def test_words_reach_half_a_character_out_of_their_column(out: float, cells: int) -> None:
    assert unruled(NAME, (260 - out * SIZE, "九百五十余"), TARGET, NATURE) == cells


@pytest.mark.parametrize(("indent", "cells"), [(0.9, 4), (1.4, 4), (1.6, 1), (2.5, 1)])
def test_words_at_the_left_of_their_column_begin_near_its_bound(indent: float, cells: int) -> None:
    assert unruled(NAME, (260 + indent * SIZE, "九"), TARGET, NATURE) == cells


@pytest.mark.parametrize(("left", "cells"), [(0.8, 4), (1.1, 4), (1.3, 1), (2.0, 1)])
def test_words_at_the_right_of_their_column_end_near_its_bound(left: float, cells: int) -> None:
    assert unruled(NAME, (350 - left * SIZE - 2 * SIZE, "九处"), TARGET, NATURE) == cells


@pytest.mark.parametrize(("off", "cells"), [(0.4, 4), (0.55, 4), (0.7, 1), (1.1, 1)])
def test_words_amid_their_column_are_centred(off: float, cells: int) -> None:
    middle = (260 + 350) / 2
    assert unruled(NAME, (middle - SIZE + off * SIZE, "九处"), TARGET, NATURE) == cells


@pytest.mark.parametrize(
    ("rise", "is_row"),
    [(0.0, True), (0.2, True), (0.32, True), (0.4, False), (0.6, False)],
)
def test_words_of_one_row_stand_at_one_height(rise: float, is_row: bool) -> None:
    """The names have no lines between them, and each stands a little above its values."""
    page = Drawing().rect(76, 100, 430, 180)
    page.line(76, 120, 430, 120).line(260, 140, 430, 140).line(260, 160, 430, 160)
    page.line(350, 100, 350, 180).line(260, 100, 260, 160)
    page.cells(XS[:4], [115], [HEAD[:3]])
    for baseline, (name, *values) in zip([135, 155, 175], ROWS, strict=True):
        page.text(80, baseline - rise * SIZE, name, size=SIZE)
        page.cells([260, 350], [baseline], [values[:2]])
    (grid,) = grids(page)
    assert ([len(row) for row in rows(grid)] == [3, 3, 3, 3]) == is_row
