"""The JSON Schema: every plan holds it, it lists every key, and the docs say the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from planparse import parse, read
from planparse.cli import main
from planparse.model.plan import GoalRecord, Leaf, Plan, Record
from planparse.outputs.chunks.chunk import Chunk
from planparse.outputs.json import WITHOUT_TEXT, plan_json
from planparse.outputs.reference import RECORDS
from planparse.outputs.schema import plan_schema
from plans import Content, fixtures

SCHEMA = plan_schema()
VALIDATOR = jsonschema.validators.validator_for(SCHEMA)(SCHEMA)


def test_the_schema_is_a_schema() -> None:
    VALIDATOR.check_schema(SCHEMA)


def test_the_program_prints_it() -> None:
    answer = CliRunner().invoke(main, ["schema"])
    assert answer.exit_code == 0
    assert json.loads(answer.stdout_bytes) == SCHEMA
    assert "区县" in answer.stdout_bytes.decode("utf-8")


@pytest.mark.parametrize("plan", fixtures(), ids=lambda p: p.name)
def test_every_fixture_holds_the_schema(plan: Content) -> None:
    VALIDATOR.validate(json.loads(plan_json(read(plan.path))))


@given(st.text())
def test_any_text_holds_the_schema(text: str) -> None:
    """Whatever is read, the answer has every key of the schema."""
    VALIDATOR.validate(json.loads(plan_json(parse(text)), parse_constant=pytest.fail))


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Every object of a schema, however deep."""
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for part in schema.values():
            yield from objects(part)


def test_the_schema_is_complete_and_open() -> None:
    """Only what --text adds may be left out; a later version may add keys."""
    found = list(objects(SCHEMA))
    assert len(found) == len(RECORDS)
    for schema in found:
        assert schema.get("additionalProperties", True) is not False
        left_out = WITHOUT_TEXT if schema is SCHEMA else set()
        assert schema["required"] == [key for key in schema["properties"] if key not in left_out]


def test_text_and_leaves_are_printed_on_request_only() -> None:
    plan = parse("第一章 总则\n到2025年，建成公园12个。")
    assert not WITHOUT_TEXT & json.loads(plan_json(plan)).keys()
    printed = json.loads(plan_json(plan, text=True))
    assert printed["text"] == plan.text
    assert [leaf["kind"] for leaf in printed["leaves"]] == ["heading", "paragraph"]
    VALIDATOR.validate(printed)


@pytest.mark.parametrize("plan", fixtures(), ids=lambda p: p.name)
def test_a_plan_read_back_from_its_json_is_equal(plan: Content) -> None:
    """With the text in it, the JSON holds all that the plan holds, leaves included."""
    before = read(plan.path)
    assert before.leaves
    assert Plan.model_validate_json(before.model_dump_json()) == before
    assert Plan.model_validate_json(plan_json(before, text=True)) == before


def test_keys_of_a_later_version_are_read_over() -> None:
    """A record of any depth may bring keys that this version does not know."""
    plan = parse("第一章 总则\n到2025年，建成公园12个。")
    data = json.loads(plan_json(plan, text=True))
    data["later"] = {"a": 1}
    data["producer"]["engine"] = "x"
    data["sections"][0]["tone"] = "firm"
    data["mentions"][0]["value"]["unit"]["family"] = ["parks"]
    assert Plan.model_validate(data) == plan


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_plan_read_back_from_its_json_is_equal(text: str) -> None:
    """Half surrogate pairs, which JSON in UTF-8 has no bytes for, are the only text that cannot come back."""
    plan = parse(text)
    assert Plan.model_validate_json(plan_json(plan, text=True)) == plan


def test_a_plan_shows_itself_on_one_line() -> None:
    shown = repr(parse("第一章 总则\n到2025年，建成公园12个。" * 200))
    assert "\n" not in shown
    assert len(shown) < 200


def test_every_record_is_documented() -> None:
    """Each record of the models stands in the reference, with its docstring."""
    # A row of goals is never printed but as an indicator or an outcome.
    # A chunk is none of the JSON: docs/chunks.md tells of it.
    inner = {GoalRecord, Chunk}
    records = {*Record.__subclasses__(), *GoalRecord.__subclasses__(), Leaf} - inner
    assert records == set(RECORDS)
    assert all((r.__doc__ or "").strip() for r in RECORDS)
