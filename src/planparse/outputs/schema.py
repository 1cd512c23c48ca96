"""The JSON Schema of the output, made from the models."""

from __future__ import annotations

import json
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from planparse.model.plan import Plan
from planparse.outputs.json import WITHOUT_TEXT

DIALECT = GenerateJsonSchema.schema_dialect
"""The JSON Schema draft that the schema is written in."""


def plan_schema() -> dict[str, Any]:
    """The schema of what `planparse FILE --json` prints.

    Every key is always there, and so required, apart from those that `--text` adds.
    """
    schema = Plan.model_json_schema(mode="serialization", schema_generator=_Complete)
    required = schema["required"]
    schema["required"] = [key for key in required if key not in WITHOUT_TEXT]
    schema["title"] = "Plan"
    # The dialect stands first, where readers look for it.
    return {"$schema": DIALECT, **schema}


def schema_json() -> bytes:
    """The schema as indented JSON in UTF-8, closed by a line end."""
    printed = json.dumps(plan_schema(), ensure_ascii=False, indent=2)
    return f"{printed}\n".encode()


class _Complete(GenerateJsonSchema):
    """Lists fields with a default as required: a default is printed like any other value."""

    def field_is_required(self, field: Any, total: bool) -> bool:
        return True
