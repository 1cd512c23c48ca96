"""Abbreviated path data of OFD (GB/T 33190-2016, 9.3.1) as the subpaths that it draws."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from planparse.readers.affine import Point
from planparse.readers.ofd.elements import NUMBER

_CLOSE = "C"
_STARTS = "SM"
_CURVES = "QBA"
# How many numbers follow each operator; the last two are where its stroke ends.
_COUNTS = {
    "S": 2,
    "M": 2,
    "L": 2,
    "Q": 4,
    "B": 6,
    "A": 7,
}
_WORD = re.compile(r"[SMLQBAC]|" + NUMBER.pattern)


class Subpath(NamedTuple):
    """A stretch drawn without lifting the pen; of a curve only its ends are in `points`."""

    points: list[Point]
    is_curved: bool
    is_closed: bool


def subpaths(data: str) -> Iterator[Subpath]:
    """The subpaths of `data`, in the coordinates that it is written in."""
    points: list[Point] = []
    is_curved = is_closed = False
    for operator, end in _steps(data):
        if operator == _CLOSE:
            is_closed = True
            continue
        if operator in _STARTS and points:
            yield Subpath(points, is_curved, is_closed)
            points = []
            is_curved = is_closed = False
        if operator in _CURVES:
            is_curved = True
        points.append(end)
    if points:
        yield Subpath(points, is_curved, is_closed)


def _steps(data: str) -> Iterator[tuple[str, Point]]:
    """`(operator, where it ends)` of each step; numbers without an operator repeat the last one."""
    operator = ""
    pending: list[float] = []
    for word in _WORD.findall(data):
        if word == _CLOSE:
            yield _CLOSE, (0.0, 0.0)
            continue
        if word in _COUNTS:
            operator = word
            pending = []
            continue
        pending.append(float(word))
        if operator and len(pending) == _COUNTS[operator]:
            yield operator, (pending[-2], pending[-1])
            pending = []
