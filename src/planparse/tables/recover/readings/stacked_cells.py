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

# Rows before cells are a table.
LEAST_ROWS = 2

# Tenths of a column's cells that are of a kind that its role expects.
NEARLY_ALL = 9

# The same in columns of values, where authors write words too (完成市下达任务).
MOST_VALUES = 7


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
        rows, taken = uneven
        return rows, cells[taken - 1].line
    lines = regrouped(cells, layout, grammar)
    by_values = read_rows(
        lines,
        layout,
        grammar,
        stacked=True,
    )
    if by_values:
        rows, taken = by_values
        return rows, lines[taken - 1][-1].line
    return None


# ----------------------------------------------------------------- rows of one length


def even_rows(
    cells: Sequence[Token],
    layout: ColumnLayout,
    grammar: Grammar,
) -> list[RawRow] | None:
    """Rows where every N cells, or every n cells of a column, agree in kind with their column."""
    width = len(layout.roles)
    if width < 2 or len(cells) % width:
        return None
    height = len(cells) // width
    if height < LEAST_ROWS:
        return None
    by_row = _rows_of(cells, width)
    if _agree(by_row, layout, grammar):
        return _raw(by_row)
    # row r is the r-th cell of each column
    by_column = [cells[row::height] for row in range(height)]
    if _agree(by_column, layout, grammar):
        return _raw(by_column)
    return None


def _rows_of(cells: Sequence[Token], width: int) -> list[Sequence[Token]]:
    """Every `width` cells as a row."""
    return [cells[at : at + width] for at in range(0, len(cells), width)]


def _raw(rows: Sequence[Sequence[Token]]) -> list[RawRow]:
    """The tokens of rows as cells."""
    found: list[RawRow] = []
    for row in rows:
        found.append([cell.raw() for cell in row])
    return found


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
        good = 0
        for row in rows:
            if kind_of(row[column].text, layout, grammar) in expected:
                good += 1
        least = NEARLY_ALL
        if role in VALUES:
            least = MOST_VALUES
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
        kind = kind_of(cell.text, layout, grammar)
        if kind in ("text", "empty"):
            if run:
                lines.append(run)
                run = []
            lines.append([cell])
            continue
        run.append(cell)
        # the next value belongs to the next row, though no name stands between
        if len(run) >= len(layout.tail):
            lines.append(run)
            run = []
    if run:
        lines.append(run)
    return lines


# --------------------------------------------------------------- without known headers

# Cells that a header has at most which is told by counting alone.
MOST_HEADERS = 24

# Cells of a header of one row at most.
MOST_IN_ONE_ROW = 14

# Share of values in a column of values.
VALUE_COLUMN = 0.6

# Share of the commonest kind in a column of one kind.
ONE_KIND = 0.85


def counted_rows(cells: Sequence[Token], grammar: Grammar) -> list[RawRow] | None:
    """A table with a header that nobody knows, found by the kinds of its cells alone."""
    # Only as far as a header may go: most stretches of lines are no such table.
    first = [_counted_kind(cell, grammar) for cell in cells[: MOST_HEADERS + 1]]
    most = min(_first_filled(first), MOST_HEADERS)
    kinds: list[str] = []
    # the widest header first: the first row's name reads as one more header
    for size in range(most, 1, -1):
        body = cells[size:]
        for header in _headers(cells[:size]):
            width = len(header[-1])
            if len(body) % width or len(body) < LEAST_ROWS * width:
                continue
            kinds = kinds or [_counted_kind(cell, grammar) for cell in cells]
            if _are_columns(kinds[size:], width):
                return [*header, *_raw(_rows_of(body, width))]
    return None


def _first_filled(kinds: Sequence[str]) -> int:
    """Index of the first cell that no header is: a value or a mark of nature; 0 without any."""
    for n, kind in enumerate(kinds):
        if kind in ("value", "nature"):
            return n
    # None as far as a header may go: the first stands behind, or nowhere.
    return len(kinds) if len(kinds) > MOST_HEADERS else 0


def _counted_kind(cell: Token, grammar: Grammar) -> str:
    """A cell's kind; serial numbers and dashes stand in columns of values, too."""
    kind = cell_kind(cell.text, grammar)
    if kind in NUMBERS:
        return "value"
    return kind


def _headers(words: Sequence[Token]) -> list[list[RawRow]]:
    """The headers that some words may be: one row, or two where the last labels come again."""
    cells = [word.raw() for word in words]
    texts = [word.text for word in words]
    count = len(cells)
    found: list[list[RawRow]] = []
    if count <= MOST_IN_ONE_ROW:
        found.append([cells])
    # 指标 2020年 2025年 / 全市 市区 全市 市区: `times` years over `period` labels each
    for period in range(1, count // 2 + 1):
        for times in range(2, count // period + 1):
            cut = count - period * times
            comes_again = texts[cut:] == texts[cut : cut + period] * times
            is_distinct = len(set(texts[:cut])) == cut
            if not comes_again or not is_distinct or cut <= times:
                continue
            over_nothing = [EMPTY] * (cut - times)
            lower = [*over_nothing, *cells[cut:]]
            found.append([cells[:cut], lower])
    return found


def _are_columns(kinds: Sequence[str], width: int) -> bool:
    """Whether every `width`-th kind is nearly always the same, and some column holds values."""
    height = len(kinds) // width
    has_values = False
    for column in range(width):
        counts = Counter(kinds[column::width])
        _, commonest = counts.most_common(1)[0]
        if commonest < ONE_KIND * height:
            return False
        if counts["value"] >= VALUE_COLUMN * height:
            has_values = True
    return has_values
