"""Wrapped cells that are centred on the main line of their row, in tables without lines between
rows: how many lines belong to each row is told by where their middle lies.
"""

from __future__ import annotations

from collections.abc import Sequence

from planparse.readers.pages.lines import GlyphRun

_Piece = list[GlyphRun]

# The middle of a cell's lines lies at the height of its row's main line within so many font sizes:
# half the space between two lines is 0.6 of them and more.
_CENTRED = 0.3


def centred_cells(
    columns: Sequence[Sequence[_Piece]],
    heights: Sequence[float],
) -> list[dict[int, list[_Piece]]] | None:
    """The pieces of each column by the rows whose main lines stand at `heights`, from the top;
    None where those of a column are not centred on them. `columns` hold their pieces downwards."""
    rows: list[dict[int, list[_Piece]]] = [{} for _ in heights]
    for col, pieces in enumerate(columns):
        if not pieces:
            continue
        parts = _level_parts(pieces, heights) or _centred_parts(pieces, heights)
        if parts is None:
            return None
        for row, part in zip(rows, parts, strict=True):
            if part:
                row[col] = part
    return rows


def _level_parts(
    pieces: Sequence[_Piece],
    heights: Sequence[float],
) -> list[list[_Piece]] | None:
    """The pieces by the row at whose height each stands, None where one stands at none."""
    parts: list[list[_Piece]] = [[] for _ in heights]
    for piece in pieces:
        base = piece[0].base
        number = min(range(len(heights)), key=lambda at: abs(heights[at] - base))
        if abs(heights[number] - base) > _CENTRED * piece[0].size:
            return None
        parts[number].append(piece)
    return parts


def _centred_parts(
    pieces: Sequence[_Piece],
    heights: Sequence[float],
) -> list[list[_Piece]] | None:
    """The pieces in turn, so many for each row that their middle lies at its height."""
    parts: list[list[_Piece]] = []
    start = 0
    for number, height in enumerate(heights, start=1):
        last_end = len(pieces) - (len(heights) - number)
        ends = range(start + 1, last_end + 1)
        off = {end: abs(_middle(pieces[start:end]) - height) for end in ends}
        end = min(off, key=off.__getitem__, default=0)
        if not end or off[end] > _CENTRED * pieces[start][0].size:
            return None
        parts.append(list(pieces[start:end]))
        start = end
    return parts if start == len(pieces) else None


def _middle(pieces: Sequence[_Piece]) -> float:
    return (pieces[0][0].base + pieces[-1][0].base) / 2
