"""JSON that anybody may have written: read within bounds, and asked for no more than it says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from planparse.errors import ReadError
from planparse.readers.limits import Limits
from planparse.readers.text import decode

JsonObject = Mapping[str, Any]

_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[{]|[\]}]', re.S)
"""A string, in which brackets are words; or a bracket."""
_SEVERAL = "Extra data"
"""What Python says where a value is whole and another follows it."""
_MARK = "\ufeff"
"""The byte-order mark that some editors write before UTF-8."""


def read_json(data: bytes, name: str, limits: Limits) -> Any:
    """The value that JSON in UTF-8 or UTF-16 holds; raises `ReadError` where it is damaged or too deep."""
    text = decode(data, name).text.removeprefix(_MARK)
    _check_depth(text, name, limits)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg == _SEVERAL:
            reason = "JSON Lines, or several JSON values: records, and no document"
            raise ReadError(
                name, reason, "give the plan itself, or one JSON value a file"
            ) from error
        line = f"line {error.lineno}"
        reason = f"the JSON is damaged or broken off ({line}: {error.msg})"
        raise ReadError(name, reason, "write it anew, and whole") from error


def given(document: Any, name: str, limits: Limits) -> tuple[Any, bytes]:
    """A document that is JSON, or was JSON and is read already: its value, and its bytes."""
    if isinstance(document, bytes):
        return read_json(document, name, limits), document
    return document, json.dumps(document, ensure_ascii=False).encode("utf-8", "backslashreplace")


def _check_depth(text: str, name: str, limits: Limits) -> None:
    """Raise `ReadError` for brackets in brackets beyond the limit: Python would go down with them."""
    depth = 0
    for found in _BRACKETS.finditer(text):
        char = found[0]
        if char in "[{":
            depth += 1
            if depth > limits.nesting:
                raise limits.refuse("nesting", name, "the depth of the JSON")
        elif char in "]}":
            depth -= 1


# ------------------------------------------------------- values of the right kind


def child(value: Any, key: str) -> JsonObject:
    """The object under a key; an empty one where there is none."""
    found = value.get(key) if isinstance(value, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def objects(value: Any) -> Iterator[JsonObject]:
    """The objects of a list; whatever else stands in it is passed over."""
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for one in value:
            if isinstance(one, Mapping):
                yield one


def words(value: Any) -> str:
    """A text; "" where there is none."""
    return value if isinstance(value, str) else ""


def lines(value: Any) -> list[str]:
    """Texts: a list of them, or one alone."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [one for one in value if isinstance(one, str)]
    return []


def whole(value: Any, least: int = 0) -> int:
    """A whole number of at least `least`, which stands for what is none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return least
    if value in (float("inf"), float("-inf")):
        return least
    return max(int(value), least)


def number(value: Any) -> float | None:
    """A finite number; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    found = float(value)
    return found if abs(found) < float("inf") else None
