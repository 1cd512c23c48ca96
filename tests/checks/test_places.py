"""Where records are printed, in words, and what they print."""

from __future__ import annotations

from dataclasses import replace

import pytest
from msgspec import structs

from planparse.checks.places import Places
from planparse.checks.registry import check_plan
from planparse.grammar import default
from planparse.model.draft import Draft
from planparse.model.plan import Box, Column, Unit
from planparse.model.source import Cell, Grid
from planparse.parser import STAGES
from planparse.quantity.cell_values import read_cell
from planparse.quantity.units import find_unit
from planparse.readers import read_source
from sketch import sketch

ROWS = "row 1 | 城镇污水处理率（%） | 91 | 95\nrow 2 | 自来水普及率（%） | 88 | 93"


def plan() -> Draft:
    return sketch(ROWS, default())


@pytest.mark.parametrize(
    ("update", "name"),
    [
        ({}, "专栏1"),
        ({"label": None, "caption": "主要指标"}, "主要指标"),
        ({"label": None, "caption": "水" * 40}, "水" * 40),
        ({"label": None, "caption": "水" * 41}, "表格"),
        ({"label": None}, "表格"),
        ({"label": None, "box": "b1", "caption": "主要指标"}, "专栏7"),
        ({"label": None, "box": "b2", "caption": "主要指标"}, "主要指标"),
    ],
)
def test_what_a_table_is_called(update: dict[str, str | None], name: str) -> None:
    table = plan().tables[0].model_copy(update=update)
    boxes = tuple(
        Box(id=box, label=label, title="", kind="indicators", span=(0, 1), content=(0, 1))
        for box, label in (("b1", "专栏7"), ("b2", ""))
    )
    assert Places(structs.replace(plan(), boxes=boxes), default()).table(table) == name


def test_lines_count_from_1() -> None:
    draft = sketch("text 总体要求\ntext 发展目标", default())
    places = Places(draft, default())
    assert [places.line((at, at + 1)) for at in (0, 4, 5)] == ["第1行", "第1行", "第2行"]


def test_a_row_stands_where_its_name_is_printed() -> None:
    draft = plan()
    places = Places(draft, default())
    first, second = draft.indicators
    assert draft.source.text[slice(*places.spot(first))] == "城镇污水处理率（%）"
    assert draft.source.text[slice(*places.spot(second))] == "自来水普及率（%）"
    assert places.row(second) == "专栏1（第7行）"


def test_a_row_of_an_unknown_place_stands_where_it_was_read() -> None:
    draft = plan()
    first, second = draft.indicators
    lost = first.model_copy(update={"table": "t9"})
    below = second.model_copy(update={"row": 2})
    places = Places(draft, default())
    assert places.spot(lost) == lost.span and places.row(lost).startswith("表格（")
    assert places.spot(below) == below.span
    unprinted = draft.tables[0].model_copy(update={"cell_spans": ((None,) * 4,) * 2})
    assert Places(structs.replace(draft, tables=(unprinted,)), default()).spot(first) == first.span


def test_a_cell_without_a_place_is_not_said_to_have_one() -> None:
    table = plan().tables[0]
    places = Places(plan(), default())
    assert places.cell(table, 0, 2) == "（第4行）"
    assert places.cell(table, 9, 2) == ""


@pytest.mark.parametrize(
    ("text", "unit", "shown"),
    [
        ("95", "%", "95%"),
        ("95%", "%", "95%"),
        ("≥95", "%", "≥95%"),
        ("95以上", "%", "95以上%"),
        ("12", "1/10万", "12（1/10万）"),
        ("9.0 左右", "", "9.0左右"),
        ("3.1", "", "3.1"),
        ("200余", "家", "200余家"),
        ("30以内", "天", "30以内天"),
    ],
)
def test_a_value_as_printed(text: str, unit: str, shown: str) -> None:
    known = find_unit(unit, default()) or Unit(text=unit) if unit else None
    value, _ = read_cell(text, default())
    assert Places(plan(), default()).printed(value, known) == shown


def test_nothing_is_printed_of_no_value() -> None:
    assert Places(plan(), default()).printed(None, None) == ""


