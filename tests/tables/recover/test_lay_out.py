"""Rows of cells to a grid: which are header, which columns there are, where each cell stands."""

from __future__ import annotations

import pytest

from planparse import grammar
from planparse.tables.raw_cells import RawCell, RawRow
from planparse.tables.recover.headers.spans import fitted
from planparse.tables.recover.lay_out import lay_out

G = grammar.default()


def rows(*lines: str) -> list[RawRow]:
    return [[RawCell(cell.strip()) for cell in line.split("|")] for line in lines]


def grid(*lines: str) -> tuple[int | None, list[str]]:
    """How many rows are header, and each row: its cells with the columns that they cover."""
    laid = lay_out(rows(*lines), (0, 1), "text", G)
    found = [""] * len(lines)
    for cell in laid.cells:
        last = cell.col + cell.colspan - 1
        columns = str(cell.col) if last == cell.col else f"{cell.col}-{last}"
        tall = "" if cell.rowspan == 1 else f"x{cell.rowspan}"
        found[cell.row] += f" {columns}{tall}:{cell.text}" if cell.text else ""
    return laid.header_rows, [row.strip() for row in found]


HEADER = "指标|2020年|2025年|属性"
LAID = "0:指标 1:2020年 2:2025年 3:属性"
BODY = ["公路里程（公里）|410.5|430.5|预期性", "港口吞吐量（万吨）|80.5|95.5|约束性"]


@pytest.mark.parametrize(
    ("above", "header_rows", "first"),
    [
        ([], 1, LAID),
        (["主要指标"], 2, "0-3:主要指标"),
        (["主要指标", "单位：万吨"], 3, "0-3:主要指标"),
        (["主要指标|", "单位：万吨||"], 3, "0-3:主要指标"),
    ],
)
def test_a_caption_and_a_unit_note_may_stand_above_the_header(
    above: list[str], header_rows: int, first: str
) -> None:
    height, laid = grid(*above, HEADER, *BODY)
    assert height == header_rows
    assert laid[0] == first
    assert laid[len(above)] == LAID


def test_more_rows_of_one_cell_are_no_head_of_a_table() -> None:
    height, laid = grid("主要指标", "云溪市", "单位：万吨", HEADER, *BODY)
    assert height == 1
    assert laid[0] == "0-3:主要指标"
    assert grid("|主要指标", HEADER, *BODY)[1][0] != "0-3:主要指标"


def test_a_header_of_two_cells_may_stand_under_a_caption() -> None:
    assert grid("主要指标", "指标|2020年", "公路里程|410.5", "航道里程|80.5") == (
        2,
        ["0-1:主要指标", "0:指标 1:2020年", "0:公路里程 1:410.5", "0:航道里程 1:80.5"],
    )


def test_above_a_header_and_a_row_nothing_else_is_one() -> None:
    assert grid("主要指标", HEADER, BODY[0])[0] == 2
    assert grid("主要指标", "公路里程（公里）|410.5")[0] == 1
    assert grid("主要指标", "公路里程")[0] == 1


