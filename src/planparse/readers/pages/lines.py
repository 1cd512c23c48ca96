"""Glyphs to printed lines: runs of glyphs, lines of runs, spaces where the print leaves them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from planparse.model.radicals import unified
from planparse.model.source import BBox
from planparse.readers.pages.page import ASCENT, DESCENT, Glyph

LEAST, GAP, WIDE_GAP = 0.21, 0.18, 0.6
"""Font sizes from which on a gap is a blank: where one is drawn (some programs set Chinese and digits
0.2 apart without one), where none is between narrow characters, and where one neighbour is wide."""
_WIDE = "\u2e80"
"""Characters from here on are set without spaces between words."""


@dataclass(slots=True)
class GlyphRun:
    """Glyphs drawn one after the other on one baseline, without a gap between them."""

    glyphs: list[Glyph]
    x0: float
    x1: float
    base: float
    size: float
    blank: bool = False
    """Whether it is one drawn blank and nothing else."""

    @property
    def top(self) -> float:
        """Upper end."""
        return self.base - ASCENT * self.size

    @property
    def bottom(self) -> float:
        """Lower end."""
        return self.base + DESCENT * self.size


@dataclass(slots=True)
class TextLine:
    """One printed line. `sure` is the least confidence of its characters, None where it was read."""

    text: str
    bbox: BBox
    base: float
    size: float
    sure: float | None = None
    starts: bool | None = None
    """Whether it begins a paragraph; None where its place does not tell."""


def find_runs(glyphs: Iterable[Glyph]) -> list[GlyphRun]:
    """Cut `glyphs`, in the order of drawing, into runs; a blank is a run of its own."""
    runs: list[GlyphRun] = []
    held: list[Glyph] = []
    end = base = size = back = gap = 0.0
    for glyph in glyphs:
        text, x0, x1, glyph_base, glyph_size, _ = glyph
        if text.isspace():
            runs.append(GlyphRun([glyph], x0, x1, glyph_base, glyph_size, blank=True))
            continue
        if glyph_base == base and glyph_size == size and back <= x0 - end <= gap and held:  # nearly all are
            held.append(glyph)
            end = x1
            continue
        if held and (not -0.5 * size <= x0 - end <= GAP * size or abs(glyph_base - base) > 0.1 * size
                     or abs(glyph_size - size) > 0.15 * size):
            if _is_shadow(glyph, held[-1]):
                continue
            runs.append(_run(held))
            held = []
        held.append(glyph)
        end, base, size = x1, glyph_base, glyph_size
        back, gap = -0.5 * size, GAP * size
    return [*runs, _run(held)] if held else runs


def _run(glyphs: list[Glyph]) -> GlyphRun:
    return GlyphRun(glyphs, glyphs[0].x0, glyphs[-1].x1, glyphs[0].base, glyphs[0].size)


def _is_shadow(glyph: Glyph, last: Glyph) -> bool:
    """Whether `glyph` draws `last` once more, a little aside, to make it look bold."""
    return (glyph.text == last.text and abs(glyph.x0 - last.x0) < 0.15 * last.size
            and abs(glyph.base - last.base) < 0.15 * last.size)


def group_lines(runs: Iterable[GlyphRun]) -> list[list[GlyphRun]]:
    """Runs of each printed line, lines from the top, runs from the left; raised marks stay in theirs."""
    lines: list[list[GlyphRun]] = []
    tall: GlyphRun | None = None
    for run in sorted(runs, key=lambda r: (r.base, r.x0)):
        if tall is not None and _beside(run, tall):
            lines[-1].append(run)
            tall = run if run.size > tall.size or tall.blank else tall
        else:
            lines.append([run])
            tall = run
    return [trimmed for line in lines if (trimmed := _trimmed(line))]


def _trimmed(line: list[GlyphRun]) -> list[GlyphRun]:
    """`line` from the left, without the blanks at its ends."""
    line.sort(key=lambda r: (r.x0, r.base))
    first, last = 0, len(line)
    while first < last and line[first].blank:
        first += 1
    while last > first and line[last - 1].blank:
        last -= 1
    return line[first:last]


def _beside(run: GlyphRun, tall: GlyphRun) -> bool:
    shared = min(run.bottom, tall.bottom) - max(run.top, tall.top)
    return shared > 0.5 * min(run.size, tall.size)


def set_line(runs: Sequence[GlyphRun]) -> TextLine:
    """The printed line that `runs`, from the left, make up."""
    if len(runs) == 1:
        run = runs[0]
        bbox = (run.x0, run.top, run.x1, run.bottom)
        return TextLine(_text(run), bbox, run.base, run.size, _least_sure(runs))
    parts: list[str] = []
    shown, blank = runs[0], False
    for run in runs:
        text = _text(run)
        if run.blank or (parts and text == parts[-1] and abs(run.x0 - shown.x0) < 0.15 * run.size):
            blank = blank or run.blank
            continue
        if parts and _parted(parts[-1][-1:], text[:1], run, shown, blank=blank):
            parts.append(" ")
        parts.append(text)
        shown, blank = run, False
    runs = [run for run in runs if not run.blank]
    main = max(runs, key=lambda r: (r.x1 - r.x0) * r.size)
    bbox = (runs[0].x0, min(r.top for r in runs), max(r.x1 for r in runs), max(r.bottom for r in runs))
    return TextLine("".join(parts), bbox, main.base, main.size, _least_sure(runs))


def _least_sure(runs: Sequence[GlyphRun]) -> float | None:
    """Least confidence of what was recognised, None where all was read."""
    if runs[0].glyphs[0].sure is None and runs[-1].glyphs[0].sure is None:
        return None
    return min((g.sure for r in runs for g in r.glyphs if g.sure is not None), default=None)


def _text(run: GlyphRun) -> str:
    text = "".join([g.text for g in run.glyphs])
    return text if text.isascii() or not _ODD.search(text) else _plain(text)


def _parted(before: str, after: str, run: GlyphRun, shown: GlyphRun, *, blank: bool) -> bool:
    """Whether the print leaves a blank between two neighbours; wide characters take a wide one."""
    gap, size = run.x0 - shown.x1, min(run.size, shown.size)
    if blank and gap > LEAST * size and (before < _WIDE or after < _WIDE):
        return True
    return gap > (GAP if before < _WIDE and after < _WIDE else WIDE_GAP) * size


def find_lines(runs: Sequence[GlyphRun]) -> list[TextLine]:
    """Printed lines of `runs` in reading order of one column."""
    if len(runs) < 2:
        return [set_line(runs)] if runs and not runs[0].blank else []
    return [set_line(line) for line in group_lines(runs)]


_LIGATURES = re.compile("[\ufb00-\ufb06]")
_ODD = re.compile("[\u200b-\u200d\u2060\ufeff\u2e3a\u2e3b\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06]")
"""What `_plain` tells otherwise than the font does."""
_TOLD: dict[int, str | None] = {**dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff")),
                               0x2E3A: "——", 0x2E3B: "———"}


def _plain(text: str) -> str:
    """`text` with radicals, compatibility ideographs and ligatures told as the characters that they show."""
    text = text.translate(_TOLD)
    return _LIGATURES.sub(lambda c: unicodedata.normalize("NFKC", c[0]), unified(text))
