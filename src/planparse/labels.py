"""Merged labels whose extent is lost, to the rows that they stand for.

A label stands before the first of its rows or, where rows come before the first
label, in their middle; then the rows are shared out so that each label lies as near
as possible to the middle of its group.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from planparse.geometry import RawCell
from planparse.tokens import Token


class Seen(NamedTuple):
    """A word of a merged label: `at` is the number of rows above it, and a half where it stands beside one."""

    at: float
    token: Token


def begin_rows(seen: Sequence[Seen], count: int) -> dict[int, RawCell]:
    """For each label its first row; the rows of a label reach to the next one's first row."""
    if not seen:
        return {}
    if seen[0].at < 1:
        return {int(g[0].at): _cell(g) for g in _from_the_top(seen)}
    return {begin: _cell(seen[a:b]) for begin, a, b in _shared_out(seen, count)}


def _cell(words: Sequence[Seen]) -> RawCell:
    return RawCell("".join(s.token.text for s in words), tuple(s.token.span for s in words))


def _from_the_top(seen: Sequence[Seen]) -> list[list[Seen]]:
    """Words of labels put together: those that no row stands between."""
    groups: list[list[Seen]] = [[seen[0]]]
    for one in seen[1:]:
        if one.at == groups[-1][-1].at:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


PIECE = 4
"""Characters of a piece of a wrapped label at most: a narrow column."""
PIECES = 5
"""Pieces that one label is wrapped into at most."""


def _shared_out(seen: Sequence[Seen], count: int) -> list[tuple[int, int, int]]:
    """Groups of rows that fill `count` rows, each with the label words `seen[a:b]` nearest to its middle.

    Returns `(first row, a, b)` in order. Both the pieces that make up a label and the
    rows that it stands for are unknown; the division with the least squared distance
    between labels and middles is taken.
    """
    words = len(seen)
    best: list[dict[int, tuple[float, int, int]]] = [{0: (0.0, 0, 0)}, *({} for _ in range(words))]
    for b in range(1, words + 1):
        for a in range(max(0, b - PIECES), b):
            if not _may_be_one(seen[a:b]):
                continue
            middle = sum(s.at for s in seen[a:b]) / (b - a)
            for begin, (cost, _, _) in best[a].items():
                for end in range(max(begin + 1, int(seen[b - 1].at)), count + 1):
                    below = middle > (begin + end) / 2  # of a line, the label is read before the row
                    total = cost + ((begin + end) / 2 - middle) ** 2 + (1e-2 if below else 1e-6)
                    if total < best[b].get(end, (float("inf"), 0, 0))[0]:
                        best[b][end] = (total, begin, a)
    if count not in best[words]:
        return []
    out: list[tuple[int, int, int]] = []
    b, end = words, count
    while b > 0:
        _, begin, a = best[b][end]
        out.insert(0, (begin, a, b))
        b, end = a, begin
    return out


def _may_be_one(words: Sequence[Seen]) -> bool:
    """Whether words may be pieces of one label: short, and on neighbouring rows."""
    return len(words) == 1 or all(
        len(x.token.text) <= PIECE and len(y.token.text) <= PIECE and y.at - x.at <= 1.0
        for x, y in pairwise(words)
    )
