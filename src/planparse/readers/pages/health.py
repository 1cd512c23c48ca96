"""Whether a page's text can be read at all: pictures of text, and fonts that tell wrong characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from planparse.model.furniture import Furniture
from planparse.model.source import BBox
from planparse.readers.pages.layout import Aside, PageLayout
from planparse.readers.pages.page import DrawnPage
from planparse.readers.pages.written import lines_of

UNREADABLE = Furniture.UNREADABLE
"""Furniture of a line whose font does not tell its characters."""
_FEW = 20
"""A page with fewer characters may hold no more than a page number or a stamp's name."""
_OUTLINES = 200
"""So many curves on a page without text are text drawn as outlines."""
_REGION = (120.0, 40.0)
"""Width and height from which on a picture in a page of text may be a table."""


def unread(page: DrawnPage) -> list[BBox]:
    """Boxes that must be recognised to be read: the whole page, or pictures in it; [] for a page of text."""
    if is_picture(page) or is_garbled(page):
        return [(0.0, 0.0, page.width, page.height)]
    return [box for box in page.pictures
            if box[2] - box[0] >= _REGION[0] and box[3] - box[1] >= _REGION[1] and not _has_text(page, box)]


def printed(page: DrawnPage) -> str:
    """Every character printed on the page, in the order of drawing."""
    text = "".join([g.text for glyphs in page.turned.values() for g in glyphs])
    return "".join(text.split())


def is_picture(page: DrawnPage) -> bool:
    """Whether the page has no text to speak of, but a picture of it or its outlines."""
    if not page.pictures and page.curves <= _OUTLINES:
        return False
    characters = len(printed(page))
    if characters >= _FEW:
        return False
    covered = sum((b[2] - b[0]) * (b[3] - b[1]) for b in page.pictures) / (page.width * page.height or 1)
    return page.curves > _OUTLINES or covered > (0.4 if characters else 0.05)


def _has_text(page: DrawnPage, box: BBox) -> bool:
    return any(box[0] < g.x0 < box[2] and box[1] < g.base < box[3]
               for glyphs in page.turned.values() for g in glyphs)


def is_garbled(page: DrawnPage) -> bool:
    """Whether the page's fonts tell wrong characters: replaced or private ones, or rare ideographs."""
    text = printed(page)
    if len(text) < _FEW:
        return False
    if _bad(text) > 0.15 * len(text):
        return True
    rare = sum([text.count(c) for c in set(text) - _usual() if "\u3400" <= c <= "\u9fff"])
    han = sum(["\u3400" <= c <= "\u9fff" for c in text]) if rare else 0
    return han >= 50 and han - rare < 0.6 * han


def bad_count(page: DrawnPage) -> int:
    """Characters that a font did not tell."""
    return _bad(printed(page))


def _bad(text: str) -> int:
    """How many characters of `text` no print shows: the sign for an unknown one, private, unassigned, control."""
    if text.isprintable() and "\ufffd" not in text:
        return 0
    return sum([c == "\ufffd" or unicodedata.category(c) in ("Co", "Cn", "Cc", "Cs") for c in text])


@cache
def _usual() -> frozenset[str]:
    """The ideographs of the first level of GB 2312 or Big5: 95 of 100 in any real text are, and about 35
    of 100 drawn at random."""
    simple, full = ([bytes((a, b)) for a in range(*first) for b in range(0x40, 0xFF)]
                    for first in ((0xB0, 0xD8), (0xA4, 0xC7)))
    return frozenset("".join([pair.decode(code, "ignore") for pairs, code in ((simple, "gb2312"), (full, "big5"))
                              for pair in pairs]))


def set_aside(layout: PageLayout) -> PageLayout:
    """`layout` with every line marked as unreadable, none of them content."""
    lines = [line for block in layout.blocks for line in lines_of(block)]
    return replace(layout, blocks=tuple(Aside(line, UNREADABLE) for line in lines))


def listed(pages: Sequence[int]) -> str:
    """Page numbers as Chinese print gives them, 第3、5—8页."""
    runs: list[list[int]] = []
    for page in sorted(pages):
        if runs and runs[-1][1] == page - 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return "第" + "、".join(f"{a}" if a == b else f"{a}—{b}" for a, b in runs) + "页"
