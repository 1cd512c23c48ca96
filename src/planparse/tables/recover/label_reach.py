"""Whether it was guessed which rows the merged labels of a table stand for.

A label that is printed on the first line of its rows says where they begin. One that a converter
prints amid them, or that may as well be the first line of a name, says it only by its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planparse.model.source import Span
from planparse.tables.raw_cells import RawCell, RawRow
from planparse.tables.recover.proposal import Proposal
from planparse.tables.recover.tokens import ColumnLayout

# Characters by which a column of names must be wider than that of the labels, so that a line of a
# label is told from one of a name.
TOLD_APART = 2


# Roles of columns of words, as labels are.
WORDS = ("text", "other", "note")

# Share of rows whose cells stand on a line each, from which on a table is a stack of them.
MOSTLY = 0.5


def is_reach_guessed(proposal: Proposal, text: str) -> bool:
    """Whether the rows of some label of a proposal were guessed; its cells' spans point into `text`."""
    layout = proposal.layout
    if layout is None:
        return False
    labels = layout.column("category")
    if labels is None:
        return False
    rows = [row for row in proposal.rows[len(layout.header) :] if len(row) == len(layout.roles)]
    # the first row without a label: it is in the name, or lies further down
    if not rows or not rows[0][labels].text:
        return True
    if any(_is_below_row(row, labels) for row in rows):
        return True
    if layout.roles[-1] in WORDS and _is_stack(rows, text):
        return True  # the last words of a row and the label of the next one stand alike
    return _are_alike(rows, labels, layout)


def _is_stack(rows: Sequence[RawRow], text: str) -> bool:
    """Whether most rows print each cell on a line of its own."""
    found = 0
    for row in rows:
        spans = [span for cell in row for span in cell.spans]
        start = min((first for first, _ in spans), default=0)
        end = max((last for _, last in spans), default=0)
        lines = text.count("\n", start, end) + 1
        found += lines >= sum(bool(cell.text) for cell in row)
    return found > MOSTLY * len(rows)


def _is_below_row(row: RawRow, labels: int) -> bool:
    """Whether a label is printed behind all other cells of the first row that it is given to."""
    if not row[labels].spans:
        return False
    begin, _ = row[labels].spans[0]
    others = [cell.spans[0] for at, cell in enumerate(row) if at != labels and cell.spans]
    return bool(others) and all(start < begin for start, _ in others)


def _are_alike(
    rows: Sequence[RawRow],
    labels: int,
    layout: ColumnLayout,
) -> bool:
    """Whether names are wrapped in a column as narrow as that of the labels."""
    names = [row[layout.name] for row in rows]
    if not any(len(cell.spans) > 1 for cell in names):
        return False
    widest_label = max(_lengths(row[labels] for row in rows), default=0)
    widest_name = max(_lengths(names), default=0)
    return widest_name < widest_label + TOLD_APART


def _lengths(cells: Iterator[RawCell] | Sequence[RawCell]) -> Iterator[int]:
    """Characters of each line of some cells."""
    for cell in cells:
        yield from (_length(span) for span in cell.spans)


def _length(span: Span) -> int:
    start, end = span
    return end - start
