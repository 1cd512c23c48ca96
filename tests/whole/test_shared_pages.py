"""Cases of laid-out pages that stand beside the project: half-ruled tables, watermarks, scans."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from places import SHARED
from planparse.model.plan import Indicator, Plan
from planparse.parser import Parser

CASES = SHARED / "cases"
RECOGNITION = ("rapidocr", "onnxruntime", "pypdfium2")
needs_ocr = pytest.mark.skipif(
    any(find_spec(name) is None for name in RECOGNITION), reason="the extra [ocr] is not installed"
)


@cache
def plan(path: str, backend: str | None = None) -> Plan:
    """The plan in a file of `../shared/cases`; skips visibly where that is not beside the project."""
    file = CASES / path
    if not file.exists():
        pytest.skip(f"there is no {file}")
    return Parser().read(Path(file), pdf_backend=backend)


def targets(plan: Plan) -> dict[str, str]:
    return {i.name: i.target.text for i in plan.indicators if i.target is not None}


BACKENDS: list[str | None] = [None]
if find_spec("pypdfium2"):
    BACKENDS.append("pypdfium2")


@pytest.mark.parametrize("backend", BACKENDS)
def test_rows_without_inner_lines(backend: str | None) -> None:
    found = plan("pdf/04-half-ruled-table/case.pdf", backend)
    assert targets(found) == {
        "林木绿化率": "45",
        "林木蓄积量": "560",
        "湿地保有量": "≥860",
        "古树挂牌率": "100",
    }
    assert [i.nature for i in found.indicators] == ["约束性", "约束性", "预期性", "预期性"]


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(
    ("name", "rows", "is_draft", "mark"),
    [("a", 30, True, "征求意见稿"), ("wm-b", 39, False, "仅供内部使用2023")],
)
def test_a_level_watermark(
    name: str, rows: int, is_draft: bool, mark: str, backend: str | None
) -> None:
    found = plan(f"reports/05-horizontal-watermark/{name}.pdf", backend)
    assert (len(found.indicators), found.draft) == (rows, is_draft)
    assert not any(mark in indicator.name for indicator in found.indicators)
    assert all(i.target and i.target.kind == "number" for i in found.indicators)


@pytest.mark.skipif(find_spec("rapidocr") is not None, reason="with [ocr] they are read")
@pytest.mark.parametrize("backend", BACKENDS)
def test_drawn_letters_are_told(backend: str | None) -> None:
    found = plan("pdf/14-outlined-bold/case.pdf", backend)
    told = [f.message for f in found.findings if f.kind == "unreadable-cell"]
    assert len(told) == 1 and told[0].startswith("第1页有用轮廓画出的文字")


@needs_ocr
def test_drawn_letters_are_read() -> None:
    found = plan("pdf/14-outlined-bold/case.pdf")
    assert targets(found) == {"草原综合植被盖度": "86", "牲畜超载率": "5", "水土保持率": "89"}
    assert {i.target.year for i in found.indicators if i.target} == {2025}
    assert [box.label for box in found.boxes] == ["专栏1"]


SCANS = [
    "reports/12-permille-ocr/permille-150.pdf",
    "reports/12-permille-ocr/permille-300.pdf",
    "reports/11-scan-rotated/permille-rot90.pdf",
    "reports/11-scan-rotated/permille-rot180.pdf",
]


@needs_ocr
@pytest.mark.parametrize("path", SCANS)
def test_scans_in_any_direction_with_per_mille(path: str) -> None:
    found = plan(path).indicators
    assert [unit(i) for i in found] == ["‰", "‰", "1/10万", "‰"]
    last = found[-1]
    assert last.baseline and last.baseline.value == 12.5
    assert last.target and (last.target.comparator, last.target.value) == ("<", 10)


def unit(indicator: Indicator) -> str | None:
    return indicator.unit.text if indicator.unit else None


@pytest.mark.parametrize("backend", BACKENDS)
def test_headings_of_one_size_under_one_another(backend: str | None) -> None:
    found = plan("pdf/12-chapter-and-section/case.pdf", backend)
    assert [(s.label, s.title, s.level) for s in found.sections] == [
        ("第一章", "发展基础和形势", 1),
        ("第一节", "“十三五”取得的成效", 2),
        ("第二节", "存在的问题", 2),
    ]
    assert not found.findings


def test_the_decimal_point_of_founder() -> None:
    found = plan("pdf/02-founder-decimal-point/case.md")
    values = [
        (v.comparator, v.value) for i in found.indicators for v in (i.baseline, i.target) if v
    ]
    assert values == [("=", 61.5), ("=", 70.2), ("=", 3.4), ("≥", 4.1)]
    assert [m.value.value for m in found.mentions] == [70.2]