@pytest.mark.parametrize(
    ("lines", "last"),
    [
        # as many columns as the longest row
        (["指标|2020年|2025年", *BODY], "0:港口吞吐量（万吨） 1:80.5 2:95.5 3:约束性"),
        # but for rows that ran together
        (
            [HEADER, *BODY, "公路|410.5|430.5|约束性|港口|80.5|95.5|预期性|航道"],
            "0:公路 1:410.5 2:430.5 3:约束性\n港口\n80.5\n95.5\n预期性\n航道",
        ),
        (
            [HEADER, *BODY, "公路|410.5|430.5|约束性|港口|80.5|95.5|预期性"],
            "0:公路 1:410.5 2:430.5 3:约束性 4:港口 5:80.5 6:95.5 7:预期性",
        ),
        # a group spans the table, a total stands among the names
        ([HEADER, *BODY, "一、绿色交通"], "0-3:一、绿色交通"),
        (["序号|指标|2020年", "1|公路里程|410.5", "2|航道里程|80.5", "合计"], "1-2:合计"),
        (["序号|指标|2020年", "1|公路里程|410.5", "2|航道里程|80.5", "总 合 计"], "1-2:总 合 计"),
        (["序号|2020年|2025年", "1|41.5|410.5", "2|8.5|80.5", "合计"], "0-2:合计"),
        (["序号|指标|2020年", "1|公路里程|410.5", "2|41.5|80.5", "合计"], "0-2:合计"),  # half words
        # a cell that is missing is told by the kinds
        (
            [
                "序号|指标|2020年|属性",
                "1|公路里程|410.5|约束性",
                "2|航道里程|80.5|约束性",
                "3|泊位数|预期性",
            ],
            "0:3 1:泊位数 3:预期性",
        ),
        ([HEADER, *BODY, "航道里程|80.5|预期性"], "0:航道里程 1:80.5 3:预期性"),
        # empty cells at a row's end go
        ([HEADER, *BODY, "航道里程|80.5|86.5|预期性||"], "0:航道里程 1:80.5 2:86.5 3:预期性"),
    ],
)
def test_where_the_cells_of_a_row_stand(lines: list[str], last: str) -> None:
    assert grid(*lines)[1][-1] == last


@pytest.mark.parametrize(
    ("header", "short", "last"),
    [
        # which of two columns of words is left empty, by what their heads are
        ("类别|项目名称|责任单位", "航道整治|市港航局", "1:航道整治 2:市港航局"),
        ("项目名称|建设内容|备注", "航道整治|疏浚河道", "0:航道整治 1:疏浚河道"),
        ("项目名称|责任单位|建设内容", "航道整治|疏浚河道", "0:航道整治 1:疏浚河道"),
        ("序号|建设内容|项目名称", "航道整治|疏浚河道", "1:航道整治 2:疏浚河道"),
        ("建设内容|项目名称|责任单位", "航道整治|疏浚河道", "0:航道整治 1:疏浚河道"),
        ("建设内容|责任单位|乡镇", "航道整治|疏浚河道", "0:航道整治 2:疏浚河道"),
    ],
)
def test_what_may_be_left_empty_is_told_by_the_header(header: str, short: str, last: str) -> None:
    body = ["公路改造|拓宽路面|市交通局", "码头扩建|新建泊位|市港航局"]
    assert grid(header, *body, short)[1][-1] == last


@pytest.mark.parametrize(
    ("header", "short", "last"),
    [
        # a serial number costs little to leave out, a label or a note nothing; a name costs most
        ("序号|指标|备注|2020年", "4|航道里程|市级", "0:4 1:航道里程 2:市级"),
        ("类别|指标|2020年", "交通|航道里程", "0:交通 1:航道里程"),
        ("指标|2020年|备注", "航道里程|市级", "0:航道里程 2:市级"),
        ("指标|2020年|备注", "80.5|市级", "1:80.5 2:市级"),
        ("乡镇|2020年|备注", "80.5|市级", "1:80.5 2:市级"),
    ],
)
def test_a_column_is_left_empty_at_a_cost(header: str, short: str, last: str) -> None:
    of_column = {"类别": "交通", "2020年": "410.5", "序号": "3"}
    body = "|".join(of_column.get(head, "公路") for head in header.split("|"))
    assert grid(header, body, body, short)[1][-1] == last


@pytest.mark.parametrize(
    ("head", "laid"),
    [
        # one row: each head over the columns up to the next one
        (["指标|2020年|属性"], ["0:指标 1-2:2020年 3:属性"]),
        (["2020年|2025年|属性"], ["0-1:2020年 2:2025年 3:属性"]),
        # an empty cell under a printed one is merged with it
        (
            ["指标|规划目标|规划目标|属性", "|2020年|2025年|"],
            ["0x2:指标 1:规划目标 2:规划目标 3x2:属性", "1:2020年 2:2025年"],
        ),
        (
            ["指标|规划目标||属性", "|2020年|2025年|"],
            ["0x2:指标 1-2:规划目标 3x2:属性", "1:2020年 2:2025年"],
        ),
        # heads in a row above stand at the left
        (
            ["指标|规划目标", "2020年|2025年|属性"],
            ["0x2:指标 1-3:规划目标", "1:2020年 2:2025年 3:属性"],
        ),
    ],
)
def test_how_far_a_head_reaches(head: list[str], laid: list[str]) -> None:
    found = grid(*head, *BODY)
    assert found[0] == len(head)
    assert found[1][: len(head)] == laid


