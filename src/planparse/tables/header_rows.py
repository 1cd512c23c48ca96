"""Which first rows of a table are its header."""

from __future__ import annotations

from collections.abc import Sequence

from planparse.grammar import Grammar
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.columns import role_of
from planparse.tables.raw_cells import RawRow, clean


def is_header_row(row: RawRow, above: RawRow | None, grammar: Grammar) -> bool:
    """Whether a row belongs to the header: the first one does, and what hangs under merged header cells."""
    printed = [c.text for c in row if c.text.strip()]
    if above is None:
        return True
    if not printed or any(cell_kind(t, grammar) in ("value", "serial", "nature", "missing") for t in printed):
        return False
    if all(role_of(t, grammar) for t in printed):
        return True
    gaps = sum(1 for c in row if not c.text.strip())
    return gaps > 0 and not row[0].text.strip() and len(set(printed)) < len(printed)


def header_height(rows: Sequence[RawRow], grammar: Grammar) -> int:
    """How many first rows are header; none is where the first row already holds values."""
    if not rows or _holds_values(rows[0], grammar):
        return 0
    height = 1
    while height < min(len(rows) - 1, 4) and is_header_row(rows[height], rows[height - 1], grammar):
        height += 1
    return height


def _holds_values(row: RawRow, grammar: Grammar) -> bool:
    kinds = [cell_kind(c.text, grammar) for c in row]
    return any(k in ("value", "nature") for k in kinds) and not any(
        c.text.strip() and role_of(clean(c.text), grammar) for c in row
    )
