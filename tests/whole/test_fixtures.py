"""Plans of our own writing, each printed in one raw shape, against what their content says.

`pytest --rewrite-golden` prints the fixtures and their expected JSON anew from
fixtures/plans; the expected values come from the content, never from planparse.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from compare import core, differences, same_words, unlike_boxes, unlike_outline, unlike_tables
from laws import assert_lossless, assert_spans_slice
from places import FIXTURES
from planparse import Plan, read
from plans import Content, expected, fixtures
from rendering import LOSES, SHAPES, render

PLANS = fixtures()
Expected = Mapping[str, Any]


@pytest.fixture(scope="module", params=PLANS, ids=lambda p: p.name)
def content(request: pytest.FixtureRequest) -> Content:
    """One plan of ours as content."""
    plan: Content = request.param
    return plan


@pytest.fixture(scope="module")
def plan(content: Content) -> Plan:
    """The plan as read from its fixture file."""
    return read(content.path)


@pytest.fixture(scope="module")
def golden(content: Content) -> Expected:
    """What must be read, as committed beside the fixture."""
    data: Expected = json.loads(golden_path(content).read_text(encoding="utf-8"))
    return data


def golden_path(content: Content) -> Path:
    """Where the expected JSON of a plan stands."""
    return FIXTURES / f"{content.name}.expected.json"


def golden_text(content: Content) -> str:
    """The expected JSON: one record a line, so that a change shows as one."""
    parts = []
    for key, value in expected(content).items():
        inner = json.dumps(value, ensure_ascii=False)
        if isinstance(value, list) and value:
            inner = (
                "[\n  " + ",\n  ".join(json.dumps(v, ensure_ascii=False) for v in value) + "\n ]"
            )
        parts.append(f" {json.dumps(key)}: {inner}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def test_fixtures_are_what_their_content_prints(content: Content, rewrite_golden: bool) -> None:
    """A fixture and its expected JSON are made from fixtures/plans and never edited by hand."""
    data = content.encoded(render(content, content.shape))
    if rewrite_golden:
        content.path.write_bytes(data)
        golden_path(content).write_text(golden_text(content), encoding="utf-8", newline="\n")
    assert content.path.read_bytes() == data, "run pytest --rewrite-golden and review the change"
    assert golden_path(content).read_text(encoding="utf-8") == golden_text(content)


def test_the_fixtures_cover_every_shape_and_level() -> None:
    """Between them the fixtures print every raw shape, every level of government and every encoding."""
    assert {p.shape for p in PLANS} == set(SHAPES)
    assert {p.region[1] for p in PLANS if p.region} == {"国家", "省", "市", "区县", "新区"}
    assert {"utf-8", "utf-8-sig", "utf-16", "gb18030"} <= {p.encoding for p in PLANS}


HEAD = ("title", "document_number", "issuer", "issued", "region", "period", "draft")


def test_head(plan: Plan, golden: Expected) -> None:
    """Title, number, issuer, date, region and period are the ones of notice and cover."""
    found = json.loads(plan.model_dump_json(include=set(HEAD)))
    assert {k: same_words_in(found[k]) for k in HEAD} == {k: same_words_in(golden[k]) for k in HEAD}


def same_words_in(value: object) -> object:
    """The value, with white space and width of characters set aside where it is text.

    Keys of a record that hold nothing say nothing: a plan of our own writing has no code.
    """
    if isinstance(value, dict):
        return {key: one for key, one in value.items() if one is not None}
    return same_words(value) if isinstance(value, str) else value


def test_outline(plan: Plan, golden: Expected) -> None:
    """Every heading, no other line, each at its level in the plan's own hierarchy."""
    assert not unlike_outline(golden, plan)


def test_boxes(plan: Plan, golden: Expected) -> None:
    """Every box with its caption, its kind and its items."""
    assert not unlike_boxes(golden, plan)


def test_tables(plan: Plan, content: Content, golden: Expected) -> None:
    """Every table with the paths of its columns and the strings of its cells."""
    if "category" in LOSES.get(content.shape, frozenset()):
        pytest.skip(f"{content.shape}: no reader can know which rows a label covered")
    wrong = unlike_tables(golden, plan)
    assert not wrong, "\n".join(wrong)


def test_indicators(plan: Plan, content: Content, golden: Expected) -> None:
    """Every field of every indicator that the content decides."""
    ignore = LOSES.get(content.shape, frozenset()) | content.ignored
    wrong = differences(golden["indicators"], core(plan), ignore)
    assert not wrong, "\n".join(wrong)


def test_laws(plan: Plan) -> None:
    """Spans slice, and nothing of the text is lost."""
    assert_spans_slice(plan)
    assert_lossless(plan)
