"""A JSON file of another engine: which one wrote it, and what to do with any other JSON."""

from __future__ import annotations

from typing import Any

from planparse.errors import ReadError
from planparse.model.source import Source
from planparse.readers.layout.docling import docling_source, is_docling, is_old_docling
from planparse.readers.layout.json_data import child, read_json
from planparse.readers.layout.mineru import content_list_source, is_content_list
from planparse.readers.limits import DEFAULT, Limits

_READ = "Docling's document JSON (docling --to json) and MinerU's *_content_list.json are read"


def read_layout_json(data: bytes, name: str, *, limits: Limits = DEFAULT) -> Source:
    """Read the JSON of a layout engine; raises `ReadError` for any other, and says which are read."""
    limits.check("file_bytes", name, len(data))
    value = read_json(data, name, limits)
    if is_docling(value):
        return docling_source(value, data, name, limits)
    if is_content_list(value):
        return content_list_source(value, data, name, limits)
    raise ReadError(name, *_refusal(value))


def _refusal(value: Any) -> tuple[str, str]:
    """Why a JSON value is no document to read, and what to do."""
    if child(value, "producer").get("name") == "planparse":
        return (
            "planparse has written this itself: records, and no document",
            "load it with Plan.model_validate_json, or give the plan that it was read from",
        )
    if isinstance(value, dict) and "plan_id" in value:
        return "a chunk or a row that planparse has written", "give the plan itself"
    if is_old_docling(value):
        return "a document of Docling's first version", f"convert it anew; {_READ}"
    if isinstance(value, dict) and "pdf_info" in value:
        return "MinerU's middle.json", "give the *_content_list.json beside it"
    if isinstance(value, list) and value and isinstance(value[0], list):
        return (
            "MinerU's raw model output or its list by pages",
            "give the *_content_list.json beside it",
        )
    return "JSON of an unknown kind", f"give the plan itself; of JSON, {_READ}"
