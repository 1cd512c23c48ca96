"""Glyphs to printed lines: runs of glyphs, lines of runs, spaces where the print leaves them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from planparse.model.radicals import FOUNDER_POINT, unified
from planparse.model.signs import Sign, raised_signs, shown
from planparse.model.source import BBox
from planparse.readers.pages.page import ASCENT, DESCENT, Glyph

# Distances are in font sizes, so that they hold for a title as for a footnote.

# From this gap on a blank that is drawn is one: some programs set Chinese and digits 0.2 apart,
# with a blank drawn there that nobody sees.
_LEAST_DRAWN_BLANK = 0.21

# From this gap on there is a blank between narrow characters (digits, Latin) though none is drawn;
# a wider one also ends a run.
_GAP = 0.18

# The same where one neighbour is wide: justified Chinese is spread by up to half a character.
_WIDE_GAP = 0.6

# Glyphs of one run may overlap by so much (brackets that are set close), not step back further.
_OVERLAP = 0.5

# Glyphs of one run share baseline and size up to rounding; raised marks differ by far more.
_SAME_BASE = 0.1
_SAME_SIZE = 0.15

# A glyph drawn again so near to the last one is there to look bold, and is no second character.
_SHADOW = 0.15

# Runs are on one line where they share so much of the smaller one's height: a raised mark does,
# the next line of a tightly set table does not.
_SHARED_HEIGHT = 0.5

# A raised figure is smaller than what it stands at, its baseline is higher by a fifth of that size
# or more, and it stands close: programs print them at half the size to five sixths, a third to a
# half up.
_RAISED_SIZE = 0.88
_LEAST_RISE = 0.2
_MOST_RISE = 0.8
_RAISED_GAP = 0.5

# Characters of a raised mark: 1), [12], 1,2.
_LONGEST_RAISED = 5

# The middle of a character is so far above its baseline.
_MIDDLE = 0.35

# Characters from here on are set without spaces between words.
_WIDE = "\u2e80"


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

    @property
    def middle(self) -> float:
        """Height of the middle of its characters, which says in which row it stands."""
        return self.base - _MIDDLE * self.size


@dataclass(slots=True)
class TextLine:
    """One printed line; `sure` is the least confidence of its characters, None where read."""

    text: str
    bbox: BBox
    base: float
    size: float
    sure: float | None = None
    starts: bool | None = None
    """Whether it begins a paragraph; None where its place does not tell."""
    signs: tuple[Sign, ...] = ()
    """What its raised figures are, counted from the line's own begin."""

    @property
    def shown(self) -> str:
        """The text with its raised figures as such."""
        return shown(self.text, self.signs)


def find_runs(glyphs: Iterable[Glyph]) -> list[GlyphRun]:
    """Cut `glyphs`, in the order of drawing, into runs; a blank is a run of its own."""
    runs: list[GlyphRun] = []
    held: list[Glyph] = []
    # End, baseline and size of the last glyph held, and the gaps in which the next one may follow.
    end = base = size = 0.0
    least_gap = most_gap = 0.0
    for glyph in glyphs:
        text, x0, x1, glyph_base, glyph_size, _ = glyph
        if text.isspace():
            blank = _run([glyph])
            blank.blank = True
            runs.append(blank)
            continue
        # Nearly all glyphs are of this kind, and this loop is where a page's time goes.
        is_alike = glyph_base == base and glyph_size == size
        if is_alike and least_gap <= x0 - end <= most_gap and held:
            held.append(glyph)
            end = x1
            continue
        if held and not _follows(glyph, held[-1]):
            if _is_shadow(glyph, held[-1]):
                continue
            runs.append(_run(held))
            held = []
        held.append(glyph)
        end = x1
        base = glyph_base
        size = glyph_size
        least_gap = -_OVERLAP * size
        most_gap = _GAP * size
    if held:
        runs.append(_run(held))
    return runs


def _follows(glyph: Glyph, last: Glyph) -> bool:
    """Whether `glyph` stands on the baseline of `last`, right behind it, in the same size."""
    size = last.size
    return (
        -_OVERLAP * size <= glyph.x0 - last.x1 <= _GAP * size
        and abs(glyph.base - last.base) <= _SAME_BASE * size
        and abs(glyph.size - size) <= _SAME_SIZE * size
    )


