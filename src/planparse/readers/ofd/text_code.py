"""Places of the characters of an OFD text object (GB/T 33190-2016, 11.3)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from planparse.readers.ofd.elements import local, number, numbers

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# Font size in millimetres where a text object gives none: about 10 points.
_SIZE = 3.5
# Font sizes up to which a step is the character's own advance; a wider one leaves a gap.
_WIDEST_STEP = 1.1
# Steps that one word of a delta may stand for, whatever the file says.
_MOST_STEPS = 100_000


class PlacedCharacter(NamedTuple):
    """A character, the start of its baseline and its width in the object's own space."""

    char: str
    x: float
    y: float
    width: float


@dataclass(slots=True)
class TextObject:
    """What the characters of one text object share; lengths in millimetres of its own space."""

    size: float
    stretch: float
    """Width of characters over their usual one."""
    is_turned: bool
    """Whether the text is read downwards or upwards."""

    def width(self, char: str) -> float:
        """How wide `char` is by itself: a full square for Chinese, half of one for others."""
        squares = 0.5
        if unicodedata.east_asian_width(char) in "WFA":
            squares = 1.0
        return self.size * self.stretch * squares


def text_object(element: Element) -> TextObject:
    """The attributes of a TextObject element that tell where its characters stand."""
    return TextObject(
        size=number(element.get("Size"), _SIZE),
        stretch=number(element.get("HScale"), 1.0),
        is_turned=number(element.get("ReadDirection"), 0.0) % 180 == 90,
    )


def placed_characters(element: Element, shared: TextObject) -> Iterator[PlacedCharacter]:
    """The characters of all TextCode elements in a text object, in order."""
    x = y = 0.0
    for code in element:
        if local(code) != "TextCode":
            continue
        # A code without a place of its own goes on where the last one ended.
        x = number(code.get("X"), x)
        y = number(code.get("Y"), y)
        text = code.text or ""
        across = deltas(code.get("DeltaX"), len(text))
        down = deltas(code.get("DeltaY"), len(text))
        for i, char in enumerate(text):
            width = shared.width(char)
            right = _step_right(i, across, down, shared, width)
            drawn = width
            if 0 < right <= _WIDEST_STEP * shared.size:
                drawn = right
            yield PlacedCharacter(char, x, y, drawn)
            x += right
            y += _step_down(i, across, down, shared, width)


def _step_right(
    i: int,
    across: list[float],
    down: list[float],
    shared: TextObject,
    width: float,
) -> float:
    if i < len(across):
        return across[i]
    if down or shared.is_turned:
        return 0.0
    return width


def _step_down(
    i: int,
    across: list[float],
    down: list[float],
    shared: TextObject,
    width: float,
) -> float:
    if i < len(down):
        return down[i]
    if shared.is_turned and not across:
        return width
    return 0.0


def deltas(text: str | None, count: int) -> list[float]:
    """Steps between `count` characters; "g 5 3.5" stands for five steps of 3.5."""
    steps: list[float] = []
    words = iter((text or "").split())
    for word in words:
        if len(steps) >= count:
            break
        if word != "g":
            steps += numbers(word)[:1]
            continue
        times = next(words, "0")
        step = next(words, "0")
        steps += numbers(step)[:1] * _repeats(times, count)
    return steps


def _repeats(times: str, count: int) -> int:
    """How often a step is repeated; no text has more steps than characters."""
    if not times.isdecimal():
        return 0
    return min(int(times), count, _MOST_STEPS)
