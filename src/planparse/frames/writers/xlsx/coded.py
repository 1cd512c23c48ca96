"""Cells that hold a code, in the language of the workbook: `planned` is 计划, `name:no-unit` 指标名称：缺单位."""

from __future__ import annotations

from collections.abc import Callable

from planparse.frames.columns import Cell, FrameColumn
from planparse.labels import Labels

GROUPS = {
    "basis": "basis",
    "code": "doubt",
    "dimension": "dimension",
    "direction": "direction",
    "field": "field",
    "inferred": "field",
    "kind": "value",
    "measure": "measure",
    "record_kind": "record",
    "role": "role",
    "roles": "role",
    "severity": "severity",
    "slot": "slot",
    "source": "source",
    "status": "status",
}
"""Which group of `labels/terms.toml` has the names of a column's codes."""
GROUPS_OF_TABLE = {
    ("boxes", "kind"): "box",
    ("tables", "kind"): "box",
    ("findings", "kind"): "finding",
    ("sides", "kind"): "finding",
    ("doubts", "severity"): "weight",
}
"""The same, where a table means something else by the column."""
WHOLE_TABLE = "table"
"""What a doubt of the whole table begins with."""

Translate = Callable[[Cell], Cell]


def translation(table: str, column: FrameColumn, words: Labels) -> Translate | None:
    """What names the codes of a column; None where its cells stay as they are."""
    # In English a code is called what it is.
    if words.language == "en":
        return None
    if column.name == "doubts":
        return lambda cell: [doubt_in_words(str(item), words) for item in _items(cell)]
    group = group_of(table, column.name)
    if group is None:
        return None
    if column.type == "strings":
        return lambda cell: [words.name(group, str(item)) for item in _items(cell)]
    return lambda cell: words.name(group, str(cell))


def group_of(table: str, column: str) -> str | None:
    """The group of terms that a column's codes are named in: of `target_kind` that of `kind`."""
    own = GROUPS_OF_TABLE.get((table, column)) or GROUPS.get(column)
    if own is not None:
        return own
    _, _, part = column.partition("_")
    return GROUPS.get(part) if part in ("basis", "direction", "kind", "measure") else None


def doubt_in_words(doubt: str, words: Labels) -> str:
    """`table.name:strain` as 整张表格、指标名称：折行拼接勉强."""
    about, _, code = doubt.rpartition(":")
    name = words.name("doubt", code)
    if not about:
        return name
    parts = about.split(".")
    told = [
        words.say("workbook.of-table") if part == WHOLE_TABLE else words.name("field", part)
        for part in parts
    ]
    return words.say("mark.between").join(told) + words.say("mark.colon") + name


def _items(cell: Cell) -> list[str] | list[float]:
    return cell if isinstance(cell, list) else []