@pytest.mark.parametrize(
    ("comparator", "text", "shown"),
    [
        ("≥", "60%", "≥60%"),
        ("=", "60%", "60%"),
        (None, "60%", "60%"),
        ("≥", "60 %以上", "60%以上"),
        ("≥", "≥60%", "≥60%"),
        ("≈", "60%", "≈60%"),
        ("≈", "60多家", "60多家"),
    ],
)
def test_a_mention_as_printed(comparator: str | None, text: str, shown: str) -> None:
    (mention,) = sketch("said target 2025 自来水普及率 60%", default()).mentions
    value = mention.value.model_copy(update={"comparator": comparator})
    said = mention.model_copy(update={"text": text, "value": value})
    assert Places(plan(), default()).quantity(said) == shown


# ---------------------------------------------------------------- cells of units, and scans


@pytest.mark.parametrize(
    ("cells", "kinds"),
    [
        (["%", "%", ""], ["unit-missing"]),
        (["%", "%", "—"], []),
        (["—", "—", ""], ["unit-missing"]),
    ],
)
def test_a_filled_cell_of_a_unit_column_says_that_there_is_none(
    cells: list[str], kinds: list[str]
) -> None:
    draft = sketch(f"{ROWS}\nrow 3 | 再生水利用 | 12 | 25", default())
    table = draft.tables[0]
    columns = (*table.columns, Column(path=("单位",), role="unit"))
    rows = tuple((*row, cell) for row, cell in zip(table.rows, cells, strict=True))
    draft = structs.replace(
        draft, tables=(table.model_copy(update={"columns": columns, "rows": rows}),)
    )
    assert [f.kind for f in check_plan(draft, default()).findings] == kinds


def test_a_unit_note_is_the_unit_of_whatever_prints_none() -> None:
    draft = sketch(f"{ROWS}\nrow 3 | 再生水利用 | 12 | 25", default())
    noted = draft.tables[0].model_copy(update={"unit_note": "%"})
    assert check_plan(structs.replace(draft, tables=(noted,)), default()).findings == ()


@pytest.mark.parametrize(
    ("confidence", "doubtful"),
    [
        (0.6, True),
        (0.84, True),
        (0.85, False),
        (0.99, False),
        (None, False),
    ],
)
def test_a_cell_that_is_read_with_doubt(confidence: float | None, doubtful: bool) -> None:
    """It is told once, with the words of its row and column; a broken one is told as broken."""
    draft = sketch(
        "sheet 专栏2 allocation: 乡镇 | 水窖（口）\nline 柳河镇 | 12\nline 清泉镇 | 1□\nline 石桥镇 | 3",
        default(),
    )
    table = draft.tables[0]
    spans = [table.cell_span(row, 1) for row in (0, 1)]
    cells = [Cell(0, 0, "", (s,), confidence=confidence) for s in spans if s is not None]
    grid = Grid((0, 9), tuple(cells), "ocr")
    found = check_plan(structs.replace(draft, grids=(grid,)), default()).findings
    assert [f.span for f in found] == spans[0 if doubtful else 1 :]
    assert ["没有把握" in f.message for f in found] == [True, False][0 if doubtful else 1 :]
    assert all("“水窖（口）”" in f.message for f in found)


def outlined(media_type: str, page: int | None = None) -> Draft:
    """Two chapters, the second with a sentence in it, as a file of some format was read."""
    draft = Draft(
        read_source("云溪市规划\n一、基础\n良好。\n二、任务\n建设水厂。".encode(), "a.txt")
    )
    for name, stage in STAGES:
        draft = stage(draft, default())
        if name == "sections":
            break
    lines = tuple(structs.replace(line, page=page) for line in draft.source.lines)
    return structs.replace(draft, source=replace(draft.source, media_type=media_type, lines=lines))


@pytest.mark.parametrize(
    ("media_type", "page", "where"),
    [
        ("text/plain", None, "第5行"),
        ("text/markdown", None, "第5行"),
        ("text/html", None, "“二、任务”下"),
        ("application/pdf", 4, "第4页"),
    ],
)
def test_where_something_stands_is_said_by_what_the_file_has(
    media_type: str, page: int | None, where: str
) -> None:
    """A line of what was read out of a web page is no line of the file."""
    draft = outlined(media_type, page)
    start = draft.source.text.index("建设")
    assert Places(draft, default()).line((start, start + 2)) == where


def test_above_all_headings_no_heading_is_named() -> None:
    draft = outlined("text/html")
    places = Places(draft, default())
    assert places.line((0, 2)) == places.line(draft.sections[0].span) == "文中"
