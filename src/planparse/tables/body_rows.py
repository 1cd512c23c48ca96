"""The body of a table as strings with their places, merged labels filled down.

A merged cell that the format knows is told by its spans. Where a converter has lost the
merge (`Grid.inferred`), an empty cell under a label stands for that label.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from planparse.grammar import Grammar
from planparse.model.plan import Column
from planparse.model.source import Cell, Span
from planparse.tables.column_bodies import ColumnBody
from planparse.tables.grid_parts import Matrix
from planparse.tables.header_words import role_of
from planparse.tables.raw_cells import clean

Rows = tuple[tuple[str, ...], ...]
Spans = tuple[tuple[Span | None, ...], ...]

# Share of names that measure something (…率, …（公里）) from which on a column is one of indicators.
_MEASURED = 0.5

# Share of the same below which a column is one of labels.
_LABELS = 0.2


class BodyRows(NamedTuple):
    """Cell texts row by row, and beside each where it is printed; None for an empty cell."""

    texts: Rows
    spans: Spans


def body_rows(
    body: Matrix,
    text: str,
    grammar: Grammar,
) -> BodyRows:
    """Body cells as strings: vertical merges filled down, horizontal ones in their first column.

    `text` is the text of the source, which the cells' spans point into.
    """
    rows: list[tuple[str, ...]] = []
    spans: list[tuple[Span | None, ...]] = []
    for cells in body:
        texts: list[str] = []
        places: list[Span | None] = []
        for col, cell in enumerate(cells):
            if cell is None or col != _home(cell, grammar):
                texts.append("")
                places.append(None)
                continue
            texts.append(clean(cell.text))
            places.append(_place(cell.spans, text) if cell.spans else None)
        rows.append(tuple(texts))
        spans.append(tuple(places))
    return BodyRows(tuple(rows), tuple(spans))


def _home(cell: Cell, grammar: Grammar) -> int:
    """The column that a merged cell's text goes to: the first, but 合计 over 序号 and 名称 is a name."""
    covers_first_two = cell.colspan == 2 and cell.col == 0
    if covers_first_two and _is_total(clean(cell.text), grammar):
        return 1
    return cell.col


def _place(spans: Sequence[Span], text: str) -> Span:
    """Where a cell is printed; of pieces that other cells stand between, the first one."""
    for before, after in pairwise(spans):
        between = text[before[1] : after[0]]
        if any(char.isalnum() for char in between):
            return spans[0]
    return (spans[0][0], spans[-1][1])


# ---------------------------------------------------------------- labels that were merged


def names_beside_labels(
    paths: Sequence[tuple[str, ...]],
    rows: BodyRows,
    grammar: Grammar,
) -> BodyRows:
    """Move names that stand among their labels, the label above them being merged and dropped,
    to the right.
    """
    col, alone = _dropped_labels(paths, rows.texts, grammar)
    texts = list(rows.texts)
    spans = list(rows.spans)
    for i in alone:
        row = texts[i]
        places = spans[i]
        texts[i] = (*row[:col], "", row[col], *row[col + 2 :])
        spans[i] = (*places[:col], None, places[col], *places[col + 2 :])
    return BodyRows(tuple(texts), tuple(spans))


def _dropped_labels(
    paths: Sequence[tuple[str, ...]],
    rows: Rows,
    grammar: Grammar,
) -> tuple[int, list[int]]:
    """A column of labels in which names stand, as a label above them was dropped, and the rows.

    So it is where two columns share the head of the names, the right one holds what is
    measured and the left one does not, but for the rows where it stands alone.
    """
    for col in range(len(paths) - 1):
        if not _share_the_names_head(paths[col], paths[col + 1], grammar):
            continue
        both = [row for row in rows if row[col] and row[col + 1]]
        alone = [i for i, row in enumerate(rows) if _is_alone(row, col)]
        if not both or not alone:
            continue
        right_measures = _measured(both, col + 1, grammar) >= _MEASURED
        left_labels = _measured(both, col, grammar) < _LABELS
        lone_measure = _measured([rows[i] for i in alone], col, grammar) >= _MEASURED
        if right_measures and left_labels and lone_measure:
            return col, alone
    return 0, []


