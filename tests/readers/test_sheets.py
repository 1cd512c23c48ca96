"""Spreadsheets: what a sheet shows, with its merged cells."""

from __future__ import annotations

import io
from datetime import date

import pytest

from planparse.errors import ReadError
from planparse.model.source import Grid, Source
from planparse.readers import read_source
from planparse.readers.limits import Limits
from planparse.readers.sheets.number_formats import shown
from workbooks import book

openpyxl = pytest.importorskip("openpyxl", reason="openpyxl writes the sheets of this test")


def read(data: bytes, name: str = "a.xlsx") -> Source:
    source = read_source(data, name)
    for grid in source.grids:
        for cell in grid.cells:
            assert cell.text == "\n".join(source.text[a:b] for a, b in cell.spans)
    return source


def shape(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in grid.cells]


def test_a_sheet_with_caption_header_body_and_note() -> None:
    source = read(
        book(
            ["表1 供水指标"],
            ["单位：%"],
            ["类别", "指标", "年份", None],
            [None, None, 2020, 2025],
            ["供水", "普及率", 0.956, 0.98],
            [None, "漏损率", 0.12, 0.09],
            ["注：为预计数"],
            merges=("A1:D1", "A3:A4", "B3:B4", "C3:D3", "A5:A6", "A7:D7"),
            title="附表",
            C5="0.0%",
            D5="0%",
            C6="0.0%",
            D6="0.0%",
        )
    )
    (grid,) = source.grids
    assert source.text.startswith("附表\n表1 供水指标\n单位：%\n类别") and source.text.endswith(
        "\n注：为预计数"
    )
    assert shape(grid) == [
        (0, 0, 2, 1, "类别"),
        (0, 1, 2, 1, "指标"),
        (0, 2, 1, 2, "年份"),
        (1, 2, 1, 1, "2020"),
        (1, 3, 1, 1, "2025"),
        (2, 0, 2, 1, "供水"),
        (2, 1, 1, 1, "普及率"),
        (2, 2, 1, 1, "95.6%"),
        (2, 3, 1, 1, "98%"),
        (3, 1, 1, 1, "漏损率"),
        (3, 2, 1, 1, "12.0%"),
        (3, 3, 1, 1, "9.0%"),
    ]


def test_a_category_row_stays_in_the_table() -> None:
    grid = read(
        book(["指标", "2025年"], ["一、供水"], ["普及率", 98], ["二、排水"], ["处理率", 95])
    ).grids[0]
    assert [c.text for c in grid.cells if c.row in (1, 3)] == ["一、供水", "二、排水"]


def test_several_tables_and_sheets() -> None:
    data = book(["表1"], ["甲", "乙"], [1, 2], [], ["表2"], ["丙", "丁"], [3, 4])
    assert [[c.text for c in g.cells] for g in read(data).grids] == [
        ["甲", "乙", "1", "2"],
        ["丙", "丁", "3", "4"],
    ]


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        ("0.3", "", "0.3"),
        ("0.30000000000000004", "General", "0.3"),
        ("12", "", "12"),
        ("1E-3", "", "0.001"),
        ("1234.5", "#,##0.00", "1,234.50"),
        ("0.956", "0.0%", "95.6%"),
        ("0.125", "0%", "13%"),
        ("-5", "0;(0)", "-5"),
        ("-12.5", "0.0_);\\(0.0\\)", "-12.5"),
        ("-0.125", "0.0%;(0.0%)", "-12.5%"),
        ("-12.5", "0.0;[Red]0.0", "-12.5"),
        ("12.5", "(0.0)", "(12.5)"),
        ("-5.25", "0.0", "-5.3"),
        ("0", '0;-0;"—"', "—"),
        ("44562", "yyyy-mm-dd", "2022-01-01"),
        ("7", "00", "07"),
        ("44562", 'yyyy"年"m"月"', "2022年1月"),
        ("0.5", "h:mm", "12:00"),
        ("3.5", '0.0"万吨"', "3.5万吨"),
        ("5", "[Red]0.0_ ", "5.0"),
        ("5", "[$¥-804]#,##0", "¥5"),
        ("1.5", "0.##", "1.5"),
        ("2", "0.##", "2"),
        ("12345678", "0.0,,", "12.3"),
        ("1.25", "≥0.00", "≥1.25"),
        ("abc", "0", "abc"),
        ("1e999", "0", "1e999"),
        ("2021", '@"x"', "2021"),
    ],
)
def test_number_formats(number: str, code: str, text: str) -> None:
    assert shown(number, code) == text


def test_dates_booleans_and_line_breaks() -> None:
    source = read(book(["日期", "是"], [date(2021, 12, 31), True], ["甲\n乙", 3]))
    assert [c.text for c in source.grids[0].cells] == [
        "日期",
        "是",
        "2021-12-31",
        "TRUE",
        "甲\n乙",
        "3",
    ]


def test_hidden_rows_columns_and_sheets_are_not_shown() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in (["甲", "密", "乙"], ["隐", 1, 2], ["1", 2, 3]):
        sheet.append(row)
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    workbook.create_sheet("密表").sheet_state = "hidden"
    workbook["密表"].append(["密"])
    out = io.BytesIO()
    workbook.save(out)
    assert read(out.getvalue()).text == "甲\n乙\n1\n3"


@pytest.mark.parametrize("codec", ["utf-8", "gbk", "utf-8-sig"])
def test_csv(codec: str) -> None:
    source = read(
        '指标,单位,2025年\r\n"供水,能力",万吨,"1,200"\r\n一、供水,,\r\n普及率,%,98\r\n'.encode(
            codec
        ),
        "a.csv",
    )
    assert shape(source.grids[0])[3:] == [
        (1, 0, 1, 1, "供水,能力"),
        (1, 1, 1, 1, "万吨"),
        (1, 2, 1, 1, "1,200"),
        (2, 0, 1, 1, "一、供水"),
        (3, 0, 1, 1, "普及率"),
        (3, 1, 1, 1, "%"),
        (3, 2, 1, 1, "98"),
    ]


def test_csv_that_is_cut_inside_quotes() -> None:
    with pytest.raises(ReadError, match="cut off or malformed"):
        read('甲,乙\n1,"2'.encode(), "a.csv")


def test_limits_of_cells() -> None:
    with pytest.raises(ReadError, match="cells"):
        read_source(book(*([1, 2, 3] for _ in range(5))), "a.xlsx", limits=Limits(cells=9))
