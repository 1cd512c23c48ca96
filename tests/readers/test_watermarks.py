"""Watermarks anywhere on a page are furniture, and say that a plan is a draft."""

from __future__ import annotations

import pytest

from drawn import Drawing, pdf
from planparse.model.source import Source
from planparse.parser import Parser
from planparse.readers.pdf.document import read_pdf

XS = [76, 116, 296, 376, 456, 520]
YS = [100, 120, 140, 160, 180]
ROWS = [
    ["序号", "指标", "2020年", "2025年", "属性"],
    ["1", "水质优良比例（%）", "78", "80", "约束性"],
    ["2", "湿地保护率（%）", "50", "55", "预期性"],
    ["3", "森林覆盖率（%）", "41", "42", "约束性"],
]


def page(mark: str, *, size: float = 50, y: float = 165, turned: int = 0) -> Drawing:
    drawn = Drawing().text(200, y, mark, size=size, turned=turned).grid(XS, YS)
    return drawn.cells(XS, [115, 135, 155, 175], ROWS)


def shown(source: Source) -> list[list[str]]:
    (grid,) = source.grids
    rows: list[list[str]] = [[] for _ in range(grid.n_rows)]
    for cell in grid.cells:
        rows[cell.row].append(cell.text)
    return rows


def marks(source: Source) -> list[str]:
    return [source.printed(line.span) for line in source.lines if line.furniture == "watermark"]


@pytest.mark.parametrize("size", [18, 26, 40])
def test_large_letters_upon_a_table_are_a_watermark(size: float) -> None:
    source = read_pdf(pdf(page("内部资料2024", size=size)), "plan.pdf")
    assert shown(source) == ROWS
    assert marks(source) == ["内部资料2024"]


def test_a_watermark_that_lies_upon_nothing_is_known_from_another_page() -> None:
    empty = Drawing().text(200, 165, "讨论稿", size=50).text(80, 80, "后面的正文在这里。")
    source = read_pdf(pdf(page("讨论稿"), empty), "plan.pdf")
    assert marks(source) == ["讨论稿", "讨论稿"]


def test_a_watermark_in_an_empty_cell_is_no_word_of_it() -> None:
    low = Drawing().grid(XS, [100, 120, 300]).cells(XS, [115], [ROWS[0]])
    low.text(130, 240, "初稿", size=50)
    source = read_pdf(pdf(page("初稿"), low), "plan.pdf")
    assert not any("初稿" in cell.text for grid in source.grids for cell in grid.cells)


def test_letters_of_a_slanting_watermark_are_one_line() -> None:
    source = read_pdf(pdf(page("征求意见稿", turned=45)), "plan.pdf")
    assert marks(source) == ["征求意见稿"]
    assert shown(source) == ROWS


@pytest.mark.parametrize("turned", [0, 45])
def test_a_watermark_tells_that_the_plan_is_a_draft(turned: int) -> None:
    assert Parser().read(pdf(page("送审稿", turned=turned)), name="plan.pdf").draft
    assert not Parser().read(pdf(page("仅供参阅", turned=turned)), name="plan.pdf").draft


def test_a_large_title_and_a_raised_mark_are_print() -> None:
    drawn = Drawing().text(200, 100, "水利发展规划", size=26).text(80, 120, "正文说明情况。")
    drawn.text(164, 116, "①", size=6)
    source = read_pdf(pdf(drawn), "plan.pdf")
    assert marks(source) == []
    assert "水利发展规划" in source.text
