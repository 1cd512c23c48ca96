"""Rows and names that were torn in two: a line of a cell on a row of its own, a name over two rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from msgspec import structs
from msgspec.structs import replace

from planparse.grammar import Grammar
from planparse.model.source import Cell
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.recover.merged.rows import BodyRows, lines_of
from planparse.tables.recover.name_ends import is_open

# Cells behind the name of a row that is no piece of another one.
LEAST_VALUES = 2

# Share of the widest line up to which a line of a name leaves room for the next one's words.
ROOM_LEFT = 0.6

Row = dict[int, Cell]


def with_whole_rows(body: BodyRows, grammar: Grammar) -> BodyRows:
    """The rows with torn cells put together; a name over two rows covers both."""
    numbers: list[int] = []
    rows: list[Row] = []
    for number, cells in zip(body.rows, body.cells, strict=True):
        row = dict(cells)
        above = rows[-1] if rows else None
        if above is not None and _is_rest(row, above, body, grammar):
            for column, cell in row.items():
                above[column] = put_together(above[column], [cell]) if column in above else cell
            continue
        if above is not None and _share_name(row, above, body, grammar):
            name = put_together(above[body.name], [row.pop(body.name)])
            above[body.name] = structs.replace(name, rowspan=2)
        numbers.append(number)
        rows.append(row)
    return replace(body, rows=tuple(numbers), cells=tuple(rows))


def names_of_two_cells(body: BodyRows) -> Iterator[int]:
    """Rows whose names were broken where there was room for more: 氨氮 / 重点工程减排量 under names of
    twenty characters are perhaps a name and what stood in a column beside it.
    """
    names = [lines_of(row[body.name].text) if body.name in row else [] for row in body.cells]
    widest = max((len(line) for name in names for line in name), default=0)
    for number, name in enumerate(names):
        if any(
            len(upper) < ROOM_LEFT * widest and not lower.startswith(("（", "("))
            for upper, lower in pairwise(name)
        ):
            yield number


def put_together(cell: Cell, others: Iterable[Cell]) -> Cell:
    """A cell with the words of others below its own."""
    pieces = [cell, *others]
    spans = [span for piece in pieces for span in piece.spans]
    text = "\n".join(piece.text for piece in pieces)
    return structs.replace(cell, text=text, spans=tuple(spans))


def _is_rest(row: Row, above: Row, body: BodyRows, grammar: Grammar) -> bool:
    """Whether a row prints nothing but what goes on with cells of the row above."""
    behind = [column for column in row if column >= body.name]
    if not behind or len(above) < len(row) or body.name not in above:
        return False
    if any(cell_kind(row[column].text, grammar) != "text" for column in behind):
        return False
    if behind == [body.name]:
        is_alone = len(row) == 1
        return is_alone and len(above) > 1 and _goes_on(above, row, body, grammar)
    # Without a name no row stands by itself.
    return body.name not in row and all(column in above for column in behind)


def _share_name(row: Row, above: Row, body: BodyRows, grammar: Grammar) -> bool:
    """Whether two whole rows share a name that is torn between them: 煤炭消费量 / 及比重."""
    if body.name not in row or body.name not in above:
        return False
    # Both have a unit and values of their own.
    values, others = ({column for column in one if column > body.name} for one in (row, above))
    if above[body.name].rowspan > 1 or values != others or len(values) < LEAST_VALUES:
        return False
    return _goes_on(above, row, body, grammar)


def _goes_on(above: Row, row: Row, body: BodyRows, grammar: Grammar) -> bool:
    """Whether the name of a row goes on with the one above it."""
    name, rest = above[body.name].text, row[body.name].text
    if is_open(name) or grammar.pattern("doubts.broken-end").search(name):
        return True
    return grammar.pattern("grids.broken-begin").match(rest) is not None
