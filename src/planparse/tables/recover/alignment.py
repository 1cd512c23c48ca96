"""Which column each cell of a short row is in, told by the kinds of the cells.

A converter drops merged cells, so that rows differ in length. The kinds of the cells
(serial number, value, words, nature) say where the gap is: a short row is laid over the
columns so that the kinds agree best, in order.

Agreement is counted in cells: 1 for a cell of the very kind that its column holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from planparse.grammar import Grammar
from planparse.grammar.rules import Answers
from planparse.quantity.units import known
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.raw_cells import RawRow, clean

ColumnKinds = Mapping[str, float]
"""The share of each kind among the cells of a column; empty where no row is known to be whole."""

Profile = tuple[ColumnKinds, ...]
"""The kinds of each column of a table."""

# Characters of the longest unit: 标准立方米/万元 and its like; longer cells are words.
_LONGEST_UNIT = 12

# How well a cell of one kind stands among cells of another; pairs that are not listed don't
# agree.
_LIKE = {
    # Both are numbers: a small value looks like a serial number.
    ("serial", "value"): 0.85,
    # — stands where the column has a value; rather there than in a column of numbers.
    ("value", "missing"): 0.9,
    ("serial", "missing"): 0.8,
    # A value in words (保持稳定) is rare, a name that is a number rarer still.
    ("value", "text"): 0.1,
    ("serial", "text"): 0.1,
    # Words that are no known unit may be one, and / may stand for a unit.
    ("unit", "text"): 0.5,
    ("unit", "missing"): 0.5,
    # Words may be a mark of nature that nobody knows, and — may stand in a column of remarks.
    ("nature", "text"): 0.3,
    ("missing", "text"): 0.3,
    # A row may print nothing in any column; most often it is a value that is not known.
    ("empty", "missing"): 0.6,
    ("empty", "value"): 0.5,
    ("empty", "serial"): 0.5,
    ("empty", "unit"): 0.5,
    ("empty", "nature"): 0.4,
    ("empty", "text"): 0.4,
}

_LIKE_REVERSED = {(b, a): weight for (a, b), weight in _LIKE.items()}
_LIKENESS = _LIKE | _LIKE_REVERSED

# What any cell counts in a column of which no cell is known: as much as an empty cell among
# words.
_UNKNOWN_COLUMN = 0.4

# Sums of the same shares, added in another order, differ by less than this.
_TIE = 1e-9


def kind_in_row(text: str, grammar: Grammar) -> str:
    """As `cell_kind`; a unit is told from other words."""
    return grammar.remembered(_kind_in_row, text)


def _kind_in_row(text: str, grammar: Grammar) -> str:
    kind = cell_kind(text, grammar)
    may_be_unit = kind == "text" and len(text) <= _LONGEST_UNIT
    if may_be_unit and known(clean(text), grammar):
        return "unit"
    return kind


def profile_of(
    body: Sequence[RawRow],
    n_cols: int,
    grammar: Grammar,
) -> Profile:
    """The kinds of each column, from the rows that are whole."""
    kinds = grammar.memory(_kind_in_row)
    whole = [row for row in body if len(row) == n_cols]
    columns = [[kinds[row[col].text] for row in whole] for col in range(n_cols)]
    return tuple([_shares(Counter(column)) for column in columns])


def _shares(count: Counter[str]) -> ColumnKinds:
    """The share of each kind; empty cells count only where there are no others."""
    filled = {kind: n for kind, n in count.items() if kind != "empty"}
    if not filled:
        filled = dict(count)
    total = sum(filled.values())
    return {kind: n / total for kind, n in filled.items()}


def place(
    kinds: Sequence[str],
    profile: Profile,
    skips: Sequence[float] = (),
    fits: Mapping[str, Sequence[float]] | None = None,
) -> list[int]:
    """The column of each cell, in increasing order.

    The best is the agreement of kinds less the cost of empty columns.
    `skips` is what it costs to leave each column empty; nothing by default. `fits` are those of the
    profile, which many rows ask for. On a tie the gap stands behind the words.
    """
    n_cells = len(kinds)
    n_cols = len(profile)
    skips = skips or (0.0,) * n_cols
    fits = fits_in(profile) if fits is None else fits
    fit_of = [fits[kind] for kind in kinds]
    best = _best_agreements(fit_of, skips)
    columns: list[int] = []
    col = 0
    for i, fit in enumerate(fit_of):
        last = n_cols - (n_cells - i)  # the cells behind this one need a column each
        while col < last:
            after = best[i + 1][col + 1]
            take = fit[col] + after
            if take >= best[i][col] - _TIE:
                break
            col += 1
        columns.append(col)
        col += 1
    return columns


def fits_in(profile: Profile) -> Mapping[str, Sequence[float]]:
    """For each kind how well a cell of it stands in each column, told once for all such cells."""
    return Answers[str, list[float]](lambda kind: [_fit(kind, column) for column in profile])


def agreement(kinds: Sequence[str], profile: Profile, skips: Sequence[float]) -> float:
    """How well cells agree with the first columns, less the cost of leaving the others empty."""
    fits = [_fit(kind, column) for kind, column in zip(kinds, profile, strict=False)]
    return sum(fits) - sum(skips[len(kinds) :])


def best_agreement(kinds: Sequence[str], profile: Profile, skips: Sequence[float]) -> float:
    """The same where columns before and between the cells may be left empty as well."""
    fit_of = [[_fit(kind, column) for column in profile] for kind in kinds]
    return _best_agreements(fit_of, skips)[0][0]


def _best_agreements(
    fit_of: Sequence[Sequence[float]],
    skips: Sequence[float],
) -> list[list[float]]:
    """The best agreement of the cells from i on with the columns from j on, as `[i][j]`.

    `fit_of[i][j]` is how well cell i stands in column j. Where there are more cells than
    columns the agreement is minus infinity.
    """
    n_cells = len(fit_of)
    n_cols = len(skips)
    impossible = [float("-inf")] * (n_cols + 1)
    best = [impossible[:] for _ in range(n_cells)]
    # Behind the last cell all columns are left empty.
    best.append([-sum(skips[j:]) for j in range(n_cols + 1)])
    for i in reversed(range(n_cells)):
        last = n_cols - (n_cells - i)
        for j in reversed(range(last + 1)):
            after = best[i + 1][j + 1]
            take = fit_of[i][j] + after
            skip = best[i][j + 1] - skips[j]
            best[i][j] = max(take, skip)
    return best


def _fit(kind: str, column: ColumnKinds) -> float:
    """How well a cell stands in a column: its likeness with the cells there, on the average."""
    if not column:
        return _UNKNOWN_COLUMN
    return sum([share * _like(kind, other) for other, share in column.items()])


def _like(kind: str, other: str) -> float:
    if kind == other:
        return 1.0
    return _LIKENESS.get((kind, other), 0.0)
