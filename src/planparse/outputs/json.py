"""A plan as the JSON that other programs build on: the same plan gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Sequence

from pydantic_core import PydanticSerializationError

from planparse.model.plan import Finding, Plan
from planparse.outputs.passages import Passages

WITHOUT_TEXT = {"leaves", "text"}
"""What is printed only where the text is asked for."""


def plan_json(plan: Plan, *, indent: int | None = None, text: bool = False) -> bytes:
    """The plan as one JSON object in UTF-8, closed by a line end.

    With `text` it holds the text and its leaves too; `Plan.model_validate_json` then gives an equal plan.

    Chinese stands as it is, keys in the order of the models, and there is no NaN. Without
    `indent` the object is one line, so that several plans make a JSON Lines file.
    """
    left_out = set() if text else WITHOUT_TEXT
    try:
        return _encoded(plan.model_dump_json(indent=indent, exclude=left_out))
    except PydanticSerializationError:  # half a surrogate pair, which pydantic has no bytes for
        finite = json.loads(json.dumps(plan.model_dump(exclude=left_out)), parse_constant=lambda _: None)
        return _encoded(_dumped(finite, indent))


def findings_json(plan: Plan, findings: Sequence[Finding], *, indent: int | None = None) -> bytes:
    """What `check` found as one JSON object in UTF-8: `source`, `title` and `findings`.

    A finding has the keys of the record, and `line` (from 1) and `passages`: for each record
    it names, its `record` id, `line`, `page` and printed `text`.
    """
    passages = Passages(plan)
    found = [
        finding.model_dump(mode="json") | {
            "line": passages.line(finding.span),
            "passages": [
                {"record": p.record, "line": p.line, "page": p.page, "text": p.text}
                for p in passages.of(finding)
            ],
        }
        for finding in findings
    ]
    data = {"source": plan.source.model_dump(mode="json"), "title": plan.title, "findings": found}
    return _encoded(_dumped(data, indent))


def _dumped(data: object, indent: int | None) -> str:
    separators = (",", ":") if indent is None else None
    return json.dumps(data, ensure_ascii=False, allow_nan=False, indent=indent, separators=separators)


def _encoded(text: str) -> bytes:
    # Half a surrogate pair has no UTF-8; backslashreplace writes it as JSON's own escape.
    return (text + "\n").encode("utf-8", "backslashreplace")
