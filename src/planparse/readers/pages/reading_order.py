"""Lines and blocks of a page in the order in which they are read: columns one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from planparse.readers.pages.blocks import Block
from planparse.readers.pages.lines import GlyphRun, group_lines, set_line

# A gap in a line of so many font sizes may be that between two columns.
_WIDE_GAP = 1.2

# A page with fewer pieces, and a band of it with fewer, has no two columns of three lines each
# that could be told from labels.
_FEW_PIECES = 8
_FEW_IN_BAND = 6

# A piece wider than this part of the page stands across its columns.
_ACROSS = 0.55

# Points that are between two columns at least.
_GUTTER = 9.0

# A column begins at one place with so many lines at least; up to this part of the band's pieces
# may stand across the gutter.
_LEAST_STARTS = 3
_FEW_ACROSS = 5

# A column has so many lines at least, this part of the page's width, and lines that fill this part
# of it: labels and numbers beside something do not.
_LEAST_LINES = 3
_COLUMN_WIDTH = 0.2
_FILLED = 0.7


@dataclass(slots=True)
class _LaidPiece:
    """A stretch of a line without a wide gap, or a block: what columns are told from."""

    x0: float
    top: float
    x1: float
    bottom: float
    line: int
    """Number of its line: the pieces of one column that have the same are joined again."""
    runs: list[GlyphRun]
    block: Block | None = None

    @property
    def width(self) -> float:
        """Distance of its ends."""
        return self.x1 - self.x0

    def take(self, run: GlyphRun) -> None:
        """Go on with `run`, the next one in the line."""
        self.runs.append(run)
        self.x1 = max(self.x1, run.x1)
        self.top = min(self.top, run.top)
        self.bottom = max(self.bottom, run.bottom)


def in_reading_order(runs: list[GlyphRun], blocks: list[Block]) -> list[Block]:
    """Lines of `runs` and `blocks` in reading order: columns one after the other."""
    pieces: list[_LaidPiece] = []
    for number, line in enumerate(group_lines(runs)):
        pieces += _pieces(line, number)
    for block in blocks:
        # Blocks are no part of any line.
        pieces.append(_LaidPiece(*block.bbox, line=-1, runs=[], block=block))
    flow: list[Block] = []
    for column in _columns(pieces):
        flow += _flow(column)
    return flow


def _pieces(line: Sequence[GlyphRun], number: int) -> list[_LaidPiece]:
    """Stretches of `line` between its wide gaps; blanks count to what is before them."""
    pieces: list[_LaidPiece] = []
    for run in line:
        if run.blank:
            pieces[-1].runs.append(run)
        elif pieces and run.x0 - pieces[-1].x1 < _WIDE_GAP * run.size:
            pieces[-1].take(run)
        else:
            piece = _LaidPiece(
                x0=run.x0,
                top=run.top,
                x1=run.x1,
                bottom=run.bottom,
                line=number,
                runs=[run],
            )
            pieces.append(piece)
    return pieces


def _flow(pieces: Sequence[_LaidPiece]) -> list[Block]:
    """Blocks of one column from the top, pieces of one line joined again."""
    flow: list[tuple[float, float, Block]] = []
    lines: dict[int, list[GlyphRun]] = {}
    for piece in pieces:
        if piece.block is not None:
            flow.append((piece.top, piece.x0, piece.block))
        else:
            lines.setdefault(piece.line, []).extend(piece.runs)
    for runs in lines.values():
        runs.sort(key=lambda run: run.x0)
        line = set_line(runs)
        # A line that overlaps a table's edge a little is above it by its middle.
        middle = line.base - 0.5 * line.size
        flow.append((middle, line.bbox[0], line))
    flow.sort(key=lambda placed: placed[:2])
    return [block for _, _, block in flow]


def _columns(pieces: list[_LaidPiece]) -> list[list[_LaidPiece]]:
    """Pieces by column, in reading order; wide pieces cut the page into bands from the top."""
    if len(pieces) < _FEW_PIECES:
        return [pieces]
    width = _extent(pieces)
    columns: list[list[_LaidPiece]] = [[]]
    band: list[_LaidPiece] = []
    for piece in _downwards(pieces):
        if piece.width <= _ACROSS * width:
            band.append(piece)
            continue
        _add_band(columns, band, width)
        columns[-1].append(piece)
        band = []
    _add_band(columns, band, width)
    return columns


def _extent(pieces: Sequence[_LaidPiece]) -> float:
    """Width from the leftmost end to the rightmost."""
    left = min(piece.x0 for piece in pieces)
    right = max(piece.x1 for piece in pieces)
    return right - left


def _downwards(pieces: Sequence[_LaidPiece]) -> list[_LaidPiece]:
    return sorted(pieces, key=lambda piece: piece.top)


def _add_band(
    columns: list[list[_LaidPiece]],
    band: list[_LaidPiece],
    width: float,
) -> None:
    """Add `band` to the last of `columns`, or its own columns where it has any."""
    parts = _cut(band, width)
    if len(parts) > 1:
        # What comes below the band is read after its last column.
        columns += [*parts, []]
    else:
        columns[-1] += band


def _cut(band: list[_LaidPiece], width: float) -> list[list[_LaidPiece]]:
    """`band` cut at a gutter between two columns of full lines, else whole.

    A few pieces may stand across the gutter, a title above the columns: they cut the band from
    the top.
    """
    if len(band) < _FEW_IN_BAND:
        return [band]
    halves = _halves(band, width)
    if len(halves) > 1:
        return halves
    for x in _starts(band):
        gutter = x - _GUTTER
        across = [piece for piece in band if piece.x0 < gutter < piece.x1]
        if not 0 < len(across) <= len(band) / _FEW_ACROSS:
            continue
        # A cell of a row stands across nothing, as what is beside it belongs to it.
        if not all(_is_alone(piece, band) for piece in across):
            continue
        parts = _cut_around(across, band, width)
        # More than what is above and below each piece across: one of these has two columns.
        if len(parts) > len(across) + 1:
            return parts
    return [band]


def _is_alone(piece: _LaidPiece, band: list[_LaidPiece]) -> bool:
    """Whether nothing else stands in the line of a piece."""
    return piece.block is not None or all(
        other is piece or other.line != piece.line for other in band
    )


def _starts(band: Sequence[_LaidPiece]) -> list[int]:
    """Places where several pieces of `band` begin, those of the most pieces first."""
    starts = Counter(round(piece.x0) for piece in band)
    frequent = [x for x, count in starts.items() if count >= _LEAST_STARTS]
    frequent.sort(key=lambda x: -starts[x])
    return frequent


def _halves(band: list[_LaidPiece], width: float) -> list[list[_LaidPiece]]:
    """`band` cut at its first gutter with a column on both sides, and these cut again."""
    rightwards = sorted(band, key=lambda piece: piece.x0)
    end = rightwards[0].x1
    for i, piece in enumerate(rightwards[1:], start=1):
        if piece.x0 - end >= _GUTTER:
            left = rightwards[:i]
            right = rightwards[i:]
            if _is_column(left, width) and _is_column(right, width):
                return _cut(left, width) + _cut(right, width)
        end = max(end, piece.x1)
    return [band]


def _cut_around(
    across: list[_LaidPiece],
    band: list[_LaidPiece],
    width: float,
) -> list[list[_LaidPiece]]:
    """`band` cut above and below each piece `across`, and what is between them at its gutter."""
    parts: list[list[_LaidPiece]] = []
    gone = {id(piece) for piece in across}
    rest = _downwards([piece for piece in band if id(piece) not in gone])
    for piece in _downwards(across):
        above = [other for other in rest if other.top < piece.top]
        rest = rest[len(above) :]
        if above:
            parts += _halves(above, width)
        parts.append([piece])
    if rest:
        parts += _halves(rest, width)
    return parts


def _is_column(pieces: Sequence[_LaidPiece], width: float) -> bool:
    """Whether `pieces` are lines that fill a column, not labels or numbers beside something."""
    if len(pieces) < _LEAST_LINES:
        return False
    extent = _extent(pieces)
    if extent <= _COLUMN_WIDTH * width:
        return False
    usual = median(piece.width for piece in pieces)
    return usual > _FILLED * extent
