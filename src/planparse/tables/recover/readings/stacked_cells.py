"""Cells that stand on lines of their own, to rows: by counting, and by the kinds of the cells.

Every N cells are a row, or every n cells a column, or each column stands under its
own header; where merged labels or empty cells are missing, serial numbers and marks
of nature say where rows begin and end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from planparse.grammar import Grammar
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.raw_cells import EMPTY, RawRow
from planparse.tables.recover.flattened_text import ends_of_body
from planparse.tables.recover.line_cells import EXPECTED, NUMBERS
from planparse.tables.recover.readings.spaced_rows import read_rows
from planparse.tables.recover.readings.uneven_rows import uneven_rows
from planparse.tables.recover.text_page import Lines
from planparse.tables.recover.tokens import VALUES, ColumnLayout, Token, kind_of, merge

NEARLY_ALL = 9
"""Tenths of a column's cells that are of a kind that its role expects."""
MOST_VALUES = 7
"""The same in columns of values, where authors write words too (完成市下达任务)."""


def rows_of_stack(
    body: Lines,
    layout: ColumnLayout,
    grammar: Grammar,
) -> tuple[list[RawRow], int] | None:
    """Rows of cells that have a line each, and the last line that they take."""
    cells = [merge(line) for line in body]
    for end in ends_of_body(body, len(layout.roles)):
        rows = even_rows(cells[:end], layout, grammar)
        if rows:
            return rows, cells[end - 1].line
    uneven = uneven_rows(cells, layout, grammar)
    if uneven:
        return uneven[0], cells[uneven[1] - 1].line
    lines = regrouped(cells, layout, grammar)
    by_values = read_rows(
        lines,
        layout,
        grammar,
        stacked=True,
    )
    if by_values:
        return by_values[0], lines[by_values[1] - 1][-1].line
    return None


# ----------------------------------------------------------------- rows of one length


def even_rows(
    cells: Sequence[Token],
    layout: ColumnLayout,
    grammar: Grammar,
) -> list[RawRow] | None:
    """Rows where every N cells, or every n cells of a column, agree in kind with their column."""
    width = len(layout.roles)
    if width < 2 or len(cells) < 2 * width or len(cells) % width:
        return None
    height = len(cells) // width
    by_row = [cells[row * width : (row + 1) * width] for row in range(height)]
    if _agree(by_row, layout, grammar):
        return _raw(by_row)
    by_column = [[cells[column * height + row] for column in range(width)] for row in range(height)]
    if _agree(by_column, layout, grammar):
        return _raw(by_column)
    return None


def _raw(rows: Sequence[Sequence[Token]]) -> list[RawRow]:
    return [[cell.raw() for cell in row] for row in rows]


def _agree(
    rows: Sequence[Sequence[Token]],
    layout: ColumnLayout,
    grammar: Grammar,
) -> bool:
    """Whether nearly all cells of each column are of a kind that its role expects."""
    for column, role in enumerate(layout.roles):
        expected = EXPECTED.get(role)
        if expected is None:
            continue
        good = sum(kind_of(row[column], layout, grammar) in expected for row in rows)
        least = MOST_VALUES if role in VALUES else NEARLY_ALL
        if good * 10 < least * len(rows):
            return False
    return True


# ------------------------------------------------------------- by values alone


def regrouped(
    cells: Sequence[Token],
    layout: ColumnLayout,
    grammar: Grammar,
) -> list[list[Token]]:
    """Lines as if the values of each row stood on one: words and runs of values by turns."""
    lines: list[list[Token]] = []
    run: list[Token] = []
    for cell in cells:
        if kind_of(cell, layout, grammar) in ("text", "empty"):
            if run:
                lines.append(run)
                run = []
            lines.append([cell])
            continue
        run.append(cell)
        if len(run) >= len(layout.tail):
            lines.append(run)
            run = []
    if run:
        lines.append(run)
    return lines


# --------------------------------------------------------------- without known headers

MOST_HEADERS = 24
"""Cells that a header has at most which is told by counting alone."""
MOST_IN_ONE_ROW = 15
"""Cells of a header of one row at most."""
VALUE_COLUMN = 0.6
"""Share of values in a column of values."""
ONE_KIND = 0.85
"""Share of the commonest kind in a column of one kind."""


def counted_rows(cells: Sequence[Token], grammar: Grammar) -> list[RawRow] | None:
    """A table with a header nobody knows, found by the kinds of its cells: every N are a row, the header's too."""
    kinds = [_counted_kind(cell, grammar) for cell in cells]
    is_filled = (kind in ("value", "nature") for kind in kinds)
    first_filled = next((n for n, filled in enumerate(is_filled) if filled), 0)
    for size in range(min(first_filled, MOST_HEADERS), 1, -1):
        for header in _headers(cells[:size]):
            width = len(header[-1])
            body = cells[size:]
            if len(body) % width or len(body) < 2 * width:
                continue
            if _are_columns(kinds[size:], width):
                rows = [body[at : at + width] for at in range(0, len(body), width)]
                return [*header, *_raw(rows)]
    return None


def _counted_kind(cell: Token, grammar: Grammar) -> str:
    """A cell's kind; serial numbers and dashes stand in columns of values, too."""
    kind = cell_kind(cell.text, grammar)
    return "value" if kind in NUMBERS else kind


def _headers(words: Sequence[Token]) -> list[list[RawRow]]:
    """The headers that some words may be: one row, or two where the last labels come again and again."""
    cells = [word.raw() for word in words]
    found: list[list[RawRow]] = []
    if len(cells) < MOST_IN_ONE_ROW:
        found.append([cells])
    for period in range(1, len(cells) // 2 + 1):
        for times in range(2, len(cells) // period + 1):
            lower = cells[len(cells) - period * times :]
            upper = cells[: len(cells) - period * times]
            comes_again = [c.text for c in lower] == [c.text for c in lower[:period]] * times
            is_distinct = len({c.text for c in upper}) == len(upper)
            if comes_again and is_distinct and len(upper) > times:
                over_nothing = [EMPTY] * (len(upper) - times)
                found.append([upper, [*over_nothing, *lower]])
    return found


def _are_columns(kinds: Sequence[str], width: int) -> bool:
    """Whether every `width`-th kind is nearly always the same, and some column holds values."""
    columns = [Counter(kinds[column::width]) for column in range(width)]
    height = len(kinds) // width
    has_values = any(column["value"] >= VALUE_COLUMN * height for column in columns)
    return has_values and all(
        column.most_common(1)[0][1] >= ONE_KIND * height for column in columns
    )
