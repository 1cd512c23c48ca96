"""Text of an older recognition beside a new one: where they differ, neither is sure."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence

import regex

from planparse.readers.pages.page import DrawnPage, Glyph

# Figures and signs: a slip in them gives another value, and no other word tells it.
_COUNTING = regex.compile(r"[\d.%‰≥≤<>一二三四五六七八九十百千万亿]")

# Two characters stand at one place within this part of their size.
_SAME_PLACE = 0.5

# A figure that two recognitions read differently is no surer than this.
_UNSURE = 0.8


def count_glyphs(page: DrawnPage) -> int:
    """How many characters stand on the page, blanks aside."""
    return sum(not glyph.text.isspace() for glyphs in page.turned.values() for glyph in glyphs)


def compared(seen: Sequence[Glyph], old: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs `seen`, less sure where an `old` one at the same place is another figure."""
    rows: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in old:
        rows[_stripe(glyph)].append(glyph)
    return [_beside(glyph, rows) for glyph in seen]


def _stripe(glyph: Glyph) -> int:
    """Number of the stripe of the page, about as high as a line, in which a glyph stands."""
    return int(glyph.base // 10)


def _beside(glyph: Glyph, rows: dict[int, list[Glyph]]) -> Glyph:
    if not _COUNTING.search(glyph.text):
        return glyph
    stripe = _stripe(glyph)
    near: list[Glyph] = []
    for number in (stripe - 1, stripe, stripe + 1):
        near += [old for old in rows.get(number, ()) if _is_same_place(glyph, old)]
    if not near or any(_folded(old) == _folded(glyph) for old in near):
        return glyph
    sure = 1.0 if glyph.sure is None else glyph.sure
    return glyph._replace(sure=min(sure, _UNSURE))


def _is_same_place(glyph: Glyph, old: Glyph) -> bool:
    reach = _SAME_PLACE * glyph.size
    across = abs((glyph.x0 + glyph.x1) - (old.x0 + old.x1)) / 2
    return across < reach and abs(glyph.base - old.base) < reach


def _folded(glyph: Glyph) -> str:
    return unicodedata.normalize("NFKC", glyph.text)
