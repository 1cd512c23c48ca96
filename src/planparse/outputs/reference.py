"""The reference page of the records, written from the models and their docstrings."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from planparse.model.plan import (
    Box,
    BoxItem,
    Column,
    Finding,
    Indicator,
    Leaf,
    Mention,
    Normalized,
    Observation,
    Per,
    Period,
    Plan,
    Project,
    Record,
    Region,
    Section,
    SourceInfo,
    Table,
    Unit,
    Value,
)

RECORDS: tuple[type[Record], ...] = (
    Plan, SourceInfo, Region, Period, Section, Box, BoxItem, Table, Column, Indicator, Value, Unit, Per,
    Normalized, Project, Observation, Mention, Finding, Leaf,
)
"""The records in the order of the page."""


def reference() -> str:
    """The page as Markdown: each record with its docstring, its keys and their types."""
    return "\n".join(line for record in RECORDS for line in _record(record))


def _record(record: type[Record]) -> Iterator[str]:
    yield f"## {record.__name__}\n"
    yield inspect.cleandoc(record.__doc__ or "") + "\n"
    yield "| key | type |\n|---|---|"
    for name, field in record.model_fields.items():
        yield f"| `{name}` | {_type(field.annotation)} |"
    yield ""


def _type(annotation: Any) -> str:
    """A type in the words of JSON; `…[]` is a list."""
    parts = get_args(annotation)
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        return " or ".join(_type(p) for p in sorted(parts, key=lambda p: p is NoneType))
    if origin is Literal:
        return " ".join(f"`{p}`" for p in parts)
    if origin is tuple:
        if len(parts) == 2 and parts[1] is Ellipsis:
            return re.sub(r"^(.* or .*)$", r"(\1)", _type(parts[0])) + "[]"
        return f"[{', '.join(_type(p) for p in parts)}]"
    names = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}
    return names.get(annotation) or f"[{annotation.__name__}](#{annotation.__name__.lower()})"
