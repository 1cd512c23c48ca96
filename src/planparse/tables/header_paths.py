"""The header's words above each column, as a path of cells from top to bottom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from planparse.grammar import Grammar
from planparse.tables.grid_parts import Matrix, text_of
from planparse.tables.header_rows import counts_columns
from planparse.tables.header_words import role_of

HeaderPath = tuple[str, ...]
"""Header cells above a column, top first."""

# Columns under one head from which on that head was joined to each of them.
_SHARED = 2


def header_paths(header: Matrix, width: int, grammar: Grammar) -> list[HeaderPath]:
    """The path of each column; a cell merged downwards stands in it once."""
    rows = _spread(_without_counts([[text_of(cell) for cell in row] for row in header]))
    paths: list[HeaderPath] = []
    for col in range(width):
        words: list[str] = []
        for row in rows:
            text = row[col] if col < len(row) else ""
            if text and words[-1:] != [text]:
                words.append(text)
        paths.append(tuple(words))
    return _taken_apart(paths, grammar)


def _without_counts(rows: list[list[str]]) -> list[list[str]]:
    """The rows without those that number the columns, and without the number of the row below."""
    kept: list[list[str]] = []
    is_counted = False
    for row in rows:
        if counts_columns(row):
            is_counted = is_counted or not row[0]
        elif is_counted:
            kept.append(["", *row[1:]])
        else:
            kept.append(row)
    return kept


def _spread(rows: list[list[str]]) -> list[list[str]]:
    """Rows whose merged cells a format wrote as one cell and empty ones, each at all its places.

    | 床位数（张） |        | 属性 |      An empty cell over a printed one is the rest of the cell at
    | 2020年       | 2025年 |      |      its left, where that stands over a printed one itself.
    """
    for at, row in enumerate(rows[:-1]):
        below = [any(cells) for cells in zip(*rows[at + 1 :], strict=False)]
        for col in range(1, min(len(row), len(below))):
            has_head = any(above[col] for above in rows[:at])
            if not row[col] and below[col] and below[col - 1] and not has_head:
                row[col] = row[col - 1]
    return rows


def _taken_apart(paths: list[HeaderPath], grammar: Grammar) -> list[HeaderPath]:
    """The paths with heads that a converter has joined (床位数（张）-2020年, 全市.2025年) apart again.

    It writes two header rows as one so, each cell behind the merged one above it; a head that stands
    over one column alone is written twice (指标.指标).
    """
    joined = [_joined(path, grammar) for path in paths]
    heads = Counter(path[0] for path in joined if path is not None)
    if not any(count >= _SHARED for count in heads.values()):
        return paths
    apart: list[HeaderPath] = []
    for path, parts in zip(paths, joined, strict=True):
        is_shared = parts is not None and heads[parts[0]] >= _SHARED
        is_double = parts is not None and parts[0] == parts[1]
        if parts is not None and is_double:
            apart.append(parts[:1])
        else:
            apart.append(parts if parts is not None and is_shared else path)
    return apart


def _joined(path: Sequence[str], grammar: Grammar) -> HeaderPath | None:
    """Both cells of a path that is one cell, and reads as a head joined to a head of a column."""
    if len(path) != 1:
        return None
    found = grammar.pattern("tables.header.joined").fullmatch(path[0])
    if found is None:
        return None
    head, below = found["head"], found["below"]
    if head != below and role_of(below, grammar) is None:
        return None
    return head, below