def test_heads_are_shared_out_where_the_labels_below_begin_again() -> None:
    body = ["东湖镇|12.5|14.5|6.5|8.5", "西河镇|10.5|13.5|5.5|7.5"]
    labels = "2020年|2025年|2020年|2025年"
    laid = ["0x2:乡镇 1-2:学位 3-4:床位", "1:2020年 2:2025年 3:2020年 4:2025年"]
    assert grid("乡镇|学位|床位", labels, *body)[1][:2] == laid
    # where none begins again they share them evenly
    labels = "2020年|2025年|2030年|2035年"
    laid = ["0x2:乡镇 1-2:学位 3-4:床位", "1:2020年 2:2025年 3:2030年 4:2035年"]
    assert grid("乡镇|学位|床位", labels, *body)[1][:2] == laid


@pytest.mark.parametrize(
    ("row", "n_cols", "found"),
    [
        ("公路|410", 3, "公路|410"),
        ("公路|410|430", 3, "公路|410|430"),
        ("公路|410|430|", 3, "公路|410|430"),
        ("公路||", 1, "公路"),
        ("公路||", 2, "公路|"),
        ("公路|410|430|450", 3, "公路|410|430\n450"),
        ("公路|410|430|450|", 3, "公路|410|430\n450"),
    ],
)
def test_a_row_is_no_longer_than_its_table(row: str, n_cols: int, found: str) -> None:
    assert "|".join(cell.text for cell in fitted(rows(row)[0], n_cols)) == found


HEADER_OF_PARTS = "指标||2020年|2025年|属性"
WHOLE = ["林业|森林覆盖率（%）|45.5|46.2|约束性", "河湖水面率（%）||7.5|7.8|预期性"]


@pytest.mark.parametrize(
    ("printed", "laid"),
    [
        # the label is merged over this row, and the nature too
        ("湿地保护率（%）|52|55||", "1:湿地保护率（%） 2:52 3:55"),
        ("造林面积（万亩）|—|6|预期性|", "1:造林面积（万亩） 2:— 3:6 4:预期性"),
        # nothing says that it stands too far left
        ("湿地保护率（%）||52|55|", "0:湿地保护率（%） 2:52 3:55"),
        ("草原|草原植被盖度（%）|—||", "0:草原 1:草原植被盖度（%） 2:—"),
        ("湿地保护率（%）||—||", "0:湿地保护率（%） 2:—"),
        ("三、水利||||", "0:三、水利"),
    ],
)
def test_a_row_that_was_filled_up_behind_a_dropped_cell(printed: str, laid: str) -> None:
    lines = (HEADER_OF_PARTS, *WHOLE, printed)
    cells = lay_out(rows(*lines), (0, 1), "pipe table", G).cells
    last = [f"{cell.col}:{cell.text}" for cell in cells if cell.row == 3 and cell.text]
    assert " ".join(last) == laid


def test_cells_that_a_reading_has_placed_stay_there() -> None:
    lines = (HEADER_OF_PARTS, *WHOLE, "湿地保护率（%）|52|55||")
    cells = lay_out(rows(*lines), (0, 1), "flattened", G).cells
    assert [cell.col for cell in cells if cell.row == 3 and cell.text] == [0, 1, 2]


def test_one_whole_row_does_not_say_what_the_columns_hold() -> None:
    lines = (HEADER_OF_PARTS, WHOLE[0], "湿地保护率（%）|52|55||")
    cells = lay_out(rows(*lines), (0, 1), "pipe table", G).cells
    assert [cell.col for cell in cells if cell.row == 2 and cell.text] == [0, 1, 2]
