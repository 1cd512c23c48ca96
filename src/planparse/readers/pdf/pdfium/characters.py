"""Drawn characters of a PDF page as PDFium knows them: code, ends, baseline, style."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import chain, groupby, repeat
from operator import sub
from typing import Any, NamedTuple

import pypdfium2.raw as c

from planparse.readers.pdf.pdfium.calls import (
    address_of,
    font_size_of,
    is_generated,
    is_unmapped,
    loose_box_of,
    matrix_of,
    text_object_of,
    unicode_of,
)

BLANK = ord(" ")
# What PDFium has for a hyphen at the end of a line.
_HYPHEN = 2
_LINE_ENDS = frozenset(map(ord, "\r\n"))
# What PDFium puts between the characters that are drawn; blanks and hyphens may be drawn as well.
_MAYBE_GENERATED = frozenset((*map(ord, "\r\n -"), _HYPHEN))

# Characters for which only the first of each text object is asked whether its font tells it.
_COMMON = frozenset(
    (
        *range(0x20, 0x7F),  # ASCII
        *range(0x3000, 0x3020),  # Chinese punctuation
        *range(0x4E00, 0xA000),  # Chinese characters
        *range(0xFF00, 0xFF5F),  # full-width ASCII
    )
)

_SURROGATES = frozenset(range(0xD800, 0xE000))
# What PDFium gives for a character that the font does not tell.
_UNTOLD = _SURROGATES | {0, 0xFFFE, 0xFFFF}
_UNKNOWN = 0xFFFD


class TextStyle(NamedTuple):
    """What the characters of a text object share: font size, and its matrix without the place."""

    size: float
    a: float
    b: float
    c: float
    d: float


class Stretch(NamedTuple):
    """Characters from `start` to before `end`, which follow one another in objects of one style."""

    style: TextStyle
    start: int
    end: int


class DrawnCharacters:
    """The drawn characters of a page, each thing asked for all of them in one go.

    Lists that stand beside one another, in user space of the page: `codes`, `lefts`, `rights`,
    `tops`, `bottoms` and `bases` (the baseline of the text object, which holds for level writing);
    `places` are their numbers among all characters that PDFium counts.
    """

    def __init__(self, text: Any) -> None:
        self.text = text
        self.handle = address_of(text)
        # For a page that it can't read, PDFium counts -1.
        count = max(0, c.FPDFText_CountChars(text))
        self.all = self._all_codes(count)
        self.places = [place for place, code in enumerate(self.all) if self._is_drawn(place, code)]
        boxes = self._numbers(loose_box_of, self.places, 4)
        self.lefts, self.tops, self.rights, self.bottoms = boxes
        self._find_objects()
        self.codes = self._told_codes()

    def _is_drawn(self, place: int, code: int) -> bool:
        if code not in _MAYBE_GENERATED:
            return True
        return code not in _LINE_ENDS and is_generated(self.handle, place) != 1

    def _all_codes(self, count: int) -> list[int]:
        """What each character is."""
        # PDFium writes all in one go, except those that it knows nothing of.
        held = (ctypes.c_uint16 * _array_length(count + 1))()
        written = 0
        if count:
            written = c.FPDFText_GetText(self.text, 0, count, held)
        codes: list[int] = held[:count]
        # One more is written than characters: the zero at the end.
        none_left_out = written == count + 1
        if none_left_out and _SURROGATES.isdisjoint(codes):
            return codes
        return self._asked(unicode_of, range(count))

    def _asked(self, ask: Any, places: Sequence[int]) -> list[Any]:
        return list(map(ask, repeat(self.handle), places))

    def _numbers(
        self,
        ask: Any,
        places: Sequence[int],
        count: int,
    ) -> list[list[float]]:
        """The `count` numbers that `ask` writes for each of `places`, as so many lists."""
        total = count * len(places)
        held = (ctypes.c_float * _array_length(total))()
        start = ctypes.addressof(held)
        step = count * ctypes.sizeof(ctypes.c_float)
        addresses = range(start, start + step * len(places), step)
        calls = map(ask, repeat(self.handle), places, addresses)
        deque(calls, maxlen=0)  # runs the calls, whose results are in `held`
        return [held[i:total:count] for i in range(count)]

    def _find_objects(self) -> None:
        """Take down where the characters of each text object begin, and its style."""
        self.objects: list[int | None] = self._asked(text_object_of, self.places)
        before = chain([None], self.objects)
        pairs = zip(self.objects, before, strict=False)
        self.starts = [n for n, (own, last) in enumerate(pairs) if own != last]
        firsts = [self.places[n] for n in self.starts]
        *matrix, _, bases = self._numbers(matrix_of, firsts, 6)
        sizes = self._asked(font_size_of, firsts)
        self.styles = list(map(TextStyle, sizes, *matrix))
        counts = map(sub, self._object_ends(), self.starts)
        repeated = map(repeat, bases, counts)
        self.bases = list(chain.from_iterable(repeated))

    def _object_ends(self) -> list[int]:
        return [*self.starts[1:], len(self.places)]

    def _told_codes(self) -> list[int]:
        """What each drawn character is, U+FFFD where its font does not tell."""
        codes = [self.all[i] for i in self.places]
        uncommon = [n for n, code in enumerate(codes) if code not in _COMMON]
        doubtful = self.starts + uncommon
        # Of a character that the font does not tell, the code is its bare number in the font.
        doubtful_places = [self.places[n] for n in doubtful]
        errors = self._asked(is_unmapped, doubtful_places)
        for n in uncommon:
            if codes[n] in _UNTOLD:
                codes[n] = _UNKNOWN
            elif codes[n] == _HYPHEN:
                codes[n] = ord("-")
        if any(errors):
            for n, error in zip(doubtful, errors, strict=True):
                if error == 1:
                    codes[n] = _UNKNOWN
        return codes

    def stretches(self) -> Iterator[Stretch]:
        """The characters in order, as few stretches of one style as there are."""
        ends = iter(self._object_ends())
        start = 0
        for style, objects in groupby(self.styles):
            end = start
            for _ in objects:
                end = next(ends)
            yield Stretch(style, start, end)
            start = end

    def origin(self, n: int) -> tuple[float, float]:
        """Where the baseline of a character starts, in user space."""
        x, y = ctypes.c_double(), ctypes.c_double()
        c.FPDFText_GetCharOrigin(
            self.text,
            self.places[n],
            x,
            y,
        )
        return x.value, y.value

    def box_size(self, n: int) -> tuple[float, float]:
        """Width and height of a character's box, in user space."""
        width = self.rights[n] - self.lefts[n]
        height = self.tops[n] - self.bottoms[n]
        return width, height

    def has_blank(self, n: int) -> bool:
        """Whether PDFium has put a blank between a character and the next one."""
        until = len(self.all)
        if n + 1 < len(self.places):
            until = self.places[n + 1]
        return BLANK in self.all[self.places[n] + 1 : until]


def _array_length(least: int) -> int:
    """A power of two above `least`: each length of array is a ctypes type of its own, made anew."""
    return 1 << least.bit_length()