def _share_the_names_head(
    left: tuple[str, ...],
    right: tuple[str, ...],
    grammar: Grammar,
) -> bool:
    return bool(left) and left == right and role_of(left[-1], grammar) == "name"


def _is_alone(row: Sequence[str], col: int) -> bool:
    """Whether a row prints the column `col` and not the next one,
    and is more than a category row.
    """
    return bool(row[col]) and not row[col + 1] and _printed(row) > 1


def _measured(
    rows: Sequence[Sequence[str]],
    col: int,
    grammar: Grammar,
) -> float:
    return ColumnBody(rows, col, grammar).share("measured")


def _printed(row: Sequence[str]) -> int:
    """How many cells of a row print something."""
    return sum(1 for text in row if text)


def fill_labels(
    rows: BodyRows,
    columns: Sequence[Column],
    grammar: Grammar,
) -> BodyRows:
    """Fill down the labels whose merge a converter has lost:
    an empty category stands for the one above.
    """
    roles = [column.role for column in columns]
    for col in range(len(columns)):
        if roles[col] == "category" or (col == 0 and _groups_entities(roles)):
            rows = _fill_column(rows, col)
    if "number" in roles and "name" in roles:
        return _fill_numbers(rows, roles.index("number"), roles.index("name"), grammar)
    return rows


def _groups_entities(roles: Sequence[str]) -> bool:
    """Whether the first column groups what the second one names: 区县 before 机构名称."""
    if len(roles) < 2 or roles[0] != "entity":
        return False
    return roles[1] in ("name", "entity", "qualifier")


def _fill_column(rows: BodyRows, col: int) -> BodyRows:
    """The rows with the text above in each empty cell of a column;
    category rows stay as they are.
    """
    texts: list[tuple[str, ...]] = []
    spans: list[tuple[Span | None, ...]] = []
    text = ""
    span: Span | None = None
    for row, places in zip(rows.texts, rows.spans, strict=True):
        if row[col]:
            text = row[col]
            span = places[col]
        elif text and _printed(row) > 1:
            row = (*row[:col], text, *row[col + 1 :])
            places = (*places[:col], span, *places[col + 1 :])
        texts.append(row)
        spans.append(places)
    return BodyRows(tuple(texts), tuple(spans))


def _fill_numbers(
    rows: BodyRows,
    number: int,
    name: int,
    grammar: Grammar,
) -> BodyRows:
    """A serial number merged over several indicators belongs to each;
    the parts after 其中 have none.
    """
    texts: list[tuple[str, ...]] = []
    spans: list[tuple[Span | None, ...]] = []
    last: tuple[str, Span | None] | None = None
    for row, places in zip(rows.texts, rows.spans, strict=True):
        if row[number]:
            last = (row[number], places[number])
        elif _ends_serial(row, name, grammar):
            last = None
        elif last is not None and row[name] and not _is_total(row[name], grammar):
            row = (*row[:number], last[0], *row[number + 1 :])
            places = (*places[:number], last[1], *places[number + 1 :])
        texts.append(row)
        spans.append(places)
    return BodyRows(tuple(texts), tuple(spans))


# Cells that a row with a serial number prints at least: a category row prints one, a note two.
_LEAST_PRINTED = 3


def _ends_serial(
    row: Sequence[str],
    name: int,
    grammar: Grammar,
) -> bool:
    """Whether the serial number above a row holds no longer:
    at a part (其中：…), at a category row.
    """
    if grammar.pattern("grids.child").match(row[name]):
        return True
    return _printed(row) < _LEAST_PRINTED


def _is_total(text: str, grammar: Grammar) -> bool:
    return grammar.pattern("grids.total").fullmatch(text) is not None
