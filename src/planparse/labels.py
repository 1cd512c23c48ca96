"""Merged labels whose extent is lost, to the rows that they stand for.

A label stands before the first of its rows or, where rows come before the first
label, in their middle; then the rows are shared out so that each label lies as near
as possible to the middle of its group.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    centred = seen[0].at >= 1
    groups = _whole_labels(seen, count, centred=centred)
    middles = [sum(s.at for s in g) / len(g) for g in groups]
    begins = _shared_out(middles, count) if centred else [int(g[0].at) for g in groups]
    return {
        begin: RawCell("".join(s.token.text for s in g), tuple(s.token.span for s in g))
        for begin, g in zip(begins, groups, strict=True)
    }


PIECE = 4
"""Characters of a piece of a wrapped label at most: a narrow column."""


def _whole_labels(seen: Sequence[Seen], count: int, *, centred: bool) -> list[list[Seen]]:
    """Words of labels put together: those on lines without a row between, and pieces of one wrapped label."""
    groups: list[list[Seen]] = [[seen[0]]]
    every_row = len({s.at for s in seen}) >= count
    for one in seen[1:]:
        before = groups[-1][-1]
        near = one.at - before.at <= (1.0 if centred and not every_row else 0.0)
        short = len(one.token.text) <= PIECE and len(before.token.text) <= PIECE
        if near and (short or one.at == before.at):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _shared_out(middles: Sequence[float], count: int) -> list[int]:
    """First rows of consecutive groups that fill `count` rows, their middles as near to `middles` as can be."""
    worst = float("inf")
    cost: list[list[tuple[float, int]]] = [[(0.0 if end == 0 else worst, 0) for end in range(count + 1)]]
    for middle in middles:
        row = []
        for end in range(count + 1):
            options = ((cost[-1][b][0] + ((b + end) / 2 - middle) ** 2, b) for b in range(end))
            row.append(min(options, default=(worst, 0)))
        cost.append(row)
    begins, end = [], count
    for i in range(len(middles), 0, -1):
        end = cost[i][end][1]
        begins.insert(0, end)
    return begins
