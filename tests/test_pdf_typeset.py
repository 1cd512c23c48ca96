"""The fixtures' plans typeset by real programs: the records must be those of the plan's content."""

from __future__ import annotations

import dataclasses
import json
from importlib.util import find_spec
from typing import Any

import pytest

import pdf_files
import test_fixtures as fixture_tests
from planparse.parser import Parser
from planparse.plan import Plan
from planparse.readers.pdf import read_pdf
from plans import Content, expected, fixtures

PARSER = Parser()


@pytest.fixture(scope="module", params=fixtures(), ids=lambda p: p.name)
def content(request: pytest.FixtureRequest) -> Content:
    """One plan as content; its shape is set aside, as a PDF loses nothing of its tables."""
    plan: Content = request.param
    return dataclasses.replace(plan, shape="pdf")


@pytest.fixture(scope="module", params=pdf_files.MAKERS)
def data(request: pytest.FixtureRequest, content: Content) -> bytes:
    """The plan as a PDF file."""
    maker = str(request.param)
    if pdf_files.program(maker) is None:
        pytest.skip(f"{maker} is not on this machine: it typesets the plans")
    return pdf_files.typeset(content, maker)


@pytest.fixture(scope="module")
def plan(data: bytes) -> Plan:
    """The plan as read with pdfminer."""
    return PARSER.parse_source(read_pdf(data, "plan.pdf"))


@pytest.fixture(scope="module")
def golden(content: Content) -> dict[str, Any]:
    """What the content says must be read."""
    told: dict[str, Any] = json.loads(json.dumps(expected(content)))
    return told


def test_outline(plan: Plan, golden: dict[str, Any]) -> None:
    """The headings are the plan's."""
    fixture_tests.test_outline(plan, golden)


def test_boxes(plan: Plan, golden: dict[str, Any]) -> None:
    """The boxes are the plan's."""
    fixture_tests.test_boxes(plan, golden)


def test_tables(plan: Plan, content: Content, golden: dict[str, Any]) -> None:
    """The tables are the plan's, also over page breaks."""
    fixture_tests.test_tables(plan, content, golden)


def test_indicators(plan: Plan, content: Content, golden: dict[str, Any]) -> None:
    """The indicators are the plan's, in every field."""
    fixture_tests.test_indicators(plan, content, golden)


def test_laws(plan: Plan) -> None:
    """Spans slice, nothing is lost, and every record knows its page."""
    fixture_tests.test_laws(plan)
    assert all(s.page for s in plan.sections)
    assert all(t.page for t in plan.tables)
    assert all(i.page for i in plan.indicators)


def test_the_fast_backend_reads_the_same(data: bytes) -> None:
    """Text, lines and grids are the same whichever backend draws the pages."""
    if find_spec("pypdfium2") is None:
        pytest.skip("the extra [fast] is not installed (pypdfium2)")
    slow, fast = read_pdf(data, "plan.pdf"), read_pdf(data, "plan.pdf", backend="pypdfium2")
    assert fast.text == slow.text
    for a, b in ((slow.lines, fast.lines), (slow.grids, fast.grids)):
        assert [_placeless(x) for x in a] == [_placeless(x) for x in b]
    for one, other in zip(slow.lines, fast.lines, strict=True):
        assert one.bbox == pytest.approx(other.bbox, abs=4)  # PDFium knows no widths in Type 3 fonts


def _placeless(item: Any) -> Any:
    """The item without its boxes, which may differ by a fraction of a point."""
    if hasattr(item, "cells"):
        return item.span, [_placeless(c) for c in item.cells]
    return item._replace(bbox=None)
