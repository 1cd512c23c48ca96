"""Tables that the edge of their page cuts: the words beyond it are theirs, or missed."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from drawn import Drawing, pdf
from planparse import Parser
from planparse.model.doubt import Cause
from planparse.model.source import Source
from planparse.readers.pdf.document import read_pdf

BACKENDS = ["pdfminer"]
if find_spec("pypdfium2"):
    BACKENDS.append("pypdfium2")

XS = [200, 400, 480, 560, 660]
"""Columns, the last of which stands beyond the edge for the most part."""
YS = [100, 120, 140, 160, 180]
ROWS = [
    ["指标", "2020年", "2025年", "属性"],
    ["林木绿化率（%）", "42.3", "45", "约束性"],
    ["林木蓄积量（万立方米）", "512", "560", "约束性"],
    ["湿地保有量（公顷）", "830", "860", "预期性"],
]
BASES = [115, 135, 155, 175]


def read(page: Drawing, backend: str) -> Source:
    return read_pdf(pdf(page), "plan.pdf", backend=backend)


def last_column(source: Source) -> list[str]:
    (grid,) = source.grids
    return [cell.text for cell in grid.cells if cell.col == 3]


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_column_beyond_the_edge_is_read(backend: str) -> None:
    far = [*XS[:3], 592, 660]
    source = read(Drawing().grid(XS, YS).cells(far, BASES, ROWS), backend)
    assert last_column(source) == ["属性", "约束性", "约束性", "预期性"]
    assert not source.grids[0].flaws


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_column_beyond_the_edge_without_words_is_doubted(backend: str) -> None:
    xs = [200, 400, 480, 590, 660]
    page = Drawing().grid(xs, YS).cells(xs, BASES, [row[:3] for row in ROWS])
    (grid,) = read(page, backend).grids
    assert [flaw.cause for flaw in grid.flaws] == [Cause.OFF_PAGE]


@pytest.mark.parametrize("backend", BACKENDS)
def test_words_beside_a_table_that_ends_at_the_edge_are_missed(backend: str) -> None:
    page = Drawing().grid([200, 400, 480, 594], YS).cells([*XS[:3], 594], BASES, ROWS)
    (grid,) = read(page, backend).grids
    assert {flaw.cause for flaw in grid.flaws} == {Cause.OFF_PAGE}
    plan = Parser().read(pdf(page), name="plan.pdf", pdf_backend=backend)
    assert [(d.code, d.severity) for d in plan.tables[0].doubts] == [("off-page", "grave")]
    assert [f.kind for f in plan.findings if f.kind == "unreadable-table"]


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_note_of_the_press_beyond_the_edge_is_none_of_it(backend: str) -> None:
    page = Drawing().grid([200, 400, 480, 590], YS).cells(XS[:3], BASES, [r[:3] for r in ROWS])
    (grid,) = read(page.text(600, 135, "规划.indd 12"), backend).grids
    assert not grid.flaws
