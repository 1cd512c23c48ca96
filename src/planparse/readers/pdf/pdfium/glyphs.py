"""Writes the characters of PDFium's text objects into a page as glyphs."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot
from operator import eq
from typing import Any, NamedTuple

import pypdfium2.raw as c

from planparse.readers.affine import Affine, Point, moved
from planparse.readers.pages.page import DrawnPage, Glyph
from planparse.readers.pdf.pdfium.characters import DrawnCharacters, GlyphStretch, TextStyle

# Share by which a character's width may differ from its height in scale, to count as unstretched.
_SQUARE = 0.02
# Characters that fill a square: radicals, kana, Chinese.
_WIDE_SCRIPTS = range(0x2E80, 0xA000)
# From here on (dashes, Chinese punctuation, Chinese) characters are taken for square.
_FIRST_FULL_WIDTH = 0x2010


class _Placed(NamedTuple):
    """Characters that one glyph stands for: left and right end, baseline, in user space."""

    text: str
    left: float
    right: float
    base: float


def write_glyphs(
    page: DrawnPage,
    characters: DrawnCharacters,
    to_page: Affine,
) -> None:
    """Write all `characters` into `page`; `to_page` leads from user space to it."""
    pen = _Pen(page, to_page)
    for stretch in characters.stretches():
        first = characters.places[stretch.start]
        pen.take(stretch.style, characters.text, first)
        if pen.is_plain:
            pen.write_level(characters, stretch)
        else:
            _write_singly(pen, characters, stretch)


def _write_singly(
    pen: _Pen,
    characters: DrawnCharacters,
    stretch: GlyphStretch,
) -> None:
    for n in range(stretch.start, stretch.end):
        origin = characters.origin(n)
        box_size = characters.box_size(n)
        pen.write(characters.codes[n], origin, box_size)
        if pen.is_type3 and characters.has_blank(n):
            pen.write_blank()


class _Pen:
    """Writes the characters of text objects into a page, in the style that it has taken last."""

    def __init__(self, page: DrawnPage, to_page: Affine) -> None:
        self.page = page
        self.to_page = to_page
        self.end: Point | None = None
        """Where the last character ends on the page."""
        self.origin: Point | None = None
        """Where the last character begins in user space."""

    def take(
        self,
        style: TextStyle,
        text: Any,
        index: int,
    ) -> None:
        """Take the size and direction of text objects; `index` is the first character's number."""
        a, b, d, e, _, _ = self.to_page
        dx = style.a * a + style.b * d
        dy = style.a * b + style.b * e
        scale = hypot(style.c, style.d)
        length = hypot(dx, dy) or 1.0
        self.size = abs(style.size) * scale
        self.dx = dx / length
        self.dy = dy / length
        self.is_square = abs(length - scale) < _SQUARE * scale
        self.is_level = abs(style.b) < abs(style.a)
        # Fonts without a name are drawings (Type 3): PDFium knows no widths of theirs and drops
        # their blanks.
        self.is_type3 = (
            c.FPDFText_GetFontInfo(
                text,
                index,
                None,
                0,
                None,
            )
            <= 1
        )
        runs_right = self.dy == 0 and self.dx > 0
        page_is_unturned = self.to_page[0] == 1
        self.is_plain = not self.is_type3 and runs_right and page_is_unturned

    def write_blank(self) -> None:
        """Write the blank that was dropped behind the last drawn character."""
        if self.end is not None:
            x, y = self.end
            self.page.write(" ", x, y, run=(0.0, 0.0), size=self.size)

    def write_level(self, characters: DrawnCharacters, stretch: GlyphStretch) -> None:
        """Write a stretch of level writing on an unturned page, which nearly all is."""
        part = slice(stretch.start, stretch.end)
        texts: Sequence[str] = list(map(chr, characters.codes[part]))
        lefts: Sequence[float] = characters.lefts[part]
        rights: Sequence[float] = characters.rights[part]
        bases: Sequence[float] = characters.bases[part]
        two_at_one_place = any(map(eq, lefts, lefts[1:]))
        if two_at_one_place:
            placed = list(map(_Placed, texts, lefts, rights, bases))
            joined = _joined(placed, self.size)
            texts, lefts, rights, bases = zip(*joined, strict=True)
        self._add(texts, lefts, rights, bases)

    def _add(
        self,
        texts: Sequence[str],
        lefts: Sequence[float],
        rights: Sequence[float],
        bases: Sequence[float],
    ) -> None:
        # The loop that every character goes through: names are local, and a tuple is made
        # without the call of its class, which takes three times as long.
        make = tuple.__new__
        _, _, _, _, across, down = self.to_page
        size = self.size
        width = self.page.width
        height = self.page.height
        add = self.page.glyphs.append
        add_beyond = self.page.beyond.append
        for text, left, right, base in zip(
            texts,
            lefts,
            rights,
            bases,
            strict=True,
        ):
            x = left + across
            y = down - base
            if 0 <= y < height:
                glyph = make(Glyph, (text, x, x + right - left, y, size, None))
                if 0 <= x < width:
                    add(glyph)
                else:
                    add_beyond(glyph)

    def write(
        self,
        code: int,
        origin: Point,
        box_size: Point,
    ) -> None:
        """Write a character whose baseline starts at `origin` of user space."""
        if origin == self.origin and self.page.glyphs:
            self._add_to_last(chr(code))
            return
        self.origin = origin
        advance = self._advance(code, box_size)
        x, y = moved(*origin, self.to_page)
        run = self.dx * advance, self.dy * advance
        self.end = x + run[0], y + run[1]
        self.page.write(
            chr(code),
            x,
            y,
            run,
            self.size,
        )

    def _add_to_last(self, text: str) -> None:
        """Add another character to the last glyph, which stands for several."""
        last = self.page.glyphs[-1]
        end = _end_of(
            last.text,
            last.x0,
            last.x1,
            also=text,
            size=self.size,
        )
        longer = last.text + text
        self.page.glyphs[-1] = last._replace(text=longer, x1=end)

    def _advance(self, code: int, box_size: Point) -> float:
        width, height = box_size
        advance = height
        if self.is_level:
            advance = width
        # The box of a drawing is only its ink.
        if self.is_type3 and self.is_square and code in _WIDE_SCRIPTS:
            return max(advance, self.size)
        return advance


def _joined(characters: list[_Placed], size: float) -> list[_Placed]:
    """`characters` with those that one glyph stands for, at one place, as one."""
    joined: list[_Placed] = []
    for placed in characters:
        if joined and _is_same_place(joined[-1], placed):
            last = joined[-1]
            end = _end_of(
                last.text,
                placed.left,
                last.right,
                also=placed.text,
                size=size,
            )
            longer = last.text + placed.text
            joined[-1] = placed._replace(text=longer, right=end)
        else:
            joined.append(placed)
    return joined


def _is_same_place(one: _Placed, other: _Placed) -> bool:
    return one.left == other.left and one.base == other.base


def _end_of(
    text: str,
    start: float,
    end: float,
    *,
    also: str,
    size: float,
) -> float:
    """Where a glyph ends that stands for `text` and `also`, which is as wide as its text."""
    if ord(also) < _FIRST_FULL_WIDTH:
        return end
    return start + size * (len(text) + 1)
