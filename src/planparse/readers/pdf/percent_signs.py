"""‰ against % in a picture: recognition takes one for the other, the rings of the sign do not lie."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2

from planparse.model.source import BBox
from planparse.readers.pdf.picture_ink import Image, grey

PERCENT, PER_MILLE = "%", "‰"

# Pixels of height to which the picture of a line is enlarged, so that small rings stay open.
_HEIGHT = 160
# Levels of grey, of 256, between the lightest and the darkest place where something is printed.
_LEAST_CONTRAST = 60

# Parts of the line's height: a ring's inside is neither lower, higher nor wider.
_RING_LOW, _RING_HIGH, _RING_WIDE = 0.06, 0.5, 0.4

# The rings to the right of the stroke are alike: their insides differ by less than this part in
# height, and stand at one height within this part of it.
_ALIKE = 0.35
# They follow one another within so many widths of an inside, middle to middle.
_NEXT = 3.2


# From the inside of a ring to what follows it: so many of its heights. What follows is dark in so
# much of the ring's height; of other characters something stands higher than so many heights.
_AROUND, _DARK, _HIGHER = 0.6, 0.6, 1.6
_BLACK = 255

# What of the picture of a line may be a sign: from so many widths of its character's box before it
# to so many heights of the line behind.
_BEFORE, _BEHIND = 0.35, 1.05

# A sign whose rings can't be told apart is no surer than this.
_UNSURE = 0.8

# Recognition writes these for the third ring; then it has seen the sign.
_THIRD_RING = "0oO〇"


class _Ring(NamedTuple):
    """The inside of a ring in pixels."""

    x: float
    y: float
    wide: float
    high: float


def looked_at(
    text: str,
    sure: float,
    boxes: Sequence[BBox],
    image: Image,
    scale: float,
) -> tuple[str, float]:
    """A recognised word with each % that is ‰ in the picture written so, and how sure it now is.

    `boxes` are those of its characters without blanks, in points; `scale` is pixels per point.
    """
    if PERCENT not in text or len(boxes) != len(text.replace(" ", "")):
        return text, sure
    characters = list(text)
    places = [at for at, character in enumerate(characters) if character != " "]
    for at, box in zip(places, boxes, strict=True):
        if characters[at] != PERCENT or text[at + 1 : at + 2] in tuple(_THIRD_RING):
            continue
        sign = sign_shown(_part(image, box, scale))
        if sign is None:
            sure = min(sure, _UNSURE)
        else:
            characters[at] = sign
    return "".join(characters), sure


def _part(image: Image, box: BBox, scale: float) -> Image:
    """What of `image` may show the sign that begins in `box`."""
    x0, top, x1, bottom = box
    left = x0 - _BEFORE * (x1 - x0)
    right = x0 + _BEHIND * (bottom - top)
    rows = slice(max(0, int(top * scale)), int(bottom * scale) + 1)
    cols = slice(max(0, int(left * scale)), int(right * scale) + 1)
    return image[rows, cols]


def sign_shown(image: Image) -> str | None:
    """Which of the signs `image` shows, which begins with one and is as high as its line; None
    where its rings can't be told apart."""
    rings = _rings(image)
    if len(rings) < 2:
        return None
    # The first ring from the left stands above the others.
    upper, *others = rings
    lower = [ring for ring in others if ring.y > upper.y + upper.high / 3]
    if not lower:
        return None
    first = lower[0]
    is_far = first.x - upper.x > 2 * _NEXT * max(upper.wide, first.wide)
    if is_far or not _is_alike(first, upper):
        return None
    for ring in lower[1:]:
        is_level = abs(ring.y - first.y) < _ALIKE * first.high
        is_next = ring.x - first.x < _NEXT * max(first.wide, ring.wide)
        if is_level and is_next and _is_alike(ring, first):
            return PER_MILLE
    # A bold third ring may have no inside left, or hang together with the second.
    return None if _is_followed(first, image) else PERCENT


def _is_followed(ring: _Ring, image: Image) -> bool:
    """Whether ink as high as `ring` follows it directly, which may be a ring that has run full."""
    ink = _ink(image)
    if ink is None:
        return False
    # The line around the inside is about half as wide as the inside is high.
    right = ring.x + ring.wide / 2 + _AROUND * ring.high
    beside = ink[
        int(ring.y - ring.high / 2) : int(ring.y + ring.high / 2) + 1,
        int(right) : int(right + ring.wide) + 1,
    ]
    above = ink[
        : max(1, int(ring.y - _HIGHER * ring.high)),
        int(right) : int(right + ring.wide) + 1,
    ]
    is_dark = beside.size > 0 and float(beside.mean()) > _DARK * _BLACK
    # Other characters stand higher than a lower ring.
    return is_dark and not above.any()


def _is_alike(ring: _Ring, other: _Ring) -> bool:
    return abs(ring.high - other.high) < _ALIKE * max(ring.high, other.high)


def _rings(image: Image) -> list[_Ring]:
    """Insides of the rings in `image`, from the left."""
    ink = _ink(image)
    if ink is None:
        return []
    contours, tree = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)[-2:]
    if tree is None:
        return []
    rings: list[_Ring] = []
    for contour, (_, _, _, parent) in zip(contours, tree[0], strict=True):
        if parent < 0:
            continue
        x, y, wide, high = cv2.boundingRect(contour)
        is_high = _RING_LOW * _HEIGHT < high < _RING_HIGH * _HEIGHT
        if is_high and wide < _RING_WIDE * _HEIGHT:
            rings.append(_Ring(x + wide / 2, y + high / 2, wide, high))
    rings.sort()
    return rings


def _ink(image: Image) -> Image | None:
    """`image` enlarged in black and white, ink 255; None where nothing is printed in it."""
    if min(image.shape[:2]) < 2:
        return None
    levels = grey(image)
    if int(levels.max()) - int(levels.min()) < _LEAST_CONTRAST:
        return None
    factor = _HEIGHT / levels.shape[0]
    large = cv2.resize(levels, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    _, ink = cv2.threshold(large, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    return ink
