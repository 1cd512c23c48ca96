"""A plan as the JSON that other programs build on: the same plan gives the same bytes."""

from __future__ import annotations

import json

from pydantic_core import PydanticSerializationError

from planparse.model.plan import Plan

WITHOUT_TEXT = {"leaves", "page_starts", "text"}
"""What is printed only where the text is asked for."""


def plan_json(plan: Plan, *, indent: int | None = None, text: bool = False) -> bytes:
    """The plan as one JSON object in UTF-8, closed by a line end.

    With `text` it holds the text and its leaves too; `Plan.model_validate_json` then gives an
    equal plan.

    Chinese stands as it is, keys in the order of the models, and there is no NaN. Without
    `indent` the object is one line, so that several plans make a JSON Lines file.
    """
    left_out = set() if text else WITHOUT_TEXT
    try:
        dumped = plan.model_dump_json(indent=indent, exclude=left_out)
    except PydanticSerializationError:
        # Half a surrogate pair, which pydantic has no bytes for.
        dumped = _dumped(_finite(plan, left_out), indent)
    return _encoded(dumped)


def json_line(data: object, *, indent: int | None = None) -> bytes:
    """Plain values as JSON in UTF-8, closed by a line end; without `indent` on one line."""
    return _encoded(_dumped(data, indent))


def _finite(plan: Plan, left_out: set[str]) -> object:
    """The plan as plain values, with null where a number is not finite, as pydantic writes it."""
    data = plan.model_dump(exclude=left_out)
    printed = json.dumps(data)
    return json.loads(printed, parse_constant=lambda _: None)


def _dumped(data: object, indent: int | None) -> str:
    # One line has no blanks, as pydantic writes it.
    separators = (",", ":") if indent is None else None
    return json.dumps(
        data,
        ensure_ascii=False,
        allow_nan=False,
        indent=indent,
        separators=separators,
    )


def _encoded(text: str) -> bytes:
    # Half a surrogate pair has no UTF-8; backslashreplace writes it as JSON's own escape.
    line = text + "\n"
    return line.encode("utf-8", "backslashreplace")
