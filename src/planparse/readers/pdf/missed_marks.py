"""What recognition takes for no text in the cells of a table: dashes that stand alone, smudges."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import cv2
import numpy as np

from planparse.model.source import BBox
from planparse.readers.affine import Point
from planparse.readers.pages.page import Glyph
from planparse.readers.pages.rulings import RuledTable
from planparse.readers.pdf.picture_ink import Image, dark, grey

_UNREADABLE = "\ufffd"
# Points of the font size of a mark: that of most tables.
_SIZE = 10.5
# Height of a character's middle above its baseline, in font sizes.
_MIDDLE = 0.3

# Points along the sides of a cell that are left out: remains of its ruling lines.
_MARGIN = 3
# Points from a dash down to the baseline that it stands over.
_DASH_BASE = 4
_DASH_SURE = 0.9
# Points of length up to which a dash is one character, not two.
_SINGLE_DASH = 16
# A dash is thinner than so many points, longer than so many times that, shorter than so many.
_DASH_THICK = 3
_DASH_SLENDER = 3
_DASH_LONGEST = 36
# Strokes that a dash of two characters may consist of.
_DASH_PARTS = 2
# Square points of ink up to which a speck is no stroke.
_DUST = 2.5

# Half the width of the character that stands for a smudge, in points.
_SMUDGE_HALF = 5
# Points from the middle of a cell down to the baseline of that character.
_SMUDGE_BASE = 4
# Points of a cell's shorter side below which nothing can be printed in it.
_LEAST_CELL = 6
# So many of 256 grey levels below the paper is something printed, even if it is blurred.
_FAINT = 30.0
# Of the grey levels of a cell: its paper, whatever is printed in it.
_PAPER_PERCENTILE = 95
# Points of a character's side: half of such a square is the ink of something printed.
_CHARACTER = 4
# Points over which ink of something printed is spread; remains of lines are not so high and wide.
_HIGHER_THAN = 5
_WIDER_THAN = 4


class _Stroke(NamedTuple):
    """A stretch of connected ink in pixels, as OpenCV describes it."""

    x: int
    y: int
    wide: int
    high: int
    ink: int


class _Dash(NamedTuple):
    """Where a dash stands in its part of the picture, in points."""

    x0: float
    top: float
    x1: float
    bottom: float


def find_missed(
    image: Image,
    tables: Iterable[RuledTable],
    glyphs: Iterable[Glyph],
    scale: float,
) -> list[Glyph]:
    """Glyphs for dashes and smudges (U+FFFD) in cells in which none of `glyphs` stands.

    `scale` is pixels per point; ruling lines are painted over in `image`.
    """
    middles = [_middle(glyph) for glyph in glyphs]
    ink: Image | None = None
    found: list[Glyph] = []
    for table in tables:
        for cell in table.cells:
            if any(_is_inside(middle, cell.bbox) for middle in middles):
                continue
            if ink is None:  # takes time, and most tables have no such cell
                ink = dark(image)
            mark = _mark(image, ink, cell.bbox, scale)
            if mark is not None:
                found.append(mark)
    return found


def _middle(glyph: Glyph) -> Point:
    return (glyph.x0 + glyph.x1) / 2, glyph.base - _MIDDLE * glyph.size


def _is_inside(point: Point, box: BBox) -> bool:
    x, y = point
    x0, top, x1, bottom = box
    return x0 < x < x1 and top < y < bottom


def _mark(
    image: Image,
    ink: Image,
    box: BBox,
    scale: float,
) -> Glyph | None:
    """The glyph for what is printed in a cell, None where there is nothing."""
    x0, top, x1, bottom = box
    first_row = round((top + _MARGIN) * scale)
    last_row = round((bottom - _MARGIN) * scale)
    first_col = round((x0 + _MARGIN) * scale)
    last_col = round((x1 - _MARGIN) * scale)
    rows = slice(first_row, last_row)
    cols = slice(first_col, last_col)
    dash = _dash(ink[rows, cols], scale)
    if dash is not None:
        return _dash_glyph(dash, x0 + _MARGIN, top + (_MARGIN + _DASH_BASE))
    if not _is_smudged(image[rows, cols], scale):
        return None
    middle = (x0 + x1) / 2
    base = (top + bottom) / 2 + _SMUDGE_BASE
    return Glyph(
        _UNREADABLE,
        x0=middle - _SMUDGE_HALF,
        x1=middle + _SMUDGE_HALF,
        base=base,
        size=_SIZE,
        sure=0.0,
    )


def _dash_glyph(
    dash: _Dash,
    left: float,
    base: float,
) -> Glyph:
    """The glyph of a dash whose place is told from `left` and, at its baseline, from `base`."""
    text = "——"
    if dash.x1 - dash.x0 <= _SINGLE_DASH:
        text = "—"
    return Glyph(
        text,
        x0=left + dash.x0,
        x1=left + dash.x1,
        base=base + dash.top,
        size=_SIZE,
        sure=_DASH_SURE,
    )


def _is_smudged(part: Image, scale: float) -> bool:
    """Whether something of at least a character's size is printed there, clear or not."""
    if min(part.shape[:2]) < _LEAST_CELL * scale:
        return False
    blurred = cv2.blur(grey(part), (5, 5))
    smooth = blurred.astype(float)
    paper = np.percentile(smooth, _PAPER_PERCENTILE)
    ys, xs = np.nonzero(smooth < paper - _FAINT)
    if len(ys) < (_CHARACTER * scale) ** 2 / 2:
        return False
    is_high = np.ptp(ys) > _HIGHER_THAN * scale
    is_wide = np.ptp(xs) > _WIDER_THAN * scale
    return bool(is_high and is_wide)


def _dash(ink: Image, scale: float) -> _Dash | None:
    """The one level stroke in `ink`, None where there is more or less."""
    if not ink.size:
        return None
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    # The first one is the paper.
    pieces = [_Stroke(*piece) for piece in stats[1:count].tolist()]
    least_ink = _DUST * scale * scale
    strokes = [piece for piece in pieces if piece.ink > least_ink]
    if not 1 <= len(strokes) <= _DASH_PARTS:
        return None
    dash = _Dash(
        x0=min(stroke.x for stroke in strokes) / scale,
        top=min(stroke.y for stroke in strokes) / scale,
        x1=max(stroke.x + stroke.wide for stroke in strokes) / scale,
        bottom=max(stroke.y + stroke.high for stroke in strokes) / scale,
    )
    thick = dash.bottom - dash.top
    is_long = _DASH_SLENDER * thick < dash.x1 - dash.x0 < _DASH_LONGEST
    if thick < _DASH_THICK and is_long:
        return dash
    return None
