"""Headers of several rows whose merged heads a converter printed where their words stand on the page.

A head over two columns is torn between them, and one over two rows stands on a row of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from planparse.grammar import Grammar
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.header_rows import BODY_KINDS
from planparse.tables.header_words import is_value_header, plain
from planparse.tables.raw_cells import EMPTY, RawCell, RawRow, clean

# Rows that such a header takes at least, with the first one of the body below it.
LEAST_ROWS = 4


def with_whole_heads(rows: Sequence[RawRow], grammar: Grammar) -> list[RawRow]:
    """The rows of a table, the heads of its first rows put together.

    |      | 2015 | 年   | 2020 | 年   |      |      | 项目 | 2015年 |      | 2020年 |      | 增速 |
    | 项目 |      |      |      |      | 增速 |  =>  |      | 装机   | 占比 | 装机   | 占比 |      |
    |      | 装机 | 占比 | 装机 | 占比 |      |
    """
    if len(rows) < LEAST_ROWS:
        return list(rows)
    top, strip, lower, *body = rows
    if not len(top) == len(strip) == len(lower) or _filled(top) & _filled(strip):
        return list(rows)
    top = _with_whole_years(top, grammar)
    # The strip has the heads that nothing stands below, and the lower row all others.
    is_strip = _filled(strip) and not _filled(strip) & _filled(lower)
    if not is_strip or not _filled(top) <= _filled(lower) or _is_body(lower, grammar):
        return list(rows)
    pairs = zip(top, strip, strict=True)
    return [[above if above.text else below for above, below in pairs], lower, *body]


def _filled(row: RawRow) -> set[int]:
    return {column for column, cell in enumerate(row) if cell.text.strip()}


def _is_body(row: RawRow, grammar: Grammar) -> bool:
    return any(cell_kind(cell.text, grammar) in BODY_KINDS for cell in row if cell.text.strip())


def _with_whole_years(row: RawRow, grammar: Grammar) -> RawRow:
    """A row of heads, those whose other half, no head by itself, stands beside them put in the first column: 2015 | 年."""
    cells = list(row)
    for left in range(len(cells) - 1):
        one, other = cells[left : left + 2]
        if not one.text or not other.text or is_value_header(plain(clean(other.text)), grammar):
            continue
        whole = f"{one.text}{other.text}"
        if is_value_header(plain(clean(whole)), grammar):
            cells[left : left + 2] = RawCell(whole, (*one.spans, *other.spans)), EMPTY
    return cells
