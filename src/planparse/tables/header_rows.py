"""Which first rows of a table are its header."""

from __future__ import annotations

from collections.abc import Sequence

from planparse.grammar import Grammar
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.header_words import role_of
from planparse.tables.raw_cells import RawRow, clean

HIGHEST = 4
"""Header rows of a table at most: a head, a period, a year, and what is counted."""

# Kinds of cells that stand in the body of a table, and never in its header.
_BODY_KINDS = ("value", "serial", "nature", "missing")


def is_header_row(
    row: RawRow,
    above: RawRow | None,
    grammar: Grammar,
) -> bool:
    """Whether a row belongs to the header:
    the first one does, and what hangs under merged header cells.
    """
    if above is None:
        return True
    printed = [cell.text for cell in row if cell.text.strip()]
    if not printed:
        return False
    if any(cell_kind(text, grammar) in _BODY_KINDS for text in printed):
        return False
    if all(role_of(text, grammar) for text in printed):
        return True
    return _hangs_under_merged(row, printed)


def _hangs_under_merged(row: RawRow, printed: Sequence[str]) -> bool:
    """Whether a row repeats its words (男、女、男、女) behind a column whose head is merged downwards."""
    first_is_merged = not row[0].text.strip()
    repeats_itself = len(set(printed)) < len(printed)
    return first_is_merged and repeats_itself


def header_height(rows: Sequence[RawRow], grammar: Grammar) -> int:
    """How many first rows are header; none is where the first row already holds values."""
    if not rows or _holds_values(rows[0], grammar):
        return 0
    # The last row is never header: a table has at least one row of body.
    most = min(len(rows) - 1, HIGHEST)
    height = 1
    while height < most:
        above = rows[height - 1]
        if not is_header_row(rows[height], above, grammar):
            break
        height += 1
    return height


def _holds_values(row: RawRow, grammar: Grammar) -> bool:
    """Whether a row prints values or marks of nature, and not one header word."""
    kinds = [cell_kind(cell.text, grammar) for cell in row]
    if "value" not in kinds and "nature" not in kinds:
        return False
    printed = [clean(cell.text) for cell in row if cell.text.strip()]
    return not any(role_of(text, grammar) for text in printed)
