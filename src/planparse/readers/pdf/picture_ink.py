"""Where there is ink in a picture of a page, and how far the page lies askew (numpy, OpenCV)."""

from __future__ import annotations

from math import cos, radians, sin
from typing import Any

import cv2
import numpy as np

Image = Any
"""A picture as numpy array, rows by columns by blue, green, red (or by grey alone)."""

# Pixels of the square by whose light a place is judged: wider than strokes, less than shadows.
_AROUND = 31
# Grey levels, of 256, by which ink is darker than what is around it.
_DARKER = 15

# Degrees of skew that do no harm.
_STRAIGHT = 0.05
# Degrees up to which skew is looked for; a page that lies more askew is put down anew.
_MOST_SKEW = 5.0
# Degrees between the angles that are tried: all of them first, then those around the best.
_COARSE = 0.25
_FINE = 0.05
# Pixels of the longest side that are enough to find the skew.
_SKEW_SIDE = 1000
# Pixels of ink below which a page is blank.
_LEAST_INK = 50


def grey(image: Image) -> Image:
    """The picture in levels of grey."""
    if image.ndim == 3:
        return cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    return image


def dark(image: Image) -> Image:
    """255 where there is ink, 0 where there is paper, by the light around each place."""
    smooth = cv2.GaussianBlur(grey(image), (3, 3), 0)
    return cv2.adaptiveThreshold(
        smooth,
        255,
        cv2.ADAPTIVE_THRESH_MEAN_C,
        cv2.THRESH_BINARY_INV,
        _AROUND,
        _DARKER,
    )


def set_straight(image: Image) -> Image:
    """`image` turned back by its skew; itself where that is too small to matter."""
    angle = find_skew(image)
    if abs(angle) < _STRAIGHT:
        return image
    high, wide = image.shape[:2]
    middle = (wide / 2, high / 2)
    turn = cv2.getRotationMatrix2D(middle, angle, 1.0)
    return cv2.warpAffine(
        image,
        turn,
        (wide, high),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )


def find_skew(image: Image) -> float:
    """Degrees by which lines fall to the right: the turn that makes rows of ink stand out most."""
    ink = (dark(image) > 0).astype(np.uint8)
    factor = _SKEW_SIDE / max(ink.shape)
    if factor < 1:
        ink = cv2.resize(
            ink,
            None,
            fx=factor,
            fy=factor,
            interpolation=cv2.INTER_AREA,
        )
    ys, xs = np.nonzero(ink)
    if len(ys) < _LEAST_INK:
        return 0.0
    # The end of a range is left out: a little more than the last angle.
    coarse = np.arange(-_MOST_SKEW, _MOST_SKEW + 0.01, _COARSE)
    best = _best_turn(xs, ys, coarse)
    fine = np.arange(-_COARSE, _COARSE + 0.01, _FINE)
    return _best_turn(xs, ys, best + fine)


def _best_turn(
    xs: Any,
    ys: Any,
    angles: Any,
) -> float:
    """The angle at which the amount of ink differs most between neighbouring rows of pixels."""
    scores: list[float] = []
    for angle in angles:
        turn = radians(angle)
        rows = ys * cos(turn) - xs * sin(turn)
        places = (rows - rows.min()).astype(int)
        counts = np.bincount(places).astype(float)
        steps = counts[1:] - counts[:-1]
        scores.append(float((steps**2).sum()))
    return float(angles[int(np.argmax(scores))])
