"""The JSON Schema: every plan holds it, it is closed, and the docs say the same."""

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
from planparse.model.plan import Record
from planparse.outputs.json import plan_json
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
    """Whatever is read, the answer has every key of the schema and no other."""
    VALIDATOR.validate(json.loads(plan_json(parse(text)), parse_constant=pytest.fail))


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Every object of a schema, however deep."""
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for part in schema.values():
            yield from objects(part)


def test_the_schema_is_closed_and_complete() -> None:
    """No object takes a key that is not listed, and none may leave one out."""
    found = list(objects(SCHEMA))
    assert len(found) == len(RECORDS)
    for schema in found:
        assert schema["additionalProperties"] is False
        assert schema["required"] == list(schema["properties"])


def test_text_and_leaves_stay_out() -> None:
    assert not {"text", "leaves"} & set(SCHEMA["properties"])


def test_every_record_is_documented() -> None:
    """Each record of the models stands in the reference, with its docstring."""
    assert {r.__name__ for r in Record.__subclasses__()} - {r.__name__ for r in RECORDS} == {"Leaf"}
    assert all((r.__doc__ or "").strip() for r in RECORDS)
