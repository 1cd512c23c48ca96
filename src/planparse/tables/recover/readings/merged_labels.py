"""Merged labels whose extent is lost, to the rows that they stand for.

A label stands before the first of its rows or, where rows come before the first
label, in their middle; then the rows are shared out so that each label lies as near
as possible to the middle of its group.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from planparse.tables.raw_cells import RawCell
from planparse.tables.recover.tokens import Token, width


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
    return {begin: _cell(seen[a:b]) for begin, a, b in _shared_out(seen, range(count + 1))}


def _cell(words: Sequence[Seen]) -> RawCell:
    """Words of a label as one cell, in the order in which they are printed."""
    tokens = sorted((s.token for s in words), key=lambda t: (t.line, t.x))
    return RawCell("".join(t.text for t in tokens), tuple(x for t in tokens for x in t.spans))


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


def centred(seen: Sequence[Seen], edges: Sequence[float]) -> dict[int, RawCell]:
    """As `begin_rows`, for labels that stand in the middle of their rows: row i lies between `edges[i]` and the next."""
    if not seen:
        return {}
    full = max(width(s.token.text) for s in seen)
    return {begin: _cell(seen[a:b]) for begin, a, b in _shared_out(seen, edges, full)}


def _shared_out(seen: Sequence[Seen], edges: Sequence[float], full: int = 0) -> list[tuple[int, int, int]]:
    """Groups of rows that fill all rows, each with the label words `seen[a:b]` nearest to its middle.

    Returns `(first row, a, b)` in order. Both the pieces that make up a label and the
    rows that it stands for are unknown; the division with the least squared distance
    between labels and middles is taken. `full` is the width of a wrapped piece, where
    that is known: a piece as wide as that mostly goes on in the next one.
    """
    words, count = len(seen), len(edges) - 1
    best: list[dict[int, tuple[float, int, int]]] = [{0: (0.0, 0, 0)}, *({} for _ in range(words))]
    for b in range(1, words + 1):
        for a in range(max(0, b - PIECES), b):
            if not _may_be_one(seen[a:b], full):
                continue
            torn = full > 0 and b < words and _may_be_one(seen[b - 1 : b + 1], full)
            middle = sum(s.at for s in seen[a:b]) / (b - a)
            for begin, (cost, _, _) in best[a].items():
                for end in range(begin + 1, count + 1):
                    if edges[end] < int(seen[b - 1].at):
                        continue
                    centre = (edges[begin] + edges[end]) / 2
                    below = middle > centre  # of a line, the label is read before the row
                    total = cost + (centre - middle) ** 2 + (1e-2 if below else 1e-6) + 0.5 * torn
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


def _may_be_one(words: Sequence[Seen], full: int = 0) -> bool:
    """Whether words may be pieces of one label: short, and on neighbouring rows; with `full`, wrapped at that width."""
    if full:
        return all(width(x.token.text) >= full - 1 and y.at - x.at <= 2.0 for x, y in pairwise(words))
    return len(words) == 1 or all(
        len(x.token.text) <= PIECE and len(y.token.text) <= PIECE and y.at - x.at <= 1.0
        for x, y in pairwise(words)
    )
