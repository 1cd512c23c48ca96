"""Labels that stand once for several rows, in tables that are ruled only across."""

from __future__ import annotations

import pytest

from drawn import Drawing, pdf
from planparse.model.source import Grid
from planparse.readers.pdf.document import read_pdf

XS = [60, 130, 170, 330, 410, 520]
HEAD = ["领域", "序号", "指标", "2020年", "2025年"]
NAMES = [
    "供水普及率（%）",
    "管网漏损率（%）",
    "再生水利用率（%）",
    "垃圾焚烧率（%）",
    "绿地率（%）",
]
ROWS = [[str(n), name, str(40 + n), str(50 + n)] for n, name in enumerate(NAMES, start=1)]
TOPS = [120 + 20 * n for n in range(len(ROWS) + 1)]


def table(labels: dict[float, str], *, rules: list[tuple[float, float]]) -> list[list[str]]:
    """Rows as read, each its labels and cells; `labels` by baseline, `rules` by left end and height."""
    page = Drawing()
    for x, y in [(60, 100), (60, 120), (60, TOPS[-1]), *rules]:
        page.line(x, y, 520, y)
    page.cells(XS, [115], [HEAD]).cells(XS[1:], [y + 15 for y in TOPS[:-1]], ROWS)
    for y, label in labels.items():
        page.text(64, y, label, size=10.5)
    (grid,) = read_pdf(pdf(page), "plan.pdf").grids
    return shown(grid)


def shown(grid: Grid) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(grid.n_rows)]
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            rows[row].append(cell.text.replace("\n", ""))
    return rows[1:]


LABELLED = [
    ["水务", *ROWS[0]],
    ["水务", *ROWS[1]],
    ["水务", *ROWS[2]],
    ["环卫园林", *ROWS[3]],
    ["环卫园林", *ROWS[4]],
]
PARTIAL = [(130.0, y) for y in (140, 160, 200)]
FULL = [(60.0, y) for y in (140, 160, 180, 200)]


@pytest.mark.parametrize("rules", [[], [(60.0, 180)], [(60.0, 180), *PARTIAL]])
def test_labels_centred_on_their_rows(rules: list[tuple[float, float]]) -> None:
    assert table({155: "水务", 205: "环卫园林"}, rules=rules) == LABELLED


def test_a_label_of_two_lines_is_one() -> None:
    assert table({155: "水务", 198.5: "环卫", 211.5: "园林"}, rules=[]) == LABELLED


@pytest.mark.parametrize("rules", [[], FULL])
def test_labels_beside_the_first_of_their_rows(rules: list[tuple[float, float]]) -> None:
    assert table({135: "水务", 195: "环卫园林"}, rules=rules) == LABELLED


def test_a_label_in_each_row_is_a_cell_of_it() -> None:
    labels: dict[float, str] = dict(
        zip([float(y + 15) for y in TOPS], ["供水", "管网", "再生水", "环卫", "园林"], strict=False)
    )
    assert [row[0] for row in table(labels, rules=[])] == list(labels.values())
