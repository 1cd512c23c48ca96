"""What each column holds, where the header leaves it open."""

from __future__ import annotations

from collections.abc import Sequence

from planparse.tables.recover.readings.kept_places.body_lines import Cells
from planparse.tables.recover.readings.kept_places.column import PlacedColumn

LEAST_SERIALS = 2
"""Serial numbers from which on a column is one of them."""

MOSTLY = 0.5
"""Share of its words that they are."""

NAMES = ("name", "entity")


def with_name(
    roles: Sequence[str], cells: Sequence[Cells], columns: Sequence[PlacedColumn]
) -> tuple[list[str], int]:
    """The roles with one column of names, whose number is told too, and labels in front of it.

    A column whose role the header doesn't tell is `text` in `roles`.
    """
    told = list(roles)
    name = _name(told, cells, columns)
    if told[name] not in NAMES:
        if name and told[name - 1] in NAMES:
            told[name - 1] = "text"
        told[name] = "name"
    for at in range(name):
        if told[at] == "text":
            kinds = columns[at].kinds
            is_number = kinds["serial"] >= max(LEAST_SERIALS, MOSTLY * sum(kinds.values()))
            told[at] = "number" if is_number else "category"
    for at in range(name + 1, len(told)):
        if told[at] in ("text", *NAMES) and columns[at].holds_values:
            told[at] = "value"
    return told, name


def _name(roles: list[str], cells: Sequence[Cells], columns: Sequence[PlacedColumn]) -> int:
    """The column of names: the last one with such a head, else the one with the most words."""
    named = [at for at, role in enumerate(roles) if role in NAMES and not columns[at].holds_values]
    if named:
        name = named[-1]
        behind = name + 1
        # 指标 over labels and names stands over the labels as well as over the names
        if roles[behind : behind + 1] == ["text"] and not columns[behind].holds_values:
            return max((name, behind), key=lambda at: _characters(cells, at))
        return name
    free = [at for at, role in enumerate(roles) if role in ("text", "category")]
    return max(free or [0], key=lambda at: _characters(cells, at))


def _characters(cells: Sequence[Cells], column: int) -> int:
    words = (word for line in cells for word in line.get(column, ()))
    return sum(len(word.token.text) for word in words)
