"""Tables without lines between their rows, or between some: wrapped cells, labels, page breaks."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from drawn import Drawing, pdf
from planparse.model.source import Grid
from planparse.readers.pdf.document import read_pdf

BACKENDS = ["pdfminer"]
if find_spec("pypdfium2"):
    BACKENDS.append("pypdfium2")

XS = [60, 120, 160, 330, 410, 500]
HEAD = ["领域", "序号", "指标", "2020年", "2025年"]


def grids(*pages: Drawing, backend: str) -> list[Grid]:
    return list(read_pdf(pdf(*pages), "plan.pdf", backend=backend).grids)


def shown(grid: Grid) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(grid.n_rows)]
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            rows[row].append(cell.text.replace("\n", ""))
    return rows


def across(page: Drawing, *heights: float, left: float = 60) -> Drawing:
    for y in heights:
        page.line(left, y, 500, y)
    return page


def row(page: Drawing, base: float, name: list[str], *values: str) -> Drawing:
    """A row whose name has several lines, centred on the line of its values."""
    page.cells([XS[1], *XS[3:5]], [base], [values])
    for number, line in enumerate(name):
        page.text(XS[2] + 4, base + 14 * (number - (len(name) - 1) / 2), line, size=10.5)
    return page


@pytest.mark.parametrize("backend", BACKENDS)
def test_wrapped_names_are_centred_on_their_rows(backend: str) -> None:
    """The lines of names follow one another evenly, over the bounds of the rows."""
    page = Drawing()
    for x in XS:
        page.line(x, 100, x, 262)
    across(page, 100, 120, 262).cells(XS, [115], [HEAD])
    row(page, 135, ["供水普及率"], "1", "40", "50")
    row(page, 170, ["城镇生活垃圾", "分类收集后无", "害化处理率", "（%）"], "2", "41", "51")
    row(page, 205, ["绿地率"], "3", "42", "52")
    row(page, 240, ["再生水", "利用", "率"], "4", "43", "53")
    page.text(64, 162, "水务", size=10.5).text(64, 232, "园林", size=10.5)
    (grid,) = grids(page, backend=backend)
    assert shown(grid)[1:] == [
        ["水务", "1", "供水普及率", "40", "50"],
        ["水务", "2", "城镇生活垃圾分类收集后无害化处理率（%）", "41", "51"],
        ["园林", "3", "绿地率", "42", "52"],
        ["园林", "4", "再生水利用率", "43", "53"],
    ]


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_group_that_goes_on_over_the_page_stays_in_its_table(backend: str) -> None:
    """Its rules begin behind the label, and no rule of the whole width is drawn below it."""
    page = across(across(Drawing(), 100, 120, 160), 140, 180, 200, left=120)
    page.cells(XS, [115], [HEAD])
    for number in range(4):
        row(page, 135 + 20 * number, [f"指标{'甲乙丙丁'[number]}"], str(number + 1), "40", "50")
    page.text(64, 145, "水务", size=10.5)
    (grid,) = grids(page, backend=backend)
    assert [words[-3] for words in shown(grid)] == ["指标", "指标甲", "指标乙", "指标丙", "指标丁"]


@pytest.mark.parametrize("backend", BACKENDS)
def test_rows_of_many_lines_stay_in_their_table(backend: str) -> None:
    page = across(Drawing(), 100, 120, 140, 280).cells(XS, [115, 135], [HEAD, ["", "1", "甲"]])
    page.cells(XS[3:], [135], [["40", "50"]])
    row(
        page, 210, ["人均", "公共", "图书", "馆藏", "书量", "年末", "数值", "（册）"], "2", "3", "4"
    )
    page.text(64, 210, "文化", size=10.5)
    (grid,) = grids(page, backend=backend)
    assert shown(grid)[-1][1:] == ["2", "人均公共图书馆藏书量年末数值（册）", "3", "4"]


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("after", [0, 1])
def test_a_row_that_the_page_cuts_is_one(after: int, backend: str) -> None:
    """What is left of a name stands alone under the header that is printed again."""
    first = across(Drawing(), 700, 720, 740, 775).cells(XS, [715], [HEAD])
    first.cells(
        XS, [735, 755], [["水务", "1", "供水普及率", "40", "50"], ["园林", "2", "", "6", "7"]]
    )
    first.text(164, 755, "建成区绿化覆盖", size=10.5).text(164, 769, "面积占建成区", size=10.5)
    second = across(Drawing(), 100, 120, 140).cells(XS, [115], [HEAD])
    second.text(164, 135, "总面积比例", size=10.5)
    if after:
        across(second, 160).cells(XS, [155], [["园林", "3", "公园个数", "8", "9"]])
    (grid,) = grids(first, second, backend=backend)
    rows = shown(grid)
    assert rows[2][1:] == ["2", "建成区绿化覆盖面积占建成区总面积比例", "6", "7"]
    assert [words[1] for words in rows] == ["序号", "1", "2", "3"][: 3 + after]
