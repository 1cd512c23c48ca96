"""Merged labels whose extent is lost, to the rows that they stand for.

A label stands before the first of its rows or, where rows come before the first
label, in their middle; then the rows are shared out so that each label lies as near
as possible to the middle of its group.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from planparse.tables.raw_cells import RawCell
from planparse.tables.recover.name_ends import PIECE
from planparse.tables.recover.row import joined
from planparse.tables.recover.tokens import Token, width

# Pieces that one label is wrapped into at most. Four are seen in “Two labels in pieces as wide as
# their column, of four pieces and of three”, whose seven pieces are not one label.
MOST_PIECES = 5

# What it costs a label to stand below the middle of its rows: of a line, the label is read before
# the row. Far less than half a row off the middle, so that it decides only between equals. Cases:
# “A label in pieces as wide as its column is not torn” and “Two labels in pieces as wide as their
# column, of four pieces and of three”.
BELOW_MIDDLE = 1e-2

# Of divisions that are equal, the one with the fewest labels.
ABOVE_MIDDLE = 1e-6

# A division between two pieces as wide as their column. More than a label half a row off its middle
# (0.25), less than one a row off. Cases: “A label in pieces as wide as its column is not torn”, and
# “Labels of the same width are two where each lies amid rows of its own”.
TORN_LABEL = 0.5

# Rows that may lie between two pieces of one label.
PIECES_APART = 1.0

# The same where both are as wide as the column.
WRAPPED_PIECES_APART = 2.0


class Seen(Struct, frozen=True):
    """A word of a merged label."""

    at: float
    """The number of rows above it, and a half where it stands beside one."""
    token: Token


class _Share(Struct, frozen=True):
    """A label: the words `seen[first:behind]`, and its rows."""

    begin: int
    """Its first row; the last one stands before the next label's first."""
    first: int
    behind: int


class _Step(Struct, frozen=True):
    """The cheapest division of the first rows and words."""

    cost: float
    begin: int
    """Where its last group of rows begins."""
    first: int
    """Where its last group of words begins."""


def begin_rows(seen: Sequence[Seen], count: int) -> dict[int, RawCell]:
    """For each label its first row; the rows of a label reach to the next one's first row."""
    if not seen:
        return {}
    if seen[0].at >= 1:
        # rows stand above the first label, so labels stand in the middle of theirs
        return _labels(seen, range(count + 1), full=0)
    labels: dict[int, RawCell] = {}
    for words in _between_rows(seen):
        first_row = int(words[0].at)
        labels[first_row] = _cell(words)
    return labels


def centred(seen: Sequence[Seen], edges: Sequence[float]) -> dict[int, RawCell]:
    """As `begin_rows`, for labels that stand in the middle of their rows.

    Row i lies between `edges[i]` and the next edge.
    """
    if not seen:
        return {}
    full = max(width(word.token.text) for word in seen)
    return _labels(seen, edges, full)


def _labels(
    seen: Sequence[Seen],
    edges: Sequence[float],
    full: int,
) -> dict[int, RawCell]:
    labels: dict[int, RawCell] = {}
    for share in _shared_out(seen, edges, full):
        words = seen[share.first : share.behind]
        labels[share.begin] = _cell(words)
    return labels


def _cell(words: Sequence[Seen]) -> RawCell:
    """Words of a label as one cell, in the order in which they are printed."""
    tokens = [word.token for word in words]
    tokens.sort(key=lambda token: (token.line, token.x))
    return joined(tokens)


def _between_rows(seen: Sequence[Seen]) -> list[list[Seen]]:
    """Words of labels put together: those that no row stands between."""
    group = [seen[0]]
    groups = [group]
    for word in seen[1:]:
        if word.at == group[-1].at:
            group.append(word)
        else:
            group = [word]
            groups.append(group)
    return groups


# ------------------------------------------------------------------- sharing out


def _shared_out(
    seen: Sequence[Seen],
    edges: Sequence[float],
    full: int,
) -> list[_Share]:
    """Groups of rows that fill all rows, each with the label words nearest to its middle, in order.

    Both the pieces that make up a label and the rows that it stands for are unknown; the
    division with the least squared distance between labels and middles is taken. `full` is
    the width of a wrapped piece, or 0: a piece as wide as that mostly goes on in the next one.
    """
    rows = len(edges) - 1
    # best[n][r]: the cheapest way to give the first n words to the first r rows
    best: list[dict[int, _Step]] = [{0: _Step(0.0, 0, 0)}]
    for behind in range(1, len(seen) + 1):
        steps: dict[int, _Step] = {}
        earliest = max(0, behind - MOST_PIECES)
        for first in range(earliest, behind):
            if not _may_be_one(seen[first:behind], full):
                continue
            torn = _cost_of_tear(seen, behind, full)
            _extend(
                steps,
                best[first],
                first,
                seen[first:behind],
                edges,
                torn,
            )
        best.append(steps)
    return _walked_back(best, rows)


def _extend(
    steps: dict[int, _Step],
    before: dict[int, _Step],
    first: int,
    words: Sequence[Seen],
    edges: Sequence[float],
    torn: float,
) -> None:
    """Add to `steps` every group of rows that `words`, from the word `first` on, may stand for."""
    middle = sum(word.at for word in words) / len(words)
    lowest = int(words[-1].at)
    for begin, so_far in before.items():
        for end in range(begin + 1, len(edges)):
            # the label would stand below its own rows
            if edges[end] < lowest:
                continue
            off_middle = (edges[begin] + edges[end]) / 2 - middle
            side = ABOVE_MIDDLE
            if off_middle < 0:
                side = BELOW_MIDDLE
            cost = so_far.cost + off_middle**2 + side + torn
            if end not in steps or cost < steps[end].cost:
                steps[end] = _Step(cost, begin, first)


def _cost_of_tear(
    seen: Sequence[Seen],
    behind: int,
    full: int,
) -> float:
    """What it costs that a label ends before the word `seen[behind]`, which may go on with it."""
    if full == 0 or behind == len(seen):
        return 0.0
    pair = seen[behind - 1 : behind + 1]
    if _may_be_one(pair, full):
        return TORN_LABEL
    return 0.0


def _walked_back(best: Sequence[dict[int, _Step]], rows: int) -> list[_Share]:
    """The groups of the cheapest division of all rows; none where the words don't fill them."""
    words = len(best) - 1
    if rows not in best[words]:
        return []
    shares: list[_Share] = []
    end = rows
    while words > 0:
        step = best[words][end]
        shares.append(_Share(step.begin, step.first, words))
        words = step.first
        end = step.begin
    return shares[::-1]


def _may_be_one(words: Sequence[Seen], full: int) -> bool:
    """Whether words may be pieces of one label; with `full`, of one wrapped at that width."""
    pairs = pairwise(words)
    if full:
        return all(_is_wrapped(upper, lower, full) for upper, lower in pairs)
    return all(_are_pieces(upper, lower) for upper, lower in pairs)


def _are_pieces(upper: Seen, lower: Seen) -> bool:
    """Whether two words may be pieces of one label: short, and on neighbouring rows."""
    if lower.at - upper.at > PIECES_APART:
        return False
    return len(upper.token.text) <= PIECE and len(lower.token.text) <= PIECE


def _is_wrapped(
    upper: Seen,
    lower: Seen,
    full: int,
) -> bool:
    """Whether a piece goes on in the next one: it fills the column, and the next one is near."""
    if lower.at - upper.at > WRAPPED_PIECES_APART:
        return False
    return width(upper.token.text) >= full - 1
