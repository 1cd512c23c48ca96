"""From one level to another, as far as printed digits tell: by how much, by what share, by how many points."""

from __future__ import annotations

from planparse.checks.matching.extents import Extent
from planparse.model.plan import Mention

POINTS_IN_ONE = 100.0
"""Points of a difference of one, as 40% is 0.4 and 5个百分点 are 5."""

ABOUT = 0.1
"""By what part of itself a change may be off that is said to be about so much."""

PERCENT = "%"
"""As the unit is read, whatever sign is printed."""

Span = tuple[float, float]
"""The least and the largest number that a change may be."""


def is_in_percent(mention: Mention) -> bool:
    """Whether a number is printed as a share."""
    return mention.unit is not None and mention.unit.text == PERCENT


def growth(first: Extent, last: Extent, years: int) -> Span:
    """The shares by which a level may grow in a year, the digits being rounded."""
    low = widened(last, "low") / widened(first, "high")
    high = widened(last, "high") / widened(first, "low")
    return low ** (1 / years) - 1.0, high ** (1 / years) - 1.0


def difference(first: Extent, last: Extent, scale: float = 1.0) -> Span:
    """By how much one level may be above another, times `scale`."""
    low = widened(last, "low") - widened(first, "high")
    high = widened(last, "high") - widened(first, "low")
    return low * scale, high * scale


def widened(level: Extent, side: str) -> float:
    """The least or the largest number that was rounded to the printed one, or is told by its bound."""
    half = level.step / 2 + level.slack
    high = level.high if level.high < float("inf") else level.number
    return level.low - half if side == "low" else high + half


def fits(real: Span, told: Extent) -> bool:
    """Whether a change may be what is told, whose sign is told by the words around it."""
    low, high = sorted(map(abs, real))
    if real[0] <= 0 <= real[1]:
        low = 0.0
    half = told.step / 2 + told.slack
    number = abs(told.number)
    if told.sign == "≈":
        half += ABOUT * number
    if told.sign in ("≥", ">"):
        return high + half >= number
    if told.sign in ("≤", "<"):
        return low - half <= number
    return low - half <= number <= high + half
