"""Rows that stand too far left, as their converter dropped a merged cell and filled them up behind.

| 森林增长       | 森林覆盖率（%） | 38.6 | 39.2 | 约束性 |
| 森林蓄积量（万立方米） | 960 | 990  |        |        |
"""

from __future__ import annotations

from collections.abc import Sequence

from planparse.grammar import Grammar
from planparse.tables.raw_cells import RawRow
from planparse.tables.recover.alignment import (
    agreement,
    best_agreement,
    kind_in_row,
    profile_of,
)

MARKED = ("pipe table", "tab separated")
"""The shapes whose marks say which cells are empty; other readings put cells in their places themselves."""

BETTER = 0.6
"""By how many cells a moved row has to agree better with its columns: a number among words is enough,
a missing value in place of a number is not."""

LEAST_WHOLE = 2
"""Rows with a last cell before they say what the columns hold."""


def without_padding(
    body: Sequence[RawRow],
    n_cols: int,
    skips: Sequence[float],
    grammar: Grammar,
) -> list[RawRow]:
    """The rows, those that stand too far left without the empty cells behind them."""
    padded = [n for n, row in enumerate(body) if len(row) == n_cols and not row[-1].text.strip()]
    whole = [row for row in body if len(row) == n_cols and row[-1].text.strip()]
    rows = list(body)
    if not padded or len(whole) < LEAST_WHOLE:
        return rows
    profile = profile_of(whole, n_cols, grammar)
    for n in padded:
        printed = _printed(rows[n])
        kinds = [kind_in_row(cell.text, grammar) for cell in printed]
        if len(printed) < 2:
            continue
        as_printed = agreement(kinds, profile, skips)
        if best_agreement(kinds, profile, skips) >= as_printed + BETTER:
            rows[n] = printed
    return rows


def _printed(row: RawRow) -> RawRow:
    """The cells of a row up to the last one that prints something."""
    last = max((at for at, cell in enumerate(row) if cell.text.strip()), default=-1)
    return row[: last + 1]