def _run(glyphs: list[Glyph]) -> GlyphRun:
    first = glyphs[0]
    return GlyphRun(
        glyphs,
        x0=first.x0,
        x1=glyphs[-1].x1,
        base=first.base,
        size=first.size,
    )


def _is_shadow(glyph: Glyph, last: Glyph) -> bool:
    """Whether `glyph` draws `last` once more, a little aside, to make it look bold."""
    near = _SHADOW * last.size
    return (
        glyph.text == last.text
        and abs(glyph.x0 - last.x0) < near
        and abs(glyph.base - last.base) < near
    )


def group_lines(runs: Iterable[GlyphRun]) -> list[list[GlyphRun]]:
    """Runs of each printed line, lines from the top, runs from the left.

    Raised marks stay in their line. Blanks at the ends of a line are left out, as are lines of
    nothing else.
    """
    lines: list[list[GlyphRun]] = []
    # The largest run of the last line: a small mark reaches its line, and not always its neighbour.
    tall: GlyphRun | None = None
    downwards = sorted(runs, key=lambda r: (r.base, r.x0))
    for run in downwards:
        if tall is None or not _is_beside(run, tall):
            lines.append([run])
            tall = run
            continue
        lines[-1].append(run)
        if run.size > tall.size or tall.blank:
            tall = run
    trimmed = [_trimmed(line) for line in lines]
    return [line for line in trimmed if line]


def _trimmed(line: list[GlyphRun]) -> list[GlyphRun]:
    """`line` from the left, without the blanks at its ends."""
    line.sort(key=lambda r: (r.x0, r.base))
    first = 0
    last = len(line)
    while first < last and line[first].blank:
        first += 1
    while last > first and line[last - 1].blank:
        last -= 1
    return line[first:last]


def _is_beside(run: GlyphRun, tall: GlyphRun) -> bool:
    top = max(run.top, tall.top)
    bottom = min(run.bottom, tall.bottom)
    shared = bottom - top
    return shared > _SHARED_HEIGHT * min(run.size, tall.size)


def set_line(runs: Sequence[GlyphRun]) -> TextLine:
    """The printed line that `runs`, from the left, make up."""
    if len(runs) == 1:  # most lines: nothing is to be joined
        run = runs[0]
        return TextLine(
            text=_text(run),
            bbox=(run.x0, run.top, run.x1, run.bottom),
            base=run.base,
            size=run.size,
            sure=_least_sure(runs),
        )
    printed = [run for run in runs if not run.blank]
    # What covers most of the line says where it stands: no raised mark, no large initial.
    main = max(printed, key=_extent)
    bbox = (
        printed[0].x0,
        min(run.top for run in printed),
        max(run.x1 for run in printed),
        max(run.bottom for run in printed),
    )
    text, signs = _joined_text(runs, _raised_runs(printed))
    return TextLine(
        text=text,
        bbox=bbox,
        base=main.base,
        size=main.size,
        sure=_least_sure(printed),
        signs=signs,
    )


def _raise_wrapped(lines: Sequence[TextLine]) -> None:
    """Give its signs to a raised figure that had no room on its own line, and stands alone."""
    for above, line in pairwise(lines):
        size = above.size
        if line.size > _RAISED_SIZE * size or len(line.text) > _LONGEST_RAISED:
            continue
        # Nearer than a line of its own could stand.
        if 0 < line.base - above.base < size and line.sure is None:
            line.signs = raised_signs(line.text)


def _raised_runs(printed: Sequence[GlyphRun]) -> frozenset[int]:
    """The `id`s of the runs of a line that are figures raised above their neighbour."""
    found: set[int] = set()
    stands: GlyphRun | None = None  # the last run on the line itself
    for run, behind in zip_longest(printed, printed[1:]):
        # A note at the foot of a page opens with its figure: then the next run is the neighbour.
        beside = stands or behind
        if beside is not None and _is_raised(run, beside):
            found.add(id(run))
        else:
            stands = run
    return frozenset(found)


