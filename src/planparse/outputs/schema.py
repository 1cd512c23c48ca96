"""The JSON Schema of the output, made from the models."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from planparse.model.plan import Plan
from planparse.outputs.json import WITHOUT_TEXT, json_line

DIALECT = GenerateJsonSchema.schema_dialect
"""The JSON Schema draft that the schema is written in."""


def plan_schema() -> dict[str, Any]:
    """The schema of what `planparse FILE --json` prints.

    Every key is always there, and so required, apart from those that `--text` adds.
    """
    schema = schema_of(Plan, "Plan")
    required = schema["required"]
    schema["required"] = [key for key in required if key not in WITHOUT_TEXT]
    return schema


def schema_of(model: type[BaseModel], title: str) -> dict[str, Any]:
    """The schema of what a model prints: every key is there, and so required."""
    schema = model.model_json_schema(mode="serialization", schema_generator=_Complete)
    schema["title"] = title
    # The dialect stands first, where readers look for it.
    return {"$schema": DIALECT, **schema}


def schema_json() -> bytes:
    """The schema of a plan as indented JSON in UTF-8, closed by a line end."""
    return json_line(plan_schema(), indent=2)


class _Complete(GenerateJsonSchema):
    """Lists fields with a default as required: a default is printed like any other value."""

    def field_is_required(self, field: Any, total: bool) -> bool:
        return True
