"""Merged labels that stand to the left of all other words, told by the places on their lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from planparse.tables.raw_cells import EMPTY, RawCell, RawRow
from planparse.tables.recover.readings.line_blocks.rows import BlockRows
from planparse.tables.recover.readings.merged_labels import Seen, centred
from planparse.tables.recover.text_page import TextPage
from planparse.tables.recover.tokens import ColumnLayout, Token, width

# Half-width units to the left of where most lines begin: a column of two characters at least.
NARROWEST = 4

# Half-width units of a label.
WIDEST = 24

# Half-width units by which a line of a label may begin beside the others.
BESIDE = 3

# At most half of the lines have a label, so that the others say where the next column is.
LEAST_WITHOUT = 2


class Apart(Struct, frozen=True):
    """Lines without their labels, and these."""

    lines: list[list[Token]]
    labels: list[Token]


def labels_apart(lines: Sequence[Sequence[Token]], page: TextPage) -> Apart | None:
    """The lines without the labels in front of them; None where places tell of none."""
    indents = [_indent(line[0], page) for line in lines if line]
    if len(indents) < LEAST_WITHOUT:
        return None
    usual = sorted(indents)[len(indents) // 2]
    left = min(indents)
    if usual - left < NARROWEST:
        return None
    kept: list[list[Token]] = []
    labels: list[Token] = []
    for line in lines:
        first = line[0]
        is_left = _indent(first, page) <= min(left + BESIDE, usual - NARROWEST + 1)
        if is_left and _may_be_label(first):
            labels.append(first)
            line = line[1:]
        if line:
            kept.append(list(line))
    if not labels or LEAST_WITHOUT * len(labels) > len(lines):
        return None
    return Apart(kept, labels)


def _indent(word: Token, page: TextPage) -> int:
    """Where a word begins on its line, in half-width units."""
    return width(page.texts[word.line][: word.x])


def _may_be_label(word: Token) -> bool:
    text = word.text
    return text.isalpha() and not text.isascii() and width(text) <= WIDEST


def without_labels(layout: ColumnLayout) -> ColumnLayout:
    """The layout without its column of labels."""
    roles = list(layout.roles)
    labels = layout.column("category")
    if labels is not None:
        del roles[labels]
    return ColumnLayout(layout.header, tuple(roles))


def with_labels(
    found: BlockRows,
    labels: Sequence[Token],
    layout: ColumnLayout,
) -> tuple[list[RawRow], ColumnLayout]:
    """The rows with their labels, each in the first row that it stands for, and their layout.

    Where the header names no column of labels, one stands in front of all others.
    """
    column = layout.column("category")
    if column is None:
        column = 0
        layout = ColumnLayout(layout.header, ("category", *layout.roles))
    seen = [Seen(token.line + 0.5, token) for token in labels]
    first_rows = centred(seen, _edges(found))
    rows: list[RawRow] = []
    for n, row in enumerate(found.rows):
        label: RawCell = first_rows.get(n, EMPTY)
        rows.append([*row[:column], label, *row[column:]])
    return rows, layout


def _edges(found: BlockRows) -> list[float]:
    """The lines between which the rows lie."""
    first, _ = found.reaches[0]
    _, last = found.reaches[-1]
    between = [(above[1] + 1 + below[0]) / 2 for above, below in pairwise(found.reaches)]
    return [float(first), *between, float(last + 1)]
