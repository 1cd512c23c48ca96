"""Every fixture's plan in every format: the records must be those of the plan's content.

At the end of the run the matrix of plans and formats is printed, see conftest.py.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import pytest
from msgspec import structs

from compare import unlike
from laws import assert_lossless, assert_spans_slice
from layout_files import content_list, docling
from made_files import made
from ofd_files import from_pdf
from office import docx, html
from planparse.model.plan import Plan
from planparse.parser import Parser
from planparse.readers import read_source
from plans import Content, fixtures
from rendering import render

pytestmark = pytest.mark.long

PARSER = Parser()
PLANS = fixtures()
FORMATS: dict[str, Callable[[Content], bytes]] = {
    "txt": lambda plan: render(plan, "cell per line").encode(),
    "md": lambda plan: render(plan, "pipe").encode(),
    "md+html": lambda plan: render(plan, "html in markdown").encode(),
    "html": lambda plan: html(plan).encode(),
    "docx": docx,
    "odt": lambda plan: made(plan, "odt"),
    "doc": lambda plan: made(plan, "doc"),
    "wps": lambda plan: made(plan, "doc"),
    "rtf": lambda plan: made(plan, "rtf"),
    "pdf/LO": lambda plan: made(plan, "libreoffice"),
    "pdf/Cr": lambda plan: made(plan, "chromium"),
    "ofd": lambda plan: from_pdf(made(plan, "libreoffice")),
    "json/doc": docling,
    "json/min": content_list,
}
"""How a plan is made in each format; the suffix stands before the slash or plus sign."""
PDFS = ("pdf/LO", "pdf/Cr")


def suffix(kind: str) -> str:
    """The suffix of files of a format."""
    return kind.partition("/")[0].partition("+")[0]


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("plan", PLANS, ids=lambda p: p.name)
def test_matrix(plan: Content, kind: str, record_property: Callable[[str, object], None]) -> None:
    """Outline, boxes, tables and indicators of a plan are the same in every format, and nothing is lost."""
    record_property("matrix", (plan.name, kind))
    read = PARSER.parse_source(read_source(FORMATS[kind](plan), f"plan.{suffix(kind)}"))
    wrong = unlike(plan, read)
    assert not wrong, "\n".join(wrong)
    laws(read, paged=kind in (*PDFS, "ofd") or suffix(kind) == "json")


def laws(plan: Plan, *, paged: bool) -> None:
    """Spans slice, nothing is lost, and where there are pages, every record knows its page."""
    assert_spans_slice(plan)
    assert_lossless(plan)
    for records in (plan.sections, plan.tables, plan.indicators):
        assert all(bool(record.page) == paged for record in records)


@pytest.mark.parametrize("kind", PDFS)
@pytest.mark.parametrize("plan", PLANS, ids=lambda p: p.name)
def test_the_fast_backend_reads_the_same(plan: Content, kind: str) -> None:
    """Text, lines and grids are the same whichever backend draws the pages."""
    if find_spec("pypdfium2") is None:
        pytest.skip("the extra [fast] is not installed (pypdfium2)")
    data = FORMATS[kind](plan)
    slow, fast = (read_source(data, "plan.pdf", pdf_backend=b) for b in ("pdfminer", "pypdfium2"))
    assert fast.text == slow.text
    for a, b in ((slow.lines, fast.lines), (slow.grids, fast.grids)):
        assert [_placeless(x) for x in a] == [_placeless(x) for x in b]
    for one, other in zip(slow.lines, fast.lines, strict=True):
        assert one.bbox == pytest.approx(
            other.bbox, abs=4
        )  # PDFium knows no widths in Type 3 fonts


def _placeless(item: Any) -> Any:
    """The item without its boxes, which may differ by a fraction of a point."""
    if hasattr(item, "cells"):
        return item.span, [_placeless(c) for c in item.cells]
    return structs.replace(item, bbox=None)
