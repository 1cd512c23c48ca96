"""The reference page of the records, written from the models and their docstrings."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

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
    Outcome,
    Passage,
    Per,
    Period,
    Plan,
    Producer,
    Project,
    Record,
    RecordDoubt,
    Region,
    Section,
    SourceInfo,
    Table,
    Unit,
    Value,
)

RECORDS: tuple[type[Record | Leaf], ...] = (
    Plan,
    Producer,
    SourceInfo,
    Region,
    Period,
    Section,
    Box,
    BoxItem,
    Table,
    Column,
    Indicator,
    Outcome,
    RecordDoubt,
    Value,
    Unit,
    Per,
    Normalized,
    Project,
    Observation,
    Mention,
    Finding,
    Passage,
    Leaf,
)
"""The records in the order of the page."""

_NAMES = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    NoneType: "null",
}
"""Python's types in the words of JSON."""


def reference() -> str:
    """The page as Markdown: each record with its docstring, its keys and their types."""
    lines: list[str] = []
    for record in RECORDS:
        lines += _record(record)
    return "\n".join(lines)


def _record(record: type[Record | Leaf]) -> Iterator[str]:
    yield f"## {record.__name__}\n"
    description = inspect.cleandoc(record.__doc__ or "")
    yield f"{description}\n"
    yield "| key | type |\n|---|---|"
    for name, annotation in get_type_hints(record).items():
        if not name.startswith("_") and name != "model_config":
            yield f"| `{name}` | {_type(annotation)} |"
    yield ""


def _type(annotation: Any) -> str:
    """A type in the words of JSON; `…[]` is a list."""
    parts = get_args(annotation)
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        null_last = sorted(parts, key=lambda part: part is NoneType)
        return " or ".join(_type(part) for part in null_last)
    if origin is Literal:
        return " ".join(f"`{part}`" for part in parts)
    if origin is tuple:
        return _tuple(parts)
    if annotation in _NAMES:
        return _NAMES[annotation]
    # A record: a link to its own heading on the page.
    name = annotation.__name__
    return f"[{name}](#{name.lower()})"


def _tuple(parts: tuple[Any, ...]) -> str:
    """A list of one type, or a fixed number of values."""
    if len(parts) == 2 and parts[1] is Ellipsis:
        item = _type(parts[0])
        if " or " in item:
            item = f"({item})"
        return f"{item}[]"
    values = ", ".join(_type(part) for part in parts)
    return f"[{values}]"
