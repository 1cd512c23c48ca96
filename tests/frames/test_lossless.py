"""Nothing of the contract is lost: every value is in `values`, and every key of a record has a column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from planparse import Plan, frames, parse
from planparse.frames.columns import VALUE
from planparse.model import plan as models
from tabled import RARE

VALUE_KEYS = {
    "text", "kind", "comparator", "value", "low", "high", "ratio", "parts", "year", "period", "basis", "measure",
    "direction", "reference", "label", "role", "scope", "remark", "unit", "per", "normalized", "span", "page", "bbox",
}  # fmt: skip
"""The keys of a value that `as_row` knows."""


def as_row(value: dict[str, Any]) -> dict[str, Any]:
    """What the table `values` has to say of a dumped value."""
    unit, per = value["unit"] or {}, value["per"] or {}
    period, normalized = value["period"] or {}, value["normalized"] or {}
    first, second = value["ratio"] or (None, None)
    start, end = value["span"] or (None, None)
    plain = ("kind", "comparator", "value", "low", "high", "year", "basis", "measure", "direction")
    words = ("text", "reference", "label", "scope", "remark")
    return {
        **{name: value[name] for name in plain},
        **{name: value[name] or None for name in words},
        "ratio_first": first,
        "ratio_second": second,
        "start_year": period.get("start"),
        "end_year": period.get("end"),
        "unit": unit.get("text"),
        "unit_code": unit.get("code"),
        "dimension": unit.get("dimension"),
        "per_count": per.get("count"),
        "per_of": per.get("of"),
        "normalized": normalized.get("value"),
        "normalized_unit": normalized.get("unit"),
        "span_start": start,
        "span_end": end,
        "bbox": list(value["bbox"] or ()),
    }


def values_of(data: object, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every value in dumped data, however deep, with the keys that lead to it."""
    if isinstance(data, dict):
        if {"comparator", "parts"} <= set(data):
            yield path, data
        for key, inner in data.items():
            yield from values_of(inner, f"{path}.{key}")
    elif isinstance(data, (list, tuple)):
        for place, inner in enumerate(data):
            yield from values_of(inner, f"{path}.{place}")


def test_every_value_of_every_record_is_in_values(plan: Plan) -> None:
    """Whatever record holds a value, at whatever depth, `values` has it whole, and nothing besides."""
    expected: dict[str, dict[str, Any]] = {}
    for records in plan.model_dump().values():
        for record in records if isinstance(records, tuple) else ():
            if isinstance(record, dict) and "id" in record:
                expected.update(values_of(record, record["id"]))
    found = {row["id"]: row for row in frames.rows(plan, "values")}
    assert set(found) == set(expected)
    for id, value in expected.items():
        told = as_row(value)
        assert {name: found[id][name] for name in told} == told
        assert value["page"] is None or found[id]["page"] == value["page"]
        assert value["role"] is None or found[id]["role"] == value["role"]


def test_the_rare_values_fill_every_column() -> None:
    """A column that is empty in all plans would be lost and no test would see it."""
    rows = frames.rows(parse(RARE), "values")
    filled = {name for row in rows for name, cell in row.items() if cell is not None}
    assert {column.name for column in VALUE} - filled == set()


def test_a_new_key_of_a_value_needs_a_column() -> None:
    assert set(models.Value.model_fields) == VALUE_KEYS


ELSEWHERE = {
    "tables": {"rows": "the grid itself is in the JSON", "cell_spans": "the grid itself"},
    "plans": {
        "leaves": "the text itself",
        "text": "the text itself",
        "page_starts": "each row has its page",
    },
}
"""Keys of the contract that a table leaves out on purpose."""
RENAMED = {
    "span": "span_start", "body": "body_start", "content": "content_start", "per": "per_count", "source": "sha256",
    "region": "region_code", "period": "start_year", "section": "section_id", "box": "box_id", "table": "table_id",
    "parent": "parent_id", "row": "table_row", "column": "table_column", "passages": "first_text", "start": "start_year",
    "end": "end_year", "baseline": "baseline_text", "target": "target_text", "goal": "goal_text",
    "actual": "actual_text", "change": "change_text", "investment": "investment_text", "record": "record_id",
}  # fmt: skip
PREFIXED = {
    "sections": ("section", ("level", "label", "number", "title")),
    "boxes": ("box", ("label", "number", "title")),
    "items": ("item", ("label", "title")),
    "tables": ("table", ("label",)),
    "projects": ("project", ("nature",)),
}
"""Keys that bear the name of their record, as a row has the plan's title too."""
MODELS: dict[str, type[models.Record]] = {
    "plans": models.Plan,
    "sections": models.Section,
    "boxes": models.Box,
    "items": models.BoxItem,
    "tables": models.Table,
    "indicators": models.Indicator,
    "outcomes": models.Outcome,
    "observations": models.Observation,
    "projects": models.Project,
    "mentions": models.Mention,
    "findings": models.Finding,
    "sides": models.Passage,
    "doubts": models.RecordDoubt,
}


@pytest.mark.parametrize("table", MODELS)
def test_every_key_of_a_record_has_a_column(table: str) -> None:
    names = {column.name for column in frames.columns(table)}
    prefix, own = PREFIXED.get(table, ("", ()))
    missing = []
    for key in MODELS[table].model_fields:
        wanted = {key, RENAMED.get(key, key)}
        if key in own:
            wanted = {f"{prefix}_{key}"}
        if table == "observations" and key == "parent":
            wanted = {"entity_parent"}
        if table == "plans" and key == "period":
            wanted = {"period_start"}
        if table == "boxes" and key == "text":
            wanted = {"caption"}
        if table == "sides" and key == "section":
            wanted = {"heading"}
        if not wanted & names and key not in ELSEWHERE.get(table, {}):
            missing.append(key)
    assert missing == []
