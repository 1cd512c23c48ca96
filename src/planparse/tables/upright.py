"""Tables that do not print a row for each record, set upright.

指标 | 2020年 | 2025年 | 指标 | 2020年 | 2025年      two halves side by side
指标 | 森林覆盖率（%） | 造林面积（万亩）               turned on its side: the heads of the
2020年 | 40 | 8                                    columns stand in the first cells of the rows
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.model.source import Span
from planparse.tables.body_rows import BodyCell, BodyRow, is_label
from planparse.tables.columns.bodies import ColumnBody
from planparse.tables.columns.heads import VALUES, read_head
from planparse.tables.columns.kinds import is_caption_of_indicators
from planparse.tables.header_words import plain, role_of
from planparse.tables.raw_cells import clean

Path = tuple[str, ...]

_MOST_HALVES = 3
"""Times that a header stands side by side at most: a page is no wider."""

_LEAST_WIDTH = 2
"""Columns of a half at least: names and values."""

_LEAST_TIMES = 2
"""Rows of values in a table on its side: what is, and what shall be."""

_MOST_TURNED = 10
"""Rows that a table on its side has at most; one of statistics has as many as it has years."""

_MEASURED = 0.5
"""Share of the heads that must measure something (…率, …（公里）) to be names of indicators."""

_TELLING = ("unit", "nature")
"""What rows of a table on its side hold that those of statistics and estimates do not."""

_BESIDE_VALUES = ("unit", "nature", "note", "number", "category", "other", *VALUES)
"""What the rows of a table on its side may hold."""


class Upright(Struct, frozen=True):
    """The header's paths and the rows of a table with a row for each record."""

    paths: list[Path]
    rows: list[BodyRow]


# ------------------------------------------------------------------ halves side by side


def one_below_the_other(table: Upright, grammar: Grammar) -> Upright:
    """The halves of a table whose header stands side by side twice; else the table as it is."""
    for halves in range(2, _MOST_HALVES + 1):
        width, rest = divmod(len(table.paths), halves)
        if rest or width < _LEAST_WIDTH:
            continue
        first = table.paths[:width]
        if first * halves == table.paths and _names_and_values(first, grammar):
            return Upright(first, _stacked(table.rows, width))
    return table


def _names_and_values(paths: Sequence[Path], grammar: Grammar) -> bool:
    roles = [read_head(path, grammar).role for path in paths]
    return "name" in roles and any(role in VALUES for role in roles)


def _stacked(rows: Sequence[BodyRow], width: int) -> list[BodyRow]:
    """The rows of the left half, then those of the right one.

    A label over the whole width groups what is at its right, too: then row by row.
    """
    parts = [[row[at : at + width] for at in range(0, len(row), width)] for row in rows]
    by_row = [half for halves in parts for half in halves]
    if not any(is_label(row) for row in rows):
        by_row = [halves[at] for at in range(len(parts[0])) for halves in parts]
    return [half for half in by_row if any(cell.text for cell in half)]


# ------------------------------------------------------------------ turned on its side


def turned_upright(
    table: Upright,
    header: Sequence[BodyRow],
    caption: str | None,
    grammar: Grammar,
) -> Upright | None:
    """The table with rows for columns; None where its columns do not hold one indicator each.

    `header` has the cells that its paths are made of.
    """
    labels = [row[0].text for row in table.rows]
    if not _are_heads(labels, caption, grammar):
        return None
    corner, *heads = table.paths
    roles = {role_of(label, grammar) for label in labels}
    # With a row of units and one of natures the columns can hold nothing but indicators.
    least = 0.0 if roles.issuperset(_TELLING) else _MEASURED
    if not _are_names([_last(path) for path in heads], least, grammar):
        return None
    if role_of(_last(corner), grammar) != "name":
        corner = (grammar.words("tables.turned.name")[0],)
    rows: list[BodyRow] = []
    for col, path in enumerate(heads, start=1):
        name = BodyCell("".join(path), _place_of(header, col))
        rows.append([name, *(row[col] for row in table.rows)])
    return Upright([corner, *((label,) for label in labels)], rows)


def _place_of(header: Sequence[BodyRow], col: int) -> Span | None:
    """Where the lowest head of a column is printed."""
    places = [row[col].span for row in header if col < len(row) and row[col].text]
    return places[-1] if places else None


def _last(path: Path) -> str:
    return clean(path[-1]) if path else ""


def _are_heads(labels: Sequence[str], caption: str | None, grammar: Grammar) -> bool:
    """Whether the first cells of rows are what else heads columns: 单位, 2020年, 2025年目标, 属性."""
    if not _LEAST_TIMES <= len(labels) <= _MOST_TURNED:
        return False
    roles = [role_of(label, grammar) for label in labels]
    if any(role not in _BESIDE_VALUES for role in roles):
        return False
    if sum(role in VALUES for role in roles) < _LEAST_TIMES:
        return False
    promise = grammar.pattern("tables.value.promise").search
    is_of_goals = any(role in _TELLING for role in roles)
    is_of_goals = is_of_goals or any(promise(plain(label)) for label in labels)
    return is_of_goals or is_caption_of_indicators(caption, grammar)


def _are_names(heads: Sequence[str], least: float, grammar: Grammar) -> bool:
    """Whether `least` of the heads of columns read as names of indicators, and not one as another head."""
    if len(heads) < _LEAST_TIMES or any(role_of(head, grammar) for head in heads):
        return False
    return ColumnBody([[plain(head)] for head in heads], 0, grammar).share("measured") >= least
