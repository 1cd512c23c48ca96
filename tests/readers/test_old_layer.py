"""Scans beside which an older recognition has left its text."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from drawn import HEIGHT, WIDTH, Drawing, pdf
from planparse import Parser
from planparse.readers.pages.page import Glyph
from planparse.readers.pdf.document import read_pdf
from planparse.readers.pdf.old_layer import compared

BACKENDS = ["pdfminer"]
if find_spec("pypdfium2"):
    BACKENDS.append("pypdfium2")

XS = [76, 260, 350, 430, 520]
ROWS = [
    ["指标", "2020年", "2025年", "属性"],
    ["林木绿化率（%）", "42.3", "45", "约束性"],
    ["林木蓄积量（万立方米）", "512", "560", "约束性"],
]
PICTURE = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID ff> EI Q"


@pytest.fixture(autouse=True)
def no_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planparse.readers.pdf.document._RECOGNITION", ("no_such_module",))


def scan(*, mode: int, picture: str = PICTURE) -> bytes:
    page = Drawing()
    page.steps += [picture, f"{mode} Tr"]
    return pdf(page.grid(XS, [100, 120, 140, 160]).cells(XS, [115, 135, 155], ROWS))


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_text_of_an_older_recognition_is_read_and_doubted(backend: str) -> None:
    plan = Parser().read(scan(mode=3), name="plan.pdf", pdf_backend=backend)
    assert [i.name for i in plan.indicators] == ["林木绿化率", "林木蓄积量"]
    assert [(d.code, d.severity) for d in plan.tables[0].doubts] == [("recognition", "light")]
    (finding,) = [f for f in plan.findings if f.kind == "unreadable-cell"]
    assert finding.severity == "info" and finding.message.startswith("第1页是扫描件")


@pytest.mark.parametrize("backend", BACKENDS)
def test_painted_text_on_a_picture_is_print(backend: str) -> None:
    source = read_pdf(scan(mode=0), "plan.pdf", backend=backend)
    assert not source.notices and not source.grids[0].flaws


@pytest.mark.parametrize("backend", BACKENDS)
def test_unseen_text_without_a_picture_is_no_scan(backend: str) -> None:
    source = read_pdf(scan(mode=3, picture=""), "plan.pdf", backend=backend)
    assert not source.notices


def test_figures_that_two_recognitions_read_differently_are_unsure() -> None:
    def line(text: str, sure: float | None) -> list[Glyph]:
        return [Glyph(c, 10 * n, 10 * n + 10, 100, 10, sure) for n, c in enumerate(text)]

    found = compared(line("比例三％类", 0.99), line("比列二%美", None))
    assert [glyph.sure for glyph in found] == [0.99, 0.99, 0.8, 0.99, 0.99]
