"""Which first rows of a table are its header."""

from __future__ import annotations

from collections.abc import Sequence

from planparse.grammar import Grammar
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.header_words import role_of
from planparse.tables.raw_cells import EMPTY, RawRow, clean

HIGHEST = 4
"""Header rows of a table at most: a head, a period, a year, and what is counted."""

BODY_KINDS = ("value", "serial", "nature", "missing")
"""Kinds of cells that stand in the body of a table, and never in its header."""

# What a single cell of a lower header row says: it stands over values, or names their unit.
_LONE_ROLES = ("baseline", "target", "value", "unit")


# What statistics number columns of words by.
_STEMS = "甲乙丙丁"

# Cells from which on running numbers along a row are no coincidence.
_LEAST_COUNTED = 3


def is_header_row(
    row: RawRow,
    above: RawRow | None,
    grammar: Grammar,
) -> bool:
    """Whether a row belongs to the header:
    the first one does, and what hangs under merged header cells.

    A merged cell stands in its first place; the others that it covers are empty.
    """
    if above is None:
        return True
    if counts_columns([cell.text for cell in above]) and not above[0].text.strip():
        row = [EMPTY, *row[1:]]  # the index of a row stands left of its cells
    printed = [cell.text for cell in row if cell.text.strip()]
    if len(printed) > 1 and _repeats_first_head(row, above, grammar):
        return True
    if not printed or _has_body_kinds(printed, grammar):
        return False
    if is_label_row(row):
        return False
    if len(printed) == 1:
        return role_of(printed[0], grammar) in _LONE_ROLES
    if all(role_of(text, grammar) for text in printed):
        return True
    return _hangs_under_merged(row, printed) or _fills_gaps(row, above)


def _repeats_first_head(row: RawRow, above: RawRow, grammar: Grammar) -> bool:
    """Whether a head that was merged downwards is written out again: 指标 | 目标 under 指标 | 2020年."""
    head = clean(row[0].text)
    if not head or head != clean(above[0].text):
        return False
    if all(a.text == b.text for a, b in zip(row, above, strict=False)):
        return False
    # A group that is merged over the rows of a table without header repeats as well.
    printed = [cell.text for cell in row if cell.text.strip()]
    return role_of(head, grammar) is not None or not _has_body_kinds(printed, grammar)


def is_label_row(row: RawRow) -> bool:
    """Whether a row prints nothing but its first cell: the label of a group, whatever its words.

    So a single cell over the whole width is no header (总体指标, 投资, 项目), though 指标 alone is.
    """
    printed = [col for col, cell in enumerate(row) if cell.text.strip()]
    return printed == [0]


def counts_columns(texts: Sequence[str]) -> bool:
    """Whether a row only numbers the columns: 甲 | 乙 | 1 | 2 below a header, or the 0 | 1 | 2 | 3
    that programs write above one, the column of their own row numbers left empty.
    """
    numbers = [text.strip() for text in texts]
    if numbers and not numbers[0]:
        numbers = numbers[1:]
    stems = [number for number in numbers if number in _STEMS]
    counted = numbers[len(stems) :]
    if len(numbers) < _LEAST_COUNTED or stems != list(_STEMS[: len(stems)]):
        return False
    # Most headers have words there.
    if counted and counted[0] not in ("0", "1"):
        return False
    return any(counted == [str(n + i) for i in range(len(counted))] for n in (0, 1))


def _has_body_kinds(printed: Sequence[str], grammar: Grammar) -> bool:
    return any(cell_kind(text, grammar) in BODY_KINDS for text in printed)


def _hangs_under_merged(row: RawRow, printed: Sequence[str]) -> bool:
    """Whether a row repeats its words (男、女、男、女) behind a column whose head is merged downwards."""
    first_is_merged = not row[0].text.strip()
    repeats_itself = len(set(printed)) < len(printed)
    return first_is_merged and repeats_itself


def _fills_gaps(row: RawRow, above: RawRow) -> bool:
    """Whether a row prints under the cells that are merged along the row above, and nowhere else.

    | 机构 | 投资 |      | 增长 |
    |      | 中央 | 地方 |      |
    """
    if len(row) != len(above):
        return False
    printed = [bool(cell.text.strip()) for cell in row]
    heads = [bool(cell.text.strip()) for cell in above]
    # The first column has its head above: nothing else tells a row of words from a header.
    if printed[0] or not heads[0]:
        return False
    follows_gap = [*(not head for head in heads[1:]), False]
    is_merged = [gap or not head for gap, head in zip(follows_gap, heads, strict=True)]
    return printed == is_merged


def header_height(rows: Sequence[RawRow], grammar: Grammar) -> int:
    """How many first rows are header; none is where the first row already holds values."""
    if not rows or _holds_values(rows[0], grammar):
        return 0
    # The last row is never header: a table has at least one row of body.
    most = min(len(rows) - 1, HIGHEST)
    return _grown(rows, 1, most, grammar)


def declared_height(rows: Sequence[RawRow], declared: int, grammar: Grammar) -> int:
    """The height of a header of which the format says that it has `declared` rows.

    It may be too low (a second row under a thead of one) and too high (a group's label in th cells).
    """
    for height, row in enumerate(rows[1:declared], start=1):
        if is_label_row(row):
            return height
    most = min(len(rows) - 1, HIGHEST)
    return _grown(rows, declared, most, grammar)


def _grown(rows: Sequence[RawRow], height: int, most: int, grammar: Grammar) -> int:
    """The height of a header that has at least `height` rows, and `most` at most."""
    while 0 < height < most:
        above = rows[height - 1]
        counts = counts_columns([cell.text for cell in rows[height]])
        if not counts and not is_header_row(rows[height], above, grammar):
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
