"""Rows of cells to a grid with columns: which rows are header, and which column a cell of a short row is in.

A converter drops merged cells, so that rows differ in length. The kinds of the cells
(serial number, value, words, nature) say where the gap is: a short row is laid over
the columns so that the kinds agree best, in order. Merged headers are spread over
the columns below them, evenly or where the labels under them begin again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from planparse.grammar import Grammar
from planparse.model.source import Cell, Grid, Span
from planparse.quantity.units import known
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.columns import role_of
from planparse.tables.header_rows import header_height
from planparse.tables.raw_cells import EMPTY, RawCell, RawRow, clean


def _kind_in_row(text: str, grammar: Grammar) -> str:
    """As `cell_kind`; a unit is told from other words."""
    kind = cell_kind(text, grammar)
    return "unit" if kind == "text" and len(text) <= 12 and known(clean(text), grammar) else kind


_LIKE = {
    ("serial", "value"): 0.85, ("value", "missing"): 0.9, ("serial", "missing"): 0.8, ("value", "text"): 0.1,
    ("empty", "value"): 0.5, ("empty", "serial"): 0.5, ("empty", "missing"): 0.6, ("empty", "nature"): 0.4,
    ("empty", "text"): 0.4,
    ("unit", "text"): 0.5, ("unit", "missing"): 0.5, ("empty", "unit"): 0.5, ("nature", "text"): 0.3, ("missing", "text"): 0.3, ("serial", "text"): 0.1,
}


@lru_cache(maxsize=64)
def _like(a: str, b: str) -> float:
    return 1.0 if a == b else _LIKE.get((a, b), _LIKE.get((b, a), 0.0))


# ------------------------------------------------------------------- alignment


def lay_out(
    rows: Sequence[RawRow], span: Span, shape: str, grammar: Grammar, furniture: tuple[Span, ...] = ()
) -> Grid:
    """A grid of rows whose lengths may differ because merged cells were dropped."""
    lead = _lead(rows)
    height = header_height(rows[lead:], grammar)
    header, body = rows[lead : lead + height], rows[lead + height :]
    n_cols = _column_count(header, body)
    profile = _profile(body, n_cols, grammar)
    skips = _skips(header[-1] if header else (), n_cols, grammar)
    cells = [Cell(r, 0, row[0].text, row[0].spans, 1, n_cols) for r, row in enumerate(rows[:lead])]
    for r, row in enumerate(body, lead + height):
        cells += _body_cells(row, r, n_cols, profile, skips, grammar)
    cells += [c._replace(row=c.row + lead) for c in _header_cells(header, n_cols, profile, grammar)]
    cells.sort(key=lambda c: (c.row, c.col))
    return Grid(span, tuple(cells), shape, lead + height, furniture, inferred=True)


def _lead(rows: Sequence[RawRow]) -> int:
    """How many rows of one cell stand above the header: a caption, a unit note."""
    lead = 0
    while lead < len(rows) - 2 and sum(bool(c.text.strip()) for c in rows[lead]) == 1 and rows[lead][0].text.strip():
        lead += 1
    return lead if lead < 3 and sum(bool(c.text.strip()) for c in rows[lead]) > 1 else 0


def _column_count(header: Sequence[RawRow], body: Sequence[RawRow]) -> int:
    lengths = Counter(len(row) for row in body if len(row) > 1)
    usual = lengths.most_common(1)[0][0] if lengths else 1
    sane = [n for n in lengths if n <= 2 * usual]
    return max([*sane, *(len(row) for row in header), 1])


Profile = tuple[dict[str, float], ...]
"""For each column the share of each kind among its cells."""


def _profile(body: Sequence[RawRow], n_cols: int, grammar: Grammar) -> Profile:
    """Kinds per column, from the rows that are whole; where hardly one is, from both ends of all rows."""
    whole = [row for row in body if len(row) == n_cols]
    columns: list[Counter[str]] = [Counter() for _ in range(n_cols)]
    for row in whole:
        for col, cell in enumerate(row):
            columns[col][_kind_in_row(cell.text, grammar)] += 1
    out = []
    for counter in columns:
        filled = {k: n for k, n in counter.items() if k != "empty"} or dict(counter)
        total = sum(filled.values())
        out.append({k: n / total for k, n in filled.items()} if total else {})
    return tuple(out)


def _fit(kind: str, column: dict[str, float]) -> float:
    return sum(share * _like(kind, other) for other, share in column.items()) if column else 0.4


SKIP = {"category": 0.0, "note": 0.0, "number": 0.05, "qualifier": 0.0, "name": 0.3, "entity": 0.3}
"""What it costs to leave a column of a role empty; a merged label is what most often is missing."""


def _skips(header: RawRow, n_cols: int, grammar: Grammar) -> tuple[float, ...]:
    if len(header) != n_cols:
        return (0.0,) * n_cols
    return tuple(SKIP.get(str(role_of(clean(c.text), grammar)), 0.1) for c in header)


def place(kinds: Sequence[str], profile: Profile, skips: Sequence[float] = ()) -> list[int]:
    """The column of each cell: strictly increasing, best agreement of kinds less the cost of empty columns.

    On a tie the gap stands behind the words.
    """
    m, n = len(kinds), len(profile)
    skips = skips or (0.0,) * n
    best = [[float("-inf")] * (n + 1) for _ in range(m + 1)]
    for j in range(n, -1, -1):
        best[m][j] = -sum(skips[j:])
    for i in range(m - 1, -1, -1):
        for j in range(n - (m - i), -1, -1):
            take = _fit(kinds[i], profile[j]) + best[i + 1][j + 1]
            best[i][j] = max(take, best[i][j + 1] - skips[j])
    out, j = [], 0
    for i in range(m):
        while j < n - (m - i) and _fit(kinds[i], profile[j]) + best[i + 1][j + 1] < best[i][j] - 1e-9:
            j += 1
        out.append(j)
        j += 1
    return out


def _body_cells(
    row: RawRow, r: int, n_cols: int, profile: Profile, skips: Sequence[float], grammar: Grammar
) -> list[Cell]:
    row = _fitted(row, n_cols)
    if len(row) == n_cols:
        places = list(range(n_cols))
    elif len(row) == 1:
        places = [_first_words(profile) if len(clean(row[0].text)) <= 8 and grammar.pattern("grids.total").fullmatch(clean(row[0].text)) else 0]
    else:
        places = place([_kind_in_row(c.text, grammar) for c in row], profile, skips)
    spread = n_cols if len(row) == 1 else 1
    return [Cell(r, col, c.text, c.spans, 1, spread - col if spread > 1 else 1) for col, c in zip(places, row, strict=True)]


def _first_words(profile: Profile) -> int:
    return next((i for i, column in enumerate(profile) if column.get("text", 0) > 0.5), 0)


def _fitted(row: RawRow, n_cols: int) -> RawRow:
    """A row that is no longer than the table: empty cells at its end go, a surplus joins the last cell."""
    row = list(row)
    while len(row) > n_cols and not row[-1].text.strip():
        row.pop()
    if len(row) > n_cols:
        rest = row[n_cols - 1 :]
        row[n_cols - 1 :] = [RawCell("\n".join(c.text for c in rest), tuple(s for c in rest for s in c.spans))]
    return row


# ---------------------------------------------------------------------- header

_ROLE_KIND = {
    "number": "serial", "baseline": "value", "target": "value", "value": "value", "investment": "value",
    "nature": "nature", "unit": "unit",
}


def _header_cells(header: Sequence[RawRow], n_cols: int, profile: Profile, grammar: Grammar) -> list[Cell]:
    """Header cells with their spans: the last row over the columns, each upper row over the row below."""
    if not header:
        return []
    starts = _bottom(header[-1], n_cols, profile, grammar) if len(header) == 1 else None
    if starts is not None:
        return _spread(header[0], 0, starts, n_cols, 1)
    return _stacked(header, n_cols, profile, grammar)


def _bottom(row: RawRow, n_cols: int, profile: Profile, grammar: Grammar) -> list[int]:
    """First column of each cell of a header row that has no row under it."""
    row = _fitted(row, n_cols)
    if len(row) == n_cols:
        return list(range(n_cols))
    kinds = [_ROLE_KIND.get(str(role_of(clean(c.text), grammar)), "text") for c in row]
    places = place(kinds, profile)
    places[0] = 0
    return places


def _spread(row: RawRow, r: int, starts: Sequence[int], n_cols: int, rowspan: int) -> list[Cell]:
    row = _fitted(row, n_cols)
    ends = [*starts[1:], n_cols]
    return [
        Cell(r, a, c.text, c.spans, rowspan, b - a) for c, a, b in zip(row, starts, ends, strict=True)
    ]


def _stacked(header: Sequence[RawRow], n_cols: int, profile: Profile, grammar: Grammar) -> list[Cell]:
    """Several header rows: an empty cell under a printed one is merged with it, the rest is shared out."""
    height = len(header)
    below = [_fitted(header[-1], n_cols)] if len(header[-1]) >= n_cols else [_padded(header[-1], n_cols)]
    slots: list[list[int]] = [list(range(n_cols))]
    for row in reversed(header[:-1]):
        row, starts = _shared(row, below[0], slots[0], n_cols)
        slots.insert(0, starts)
        below.insert(0, row)
    cells: list[Cell] = []
    for r, (row, starts) in enumerate(zip(below, slots, strict=True)):
        ends = [*starts[1:], n_cols]
        for cell, a, b in zip(row, starts, ends, strict=False):
            if cell.text.strip():
                cells.append(Cell(r, a, cell.text, cell.spans, _rows_free(below, slots, r, a, b, height), b - a))
    return cells


def _padded(row: RawRow, n_cols: int) -> list[RawCell]:
    return [*([EMPTY] * (n_cols - len(row))), *row]


def _rows_free(rows: Sequence[RawRow], slots: Sequence[Sequence[int]], r: int, a: int, b: int, height: int) -> int:
    """How many rows a header cell covers: down to the first printed cell under it."""
    span = 1
    for below in range(r + 1, height):
        if any(a <= at < b and c.text.strip() for at, c in zip(slots[below], rows[below], strict=False)):
            break
        span += 1
    return span


def _shared(row: RawRow, below: RawRow, below_starts: Sequence[int], n_cols: int) -> tuple[list[RawCell], list[int]]:
    """The cells of `row`, which stands over `below`, with the first column of each."""
    if len(row) == len(below):  # an empty cell over a printed one is the rest of the merged cell to its left
        pairs = list(zip(row, below_starts, below, strict=True))
        kept = [(c, at) for n, (c, at, b) in enumerate(pairs) if n == 0 or c.text.strip() or not b.text.strip()]
        return [c for c, _ in kept], [at for _, at in kept]
    merged = [i for i, c in enumerate(below) if not c.text.strip()]
    groups = _groups([c.text for c in below], merged, len(row) - len(merged))
    starts = [below_starts[g[0]] for g in groups]
    return list(row), starts[: len(row)] + [n_cols] * max(0, len(row) - len(starts))


def _groups(labels: Sequence[str], merged: Sequence[int], wanted: int) -> list[list[int]]:
    """The labels under a header row, cut into the runs that its cells stand over.

    An empty label is a run of its own. The printed ones are cut where the first
    label comes again, else into `wanted` runs of equal length.
    """
    runs: list[list[int]] = []
    printed = [i for i in range(len(labels)) if i not in set(merged)]
    again = [i for i in printed if clean(labels[i]) == clean(labels[printed[0]])] if printed else []
    if len(again) == wanted:
        cuts = set(again)
    else:
        each = max(1, len(printed) // max(1, wanted))
        cuts = set(printed[::each][: max(1, wanted)])
    for i in range(len(labels)):
        if i in merged or i in cuts or not runs or runs[-1][-1] in merged:
            runs.append([i])
        else:
            runs[-1].append(i)
    return runs
