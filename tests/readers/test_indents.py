"""How far the words of a cell are indented, told by their places."""

from __future__ import annotations

from drawn import Drawing, pdf
from planparse.readers.pdf.document import read_pdf

XS = [76, 296, 376, 456]
HEAD = ["指标", "单位", "2025年"]
NAMES = ["清洁取暖面积", "其中：地热", "空气源热泵", "太阳能", "改造老旧管网里程"]


def indents(*starts: float) -> list[float | None]:
    """Of the names of a table that begin at `starts`, in points from the left side."""
    ys = [100 + 20 * number for number in range(len(NAMES) + 2)]
    page = Drawing().grid(XS, ys).cells(XS, [115], [HEAD])
    for y, start, name in zip(ys[1:], starts, NAMES, strict=False):
        page.text(XS[0] + start, y + 15, name, size=10)
    (grid,) = read_pdf(pdf(page), "plan.pdf").grids
    return [
        cell.indent and round(cell.indent)
        for cell in grid.cells
        if cell.col == 0 and cell.row > 0 and cell.text
    ]


def test_names_set_to_the_left_are_indented_by_characters() -> None:
    assert indents(5, 25, 55, 55, 5) == [0.0, 2.0, 5.0, 5.0, 0.0]


def test_centred_names_tell_no_indent() -> None:
    width = XS[1] - XS[0]
    assert indents(*[(width - 10 * len(name)) / 2 for name in NAMES]) == [None] * 5