def _is_raised(run: GlyphRun, beside: GlyphRun) -> bool:
    """Whether a run is a figure that is printed smaller and higher than the one beside it."""
    size = beside.size
    if run.size > _RAISED_SIZE * size:  # nearly all runs
        return False
    rise = beside.base - run.base
    gap = max(run.x0 - beside.x1, beside.x0 - run.x1)
    if not _LEAST_RISE * size <= rise <= _MOST_RISE * size or gap > _RAISED_GAP * size:
        return False
    return len(run.glyphs) <= _LONGEST_RAISED and run.glyphs[0].sure is None


def _extent(run: GlyphRun) -> float:
    return (run.x1 - run.x0) * run.size


def _joined_text(runs: Sequence[GlyphRun], raised: frozenset[int]) -> tuple[str, tuple[Sign, ...]]:
    """Words of `runs`, with a space wherever the print leaves one, drawn or not; and what those
    are that are `raised`.
    """
    parts: list[str] = []
    signs: list[Sign] = []
    last = runs[0]
    has_blank = False
    for run in runs:
        if run.blank:
            has_blank = True
            continue
        text = _text(run)
        if parts:
            is_again = text == parts[-1]
            if is_again and abs(run.x0 - last.x0) < _SHADOW * run.size:
                continue  # drawn twice to look bold
            neighbours = parts[-1][-1:], text[:1]
            if _leaves_space(
                last,
                run,
                neighbours,
                has_blank=has_blank,
            ):
                parts.append(" ")
        if id(run) in raised:
            signs += raised_signs(text, sum(map(len, parts)))
        parts.append(text)
        last = run
        has_blank = False
    return "".join(parts), tuple(signs)


def _leaves_space(
    last: GlyphRun,
    run: GlyphRun,
    neighbours: tuple[str, str],
    *,
    has_blank: bool,
) -> bool:
    """Whether the print leaves a space between two runs, of which `neighbours` are the last and
    the first character; wide characters take a wide gap. `has_blank` tells that one is drawn."""
    before, after = neighbours
    gap = run.x0 - last.x1
    size = min(run.size, last.size)
    both_narrow = before < _WIDE and after < _WIDE
    one_narrow = before < _WIDE or after < _WIDE
    if has_blank and one_narrow and gap > _LEAST_DRAWN_BLANK * size:
        return True
    least = _GAP if both_narrow else _WIDE_GAP
    return gap > least * size


def _least_sure(runs: Sequence[GlyphRun]) -> float | None:
    """Least confidence of what was recognised, None where all was read."""
    # A line is recognised whole or read whole: its ends tell which, without a walk over all glyphs.
    first = runs[0].glyphs[0]
    last = runs[-1].glyphs[0]
    if first.sure is None and last.sure is None:
        return None
    least: float | None = None
    for run in runs:
        for glyph in run.glyphs:
            if glyph.sure is None:
                continue
            if least is None or glyph.sure < least:
                least = glyph.sure
    return least


def find_lines(runs: Sequence[GlyphRun]) -> list[TextLine]:
    """Printed lines of `runs` in reading order of one column."""
    if not runs:
        return []
    if len(runs) > 1:
        lines = [set_line(line) for line in group_lines(runs)]
        _raise_wrapped(lines)
        return lines
    if runs[0].blank:
        return []
    return [set_line(runs)]


_LIGATURES = re.compile("[\ufb00-\ufb06]")
_ODD = re.compile(
    f"[\u200b-\u200d\u2060\ufeff\u2e3a\u2e3b\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06{FOUNDER_POINT}]"
)
"""What `_plain` writes otherwise than the font tells it."""

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
"""Zero-width characters: spaces, joiners, the byte order mark."""

_REWRITTEN: dict[int, str | None] = {
    **dict.fromkeys(map(ord, _INVISIBLE)),
    0x2E3A: "——",
    0x2E3B: "———",
}
"""Invisible characters are left out; dashes of two and three characters are written as such."""


def _text(run: GlyphRun) -> str:
    text = "".join([glyph.text for glyph in run.glyphs])
    if text.isascii() or not _ODD.search(text):
        return text
    return _plain(text)


def _plain(text: str) -> str:
    """`text` with radicals, compatibility ideographs and ligatures as the characters they show."""
    text = unified(text.translate(_REWRITTEN))
    return _LIGATURES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
