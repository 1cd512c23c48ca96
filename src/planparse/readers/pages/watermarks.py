"""Watermarks: large letters across the page that lie upon its print, level or aslant."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from planparse.readers.pages.lines import GlyphRun, TextLine, find_lines
from planparse.readers.pages.page import ASCENT, DESCENT, Glyph

# A watermark is larger than the print below it by this factor. Print that is set too tightly
# overlaps lines of its own size.
_LARGER = 1.4

# Two runs lie upon one another where they share so much of the smaller one's height, and so many
# of its font sizes in width. Print never does, but for the same words drawn again to look bold.
_SHARED_HEIGHT = 0.3
_SHARED_WIDTH = 0.5

# Letters of one slanting line follow one another within so many font sizes.
_NEXT = 3.0


class Parted(NamedTuple):
    """The print of a page, and the watermarks that lie upon it."""

    runs: list[GlyphRun]
    marks: list[TextLine]


def without_watermarks(runs: list[GlyphRun]) -> Parted:
    """`runs` without the large ones that lie upon others, and these as lines."""
    large = _large(runs)
    if not large:
        return Parted(runs, [])
    downwards = sorted(runs, key=_base)
    upon = [run for run in large if _lies_upon(run, downwards)]
    if not upon:
        return Parted(runs, [])
    # The rest of a mark's line belongs to it, whether print lies below it or not.
    gone = {id(run) for run in large if any(_is_of_line(run, mark) for mark in upon)}
    marks = [run for run in runs if id(run) in gone]
    rest = [run for run in runs if id(run) not in gone]
    return Parted(rest, find_lines(marks))


def _large(runs: Iterable[GlyphRun]) -> list[GlyphRun]:
    """Those of `runs` that are larger than the smallest print by more than `_LARGER`."""
    # Boxes of recognised words are too rough to say that one lies upon the other.
    shown = [run for run in runs if not run.blank and run.glyphs[0].sure is None]
    least = min((run.size for run in shown), default=0.0)
    return [run for run in shown if run.size > _LARGER * least]


def _base(run: GlyphRun) -> float:
    return run.base


def _lies_upon(mark: GlyphRun, downwards: Sequence[GlyphRun]) -> bool:
    # Smaller print that reaches into the mark stands on a baseline no lower than this.
    lowest = mark.bottom + mark.size
    first = bisect_left(downwards, mark.top, key=_base)
    end = bisect_right(downwards, lowest, key=_base)
    return any(_is_below(run, mark) for run in downwards[first:end])


def _is_below(run: GlyphRun, mark: GlyphRun) -> bool:
    """Whether `run` is print on which the larger `mark` lies."""
    if run.blank or run.size * _LARGER >= mark.size:
        return False
    high = min(run.bottom, mark.bottom) - max(run.top, mark.top)
    wide = min(run.x1, mark.x1) - max(run.x0, mark.x0)
    return high > _SHARED_HEIGHT * run.size and wide > _SHARED_WIDTH * run.size


def _is_of_line(run: GlyphRun, mark: GlyphRun) -> bool:
    return run.base == mark.base and run.size == mark.size


def slanting_lines(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """Lines of `glyphs` that are written aslant, in the order of drawing."""
    lines: list[list[Glyph]] = []
    for glyph in glyphs:
        if lines and _goes_on(glyph, lines[-1][-1]):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [_slanting_line(line) for line in lines if not _is_blank(line)]


def _goes_on(glyph: Glyph, last: Glyph) -> bool:
    reach = _NEXT * last.size
    is_near = abs(glyph.x0 - last.x0) < reach and abs(glyph.base - last.base) < reach
    return is_near and glyph.size == last.size


def _is_blank(line: Iterable[Glyph]) -> bool:
    return all(glyph.text.isspace() for glyph in line)


def _slanting_line(line: Sequence[Glyph]) -> TextLine:
    first = line[0]
    size = first.size
    bases = [glyph.base for glyph in line]
    lefts = [glyph.x0 for glyph in line]
    box = (min(lefts), min(bases) - ASCENT * size, max(lefts) + size, max(bases) + DESCENT * size)
    text = "".join([glyph.text for glyph in line]).strip()
    return TextLine(text, box, base=first.base, size=size)
