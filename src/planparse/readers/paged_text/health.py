"""Whether a page's text can be read at all: pictures of text, fonts that tell wrong characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from planparse.model.furniture import Furniture
from planparse.model.radicals import FOUNDER_POINT
from planparse.model.source import BBox, Notice, Span
from planparse.readers.pages.blocks import Aside, lines_of
from planparse.readers.pages.layout import PageLayout
from planparse.readers.pages.page import DrawnPage

# A page with fewer characters may hold no more than a page number or a stamp's name.
_FEW = 20

# So many curves on a page without text are text drawn as outlines.
_OUTLINES = 200

# Width and height in points from which on a picture in a page of text may be a table.
_TABLE_WIDTH = 120.0
_TABLE_HEIGHT = 40.0

# Share of a page that pictures cover where they are what it shows. Without a single character a
# small one is enough; beside a page number it must be more than a photograph.
_COVERED_EMPTY = 0.05
_COVERED = 0.4

# A picture of the whole page covers so much of it, and so much of its text is not painted.
_COVERED_ALL = 0.75
_HIDDEN = 0.8

# Share of characters that no print shows, from which on the page cannot be read. Up to there its
# other words can, and a warning says how many are missing.
_BAD_SHARE = 0.15

# From so many ideographs on their frequency says something, and so many of them must be usual
# ones: in any real text 95 of 100 are, of characters drawn at random about 35.
_LEAST_HAN = 50
_USUAL_SHARE = 0.6

_UNPRINTED = frozenset({"Co", "Cn", "Cc", "Cs"})
"""Unicode categories of what no print shows: private, unassigned, control, surrogate."""

_USUAL_ROWS = (
    ("gb2312", range(0xB0, 0xD8)),
    ("big5", range(0xA4, 0xC7)),
)
"""Encodings, and the first bytes of their ideographs of the first level."""


def unread(page: DrawnPage) -> list[BBox]:
    """Boxes that must be recognised to be read: the whole page, or pictures in it.

    Empty for a page of text.
    """
    if is_picture(page) or is_garbled(page):
        return [(0.0, 0.0, page.width, page.height)]
    boxes: list[BBox] = []
    for box in page.pictures:
        if _may_be_table(box) and not has_text(page, box):
            boxes.append(box)
    return boxes


def _may_be_table(box: BBox) -> bool:
    x0, top, x1, bottom = box
    return x1 - x0 >= _TABLE_WIDTH and bottom - top >= _TABLE_HEIGHT


def has_text(page: DrawnPage, box: BBox) -> bool:
    """Whether a character of `page` stands in `box`; white space, as writers leave it, is none."""
    x0, top, x1, bottom = box
    for glyphs in page.turned.values():
        for glyph in glyphs:
            is_inside = x0 < glyph.x0 < x1 and top < glyph.base < bottom
            if is_inside and not glyph.text.isspace():
                return True
    return False


def printed(page: DrawnPage) -> str:
    """Every character printed on the page, in the order of drawing."""
    text = "".join([glyph.text for glyphs in page.turned.values() for glyph in glyphs])
    return "".join(text.split())


def is_picture(page: DrawnPage) -> bool:
    """Whether the page has no text to speak of, but a picture of it or its outlines."""
    has_outlines = page.curves > _OUTLINES
    if not page.pictures and not has_outlines:
        return False
    characters = len(printed(page))
    if characters >= _FEW:
        return False
    least = _COVERED if characters else _COVERED_EMPTY
    return has_outlines or _covered(page) > least


def has_old_layer(page: DrawnPage) -> bool:
    """Whether the page is a scan whose text was recognised before, and lies unseen beside it."""
    if not page.hidden or _covered(page) < _COVERED_ALL:
        return False
    count = sum(len(glyphs) for glyphs in page.turned.values())
    return page.hidden >= _HIDDEN * count


def _covered(page: DrawnPage) -> float:
    """Share of the page that its pictures cover; 1 and more where they lie upon one another."""
    covered = 0.0
    for x0, top, x1, bottom in page.pictures:
        covered += (x1 - x0) * (bottom - top)
    area = page.width * page.height
    return covered / (area or 1)


def is_garbled(page: DrawnPage) -> bool:
    """Whether the fonts tell wrong characters: replaced or private ones, or rare ideographs."""
    text = printed(page)
    if len(text) < _FEW:
        return False
    if _bad(text) > _BAD_SHARE * len(text):
        return True
    # A font with a wrong table tells real but arbitrary ideographs: they are rarer than in words.
    unusual = set(text) - _usual()
    rare = [text.count(char) for char in unusual if _is_han(char)]
    if not rare:
        return False
    han = [char for char in text if _is_han(char)]
    usual = len(han) - sum(rare)
    return len(han) >= _LEAST_HAN and usual < _USUAL_SHARE * len(han)


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def bad_count(page: DrawnPage) -> int:
    """Characters that a font did not tell."""
    return _bad(printed(page))


def _bad(text: str) -> int:
    """How many characters of `text` no print shows, or stand for an unknown one."""
    if text.isprintable() and "\ufffd" not in text:
        return 0
    bad = -text.count(FOUNDER_POINT)
    for char in text:
        if char == "\ufffd" or unicodedata.category(char) in _UNPRINTED:
            bad += 1
    return bad


@cache
def _usual() -> frozenset[str]:
    """The ideographs of the first level of GB 2312 or Big5: nearly all of any text."""
    usual: set[str] = set()
    for encoding, rows in _USUAL_ROWS:
        for row in rows:
            for cell in range(0x40, 0xFF):
                pair = bytes((row, cell))
                # Pairs that stand for no character give an empty string.
                usual.update(pair.decode(encoding, "ignore"))
    return frozenset(usual)


def set_aside(layout: PageLayout) -> PageLayout:
    """`layout` with every line marked as unreadable, none of them content."""
    asides: list[Aside] = []
    for block in layout.blocks:
        for line in lines_of(block):
            asides.append(Aside(line, Furniture.UNREADABLE))
    return replace(layout, blocks=tuple(asides))


def notice_of_pages(
    pages: Sequence[int],
    words: str,
    span: Span,
    *,
    severity: str = "warning",
    cause: str = "",
) -> Notice:
    """What the user must be told of some pages: their numbers, and `words` behind them."""
    about = listed(pages)
    return Notice(
        "unreadable-cell",
        about + words,
        span,
        severity,
        about=about,
        cause=cause,
        pages=tuple(pages),
    )


def listed(pages: Sequence[int]) -> str:
    """Page numbers as Chinese print gives them, 第3、5—8页."""
    runs: list[list[int]] = []
    for page in sorted(pages):
        if runs and runs[-1][1] == page - 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    names = [_run_name(first, last) for first, last in runs]
    return "第" + "、".join(names) + "页"


def _run_name(first: int, last: int) -> str:
    if first == last:
        return f"{first}"
    return f"{first}—{last}"
